"""Every role × every state, both answers."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from byalag.rooms.people import rules
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Invitation, Membership
from tests.factories import OrganisationFactory, PersonFactory, PostFactory, UserFactory, member

pytestmark = pytest.mark.django_db
KEEPERS = {Role.COORDINATOR, Role.ADMINISTRATOR}


@pytest.fixture
def town():
    return OrganisationFactory()


@pytest.mark.parametrize("role", Role)
def test_each_role_in_its_own_organisation(town, role):
    actor = member(town, role)

    assert bool(rules.may_open_organisation(actor)) == (role in KEEPERS)
    assert bool(rules.may_edit_bodies(actor, town.pk)) == (role in KEEPERS)
    assert bool(rules.may_edit_themes(actor, town.pk)) == (role in KEEPERS)
    assert bool(rules.may_edit_person(actor, town.pk)) == (role in KEEPERS)
    assert bool(rules.may_see_persons(actor)) == (role != Role.READER)
    assert rules.may_see_members(actor, town.pk)
    for verdict in [
        rules.may_change_settings(actor, town.pk),
        rules.may_invite(actor, town.pk),
        rules.may_give_role(actor, town.pk),
    ]:
        assert bool(verdict) == (role == Role.ADMINISTRATOR)
        assert bool(verdict) or str(verdict.reason)


def test_nobody_changes_the_four_core_areas(town):
    assert not rules.may_edit_themes(member(town, *Role), None)


@pytest.mark.parametrize("stranger", ["public", "other"])
def test_strangers_may_do_nothing(town, stranger):
    actor = PUBLIC if stranger == "public" else member(OrganisationFactory(), *Role)

    verdicts = [
        rules.may_edit_bodies(actor, town.pk),
        rules.may_edit_themes(actor, town.pk),
        rules.may_edit_person(actor, town.pk),
        rules.may_change_settings(actor, town.pk),
        rules.may_see_members(actor, town.pk),
        rules.may_invite(actor, town.pk),
        rules.may_give_role(actor, town.pk),
        rules.may_end_post(actor, PostFactory(organisation=town)),
        rules.may_erase_person(actor, PersonFactory(organisation=town)),
    ]

    assert not any(verdicts)
    assert all(str(verdict.reason) for verdict in verdicts)


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("role", Role)
def test_who_ends_a_post(town, role, ended):
    post = PostFactory(organisation=town, starts=date(2020, 1, 1), ends=date(2022, 12, 31) if ended else None)

    assert bool(rules.may_end_post(member(town, role), post)) == (role in KEEPERS and not ended)


@pytest.mark.parametrize("signs_in", [True, False])
@pytest.mark.parametrize("role", Role)
def test_who_erases_a_person(town, role, signs_in):
    person = PersonFactory(organisation=town, user=UserFactory() if signs_in else None)

    assert bool(rules.may_erase_person(member(town, role), person)) == (role == Role.ADMINISTRATOR and not signs_in)


@pytest.mark.parametrize("state", ["open", "accepted", "withdrawn"])
@pytest.mark.parametrize("role", Role)
def test_who_withdraws_an_invitation(town, role, state):
    invitation = Invitation.objects.create(
        organisation=town,
        email="a@example.org",
        roles=["reader"],
        language="sv",
        accepted_at=timezone.now() if state == "accepted" else None,
        withdrawn_at=timezone.now() if state == "withdrawn" else None,
    )

    verdict = rules.may_withdraw_invitation(member(town, role), invitation)

    assert bool(verdict) == (role == Role.ADMINISTRATOR and state == "open")


@pytest.mark.parametrize("others", [0, 1])
@pytest.mark.parametrize("role", Role)
def test_an_organisation_keeps_an_administrator(town, role, others):
    for _ in range(others):
        member(town, Role.ADMINISTRATOR)
    actor = member(town, role)
    own = Membership.objects.get(user_id=actor.user_id)

    verdict = rules.may_take_role(actor, own)

    assert bool(verdict) == (role != Role.ADMINISTRATOR or others > 0)


def test_roles_of_others_are_taken_by_administrators_only(town):
    reader = member(town, Role.READER)
    membership = Membership.objects.get(user_id=reader.user_id)

    assert rules.may_take_role(member(town, Role.ADMINISTRATOR), membership)
    assert not rules.may_take_role(member(town, Role.COORDINATOR), membership)
