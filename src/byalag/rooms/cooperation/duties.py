"""What is due in cooperations, for Today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from byalag.core.registries import Duty
from byalag.rooms.people.api import Actor

from . import queries

SOON = timedelta(days=30)
MOST = 50


def find(actor: Actor) -> Iterator[Duty]:
    """Next steps that were agreed with a partner."""
    today = timezone.localdate()
    for contact in queries.next_steps(actor).filter(next_on__lte=today + SOON)[:MOST]:
        yield Duty(
            title=contact.next_step,
            url=reverse("cooperation:cooperation", args=[contact.cooperation_id]),
            due=contact.next_on,
            detail=contact.cooperation.name,
            urgency=0 if contact.next_on and contact.next_on < today else 1,
            key=f"cooperation.next_step:{contact.pk}",
            who=str(contact.responsible or gettext("Those who document")),
        )
