"""Plans of the field as they are; the folder is not part of the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from byalag.engines.plan_reading import (
    Condition,
    LineKind,
    PlanReading,
    Rule,
    RuleCode,
    StepKind,
    as_plan,
    read,
    recognise,
)

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
pytestmark = pytest.mark.seeds


def seed(start: str) -> PlanReading:
    found = sorted(SEEDS.glob(f"{start}_*.txt"))
    if not found:
        pytest.skip(f"the seed documents are not beside the repository ({SEEDS.name} is absent)")
    return recognise(read(found[0].read_bytes(), "txt"))


def test_the_council_plan_has_its_goals_and_activities():
    plan = as_plan(seed("002"))

    assert (plan["title"], plan["year"], plan["owner"], plan["language"]) == (
        "Verksamhetsplan för Internationella rådet 2023",
        2023,
        "Internationella rådet",
        "sv",
    )
    assert len(plan["overall_goals"]) == 8
    counted = [
        (each["name"], *(len(each[key]) for key in ("goals", "activities", "undecided"))) for each in plan["sections"]
    ]
    assert counted == [("Norden", 3, 4, 0), ("Europa", 3, 5, 0), ("Världen", 3, 4, 0), ("Övriga", 0, 0, 8)]
    assert plan["sections"][0]["goals"][0] == (
        "Fördjupa samarbeten med vänorterna Röros och Hamina och fortsätta påbörjade planer och aktiviteter. "
        "Här avses bland annat: elevutbyte, världsarvssamarbete, kunskapsutbyte och säkerhetsarbete."
    )


def test_the_council_plan_has_its_money_post_and_route():
    reading = seed("002")
    plan = as_plan(reading)

    assert {"amount": 180000, "currency": "SEK", "per": None, "from": 2023, "to": 2023, "source": "own"} in plan[
        "money"
    ]
    assert {"amount": 850000, "currency": "SEK", "per": "year", "from": 2022, "to": 2024, "source": "ICLD"} in plan[
        "money"
    ]
    assert len(plan["money"]) == 2
    assert plan["staff_share"] == [{"role": "koordinatör", "share": 0.5}]
    assert plan["route"] == ["Internationella rådet", "Kommunstyrelsens ledningsutskott", "Kommunstyrelsen"]
    assert [step.kind for step in reading.route] == [StepKind.PROPOSES, StepKind.PREPARES, StepKind.ADOPTS]


def test_two_of_the_other_lines_are_rules_and_one_goal_is_conditional():
    reading = seed("002")

    undecided = [line for line in reading.lines if line.kind is LineKind.UNDECIDED]
    rules = [line.suggestions[0].rules for line in undecided if line.suggestions[0].kind is LineKind.RULE]
    assert rules == [
        (RuleCode.DIRECTIVE_REQUIRED, RuleCode.DOCUMENTED_CONTINUOUSLY),
        (RuleCode.ANCHORING_REQUIRED,),
    ]
    assert RuleCode.EXTERNAL_FUNDING_REQUIRED in reading.rules
    solidarity = [line for line in reading.lines if Rule(RuleCode.EXTERNAL_FUNDING_REQUIRED) in line.values]
    assert {line.kind for line in solidarity} == {LineKind.GOAL, LineKind.RULE}
    conditions = [value.text for line in reading.lines for value in line.values if isinstance(value, Condition)]
    assert conditions == ["om förutsättningar för innehåll, form och finansiering blir tillräckliga"]


def test_the_persons_of_the_council_plan_are_left_out():
    lines = sorted(SEEDS.glob("002_*.txt"))[0].read_text(encoding="utf-8").splitlines() if SEEDS.exists() else []
    reading = seed("002")
    at = lines.index("Organisationens ledamöter")
    named = [line for line in lines[at + 1 : at + 12] if "(" in line or "koordinator:" in line]
    words = {word.strip("(),.:") for line in named for word in line.split()} - {
        "Internationell",
        "koordinator",
        "ordförande",
    }

    kept = json.dumps([as_plan(reading), reading.to_dict()], ensure_ascii=False)

    assert reading.totals[LineKind.PERSON] == len(named) == 4
    assert [word for word in words if len(word) > 3 and word in kept] == []
    assert [passage.heading for passage in reading.passages][-1] == "Avslutning"


def test_a_declaration_gives_its_commitments_and_what_is_to_be_reported():
    reading = seed("000")

    assert reading.sections == ("Interna", "Externa", "Kommunikativt")
    assert all(reading.of_kind(LineKind.GOAL, name) for name in reading.sections)
    assert reading.totals[LineKind.DUTY] == 3


def test_a_project_page_gives_budget_period_activities_and_results():
    reading = seed("003")
    plan = as_plan(reading)

    assert plan["title"] == "Hub Lokalnej Demokracji"
    assert (plan["money"][0]["amount"], plan["money"][0]["currency"]) == (25486, "USD")
    assert reading.period is not None
    assert (reading.period.start, reading.period.end) == ("2022-04", "2023-03")
    assert plan["sections"][0]["activities"] == ["Dwie ścieżki szkoleniowe", "Sieciowanie", "Konferencja"]
    assert len(plan["sections"][0]["goals"]) == 4
    assert reading.totals[LineKind.PERSON] == 2


@pytest.mark.parametrize("start", ["000", "001", "002", "003", "004"])
def test_every_line_of_every_seed_is_accounted_for_once(start: str):
    reading = seed(start)

    assert [source for line in reading.lines for source in line.sources] == list(range(len(reading.lines)))
