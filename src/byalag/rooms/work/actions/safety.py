"""What is shown to everyone later, or not at all: by a person's choice, or by the organisation's rule for a country."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.cooperation.api import organisations_in
from byalag.rooms.people.api import Actor, Organisation, held_back_until
from byalag.rooms.records.api import hold_back_document

from .. import queries, rules
from ..models import Activity, Evidence


def hold_back(activity: Activity, parties: Iterable[Organisation] = ()) -> None:
    """Let an activity be shown no earlier than the rules for the countries it has to do with say (not saved).

    What was chosen stands when it is later. Its own country is no reason to hold anything back. `parties`: of an activity
    that is not in the book yet.
    """
    countries = _countries(activity) | {row.country for row in parties}
    until = held_back_until(activity.organisation_id, countries, activity.ends or activity.starts)
    if until is not None and (activity.shown_from is None or activity.shown_from < until):
        activity.shown_from = until


def _countries(activity: Activity) -> set[str]:
    found = {activity.place.country} if activity.place else set()
    others = organisations_in(activity.cooperation) if activity.cooperation else []
    if activity.pk:
        others = [*others, *activity.parties.all()]
    return found | {row.country for row in others if row.pk != activity.organisation_id}


@transaction.atomic
def hold_back_evidence(actor: Actor, activity: Activity) -> int:
    """Show what shows an activity to everyone no earlier than the activity itself. How many pieces that changed."""
    if activity.shown_from is None:
        return 0
    sooner = Q(shown_from__isnull=True) | Q(shown_from__lt=activity.shown_from)
    rows = list(Evidence.objects.filter(sooner, activity=activity).select_related("document"))
    for evidence in rows:
        if evidence.document is not None:
            hold_back_document(actor, document=evidence.document, until=activity.shown_from)
    if rows:
        Evidence.objects.filter(pk__in=[row.pk for row in rows]).update(shown_from=activity.shown_from)
        log.record(activity, "work.evidence.held_back", actor=actor, pieces=len(rows))
    return len(rows)


@transaction.atomic
def follow_safety(actor: Actor, *, organisation: Organisation, country: str) -> int:
    """Hold back what has to do with a country, after its rule was set. How many activities changed."""
    changed = 0
    for row in queries.to_do_with(organisation, country):
        activity = lock_for_change(row)
        require(rules.may_plan_activity(actor, activity.organisation_id))
        before = activity.shown_from
        hold_back(activity)
        if activity.shown_from != before:
            activity.save()
            hold_back_evidence(actor, activity)
            log.record(activity, "work.activity.held_back", actor=actor)
            changed += 1
    return changed
