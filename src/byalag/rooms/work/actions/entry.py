"""What is sent from the entry page: once, whole, or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.files import FileRefused
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.people.enums import Visibility

from .. import rules
from ..enums import ActivityKind, EvidenceKind
from ..models import Activity, FieldEntry
from .activities import plan_activity
from .documenting import count_participants, list_participants, show_evidence, write_journal

_FILES = {"photo": EvidenceKind.PHOTO, "signed_list": EvidenceKind.LIST, "attachment": EvidenceKind.FILE}


@transaction.atomic
def enter(
    actor: Actor,
    *,
    sent_as: UUID,
    organisation: Organisation,
    day: date,
    activity: Activity | None = None,
    title: str = "",
    kind: str = ActivityKind.OTHER,
    place_text: str = "",
    groups: Sequence[Mapping[str, Any]] = (),
    note: str = "",
    language: str = "",
    files: Mapping[str, File] | None = None,
    shows: Mapping[str, str] | None = None,
    pictured: str = "",
    names: Sequence[str] = (),
    names_audience: str = "",
) -> FieldEntry:
    """Write down what was typed on a phone: a new activity or more about an open one, who took part, a note, files.

    `groups`: {audience, sex, age_band, count}; `names` of those who took part by name, all of `names_audience`; `files` and `shows` (what it shows) by photo, signed_list, attachment.
    The same entry sent again changes nothing and is answered with its first row, `came_before` set.
    Raises ValidationError under the name of the file that is refused.
    """
    files, shows = files or {}, shows or {}
    said: list[Any] = [
        organisation.pk,
        activity and activity.pk,
        title,
        kind,
        day,
        place_text,
        groups,
        note,
        language,
        shows,
    ]
    if names:
        said += [list(names), names_audience]
    digest = _digest([*said, pictured], files)
    if sent := FieldEntry.objects.filter(sent_as=sent_as).first():
        return _again(actor, sent, digest)
    require(rules.may_document(actor, activity) if activity else rules.may_plan_activity(actor, organisation.pk))
    try:
        with transaction.atomic():  # the other one waits here until the first is through
            entry = FieldEntry.objects.create(
                sent_as=sent_as, organisation=organisation, user_id=actor.user_id, digest=digest
            )
    except IntegrityError:
        return _again(actor, FieldEntry.objects.get(sent_as=sent_as), digest)
    if activity is None:
        activity = plan_activity(
            actor, organisation=organisation, title=title, kind=kind, starts=day, ends=day, place_text=place_text
        )
    for group in groups:
        count_participants(actor, activity=activity, **group)
    if names:
        list_participants(actor, activity=activity, names=names, audience=names_audience)
    if note:
        write_journal(actor, activity=activity, text=note, written_on=day, language=language)
    for name, file in files.items():
        _show(actor, activity, name, file, day=day, shows=shows.get(name, ""), pictured=pictured)
    entry.activity = activity
    entry.save(update_fields=["activity"])
    log.record(activity, "work.entry.sent", actor=actor, entry=str(sent_as))
    return entry


def _digest(said: list[Any], files: Mapping[str, File]) -> str:
    sizes = {name: [file.name, file.size] for name, file in sorted(files.items())}
    return hashlib.sha256(json.dumps([said, sizes], default=str).encode()).hexdigest()


def _again(actor: Actor, sent: FieldEntry, digest: str) -> FieldEntry:
    if sent.user_id != actor.user_id or sent.digest != digest:
        raise ValidationError(
            _("An entry with this number is saved already, and says something else. Send again to save this one, too."),
            code="another",
        )
    sent.came_before = True
    return sent


def _show(actor: Actor, activity: Activity, name: str, file: File, *, day: date, shows: str, pictured: str) -> None:
    names = {
        "photo": _("Photo: %(title)s"),
        "signed_list": _("Signed list: %(title)s"),
        "attachment": _("File: %(title)s"),
    }
    try:
        show_evidence(
            actor,
            kind=_FILES[name],
            upload=file,
            visibility=Visibility.ORGANISATION,
            activity=activity,
            shows=shows or names[name] % {"title": activity.title[:200]},
            dated=day,
            pictured=pictured if name == "photo" else "",
        )
    except FileRefused as refusal:
        raise ValidationError({name: str(refusal.sentence)}) from refusal
