"""The demo's sign-ins, read from the book itself: one per role and organisation."""

from __future__ import annotations

from dataclasses import dataclass

from byalag.rooms.people import api as people


@dataclass(frozen=True)
class Door:
    organisation: str
    role: str
    email: str
    is_main: bool


def doors() -> list[Door]:
    rows = (
        people.Membership.objects.filter(organisation__is_example=True)
        .select_related("organisation", "user")
        .order_by("organisation__name", "pk")
    )
    return [
        Door(str(row.organisation), row.get_role_display(), row.user.email, row.role == "coordinator") for row in rows
    ]
