"""Answers are taken in once, whoever sends them how often, and say which version they answer."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from byalag.engines import survey_forms
from byalag.rooms.people.api import system
from byalag.rooms.surveys import actions, queries
from byalag.rooms.surveys.models import Form, Submission

pytestmark = pytest.mark.django_db


def sent(form: Form, answers: dict[str, str], instance: str = "") -> bytes:
    """What somebody who fills in the form sends."""
    fill = survey_forms.Fill(survey_forms.Form(form.value))
    fill.answer(answers)
    return survey_forms.to_xml(fill, instance_id=instance or f"uuid:{uuid.uuid4()}")


def test_what_is_sent_twice_is_there_once(town, wave, form):
    xml = sent(form, {"/data/say": "some", "/data/age": "40"}, "uuid:1")

    first, new = actions.take_in(system(town), wave=wave, form=form, xml=xml)
    again, newer = actions.take_in(system(town), wave=wave, form=form, xml=xml)

    assert (new, newer, first) == (True, False, again)
    assert Submission.objects.get().answers == {"/data/say": "some", "/data/age": "40"}


def test_other_answers_with_the_same_identifier_change_nothing(town, wave, form):
    actions.take_in(system(town), wave=wave, form=form, xml=sent(form, {"/data/say": "some"}, "uuid:1"))

    with pytest.raises(actions.Different, match="Other answers"):
        actions.take_in(system(town), wave=wave, form=form, xml=sent(form, {"/data/say": "none"}, "uuid:1"))
    assert Submission.objects.get().answers["/data/say"] == "some"


def test_what_is_no_submission_is_refused(town, wave, form):
    with pytest.raises(survey_forms.NoForm):
        actions.take_in(system(town), wave=wave, form=form, xml=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    assert not Submission.objects.exists()


def test_what_is_left_out_says_why_stays_and_is_not_counted(town, wave, form, coordinator):
    row, _new = actions.take_in(system(town), wave=wave, form=form, xml=sent(form, {"/data/say": "some"}))

    with pytest.raises(ValidationError, match="why it is left out"):
        actions.leave_out(coordinator, submission=row, why=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(state="excluded")
    actions.leave_out(coordinator, submission=row, why="A try")
    assert not queries.counted(wave).exists()
    actions.accept(coordinator, submission=row)
    assert queries.counted(wave).get().state == "accepted"


def test_a_corrected_question_is_a_new_version_and_the_old_answers_stay_readable(town, survey, wave, form, coordinator):
    row, _new = actions.take_in(system(town), wave=wave, form=form, xml=sent(form, {"/data/say": "some"}))

    newer = actions.begin_version(coordinator, survey=survey)
    assert actions.begin_version(coordinator, survey=survey) == newer  # one draft at a time
    assert (newer.number, newer.value.version, newer.value.items) == (2, "2", form.value.items)
    newer = actions.freeze_form(coordinator, form=newer)
    actions.change_wave(coordinator, wave=wave, expected=None, form=newer)

    row.refresh_from_db()
    assert row.form == form
    assert row.form.value.at("/data/say") is not None
