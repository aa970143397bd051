"""A communication plan: goal, audience, channel, schedule and reach, before and afterwards."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from docx import Document as Word
from pytest_django.asserts import assertContains

from byalag.core.models import User
from byalag.core.periods import Period
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.reports import actions, api, exports
from byalag.rooms.reports.showing import changed_since_signing
from byalag.rooms.work import actions as work
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    member,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return member(OrganisationFactory(), Role.COORDINATOR, Role.CONTRIBUTOR)


@pytest.fixture
def report(coordinator):
    town = coordinator.organisation
    plan = FrameworkFactory(organisation=town, status=FrameworkStatus.ADOPTED, language="en")
    goal = ObjectiveFactory(framework=plan)
    for title, month, visibility in [("School visits", 9, "public"), ("Letter to partners", 3, "organisation")]:
        row = ActivityFactory(
            organisation=town, title=title, starts=date(2023, month, 1), visibility=visibility, language="en"
        )
        ContributionFactory(activity=row, objective=goal, framework=plan)
        work.say_spreading(coordinator, activity=row, means="information", channel=f"Channel {month}", to_whom="Pupils")
    return actions.open_report(
        coordinator, framework=plan, definition="communication_plan", period=Period.of_year(2023), language="en"
    )


def channels(report, actor):
    return next(part for part in api.account_of(actor, report).parts if part.kind == "communication")


def test_whom_through_what_and_when_by_date(report, coordinator):
    found = [(line.what, line.to_whom, line.channel, line.when, line.text) for line in channels(report, coordinator).communication]  # fmt: skip

    assert found == [
        ("Letter to partners", "Pupils", "Channel 3", "1 March 2023", ""),
        ("School visits", "Pupils", "Channel 9", "1 September 2023", ""),
    ]


def test_afterwards_it_says_how_many_were_reached_and_the_figure_agrees(report, coordinator):
    activity = report.framework.objectives.get().contributions.get(activity__title="School visits").activity
    details = {"means": "information", "channel": "Channel 9", "to_whom": "Pupils in year 9"}
    work.say_spreading(coordinator, activity=activity, reached=400, **details)

    account = api.account_of(coordinator, report)
    assert [line.reached for line in channels(report, coordinator).communication] == [None, 400]
    assert next(figure for figure in account.figures if figure.key == "reach_information").value == 400


def test_others_see_what_is_public_and_how_much_is_not_also_once_signed(report, coordinator):
    for _time in range(2):
        seen = channels(report, PUBLIC)
        assert [line.what for line in seen.communication] == ["School visits"]
        assert seen.hidden == 1
        signed(report, public=True) if not report.is_public else None
        report.refresh_from_db()


def test_a_channel_that_changed_since_signing_is_told(report, coordinator):
    signed(report)
    activity = report.framework.objectives.get().contributions.get(activity__title="School visits").activity
    work.say_spreading(
        coordinator, activity=activity, means="information", channel="Channel 9", to_whom="Pupils", reached=400
    )

    told = {(change.about, change.what): change.after for change in changed_since_signing(coordinator, report)}
    assert told["School visits", "Channel 9"].endswith("Pupils: 400")


def test_on_the_page_in_word_and_in_the_sheet(report, coordinator, client):
    client.force_login(
        User.objects.get(pk=coordinator.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assertContains(client.get(reverse("reports:report", args=[report.pk])), "Channel 9")
    account = api.account_of(coordinator, report)

    word = Word(io.BytesIO(exports.export(account, "docx")))
    assert "Channel 9 (information)" in {c.text for t in word.tables for row in t.rows for c in row.cells}
    book = openpyxl.load_workbook(io.BytesIO(exports.export(account, "xlsx")))
    assert "Channel 9 (information)" in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_a_plan_without_any_channel_says_so(coordinator, client):
    plan = FrameworkFactory(organisation=coordinator.organisation, status=FrameworkStatus.ADOPTED)
    report = actions.open_report(
        coordinator, framework=plan, definition="communication_plan", period=Period.of_year(2023), language="en"
    )
    client.force_login(
        User.objects.get(pk=coordinator.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assertContains(client.get(reverse("reports:report", args=[report.pk])), "Nothing is planned to be spread yet.")
    assert report.visibility == Visibility.ORGANISATION
