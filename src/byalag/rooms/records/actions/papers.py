"""The only writer of documents, cases and decisions."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from byalag.core import files, log, search
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Body, Organisation
from byalag.rooms.people.enums import Visibility

from .. import rules
from ..enums import Direction, Outcome, PaperKind, PersonsShown
from ..models import Case, Decision, Document


@transaction.atomic
def hold_back_document(actor: Actor, *, document: Document, until: date) -> Document:
    """Show a document to everyone from that day only, as what it is evidence of; never sooner than before."""
    document = lock_for_change(document)
    require(rules.may_register(actor, document.organisation_id))
    if document.shown_from is None or document.shown_from < until:
        document.shown_from = until
        document.save()
        log.record(document, "records.document.held_back", actor=actor)
    return document


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
    sender: str = "",
    recipient: str = "",
    paper_kind: str = PaperKind.OTHER,
    persons_shown: str = PersonsShown.NOT_SAID,
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
        secrecy_by_id=actor.user_id if secrecy_ground else None,
        secrecy_at=timezone.now() if secrecy_ground else None,
        sender=sender,
        paper_kind=paper_kind,
        persons_shown=persons_shown,
        recipient=recipient,
        registered_by_id=actor.user_id,
        notes=list(taken.notes),
    )
    document.full_clean()
    document.serial = _next_serial(case)
    document.save()
    log.record(document, "records.document.registered", actor=actor, sha256=taken.stored.sha256)
    return document


@transaction.atomic
def change_document(actor: Actor, *, document: Document, expected: int | None, **fields: Any) -> Document:
    """Change what stands about a document; the file itself never changes."""
    document = lock_for_change(document, expected=expected)
    require(rules.may_change_document(actor, document))
    before, ground = document.case_id, document.secrecy_ground
    for name, value in fields.items():
        setattr(document, name, value)
    if document.secrecy_ground != ground:
        marked = bool(document.secrecy_ground)
        document.secrecy_by_id = actor.user_id if marked else None
        document.secrecy_at = timezone.now() if marked else None
    if document.case_id != before:
        document.serial = None
    document.full_clean()
    if document.case_id != before:
        document.serial = _next_serial(document.case)
    document.save()
    log.record(document, "records.document.changed", actor=actor, fields=sorted(fields))
    return document


def _next_serial(case: Case | None) -> int | None:
    """The next number in a case. A number is never given twice, also when its document goes to another case."""
    if case is None:
        return None
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.last_serial += 1
    case.save(update_fields=["last_serial"])
    return case.last_serial


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
    case = _case_of(organisation, case_number, title=matter, opened_on=decided_on, simulated=simulated)
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
    """Correct what was recorded of a decision; the log tells which fields. `case_number` may open a new case.

    Body and outcome stand as soon as something rests on the decision. What is the same as before leaves no trace.
    """
    decision = lock_for_change(decision, expected=expected)
    require(rules.may_correct_decision(actor, decision))
    if "case_number" in fields:
        fields["case"] = _case_of(
            decision.organisation,
            fields.pop("case_number"),
            title=fields.get("matter", decision.matter),
            opened_on=fields.get("decided_on", decision.decided_on),
            simulated=decision.simulated,
        )
    changed = sorted(name for name, value in fields.items() if getattr(decision, name) != value)
    if {"body", "outcome"} & set(changed):
        require(rules.may_change_what_was_decided(actor, decision))
    if not changed:
        return decision
    for name in changed:
        setattr(decision, name, fields[name])
    decision.full_clean()
    decision.save()
    log.record(decision, "records.decision.corrected", actor=actor, fields=changed)
    return decision


def _case_of(organisation: Organisation, number: str, *, title: str, opened_on: date, simulated: bool) -> Case | None:
    """The organisation's case of that number, opened when it is new; none without a number."""
    if not number:
        return None
    case, made = Case.objects.get_or_create(
        organisation=organisation,
        number=number,
        defaults={
            "title": title[:300],
            "opened_on": opened_on,
            "language": organisation.language,
            "simulated": simulated,
        },
    )
    if made:
        search.reindex(case)  # the log entry names the decision, not the case
    return case


@transaction.atomic
def open_case(
    actor: Actor,
    *,
    organisation: Organisation,
    number: str,
    title: str,
    opened_on: date | None = None,
    closed_on: date | None = None,
) -> Case:
    """Register a matter under its number."""
    require(rules.may_open_case(actor, organisation.pk))
    case = Case(
        organisation=organisation,
        number=number,
        title=title,
        opened_on=opened_on,
        closed_on=closed_on,
        language=organisation.language,
    )
    case.full_clean()
    case.save()
    log.record(case, "records.case.opened", actor=actor)
    return case


@transaction.atomic
def change_case(actor: Actor, *, case: Case, **fields: Any) -> Case:
    """Change number, matter or date of a case."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    require(rules.may_change_case(actor, case))
    for name, value in fields.items():
        setattr(case, name, value)
    case.full_clean()
    case.save()
    log.record(case, "records.case.changed", actor=actor, fields=sorted(fields))
    return case
