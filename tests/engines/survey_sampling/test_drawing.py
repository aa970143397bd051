"""Draws: repeated by anybody, with the chances that are told."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.engines.survey_sampling import How, Unit, checksum, draw

WARDS = [Unit(f"ward {n}", size) for n, size in enumerate((10, 20, 30, 40, 100, 5, 15, 80), 1)]
units = st.lists(st.integers(1, 60), min_size=1, max_size=12).map(
    lambda sizes: [Unit(f"u{n}", size) for n, size in enumerate(sizes)]
)


@given(units, st.data(), st.sampled_from(How), st.text(min_size=1).filter(str.strip))
def test_as_many_as_asked_each_once_and_in_any_order_the_same(rows, data, how, seed):
    count = data.draw(st.integers(0, len(rows)))
    drawn, spare = draw(rows, count, seed=seed, how=how)

    assert len(drawn) == len({row.key for row in drawn}) == count
    assert {row.key for row in drawn} | set(spare) == {row.key for row in rows}
    assert draw(rows[::-1], count, seed=seed, how=how) == (drawn, spare)
    assert checksum(rows) == checksum(rows[::-1])


@given(units, st.data())
def test_chances_add_up_to_the_number_drawn(rows, data):
    """Whichever units are drawn, the chances of all units add up to how many are drawn (told by drawing all of them)."""
    count = data.draw(st.integers(1, len(rows)))
    chances: dict[str, Fraction] = {}
    for seed in range(60):
        for row in draw(rows, count, seed=str(seed), how=How.BY_SIZE)[0]:
            assert chances.setdefault(row.key, row.chance) == row.chance  # the chance does not depend on the seed
    if len(chances) == len(rows):
        assert sum(chances.values()) == count


@pytest.mark.parametrize("how", How)
def test_over_many_seeds_each_is_drawn_as_often_as_its_chance_says(how):
    times, many = Counter(), 6000
    chance = {}
    for seed in range(many):
        for row in draw(WARDS, 3, seed=f"seed {seed}", how=how)[0]:
            times[row.key] += 1
            chance[row.key] = float(row.chance)
    for unit in WARDS:
        p = chance[unit.key]
        deviation = (p * (1 - p) / many) ** 0.5
        assert abs(times[unit.key] / many - p) <= 4.5 * deviation + 1e-12


def test_a_unit_larger_than_the_step_is_drawn_for_certain():
    drawn, _spare = draw([Unit("town", 900), Unit("a", 40), Unit("b", 30), Unit("c", 30)], 2, seed="s", how=How.BY_SIZE)
    assert Fraction(1) in {row.chance for row in drawn if row.key == "town"}
    assert sum(row.key == "town" for row in drawn) == 1


def test_another_program_draws_the_same():
    """Not even the order in which Python hashes words has a say."""
    code = (
        "from byalag.engines.survey_sampling import *;"
        "print([r.key for r in draw([Unit(f'ward {n}', n) for n in range(1, 50)], 9, seed='2026', how=How.BY_SIZE)[0]])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "src"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "7")
    }
    assert len(told) == 1


@pytest.mark.parametrize(
    ("rows", "count", "seed"),
    [(WARDS, 3, " "), (WARDS, 9, "s"), ([*WARDS, WARDS[0]], 2, "s"), ([Unit("a", 0)], 1, "s")],
)
def test_what_cannot_be_drawn_is_refused(rows, count, seed):
    with pytest.raises(ValueError):
        draw(rows, count, seed=seed)
