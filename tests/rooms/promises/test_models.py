"""What the database itself refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises.enums import AmendmentState, ChangeKind, ConditionState, MeansKind
from byalag.rooms.promises.models import Amendment, AmendmentChange, Framework, Objective
from tests.factories import (
    BodyFactory,
    FrameworkFactory,
    MeansFactory,
    ObjectiveFactory,
    RouteStepFactory,
)

pytestmark = pytest.mark.django_db


def refuses(name, make):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make()


def test_a_framework_ends_after_it_starts(town):
    refuses(
        "framework_ends_after_it_starts",
        lambda: FrameworkFactory(organisation=town, starts=date(2023, 2, 1), ends=date(2023, 1, 1)),
    )


def test_one_framework_per_address_in_an_organisation(town, plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        FrameworkFactory(organisation=town, slug=plan.slug)
    assert FrameworkFactory(slug=plan.slug).pk, "another organisation may use the same address"


def test_a_framework_does_not_rest_on_itself(plan):
    refuses("framework_not_based_on_itself", lambda: Framework.objects.filter(pk=plan.pk).update(based_on=plan.pk))


def test_a_shared_framework_names_its_circle(town):
    refuses("framework_shared_names_circle", lambda: FrameworkFactory(organisation=town, visibility=Visibility.CIRCLE))


def test_a_condition_has_a_state_and_a_state_a_condition(plan):
    refuses("objective_condition_has_state", lambda: ObjectiveFactory(framework=plan, condition="If"))
    refuses(
        "objective_condition_has_state",
        lambda: ObjectiveFactory(framework=plan, condition_state=ConditionState.OPEN),
    )


@pytest.mark.parametrize("state", [ConditionState.GO, ConditionState.NO_GO])
def test_go_and_no_go_need_their_decision(plan, state):
    refuses(
        "objective_go_needs_decision",
        lambda: ObjectiveFactory(framework=plan, condition="If", condition_state=state),
    )


def test_an_objective_says_something_and_stands_under_another_one(plan):
    goal = plan.objectives.get()
    refuses("objective_says_something", lambda: ObjectiveFactory(framework=plan, text=""))
    refuses("objective_not_inside_itself", lambda: Objective.objects.filter(pk=goal.pk).update(parent=goal.pk))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": MeansKind.AMOUNT, "amount": None, "currency": "SEK"},
        {"kind": MeansKind.AMOUNT, "amount": 1, "currency": ""},
        {"kind": MeansKind.AMOUNT, "amount": 1, "currency": "SEK", "share": Decimal("0.5")},
        {"kind": MeansKind.SHARE, "amount": None, "currency": "", "share": None},
        {"kind": MeansKind.SHARE, "amount": None, "currency": "", "share": Decimal("1.1")},
        {"kind": MeansKind.SHARE, "amount": None, "currency": "", "share": Decimal(0)},
    ],
)
def test_means_are_an_amount_in_a_currency_or_a_share_of_one_post(plan, values):
    refuses("means_amount_or_share", lambda: MeansFactory(framework=plan, **values))


def test_means_are_not_negative_and_end_after_they_start(plan):
    refuses("means_not_negative", lambda: MeansFactory(framework=plan, amount=-1))
    refuses(
        "means_end_after_they_start",
        lambda: MeansFactory(framework=plan, starts=date(2023, 2, 1), ends=date(2023, 1, 1)),
    )


def test_one_draft_amendment_per_framework_and_a_decision_for_an_adopted_one(adopted):
    Amendment.objects.create(framework=adopted, number=1, reason="Why")
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.create(framework=adopted, number=2, reason="Why")
    refuses(
        "amendment_adopted_needs_decision",
        lambda: Amendment.objects.create(framework=adopted, number=3, reason="Why", state=AmendmentState.ADOPTED),
    )


def test_an_amendment_changes_a_goal_once(adopted):
    amendment = Amendment.objects.create(framework=adopted, number=1, reason="Why")
    goal = adopted.objectives.get()
    AmendmentChange.objects.create(amendment=amendment, kind=ChangeKind.OBJECTIVE_TEXT, objective=goal, after="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        AmendmentChange.objects.create(amendment=amendment, kind=ChangeKind.OBJECTIVE_TEXT, objective=goal, after="B")


def test_one_route_step_per_kind_and_place(town, council):
    first = {"organisation": town, "framework_kind": "strategy", "kind": "adopt", "body": council, "order": 1}
    RouteStepFactory(**first)
    for other in ({"order": 2}, {"kind": "propose"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RouteStepFactory(**{**first, **other, "body": BodyFactory(organisation=town)})
