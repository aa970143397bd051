"""Which countries are on a funder's list on a day, which leave it while a grant goes on, and that in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byalag.core.countries import country_name
from byalag.core.formats import day

from .enums import OVER
from .models import Cooperation, DepartureAnswer, EligibilityList, Funding, ListEdition, Party

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from byalag.rooms.people.api import Actor, OwnedQuerySet


@dataclass(frozen=True)
class Standing:
    """Whether a list counts a country as eligible on a day, and by which edition. `eligible` is None when the list says
    nothing of that day."""

    country: str
    on: date
    eligible: bool | None
    edition: ListEdition | None


@dataclass(frozen=True)
class Departure:
    """A country of a party that was on the list when the grant was given, and leaves it while the grant goes on.
    `now` says what the list says from that day on."""

    funding: Funding
    now: Standing
    parties: tuple[Party, ...]
    answer: DepartureAnswer | None

    @property
    def on(self) -> date:
        return self.now.on

    @property
    def country(self) -> str:
        return self.now.country

    @property
    def has_come(self) -> bool:
        return self.on <= timezone.localdate()


@dataclass(frozen=True)
class Difference:
    """What an edition changes against the one before: countries that join, leave, or have other days."""

    joins: tuple[str, ...]
    leaves: tuple[str, ...]
    other_days: tuple[str, ...]


Days = dict[str, tuple[date | None, date | None]]


# --- Reads ------------------------------------------------------------------------------------------------------------


def lists_visible_to(actor: Actor) -> OwnedQuerySet:
    """Lists of the own organisation, and those that others publish or share; each with its editions and their countries
    (three queries)."""
    rows = EligibilityList.objects.visible_to(actor).select_related("organisation").order_by("name", "pk")
    return rows.prefetch_related("editions__countries")


def fundings_visible_to(actor: Actor) -> QuerySet[Funding]:
    """What cooperations are paid for under, for those who keep them or are in them today (six queries)."""
    seen = Cooperation.objects.visible_to(actor)
    if not actor.is_system:
        now = Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())
        party_in = Party.objects.filter(now, organisation_id=actor.home_id).values("cooperation_id")
        seen = seen.filter(Q(organisation_id=actor.home_id) | Q(pk__in=party_in))
    parties = Prefetch("cooperation__parties", Party.objects.select_related("organisation").order_by("pk"))
    rows = Funding.objects.filter(cooperation__in=seen.order_by().values("pk"))
    rows = rows.select_related("cooperation__organisation", "list__organisation", "granted_under")
    return rows.prefetch_related("list__editions__countries", "granted_under__countries", "answers", parties)


def departures_of(actor: Actor, until: date) -> list[Departure]:
    """Departures that wait for an answer, of running cooperations that the actor's organisation keeps, up to a day; the
    first to come first."""
    rows = fundings_visible_to(actor).filter(cooperation__organisation_id=actor.home_id)
    found = [
        departure
        for funding in rows.exclude(cooperation__state__in=OVER)
        for departure in departures(funding)
        if departure.answer is None and departure.on <= until
    ]
    return sorted(found, key=lambda row: (row.on, row.funding.pk, row.country))


# --- What holds -------------------------------------------------------------------------------------------------------


def edition_on(editions: Iterable[ListEdition], on: date) -> ListEdition | None:
    """The edition that holds on a day: the one that began last; of those that began on the same day the one with the
    highest number. One that has run out does not bring back the one before it."""
    begun = [row for row in editions if row.starts <= on]
    last = max(begun, key=lambda row: (row.starts, row.number), default=None)
    return None if last is None or (last.ends is not None and last.ends < on) else last


def standing(editions: Iterable[ListEdition], country: str, on: date) -> Standing:
    edition = edition_on(editions, on)
    return Standing(country, on, None if edition is None else is_named(edition, country, on), edition)


def is_named(edition: ListEdition, country: str, on: date) -> bool:
    """The edition names the country, for this day."""
    return any(
        (row.starts is None or row.starts <= on) and (row.ends is None or on <= row.ends)
        for row in edition.countries.all()
        if row.country == country
    )


def eligible_on(editions: Iterable[ListEdition], on: date) -> frozenset[str] | None:
    """The countries that are on the list on a day; None when it says nothing of that day."""
    edition = edition_on(editions, on)
    if edition is None:
        return None
    return frozenset(row.country for row in edition.countries.all() if is_named(edition, row.country, on))


def departures(funding: Funding) -> list[Departure]:
    """Of each party's country that was eligible by what was granted: when it left for good, or when it will.

    A country that came back, or leaves when the grant is over, is none. Only parties of today are looked at.
    """
    today = timezone.localdate()
    by_country: dict[str, list[Party]] = {}
    for party in funding.cooperation.parties.all():
        if party.organisation.country and (party.ends is None or party.ends >= today):
            by_country.setdefault(party.organisation.country, []).append(party)
    answers = {(row.country, row.left_on): row for row in funding.answers.all()}
    found = []
    for country, parties in by_country.items():
        now = _leaves(funding, country, today)
        if now is not None:
            found.append(Departure(funding, now, tuple(parties), answers.get((country, now.on))))
    return sorted(found, key=lambda row: (row.on, row.country))


def _leaves(funding: Funding, country: str, today: date) -> Standing | None:
    if funding.granted_under is None or not is_named(funding.granted_under, country, funding.granted_on):
        return None
    editions = list(funding.list.editions.all())
    eligible, last = True, None
    for on in _days_of_change(editions, country, funding.granted_on):
        if funding.until is not None and on > funding.until:
            break
        now = standing(editions, country, on)
        if bool(now.eligible) != eligible:
            eligible, last = bool(now.eligible), now
        if last is not None and not eligible and on > today:
            break  # the first departure to come is told, not what may follow on it
    return None if eligible else last


def _days_of_change(editions: list[ListEdition], country: str, after: date) -> list[date]:
    """The days on which what the list says of a country may change, beginning with `after` itself."""
    days = {after}
    for edition in editions:
        days.add(edition.starts)
        days |= {edition.ends + timedelta(days=1)} if edition.ends else set()
        for row in edition.countries.all():
            if row.country == country:
                days |= {row.starts} if row.starts else set()
                days |= {row.ends + timedelta(days=1)} if row.ends else set()
    return sorted(on for on in days if on >= after)


def difference(before: ListEdition | None, countries: Days) -> Difference:
    """What an edition with these countries changes against the one before."""
    old: Days = {row.country: (row.starts, row.ends) for row in before.countries.all()} if before else {}
    return Difference(
        tuple(sorted(countries.keys() - old.keys())),
        tuple(sorted(old.keys() - countries.keys())),
        tuple(sorted(code for code in countries.keys() & old.keys() if countries[code] != old[code])),
    )


# --- In words ---------------------------------------------------------------------------------------------------------


def named(country: str) -> str:
    return country_name(country, get_language() or "en")


def sentence_of(list_name: str, row: Standing) -> str:
    """“Ukraine is on “…” on 1 May 2024.”"""
    said = {"country": named(row.country), "list": list_name, "day": day(row.on, get_language() or "en")}
    if row.eligible is None:
        return _("“%(list)s” says nothing of %(day)s.") % said
    if row.eligible:
        return _("%(country)s is on “%(list)s” on %(day)s.") % said
    return _("%(country)s is not on “%(list)s” on %(day)s.") % said


def told(departure: Departure) -> str:
    """That a country leaves or left, with the day and the list."""
    said = {
        "country": named(departure.country),
        "list": departure.funding.list.name,
        "day": day(departure.on, get_language() or "en"),
    }
    if departure.now.eligible is None:
        return _("“%(list)s”, which names %(country)s, says nothing from %(day)s on.") % said
    if departure.has_come:
        return _("%(country)s left “%(list)s” on %(day)s.") % said
    return _("%(country)s leaves “%(list)s” on %(day)s.") % said


def warnings(actor: Actor, cooperation: Cooperation) -> list[str]:
    """What to think of before a new step: countries that have left the list under which the cooperation is paid for."""
    found = []
    for funding in fundings_visible_to(actor).filter(cooperation=cooperation):
        found += [told(row) for row in departures(funding) if row.has_come]
    if found:
        found.append(_("What was granted stays as it was granted. Ask the funder before you begin anything new."))
    return found
