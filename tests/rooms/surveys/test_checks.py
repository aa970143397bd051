"""While answers come in: how far it has come, what is noticed about which answers, and what somebody decides."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.engines.survey_forms import Choice, ChoiceList, Choices, Group, Kind, Question
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.surveys import actions, checks, progress_map, queries
from byalag.rooms.surveys.enums import Channel, MarkCode, SubmissionState, WaveState
from byalag.rooms.surveys.models import Submission
from tests.factories import OrganisationFactory, member

from .conftest import said

pytestmark = pytest.mark.django_db
NOON = timezone.now().replace(hour=11, minute=0, second=0, microsecond=0)


@pytest.fixture
def wave(town, survey):
    """Open, with a matrix of twelve questions and a place."""
    draft = survey.forms.get()
    scale = ChoiceList("scale", tuple(Choice(str(number), said(str(number))) for number in range(1, 6)))
    rows = tuple(
        Question(f"/data/m/q{number}", Kind.SELECT_ONE, said(f"Question {number}"), choices=Choices("scale"))
        for number in range(12)
    )
    items = (Group("/data/m", rows), Question("/data/here", Kind.GEOPOINT, said("Where are you?")))
    value = replace(draft.value, items=items, lists=(scale,))
    draft = actions.write_form(system(town), form=draft, questionnaire=value, expected=None)
    form = actions.freeze_form(system(town), form=draft)
    return actions.open_wave(system(town), wave=actions.plan_wave(system(town), survey=survey, name="2026", form=form))


@pytest.fixture
def area(town, wave):
    area = actions.set_area(system(town), wave=wave, name="North", wanted=10)
    return actions.place_area(system(town), area=area, latitude=60.6, longitude=15.6)


def came(wave, answers="123451234512", *, minutes=20.0, area=None, door=None, here="", channel=Channel.DEVICE, at=NOON):
    told = {f"/data/m/q{number}": answer for number, answer in enumerate(answers)}
    return Submission.objects.create(
        wave=wave, form=wave.form, area=area, door=door, channel=channel, instance_id=f"uuid:{uuid.uuid4()}",
        answers=told | ({"/data/here": here} if here else {}), started_at=at, ended_at=at + timedelta(minutes=minutes),
    )  # fmt: skip


def noticed(wave) -> dict[int, set[str]]:
    return {row.pk: {code for code, _sentence in row.noticed} for row in checks.look_through(wave)}


def page(wave, name="checks"):
    return reverse(f"surveys:{name}", args=[wave.pk])


# what is noticed


@pytest.mark.parametrize(("minutes", "is_fast"), [(6.9, False), (6.5, True), (0, True), (60, False)])
def test_less_than_a_third_of_the_median_is_too_little_time(wave, minutes, is_fast):
    for _number in range(6):
        came(wave, minutes=20)
    one = came(wave, minutes=minutes)
    assert (MarkCode.FAST in noticed(wave)[one.pk]) == is_fast


def test_a_few_durations_make_no_median(wave):
    for minutes in (20, 20, 20, 1):
        came(wave, minutes=minutes)
    assert not any(noticed(wave).values())


@pytest.mark.parametrize(("answers", "is_straight"), [("3" * 12, True), ("3" * 11 + "4", False), ("333", False), ("3333", True)])  # fmt: skip
def test_the_same_answer_all_the_way_through_a_matrix(wave, answers, is_straight):
    one = came(wave, answers)
    assert (MarkCode.STRAIGHT in noticed(wave)[one.pk]) == is_straight


@pytest.mark.parametrize(
    ("other", "is_twice"),
    [("123451234512", True), ("123451234513", True), ("123451234533", False), ("123451234", False)],
)
def test_nine_in_ten_answers_the_same_in_one_area(wave, area, other, is_twice):
    one, two = came(wave, area=area), came(wave, other, area=area)
    elsewhere = came(wave)
    found = noticed(wave)
    assert (MarkCode.TWICE in found[one.pk], MarkCode.TWICE in found[two.pk]) == (is_twice, is_twice)
    assert MarkCode.TWICE not in found[elsewhere.pk]


@pytest.mark.parametrize(("here", "is_outside"), [("60.61 15.61 0 5", False), ("60.6 17.0 0 5", True), ("", False), ("odd", False), ("99 200", False)])  # fmt: skip
@pytest.mark.parametrize("reach", [None, 30])
def test_a_place_farther_away_than_the_wave_allows(coordinator, wave, area, here, is_outside, reach):
    actions.change_wave(coordinator, wave=wave, expected=None, reach_km=reach)
    wave.refresh_from_db()
    one = came(wave, area=area, here=here)
    assert (MarkCode.OUTSIDE in noticed(wave)[one.pk]) == (is_outside and reach is not None)


@pytest.mark.parametrize(("channel", "hour", "is_odd"), [("device", 2, True), ("device", 11, False), ("web", 2, False)])
def test_interviews_outside_the_hours(coordinator, wave, channel, hour, is_odd):
    actions.change_wave(coordinator, wave=wave, expected=None, hours_from=time(8), hours_until=time(21))
    wave.refresh_from_db()
    one = came(wave, channel=channel, at=timezone.localtime(NOON).replace(hour=hour))
    assert (MarkCode.HOURS in noticed(wave)[one.pk]) == is_odd


def test_what_was_marked_when_it_came_in_is_told_until_it_is_settled(coordinator, wave):
    one = came(wave)
    actions.mark(one, {MarkCode.CLOCK: "1970"})
    assert noticed(wave)[one.pk] == {MarkCode.CLOCK}
    actions.accept(coordinator, submission=one)
    assert noticed(wave)[one.pk] == set()


def test_what_is_left_out_is_neither_looked_at_nor_compared_with(coordinator, wave, area):
    one, two = came(wave, area=area), came(wave, area=area)
    actions.leave_out(coordinator, submission=one, why="Twice")
    assert noticed(wave) == {one.pk: set(), two.pk: set()}


# progress


def test_progress_by_area_and_way_in(coordinator, wave, area):
    door, _token = actions.open_door(coordinator, wave=wave, kind="device", name="Phone 3", area=area)
    rows = [came(wave, answers, area=area, door=door) for answers in ("111111111111", "123451234512", "543215432154")]
    came(wave, "2" * 12)
    actions.accept(coordinator, submission=rows[1])
    actions.leave_out(coordinator, submission=rows[2], why="A try")
    seen = checks.look_through(wave)

    north, without = checks.by_area(wave, seen)
    assert (north.wanted, north.counted, north.accepted, north.to_look_at, north.left_out) == (10, 2, 1, 1, 1)
    assert (without.counted, without.to_look_at) == (1, 1)
    (phone,) = checks.by_door(seen)
    assert (phone.name, phone.counted, phone.middle) == ("Phone 3", 2, 20)


def test_the_map_keeps_directions_and_distances(coordinator, wave, area):
    assert progress_map.dots(list(queries.areas_of(wave))) == []
    south = actions.set_area(coordinator, wave=wave, name="South", wanted=4)
    actions.place_area(coordinator, area=south, latitude=59.6, longitude=15.6)
    north_dot, south_dot = progress_map.dots(list(queries.areas_of(wave)))
    assert north_dot.y < south_dot.y
    assert north_dot.x == south_dot.x
    assert (south_dot.filled, south_dot.is_done) == (0, False)


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
def test_numbers_on_the_map_are_those_of_no_language(sign_in, coordinator, wave, area, language, client):
    south = actions.set_area(coordinator, wave=wave, name="South", wanted=4)
    actions.place_area(coordinator, area=south, latitude=59.65, longitude=15.32)
    client.cookies["django_language"] = language
    text = sign_in(coordinator).get(page(wave), HTTP_ACCEPT_LANGUAGE=language).content.decode()
    drawing = text.partition("<svg role")[2].partition("</svg>")[0]
    assert "translate(" in drawing
    assert "," not in drawing.partition("</title>")[2]


# what somebody decides


def test_answers_are_looked_at_and_left_out_with_words(sign_in, coordinator, wave):
    one, browser = came(wave, "3" * 12), sign_in(coordinator)
    assertContains(browser.get(page(wave)), "The same answer to all 12 questions that stand together.")
    address = reverse("surveys:submission", args=[one.pk])
    looked = browser.get(address)
    assertContains(looked, "Question 11")
    assertContains(looked, "The same answer all the way")

    answer = browser.post(address, {"what": "leave_out", "why": " ", "version": one.version})
    assertContains(answer, "Write why it is left out", status_code=422)
    answer = browser.post(address, {"what": "leave_out", "why": "Made up", "version": one.version}, follow=True)
    assertContains(answer, "Made up")
    assert not queries.counted(wave).exists()

    one.refresh_from_db()
    browser.post(address, {"what": "accept", "version": one.version})
    assert queries.counted(wave).get().state == SubmissionState.ACCEPTED


def test_who_decides_after_somebody_else_is_told(sign_in, coordinator, wave):
    one = came(wave)
    actions.leave_out(coordinator, submission=one, why="Made up")
    address = reverse("surveys:submission", args=[one.pk])
    assert sign_in(coordinator).post(address, {"what": "accept", "version": one.version}).status_code == 409
    assert not queries.counted(wave).exists()


def test_the_place_of_whoever_answered_is_not_shown(sign_in, coordinator, wave, area):
    one = came(wave, area=area, here="60.123 15.456 0 5")
    assertNotContains(sign_in(coordinator).get(reverse("surveys:submission", args=[one.pk])), "60.123")


def test_all_that_nothing_was_noticed_about_is_accepted_at_once(sign_in, coordinator, wave):
    odd, clean, out = came(wave, "3" * 12), came(wave), came(wave)
    actions.leave_out(coordinator, submission=out, why="A try")
    answer = sign_in(coordinator).post(page(wave, "accept_clean"), follow=True)
    assertContains(answer, "1 answer is accepted.")
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {odd.pk: "received", clean.pk: "accepted", out.pk: "excluded"}


def test_what_is_looked_at_is_chosen_and_a_mistake_is_told(sign_in, coordinator, wave):
    browser = sign_in(coordinator)
    answer = browser.post(page(wave, "check_rules"), {"reach_km": "30", "hours_from": "08:00"})
    assertContains(answer, "Write both, or neither.", status_code=422)
    assertContains(answer, "08:00", status_code=422)
    answer = browser.post(page(wave, "check_rules"), {"hours_from": "21:00", "hours_until": "08:00"})
    assertContains(answer, "must end after they begin", status_code=422)
    browser.post(page(wave, "check_rules"), {"reach_km": "30", "hours_from": "08:00", "hours_until": "21:00"})
    assertContains(browser.get(page(wave)), "More than 30 km from the area")


def test_an_area_lies_where_it_is_written_also_after_the_draw(sign_in, coordinator, wave, area):
    browser, address = sign_in(coordinator), reverse("surveys:place_area", args=[area.pk])
    assertContains(browser.post(address, {"latitude": "60.1", "longitude": ""}), "Write both", status_code=422)
    browser.post(address, {"latitude": "60.1", "longitude": "15.1"})
    area.refresh_from_db()
    assert (area.latitude, area.longitude) == (60.1, 15.1)


# who may


@pytest.mark.parametrize("state", [WaveState.OPEN, WaveState.CLOSED])
@pytest.mark.parametrize("role", Role)
def test_who_sees_progress_and_who_single_answers(sign_in, town, wave, role, state):
    one = came(wave, "3" * 12)
    if state == WaveState.CLOSED:
        actions.close_wave(system(town), wave=wave)
    actor, address = member(town, role), reverse("surveys:submission", args=[one.pk])
    reads = role in {Role.CONTRIBUTOR, Role.COORDINATOR}
    browser = sign_in(actor)

    answer = browser.get(page(wave))
    assert (b"Answers number" in answer.content) == reads
    assertContains(answer, "How far it has come")
    assert browser.get(address).status_code == (200 if reads else 404)
    assert browser.get(page(wave, "check_rules")).status_code == 200
    if not reads:
        with pytest.raises(Refused):
            actions.accept_many(actor, wave=wave, pks=[one.pk])
    may = role == Role.COORDINATOR and state == WaveState.OPEN
    answer = browser.post(page(wave, "check_rules"), {"reach_km": "30"})
    assert answer.status_code == (302 if may else 422)
    stranger = sign_in(member(OrganisationFactory(), role))
    assert stranger.get(page(wave)).status_code == 404
    assert stranger.get(address).status_code == 404


def test_the_pages_cost_the_same_whatever_came_in(sign_in, coordinator, wave, area):
    browser, costs = sign_in(coordinator), []
    for many in (1, 2, 27):
        for number in range(many):
            one = came(wave, f"{number:05b}1234512".replace("0", "2"), area=area)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(page(wave)).status_code == 200
        with CaptureQueriesContext(connection) as single:
            assert browser.get(reverse("surveys:submission", args=[one.pk])).status_code == 200
        costs.append((len(seen), len(single)))
    assert costs[0] == costs[1] == costs[2]
