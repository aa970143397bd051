"""What of this room goes along when an organisation leaves."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import TakeoutKind, Taking, Values, part
from byalag.rooms.people.api import own_rows, shared_rows, whole_only
from byalag.rooms.people.enums import Visibility

from . import consents
from .models import Disclosure, Document, UsePurpose


def _documents(taking: Taking) -> QuerySet[Document]:
    """Secret papers only when what is protected goes along, too."""
    rows = own_rows("records.document")(taking)
    return rows if taking.with_protected else rows.filter(secrecy_ground="")


def _papers_of_others(taking: Taking) -> QuerySet[Document]:
    """Papers of partners that an agreement or something agreed rests on, when they share them: they are joint."""
    rows = Document.objects.filter(trashed_at=None, secrecy_ground="", file__isnull=False)
    shared = Q(visibility=Visibility.CIRCLE, circle__in=taking.circle_ids)
    return (
        rows.filter(shared | Q(visibility=Visibility.PUBLIC))
        .exclude(organisation=taking.organisation_id)
        .exclude(consents.held_back_here())
    )


def _document(taking: Taking, row: Document, values: Values) -> None:
    """A paper of another stands in no case of ours, and is not published by us."""
    if row.organisation_id != taking.organisation_id:
        values |= {"case": None, "serial": None, "sender": "", "recipient": "", "visibility": Visibility.ORGANISATION}


def _own_lines(taking: Taking, rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    return rows.filter(organisation=taking.organisation_id)


def _common_purposes(taking: Taking) -> QuerySet[UsePurpose]:
    return UsePurpose.objects.filter(organisation=None)


TAKEOUTS = [
    TakeoutKind(
        "records.case", _("Cases"), own_rows("records.case"), follows=True, whose="organisation",
        found_by=("organisation", "number"), columns=("number", "title", "opened_on", "closed_on"),
    ),
    TakeoutKind(
        "records.decision", _("Decisions"), own_rows("records.decision"), follows=True, whose="organisation",
        columns=("decided_on", "body", "paragraph", "matter", "outcome"),
    ),
    TakeoutKind(
        "records.retentionrule", _("Retention rules"), whole_only("records.retentionrule"), whose="organisation"
    ),
    TakeoutKind("records.disposal", _("Disposals"), whole_only("records.disposal"), whose="organisation"),
    TakeoutKind(
        "records.document", _("Documents"), _documents, follows=True, others=_papers_of_others, whose="organisation",
        must=frozenset({"disposal"}), adjust=_document, shared=shared_rows("records.document"),
        columns=("title", "paper_kind", "direction", "dated", "case", "file_name"),
    ),
    TakeoutKind(
        "records.usepurpose", _("What pictures may be used for"), whole_only("records.usepurpose"),
        common=_common_purposes, found_by=("organisation", "code"), whose="organisation",
    ),
    part("records.useconsent", _("Consents to pictures"), "document", must=frozenset({"person", "replaces"})),
    part("records.maskedcopy", _("Masked copies"), "document"),
    part(
        "records.disclosure", _("What was given out"), "document", only=_own_lines, whose="organisation",
        must=frozenset({"masked_copy"}),
    ),
]  # fmt: skip
