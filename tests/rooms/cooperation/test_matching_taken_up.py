"""The cooperations that are made of the pairs of a matching: all or none, and taken back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, matching_rules
from byalag.rooms.cooperation.models import Cooperation
from byalag.rooms.people.api import Organisation
from tests.factories import OrganisationFactory
from tests.rooms.cooperation.matchings import told, work_out

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_pairs_become_partnerships_inside_the_network_and_can_be_taken_back(sign_in, coordinator, matching, network):
    known = OrganisationFactory(name="Falun", country="SE")
    matching.participants.filter(name="Falun").update(organisation=known)
    run, browser = work_out(matching), sign_in(coordinator)
    page = reverse("cooperation:take_up_run", args=[run.pk])
    assertContains(browser.get(page), "New in the book")
    keys = [row.key for row in told(run).pairs][:2]
    assertContains(
        browser.post(page, {"pairs": [], "state": "idea", "version": run.version}), "required", status_code=422
    )
    answer = browser.post(page, {"pairs": keys, "state": "exploring", "version": run.version}, follow=True)

    assertContains(answer, "2 cooperations were made.")
    made = Cooperation.objects.filter(inside=network)
    assert {(row.kind, row.state) for row in made} == {("partnership", "exploring")}
    assert {row.name for row in made} == {"Falun–Kolomyia", "Höör–Kopychyntsi"}
    assert {party.organisation for party in made.get(name="Falun–Kolomyia").parties.all()} >= {known}
    assert Organisation.objects.get(name="Kolomyia").country == "UA"
    with pytest.raises(Refused):
        actions.take_up_run(coordinator, run=run, pairs=[tuple(keys[0].split(":"))])

    browser.post(reverse("cooperation:undo_take_up", args=[run.pk]))
    assert not Cooperation.objects.filter(inside=network, trashed_at=None).exists()
    run.refresh_from_db()
    assert matching_rules.may_take_up_run(coordinator, run)


def test_it_is_all_or_nothing(coordinator, matching, network):
    run = work_out(matching)
    keys = [tuple(row.key.split(":")) for row in told(run).pairs]
    made = actions.take_up_run(coordinator, run=run, pairs=keys[:1])
    again = work_out(matching)
    with pytest.raises(ValidationError, match="in a partnership already: “Falun–Kolomyia”"):
        actions.take_up_run(coordinator, run=again, pairs=keys)
    assert Cooperation.objects.filter(inside=network).count() == 1
    with pytest.raises(ValidationError, match="at least one of the pairs"):
        actions.take_up_run(coordinator, run=again, pairs=[*keys[1:], ("p0", "p1")])
    actions.note_contact(coordinator, cooperation=made[0], on=TODAY, told="Hello")
    actions.change_cooperation(coordinator, cooperation=made[0], expected=None, about="Worked on")
    with pytest.raises(ValidationError, match="worked on these since: “Falun–Kolomyia”"):
        actions.undo_take_up(coordinator, run=run)
    assert not Cooperation.objects.filter(trashed_at__isnull=False).exists()


def test_a_matching_that_something_was_made_of_stays(coordinator, matching):
    run = work_out(matching)
    assert matching_rules.may_trash_matching(coordinator, matching)
    actions.take_up_run(coordinator, run=run, pairs=[tuple(told(run).pairs[0].key.split(":"))])
    assert not matching_rules.may_trash_matching(coordinator, matching)


def test_those_that_are_paired_already_are_not_chosen(sign_in, coordinator, matching):
    run = work_out(matching)
    actions.take_up_run(coordinator, run=run, pairs=[tuple(told(run).pairs[0].key.split(":"))])
    for row in matching.participants.all():
        row.organisation = Organisation.objects.filter(name=row.name).first()
        row.save()
    again = work_out(matching)
    page = sign_in(coordinator).get(reverse("cooperation:take_up_run", args=[again.pk]))
    assertContains(page, "in a partnership already, and are not chosen")
    assert len(page.context["form"].initial["pairs"]) == 2
