"""The only writer of documents, cases and decisions."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from byalag.core import files, log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Body, Organisation
from byalag.rooms.people.enums import Visibility

from . import rules
from .enums import Direction, Outcome
from .models import Case, Decision, Document


@transaction.atomic
def register_document(
    actor: Actor,
    *,
    organisation: Organisation,
    upload: IO[bytes] | File,
    title: str = "",
    language: str | None = None,
    direction: str = Direction.WORKING,
    dated: date | None = None,
    case: Case | None = None,
    visibility: str = Visibility.ORGANISATION,
    kind: files.Kind = "attachment",
    simulated: bool = False,
    description: str = "",
    secrecy_ground: str = "",
) -> Document:
    """Take a file in and give it a place in the book. Raises FileRefused."""
    require(rules.may_register(actor, organisation.pk))
    taken = files.take_in(upload, kind=kind)
    name = (getattr(upload, "name", "") or title or "document").replace("\\", "/").rsplit("/", 1)[-1]
    stem = name.rsplit(".", 1)[0] if "." in name else name
    document = Document(
        organisation=organisation,
        title=(title or stem)[:300],
        file=taken.stored,
        file_name=f"{stem[:240]}.{'md' if name.endswith('.md') else taken.suffix}",
        language=language or organisation.language,
        direction=direction,
        dated=dated,
        case=case,
        visibility=visibility,
        simulated=simulated,
        description=description,
        secrecy_ground=secrecy_ground,
    )
    document.full_clean()
    document.save()
    log.record(document, "records.document.registered", actor=actor, sha256=taken.stored.sha256)
    return document


@transaction.atomic
def change_document(actor: Actor, *, document: Document, expected: int | None, **fields: Any) -> Document:
    """Change what stands about a document; the file itself never changes."""
    document = lock_for_change(document, expected=expected)
    require(rules.may_change_document(actor, document))
    for name, value in fields.items():
        setattr(document, name, value)
    document.full_clean()
    document.save()
    log.record(document, "records.document.changed", actor=actor, fields=sorted(fields))
    return document


@transaction.atomic
def trash_document(actor: Actor, *, document: Document) -> Document:
    """Put a document that nothing rests on in the trash."""
    document = lock_for_change(document)
    require(rules.may_trash_document(actor, document))
    document.trashed_at = timezone.now()
    document.save(update_fields=["trashed_at", "version"])
    log.record(document, "records.document.trashed", actor=actor)
    return document


@transaction.atomic
def restore_document(actor: Actor, *, document: Document) -> Document:
    """Take a document out of the trash."""
    document = lock_for_change(document)
    require(rules.may_restore_document(actor, document))
    document.trashed_at = None
    document.save(update_fields=["trashed_at", "version"])
    log.record(document, "records.document.restored", actor=actor)
    return document


@transaction.atomic
def record_decision(
    actor: Actor,
    *,
    organisation: Organisation,
    body: Body,
    decided_on: date,
    matter: str,
    outcome: str = Outcome.APPROVED,
    paragraph: str = "",
    case_number: str = "",
    reasons: str = "",
    document: Document | None = None,
    visibility: str = Visibility.ORGANISATION,
    simulated: bool = False,
) -> Decision:
    """Record what a body decided. A case number that is new opens its case."""
    require(rules.may_record_decision(actor, organisation.pk))
    case = None
    if case_number:
        case, _made = Case.objects.get_or_create(
            organisation=organisation,
            number=case_number,
            defaults={
                "title": matter[:300],
                "opened_on": decided_on,
                "language": organisation.language,
                "simulated": simulated,
            },
        )
    decision = Decision(
        organisation=organisation,
        body=body,
        decided_on=decided_on,
        matter=matter[:300],
        outcome=outcome,
        paragraph=paragraph,
        case=case,
        reasons=reasons,
        document=document,
        visibility=visibility,
        simulated=simulated,
        language=organisation.language,
    )
    decision.full_clean()
    decision.save()
    log.record(decision, "records.decision.recorded", actor=actor, body=body.pk, outcome=outcome)
    return decision


@transaction.atomic
def correct_decision(actor: Actor, *, decision: Decision, expected: int | None, **fields: Any) -> Decision:
    """Correct what was recorded of a decision; the log tells which fields."""
    decision = lock_for_change(decision, expected=expected)
    require(rules.may_correct_decision(actor, decision))
    for name, value in fields.items():
        setattr(decision, name, value)
    decision.full_clean()
    decision.save()
    log.record(decision, "records.decision.corrected", actor=actor, fields=sorted(fields))
    return decision
