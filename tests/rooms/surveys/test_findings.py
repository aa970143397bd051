"""What the answers say, what is answered to it, and what became of it: pages, rules and Today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records.api import record_decision
from byalag.rooms.surveys import actions, queries, rules
from byalag.rooms.surveys.models import Finding
from tests.duties import due
from tests.factories import BodyFactory, OrganisationFactory, member

from .test_submissions import sent

pytestmark = pytest.mark.django_db
STATES = ("written", "answered", "told", "trashed")


def page(name: str, finding: Finding) -> str:
    return reverse(f"surveys:{name}", args=[finding.pk])


@pytest.fixture
def finding(town, wave) -> Finding:
    text = "Half of us have no say"
    return actions.write_finding(system(town), survey=wave.survey, wave=wave, question="/data/say", text=text)


def brought_to(state: str, finding: Finding) -> Finding:
    actor = system(finding.survey.organisation)
    if state in ("answered", "told"):
        finding = actions.answer_finding(actor, finding=finding, answer="The council meets in the villages")
    if state == "told":
        finding = actions.tell_what_became(actor, finding=finding, became="Six meetings were held")
    if state == "trashed":
        finding.survey = actions.trash_survey(actor, survey=finding.survey)
    return finding


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", Role)
def test_who_does_what_with_a_finding_and_when(town, finding, role, state):
    finding = brought_to(state, finding)
    actor, other = member(town, role), member(OrganisationFactory(), role)
    keeps, answered = role == Role.COORDINATOR and state != "trashed", state in ("answered", "told")

    assert bool(rules.may_write_finding(actor, finding.survey)) == keeps
    assert bool(rules.may_change_finding(actor, finding)) == (keeps and not answered)
    assert bool(rules.may_answer_finding(actor, finding)) == keeps
    assert bool(rules.may_tell_what_became(actor, finding)) == (keeps and answered)
    for rule in (rules.may_change_finding, rules.may_answer_finding, rules.may_tell_what_became):
        assert not rule(other, finding)
        assert str(rule(other, finding).reason)


def test_a_finding_is_written_from_the_results_answered_and_followed_up(sign_in, town, wave, form, coordinator):
    council = BodyFactory(organisation=town, name="The council")
    survey = actions.change_survey(coordinator, survey=wave.survey, expected=None, receiver=council)
    actions.take_in(coordinator, wave=wave, form=form, xml=sent(form, {"/data/say": "some"}))
    decision = record_decision(
        coordinator, organisation=town, body=council, decided_on=date(2026, 1, 7), matter="Meetings in the villages"
    )
    elsewhere = record_decision(
        coordinator, organisation=town, body=BodyFactory(organisation=town), decided_on=date(2026, 1, 8), matter="Roads"
    )
    browser, today = sign_in(coordinator), timezone.localdate()
    write = reverse("surveys:write_finding", args=[wave.pk])
    assertContains(browser.get(reverse("surveys:results", args=[wave.pk])), f"{write}?question=%2Fdata%2Fsay")
    assertContains(browser.get(f"{write}?question=/data/say"), '<option value="/data/say" selected>')
    answer = browser.post(write, {"question": "/data/say", "text": "", "found_on": today})
    assertContains(answer, '<option value="/data/say" selected>', status_code=422)
    ahead = browser.post(write, {"text": "Half of us", "found_on": today + timedelta(days=1)})
    assertContains(ahead, "This day has not come yet.", status_code=422)
    browser.post(write, {"question": "/data/say", "text": "Half of us have no say", "found_on": today})
    finding = Finding.objects.get()
    assert (finding.wave, finding.question, finding.found_on) == (wave, "/data/say", today)
    assertContains(browser.get(survey.get_absolute_url()), "On “How much say have you?”")
    assertContains(browser.get(survey.get_absolute_url()), "Not answered yet; an answer is due by")
    assertContains(browser.get(page("tell_what_became", finding)), "It is not answered yet.")

    assertNotContains(browser.get(page("answer_finding", finding)), "Roads")
    words = {"answer": "We meet in the villages", "answered_on": today, "version": finding.version}
    refused = browser.post(page("answer_finding", finding), words | {"decision": elsewhere.pk})
    assertContains(refused, "We meet in the villages", status_code=422)
    browser.post(page("answer_finding", finding), words | {"decision": decision.pk})
    finding.refresh_from_db()
    assert (finding.answer, finding.decision, finding.answered_on) == ("We meet in the villages", decision, today)
    assertContains(browser.get(page("change_finding", finding)), "It is answered as it stands.")

    told = {"became": "Six meetings were held", "became_on": today, "version": finding.version}
    browser.post(page("tell_what_became", finding), told)
    shown = browser.get(survey.get_absolute_url())
    for text in ("We meet in the villages", "decided: The council 2026-01-07", "Six meetings were held"):
        assertContains(shown, text)
    finding.refresh_from_db()
    browser.post(page("tell_what_became", finding), told | {"became": "", "version": finding.version})
    finding.refresh_from_db()
    assert (finding.became, finding.became_on) == ("", None)


@pytest.mark.parametrize(
    ("name", "state", "typed"),
    [
        ("change_finding", "written", {"text": "My words", "found_on": "2026-01-07"}),
        ("answer_finding", "answered", {"answer": "My words", "answered_on": "2026-01-07"}),
        ("tell_what_became", "told", {"became": "My words", "became_on": "2026-01-07"}),
    ],
)
def test_whoever_saves_after_somebody_else_sees_both_texts(sign_in, coordinator, finding, name, state, typed):
    finding = brought_to(state, finding)
    theirs = next(text for text in (finding.became, finding.answer, finding.text) if text)
    answer = sign_in(coordinator).post(page(name, finding), typed | {"version": finding.version - 1})
    assertContains(answer, "My words", status_code=409)
    assertContains(answer, theirs, status_code=409)


def test_a_finding_is_taken_away_until_it_is_answered(sign_in, coordinator, finding):
    browser = sign_in(coordinator)
    assertContains(browser.get(page("remove_finding", finding)), "Half of us have no say")
    other = brought_to("answered", actions.write_finding(coordinator, survey=finding.survey, text="Another"))
    browser.post(page("remove_finding", finding), {"version": finding.version})
    assert list(Finding.objects.all()) == [other]
    history = browser.get(reverse("web:history", args=["surveys.survey", other.survey_id]))
    assertContains(history, "Took a finding away")
    assertContains(history, "Answered a finding")
    refused = browser.post(page("remove_finding", other), {"version": other.version})
    assertContains(refused, "It is answered as it stands.", status_code=422)
    assert Finding.objects.exists()


@pytest.mark.parametrize("visibility", [Visibility.ORGANISATION, Visibility.PUBLIC])
def test_others_read_what_came_of_a_shared_survey_and_change_nothing(sign_in, town, finding, visibility):
    council = BodyFactory(organisation=town, name="The council")
    decision = record_decision(
        system(town), organisation=town, body=council, decided_on=date(2026, 1, 7), matter="Meetings"
    )
    finding = actions.answer_finding(system(town), finding=finding, answer="We meet in the villages", decision=decision)
    survey = actions.change_survey(system(town), survey=finding.survey, expected=None, visibility=visibility)
    browser = sign_in(member(OrganisationFactory(), Role.COORDINATOR))

    shown = browser.get(survey.get_absolute_url())
    if visibility == Visibility.ORGANISATION:
        assert shown.status_code == 404
        assert browser.get(page("answer_finding", finding)).status_code == 404
    else:
        assertContains(shown, "We meet in the villages")
        assertNotContains(shown, "decided:")  # the decision is the organisation's own
        assertNotContains(shown, page("answer_finding", finding))
        answer = browser.post(page("answer_finding", finding), {"answer": "Mine", "answered_on": "2026-01-07"})
        assert answer.status_code == 422
    finding.refresh_from_db()
    assert finding.answer == "We meet in the villages"


@pytest.mark.parametrize("role", Role)
def test_today_tells_what_those_who_were_asked_are_owed(town, finding, role):
    found = list(due(member(town, role), "surveys"))
    assert [duty.key for duty in found] == ([f"surveys.answer:{finding.pk}"] if role == Role.COORDINATOR else [])
    assert not list(due(member(OrganisationFactory(), role), "surveys"))


@pytest.mark.parametrize(
    ("days", "urgency"), [(-1, 2), (-62, 1), (-91, 1), (-92, 0)]
)  # a quarter is given, and the last month is soon
def test_an_answer_is_owed_after_a_quarter_where_the_survey_names_no_day(coordinator, finding, days, urgency):
    day = timezone.localdate() + timedelta(days=days)
    actions.change_finding(coordinator, finding=finding, expected=None, found_on=day)
    (duty,) = due(coordinator, "surveys")
    assert (duty.due, duty.urgency) == (day + timedelta(days=91), urgency)


@pytest.mark.parametrize(("ahead", "taken"), [(10, True), (-10, False)])
def test_the_day_of_the_survey_goes_before_unless_it_had_passed_when_it_was_found(coordinator, finding, ahead, taken):
    day = timezone.localdate() + timedelta(days=ahead)
    actions.change_survey(coordinator, survey=finding.survey, expected=None, answer_by=day)
    (duty,) = due(coordinator, "surveys")
    assert (duty.due == day) == taken


@pytest.mark.parametrize(("days", "is_due"), [(0, False), (151, False), (152, True), (183, True)])
@pytest.mark.parametrize("told", [True, False])
def test_half_a_year_after_the_answer_it_is_time_to_tell_what_became(coordinator, finding, days, is_due, told):
    day = timezone.localdate() - timedelta(days=days)
    finding = actions.answer_finding(coordinator, finding=finding, answer="We meet in the villages", on=day)
    if told:
        finding = actions.tell_what_became(coordinator, finding=finding, became="Six meetings were held")
    found = list(due(coordinator, "surveys"))
    assert bool(found) == (is_due and not told)
    if found:
        assert (found[0].due, found[0].urgency) == (day + timedelta(days=182), 0 if days > 182 else 1)


def test_nothing_is_due_of_what_lies_in_the_trash(town, finding, coordinator):
    brought_to("trashed", finding)
    assert not list(due(coordinator, "surveys"))
    assert not queries.findings_visible_to(coordinator).exists()


def test_pages_and_duties_cost_the_same_whatever_there_is(sign_in, town, wave, coordinator):
    browser, costs = sign_in(coordinator), []
    council = BodyFactory(organisation=town)
    decision = record_decision(
        coordinator, organisation=town, body=council, decided_on=date(2026, 1, 7), matter="Meetings"
    )
    long_ago = timezone.localdate() - timedelta(days=300)
    for many in (2, 2, 26):
        for number in range(many):
            row = actions.write_finding(
                coordinator, survey=wave.survey, wave=wave, question="/data/say", text=f"Finding {number}"
            )
            if number % 2:
                actions.answer_finding(coordinator, finding=row, answer="Yes", decision=decision, on=long_ago)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(wave.survey.get_absolute_url()).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            assert list(due(coordinator, "surveys"))
        costs.append((len(seen), len(asked)))
    assert costs[0] == costs[1] == costs[2]
    assert costs[0][1] == 3  # what there is of all, these, and the names that are shown otherwise
