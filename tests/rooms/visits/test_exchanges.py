"""Exchanges of pupils: what is best for them first, what stands about a child for its leaders only, and gone after the trip."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import links, registries
from byalag.core.models import LogEntry
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import Actor, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.visits import actions, queries, rules
from byalag.rooms.visits.actions.exchanges import GUARDIAN
from byalag.rooms.visits.models import Exchange, GuardianConsent, Leader, Pupil
from byalag.rooms.work.models import Activity
from byalag.rooms.work.queries import rules_of
from byalag.rooms.work.rules import may_start_activity
from tests.duties import due
from tests.factories import DecisionFactory, OrganisationFactory, member

from .conftest import SOON, TODAY

pytestmark = pytest.mark.django_db
NEEDED = ["travel", "care", "data"]
SECRETS = {
    "name": "Xaveria Qvistgård",
    "guardian": "Farmodern på tisdagar",
    "emergency": "ring 0700-112233",
    "health": "Tål inte jordnötter",
    "host_family": "Familjen vid torget",
}


@pytest.fixture
def pupil(leader, trip):
    row = actions.add_pupil(leader, exchange=trip)
    return actions.write_pupil(leader, pupil=row, expected=row.version, **SECRETS)


def assessed(coordinator, trip, conclusion="yes", **also):
    return actions.assess(
        coordinator, exchange=trip, expected=None, interests="Friends abroad", heard="The class council wants it",
        assessed_by="Head of the school", assessed_on=TODAY, conclusion=conclusion, **also,
    )  # fmt: skip


def decided(town, coordinator, trip):
    decision = DecisionFactory(organisation=town, decided_on=TODAY)
    return actions.decide_exchange(coordinator, exchange=assessed(coordinator, trip), decision=decision)


# --- The good of the children first --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"interests": ""}, "interests"),
        ({"heard": " "}, "heard"),
        ({"assessed_by": ""}, "assessed_by"),
        ({"conclusion": "conditions"}, "conditions"),
        ({"assessed_on": TODAY + timedelta(days=1)}, "assessed_on"),
    ],
)
def test_an_assessment_that_concludes_gives_its_reasons(coordinator, trip, fields, names):
    full = {"interests": "x", "heard": "x", "assessed_by": "x", "conclusion": "yes", "assessed_on": TODAY}
    with pytest.raises(ValidationError) as fault:
        actions.assess(coordinator, exchange=trip, expected=None, **(full | fields))
    assert names in fault.value.message_dict


def test_it_is_decided_after_the_assessment_and_not_against_it(town, coordinator, trip):
    older = DecisionFactory(organisation=town, decided_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="Assess what is best"):
        actions.decide_exchange(coordinator, exchange=trip, decision=older)
    assessed(coordinator, trip, "no")
    trip.refresh_from_db()
    with pytest.raises(Refused, match="not for the good"):
        actions.decide_exchange(coordinator, exchange=trip, decision=older)
    assessed(coordinator, trip, "conditions", conditions="Two leaders more")
    with pytest.raises(ValidationError, match="older than the assessment"):
        actions.decide_exchange(coordinator, exchange=trip, decision=older)

    actions.decide_exchange(coordinator, exchange=trip, decision=DecisionFactory(organisation=town, decided_on=TODAY))
    trip.refresh_from_db()
    with pytest.raises(Refused, match="decided already"):
        assessed(coordinator, trip, "no")


def test_the_trip_begins_only_when_nothing_is_missing(town, coordinator, trip, client):
    activity = trip.visit.activity

    def why() -> str:
        activity.refresh_from_db()
        verdict = may_start_activity(coordinator, activity, rules_of(town.pk))
        return "" if verdict else str(verdict.reason)

    assert "name the decision" in why()
    told = [str(duty.missing) for duty in due(coordinator, "visits")]
    assert told == ["The decision that the children travel is missing."]
    decided(town, coordinator, trip)
    assert "Name those who lead" in why()
    lead = member(town, Role.CONTRIBUTOR)
    actions.name_leader(coordinator, exchange=trip, user_id=lead.user_id, post="Teacher")
    child = actions.add_pupil(lead, exchange=trip)
    assert "consent is missing" in why()
    actions.note_guardian_consent(lead, pupil=child, to=["travel", "care"], given_on=TODAY)
    assert "consent is missing" in why()
    actions.note_guardian_consent(lead, pupil=child, to=NEEDED, given_on=TODAY)
    assert why() == ""
    assert not list(due(coordinator, "visits"))
    actions.withdraw_guardian_consent(lead, pupil=child, to="care")
    assert "consent is missing" in why()


# --- Who reads of a child ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("role", Role)
def test_only_those_who_lead_the_trip_read_of_a_child(town, partner, trip, role, named):
    actor, theirs = member(town, role), member(partner, role)
    for row in (actor, theirs):
        if named:
            Leader.objects.create(exchange=trip, user_id=row.user_id, post="Teacher")

    assert bool(rules.may_lead(actor, trip)) == named
    assert bool(rules.may_see_exchange(actor, trip)) == (named or role == Role.COORDINATOR)
    assert bool(rules.may_name_leaders(actor, trip)) == (role == Role.COORDINATOR)
    assert bool(rules.may_assess(actor, trip)) == (role == Role.COORDINATOR)
    for rule in (rules.may_lead, rules.may_see_exchange, rules.may_name_leaders, rules.may_assess):
        assert not rule(theirs, trip)  # a leader's name in another organisation opens nothing
    assert not rules.may_lead(system(town), trip)


def pages_of(trip, pupil):
    visit = trip.visit_id
    return [
        reverse("visits:pupil", args=[visit, pupil.pk]),
        reverse("visits:paper_consent", args=[visit, pupil.pk]),
        reverse("visits:remove_pupil", args=[visit, pupil.pk]),
        reverse("visits:add_pupil", args=[visit]),
    ]


@pytest.mark.parametrize("roles", [[Role.COORDINATOR, Role.ADMINISTRATOR], [Role.CONTRIBUTOR], [Role.CONTROLLER]])
def test_for_all_others_the_pages_of_a_child_do_not_exist(sign_in, town, trip, pupil, roles):
    browser = sign_in(member(town, *roles))

    for page in pages_of(trip, pupil):
        assert browser.get(page).status_code == 404
    assert browser.post(reverse("visits:guardian_link", args=[trip.visit_id, pupil.pk])).status_code == 404
    assert browser.post(reverse("visits:take_back", args=[trip.visit_id, pupil.pk]), {"to": "care"}).status_code == 404


def test_the_coordinator_sees_numbers_and_what_is_missing_but_no_child(sign_in, coordinator, trip, pupil):
    answer = sign_in(coordinator).get(reverse("visits:exchange", args=[trip.visit_id]))

    assertContains(answer, "Child 1")
    assertContains(answer, "That the child travels along")
    for secret in SECRETS.values():
        assertNotContains(answer, secret)


def test_the_leaders_read_and_write_it(sign_in, leader, trip, pupil):
    browser = sign_in(leader)
    for secret in ("name", "health", "host_family"):
        assertContains(browser.get(reverse("visits:pupil", args=[trip.visit_id, pupil.pk])), SECRETS[secret])
    assertContains(browser.get(reverse("visits:exchange", args=[trip.visit_id])), SECRETS["name"])
    with pytest.raises(Conflict):
        actions.write_pupil(leader, pupil=pupil, expected=1, health="x")


def test_it_stands_in_no_log_search_history_or_export(town, coordinator, trip, pupil, leader, sign_in):
    actions.note_guardian_consent(leader, pupil=pupil, to=NEEDED, given_on=TODAY)
    actions.remove_pupil(leader, pupil=pupil)
    log = json.dumps(list(LogEntry.objects.values()), default=str, ensure_ascii=False)
    for secret in SECRETS.values():
        assert secret not in log
    for model in apps.get_app_config("visits").get_models():
        assert not [kind for kind in registries.searchables if kind.model_label == model._meta.label_lower]
        assert not [kind for kind in registries.tables if kind.key.startswith("visits.")]
    browser = sign_in(member(town, Role.COORDINATOR, Role.ADMINISTRATOR))
    activity = trip.visit.activity_id
    history = browser.get(reverse("web:history", args=["work.activity", activity]))
    assertContains(history, "Wrote what the leaders have to know about a child")
    for secret in SECRETS.values():
        assertNotContains(history, secret)
        assertContains(browser.get(reverse("web:search"), {"q": secret}), "Nothing")


def test_a_leader_signs_in_for_the_organisation_and_can_be_taken_away(town, coordinator, trip, leader, pupil):
    stranger = member(OrganisationFactory(), Role.CONTRIBUTOR)
    with pytest.raises(ValidationError, match="signs in for your organisation"):
        actions.name_leader(coordinator, exchange=trip, user_id=stranger.user_id, post="x")
    actions.remove_leader(coordinator, leader=Leader.objects.get())
    with pytest.raises(Refused):
        actions.write_pupil(leader, pupil=pupil, expected=None, health="x")


# --- Guardians -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def token(leader, pupil):
    return actions.give_guardian_link(leader, pupil=pupil)


def test_a_guardian_answers_without_an_account_and_takes_it_back(client, pupil, token):
    page = reverse("visits:guardian", args=[token])
    answer = client.get(page)
    assertContains(answer, "Kulturveckan")
    assert not GuardianConsent.objects.exists()  # looking changes nothing
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    pupil.refresh_from_db()

    fields = {"name": "Barnet", "emergency": "0701", "health": "", "guardian": "", "version": pupil.version}
    assertContains(client.post(page, fields | {"consents": [*NEEDED, "photo"]}), "Thank you")
    pupil.refresh_from_db()
    assert (pupil.name, pupil.emergency, queries.agreed_to(pupil)) == ("Barnet", "0701", {*NEEDED, "photo"})

    client.post(page, fields | {"version": pupil.version, "consents": NEEDED})
    assert queries.agreed_to(pupil) == set(NEEDED)
    assert GuardianConsent.objects.get(to="photo").withdrawn_on == TODAY
    stale = client.post(page, fields | {"consents": []})
    assertContains(stale, "Look at it again", status_code=409)
    assert queries.agreed_to(pupil) == set(NEEDED)


def test_a_guardian_sees_nothing_of_other_children_or_of_the_host_family(client, leader, trip, pupil, token):
    actions.add_pupil(leader, exchange=trip, name="Ett annat barn")
    answer = client.get(reverse("visits:guardian", args=[token]))

    assertNotContains(answer, "Ett annat barn")
    assertNotContains(answer, SECRETS["host_family"])


def test_a_link_is_closed_by_a_new_one_and_after_the_trip(client, coordinator, leader, trip, pupil, token):
    newer = actions.give_guardian_link(leader, pupil=pupil)
    assert client.get(reverse("visits:guardian", args=[token])).status_code == 404
    assert client.get(reverse("visits:guardian", args=[newer])).status_code == 200
    assert links.find(newer, GUARDIAN).expires_at.date() <= SOON + timedelta(days=4)
    Activity.objects.filter(pk=trip.visit.activity_id).update(status="done", result="x")
    actions.forget_pupils(coordinator, exchange=Exchange.objects.get())
    assert client.get(reverse("visits:guardian", args=[newer])).status_code == 404


def test_nobody_else_answers_for_a_guardian(coordinator, leader, pupil):
    for actor in (coordinator, leader, system(coordinator.organisation), Actor("public")):
        with pytest.raises(Refused):
            actions.answer_as_guardian(actor, pupil=pupil, consents=NEEDED)


# --- After the trip ------------------------------------------------------------------------------------------------------


def over(trip, days: int, **fields):
    day = TODAY - timedelta(days=days)
    Activity.objects.filter(pk=trip.visit.activity_id).update(starts=day, ends=day, **fields)


@pytest.mark.parametrize(
    ("days", "fields", "gone"),
    [(14, {}, False), (15, {}, True), (-20, {}, False), (-20, {"status": "cancelled"}, True)],
)
def test_what_stands_about_a_child_is_deleted_by_itself(trip, pupil, days, fields, gone):
    over(trip, days, **fields)

    assert actions.forget_pupils_of_old() == gone
    pupil.refresh_from_db()
    assert {name: getattr(pupil, name) for name in SECRETS} == (dict.fromkeys(SECRETS, "") if gone else SECRETS)
    assert Pupil.objects.count() == 1  # the number of children stays
    assert actions.forget_pupils_of_old() == 0


def test_it_is_deleted_before_when_the_trip_is_over_and_not_sooner(sign_in, coordinator, leader, trip, pupil):
    with pytest.raises(Refused, match="not over"):
        actions.forget_pupils(coordinator, exchange=trip)
    over(trip, 1)
    browser = sign_in(coordinator)
    browser.post(reverse("visits:forget", args=[trip.visit_id]))

    pupil.refresh_from_db()
    assert pupil.health == ""
    page = browser.get(reverse("visits:exchange", args=[trip.visit_id]))
    assertContains(page, "Their number stays")
    with pytest.raises(Refused):
        actions.write_pupil(leader, pupil=pupil, expected=None, health="x")
    with pytest.raises(Refused):
        actions.add_pupil(leader, exchange=Exchange.objects.get())


def test_partners_see_no_children_at_all(sign_in, partner, trip, pupil):
    Activity.objects.filter(pk=trip.visit.activity_id).update(visibility=Visibility.CIRCLE)
    browser = sign_in(member(partner, Role.COORDINATOR))
    visit = browser.get(reverse("visits:visit", args=[trip.visit_id]))
    assert visit.status_code == 200
    assertNotContains(visit, reverse("visits:exchange", args=[trip.visit_id]))
    assert browser.get(reverse("visits:exchange", args=[trip.visit_id])).status_code == 404


def test_paper_of_a_day_to_come_is_not_noted(leader, pupil):
    with pytest.raises(ValidationError, match="has not come yet"):
        actions.note_guardian_consent(leader, pupil=pupil, to=["travel"], given_on=date(2999, 1, 1))


def test_many_children_cost_the_page_no_more_queries(sign_in, leader, trip, pupil, queries):
    browser = sign_in(leader)
    page = reverse("visits:exchange", args=[trip.visit_id])
    browser.get(page)
    with queries() as few:
        browser.get(page)
    for _child in range(6):
        actions.add_pupil(leader, exchange=trip)
    with queries() as many:
        browser.get(page)
    assert len(many) == len(few)
