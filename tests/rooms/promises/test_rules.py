"""Every role at every status, both answers."""

from __future__ import annotations

import pytest

from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises import rules
from byalag.rooms.promises.enums import ConditionState, FrameworkStatus, StepKind
from byalag.rooms.promises.models import Amendment
from byalag.rooms.records.enums import Outcome
from tests.factories import (
    CircleFactory,
    DecisionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportingDutyFactory,
    member,
)

pytestmark = pytest.mark.django_db

STATUSES = list(FrameworkStatus)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", Role)
def test_editing_is_for_coordinators_while_it_is_a_draft(town, role, status):
    plan = FrameworkFactory(organisation=town, status=status)

    verdict = rules.may_edit_framework(member(town, role), plan)

    assert bool(verdict) == (role == Role.COORDINATOR and status == FrameworkStatus.DRAFT)
    assert bool(verdict.reason) != bool(verdict)


@pytest.mark.parametrize("status", STATUSES)
def test_nobody_edits_the_plan_of_another_organisation(town, status):
    plan = FrameworkFactory(organisation=town, status=status)

    verdicts = [
        rules.may_edit_framework(member(OrganisationFactory(), Role.COORDINATOR), plan),
        rules.may_edit_framework(PUBLIC, plan),
    ]

    assert [verdict.reason for verdict in verdicts] == [rules.NOT_YOURS, rules.NOT_YOURS]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (FrameworkStatus.PROPOSED, rules.ON_ITS_WAY),
        (FrameworkStatus.PREPARED, rules.ON_ITS_WAY),
        (FrameworkStatus.ADOPTED, rules.ADOPTED),
    ],
)
def test_the_reason_says_how_it_can_be_changed(town, coordinator, status, reason):
    assert rules.may_edit_framework(coordinator, FrameworkFactory(organisation=town, status=status)).reason == reason


def test_what_lies_in_the_trash_is_not_edited(town, coordinator, plan):
    plan.trashed_at = plan.created_at

    assert rules.may_edit_framework(coordinator, plan).reason == rules.IN_TRASH


@pytest.mark.parametrize("role", Role)
def test_opening_is_for_coordinators(town, role):
    assert bool(rules.may_open_framework(member(town, role), town)) == (role == Role.COORDINATOR)


def test_the_system_opens_for_the_organisation_it_was_started_for(town):
    assert rules.may_open_framework(system(town), town)
    assert not rules.may_open_framework(system(town), OrganisationFactory())


NEXT = {
    FrameworkStatus.DRAFT: StepKind.PROPOSE,
    FrameworkStatus.PROPOSED: StepKind.PREPARE,
    FrameworkStatus.PREPARED: StepKind.ADOPT,
    FrameworkStatus.ADOPTED: None,
}


@pytest.mark.parametrize("kind", StepKind)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", Role)
def test_only_the_next_step_of_the_route_can_be_taken(town, route, plan, role, status, kind):
    plan.status = status

    verdict = rules.may_take_step(member(town, role), plan, kind)

    assert bool(verdict) == (role == Role.COORDINATOR and NEXT[status] == kind)
    assert bool(verdict.reason) != bool(verdict)


def test_a_step_in_the_wrong_order_names_the_body_whose_turn_it_is(coordinator, route, plan):
    assert rules.may_take_step(coordinator, plan, StepKind.ADOPT).reason == (
        "The next step is another one: Internationella rådet proposes the plan."
    )


def test_without_a_route_nothing_can_be_decided(coordinator, plan):
    assert "Nobody has said which bodies decide" in str(rules.may_take_step(coordinator, plan, StepKind.PROPOSE).reason)


def test_an_empty_plan_cannot_be_proposed(town, coordinator, route):
    empty = FrameworkFactory(organisation=town)

    assert "nothing to decide on yet" in str(rules.may_take_step(coordinator, empty, StepKind.PROPOSE).reason)


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("kind", StepKind)
def test_what_a_body_can_decide_about_a_step(kind, outcome):
    allowed = outcome == Outcome.APPROVED or (
        kind != StepKind.PROPOSE and outcome in (Outcome.SENT_BACK, Outcome.REJECTED)
    )

    assert bool(rules.outcome_fits(kind, outcome)) == allowed


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", Role)
def test_only_a_draft_is_thrown_away_and_only_by_coordinators(town, role, status):
    plan = FrameworkFactory(organisation=town, status=status)

    assert bool(rules.may_trash_framework(member(town, role), plan)) == (
        role == Role.COORDINATOR and status == FrameworkStatus.DRAFT
    )


@pytest.mark.parametrize("trashed", [True, False])
@pytest.mark.parametrize("role", Role)
def test_coordinators_and_administrators_take_out_of_the_trash(town, plan, role, trashed):
    plan.trashed_at = plan.created_at if trashed else None

    assert bool(rules.may_restore_framework(member(town, role), plan)) == (
        trashed and role in (Role.COORDINATOR, Role.ADMINISTRATOR)
    )


def test_others_take_nothing_out_of_our_trash(plan):
    plan.trashed_at = plan.created_at

    assert not rules.may_restore_framework(member(OrganisationFactory(), Role.ADMINISTRATOR), plan)


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize("role", Role)
def test_publishing_and_taking_back(town, plan, role, visibility):
    plan.visibility = visibility
    actor = member(town, role)

    answers = (bool(rules.may_publish_framework(actor, plan)), bool(rules.may_unpublish_framework(actor, plan)))

    coordinates = role == Role.COORDINATOR
    assert answers == (
        coordinates and visibility != Visibility.PUBLIC,
        coordinates and visibility != Visibility.ORGANISATION,
    )


@pytest.mark.parametrize("has_partners", [True, False])
@pytest.mark.parametrize("role", Role)
def test_sharing_needs_partners(town, plan, role, has_partners):
    if has_partners:
        CircleFactory().organisations.add(town)

    assert bool(rules.may_share_framework(member(town, role), plan)) == (has_partners and role == Role.COORDINATOR)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", Role)
def test_amendments_are_for_adopted_plans(town, role, status):
    plan = FrameworkFactory(organisation=town, status=status)

    assert bool(rules.may_start_amendment(member(town, role), plan)) == (
        role == Role.COORDINATOR and status == FrameworkStatus.ADOPTED
    )


def test_one_amendment_at_a_time(coordinator, adopted):
    Amendment.objects.create(framework=adopted, number=1, reason="First")

    assert "being written already" in str(rules.may_start_amendment(coordinator, adopted).reason)


@pytest.mark.parametrize("state", ["draft", "adopted", "withdrawn"])
@pytest.mark.parametrize("role", Role)
def test_an_amendment_is_written_until_it_is_closed(town, adopted, role, state):
    decision = DecisionFactory(organisation=town) if state == "adopted" else None
    amendment = Amendment.objects.create(framework=adopted, number=1, reason="Why", state=state, decision=decision)
    actor = member(town, role)

    assert bool(rules.may_edit_amendment(actor, amendment)) == (role == Role.COORDINATOR and state == "draft")
    assert not rules.may_adopt_amendment(actor, amendment), "it changes nothing"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("state", ConditionState)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTRIBUTOR])
def test_go_or_no_go_is_decided_on_adopted_plans(town, role, state, status):
    decision = DecisionFactory(organisation=town)
    goal = ObjectiveFactory(
        framework=FrameworkFactory(organisation=town, status=status),
        condition="" if state == ConditionState.NONE else "If there is money",
        condition_state=state,
        condition_decision=decision if state in (ConditionState.GO, ConditionState.NO_GO) else None,
    )

    assert bool(rules.may_decide_condition(member(town, role), goal)) == (
        role == Role.COORDINATOR and state != ConditionState.NONE and status == FrameworkStatus.ADOPTED
    )


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", Role)
def test_answers_themes_and_strategy_may_be_set_at_any_status(town, role, status):
    plan = FrameworkFactory(organisation=town, status=status)
    actor = member(town, role)

    answers = {
        bool(rules.may_answer_duty(actor, ReportingDutyFactory(framework=plan))),
        bool(rules.may_set_themes(actor, ObjectiveFactory(framework=plan))),
        bool(rules.may_tie_to_strategy(actor, plan)),
    }

    assert answers == {role == Role.COORDINATOR}


def test_what_was_removed_is_neither_answered_nor_sorted(coordinator, plan):
    gone = plan.created_at

    assert not rules.may_answer_duty(coordinator, ReportingDutyFactory(framework=plan, removed_at=gone))
    assert not rules.may_set_themes(coordinator, ObjectiveFactory(framework=plan, removed_at=gone))


@pytest.mark.parametrize("role", Role)
def test_the_route_is_set_by_coordinators_and_administrators(town, role):
    assert bool(rules.may_set_route(member(town, role), town)) == (role in {Role.ADMINISTRATOR, Role.COORDINATOR})


def test_the_route_of_others_is_theirs(town):
    assert not rules.may_set_route(member(OrganisationFactory(), Role.ADMINISTRATOR), town)
