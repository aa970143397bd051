"""A municipality with its route, its people and a plan to work with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from byalag.core.models import User
from byalag.rooms.people.api import Actor, Body, Organisation, system
from byalag.rooms.people.enums import BodyKind, Role
from byalag.rooms.promises import actions
from byalag.rooms.promises.enums import FrameworkKind, StepKind
from byalag.rooms.promises.models import Framework
from tests.factories import BodyFactory, FrameworkFactory, ObjectiveFactory, OrganisationFactory, member

DAY = date(2023, 1, 17)


@pytest.fixture
def town() -> Organisation:
    return OrganisationFactory(name="Falu kommun", slug="falun")


@pytest.fixture
def council(town) -> Body:
    return BodyFactory(organisation=town, name="Internationella rådet", kind=BodyKind.INTERNATIONAL_COUNCIL)


@pytest.fixture
def committee(town) -> Body:
    return BodyFactory(organisation=town, name="Ledningsutskottet", kind=BodyKind.LEADERSHIP_COMMITTEE)


@pytest.fixture
def board(town) -> Body:
    return BodyFactory(organisation=town, name="Kommunstyrelsen", kind=BodyKind.EXECUTIVE_BOARD)


@pytest.fixture
def coordinator(town) -> Actor:
    return member(town, Role.COORDINATOR)


@pytest.fixture
def administrator(town) -> Actor:
    return member(town, Role.ADMINISTRATOR)


@pytest.fixture
def reader(town) -> Actor:
    return member(town, Role.READER)


@pytest.fixture
def route(town, council, committee, board) -> None:
    for kind in FrameworkKind:
        actions.set_route(
            system(town),
            organisation=town,
            framework_kind=kind,
            steps=[(StepKind.PROPOSE, council), (StepKind.PREPARE, committee), (StepKind.ADOPT, board)],
        )


@pytest.fixture
def plan(town, council) -> Framework:
    """A draft with one goal."""
    framework = FrameworkFactory(
        organisation=town,
        body=council,
        title="Verksamhetsplan för Internationella rådet 2023",
        slug="verksamhetsplan-2023",
    )
    ObjectiveFactory(framework=framework, text="Söka ett vänortssamarbete med en kommun i Danmark.")
    return framework


@pytest.fixture
def adopted(plan, route, town) -> Framework:
    for kind in StepKind:
        actions.take_step(system(town), framework=plan, kind=kind, decided_on=DAY)
    plan.refresh_from_db()
    return plan


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
def filled() -> Callable[[Any], dict[str, Any]]:
    """What a browser would send back of the form on a page, untouched."""

    def fields(page: Any) -> dict[str, Any]:
        form = page.context["form"]
        values = {}
        for bound in form:
            value = bound.value()
            if value is None or value is False or bound.name == "upload":
                continue
            prepared = bound.field.widget.format_value(value) if hasattr(bound.field.widget, "format_value") else value
            values[bound.name] = value if isinstance(value, list) else prepared if prepared is not None else ""
        return values

    return fields
