"""A municipality with its route, its people and a plan to work with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from byalag.core.models import User
from byalag.rooms.cooperation import actions as cooperation
from byalag.rooms.people.api import Actor, Body, Organisation, system
from byalag.rooms.people.enums import BodyKind, Role
from byalag.rooms.promises import actions
from byalag.rooms.promises.enums import FrameworkKind, StepKind
from byalag.rooms.promises.models import Framework
from tests.factories import (
    BodyFactory,
    CooperationFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PartyFactory,
    SectionFactory,
    member,
)

from .holding import agree

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


# --- Plans held together ---------------------------------------------------------------------------------------------


@pytest.fixture
def partner():
    return OrganisationFactory(name="Partnerkommunen", slug="partner", language="en")


@pytest.fixture
def partnership(town, partner):
    row = CooperationFactory(
        organisation=town, kind="partnership", state="active", name="Ungas inflytande", visibility="circle"
    )
    cooperation.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


@pytest.fixture
def who(town, partner, partnership):
    former = OrganisationFactory(name="Förra")
    PartyFactory(cooperation=partnership, organisation=former, ends=date(2024, 1, 1))
    return {"keeper": town, "party": partner, "former": former, "stranger": OrganisationFactory(name="Främling")}


@pytest.fixture
def ours(town, partnership):
    """A draft that is held together, with a section and a goal."""
    row = FrameworkFactory(
        organisation=town,
        kind="results_framework",
        title="Resultatramverk",
        starts=date(2022, 1, 1),
        ends=date(2024, 12, 31),
    )
    section = SectionFactory(framework=row, name="Skolorna", text="Från början två.")
    ObjectiveFactory(framework=row, section=section, text="Unga blir hörda i två skolor.", level="outcome")
    actions.hold_together(system(town), framework=row, within=partnership)
    row.refresh_from_db()
    return row


@pytest.fixture
def theirs(partner):
    """A coordinator of the other party."""
    return member(partner, Role.COORDINATOR)


@pytest.fixture
def measured(ours, coordinator):
    indicator = actions.add_indicator(
        coordinator, framework=ours, objective=ours.objectives.get(), name="Skolor med elevpanel"
    )
    period = actions.add_period(coordinator, framework=ours, starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    actions.set_targets(coordinator, indicator=indicator, targets={period: Decimal(2)})
    return indicator, period


@pytest.fixture
def agreed(ours, coordinator, theirs):
    actions.propose_framework(coordinator, framework=ours)
    agree(theirs, ours)
    return ours
