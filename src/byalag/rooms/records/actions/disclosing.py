"""Masked copies, and the log of what was given out."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from byalag.core import files, log, masking
from byalag.core.folding import fold
from byalag.core.masking import Masked
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


def mask_document(
    actor: Actor, *, document: Document, words: list[str], maskings: list[dict[str, str]]
) -> tuple[MaskedCopy, Masked]:
    """Make a copy of a document that is a PDF, with the words painted over, and keep it beside the document."""
    require(rules.may_answer_request(actor, document))
    if document.file is None or not document.file_name.lower().endswith(".pdf"):
        raise ValidationError(
            {"words": _("Words can be masked here in a PDF only. Mask this document in your own program.")}
        )
    with files.open_stored(document.file) as source:
        try:
            made = masking.mask(source, words, title=_("Masked copy"), language=document.language or "en")
        except masking.NotMasked as fault:
            raise ValidationError({"words": _NOT_MASKED[fault.code] % {"detail": fault.detail}}) from fault
    name = f"{document.file_name.rsplit('.', 1)[0][:200]}-{_('masked')}.pdf"
    # The document's name may tell what is masked in it.
    if any(fold(word) in fold(name) for word in words):
        name = f"{_('masked')}-{document.pk}.pdf"
    upload = ContentFile(made.pdf, name=name)
    return add_masked_copy(actor, document=document, upload=upload, maskings=maskings), made


_NOT_MASKED = {
    "missing": _lazy(
        "“%(detail)s” does not stand in the text of this document, so no copy was made. Write it as it stands there, or take "
        "the line away."
    ),
    "picture": _lazy(
        "Page %(detail)s is a picture, in which no words can be found. Mask this document in your own program, and bring "
        "the file here."
    ),
    "locked": _lazy("This PDF is locked with a password. Save it without one, or mask it in your own program."),
    "long": _lazy(
        "This PDF has %(detail)s pages, and 200 can be masked here. Split it, or mask it in your own program."
    ),
    "slow": _lazy("Masking this document takes too long here. Mask it in your own program, and bring the file here."),
    "broken": _lazy(
        "This PDF could not be read. Save it anew, or mask it in your own program and bring the file here."
    ),
}


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
