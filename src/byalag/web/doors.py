"""The demo's sign-ins, read from the book itself: one per role and organisation, those of partners last."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from byalag.rooms.people import api as people


@dataclass(frozen=True)
class Door:
    organisation: str
    role: str
    email: str
    is_main: bool
    is_partner: bool


def doors() -> list[Door]:
    """A partner of the demo has one sign-in; the organisations that it is about have one for each of several roles."""
    rows = list(
        people.Membership.objects.filter(organisation__is_example=True)
        .select_related("organisation", "user")
        .order_by("organisation__name", "pk")
    )
    roles = Counter(row.organisation_id for row in rows)
    found = [
        Door(
            str(row.organisation),
            row.get_role_display(),
            row.user.email,
            is_main=row.role == "coordinator",
            is_partner=roles[row.organisation_id] == 1,
        )
        for row in rows
    ]
    return sorted(found, key=lambda door: door.is_partner)
