"""Who may do what with cooperations: every role and state, both answers."""

from __future__ import annotations

from datetime import date

import pytest

from byalag.rooms.cooperation import rules
from byalag.rooms.cooperation.enums import CooperationState
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role
from tests.factories import ActivityFactory, CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
CO, A = Role.COORDINATOR, Role.ADMINISTRATOR
ALLOWED = {
    "open_cooperation": {CO},
    "edit_cooperation": {CO},
    "end_cooperation": {CO},
    "add_party": {CO},
    "end_party": {CO},
    "trash_cooperation": {CO},
    "restore_cooperation": {CO, A},
}


def ask(question: str, actor, organisation, **state):
    rule = getattr(rules, f"may_{question}")
    if question == "open_cooperation":
        return rule(actor, organisation.pk)
    cooperation = CooperationFactory(organisation=organisation, **state)
    return rule(actor, PartyFactory(cooperation=cooperation) if question == "end_party" else cooperation)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("question", ALLOWED)
def test_each_role(town, question, role):
    verdict = ask(question, member(town, role), town)

    assert bool(verdict) == (role in ALLOWED[question])
    assert verdict or str(verdict.reason).endswith(".")


@pytest.mark.parametrize("question", ALLOWED)
def test_nobody_from_elsewhere(town, question):
    assert not ask(question, member(OrganisationFactory(), *Role), town)
    assert not ask(question, PUBLIC, town)


@pytest.mark.parametrize("state", CooperationState)
def test_what_has_ended_is_not_ended_again_and_nobody_joins_it(town, coordinator, state):
    goes_on = state != CooperationState.ENDED

    assert bool(ask("end_cooperation", coordinator, town, state=state)) == goes_on
    assert bool(ask("add_party", coordinator, town, state=state)) == goes_on
    assert ask("edit_cooperation", coordinator, town, state=state)


def test_a_party_leaves_once(coordinator, twin):
    assert rules.may_end_party(coordinator, PartyFactory(cooperation=twin))
    assert not rules.may_end_party(coordinator, PartyFactory(cooperation=twin, ends=date(2023, 1, 1)))


def test_what_something_belongs_to_is_not_thrown_away(town, coordinator, twin):
    PartyFactory(cooperation=twin)
    assert rules.may_trash_cooperation(coordinator, twin)

    ActivityFactory(organisation=town, cooperation=twin)
    assert "End it instead" in str(rules.may_trash_cooperation(coordinator, twin).reason)
