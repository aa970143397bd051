"""Who may do what with cooperations: every role and state, both answers."""

from __future__ import annotations

from datetime import date

import pytest

from byalag.rooms.cooperation import rules
from byalag.rooms.cooperation.enums import OVER, CooperationState
from byalag.rooms.cooperation.models import Contact
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role
from tests.factories import ActivityFactory, CooperationFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
C, CO, A = Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR
ALLOWED = {
    "open_cooperation": {CO},
    "edit_cooperation": {CO},
    "move_cooperation": {CO},
    "set_cooperation_rules": {CO, A},
    "note_contact": {C, CO},
    "change_contact": {C, CO},
    "add_party": {CO},
    "end_party": {CO},
    "trash_cooperation": {CO},
    "restore_cooperation": {CO, A},
}


def ask(question: str, actor, organisation, **state):
    rule = getattr(rules, f"may_{question}")
    if question in ("open_cooperation", "set_cooperation_rules"):
        return rule(actor, organisation.pk)
    cooperation = CooperationFactory(organisation=organisation, **state)
    if question == "change_contact":
        return rule(actor, Contact(cooperation=cooperation, organisation=organisation))
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
def test_nobody_joins_what_is_over_and_after_a_merger_nothing_follows(town, coordinator, state):
    merged = state == CooperationState.MERGED
    kind = "project" if state == CooperationState.WAITING else "twin_town"

    assert bool(ask("move_cooperation", coordinator, town, kind=kind, state=state)) == (not merged)
    assert bool(ask("add_party", coordinator, town, state=state)) == (state not in OVER)
    assert ask("edit_cooperation", coordinator, town, state=state)


def test_partners_note_contacts_for_themselves(town, partner, twin):
    actor = member(partner, Role.CONTRIBUTOR)
    assert not rules.may_note_contact(actor, twin)

    party = PartyFactory(cooperation=twin, organisation=partner)
    assert rules.may_note_contact(actor, twin)
    assert not rules.may_change_contact(actor, Contact(cooperation=twin, organisation=town))
    assert rules.may_change_contact(actor, Contact(cooperation=twin, organisation=partner))

    party.ends = date(2023, 1, 1)
    party.save()
    assert not rules.may_note_contact(actor, twin)


def test_a_party_leaves_once(coordinator, twin):
    assert rules.may_end_party(coordinator, PartyFactory(cooperation=twin))
    assert not rules.may_end_party(coordinator, PartyFactory(cooperation=twin, ends=date(2023, 1, 1)))


def test_what_something_belongs_to_is_not_thrown_away(town, coordinator, twin):
    PartyFactory(cooperation=twin)
    assert rules.may_trash_cooperation(coordinator, twin)

    ActivityFactory(organisation=town, cooperation=twin)
    assert "End it instead" in str(rules.may_trash_cooperation(coordinator, twin).reason)
