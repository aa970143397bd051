"""The only writer of cooperations and their parties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation, open_circle, open_organisation, set_circle
from byalag.rooms.people.enums import OrganisationKind, Visibility

from . import rules
from .enums import CooperationState, PartyRole
from .models import Cooperation, Party


@transaction.atomic
def open_cooperation(
    actor: Actor,
    *,
    organisation: Organisation,
    kind: str,
    name: str,
    about: str = "",
    state: str = CooperationState.ACTIVE,
    inside: Cooperation | None = None,
    starts: date | None = None,
    ends: date | None = None,
    visibility: str = Visibility.ORGANISATION,
    simulated: bool = False,
) -> Cooperation:
    """Take a twin town, partnership, project or network into the book."""
    require(rules.may_open_cooperation(actor, organisation.pk))
    cooperation = Cooperation(
        organisation=organisation,
        kind=kind,
        name=name,
        about=about,
        state=state,
        inside=inside,
        starts=starts,
        ends=ends,
        visibility=visibility,
        simulated=simulated,
        language=organisation.language,
    )
    cooperation.full_clean()
    cooperation.save()
    log.record(cooperation, "cooperation.cooperation.opened", actor=actor, kind=kind)
    return cooperation


@transaction.atomic
def change_cooperation(actor: Actor, *, cooperation: Cooperation, expected: int | None, **fields: Any) -> Cooperation:
    """Change what stands about a cooperation."""
    cooperation = lock_for_change(cooperation, expected=expected)
    require(rules.may_edit_cooperation(actor, cooperation))
    for name, value in fields.items():
        setattr(cooperation, name, value)
    cooperation.full_clean()
    cooperation.save()
    log.record(cooperation, "cooperation.cooperation.changed", actor=actor, fields=sorted(fields))
    return cooperation


@transaction.atomic
def end_cooperation(actor: Actor, *, cooperation: Cooperation, ends: date, expected: int | None = None) -> Cooperation:
    """Say when a cooperation ended."""
    cooperation = lock_for_change(cooperation, expected=expected)
    require(rules.may_end_cooperation(actor, cooperation))
    cooperation.state, cooperation.ends = CooperationState.ENDED, ends
    cooperation.full_clean()
    cooperation.save()
    log.record(cooperation, "cooperation.cooperation.ended", actor=actor)
    return cooperation


@transaction.atomic
def add_party(
    actor: Actor,
    *,
    cooperation: Cooperation,
    organisation: Organisation,
    role: str = PartyRole.PARTNER,
    starts: date | None = None,
    ends: date | None = None,
    benefit: str = "",
) -> Party:
    """Bring an organisation into a cooperation. The circle of its parties follows."""
    cooperation = lock_for_change(cooperation)
    require(rules.may_edit_cooperation(actor, cooperation))
    party = Party(
        cooperation=cooperation, organisation=organisation, role=role, starts=starts, ends=ends, benefit=benefit
    )
    party.full_clean()
    party.save()
    _keep_circle(actor, cooperation)
    cooperation.save()
    log.record(cooperation, "cooperation.party.added", actor=actor, organisation_added=organisation.pk, role=role)
    return party


@transaction.atomic
def end_party(actor: Actor, *, party: Party, ends: date) -> Party:
    """Say when an organisation left a cooperation; the circle follows."""
    cooperation = lock_for_change(party.cooperation)
    require(rules.may_edit_cooperation(actor, cooperation))
    party.ends = ends
    party.full_clean()
    party.save(update_fields=["ends"])
    _keep_circle(actor, cooperation)
    cooperation.save()
    log.record(cooperation, "cooperation.party.ended", actor=actor, organisation_left=party.organisation_id)
    return party


def _keep_circle(actor: Actor, cooperation: Cooperation) -> None:
    """From its second party on a cooperation has a circle of those who are in it now."""
    standing = Party.objects.filter(cooperation=cooperation, ends__isnull=True)
    organisations = list(Organisation.objects.filter(pk__in=standing.values("organisation_id")))
    if cooperation.circle is None:
        if len(organisations) > 1:
            cooperation.circle = open_circle(actor, name=cooperation.name, organisations=organisations)
    else:
        set_circle(actor, circle=cooperation.circle, organisations=organisations)


@transaction.atomic
def bring_in(
    actor: Actor,
    *,
    cooperation: Cooperation,
    organisation: Organisation | None,
    new_name: str = "",
    role: str = PartyRole.PARTNER,
    benefit: str = "",
) -> Party:
    """Add a party that is in the book, or a new partner by its name."""
    if organisation is None:
        organisation = open_organisation(actor, name=new_name, kind=OrganisationKind.OTHER)
    return add_party(actor, cooperation=cooperation, organisation=organisation, role=role, benefit=benefit)
