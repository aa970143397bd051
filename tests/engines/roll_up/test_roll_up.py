"""Roll-up against a slow, obvious oracle that reads the readings one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.engines.roll_up import Accumulation, Kind, Reading, progress, roll_up

DAY = date(2023, 1, 1)
amount = st.none() | st.decimals(0, 10**6, places=2)
reading = st.builds(
    Reading,
    source=st.sampled_from("abcd"),
    until=st.integers(0, 5).map(lambda days: DAY + timedelta(days)),
    value=amount,
    numerator=amount,
    denominator=amount,
    score=st.none() | st.integers(1, 5),
)
readings = st.lists(reading, max_size=12, unique_by=lambda r: (r.source, r.until))
kinds, ways = st.sampled_from(Kind), st.sampled_from(Accumulation)


def oracle(kind, way, rows):
    """In plain steps: what each source counts, then everything together."""
    total = num = den = Fraction(0)
    scores = Counter()
    said = False
    for source in sorted({row.source for row in rows}):
        own = sorted((row for row in rows if row.source == source), key=lambda row: row.until)
        if kind is Kind.SCORE:
            own = [row for row in own if row.score is not None]
        elif kind is Kind.SHARE:
            own = [row for row in own if row.numerator is not None and row.denominator is not None]
        else:
            own = [row for row in own if row.value is not None]
        if own and (kind is Kind.SCORE or way is Accumulation.CUMULATIVE):
            own = own[-1:]
        for row in own:
            said = True
            if kind is Kind.SCORE:
                scores[row.score] += 1
            elif kind is Kind.SHARE:
                num, den = num + Fraction(row.numerator), den + Fraction(row.denominator)
            else:
                total += Fraction(row.value)
    if not said:
        return None
    if kind is Kind.SCORE:
        return dict(scores)
    if kind is Kind.SHARE:
        return (num * 100 / den) if den else "no denominator"
    return total


@given(kind=kinds, way=ways, rows=readings)
def test_the_figure_is_what_plain_counting_gives(kind, way, rows):
    wanted, found = oracle(kind, way, rows), roll_up(kind, way, rows)

    if wanted is None:
        assert (found.value, found.sources, found.distribution) == (None, 0, {})
    elif kind is Kind.SCORE:
        assert found.distribution == wanted
    elif wanted == "no denominator":
        assert found.value is None
        assert found.denominator == 0
    else:
        assert abs(Fraction(found.value) - wanted) < Fraction(1, 10**12) * (1 + wanted)


@given(kind=kinds, way=ways, rows=readings, seed=st.randoms())
def test_the_order_does_not_matter(kind, way, rows, seed):
    mixed = list(rows)
    seed.shuffle(mixed)

    assert roll_up(kind, way, mixed) == roll_up(kind, way, rows)


@given(way=ways, rows=readings)
def test_groups_of_sources_put_together_give_the_whole(way, rows):
    whole = roll_up(Kind.SHARE, way, rows)
    parts = [roll_up(Kind.SHARE, way, [row for row in rows if row.source == source]) for source in "abcd"]
    again = roll_up(
        Kind.SHARE,
        Accumulation.PERIODIC,
        [Reading(n, DAY, numerator=part.numerator, denominator=part.denominator) for n, part in enumerate(parts)],
    )

    assert (again.numerator, again.denominator) == (whole.numerator, whole.denominator)


def test_a_mean_of_percentages_is_never_taken():
    found = roll_up(
        Kind.SHARE,
        Accumulation.PERIODIC,
        [
            Reading("a", DAY, numerator=Decimal(1), denominator=Decimal(2)),
            Reading("b", DAY, numerator=Decimal(90), denominator=Decimal(100)),
        ],
    )

    assert (found.numerator, found.denominator) == (91, 102)
    assert round(found.value, 2) == Decimal("89.22")


def test_what_counts_everything_so_far_takes_the_last_of_each_source():
    rows = [
        Reading("a", DAY, Decimal(10)),
        Reading("a", DAY + timedelta(90), Decimal(25)),
        Reading("b", DAY, Decimal(5)),
    ]

    assert roll_up(Kind.NUMBER, Accumulation.CUMULATIVE, rows).value == 30
    assert roll_up(Kind.NUMBER, Accumulation.PERIODIC, rows).value == 40


def test_two_readings_of_one_source_for_the_same_day_are_a_fault():
    with pytest.raises(ValueError, match="two readings"):
        roll_up(Kind.NUMBER, Accumulation.PERIODIC, [Reading("a", DAY, Decimal(1)), Reading("a", DAY, Decimal(2))])


@pytest.mark.parametrize(
    ("baseline", "target", "value", "expected"),
    [(0, 10, 5, "0.5"), (20, 10, 15, "0.5"), (20, 10, 25, "-0.5"), (None, 10, 20, "2"), (10, 10, 10, None), (0, 10, None, None), (0, None, 5, None)],
)  # fmt: skip
def test_progress_works_upwards_and_downwards(baseline, target, value, expected):
    numbers = [None if n is None else Decimal(n) for n in (baseline, target, value)]

    assert progress(*numbers) == (None if expected is None else Decimal(expected))
