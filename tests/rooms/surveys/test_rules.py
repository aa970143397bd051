"""Every role × every state, both answers."""

from __future__ import annotations

import pytest

from byalag.rooms.people.api import Actor, system
from byalag.rooms.people.enums import Role
from byalag.rooms.surveys import actions, queries, rules
from byalag.rooms.surveys.enums import DoorKind, WaveState
from tests.factories import OrganisationFactory, member

from .conftest import asked
from .test_submissions import sent

pytestmark = pytest.mark.django_db
COORDINATORS, READERS_OF_ANSWERS = {Role.COORDINATOR}, {Role.CONTRIBUTOR, Role.COORDINATOR}


@pytest.mark.parametrize("role", Role)
def test_who_keeps_surveys(town, survey, role):
    actor, other = member(town, role), member(OrganisationFactory(), role)

    assert bool(rules.may_open_survey(actor, town.pk)) == (role in COORDINATORS)
    assert bool(rules.may_edit_survey(actor, survey)) == (role in COORDINATORS)
    assert bool(rules.may_trash_survey(actor, survey)) == (role in COORDINATORS)
    assert bool(rules.may_publish_survey(actor, survey)) == (role in COORDINATORS)
    assert bool(rules.may_write_finding(actor, survey)) == (role in COORDINATORS)
    assert bool(rules.may_restore_survey(actor, survey)) == (role in {Role.COORDINATOR, Role.ADMINISTRATOR})
    assert bool(rules.may_read_answers(actor, survey)) == (role in READERS_OF_ANSWERS)
    for rule in (rules.may_edit_survey, rules.may_trash_survey, rules.may_restore_survey, rules.may_read_answers):
        assert not rule(other, survey)
        assert str(rule(other, survey).reason)


@pytest.mark.parametrize("trashed", [True, False])
def test_what_lies_in_the_trash_is_not_changed(town, survey, coordinator, trashed):
    if trashed:
        survey = actions.trash_survey(coordinator, survey=survey)
    assert bool(rules.may_edit_survey(coordinator, survey)) != trashed


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("role", Role)
def test_who_writes_a_version_and_until_when(town, draft, role, frozen):
    actor = member(town, role)
    assert not rules.may_freeze_form(actor, draft)  # nothing is asked yet
    draft = actions.write_form(system(town), form=draft, questionnaire=asked(draft.value), expected=None)
    if frozen:
        draft = actions.freeze_form(system(town), form=draft)

    assert bool(rules.may_write_form(actor, draft)) == (role in COORDINATORS and not frozen)
    assert bool(rules.may_freeze_form(actor, draft)) == (role in COORDINATORS and not frozen)


@pytest.mark.parametrize("state", WaveState)
@pytest.mark.parametrize("role", Role)
def test_who_leads_a_wave_through_its_states(town, survey, form, role, state):
    wave = actions.plan_wave(system(town), survey=survey, name="2026", form=form)
    if state != WaveState.PLANNED:
        wave = actions.open_wave(system(town), wave=wave)
    if state == WaveState.CLOSED:
        wave = actions.close_wave(system(town), wave=wave)
    actor, keeps = member(town, role), role in COORDINATORS

    assert bool(rules.may_edit_wave(actor, wave)) == (keeps and state != WaveState.CLOSED)
    assert bool(rules.may_open_wave(actor, wave)) == (keeps and state != WaveState.OPEN)
    assert bool(rules.may_close_wave(actor, wave)) == (keeps and state == WaveState.OPEN)
    assert bool(rules.may_open_door(actor, wave)) == (keeps and state != WaveState.CLOSED)
    assert bool(rules.may_draw(actor, wave)) == (keeps and state != WaveState.CLOSED)
    assert bool(rules.may_answer(actor, wave)) == (role in READERS_OF_ANSWERS and state == WaveState.OPEN)


def test_a_wave_without_a_frozen_form_takes_no_answers(town, survey, draft, coordinator):
    wave = actions.plan_wave(coordinator, survey=survey, name="2026", form=draft)
    assert not rules.may_open_wave(coordinator, wave)


@pytest.mark.parametrize("closed", [True, False])
def test_whoever_holds_a_door_answers_through_it_and_through_no_other(town, wave, coordinator, closed):
    door, _token = actions.open_door(coordinator, wave=wave, kind=DoorKind.OPEN, name="Notice board")
    if closed:
        door = actions.close_door(coordinator, door=door)
    holder = Actor("link", link_id=1)
    elsewhere = actions.plan_wave(coordinator, survey=wave.survey, name="2027", form=wave.form)
    elsewhere = actions.open_wave(coordinator, wave=elsewhere)

    assert bool(rules.may_answer(holder, wave, door)) != closed
    assert not rules.may_answer(holder, elsewhere, door)
    assert not rules.may_answer(holder, wave)
    assert not rules.may_answer(Actor("public"), wave, door)
    assert bool(rules.may_close_door(coordinator, door)) != closed


def test_after_the_first_answer_nothing_is_drawn_and_nothing_thrown_away(town, wave, form, coordinator):
    actions.take_in(coordinator, wave=wave, form=form, xml=sent(form, {"/data/say": "some"}))
    assert not rules.may_draw(coordinator, wave)
    assert not rules.may_trash_survey(coordinator, wave.survey)


@pytest.mark.parametrize("role", Role)
def test_who_reads_and_settles_single_answers(town, wave, form, role):
    actor = member(town, role)
    row, _new = actions.take_in(system(town), wave=wave, form=form, xml=sent(form, {"/data/say": "some"}))
    reads = role in READERS_OF_ANSWERS

    assert queries.submissions_visible_to(actor).exists() == reads
    assert bool(rules.may_settle(actor, row)) == reads
    assert bool(rules.may_leave_out(actor, row)) == reads
    if reads:
        row = actions.leave_out(actor, submission=row, why="A try")
        assert not rules.may_leave_out(actor, row)
    assert not queries.submissions_visible_to(member(OrganisationFactory(), role)).exists()


@pytest.mark.parametrize("role", Role)
def test_who_answers_a_finding(town, survey, role):
    finding = actions.write_finding(system(town), survey=survey, text="Half of us have no say")
    assert bool(rules.may_answer_finding(member(town, role), finding)) == (role in COORDINATORS)
    assert not rules.may_answer_finding(member(OrganisationFactory(), role), finding)
