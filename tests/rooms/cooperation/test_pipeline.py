"""The way of a cooperation: its steps, the decisions behind them, contacts, and what falls silent."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import registries
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, kinds, queries
from byalag.rooms.cooperation.enums import CooperationKind, CooperationState
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.work.enums import ActivityStatus
from tests.factories import ActivityFactory, CooperationFactory, DecisionFactory, PartyFactory, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def decision(town, on):
    return DecisionFactory(organisation=town, decided_on=on)


# --- Steps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CooperationKind)
def test_a_step_is_taken_where_the_kind_has_it_and_refused_elsewhere(town, coordinator, kind):
    council = decision(town, date(2024, 5, 1))
    for before, after in product(CooperationState, CooperationState):
        row = CooperationFactory(organisation=town, kind=kind, state=before)
        follows = after in kinds.KINDS[kind].next_of(before)
        refused = (
            nullcontext()
            if follows
            else pytest.raises((ValidationError, Refused), match=r"does not follow|Nothing follows")
        )
        with refused:
            actions.move_cooperation(
                coordinator, cooperation=row, to=after, on=date(2024, 5, 2), reason="Så blev det.", decision=council
            )
        row.refresh_from_db()
        assert row.state == (after if follows else before)


@pytest.mark.parametrize("kind", CooperationKind)
def test_every_kind_gets_from_an_idea_to_the_end(kind):
    reached, new = set(), {CooperationState.IDEA}
    while new:
        reached |= new
        new = {after for state in new for after in kinds.KINDS[kind].next_of(state)} - reached

    assert {CooperationState.ACTIVE, CooperationState.DORMANT, CooperationState.ENDED} <= reached


def test_a_twin_town_is_taken_and_ended_by_decisions(town, coordinator):
    row = CooperationFactory(organisation=town, kind="twin_town", state="exploring")
    with pytest.raises(ValidationError, match="rests on a decision"):
        actions.move_cooperation(coordinator, cooperation=row, to="decided", on=date(2024, 5, 2))

    actions.move_cooperation(
        coordinator, cooperation=row, to="decided", on=date(2024, 5, 2), decision=decision(town, date(2024, 5, 2))
    )
    assert [str(step.after) for step in queries.steps_of(row)] == ["decided"]


def test_what_never_began_is_dropped_without_a_decision(town, coordinator):
    row = CooperationFactory(organisation=town, kind="twin_town", state="enquiry_sent")
    with pytest.raises(ValidationError, match="Write why it ends"):
        actions.move_cooperation(coordinator, cooperation=row, to="ended", on=date(2024, 5, 2))

    actions.move_cooperation(coordinator, cooperation=row, to="ended", on=date(2024, 5, 2), reason="Inget svar.")
    row.refresh_from_db()
    assert (row.state, row.ends) == ("ended", date(2024, 5, 2))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2024, 4, 30), "cannot be earlier"),
        (TODAY() + timedelta(1), "has not come yet"),
    ],
)
def test_no_step_before_its_decision_nor_in_time_to_come(town, coordinator, on, words):
    row = CooperationFactory(organisation=town, kind="twin_town", state="exploring")

    with pytest.raises(ValidationError, match=words):
        actions.move_cooperation(
            coordinator, cooperation=row, to="decided", on=on, decision=decision(town, date(2024, 5, 1))
        )


def test_no_step_before_the_one_before(town, coordinator):
    row = CooperationFactory(organisation=town, kind="project", state="idea")
    actions.move_cooperation(coordinator, cooperation=row, to="exploring", on=date(2024, 5, 2))

    with pytest.raises(ValidationError, match="The step before was on 2 May 2024"):
        actions.move_cooperation(coordinator, cooperation=row, to="decided", on=date(2024, 5, 1))


def test_what_is_taken_up_again_is_open_and_active_anew(town, coordinator):
    row = CooperationFactory(organisation=town, kind="project", state="active", ends=date(2023, 12, 31))
    actions.move_cooperation(coordinator, cooperation=row, to="ended", on=date(2024, 1, 1), reason="Pengarna tog slut.")
    actions.move_cooperation(coordinator, cooperation=row, to="exploring", on=date(2024, 6, 1))
    row.refresh_from_db()

    assert (row.state, row.ends) == ("exploring", None)


# --- What falls silent ------------------------------------------------------------------------------------------------


def state_of(row) -> str:
    row.refresh_from_db()
    return row.state


def test_what_is_silent_for_years_is_dormant_and_wakes_with_the_next_activity(town):
    row = CooperationFactory(organisation=town, kind="twin_town", state="active", starts=date(2010, 1, 1))
    ActivityFactory(
        organisation=town, cooperation=row, starts=date(2021, 6, 1), status=ActivityStatus.DONE, result="Gjort."
    )

    assert actions.find_dormant(date(2024, 6, 1)) == 0  # three years to the day are not over
    assert actions.find_dormant(date(2024, 6, 2)) == 1
    assert state_of(row) == "dormant"
    assert actions.find_dormant(date(2024, 6, 3)) == 0  # once is enough

    ActivityFactory(
        organisation=town, cooperation=row, starts=date(2024, 6, 3), status=ActivityStatus.DONE, result="Gjort."
    )
    assert actions.find_dormant(date(2024, 6, 4)) == 1
    assert state_of(row) == "active"
    assert [step.found_by_itself for step in queries.steps_of(row)] == [True, True]


def test_what_was_called_off_or_is_to_come_is_no_sign_of_life(town):
    row = CooperationFactory(organisation=town, state="active", starts=date(2010, 1, 1))
    ActivityFactory(organisation=town, cooperation=row, starts=date(2024, 1, 1), status=ActivityStatus.CANCELLED)
    ActivityFactory(organisation=town, cooperation=row, starts=TODAY() + timedelta(30))

    assert queries.last_signs([row.pk]) == {row.pk: date(2010, 1, 1)}


def test_a_contact_is_a_sign_of_life(town, coordinator):
    row = CooperationFactory(organisation=town, state="active", starts=date(2010, 1, 1))
    actions.note_contact(coordinator, cooperation=row, on=date(2024, 3, 1), told="De hälsar.")

    assert queries.last_signs([row.pk]) == {row.pk: date(2024, 3, 1)}


def test_of_what_nothing_is_known_no_silence_is_told(town):
    row = CooperationFactory(organisation=town, state="active")

    actions.find_dormant(date(2030, 1, 1))
    assert state_of(row) == "active"


def test_each_organisation_has_its_own_number_of_years(town, coordinator):
    actions.set_cooperation_rules(coordinator, organisation=town, quiet_years=10)
    ours = CooperationFactory(organisation=town, state="active", starts=date(2015, 1, 1))
    theirs = CooperationFactory(state="active", starts=date(2015, 1, 1))

    actions.find_dormant(date(2020, 1, 1))
    assert (state_of(ours), state_of(theirs)) == ("active", "dormant")


def test_leap_day():
    assert queries.years_before(date(2024, 2, 29), 3) == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("then", "today", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 29), 0),
        (date(2024, 1, 29), date(2025, 3, 29), 14),
        (TODAY(), date(2020, 1, 1), 0),
    ],
)
def test_months_of_silence(then, today, months):
    assert queries.months_since(then, today) == months


@pytest.mark.parametrize("count", [1, 3, 30])
def test_silence_is_found_in_a_fixed_number_of_queries(town, django_assert_num_queries, count):
    for _ in range(count):
        CooperationFactory(organisation=town, state="active", starts=timezone.localdate())
    with django_assert_num_queries(2 + len(list(registries.signs_of_life))):
        assert actions.find_dormant() == 0


# --- Contacts ---------------------------------------------------------------------------------------------------------


def test_what_is_noted_is_read_by_those_who_noted_it(town, partner, sign_in, coordinator):
    row = CooperationFactory(organisation=town, visibility=Visibility.PUBLIC)
    PartyFactory(cooperation=row, organisation=partner)
    actions.note_contact(
        coordinator, cooperation=row, on=date(2024, 3, 1), told="De tvekar om pengarna.", whom="Sekreterare",
        next_step="Ring efter mötet", next_on=TODAY() - timedelta(1),
    )  # fmt: skip
    page = reverse("cooperation:cooperation", args=[row.pk])

    assertContains(sign_in(coordinator).get(page), "De tvekar om pengarna.")
    assertContains(sign_in(coordinator).get(reverse("cooperation:list")), "Ring efter mötet")
    assertContains(sign_in(coordinator).get(reverse("web:today")), "Ring efter mötet")
    for reader in (member(partner, *Role), member(CooperationFactory().organisation, *Role)):
        for address in (page, reverse("cooperation:list"), reverse("web:today")):
            answer = sign_in(reader).get(address)
            assertNotContains(answer, "De tvekar")
            assertNotContains(answer, "Ring efter")
    contact = row.contacts.get()
    for name in ("change_contact", "step_done", "remove_contact"):
        assert (
            sign_in(member(partner, *Role)).get(reverse(f"cooperation:{name}", args=[row.pk, contact.pk])).status_code
            == 404
        )


def test_the_log_tells_that_a_note_was_changed_and_not_what_it_says(town, coordinator):
    from byalag.core.models import LogEntry

    row = CooperationFactory(organisation=town)
    contact = actions.note_contact(coordinator, cooperation=row, on=date(2024, 3, 1), told="Hemligt ord")
    actions.change_contact(coordinator, contact=contact, expected=contact.version, told="Annat ord")

    assert not any("ord" in str(entry.data) for entry in LogEntry.objects.all())


def test_a_step_is_done_and_a_note_taken_away_on_pages(town, coordinator, sign_in):
    row = CooperationFactory(organisation=town)
    browser = sign_in(coordinator)
    note = reverse("cooperation:note_contact", args=[row.pk])
    typed = {"on": "2024-03-01", "way": "letter", "told": "Brev kom.", "next_on": "2024-04-01"}
    assertContains(browser.post(note, typed), "Write what is to be done by that day.", status_code=422)
    browser.post(note, typed | {"next_step": "Svara"})
    contact = row.contacts.get()

    browser.post(
        reverse("cooperation:step_done", args=[row.pk, contact.pk]),
        {"done_on": "2024-03-20", "version": contact.version},
    )
    contact.refresh_from_db()
    assert contact.done_on == date(2024, 3, 20)
    assert not queries.next_steps(coordinator).exists()

    browser.post(reverse("cooperation:remove_contact", args=[row.pk, contact.pk]))
    assert not row.contacts.exists()


def test_two_people_at_the_same_note_both_see_the_other_text(town, coordinator, sign_in):
    row = CooperationFactory(organisation=town)
    contact = actions.note_contact(coordinator, cooperation=row, on=date(2024, 3, 1), told="Första")
    address = reverse("cooperation:change_contact", args=[row.pk, contact.pk])
    typed = {"on": "2024-03-01", "way": "letter", "told": "Min text", "version": contact.version}
    actions.change_contact(coordinator, contact=contact, expected=contact.version, told="Deras text")

    answer = sign_in(coordinator).post(address, typed)
    assertContains(answer, "Min text", status_code=409)
    assertContains(answer, "Deras text", status_code=409)


def test_the_list_follows_its_state_and_says_when_it_was_last_heard_of(town, sign_in):
    CooperationFactory(organisation=town, name="Levande", state="active", starts=date(2024, 3, 1))
    CooperationFactory(organisation=town, name="Sovande", state="dormant")
    page = sign_in(member(town, Role.READER)).get(reverse("cooperation:list"), {"state": "active"})

    assertContains(page, "Levande")
    assertContains(page, "last sign of life")
    assertNotContains(page, "Sovande")


def test_rules_are_set_on_a_page(town, sign_in, coordinator):
    browser = sign_in(coordinator)
    assertContains(browser.post(reverse("cooperation:rules"), {"quiet_years": "0"}), "1", status_code=422)
    browser.post(reverse("cooperation:rules"), {"quiet_years": "5"})

    assert queries.rules_of(town.pk).quiet_years == 5
