"""Figures and the rows behind them; the card that says what comes next; what is due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from byalag.core import registries
from byalag.core.periods import Period
from byalag.core.registries import Scope
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Dimension
from byalag.rooms.promises import actions
from byalag.rooms.promises.duties import next_step_of
from byalag.rooms.promises.enums import MeansKind, MeansOrigin, ObjectiveLevel
from byalag.rooms.promises.queries import objectives_in, route_of
from tests.duties import due
from tests.factories import (
    FrameworkFactory,
    MeansFactory,
    ObjectiveFactory,
    ReportingDutyFactory,
    SectionFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

TODAY = date(2023, 5, 1)


def measured(key, actor, scope):
    return registries.measures[key].compute(actor, scope)


def test_goals_are_counted_with_the_rows_behind_them(reader, plan):
    ObjectiveFactory(framework=plan, level=ObjectiveLevel.OVERALL_GOAL, text="Overall")
    ObjectiveFactory(framework=plan, level=ObjectiveLevel.COMMITMENT)
    ObjectiveFactory(framework=plan, removed_at=plan.created_at)

    goals, overall, commitments = (
        measured(key, reader, plan.scope) for key in ("goals", "overall_goals", "commitments")
    )

    assert (goals.value, overall.value, commitments.value) == (2, 1, 1)
    assert [row.label for row in overall.rows] == ["Overall"]
    assert sum(row.counts for row in goals.rows) == goals.value
    assert all(row.url for row in goals.rows)


@pytest.mark.parametrize(
    "measure", ["goals", "overall_goals", "commitments", "duties_answered", "own_budget", "staff_share"]
)
def test_nobody_counts_what_they_may_not_see(plan, measure):
    MeansFactory(framework=plan)

    assert measured(measure, PUBLIC, plan.scope) == registries.MeasureResult(None)


def test_own_budget_is_own_secured_money_of_the_period(reader, town):
    plan = FrameworkFactory(organisation=town, starts=date(2022, 1, 1), ends=date(2024, 12, 31))
    MeansFactory(framework=plan, amount=100, per_year=True)
    MeansFactory(framework=plan, amount=7, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    MeansFactory(framework=plan, amount=1000, origin=MeansOrigin.EXTERNAL)
    MeansFactory(framework=plan, amount=1000, certainty="hoped_for")

    three_years = measured("own_budget", reader, plan.scope)
    one_year = measured("own_budget", reader, Scope(plan.pk, Period.of_year(2022)))

    assert (three_years.value, three_years.unit) == (Decimal(307), "SEK")
    assert (one_year.value, [row.counts for row in one_year.rows]) == (Decimal(100), [Decimal(100)])


def test_several_currencies_are_not_added_up(reader, plan):
    MeansFactory(framework=plan, amount=100)
    MeansFactory(framework=plan, amount=5, currency="EUR")

    budget = measured("own_budget", reader, plan.scope)

    assert (budget.value, [row.note for row in budget.rows]) == (None, ["EUR", "SEK"])
    assert [(part.value, part.unit) for part in budget.parts] == [(Decimal(5), "EUR"), (Decimal(100), "SEK")]


def test_staff_is_the_sum_of_shares(reader, plan):
    for share in ("0.5", "0.25"):
        MeansFactory(framework=plan, kind=MeansKind.SHARE, amount=None, currency="", share=Decimal(share))

    assert measured("staff_share", reader, plan.scope).value == Decimal("0.75")
    assert measured("staff_share", reader, FrameworkFactory(organisation=plan.organisation).scope).value is None


def test_answers_are_counted(reader, plan):
    ReportingDutyFactory(framework=plan, answer="Done")
    ReportingDutyFactory(framework=plan)

    assert measured("duties_answered", reader, plan.scope).value == 1


def test_within_a_dimension_any_theme_will_do_and_of_several_each_must_fit(town, plan):
    focus, other, north = (
        ThemeFactory(organisation=town, dimension=dimension)
        for dimension in (Dimension.FOCUS, Dimension.FOCUS, Dimension.REGION)
    )
    section = SectionFactory(framework=plan, theme=north)
    rows = {
        "focus": ObjectiveFactory(framework=plan),
        "other in the north": ObjectiveFactory(framework=plan, section=section),
    }
    rows["focus"].themes.add(focus)
    rows["other in the north"].themes.add(other)

    def found(*themes):
        scope = Scope(plan.pk, plan.period, tuple(theme.pk for theme in themes))
        return sorted(name for name, row in rows.items() if row in objectives_in(scope))

    assert found(focus) == ["focus"]
    assert found(focus, other) == ["focus", "other in the north"]
    assert found(north) == ["other in the north"]
    assert found(focus, north) == []


def card(plan, *, has_content=True, today=TODAY):
    return next_step_of(plan, route_of(plan.organisation_id, plan.kind), has_content=has_content, today=today)


def test_the_card_says_what_comes_next(town, plan):
    assert str(card(plan, has_content=False).label) == "Write the plan"
    strategy = FrameworkFactory(organisation=town, kind="strategy")
    assert str(card(strategy, has_content=False).label) == "Add the strategy"
    assert str(card(plan).label) == "Set the decision route"


def test_the_card_of_a_plan_on_its_way_names_the_body(plan, route):
    assert card(plan).sentence == "Internationella rådet proposes the plan."
    plan.status = "proposed"
    assert card(plan).sentence == "Ledningsutskottet prepares the plan."
    plan.status = "prepared"
    assert card(plan).sentence == "Kommunstyrelsen decides on the plan."


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2023, 12, 31), "Document what is done"),
        (date(2024, 1, 31), "is due on 31 January 2024"),
        (date(2024, 2, 1), "was due on 31 January 2024"),
    ],
)
def test_the_card_of_an_adopted_plan_leads_to_the_account(adopted, today, words):
    step = card(adopted, today=today)

    assert words in str(step.sentence)
    assert step.is_account == (today.year == 2024)


def test_coordinators_are_told_what_waits(coordinator, reader, adopted, town):
    draft = FrameworkFactory(organisation=town, kind="strategy", title="Draft")
    ReportingDutyFactory(framework=adopted, text="Late", due=date(2024, 1, 31))
    ReportingDutyFactory(framework=adopted, text="Answered", due=date(2024, 1, 31), answer="Yes")
    ReportingDutyFactory(framework=adopted, text="No date")
    ReportingDutyFactory(framework=draft, text="Not adopted", due=date(2024, 1, 31))

    assert [(duty.title, duty.urgency) for duty in due(coordinator, "promises")] == [("Late", 0), ("Draft", 1)]
    assert list(due(reader, "promises")) == []
    assert list(due(PUBLIC, "promises")) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_finding_duties_costs_four_queries(coordinator, town, route, queries, count):
    for _number in range(count):
        FrameworkFactory(organisation=town)

    with queries() as seen:
        found = list(due(coordinator, "promises"))

    assert (len(found), len(seen)) == (count, 4)


def test_what_is_removed_can_be_restored_through_the_registry(coordinator, plan):
    actions.trash_framework(coordinator, framework=plan)
    trashable = registries.trashables["promises.framework"]

    (thrown,) = trashable.find(coordinator)
    trashable.restore(coordinator, thrown)

    assert list(trashable.find(coordinator)) == []


def test_search_reaches_plans_and_goals_that_one_may_see(reader, plan):
    found = {item.key: item.visible(reader).count() for item in registries.searchables if "promises" in item.key}

    assert found == {"promises.framework": 1, "promises.objective": 1}
    assert [item.visible(PUBLIC).count() for item in registries.searchables if "promises" in item.key] == [0, 0]
