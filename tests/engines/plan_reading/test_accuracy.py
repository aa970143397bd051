"""Every line of the labelled plans, in every form, and how honest the confidence is."""

from __future__ import annotations

import functools
import re

import pytest

from byalag.engines.plan_reading import LineKind, goal_above
from tests.engines.plan_reading.labelled import (
    Judged,
    Plan,
    accuracy,
    expected_calibration_error,
    forms,
    judge,
    leave_one_out,
    plans,
)
from tools import calibrate_plan_reading

FORMS = [pytest.param(plan, form, id=f"{plan.name}-{form}") for plan, form in forms()]
FEWEST_PLANS = 14
# Plans whose activities each stand under a goal: deeper in its list, in its row, after its "Mål:", below it as a heading.
UNDER_GOALS = {"03", "04", "05", "11", "13", "16", "20", "22"}


@functools.cache
def left_out() -> tuple[list[Judged], list[Judged]]:
    return leave_one_out()


def test_there_are_enough_plans_in_three_languages():
    assert len(plans()) >= FEWEST_PLANS
    assert {plan.expected["language"] for plan in plans()} == {"sv", "en", "pl"}


@pytest.mark.parametrize(("plan", "form"), FORMS)
def test_lines_of_a_document_are_taken_for_what_they_are(plan: Plan, form: str):
    _, judged = judge(plan, form)

    wrong = [(each.label, each.kind, each.section) for each in judged if not each.is_right]

    assert accuracy(judged) >= 0.92, wrong


@pytest.mark.parametrize(("plan", "form"), FORMS)
def test_title_year_owner_and_language_are_found(plan: Plan, form: str):
    reading, _ = judge(plan, form)

    assert {name: getattr(reading, name) for name in plan.expected} == plan.expected


@pytest.mark.slow
def test_accuracy_over_all_documents():
    documents, pasted = left_out()

    assert len(documents) > 1500
    assert accuracy(documents) >= 0.97
    assert accuracy(pasted) >= 0.88, "pasted without the looks of headings"


@pytest.mark.slow
def test_confidence_is_honest_about_plans_it_was_not_made_from():
    documents, pasted = left_out()

    assert expected_calibration_error(documents + pasted) <= 0.08
    assert expected_calibration_error(pasted) <= 0.08
    wrong = [each.confidence for each in documents + pasted if not each.is_right and each.kind is not None]
    right = [each.confidence for each in documents + pasted if each.is_right]
    assert sum(wrong) / len(wrong) < sum(right) / len(right) - 0.1


@pytest.mark.slow
def test_the_table_in_the_package_is_the_one_the_plans_give():
    assert calibrate_plan_reading.main(["--check"]) == 0, "run python -m tools.calibrate_plan_reading"


def test_names_of_persons_are_left_out_in_every_form():
    for plan, form in forms():
        names = [text.split(",")[0].split("(")[0].strip() for kind, _, text in plan.labels if kind == "person"]
        reading, _ = judge(plan, form)
        kept = " ".join(line.text for line in reading.lines)
        assert [name for name in names if name and name in kept] == [], (plan.name, form)
        assert reading.totals.get(LineKind.PERSON, 0) >= len(names), (plan.name, form)


@pytest.mark.parametrize(("plan", "form"), FORMS)
def test_activities_stand_under_their_goal_only_where_the_document_says_so(plan: Plan, form: str):
    reading, _ = judge(plan, form)
    tied = {
        bare(line.text): bare(goal.text)
        for line in reading.lines
        if line.under_goal and (goal := goal_above(reading, line.number))
    }

    assert tied == (goals_of_activities(plan) if plan.name[:2] in UNDER_GOALS else {})


def goals_of_activities(plan: Plan) -> dict[str, str]:
    """By the hand-written labels, which stand in the order of the document: the goal last named in the same section."""
    found, last = {}, {}
    for kind, section, text in plan.labels:
        if kind == "goal":
            last[section] = text
        elif kind == "activity":
            found[bare(text)] = bare(last[section])
    return found


def bare(text: str) -> str:
    said = re.sub(r"^(?:mål|aktivitet|goal|objective|activity)(?: \d+)?[:.]", "", text.casefold())
    return "".join(letter for letter in said if letter.isalnum())
