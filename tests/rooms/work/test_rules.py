"""Every role × every state, both answers; and the organisation's own three rules."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from byalag.rooms.people.enums import Role
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.promises.enums import MeansOrigin as Origin
from byalag.rooms.work import actions, rules
from byalag.rooms.work.enums import ActivityKind, ActivityStatus
from byalag.rooms.work.models import Contribution, Evidence, FundingSource, WorkRules
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    DecisionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ThemeFactory,
    member,
)

pytestmark = pytest.mark.django_db
WRITERS = {Role.CONTRIBUTOR, Role.COORDINATOR}
OPEN = {ActivityStatus.PLANNED, ActivityStatus.UNDER_WAY}
NO_RULES = WorkRules()


@pytest.fixture
def town():
    return OrganisationFactory()


def an_activity(town, status=ActivityStatus.PLANNED, **fields):
    result = "Something came of it." if status == ActivityStatus.DONE else ""
    return ActivityFactory(organisation=town, status=status, result=result, **fields)


@pytest.mark.parametrize("status", ActivityStatus)
@pytest.mark.parametrize("role", Role)
def test_who_may_change_an_activity(town, role, status):
    actor, activity = member(town, role), an_activity(town, status)

    assert bool(rules.may_edit_activity(actor, activity)) == (role in WRITERS and status in OPEN)
    assert bool(rules.may_cancel_activity(actor, activity)) == (role in WRITERS and status in OPEN)
    assert bool(rules.may_document(actor, activity)) == (role in WRITERS and status != ActivityStatus.CANCELLED)
    assert bool(rules.may_reopen_activity(actor, activity)) == (role in WRITERS and status not in OPEN)
    assert bool(rules.may_start_activity(actor, activity, NO_RULES)) == (
        role in WRITERS and status == ActivityStatus.PLANNED
    )


@pytest.mark.parametrize("status", ActivityStatus)
@pytest.mark.parametrize("role", Role)
def test_who_may_finish_an_activity(town, role, status):
    activity = an_activity(town, status)
    ContributionFactory(activity=activity, objective=ObjectiveFactory(framework__organisation=town))

    verdict = rules.may_finish_activity(member(town, role), activity, "A result")

    assert bool(verdict) == (role in WRITERS and status == ActivityStatus.UNDER_WAY)
    assert bool(verdict) or str(verdict.reason)


@pytest.mark.parametrize("expected", ["Better schools", ""])
@pytest.mark.parametrize("status", ActivityStatus)
@pytest.mark.parametrize("role", Role)
def test_who_answers_whether_it_was_of_benefit(town, role, status, expected):
    verdict = rules.may_answer_benefit(member(town, role), an_activity(town, status, expected_benefit=expected))

    begun = status in {ActivityStatus.UNDER_WAY, ActivityStatus.DONE}
    assert bool(verdict) == (role in WRITERS and begun and bool(expected))
    assert bool(verdict) or str(verdict.reason)


@pytest.mark.parametrize("status", ActivityStatus)
@pytest.mark.parametrize("role", Role)
def test_who_may_put_an_activity_in_the_trash(town, role, status):
    verdict = rules.may_trash_activity(member(town, role), an_activity(town, status))

    assert bool(verdict) == (
        role == Role.COORDINATOR or (role == Role.CONTRIBUTOR and status == ActivityStatus.PLANNED)
    )


@pytest.mark.parametrize("role", Role)
def test_who_may_take_an_activity_back(town, role):
    verdict = rules.may_restore_activity(member(town, role), an_activity(town))

    assert bool(verdict) == (role in {Role.COORDINATOR, Role.ADMINISTRATOR})


@pytest.mark.parametrize("role", Role)
def test_who_may_set_the_rules(town, role):
    verdict = rules.may_set_work_rules(member(town, role), town.pk)

    assert bool(verdict) == (role in {Role.COORDINATOR, Role.ADMINISTRATOR})


@pytest.mark.parametrize("status", FrameworkStatus)
@pytest.mark.parametrize("role", Role)
def test_what_a_plan_names_is_written_while_it_is_a_draft(town, role, status):
    framework = FrameworkFactory(organisation=town, status=status)

    verdict = rules.may_list_activity(member(town, role), framework)

    assert bool(verdict) == (role == Role.COORDINATOR and status == FrameworkStatus.DRAFT)


@pytest.mark.parametrize("status", FrameworkStatus)
@pytest.mark.parametrize("listed", [True, False])
def test_what_an_adopted_plan_names_stays(town, status, listed):
    activity = an_activity(town)
    framework = FrameworkFactory(organisation=town, status=status)
    row = Contribution.objects.create(
        activity=activity, framework=framework, objective=ObjectiveFactory(framework=framework), listed=listed
    )
    actor = member(town, Role.COORDINATOR)
    free = not (listed and status == FrameworkStatus.ADOPTED)

    assert bool(rules.may_withdraw_contribution(actor, row)) == free
    assert bool(rules.may_trash_activity(actor, activity)) == free


@pytest.mark.parametrize("added", ["by the same person", "by somebody else", "by nobody known"])
@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("role", Role)
def test_who_verifies_and_changes_evidence(town, role, verified, added):
    actor = member(town, role)
    adders = {"by the same person": actor.user_id, "by somebody else": member(town, Role.CONTRIBUTOR).user_id}
    evidence = Evidence.objects.create(
        organisation=town,
        kind="link",
        url="https://example.org/",
        shows="It",
        activity=an_activity(town),
        added_by_id=adders.get(added),
        verified_at=timezone.now() if verified else None,
    )
    controls = role == Role.CONTROLLER

    verdict = rules.may_verify_evidence(actor, evidence)
    assert bool(verdict) == (controls and not verified and added != "by the same person")
    if controls and not verified and not verdict:
        assert "You added this yourself" in str(verdict.reason)
    assert bool(rules.may_take_back_verification(actor, evidence)) == (controls and verified)
    assert bool(rules.may_change_evidence(actor, evidence)) == (role in WRITERS and not verified)


def test_others_may_do_nothing_with_our_work(town):
    activity, stranger = an_activity(town), member(OrganisationFactory(), *Role)
    objective = ObjectiveFactory(framework__organisation=town)

    verdicts = [
        rules.may_plan_activity(stranger, town.pk),
        rules.may_edit_activity(stranger, activity),
        rules.may_document(stranger, activity),
        rules.may_start_activity(stranger, activity, NO_RULES),
        rules.may_finish_activity(stranger, activity, "x"),
        rules.may_trash_activity(stranger, activity),
        rules.may_restore_activity(stranger, activity),
        rules.may_contribute(stranger, activity, objective),
        rules.may_set_work_rules(stranger, town.pk),
        rules.may_list_activity(stranger, objective.framework),
    ]

    assert not any(verdicts)
    assert all(str(verdict.reason) for verdict in verdicts)


def test_each_organisation_says_itself_what_counts(town):
    actor = member(town, Role.COORDINATOR)
    activity = an_activity(town)

    assert rules.may_contribute(actor, activity, ObjectiveFactory(framework__organisation=town))
    assert not rules.may_contribute(actor, activity, ObjectiveFactory())


# --- The organisation's own rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize("directive", ["none", "decision", "mandate"])
@pytest.mark.parametrize("required", [True, False])
def test_no_activity_starts_without_a_directive(town, required, directive):
    activity = an_activity(
        town,
        directive=DecisionFactory(organisation=town) if directive == "decision" else None,
        mandate="The plan, goal 1" if directive == "mandate" else "",
    )

    verdict = rules.own_rules_met(activity, WorkRules(organisation=town, directive_required=required))

    assert bool(verdict) == (not required or directive != "none")


@pytest.mark.parametrize("by", ["kind", "theme", "neither"])
@pytest.mark.parametrize("funding", ["none", "own", "external"])
@pytest.mark.parametrize("required", [True, False])
def test_solidarity_work_needs_external_funding(town, required, funding, by):
    theme = ThemeFactory(organisation=town)
    row = WorkRules.objects.create(
        organisation=town, external_funding_required=required, external_funding_kinds=[ActivityKind.SOLIDARITY]
    )
    row.external_funding_themes.add(theme)
    activity = an_activity(town, kind=ActivityKind.SOLIDARITY if by == "kind" else ActivityKind.MEETING)
    if by == "theme":
        activity.themes.add(theme)
    if funding != "none":
        FundingSource.objects.create(activity=activity, origin=Origin(funding), name="Somebody")

    verdict = rules.own_rules_met(activity, row)

    assert bool(verdict) == (not required or by == "neither" or funding == "external")


@pytest.mark.parametrize(
    ("cost", "currency", "kind", "larger"),
    [
        (None, "", ActivityKind.MEETING, False),
        (Decimal("49999.99"), "SEK", ActivityKind.MEETING, False),
        (Decimal("50000"), "SEK", ActivityKind.MEETING, True),
        (Decimal("50000"), "EUR", ActivityKind.MEETING, False),
        (None, "", ActivityKind.PROJECT, True),
    ],
)
@pytest.mark.parametrize("anchored", [True, False])
def test_a_larger_effort_needs_a_decision(town, cost, currency, kind, larger, anchored):
    own = WorkRules(
        organisation=town,
        anchoring_required=True,
        anchoring_amount=Decimal(50000),
        anchoring_currency="SEK",
        anchoring_kinds=[ActivityKind.PROJECT],
    )
    activity = an_activity(
        town,
        cost=cost,
        currency=currency,
        kind=kind,
        anchoring=DecisionFactory(organisation=town) if anchored else None,
    )

    assert bool(rules.own_rules_met(activity, own)) == (anchored or not larger)


def test_done_needs_a_result_and_a_goal(town):
    actor = member(town, Role.CONTRIBUTOR)
    activity = an_activity(town, ActivityStatus.UNDER_WAY)

    without_goal = rules.may_finish_activity(actor, activity, "A result")
    ContributionFactory(activity=activity, objective=ObjectiveFactory(framework__organisation=town))
    without_result = rules.may_finish_activity(actor, activity, "   ")

    assert "goal" in str(without_goal.reason)
    assert "result" in str(without_result.reason)
    done = actions.finish_activity(actor, activity=activity, result="Ten schools take part.")
    assert done.status == ActivityStatus.DONE
