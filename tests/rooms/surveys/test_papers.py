"""Papers: typed by two people, compared, settled with the paper in hand, and only then counted."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.core.verdicts import Refused
from byalag.rooms.people.api import Actor, system
from byalag.rooms.people.enums import Role
from byalag.rooms.surveys import actions, papers, queries, rules
from byalag.rooms.surveys.enums import Channel, WaveState
from byalag.rooms.surveys.models import PaperEntry, Submission
from tests.factories import OrganisationFactory, member

from .test_answering import go
from .test_submissions import sent

pytestmark = pytest.mark.django_db
SAID = {"/data/say": "some", "/data/age": "40"}


@pytest.fixture
def colleague(town) -> Actor:
    return member(town, Role.CONTRIBUTOR)


def typed(actor, wave, form, answers=None, number="12", area=None):
    xml = sent(form, SAID if answers is None else answers)
    return actions.type_paper(actor, wave=wave, form=form, number=number, xml=xml, area=area)


def page(wave, name="papers"):
    return reverse(f"surveys:{name}", args=[wave.pk])


def test_what_two_people_type_the_same_counts_once(wave, form, coordinator, colleague):
    _entry, row = typed(coordinator, wave, form)
    assert row is None
    assert not Submission.objects.exists()
    _entry, row = typed(colleague, wave, form)
    assert (row, row.channel, row.answers) == (Submission.objects.get(), Channel.PAPER, SAID)
    assert set(PaperEntry.objects.values_list("submission", flat=True)) == {row.pk}


def test_nobody_types_a_paper_twice_and_no_third_person_types_it(town, wave, form, coordinator, colleague):
    typed(coordinator, wave, form)
    with pytest.raises(ValidationError, match="You have typed this paper"):
        typed(coordinator, wave, form)
    typed(colleague, wave, form, {"/data/say": "none"})
    with pytest.raises(ValidationError, match="Two people have typed"):
        typed(member(town, Role.CONTRIBUTOR), wave, form)
    assert not Submission.objects.exists()


def test_a_paper_is_typed_in_one_version(survey, wave, form, coordinator, colleague):
    typed(coordinator, wave, form)
    newer = actions.freeze_form(coordinator, form=actions.begin_version(coordinator, survey=survey))
    with pytest.raises(ValidationError, match="another version"):
        typed(colleague, wave, newer)


def test_differences_stand_in_words_in_the_order_of_the_form(wave, form, coordinator, colleague):
    north, south = (actions.set_area(coordinator, wave=wave, name=name) for name in ("North", "South"))
    first, _row = typed(coordinator, wave, form, area=north)
    second, _row = typed(colleague, wave, form, {"/data/say": "a_lot"}, area=south)
    found = papers.differences(first, second, "en")
    assert [(one.key, one.told) for one in found] == [
        ("area", ("North", "South")), ("/data/say", ("some", "a lot")), ("/data/age", ("40", ""))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("which", "say"), [("first", {"/data/say": "some"}), ("second", {"/data/say": "a_lot"}), ("neither", {})]
)
def test_a_paper_is_settled_by_whoever_looks_at_it(sign_in, town, wave, form, coordinator, colleague, which, say):
    north = actions.set_area(coordinator, wave=wave, name="North")
    entry, _row = typed(coordinator, wave, form, area=north)
    typed(colleague, wave, form, SAID | {"/data/say": "a_lot"}, area=north)
    browser, address = sign_in(member(town, Role.CONTRIBUTOR)), reverse("surveys:compare_paper", args=[entry.pk])

    assertContains(browser.get(address), "How much say have you?")
    assertNotContains(browser.get(address), "How old are you?")
    assert browser.post(address, {}).status_code == 422
    assertContains(browser.post(address, {"d0": which}, follow=True), "1 paper counts.")
    row = Submission.objects.get()
    assert (row.answers, row.area) == (say | {"/data/age": "40"}, north)
    assert "settled already" in str(rules.may_settle_paper(coordinator, list(PaperEntry.objects.all())).reason)


def test_what_neither_typed_cannot_be_chosen(wave, form, coordinator, colleague):
    typed(coordinator, wave, form)
    typed(colleague, wave, form, SAID | {"/data/age": "41"})
    for chosen in ({}, {"/data/age": "99"}, {"/data/say": "none", "/data/age": "41"}):
        with pytest.raises(ValidationError, match="Choose for each difference"):
            actions.settle_paper(coordinator, wave=wave, number="12", chosen=chosen)
    assert not Submission.objects.exists()


def test_one_types_on_the_pages_without_seeing_what_the_other_typed(sign_in, wave, form, coordinator, colleague):
    for actor, said in ((coordinator, "typed. Somebody else"), (colleague, "typed twice the same")):
        browser = sign_in(actor)
        answer = browser.post(page(wave), {"number": "A-7"})
        address = page(wave, "type_paper") + "?number=A-7"
        assertRedirects(answer, address)
        shown = browser.get(address)
        assertContains(shown, "You are typing paper A-7.")
        assertNotContains(shown, "checked")
        answer = go(browser, address, shown, say="some", age="40")
        assertRedirects(answer, page(wave), fetch_redirect_response=False)
        assertContains(browser.get(page(wave)), said)
    assert queries.counted(wave).get().answers == SAID


def test_what_is_required_may_be_empty_on_a_paper_and_what_cannot_be_is_told(sign_in, wave, coordinator):
    browser, address = sign_in(coordinator), page(wave, "type_paper") + "?number=7"
    answer = go(browser, address, browser.get(address), age="12")
    assert answer.status_code == 422
    go(browser, address, browser.get(address), age="40")
    assert PaperEntry.objects.get().answers == {"/data/age": "40"}


@pytest.mark.parametrize("number", ["", "Anna Ek", "1" * 41, "<b>"])
def test_a_paper_has_a_number_and_no_name(sign_in, wave, coordinator, number):
    browser = sign_in(coordinator)
    assert browser.post(page(wave), {"number": number}).status_code == 422
    assertRedirects(browser.get(page(wave, "type_paper"), {"number": number}), page(wave))


def test_what_one_typed_is_taken_back_and_typed_anew(sign_in, wave, form, coordinator, colleague):
    entry, _row = typed(coordinator, wave, form)
    address = reverse("surveys:drop_paper", args=[entry.pk])
    assertContains(sign_in(colleague).post(address, follow=True), "taken back by whoever typed it")
    assertContains(sign_in(coordinator).post(address, follow=True), "You can type the paper anew.")
    typed(coordinator, wave, form)
    typed(colleague, wave, form)
    assert not rules.may_drop_paper(coordinator, PaperEntry.objects.filter(typist=coordinator.user_id).get())


@pytest.mark.parametrize("state", WaveState)
@pytest.mark.parametrize("role", Role)
def test_who_types_and_settles_papers_and_until_when(sign_in, town, survey, form, role, state):
    keeper = system(town)
    wave = actions.open_wave(keeper, wave=actions.plan_wave(keeper, survey=survey, name="2026", form=form))
    typed(member(town, Role.COORDINATOR), wave, form)
    entry, _row = typed(member(town, Role.COORDINATOR), wave, form, {"/data/say": "none"})
    once, _row = typed(member(town, Role.COORDINATOR), wave, form, number="13")
    if state == WaveState.CLOSED:
        wave = actions.close_wave(keeper, wave=wave)
    elif state == WaveState.PLANNED:
        type(wave).objects.filter(pk=wave.pk).update(state=state)
    actor = member(town, role)
    wave.refresh_from_db()
    reads = role in {Role.CONTRIBUTOR, Role.COORDINATOR}
    may = reads and state == WaveState.OPEN
    both = list(PaperEntry.objects.filter(number="12").select_related("wave__survey"))

    assert bool(rules.may_type_paper(actor, wave)) == may
    assert bool(rules.may_settle_paper(actor, both)) == may
    once.refresh_from_db()
    assert not rules.may_settle_paper(actor, [once])
    assert not rules.may_drop_paper(actor, once)
    assert queries.papers_visible_to(actor).exists() == reads
    if not may:
        with pytest.raises(Refused):
            typed(actor, wave, form, number="14")
    browser = sign_in(actor)
    assert browser.get(page(wave)).status_code == 200
    assert browser.get(reverse("surveys:compare_paper", args=[entry.pk])).status_code == (200 if reads else 404)
    other = sign_in(member(OrganisationFactory(), role))
    assert other.get(page(wave)).status_code == 404
    assert other.get(reverse("surveys:compare_paper", args=[entry.pk])).status_code == 404
    assert not rules.may_type_paper(Actor("link", link_id=1), wave)


def test_the_page_costs_the_same_however_many_papers_there_are(sign_in, wave, form, coordinator, colleague):
    browser, costs, number = sign_in(coordinator), [], 0
    for many in (1, 2, 27):
        for _turn in range(many):
            number += 1
            typed(coordinator, wave, form, number=f"a{number}")
            typed(coordinator, wave, form, number=f"b{number}")
            typed(colleague, wave, form, {"/data/say": "none"}, number=f"b{number}")
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(page(wave)).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]
