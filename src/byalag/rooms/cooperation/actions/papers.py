"""The only writer of where the papers are that a kind of cooperation needs."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor
from byalag.rooms.records.api import Document

from .. import rules
from ..enums import CooperationKind, NeededPaper
from ..kinds import KINDS
from ..models import Cooperation, KeptPaper


@transaction.atomic
def keep_paper(
    actor: Actor, *, cooperation: Cooperation, paper: str, document: Document | None = None, note: str = ""
) -> KeptPaper:
    """Say where a needed paper is: a document of the register, or in words (“city archive, volume 12”).

    Raises ValidationError when the kind asks for no such paper, or it is shown by a record of its own only (a check).
    """
    cooperation = lock_for_change(cooperation)
    require(rules.may_edit_cooperation(actor, cooperation))
    needed = {row.paper for row in KINDS[CooperationKind(cooperation.kind)].papers} - {NeededPaper.CHECK}
    if paper not in needed:
        raise ValidationError({"paper": _("This cooperation does not ask for that paper. Choose one of the list.")})
    if document is None and not note.strip():
        raise ValidationError({"document": _("Choose the document, or write where the paper is kept.")})
    row = KeptPaper(cooperation=cooperation, paper=paper, document=document, note=note.strip())
    row.full_clean()
    row.save()
    log.record(cooperation, "cooperation.paper.kept", actor=actor, paper=paper)
    return row


@transaction.atomic
def let_go_of_paper(actor: Actor, *, kept: KeptPaper) -> None:
    """Take a line away that said where a needed paper is. The document itself stays in the register."""
    require(rules.may_edit_cooperation(actor, kept.cooperation))
    log.record(kept.cooperation, "cooperation.paper.let_go", actor=actor, paper=kept.paper)
    kept.delete()
