"""The coordinator changes the proposal before it is saved."""

from __future__ import annotations

import json

import pytest

from byalag.engines.plan_reading import (
    LineKind,
    NotPossible,
    PlanReading,
    Why,
    as_plan,
    change_kind,
    goal_above,
    merge,
    move,
    read_pasted,
    recognise,
    rename_section,
    split,
    tie,
)

TEXT = """Verksamhetsplan för Provrådet 2024

Ledamöter

Förnamn Efternamn (X), ordförande

Mål Skola

- Elever deltar i beslut. Rektor svarar.
- Fler reser.

Övriga mål och aktiviteter

- Delta i nätverk för 5 000 kr.
- Alla projekt påbörjas då direktiv föreligger.
"""


@pytest.fixture
def reading() -> PlanReading:
    return recognise(read_pasted(TEXT))


def number_of(reading: PlanReading, start: str) -> int:
    return next(line.number for line in reading.lines if line.text.startswith(start))


def test_an_undecided_line_becomes_an_activity(reading: PlanReading):
    changed = change_kind(reading, number_of(reading, "Delta"), LineKind.ACTIVITY)

    assert as_plan(changed)["sections"][1]["activities"] == ["Delta i nätverk för 5 000 kr."]
    assert changed.totals[LineKind.UNDECIDED] == reading.totals[LineKind.UNDECIDED] - 1
    line = changed.lines[number_of(changed, "Delta")]
    assert (line.confidence, line.why, line.suggestions) == (1.0, Why.CHOSEN, ())
    assert [money.amount for money in changed.money] == [5000]


def test_suggestions_of_undecided_lines_are_ranked_and_name_the_setting(reading: PlanReading):
    offered = reading.lines[number_of(reading, "Alla projekt")].suggestions

    assert offered[0].kind is LineKind.RULE
    assert [code.value for code in offered[0].rules] == ["directive_required"]
    assert sum(each.score for each in offered) == pytest.approx(1, abs=0.01)
    assert LineKind.MONEY in [each.kind for each in reading.lines[number_of(reading, "Delta")].suggestions]


def test_skipping_takes_money_and_rules_out_of_the_plan(reading: PlanReading):
    changed = change_kind(reading, number_of(reading, "Delta"), LineKind.SKIPPED)

    assert changed.money == []
    assert "Delta i nätverk för 5 000 kr." in as_plan(changed)["skipped"]


def test_a_person_can_not_be_made_a_goal(reading: PlanReading):
    with pytest.raises(NotPossible):
        change_kind(reading, number_of(reading, "ordförande"), LineKind.GOAL)


def test_moving_opens_a_section_and_an_empty_one_goes(reading: PlanReading):
    moved = move(reading, number_of(reading, "Fler"), "fritid")

    assert as_plan(moved)["sections"][-1] == {
        "name": "Fritid",
        "goals": ["Fler reser."],
        "activities": [],
        "undecided": [],
    }
    assert reading.sections == ("Skola", "Övriga")


def test_splitting_and_merging_give_back_the_line(reading: PlanReading):
    number = number_of(reading, "Elever")
    apart = split(reading, number, len("Elever deltar i beslut. "))

    assert [line.text for line in apart.lines[number : number + 2]] == ["Elever deltar i beslut.", "Rektor svarar."]
    assert apart.lines[number].sources == apart.lines[number + 1].sources
    together = merge(apart, number)
    assert [line.text for line in together.lines] == [line.text for line in reading.lines]
    assert [line.number for line in together.lines] == list(range(len(reading.lines)))


def test_merged_lines_keep_both_sources(reading: PlanReading):
    number = number_of(reading, "Elever")
    merged = merge(reading, number)

    assert merged.lines[number].text == "Elever deltar i beslut. Rektor svarar. Fler reser."
    assert merged.lines[number].sources == (number, number + 1)


@pytest.mark.parametrize("offset", [0, -3, 10_000])
def test_a_line_is_not_split_into_nothing(reading: PlanReading, offset: int):
    with pytest.raises(NotPossible):
        split(reading, number_of(reading, "Elever"), offset)


def test_the_last_line_has_none_to_merge_with(reading: PlanReading):
    with pytest.raises(NotPossible):
        merge(reading, len(reading.lines) - 1)


def test_renaming_a_section_to_another_joins_them(reading: PlanReading):
    renamed = rename_section(reading, "Övriga", "Skola")

    assert renamed.sections == ("Skola",)
    assert len(as_plan(renamed)["sections"][0]["undecided"]) == 2
    with pytest.raises(NotPossible):
        rename_section(reading, "Finns inte", "Skola")


def test_a_line_made_a_section_takes_the_lines_below(reading: PlanReading):
    changed = change_kind(reading, number_of(reading, "Delta"), LineKind.SECTION)

    assert "Delta i nätverk för 5 000 kr" in changed.sections
    assert changed.lines[number_of(changed, "Alla")].section == "Delta i nätverk för 5 000 kr"


def test_a_chosen_title_gives_year_and_owner(reading: PlanReading):
    number = number_of(reading, "Fler")
    lines = list(reading.lines)
    changed = change_kind(merge(split(reading, number, 5), number), number, LineKind.TITLE)

    assert changed.title == "Fler reser."
    assert len(changed.lines) == len(lines)
    assert changed.year == 2024


def test_the_old_reading_stays_as_it_was(reading: PlanReading):
    before = json.dumps(reading.to_dict())
    change_kind(move(reading, 5, "Annat"), 5, LineKind.TEXT)

    assert json.dumps(reading.to_dict()) == before


def test_nothing_of_a_person_is_kept_or_given_out(reading: PlanReading):
    kept = json.dumps([reading.to_dict(), as_plan(reading)], ensure_ascii=False)

    assert "Förnamn" not in kept
    assert "Efternamn" not in kept
    assert "… ordförande" in as_plan(reading)["skipped"]


def test_a_name_in_a_list_of_members_is_withheld_in_the_text_too():
    reading = recognise(read_pasted(TEXT.replace("Fler reser.", "Förnamn Efternamn leder en resa.")))

    line = reading.lines[number_of(reading, "… leder")]
    assert (line.kind, line.withheld) == (LineKind.GOAL, True)


def test_plain_values_of_another_format_are_refused(reading: PlanReading):
    with pytest.raises(ValueError, match="format"):
        PlanReading.from_dict({**reading.to_dict(), "format": 99})


def test_an_activity_is_tied_to_the_goal_above_it_and_loosed_again(reading):
    line = number_of(reading, "Fler reser")
    reading = change_kind(reading, line, LineKind.ACTIVITY)

    tied = tie(reading, line, True)

    assert tied.lines[line].under_goal
    assert goal_above(tied, line).text.startswith("Elever deltar")
    assert not tie(tied, line, False).lines[line].under_goal
    assert not move(tied, line, "Annat").lines[line].under_goal
    assert PlanReading.from_dict(json.loads(json.dumps(tied.to_dict()))) == tied


def test_only_an_activity_with_a_goal_above_it_is_tied(reading):
    goal, loose = number_of(reading, "Elever deltar"), number_of(reading, "Delta i nätverk")
    reading = change_kind(reading, loose, LineKind.ACTIVITY)

    for line in (goal, loose):
        with pytest.raises(NotPossible):
            tie(reading, line, True)
