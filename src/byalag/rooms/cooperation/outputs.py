"""Reads of what was made together."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from byalag.rooms.people.api import PUBLIC, Actor, Organisation
from byalag.rooms.people.enums import Visibility
from byalag.rooms.records.api import Document, documents_visible_to

from . import queries
from .enums import OutputState
from .models import Cooperation, JointOutput


def outputs_visible_to(actor: Actor) -> QuerySet[JointOutput]:
    """All for those who are in the cooperation; for others who see it, what is published."""
    seen = Cooperation.objects.visible_to(actor).values("pk")
    published = Q(state=OutputState.PUBLISHED, cooperation__in=seen)
    rows = JointOutput.objects.filter(Q(cooperation__in=queries.taken_part_in(actor)) | published)
    return rows.select_related("cooperation__organisation")


def documents_of(actor: Actor, output: JointOutput) -> QuerySet[Document]:
    """Its documents that the actor may see."""
    return documents_visible_to(actor).filter(pk__in=output.documents.values("pk")).order_by("title", "pk")


def contributors_of(actor: Actor, output: JointOutput) -> QuerySet[Any]:
    """The pairs that worked on it, as far as the actor sees them."""
    return queries.cooperations_visible_to(actor).filter(pk__in=output.contributors.values("pk")).order_by("name", "pk")


def public_outputs(organisation: Organisation) -> QuerySet[JointOutput]:
    """What everyone reads: published, of cooperations that everyone sees; the newest first."""
    rows = JointOutput.objects.filter(state=OutputState.PUBLISHED, cooperation__organisation=organisation)
    rows = rows.filter(cooperation__visibility=Visibility.PUBLIC, cooperation__trashed_at=None)
    return rows.select_related("cooperation__organisation").order_by("-published_on", "-pk")


def find_public_output(organisation: Organisation, slug: str) -> JointOutput | None:
    """What is published at an address."""
    return public_outputs(organisation).filter(slug=slug).first()


def public_parts(output: JointOutput) -> dict[str, Any]:
    """What stands beside it for everyone: documents and pairs that everyone sees."""
    return {
        "documents": list(documents_of(PUBLIC, output)),
        "contributors": list(contributors_of(PUBLIC, output)),
    }
