"""The only writer of cooperations and their parties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import (
    WITHHELD,
    Actor,
    Organisation,
    Theme,
    open_circle,
    open_organisation,
    set_circle,
    withholds,
)
from byalag.rooms.people.enums import OrganisationKind, Visibility

from .. import queries, rules
from ..enums import CooperationKind, CooperationState, GenderMarker, PartyRole
from ..kinds import KINDS
from ..models import Cooperation, Party


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
    for_young: bool = False,
    gender: int = GenderMarker.NONE,
    challenge: str = "",
    expected_benefit: str = "",
    themes: Iterable[Theme] = (),
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
        for_young=for_young,
        gender=gender,
        challenge=challenge,
        expected_benefit=expected_benefit,
        visibility=visibility,
        simulated=simulated,
        language=organisation.language,
    )
    cooperation.full_clean()
    _check_place(cooperation)
    cooperation.save()
    cooperation.themes.set(themes)
    log.record(cooperation, "cooperation.cooperation.opened", actor=actor, kind=kind)
    return cooperation


@transaction.atomic
def change_cooperation(actor: Actor, *, cooperation: Cooperation, expected: int | None, **fields: Any) -> Cooperation:
    """Change what stands about a cooperation; its state changes by steps (`move_cooperation`)."""
    cooperation = lock_for_change(cooperation, expected=expected)
    require(rules.may_edit_cooperation(actor, cooperation))
    themes = fields.pop("themes", None)
    for name, value in fields.items():
        setattr(cooperation, name, value)
    hold_back(cooperation)
    cooperation.full_clean()
    _check_place(cooperation)
    cooperation.save()
    if themes is not None:
        cooperation.themes.set(themes)
    log.record(cooperation, "cooperation.cooperation.changed", actor=actor, fields=sorted(fields))
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
    side: str = "",
) -> Party:
    """Bring an organisation into a cooperation. The circle of its parties follows.

    `side`: on which side it stands; empty when its country says it.
    """
    cooperation = lock_for_change(cooperation)
    require(rules.may_add_party(actor, cooperation))
    party = Party(
        cooperation=cooperation,
        organisation=organisation,
        role=role,
        starts=starts,
        ends=ends,
        benefit=benefit,
        side=side,
    )
    _check_role(party)
    party.full_clean()
    party.save()
    _keep_circle(actor, cooperation)
    hold_back(cooperation)
    cooperation.save()
    log.record(cooperation, "cooperation.party.added", actor=actor, organisation_added=organisation.pk, role=role)
    return party


def _check_role(party: Party) -> None:
    kind = KINDS[CooperationKind(party.cooperation.kind)]
    if party.role not in kind.roles:
        raise ValidationError({"role": _("This kind of cooperation has no such role. Choose one of the list.")})


@transaction.atomic
def change_party(
    actor: Actor, *, party: Party, expected: int | None = None, role: str, side: str, starts: date | None, benefit: str
) -> Party:
    """Change a party's role, side, first day, or what it gains. `expected`: the version of the cooperation.

    Raises ValidationError when the kind has no such role, or the organisation has it already.
    """
    cooperation = lock_for_change(party.cooperation, expected=expected)
    party = Party.objects.select_for_update().select_related("cooperation").get(pk=party.pk)
    require(rules.may_change_party(actor, party))
    if role != party.role:
        party.role = role
        _check_role(party)
    party.side, party.starts, party.benefit = side, starts, benefit
    if party.starts and party.ends and party.ends < party.starts:
        raise ValidationError({"starts": _("It must begin on or before the day on which it leaves.")})
    party.full_clean()
    party.save()
    cooperation.save()
    log.record(cooperation, "cooperation.party.changed", actor=actor, party=party.pk)
    return party


@transaction.atomic
def set_country_rule(
    actor: Actor, *, cooperation: Cooperation, first: Iterable[str], other: Iterable[str], expected: int | None = None
) -> Cooperation:
    """From which countries the parties of a network's pairs come: ISO codes, one side and the other; none means any."""
    cooperation = lock_for_change(cooperation, expected=expected)
    require(rules.may_set_country_rule(actor, cooperation))
    cooperation.first_countries, cooperation.other_countries = sorted(set(first)), sorted(set(other))
    cooperation.full_clean()
    cooperation.save()
    log.record(cooperation, "cooperation.countries.ruled", actor=actor)
    return cooperation


@transaction.atomic
def end_party(actor: Actor, *, party: Party, ends: date, merged_into: Organisation | None = None) -> Party:
    """Say when an organisation leaves a cooperation; from the day after, it is no longer in the circle.

    One that merged into another is followed by that one, in the same role. Raises ValidationError when it merged into itself.
    """
    cooperation = lock_for_change(party.cooperation)
    party = Party.objects.select_for_update().get(pk=party.pk)
    require(rules.may_end_party(actor, party))
    if merged_into == party.organisation:
        raise ValidationError({"merged_into": _("Choose the organisation that it became part of.")})
    party.ends, party.merged_into = ends, merged_into
    party.full_clean()
    party.save(update_fields=["ends", "merged_into"])
    if merged_into is not None:
        there = Party.objects.filter(cooperation=cooperation, organisation=merged_into, ends=None).exists()
        if not there and merged_into.pk != cooperation.organisation_id:
            Party.objects.update_or_create(
                cooperation=cooperation,
                organisation=merged_into,
                role=party.role,
                defaults={
                    "starts": ends + timedelta(days=1),
                    "ends": None,
                    "benefit": party.benefit,
                    "side": party.side,
                },
            )
    _keep_circle(actor, cooperation)
    cooperation.save()
    log.record(
        cooperation,
        "cooperation.party.ended",
        actor=actor,
        organisation_left=party.organisation_id,
        merged_into=merged_into and merged_into.pk,
    )
    return party


def hold_back(cooperation: Cooperation) -> None:
    """Withhold a cooperation with somebody in a country of which nothing may be told to everyone (not saved)."""
    countries = [row.country for row in queries.organisations_in(cooperation) if row.pk != cooperation.organisation_id]
    if withholds(cooperation.organisation_id, countries):
        cooperation.shown_from = WITHHELD


def _keep_circle(actor: Actor, cooperation: Cooperation) -> None:
    """Who keeps a cooperation and who is in it now share a circle, as soon as they are two."""
    organisations = queries.organisations_in(cooperation)
    if cooperation.circle is None:
        if len(organisations) > 1:
            cooperation.circle = open_circle(actor, name=cooperation.name, organisations=organisations)
    else:
        set_circle(actor, circle=cooperation.circle, organisations=organisations)


@transaction.atomic
def follow_safety(actor: Actor, *, organisation: Organisation, country: str) -> int:
    """Withhold the organisation's cooperations with partners in a country of which nothing is told. How many changed."""
    changed = 0
    rows = Cooperation.objects.filter(
        organisation=organisation, trashed_at=None, parties__organisation__country=country
    )
    for row in rows.distinct().order_by("pk"):
        cooperation = lock_for_change(row)
        before = cooperation.shown_from
        hold_back(cooperation)
        if cooperation.shown_from != before:
            cooperation.save()
            log.record(cooperation, "cooperation.cooperation.held_back", actor=actor)
            changed += 1
    return changed


def follow_dates(actor: Actor) -> int:
    """Take out of each circle those whose last day has passed. Returns how many circles changed."""
    changed = 0
    for cooperation in queries.cooperations_with_circle():
        organisations = queries.organisations_in(cooperation)
        if cooperation.circle and set(cooperation.circle.organisations.all()) != set(organisations):
            set_circle(actor, circle=cooperation.circle, organisations=organisations)
            changed += 1
    return changed


def _check_place(cooperation: Cooperation) -> None:
    """A cooperation stands inside another of the same organisation, never inside itself by a roundabout way."""
    above, seen = cooperation.inside, {cooperation.pk}
    if above and above.organisation_id != cooperation.organisation_id:
        raise ValidationError({"inside": _("Choose a cooperation of your own organisation.")})
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"inside": _("That one stands inside this one already. Choose another.")})
        seen.add(above.pk)
        above = above.inside


@transaction.atomic
def trash_cooperation(actor: Actor, *, cooperation: Cooperation) -> Cooperation:
    """Put a cooperation that nothing belongs to in the trash."""
    cooperation = lock_for_change(cooperation)
    require(rules.may_trash_cooperation(actor, cooperation))
    cooperation.trashed_at = timezone.now()
    cooperation.save(update_fields=["trashed_at", "version"])
    log.record(cooperation, "cooperation.cooperation.trashed", actor=actor)
    return cooperation


@transaction.atomic
def restore_cooperation(actor: Actor, *, cooperation: Cooperation) -> Cooperation:
    """Take a cooperation out of the trash."""
    cooperation = lock_for_change(cooperation)
    require(rules.may_restore_cooperation(actor, cooperation))
    cooperation.trashed_at = None
    cooperation.save(update_fields=["trashed_at", "version"])
    log.record(cooperation, "cooperation.cooperation.restored", actor=actor)
    return cooperation


@transaction.atomic
def bring_in(
    actor: Actor,
    *,
    cooperation: Cooperation,
    organisation: Organisation | None,
    new_name: str = "",
    new_kind: str = OrganisationKind.OTHER,
    new_country: str = "",
    role: str = PartyRole.PARTNER,
    starts: date | None = None,
    benefit: str = "",
    side: str = "",
) -> Party:
    """Add a party that is in the book, or a new partner by its name."""
    require(rules.may_add_party(actor, cooperation))
    if organisation is None:
        organisation = open_organisation(actor, name=new_name, kind=new_kind, country=new_country)
    return add_party(
        actor, cooperation=cooperation, organisation=organisation, role=role, starts=starts, benefit=benefit, side=side
    )
