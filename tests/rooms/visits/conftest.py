"""A municipality, its twin town, and a visit between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from byalag.core.models import User
from byalag.rooms.cooperation.actions import add_party
from byalag.rooms.people.api import Actor, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.visits import actions
from tests.factories import CooperationFactory, OrganisationFactory, member

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=20)


@pytest.fixture
def town():
    return OrganisationFactory(name="Östby kommun", slug="ostby")


@pytest.fixture
def partner():
    return OrganisationFactory(name="Gmina Zachodnia", slug="zachodnia", language="pl")


@pytest.fixture
def coordinator(town) -> Actor:
    return member(town, Role.COORDINATOR)


@pytest.fixture
def twin(town, partner):
    row = CooperationFactory(organisation=town, kind="twin_town", state="active", visibility=Visibility.CIRCLE)
    add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


@pytest.fixture
def visit(town, partner, twin, coordinator):
    return actions.plan_visit(
        coordinator, organisation=town, title="Kulturveckan", direction="incoming", purpose="Learn of libraries",
        starts=SOON, ends=SOON + timedelta(days=2), partner=partner, with_cooperation=twin,
    )  # fmt: skip


@pytest.fixture
def trip(visit, coordinator):
    """An exchange of pupils."""
    activity = visit.activity
    activity.kind = "pupil_exchange"
    activity.save()
    return actions.open_exchange(coordinator, visit=visit, school="Östra skolan 8B")


@pytest.fixture
def leader(town, trip, coordinator) -> Actor:
    actor = member(town, Role.CONTRIBUTOR)
    actions.name_leader(coordinator, exchange=trip, user_id=actor.user_id, post="Teacher")
    return actor


@pytest.fixture
def sign_in(client: Client) -> Callable[[Actor], Client]:
    def enter(actor: Actor) -> Client:
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return enter
