"""The only writer of surveys and of the versions of their questionnaires."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.engines import survey_forms
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Actor, Body, Organisation, Theme
from byalag.rooms.people.enums import Visibility

from .. import faults, rules
from ..models import Form, Survey


@transaction.atomic
def open_survey(
    actor: Actor,
    *,
    organisation: Organisation,
    title: str,
    purpose: str = "",
    language: str = "",
    cooperation: Cooperation | None = None,
    receiver: Body | None = None,
    answer_by: date | None = None,
    asks_minors: bool = False,
    themes: Iterable[Theme] = (),
    simulated: bool = False,
) -> Survey:
    """Begin a survey, with an empty draft of what is asked."""
    require(rules.may_open_survey(actor, organisation.pk))
    survey = Survey(
        organisation=organisation,
        title=title,
        purpose=purpose,
        language=language or organisation.language,
        cooperation=cooperation,
        circle=cooperation.circle if cooperation else None,
        receiver=receiver,
        answer_by=answer_by,
        asks_minors=asks_minors,
        simulated=simulated,
    )
    survey.full_clean()
    survey.save()
    survey.themes.set(themes)
    log.record(survey, "surveys.survey.opened", actor=actor)
    empty = survey_forms.Questionnaire(
        id=f"survey-{survey.pk}", version="1", title=survey_forms.Text(((survey.language, title),)),
        default_language=survey.language, languages=(survey.language,),
    )  # fmt: skip
    Form.objects.create(survey=survey, number=1, questionnaire=survey_forms.to_json(empty))
    return survey


@transaction.atomic
def change_survey(actor: Actor, *, survey: Survey, expected: int | None, **fields: Any) -> Survey:
    """Change what stands about a survey, and who may see what it says."""
    survey = lock_for_change(survey, expected=expected)
    require(rules.may_edit_survey(actor, survey))
    themes = fields.pop("themes", None)
    for name, value in fields.items():
        setattr(survey, name, value)
    if "cooperation" in fields:
        survey.circle = survey.cooperation.circle if survey.cooperation else None
    if survey.visibility == Visibility.CIRCLE and survey.circle_id is None:
        raise ValidationError({"visibility": _("Only a survey of a cooperation can be shown to partners.")})
    survey.full_clean()
    survey.save()
    if themes is not None:
        survey.themes.set(themes)
    log.record(survey, "surveys.survey.changed", actor=actor, fields=sorted(fields))
    return survey


@transaction.atomic
def trash_survey(actor: Actor, *, survey: Survey) -> Survey:
    """Put a survey that nobody has answered in the trash."""
    survey = lock_for_change(survey)
    require(rules.may_trash_survey(actor, survey))
    survey.trashed_at = timezone.now()
    survey.save(update_fields=["trashed_at", "version"])
    log.record(survey, "surveys.survey.trashed", actor=actor)
    return survey


@transaction.atomic
def restore_survey(actor: Actor, *, survey: Survey) -> Survey:
    """Take a survey out of the trash."""
    survey = lock_for_change(survey)
    require(rules.may_restore_survey(actor, survey))
    survey.trashed_at = None
    survey.save(update_fields=["trashed_at", "version"])
    log.record(survey, "surveys.survey.restored", actor=actor)
    return survey


@transaction.atomic
def begin_version(actor: Actor, *, survey: Survey) -> Form:
    """A new draft that begins with what the last version asks; the one that is there, when there is a draft already."""
    survey = lock_for_change(survey)
    require(rules.may_edit_survey(actor, survey))
    last = survey.forms.order_by("-number").first()
    if last is not None and not last.is_frozen:
        return last
    survey.save(update_fields=["version"])
    number = last.number + 1 if last else 1
    value = last.value if last else survey_forms.Questionnaire(id=f"survey-{survey.pk}")
    form = Form(survey=survey, number=number, questionnaire=survey_forms.to_json(replace(value, version=str(number))))
    form.full_clean()
    form.save()
    log.record(form, "surveys.form.begun", actor=actor, survey=survey.pk)
    return form


@transaction.atomic
def write_form(
    actor: Actor,
    *,
    form: Form,
    questionnaire: survey_forms.Questionnaire,
    note: str | None = None,
    expected: int | None,
) -> Form:
    """Save what the draft asks. Its identifier and version are the survey's own, whatever an uploaded file says."""
    form = lock_for_change(form, expected=expected)
    require(rules.may_write_form(actor, form))
    own = replace(questionnaire, id=f"survey-{form.survey_id}", version=str(form.number))
    form.questionnaire = survey_forms.to_json(own)
    form.__dict__.pop("value", None)
    form.note = form.note if note is None else note
    form.full_clean()
    form.save()
    log.record(form, "surveys.form.written", actor=actor, survey=form.survey_id)
    return form


@transaction.atomic
def freeze_form(actor: Actor, *, form: Form, expected: int | None = None) -> Form:
    """Make the draft a version that people answer and nobody changes. Raises ValidationError with what it lacks."""
    form = lock_for_change(form, expected=expected)
    require(rules.may_freeze_form(actor, form))
    try:
        form.xform = survey_forms.to_xform(form.value)
    except survey_forms.Unwritable as refused:
        why = "; ".join(faults.told(refused.faults))
        raise ValidationError([_("The questionnaire cannot be used yet: %(why)s") % {"why": why}]) from refused
    form.xform_md5 = hashlib.md5(form.xform.encode(), usedforsecurity=False).hexdigest()
    form.frozen_at = timezone.now()
    form.full_clean()
    form.save()
    log.record(form, "surveys.form.frozen", actor=actor, survey=form.survey_id, md5=form.xform_md5)
    return form
