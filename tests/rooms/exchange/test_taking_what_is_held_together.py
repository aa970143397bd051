"""A plan that was held together is one's own in the new place; a proposal that waits is answered where it was made."""

from __future__ import annotations

import pytest

from byalag.rooms.cooperation.models import JointChange
from byalag.rooms.people.api import system
from byalag.rooms.promises import actions
from byalag.rooms.promises.models import Amendment, Comment, Framework
from tests.factories import FrameworkFactory, ObjectiveFactory, OrganisationFactory

from .leaving import four, take_in, take_out
from .test_taking_in import from_elsewhere

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken():
    """What the keeper takes out of a plan that waits for answers, with what the other party said of it."""
    cooperation, who = four()
    keeper = system(who["keeper"])
    plan = FrameworkFactory(organisation=who["keeper"], title="Vårt ramverk", kind="results_framework")
    ObjectiveFactory(framework=plan, text="Unga blir hörda.")
    actions.hold_together(keeper, framework=plan, within=cooperation)
    actions.comment(system(who["party"]), framework=plan, text="Hur vet vi det?", language="sv")
    actions.propose_framework(keeper, framework=plan)
    return plan, from_elsewhere(take_out(who["keeper"]))


def test_it_comes_in_as_a_draft_of_ones_own(taken):
    plan, takeout = taken
    take_in(takeout, OrganisationFactory(name="Det nya huset"))
    there = Framework.objects.exclude(pk=plan.pk).get(title="Vårt ramverk")

    assert (there.together, there.status, there.agreed_on) == (False, "draft", None)
    assert Comment.objects.filter(framework=there).get().text == "Hur vet vi det?"
    plan.refresh_from_db()
    assert (plan.together, plan.status) == (True, "proposed"), "what stays is as it was"


def test_the_proposal_names_nothing_of_the_new_place(taken):
    plan, takeout = taken
    [proposal] = takeout.rows("cooperation.jointchange")

    assert (proposal["title"], proposal["state"]) == ("Vårt ramverk", "withdrawn")
    assert "matter" not in proposal
    take_in(takeout, OrganisationFactory(name="Det nya huset"))
    assert JointChange.objects.filter(state="open").get().matter == f"promises.framework:{plan.pk}"
    assert not Amendment.objects.exists()
