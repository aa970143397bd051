"""The only writer of submissions: each is taken in once, whoever sends it how often."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.engines import survey_forms
from byalag.rooms.people.api import Actor

from .. import rules
from ..enums import Channel, SubmissionState
from ..models import Area, Door, Form, Mark, Submission, SubmissionFile, Unit, Wave


class Different(ValidationError):
    """Answers with the same identifier came before, and they were others."""


@transaction.atomic
def take_in(
    actor: Actor,
    *,
    wave: Wave,
    form: Form,
    xml: bytes,
    channel: str = Channel.WEB,
    door: Door | None = None,
    area: Area | None = None,
    unit: Unit | None = None,
    language: str = "",
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    files: tuple[str, ...] = (),
) -> tuple[Submission, bool]:
    """Take answers in. Gives the submission, and whether it is new: the same sent again is the same one.

    `files`: names of what belongs to it and comes apart. Raises NoForm for what is no submission, Different when other
    answers came with the same identifier before.
    """
    require(rules.may_answer(actor, wave, door))
    found = survey_forms.from_xml(xml, form.value)
    if not found.instance_id:
        raise ValidationError(_("The answers carry no identifier. Send them from a form of this survey."))
    row, new = Submission.objects.get_or_create(
        instance_id=found.instance_id,
        defaults={
            "wave": wave,
            "form": form,
            "area": area or (door.area if door else None),
            "unit": unit or (door.unit if door else None),
            "door": door,
            "channel": channel,
            "answers": dict(found.answers),
            "xml": xml.decode("utf-8"),
            "language": language,
            "started_at": started_at,
            "ended_at": ended_at,
        },
    )
    if not new:
        if survey_forms.canonical(row.xml.encode(), form.value) != survey_forms.canonical(xml, form.value):
            raise Different(_("Other answers with the same identifier came before. Nothing was changed."))
        return row, False
    SubmissionFile.objects.bulk_create([SubmissionFile(submission=row, name=name) for name in files])
    if door is not None:
        Door.objects.filter(pk=door.pk).update(used_at=timezone.now())
    log.record(row, "surveys.submission.received", actor=actor, survey=wave.survey_id, channel=channel)
    return row, True


@transaction.atomic
def accept(actor: Actor, *, submission: Submission, expected: int | None = None) -> Submission:
    """Say that it was looked at and counts; what the checks noticed is settled with it."""
    submission = lock_for_change(submission, expected=expected)
    require(rules.may_settle(actor, submission))
    submission.state, submission.why = SubmissionState.ACCEPTED, ""
    submission.save(update_fields=["state", "why", "version"])
    Mark.objects.filter(submission=submission, settled_at=None).update(settled_at=timezone.now())
    log.record(submission, "surveys.submission.accepted", actor=actor, survey=submission.wave.survey_id)
    return submission


@transaction.atomic
def accept_many(actor: Actor, *, wave: Wave, pks: Collection[int]) -> int:
    """Accept those of the wave that have just come in and are named. Gives how many they were."""
    require(rules.may_read_answers(actor, wave.survey))
    rows = Submission.objects.select_for_update().filter(wave=wave, pk__in=pks, state=SubmissionState.RECEIVED)
    found = list(rows.values_list("pk", flat=True))
    Submission.objects.filter(pk__in=found).update(state=SubmissionState.ACCEPTED, version=F("version") + 1)
    if found:
        log.record(wave, "surveys.submissions.accepted", actor=actor, survey=wave.survey_id, submissions=found)
    return len(found)


@transaction.atomic
def leave_out(actor: Actor, *, submission: Submission, why: str, expected: int | None = None) -> Submission:
    """Leave a submission out of what is counted, with words. It stays, and can be accepted again."""
    submission = lock_for_change(submission, expected=expected)
    require(rules.may_leave_out(actor, submission))
    if not why.strip():
        raise ValidationError({"why": _("Write why it is left out, so that nobody has to guess.")})
    submission.state, submission.why = SubmissionState.EXCLUDED, why
    submission.save(update_fields=["state", "why", "version"])
    log.record(submission, "surveys.submission.left_out", actor=actor, survey=submission.wave.survey_id)
    return submission


def mark(submission: Submission, found: dict[str, Any]) -> None:
    """Keep what the checks noticed: code → detail. What was noticed before is not noticed again."""
    rows = [Mark(submission=submission, code=code, detail=str(detail)) for code, detail in found.items()]
    Mark.objects.bulk_create(rows, ignore_conflicts=True)
