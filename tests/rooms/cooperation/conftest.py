"""A municipality, its partners, and a twin town between them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from byalag.core.models import User
from byalag.rooms.cooperation import actions
from byalag.rooms.cooperation.models import Cooperation, Matching
from byalag.rooms.people.api import Actor, Organisation, system
from byalag.rooms.people.enums import Role
from tests.factories import OrganisationFactory, member
from tests.rooms.cooperation.matchings import SWEDISH, UKRAINIAN, join


@pytest.fixture
def town() -> Organisation:
    return OrganisationFactory(name="Östby kommun", slug="ostby")


@pytest.fixture
def partner() -> Organisation:
    return OrganisationFactory(name="Gmina Zachodnia", slug="zachodnia", language="pl")


@pytest.fixture
def coordinator(town) -> Actor:
    return member(town, Role.COORDINATOR)


@pytest.fixture
def twin(town) -> Cooperation:
    return actions.open_cooperation(system(town), organisation=town, kind="twin_town", name="Östby och Zachodnia")


@pytest.fixture
def sign_in(client: Client) -> Callable[[Actor], Client]:
    """The browser of this actor."""

    def enter(actor: Actor) -> Client:
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return enter


@pytest.fixture
def network(town) -> Cooperation:
    return actions.open_cooperation(system(town), organisation=town, kind="network", name="Ukraine network")


@pytest.fixture
def matching(town, network) -> Matching:
    """Three and four that fit by what they seek and offer; one more on the second side than there is room for."""
    row = actions.open_matching(
        system(town), organisation=town, title="Ukraine 2026", network=network,
        first_side="Swedish", second_side="Ukrainian",
    )  # fmt: skip
    for name, word in SWEDISH.items():
        join(row, name, "SE", offers=[word])
    for name, word in UKRAINIAN.items():
        join(row, name, "UA", side="second", seeks=[word], size=900 if name == "Slavuta" else None)
    return row
