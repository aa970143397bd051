"""The register as a table that goes out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core.tables import ID, VERSION, Column, Row, TableKind
from byalag.rooms.people.api import Actor

from . import queries
from .enums import Answer, Direction, GivenAs, PaperKind
from .models import Disclosure, Document
from .queries import RegisterFilter

_READ: dict[str, Any] = {"read_only": True}


def lines(asked: RegisterFilter, actor: Actor) -> Iterator[Row]:
    """The lines of the register that fit, as far as the actor may see them."""
    document: Document
    for document in queries.register(actor, asked):
        yield {
            ID: document.pk,
            VERSION: document.version,
            "number": document.register_number,
            "case": document.case.number if document.case else "",
            "direction": document.direction,
            "dated": document.dated,
            "sender": document.sender,
            "recipient": document.recipient,
            "title": document.title,
            "matter": document.case.title if document.case else "",
            "secrecy_ground": document.secrecy_ground,
            "registered": document.created_at.date(),
            "paper_kind": document.paper_kind,
            "sha256": document.file.sha256 if document.file else "",
            "disposed": document.disposal.made_at.date() if document.disposal else None,
            "disposed_because": document.disposed_because,
        }


REGISTER = TableKind(
    "records.register",
    _("Register of documents"),
    _("One row for each document that was received, drawn up or kept as a working paper. It is for reading."),
    (
        Column("number", _("Number"), **_READ),
        Column("case", _("Case number"), **_READ),
        Column("direction", _("Origin"), "choice", tuple(Direction.choices), **_READ),
        Column("dated", _("Received or drawn up on"), "date", **_READ),
        Column("sender", _("Sender"), **_READ),
        Column("recipient", pgettext_lazy("of a document", "Recipient"), **_READ),
        Column("title", _("Title"), **_READ),
        Column("matter", _("Matter"), **_READ),
        Column("secrecy_ground", _("Secret, by which law and section"), **_READ),
        Column("registered", _("Registered on"), "date", **_READ),
        Column("paper_kind", _("Kind of document"), "choice", tuple(PaperKind.choices), **_READ),
        Column("disposed", _("Disposed of on"), "date", **_READ),
        Column("disposed_because", _("By which rule"), **_READ),
        Column("sha256", _("Fingerprint (SHA-256)"), **_READ),
    ),
    partial(lines, RegisterFilter(direction="all")),
)


def _disclosures(actor: Actor) -> Iterator[Row]:
    row: Disclosure
    rows = list(queries.disclosures_visible_to(actor))
    names = queries.names_of_users(actor, [row.made_by_id for row in rows])
    for row in rows:
        yield {
            ID: row.pk,
            "number": row.document.register_number,
            "title": row.document.title,
            "given_on": row.given_on,
            "answer": row.answer,
            "given_as": row.given_as,
            "ground": row.ground,
            "by": names.get(row.made_by_id, ""),
            "struck": row.struck_at.date() if row.struck_at else None,
        }


DISCLOSURES = TableKind(
    "records.disclosures",
    _("Disclosure log"),
    _("One row for each answer to somebody who asked for a document. Who asked is not kept. It is for reading."),
    (
        Column("number", _("Number"), **_READ),
        Column("title", _("Title"), **_READ),
        Column("given_on", _("Date"), "date", **_READ),
        Column("answer", _("What was answered"), "choice", tuple(Answer.choices), **_READ),
        Column("given_as", _("In which form"), "choice", tuple(GivenAs.choices), **_READ),
        Column("ground", _("By which law and section"), **_READ),
        Column("by", _("By whom"), **_READ),
        Column("struck", _("Struck out on"), "date", **_READ),
    ),
    _disclosures,
)
TABLES = [REGISTER, DISCLOSURES]
