"""Somebody without an account tells of one activity, through a link; it counts when the organisation accepts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import files as core_files
from byalag.core import links, log
from byalag.core.files import FileRefused
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Visibility

from .. import rules
from ..enums import EvidenceKind, HandedInState
from ..models import Activity, AskedEntry, HandedFile, HandedIn
from .documenting import count_participants, show_evidence, write_journal

HAND_IN = "work.hand_in"
MOST_IN_AN_HOUR = 10
_KINDS = {"photo": EvidenceKind.PHOTO, "signed_list": EvidenceKind.LIST, "attachment": EvidenceKind.FILE}


@transaction.atomic
def ask_for_entry(
    actor: Actor, *, activity: Activity, asked_as: str, language: str, days: int = 14
) -> tuple[AskedEntry, str]:
    """Make a link for somebody who is not a member. Its secret is given out here, once."""
    require(rules.may_ask_for_entry(actor, activity))
    lasts = timedelta(days=days)
    asked = AskedEntry(
        activity=activity,
        asked_as=asked_as,
        language=language,
        made_by_id=actor.user_id,
        expires_at=timezone.now() + lasts,
    )
    asked.full_clean()
    asked.save()
    token = links.issue(HAND_IN, asked, lasts=lasts)
    log.record(activity, "work.entry.asked_for", actor=actor, asked=asked.pk)
    return asked, token


@transaction.atomic
def close_asked(actor: Actor, *, asked: AskedEntry) -> AskedEntry:
    """Close the link: it opens nothing any more. What was handed in stays."""
    asked = AskedEntry.objects.select_for_update(of=("self",)).select_related("activity").get(pk=asked.pk)
    require(rules.may_close_asked(actor, asked))
    asked.closed_at = timezone.now()
    asked.save(update_fields=["closed_at"])
    links.revoke(asked, HAND_IN)
    log.record(asked.activity, "work.asked_entry.closed", actor=actor, asked=asked.pk)
    return asked


@transaction.atomic
def hand_in(
    actor: Actor,
    *,
    asked: AskedEntry,
    sent_as: UUID,
    day: date,
    groups: Sequence[Mapping[str, Any]] = (),
    note: str = "",
    language: str = "",
    files: Mapping[str, File] | None = None,
    shows: Mapping[str, str] | None = None,
    pictured: str = "",
) -> HandedIn:
    """Tell of the activity. The same sent twice is once. Raises ValidationError under the name of a refused file."""
    asked = AskedEntry.objects.select_for_update(of=("self",)).select_related("activity").get(pk=asked.pk)
    require(rules.may_hand_in(actor, asked))
    if there := HandedIn.objects.filter(sent_as=sent_as).first():
        return _same(there, asked)
    since = timezone.now() - timedelta(hours=1)
    if asked.handed_in.filter(created_at__gte=since).count() >= MOST_IN_AN_HOUR:
        raise ValidationError(
            _("Much has been sent through this link in a short time. Wait an hour and send it again.")
        )
    try:
        with transaction.atomic():
            handed = HandedIn.objects.create(
                asked=asked,
                sent_as=sent_as,
                day=day,
                groups=[dict(group) for group in groups],
                note=note,
                language=language or asked.language,
                pictured=pictured,
            )
    except IntegrityError:
        return _same(HandedIn.objects.get(sent_as=sent_as), asked)
    for name, file in (files or {}).items():
        _keep(handed, name, file, (shows or {}).get(name, ""))
    log.record(asked.activity, "work.entry.handed_in", actor=actor, handed_in=handed.pk)
    return handed


def _same(there: HandedIn, asked: AskedEntry) -> HandedIn:
    if there.asked_id != asked.pk:
        raise ValidationError(_("This could not be taken in. Open the link again and send it once more."))
    return there


def _keep(handed: HandedIn, name: str, file: File, shows: str) -> None:
    try:
        taken = core_files.take_in(file, kind="image" if name == "photo" else "attachment")
    except FileRefused as refusal:
        raise ValidationError({name: str(refusal.sentence)}) from refusal
    called = (file.name or name).replace("\\", "/").rsplit("/", 1)[-1][-255:]
    HandedFile.objects.create(handed_in=handed, kind=_KINDS[name], name=called, shows=shows, file=taken.stored)


@transaction.atomic
def accept_handed_in(actor: Actor, *, handed_in: HandedIn) -> HandedIn:
    """Write down what was handed in, marked with who told it. From now on it counts."""
    handed_in = _locked(handed_in)
    require(rules.may_judge_handed_in(actor, handed_in))
    activity, through = handed_in.asked.activity, handed_in.asked.asked_as
    for group in handed_in.groups:
        count_participants(actor, activity=activity, **group)
    if handed_in.note:
        write_journal(
            actor,
            activity=activity,
            text=handed_in.note,
            written_on=handed_in.day,
            language=handed_in.language,
            through=through,
        )
    for row in handed_in.files.select_related("file"):
        with core_files.open_stored(row.file) as stored:
            show_evidence(
                actor,
                kind=row.kind,
                upload=File(stored, name=row.name),
                visibility=Visibility.ORGANISATION,
                activity=activity,
                shows=row.shows or row.name,
                dated=handed_in.day,
                pictured=handed_in.pictured if row.kind == EvidenceKind.PHOTO else "",
                through=through,
            )
    handed_in.state, handed_in.answered_at = HandedInState.ACCEPTED, timezone.now()
    handed_in.save(update_fields=["state", "answered_at"])
    handed_in.files.all().delete()  # the papers hold them now
    log.record(activity, "work.entry.accepted", actor=actor, handed_in=handed_in.pk)
    return handed_in


@transaction.atomic
def decline_handed_in(actor: Actor, *, handed_in: HandedIn) -> HandedIn:
    """Leave out what was handed in. It can be accepted after all for thirty days, then it is thrown away."""
    handed_in = _locked(handed_in)
    require(rules.may_judge_handed_in(actor, handed_in))
    handed_in.state, handed_in.answered_at = HandedInState.DECLINED, timezone.now()
    handed_in.save(update_fields=["state", "answered_at"])
    log.record(handed_in.asked.activity, "work.entry.declined", actor=actor, handed_in=handed_in.pk)
    return handed_in


def _locked(handed_in: HandedIn) -> HandedIn:
    rows = HandedIn.objects.select_for_update(of=("self",)).select_related("asked__activity__organisation")
    return rows.get(pk=handed_in.pk)


def forget_declined() -> int:
    """Throw away what was declined thirty days ago. Returns how many."""
    before = timezone.now() - timedelta(days=30)
    old = HandedIn.objects.filter(state=HandedInState.DECLINED, answered_at__lt=before)
    return old.delete()[1].get("work.HandedIn", 0)
