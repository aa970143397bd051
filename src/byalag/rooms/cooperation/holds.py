"""What cooperations hold an activity back with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from . import queries

SOLIDARITY = "solidarity"


def unchecked_partner(activity: Any) -> str | None:
    """Solidarity work with a partner that was not checked, where the organisation's rules ask for it."""
    if activity.kind != SOLIDARITY or not queries.rules_of(activity.organisation_id).checks_partners:
        return None
    others = queries.organisations_in(activity.cooperation) if activity.cooperation else []
    lacking = queries.unchecked(activity.organisation_id, [*others, *activity.parties.all()])
    if not lacking:
        return None
    return gettext("Check %(partner)s before money goes there; the partner’s page has a place for it.") % {
        "partner": lacking[0]
    }
