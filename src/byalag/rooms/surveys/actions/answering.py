"""Answers that come through a door: taken in once, with their files, and marked where the device or the version is odd."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.models import StoredFile
from byalag.core.verdicts import require
from byalag.engines import survey_forms
from byalag.engines.survey_forms import Kind
from byalag.rooms.people.api import Actor

from .. import rules
from ..enums import MarkCode
from ..models import Door, Form, Mark, Submission, SubmissionFile
from .fieldwork import is_spent
from .submissions import mark, take_in

FILES = frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE, Kind.AUDIT, Kind.BACKGROUND})
NOT_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=10)
"""How far a clock may be ahead before it counts as wrong."""


class Spent(ValidationError):
    """Somebody has answered through this personal link before."""


@transaction.atomic
def answer_through(
    actor: Actor,
    *,
    door: Door,
    form: Form,
    xml: bytes,
    channel: str,
    language: str = "",
    opened: datetime | None = None,
    files: Mapping[str, StoredFile | None] | None = None,
) -> tuple[Submission, bool]:
    """Take in what came through a door. Gives the submission, and whether it is new.

    `opened`: when it was, where the form itself does not tell. `files`: what came along, by the name that the answers call it; None for what could not be kept. What the answers name and
    has not come is awaited. Raises NoForm, Different, Refused, and Spent for other answers through a personal link.
    """
    door = Door.objects.select_for_update(of=("self",)).select_related("wave__survey", "area", "unit").get(pk=door.pk)
    require(rules.may_answer(actor, door.wave, door))
    found = survey_forms.from_xml(xml, form.value)
    if is_spent(door) and not Submission.objects.filter(instance_id=found.instance_id, door=door).exists():
        raise Spent(_("This link has been answered through already. Each personal link is for one answer."))
    started, ended = _time(form, found, "start"), _time(form, found, "end")
    given = dict(files or {})
    names = _names(form, found) | (given.keys() & set(found.answers.values()))
    row, new = take_in(
        actor, wave=door.wave, form=form, xml=xml, channel=channel, door=door, language=language,
        started_at=_sane(started) or opened, ended_at=_sane(ended) or (timezone.now() if opened else None),
        files=tuple(sorted(names)),
    )  # fmt: skip
    noticed: dict[str, str] = {}
    if new and form.pk != door.wave.form_id:
        noticed[MarkCode.OLD_FORM] = str(form.number)
    wrong = [when for when in (started, ended) if when is not None and _sane(when) is None]
    if new and wrong:
        noticed[MarkCode.CLOCK] = wrong[0].isoformat()
    missing = _attach(row, given)
    if given and not new:
        log.record(row, "surveys.files.arrived", actor=actor, survey=door.wave.survey_id)
    if missing:
        noticed[MarkCode.FILES_MISSING] = ", ".join(missing)[:300]
    else:
        Mark.objects.filter(submission=row, code=MarkCode.FILES_MISSING, settled_at=None).update(
            settled_at=timezone.now()
        )
    if noticed:
        mark(row, noticed)
    return row, new


def _attach(row: Submission, given: Mapping[str, StoredFile | None]) -> list[str]:
    """Join what came to what was awaited; a file that is there stays. Gives the names of what is still awaited."""
    missing = []
    for file in SubmissionFile.objects.filter(submission=row, stored=None).order_by("name"):
        file.stored = given.get(file.name)
        if file.stored is None:
            missing.append(file.name)
        else:
            file.save(update_fields=["stored"])
    return missing


def _names(form: Form, found: survey_forms.Submission) -> set[str]:
    """The files that the answers name."""
    paths = {question.path for question in form.value.questions if question.kind in FILES}
    return {text for address, text in found.answers.items() if _path(address) in paths and len(text) <= 255}


def _path(address: str) -> str:
    return "/".join(part.partition("[")[0] for part in address.split("/"))


def _time(form: Form, found: survey_forms.Submission, which: str) -> datetime | None:
    """When it was begun (start) or finished (end), by the clock of whoever filled it in."""
    for question in form.value.questions:
        told = dict(question.parameters)
        if question.kind is Kind.METADATA and (told.get("preload"), told.get("params")) == ("timestamp", which):
            try:
                when = datetime.fromisoformat(found.answers.get(question.path, ""))
            except ValueError:
                return None
            return when if when.tzinfo else when.replace(tzinfo=UTC)
    return None


def _sane(when: datetime | None) -> datetime | None:
    """The time, unless no clock that goes right can have said so."""
    return when if when is not None and NOT_BEFORE <= when <= timezone.now() + AHEAD else None
