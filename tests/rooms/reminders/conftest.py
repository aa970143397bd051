"""An organisation with people in every role, and something due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from byalag.core.models import User
from byalag.core.registries import Duty
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.people.enums import Role
from byalag.rooms.reminders import actions
from byalag.rooms.reminders.models import Reminder
from byalag.rooms.reminders.standing import standing_of
from tests.factories import OrganisationFactory, member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _one_morning(freezer) -> None:
    """A Wednesday, eight in the morning in Falun."""
    freezer.move_to("2026-03-04 07:00:00+00:00")


@pytest.fixture
def town() -> Organisation:
    return OrganisationFactory(name="Falu kommun", slug="falun", language="en")


@pytest.fixture
def coordinator(town) -> Actor:
    return member(town, Role.COORDINATOR)


@pytest.fixture
def contributor(town) -> Actor:
    return member(town, Role.CONTRIBUTOR)


@pytest.fixture
def reader(town) -> Actor:
    return member(town, Role.READER)


@pytest.fixture
def reminder(coordinator, town) -> Reminder:
    """Write to the partner every quarter; the first time soon."""
    return actions.add_reminder(
        coordinator, organisation=town, title="Write to the partner", due=date(2026, 3, 31),
        due_rule="quarterly 3-31 from 2026-03-31",
    )  # fmt: skip


@pytest.fixture
def user() -> Callable[[Actor], User]:
    return lambda actor: User.objects.get(pk=actor.user_id)


@pytest.fixture
def duty_of() -> Callable[[Actor, Reminder], Duty]:
    """The duty that a reminder is for somebody."""

    def find(actor: Actor, reminder: Reminder) -> Duty:
        item = standing_of(actor).find(reminder.key)
        assert item is not None
        return item.duty

    return find


@pytest.fixture
def sign_in(client: Client) -> Callable[[Actor], Client]:
    def enter(actor: Actor) -> Client:
        client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
        return client

    return enter
