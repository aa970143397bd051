"""What stands inside another cooperation: its phase and year, its plans, and what was done in all of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.periods import year_in
from byalag.rooms.cooperation import actions, subprojects
from byalag.rooms.cooperation.enums import PhaseState
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.work import actions as work
from tests.factories import (
    CooperationFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PartyFactory,
    member,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEARS = {"starts": date(TODAY.year - 1, 1, 1), "ends": date(TODAY.year + 1, 12, 31)}  # we are in year two of three


@pytest.fixture
def outer(town):
    return CooperationFactory(organisation=town, kind="project", name="C-Cities", state="active")


def inner(outer, **more):
    return CooperationFactory(
        organisation=outer.organisation,
        kind="project",
        inside=outer,
        state="active",
        **({"name": "Kulturleden"} | more),
    )


def done(town, within, people):
    goal = ObjectiveFactory(framework=FrameworkFactory(organisation=town))
    activity = work.write_down(
        system(town), organisation=town, title="Möte", cooperation=within, starts=TODAY, objectives=[goal]
    )
    work.start_activity(system(town), activity=activity, expected=None)
    work.count_participants(system(town), activity=activity, audience="resident", count=people)
    return work.finish_activity(system(town), activity=activity, result="Klart", expected=None)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2021, 12, 31), None), (date(2022, 1, 1), (1, 3)), (date(2023, 6, 1), (2, 3)), (date(2024, 12, 31), (3, 3)),
        (date(2025, 1, 1), None),
    ],
)  # fmt: skip
def test_which_year_of_three(today, year):
    assert year_in(date(2022, 1, 1), date(2024, 12, 31), today) == year


def test_a_sub_project_is_shown_with_phase_year_plans_and_what_was_done(town, coordinator, outer, sign_in):
    one, two = inner(outer), inner(outer, name="Besöksnäring", **YEARS)
    actions.plan_phase(coordinator, cooperation=one, kind="project", **YEARS)
    FrameworkFactory(organisation=town, cooperation=one, kind="results_framework", title="Ledens resultat", **YEARS)
    done(town, one, 7)
    done(town, two, 5)
    page = sign_in(coordinator).get(reverse("cooperation:cooperation", args=[outer.pk]))

    assertContains(page, "Project phase · year 2 of 3")
    assertContains(page, "Ledens resultat")
    assertContains(page, "In all of them: 2 activities · 2 done · 12 participations")
    assertContains(page, "1 activity · 1 done · 7 participations")
    listed = sign_in(coordinator).get(reverse("cooperation:list"))
    assertContains(listed, "part of C-Cities")
    assertContains(listed, "year 2 of 3", count=2)


def test_a_stopped_phase_is_not_told_and_one_under_way_comes_first(coordinator, outer):
    one = inner(outer)
    planned = actions.plan_phase(coordinator, cooperation=one, kind="steering", **YEARS)
    assert subprojects.standing_of(coordinator, [one])[one.pk].phase == planned
    running = actions.plan_phase(coordinator, cooperation=one, kind="project", **YEARS)
    running.state = PhaseState.UNDER_WAY
    running.save()
    assert subprojects.standing_of(coordinator, [one])[one.pk].phase == running
    for phase in (planned, running):
        phase.state = PhaseState.STOPPED
        phase.save()
    standing = subprojects.standing_of(coordinator, [one])[one.pk]
    assert (standing.phase, standing.year) == (None, None)


def test_phases_and_plans_are_told_to_those_who_may_see_them(town, coordinator, outer, sign_in):
    outer.visibility = "public"
    outer.save()
    one = inner(outer, visibility="public")
    actions.plan_phase(coordinator, cooperation=one, kind="project", **YEARS)
    FrameworkFactory(organisation=town, cooperation=one, title="Bara vårt")
    done(town, one, 7)
    stranger = member(OrganisationFactory(), *Role)
    page = sign_in(stranger).get(reverse("cooperation:cooperation", args=[outer.pk]))

    assertContains(page, one.name)
    for words in ("Project phase", "Bara vårt", "participation"):
        assertNotContains(page, words)


def test_the_page_of_a_cooperation_shows_its_plans_and_the_way_to_a_new_one(town, coordinator, outer, sign_in):
    browser = sign_in(coordinator)
    page = browser.get(reverse("cooperation:cooperation", args=[outer.pk]))
    assertContains(page, "Write a results framework")
    typed = {
        "kind": "results_framework",
        "title": "Vårt ramverk",
        "starts": "2024-01-01",
        "ends": "2026-12-31",
        "language": "sv",
    }
    browser.post(reverse("promises:add") + f"?kind=results_framework&cooperation={outer.pk}", typed)

    assertContains(browser.get(reverse("cooperation:cooperation", args=[outer.pk])), "Vårt ramverk")
    assert outer.frameworks.get().kind == "results_framework"


def test_the_pages_cost_the_same_whatever_stands_inside(town, coordinator, outer, sign_in):
    browser = sign_in(coordinator)
    costs = []
    for more in (1, 2, 27):
        for number in range(more):
            row = inner(outer, name=f"Delprojekt {number}", **YEARS)
            PartyFactory(cooperation=row)
            actions.plan_phase(coordinator, cooperation=row, kind="project", starts=TODAY, ends=TODAY + timedelta(900))
            FrameworkFactory(organisation=town, cooperation=row)
            done(town, row, 3)
        seen = []
        for address in (reverse("cooperation:cooperation", args=[outer.pk]), reverse("cooperation:list")):
            with CaptureQueriesContext(connection) as counted:
                assert browser.get(address).status_code == 200
            seen.append(len(counted))
        costs.append(tuple(seen))
    assert len(set(costs)) == 1, costs
