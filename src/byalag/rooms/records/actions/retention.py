"""How long papers are kept, and disposing of them by a decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import files, log, search
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation

from .. import rules
from ..models import Decision, Disposal, Document, RetentionRule
from ..retention import kept_now


@transaction.atomic
def set_retention(actor: Actor, *, organisation: Organisation, **fields: Any) -> RetentionRule:
    """Say for which papers how long, from when and why. `months` None is for ever."""
    require(rules.may_set_retention(actor, organisation.pk))
    rule = RetentionRule(organisation=organisation, **fields)
    rule.full_clean()
    rule.save()
    log.record(rule, "records.retention.set", actor=actor, **_told(rule))
    return rule


@transaction.atomic
def change_retention(actor: Actor, *, rule: RetentionRule, expected: int | None, **fields: Any) -> RetentionRule:
    """Change a rule; what was disposed of by it keeps its words."""
    rule = lock_for_change(rule, expected=expected)
    require(rules.may_set_retention(actor, rule.organisation_id))
    for name, value in fields.items():
        setattr(rule, name, value)
    rule.full_clean()
    rule.save()
    log.record(rule, "records.retention.changed", actor=actor)
    return rule


@transaction.atomic
def remove_retention(actor: Actor, *, rule: RetentionRule) -> RetentionRule:
    """The rule no longer holds."""
    rule = lock_for_change(rule)
    require(rules.may_set_retention(actor, rule.organisation_id))
    rule.removed_at = timezone.now()
    rule.save(update_fields=["removed_at", "version"])
    log.record(rule, "records.retention.removed", actor=actor)
    return rule


@transaction.atomic
def put_back_retention(actor: Actor, *, rule: RetentionRule) -> RetentionRule:
    """The rule holds again."""
    rule = lock_for_change(rule)
    require(rules.may_set_retention(actor, rule.organisation_id))
    rule.removed_at = None
    rule.save(update_fields=["removed_at", "version"])
    log.record(rule, "records.retention.put_back", actor=actor)
    return rule


def _told(rule: RetentionRule) -> dict[str, Any]:
    return {"paper_kind": rule.paper_kind, "months": rule.months, "counted_from": rule.counted_from}


@transaction.atomic
def dispose_documents(actor: Actor, *, documents: Iterable[Document], decision: Decision) -> Disposal:
    """Dispose of papers whose time is over: file, file name, sender, recipient and description go for good.

    The line in the register stays, with the rules and the decision. One that is not due stops all. The bytes go when
    this is through, unless another paper is the same file.
    """
    require(rules.may_dispose_by(actor, decision))
    rows = [lock_for_change(document) for document in sorted(documents, key=lambda row: row.pk)]
    if not rows:
        raise ValidationError(_("Choose at least one document."))
    disposal = Disposal.objects.create(
        organisation_id=decision.organisation_id, decision=decision, made_by_id=actor.user_id
    )
    let_go = []
    for document in rows:
        require(rules.may_dispose_document(actor, document))
        document.disposed_because = "; ".join(str(rule) for rule in kept_now(document).deciding)
        let_go.append(document.file)
        document.file, document.disposal = None, disposal
        document.file_name = document.sender = document.recipient = document.description = ""
        document.notes = []
        document.save()
        for copy in document.masked_copies.filter(file__isnull=False):
            let_go.append(copy.file)
            copy.file, copy.file_name = None, ""
            copy.save(update_fields=["file", "file_name"])
        search.reindex(document)
    log.record(disposal, "records.documents.disposed", actor=actor, documents=[row.pk for row in rows])
    for stored in {file.pk: file for file in let_go if file is not None}.values():
        files.let_go(stored)
    return disposal
