"""The way to a decision, sent back and again, go and no go, and the route itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from byalag.core import log
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import system
from byalag.rooms.promises import actions, queries
from byalag.rooms.promises.enums import ConditionState, StepKind
from byalag.rooms.promises.models import FrameworkDecision
from byalag.rooms.promises.views.frameworks import sent_back, this_round, way_of
from byalag.rooms.records.api import Decision
from byalag.rooms.records.enums import Outcome
from tests.factories import BodyFactory, ObjectiveFactory

from .conftest import DAY

pytestmark = pytest.mark.django_db


def step(actor, plan, kind, **values):
    return actions.take_step(actor, framework=plan, kind=kind, **{"decided_on": DAY, **values})


def test_a_plan_is_proposed_prepared_and_adopted(coordinator, route, plan, council, committee, board):
    step(coordinator, plan, StepKind.PROPOSE, paragraph=" 3 ", case_number="KS 2022/590")
    step(coordinator, plan, StepKind.PREPARE, paragraph="12", case_number="KS 2022/590")
    step(coordinator, plan, StepKind.ADOPT, decided_on=DAY + timedelta(7), paragraph="14", case_number="KS 2022/590")

    plan.refresh_from_db()
    assert plan.status == "adopted"
    taken = [(row.kind, row.decision.body, row.decision.paragraph) for row in queries.steps_of(plan)]
    assert taken == [("propose", council, "3"), ("prepare", committee, "12"), ("adopt", board, "14")]
    assert {row.decision.case.number for row in queries.steps_of(plan)} == {"KS 2022/590"}
    assert [entry.data["status"] for entry in log.entries(plan)] == ["proposed", "prepared", "adopted"]


def test_a_step_in_the_wrong_order_leaves_no_trace(coordinator, route, plan):
    with pytest.raises(Refused):
        step(coordinator, plan, StepKind.ADOPT)

    assert (Decision.objects.count(), log.entries(plan).count()) == (0, 0)


def test_a_plan_sent_back_is_a_draft_with_reasons_and_can_be_proposed_again(coordinator, route, plan):
    step(coordinator, plan, StepKind.PROPOSE)
    step(coordinator, plan, StepKind.PREPARE, outcome=Outcome.SENT_BACK, reasons="The budget is missing.")

    plan.refresh_from_db()
    assert plan.status == "draft"
    back = sent_back(plan, queries.steps_of(plan))
    assert back is not None
    assert back.decision.reasons == "The budget is missing."
    assert this_round(queries.steps_of(plan)) == []

    actions.edit_framework(coordinator, framework=plan, lead="With a budget")
    for kind in StepKind:
        step(coordinator, plan, kind)
    plan.refresh_from_db()
    assert plan.is_adopted
    assert [row.kind for row in queries.steps_of(plan)] == ["propose", "prepare", "propose", "prepare", "adopt"]
    route_rows = queries.route_of(plan.organisation_id, plan.kind)
    assert all(row["taken"] for row in way_of(plan, route_rows, queries.steps_of(plan)))
    assert sent_back(plan, queries.steps_of(plan)) is None


@pytest.mark.parametrize("outcome", [Outcome.SENT_BACK, Outcome.REJECTED])
def test_a_no_needs_reasons(coordinator, route, plan, outcome):
    step(coordinator, plan, StepKind.PROPOSE)

    with pytest.raises(ValidationError) as fault:
        step(coordinator, plan, StepKind.PREPARE, outcome=outcome, reasons="  ")

    assert list(fault.value.error_dict) == ["reasons"]
    assert FrameworkDecision.objects.count() == 1


@pytest.mark.parametrize("decided_on", [date(2022, 12, 31), timezone.localdate() + timedelta(2)])
def test_a_step_is_taken_after_the_one_before_and_not_in_the_future(coordinator, route, plan, decided_on):
    step(coordinator, plan, StepKind.PROPOSE)

    with pytest.raises(ValidationError) as fault:
        step(coordinator, plan, StepKind.PREPARE, decided_on=decided_on)

    assert list(fault.value.error_dict) == ["decided_on"]


def test_the_same_step_twice_is_refused(coordinator, route, plan):
    step(coordinator, plan, StepKind.PROPOSE, expected=1)

    with pytest.raises(Conflict):
        step(coordinator, plan, StepKind.PROPOSE, expected=1)
    with pytest.raises(Refused):
        step(coordinator, plan, StepKind.PROPOSE)


def test_a_short_route_adopts_at_once(town, administrator, coordinator, plan, board):
    actions.set_route(administrator, organisation=town, framework_kind=plan.kind, steps=[(StepKind.ADOPT, board)])

    step(coordinator, plan, StepKind.ADOPT)

    plan.refresh_from_db()
    assert plan.is_adopted


def test_a_plan_on_its_way_follows_a_route_that_lost_a_step(town, administrator, coordinator, route, plan, board):
    step(coordinator, plan, StepKind.PROPOSE)
    actions.set_route(administrator, organisation=town, framework_kind=plan.kind, steps=[(StepKind.ADOPT, board)])

    step(coordinator, plan, StepKind.ADOPT)

    plan.refresh_from_db()
    assert plan.is_adopted


def test_the_route_is_replaced_and_logged(town, administrator, route, council, board):
    actions.set_route(
        administrator,
        organisation=town,
        framework_kind="strategy",
        steps=[(StepKind.PROPOSE, council), (StepKind.ADOPT, board)],
    )

    assert [(row.kind, row.body) for row in queries.route_of(town.pk, "strategy")] == [
        ("propose", council),
        ("adopt", board),
    ]
    assert len(queries.route_of(town.pk, "declaration")) == 3, "other kinds keep theirs"
    assert log.entries(town).last().data["steps"] == [["propose", council.pk], ["adopt", board.pk]]


@pytest.mark.parametrize("kinds", [[StepKind.PROPOSE], [StepKind.ADOPT, StepKind.PROPOSE], [StepKind.ADOPT] * 2, []])
def test_a_route_that_cannot_work_is_refused(town, administrator, board, kinds):
    with pytest.raises(ValidationError):
        actions.set_route(
            administrator, organisation=town, framework_kind="strategy", steps=[(kind, board) for kind in kinds]
        )


def test_the_bodies_of_a_route_are_ours(town, administrator):
    with pytest.raises(ValidationError, match="own organisation"):
        actions.set_route(
            administrator, organisation=town, framework_kind="strategy", steps=[(StepKind.ADOPT, BodyFactory())]
        )


@pytest.mark.parametrize(("go", "state"), [(True, ConditionState.GO), (False, ConditionState.NO_GO)])
def test_go_or_no_go_is_a_decision(coordinator, route, plan, board, town, go, state):
    goal = actions.add_objective(coordinator, framework=plan, text="C-Cities", condition="If there is money")
    with pytest.raises(Refused):
        actions.decide_condition(coordinator, objective=goal, go=go, body=board, decided_on=DAY)
    for kind in StepKind:
        step(system(town), plan, kind)

    goal = actions.decide_condition(coordinator, objective=goal, go=go, body=board, decided_on=DAY, paragraph="9")

    assert goal.condition_state == state
    assert goal.condition_decision.paragraph == "9"
    assert log.entries(goal).last().data["go"] is go


def test_the_body_that_says_go_is_ours(coordinator, town, adopted):
    goal = ObjectiveFactory(framework=adopted, condition="If", condition_state=ConditionState.OPEN)

    with pytest.raises(ValidationError, match="own organisation"):
        actions.decide_condition(coordinator, objective=goal, go=True, body=BodyFactory(), decided_on=DAY)
