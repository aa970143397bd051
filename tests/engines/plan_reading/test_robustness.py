"""Any text at all: nothing crashes, nothing is lost, nothing takes time out of proportion."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from byalag.engines.plan_reading import (
    LEFT_OUT,
    Line,
    LineKind,
    NotPossible,
    PlanReading,
    Unreadable,
    as_plan,
    change_kind,
    merge,
    move,
    read,
    read_pasted,
    recognise,
    rename_section,
    split,
)
from byalag.engines.plan_reading.documents import KINDS, MOST_LINES

WORDS = st.sampled_from(
    [
        "Mål", "Aktiviteter", "Goals", "Cele", "Övriga mål och aktiviteter", "Norden", "- ", "1. ", "1.2 ", "# ", "## ", "**", "| a | b |",
        "180 000 kr", "(50%)", "koordinator", "2022–2024", "föreslås av Rådet", "Förnamn Efternamn (X)", ".....  3", "\n", "\n\n", "\t", " ",
        ": ", "Inledning", "الأهداف", "🎯", "<script>", "'; DROP TABLE plan; --", "e", "direktiv", "påbörjas", "\u202e", "\u00a0", "•", "Att ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map("".join))
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def lines_of(text: str) -> list[Line]:
    try:
        return read_pasted(text)
    except Unreadable:
        return []


@SLOW
@given(TEXTS)
@example("¹")
@example("- ٢٠٢٣ ٪")
def test_any_text_is_read_and_every_line_is_accounted_for_once(text: str):
    lines = lines_of(text)
    reading = recognise(lines)

    assert [source for line in reading.lines for source in line.sources] == [line.number for line in lines]
    assert [line.number for line in reading.lines] == list(range(len(lines)))
    assert all(0 <= line.confidence <= 1 for line in reading.lines)
    assert all(line.suggestions for line in reading.lines if line.kind is LineKind.UNDECIDED)


@SLOW
@given(TEXTS)
def test_plain_values_make_the_same_reading_again(text: str):
    reading = recognise(lines_of(text))

    assert PlanReading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading


@SLOW
@given(TEXTS)
def test_the_plan_has_its_keys_and_each_goal_once(text: str):
    reading = recognise(lines_of(text))
    plan = json.loads(json.dumps(as_plan(reading)))

    assert list(plan) == [
        "title",
        "year",
        "owner",
        "language",
        "overall_goals",
        "sections",
        "money",
        "staff_share",
        "route",
        "skipped",
    ]
    shown = sum(len(section[key]) for section in plan["sections"] for key in ("goals", "activities", "undecided"))
    assert shown == sum(reading.totals.get(kind, 0) for kind in (LineKind.GOAL, LineKind.ACTIVITY, LineKind.UNDECIDED))
    assert len(plan["skipped"]) == sum(reading.totals.get(kind, 0) for kind in LEFT_OUT)


@SLOW
@given(TEXTS, st.data())
def test_any_change_keeps_every_source_and_numbers_the_lines(text: str, data: st.DataObject):
    reading = recognise(lines_of(text))
    sources = {source for line in reading.lines for source in line.sources}
    for _ in range(4):
        number = data.draw(st.integers(0, max(0, len(reading.lines) - 1)))
        step = data.draw(st.sampled_from(["kind", "move", "merge", "split", "rename"]))
        try:
            if step == "kind":
                reading = change_kind(reading, number, data.draw(st.sampled_from(LineKind)))
            elif step == "move":
                reading = move(reading, number, data.draw(st.text(max_size=20)))
            elif step == "merge":
                reading = merge(reading, number)
            elif step == "split":
                reading = split(reading, number, data.draw(st.integers(-1, 50)))
            elif reading.sections:
                reading = rename_section(reading, reading.sections[0], data.draw(st.text(max_size=20)))
        except NotPossible:
            continue
    assert {source for line in reading.lines for source in line.sources} == sources
    assert [line.number for line in reading.lines] == list(range(len(reading.lines)))
    assert PlanReading.from_dict(reading.to_dict()) == reading
    as_plan(reading)


@SLOW
@given(
    st.sampled_from(sorted(KINDS)),
    st.one_of(
        st.binary(max_size=500),
        st.binary(max_size=300).map(lambda tail: b"PK\x03\x04" + tail),
        st.binary(max_size=300).map(lambda tail: b"%PDF-1.7\n" + tail),
    ),
)
def test_any_bytes_are_read_or_refused(kind: str, data: bytes):
    try:
        lines = read(data, kind)
    except Unreadable:
        return
    assert lines


@pytest.mark.parametrize(
    "text",
    [
        "Mål\n\n- الهدف الأول هو المشاركة\n- מטרה שנייה\n",
        "Mål\n\n- 👩‍👩‍👧 Familjer 🇸🇪 möts\n- <a onclick=x>Fler</a> & fler\n",
        "Mål\n\n- '); DROP TABLE goals; --\n- {{ 7*7 }} ${7*7}\n",
    ],
)
def test_other_scripts_and_code_are_text(text: str):
    plan = as_plan(recognise(read_pasted(text), language="sv"))

    assert plan["sections"][0]["goals"] == [line[2:] for line in text.splitlines() if line.startswith("- ")]


LONG = 100_000
AWKWARD = {
    "one word": "a" * LONG,
    "open brackets": "[" * LONG,
    "open links": "[a](" * (LONG // 4),
    "open tags": "<u " * (LONG // 3),
    "open bold": "**a" * (LONG // 3),
    "hashes": "# " + "#" * LONG + "x",
    "numbers": "1 000 " * (LONG // 6),
    "dots": ". " * (LONG // 2),
    "names": "Anna " * (LONG // 5),
    "addresses": "a.b-c" * (LONG // 5) + "@x",
    "telephones": "+46" + "1 " * (LONG // 2),
    "spaces": " " * LONG + "x",
    "broken file names": "Plan " + "(12345)_" * (LONG // 8),
    "bars": "|" * LONG,
    "short lines": "Aa\n\n" * 10_000,
    "headings": "# Mål\n" * 10_000,
    "sections": "".join(f"# Mål S{number}\n- a\n" for number in range(5_000)),
    "rows": "a\tb\tc\n" * 10_000,
    "deep lists": "".join(f"{' ' * (number % 300)}- x\n" for number in range(5_000)),
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_texts_take_time_in_proportion(name: str):
    """Four times the text may take four times as long, with a wide margin for a busy machine; not sixteen times."""
    text = AWKWARD[name]
    quarter = text[: len(text) // 4]

    short = min(_seconds(quarter) for _ in range(2))
    long = min(_seconds(text) for _ in range(2))

    assert long < 10 * short + 0.05


def _seconds(text: str) -> float:
    started = time.process_time()
    with suppress(Unreadable):  # a part of a text may hold nothing
        as_plan(recognise(read_pasted(text)))
    return time.process_time() - started


def test_more_lines_than_any_plan_has_are_refused():
    with pytest.raises(Unreadable):
        read_pasted("a\n\n" * (MOST_LINES + 1))
