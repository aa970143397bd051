"""What this room gives to others through the registries of core."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core import registries
from byalag.core.registries import History, NavItem, Searchable, Trashable
from byalag.rooms.people.api import Actor

from . import actions, queries, rules
from .deeds import DEEDS
from .models import Document
from .tables import TABLES
from .takeouts import TAKEOUTS


def _restore(actor: Actor, thing: Document) -> Document:
    return actions.restore_document(actor, document=thing)


def _parts_of_history(actor: Actor, document: Document) -> list[tuple[str, list[int]]]:
    consents = list(queries.consents_of(document).values_list("pk", flat=True))
    return [
        ("records.disposal", [document.disposal_id] if document.disposal_id else []),
        ("records.useconsent", consents),
        ("records.maskedcopy", list(document.masked_copies.values_list("pk", flat=True))),
        ("records.disclosure", list(document.disclosures.values_list("pk", flat=True))),
    ]


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.histories.add(
        History("records.document", _("Document"), queries.documents_visible_to, _parts_of_history)
    )
    registries.histories.add(History("records.decision", _("Decision"), queries.decisions_visible_to))
    registries.tables.add_all(TABLES)
    registries.navigation.add(NavItem("records", _("Documents"), "records:documents", 55))
    registries.trashables.add(
        Trashable("records.document", _("Documents"), queries.trashed_documents, _restore, rules.may_restore_document)
    )
    registries.searchables.add(
        Searchable(
            "records.document",
            _("Documents"),
            "records.document",
            queries.documents_visible_to,
            ("title", "description", "file_name", "sender", "recipient"),
            "records:document",
            dated="dated",
        )
    )
    registries.searchables.add(
        Searchable(
            "records.decision",
            _("Decisions"),
            "records.decision",
            queries.decisions_visible_to,
            ("matter", "paragraph", "reasons"),
            "records:decision",
            dated="decided_on",
        )
    )
    registries.searchables.add(
        Searchable(
            "records.case", _("Cases"), "records.case", queries.cases_visible_to, ("number", "title"), "records:case"
        )
    )
