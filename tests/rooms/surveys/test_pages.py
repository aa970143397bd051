"""What people do on the pages of surveys."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.surveys import actions
from byalag.rooms.surveys.models import Survey
from tests.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db
LIST = reverse("surveys:list")


def test_a_survey_is_begun_changed_thrown_away_and_taken_back(sign_in, coordinator):
    browser = sign_in(coordinator)
    assertContains(browser.get(LIST), "No survey yet")
    browser.post(
        reverse("surveys:add"), {"title": "Do you have a say?", "language": "sv", "visibility": "organisation"}
    )
    survey = Survey.objects.get()
    assert survey.forms.get().value.title.in_("sv") == "Do you have a say?"

    page = browser.post(
        reverse("surveys:change", args=[survey.pk]),
        {"title": "Have you a say?", "language": "sv", "visibility": "circle", "version": survey.version},
    )
    assertContains(page, "Only a survey of a cooperation can be shown to partners.", status_code=422)
    assertContains(page, "Have you a say?", status_code=422)
    browser.post(reverse("surveys:trash", args=[survey.pk]))
    assert browser.get(survey.get_absolute_url()).status_code == 404
    assertContains(browser.get("/trash/"), "Do you have a say?")


@pytest.mark.parametrize("visibility", [Visibility.ORGANISATION, Visibility.PUBLIC])
def test_what_others_see_of_a_survey(sign_in, town, wave, visibility):
    survey = wave.survey
    actions.change_survey(system(town), survey=survey, expected=None, visibility=visibility)
    actions.change_wave(system(town), wave=wave, expected=None, name="The autumn wave")
    actions.write_finding(system(town), survey=survey, wave=wave, text="Half of us have no say")

    page = sign_in(member(OrganisationFactory(), Role.COORDINATOR)).get(survey.get_absolute_url())
    if visibility == Visibility.ORGANISATION:
        assert page.status_code == 404
    else:
        assertContains(page, "Half of us have no say")
        assertNotContains(page, "The autumn wave")  # the wave and its ways in are the organisation's own


def test_the_list_costs_the_same_whatever_there_is(sign_in, town, coordinator):
    browser, costs = sign_in(coordinator), []
    for many in (1, 2, 27):
        for number in range(many):
            actions.open_survey(system(town), organisation=town, title=f"Survey {number}")
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(LIST).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]
