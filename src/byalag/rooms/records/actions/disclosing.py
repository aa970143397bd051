"""Masked copies, and the log of what was given out."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import files, log
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor

from .. import rules
from ..enums import Answer
from ..models import Disclosure, Document, MaskedCopy


@transaction.atomic
def add_masked_copy(
    actor: Actor, *, document: Document, upload: IO[bytes] | File, maskings: list[dict[str, str]]
) -> MaskedCopy:
    """Take in a masked version of a document, with what was masked and by which law. Raises FileRefused."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(rules.may_answer_request(actor, document))
    if not maskings or not all(masking.get("what") and masking.get("ground") for masking in maskings):
        raise ValidationError({"maskings": _("Say for each masking what was masked, and by which law and section.")})
    taken = files.take_in(upload, kind="attachment")
    if document.file_id == taken.stored.pk:
        raise ValidationError({"upload": _("This is the document as it is: nothing is masked in it.")})
    name = (getattr(upload, "name", "") or document.file_name).replace("\\", "/").rsplit("/", 1)[-1]
    copy = MaskedCopy(
        document=document,
        file=taken.stored,
        file_name=f"{name.rsplit('.', 1)[0][:240]}.{taken.suffix}",
        maskings=[{"what": masking["what"], "ground": masking["ground"]} for masking in maskings],
        made_by_id=actor.user_id,
    )
    copy.full_clean()
    copy.save()
    log.record(copy, "records.copy.masked", actor=actor, document=document.pk, grounds=copy.grounds)
    return copy


@transaction.atomic
def answer_request(
    actor: Actor,
    *,
    document: Document,
    answer: str,
    given_on: date,
    given_as: str = "",
    masked_copy: MaskedCopy | None = None,
    ground: str = "",
) -> Disclosure:
    """Write down what was given out, masked or refused. Who asked, and why, has no place here."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    require(rules.may_give_out(actor, document, answer))
    if masked_copy is not None and masked_copy.document_id != document.pk:
        raise ValidationError({"masked_copy": _("This is a copy of another document.")})
    if answer == Answer.MASKED and masked_copy is not None:
        ground = ground or masked_copy.grounds[:200]
    disclosure = Disclosure(
        organisation_id=document.organisation_id,
        document=document,
        answer=answer,
        given_as="" if answer == Answer.REFUSED else given_as,
        masked_copy=masked_copy if answer == Answer.MASKED else None,
        ground="" if answer == Answer.WHOLE else ground,
        given_on=given_on,
        made_by_id=actor.user_id,
    )
    disclosure.full_clean()
    disclosure.save()
    log.record(disclosure, "records.disclosure.written", actor=actor, document=document.pk, answer=answer)
    return disclosure


@transaction.atomic
def strike_disclosure(actor: Actor, *, disclosure: Disclosure) -> Disclosure:
    """The line was written by mistake. It stays readable."""
    disclosure = Disclosure.objects.select_for_update().get(pk=disclosure.pk)
    require(rules.may_strike_disclosure(actor, disclosure))
    disclosure.struck_at = timezone.now()
    disclosure.save(update_fields=["struck_at"])
    log.record(disclosure, "records.disclosure.struck", actor=actor, document=disclosure.document_id)
    return disclosure
