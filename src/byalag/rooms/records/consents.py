"""The one place that decides whether a picture may be shown for a purpose: for one, and for many in the database.

Held back is a picture in which persons can be recognised, or of which nobody has said that they cannot, until somebody
has agreed to the purpose; and any paper for which a consent was withdrawn or has run out and was not given anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from byalag.rooms.people.api import Person
from byalag.rooms.people.enums import Visibility

from .enums import ACCOUNT, PUBLIC_PAGE, PersonsShown
from .models import Document, UseConsent

if TYPE_CHECKING:
    from django.db.models import QuerySet


def may_show(thing: Document | Person, purpose: str) -> bool:
    """Whether a picture may be shown, or a person named, for this purpose (its code)."""
    if isinstance(thing, Person):
        if thing.erased_at is not None or thing.at_risk or purpose != PUBLIC_PAGE:
            return False
        return thing.consents.filter(purpose="name_on_web", withdrawn_on__isnull=True).exists()
    return Document.objects.filter(pk=thing.pk).exclude(held_back(purpose)).exists()


def held_back(purpose: str, document: str = "") -> Q:
    """Rows whose document may not be shown for the purpose. `document`: the way to it, as `document__`."""
    return _held_back(Q(purpose__code=purpose), document)


def held_back_here() -> Q:
    """Documents that may not be shown as far as they are shared: on the public pages, or in accounts to others."""
    public = Q(document__visibility=Visibility.PUBLIC)
    return _held_back((public & Q(purpose__code=PUBLIC_PAGE)) | (~public & Q(purpose__code=ACCOUNT)))


def _held_back(of_purpose: Q, document: str = "") -> Q:
    pictures = Q(**{f"{document}file__media_type__startswith": "image/"})
    pictures &= ~Q(**{f"{document}persons_shown": PersonsShown.NO})
    rows = UseConsent.objects.filter(of_purpose, document=OuterRef(f"{document}pk"), purpose__organisation__isnull=True)
    return (pictures & ~Exists(in_force(rows))) | Exists(ended(rows))


def in_force(rows: QuerySet[UseConsent]) -> QuerySet[UseConsent]:
    return rows.filter(withdrawn_on__isnull=True, person__erased_at__isnull=True).filter(
        Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    )


def ended(rows: QuerySet[UseConsent]) -> QuerySet[UseConsent]:
    """Withdrawn, run out, or of somebody who was erased; and not given anew."""
    return rows.filter(replaced_by__isnull=True).filter(
        Q(withdrawn_on__isnull=False) | Q(until__lt=timezone.localdate()) | Q(person__erased_at__isnull=False)
    )
