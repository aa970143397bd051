"""The only writer of what was made together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor
from byalag.rooms.records.api import Document

from .. import output_rules, outputs
from ..enums import OutputState
from ..models import Cooperation, JointOutput


@transaction.atomic
def write_output(
    actor: Actor,
    *,
    cooperation: Cooperation,
    title: str,
    language: str = "",
    documents: Iterable[Document] = (),
    contributors: Iterable[Cooperation] = (),
    **fields: Any,
) -> JointOutput:
    """Write down something that the parties make together; it is a draft until it is agreed on."""
    cooperation = lock_for_change(cooperation)  # addresses are given one after the other
    require(output_rules.may_write_output(actor, cooperation))
    row = JointOutput(cooperation=cooperation, title=title, language=language or cooperation.language, **fields)
    row.slug = _free_slug(cooperation, title)
    row.full_clean()
    row.save()
    _beside(actor, row, documents, contributors)
    log.record(cooperation, "cooperation.output.written", actor=actor, output=row.pk)
    return row


@transaction.atomic
def change_output(
    actor: Actor,
    *,
    output: JointOutput,
    expected: int | None,
    documents: Iterable[Document] | None = None,
    contributors: Iterable[Cooperation] | None = None,
    **fields: Any,
) -> JointOutput:
    """Change a draft. What stands beside it and the actor does not see stays."""
    row = lock_for_change(output, expected=expected)
    require(output_rules.may_change_output(actor, row))
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    _beside(actor, row, documents, contributors)
    log.record(row.cooperation, "cooperation.output.changed", actor=actor, output=row.pk)
    return row


@transaction.atomic
def remove_output(actor: Actor, *, output: JointOutput) -> None:
    """Take away a draft."""
    row = lock_for_change(output)
    require(output_rules.may_change_output(actor, row))
    log.record(row.cooperation, "cooperation.output.removed", actor=actor, output=row.pk)
    row.delete()


@transaction.atomic
def agree_output(
    actor: Actor, *, output: JointOutput, on: date, where: str, expected: int | None = None
) -> JointOutput:
    """Write that the parties agreed on it, when and where that stands."""
    row = lock_for_change(output, expected=expected)
    require(output_rules.may_agree_output(actor, row))
    if not where.strip():
        raise ValidationError({"where": _("Write where they agreed: a meeting, its minutes, a letter.")})
    row.state, row.agreed_on, row.agreed_where = OutputState.AGREED, _not_to_come(on), where
    row.full_clean()
    row.save()
    log.record(row.cooperation, "cooperation.output.agreed", actor=actor, output=row.pk)
    return row


@transaction.atomic
def publish_output(
    actor: Actor, *, output: JointOutput, on: date, url: str = "", expected: int | None = None
) -> JointOutput:
    """Write that it is published. Everyone reads it here as soon as everyone sees the cooperation."""
    row = lock_for_change(output, expected=expected)
    require(output_rules.may_publish_output(actor, row))
    row.state, row.published_on, row.url = OutputState.PUBLISHED, _not_to_come(on), url
    row.full_clean()
    row.save()
    log.record(row.cooperation, "cooperation.output.published", actor=actor, output=row.pk)
    return row


@transaction.atomic
def reopen_output(actor: Actor, *, output: JointOutput, expected: int | None = None) -> JointOutput:
    """Make it a draft again; the public does not read it any more."""
    row = lock_for_change(output, expected=expected)
    require(output_rules.may_reopen_output(actor, row))
    row.state, row.agreed_on, row.published_on, row.agreed_where = OutputState.DRAFT, None, None, ""
    row.save()
    log.record(row.cooperation, "cooperation.output.reopened", actor=actor, output=row.pk)
    return row


def _not_to_come(on: date) -> date:
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet. Take the step when it has been taken.")})
    return on


def _beside(
    actor: Actor, row: JointOutput, documents: Iterable[Document] | None, contributors: Iterable[Cooperation] | None
) -> None:
    if documents is not None:
        seen = outputs.documents_of(actor, row).values("pk")
        row.documents.set([*row.documents.exclude(pk__in=seen), *documents])
    if contributors is not None:
        known = outputs.contributors_of(actor, row).values("pk")
        row.contributors.set([*row.contributors.exclude(pk__in=known), *contributors])


def _free_slug(cooperation: Cooperation, title: str) -> str:
    base = f"together-{slugify(title)[:60]}".rstrip("-")  # plans, accounts and cards have addresses beside it
    rows = JointOutput.objects.filter(cooperation__organisation=cooperation.organisation_id)
    taken = set(rows.values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)
