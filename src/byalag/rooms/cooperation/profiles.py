"""What a card says, as the matching engine reads it, and the engine's reasons in words that a politician understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from byalag.core.languages import language_name
from byalag.core.search import fold
from byalag.engines import matching
from byalag.engines.matching import Part, Profile, Reason
from byalag.rooms.people.api import Organisation

from . import eligibility
from .models import EligibilityList, SeekCard


@dataclass(frozen=True)
class Told:
    """A possible partner: their card, how well it fits from 0 to 100, and why, the weightiest reason first."""

    card: SeekCard
    percent: int
    why: tuple[str, ...]
    outside: bool
    listed: str = ""


def proposals(
    card: SeekCard, others: Iterable[SeekCard], under: EligibilityList | None = None, most: int = 10
) -> list[Told]:
    """Who of the others fits a card best. Those of a country that it does not look in, or that could not be paid for
    `under` its list, are told, after the others."""
    found = {str(other.pk): other for other in others if other.organisation_id != card.organisation_id}
    wanted = set(card.countries) or None
    editions = list(under.editions.all()) if under else []
    on = card.fundable_on or timezone.localdate()
    listed = eligibility.eligible_on(editions, on)
    if listed is not None and card.organisation.country not in listed:  # one country of the two is to be on it
        wanted = wanted & listed if wanted else set(listed)
    rows = matching.propose(
        profile_of(card),
        [profile_of(other) for other in found.values()],
        most=most,
        eligible=None if wanted is None else frozenset(wanted),
    )
    return [
        Told(
            found[row.profile.key],
            round(100 * row.score.total),
            tuple(sentence for part in row.score.parts if (sentence := sentence_of(part))),
            bool(card.countries) and row.profile.country not in card.countries,
            _listed(under, row.profile.country, on),
        )
        for row in rows
        if row.score.parts
    ]


def fundable(card: SeekCard, under: EligibilityList | None) -> str:
    """Whether the card's own country is on the list under which it is to be paid for."""
    return _listed(under, card.organisation.country, card.fundable_on or timezone.localdate())


def _listed(under: EligibilityList | None, country: str, on: date) -> str:
    if under is None or not country:
        return ""
    return eligibility.sentence_of(under.name, eligibility.standing(under.editions.all(), country, on))


def profile_of(card: SeekCard) -> Profile:
    place = card.organisation.place
    return Profile(
        key=str(card.pk),
        country=card.organisation.country,
        seeks=frozenset(fold(word) for word in card.seeks),
        offers=frozenset(fold(word) for word in card.offers),
        themes=frozenset(fold(word) for word in [*card.seeks, *card.offers]),
        languages=frozenset(card.languages),
        size=card.size or (place.population if place else None),
        climate=card.climate,
        point=point_of(card.organisation),
        experience=card.experience,
    )


def point_of(organisation: Organisation | None) -> tuple[float, float] | None:
    """Where an organisation lies, in degrees, when that is known."""
    place = organisation.place if organisation else None
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return (place.latitude, place.longitude)


def sentence_of(part: Part, spelled: Mapping[str, str] | None = None) -> str:
    """A reason in words; nothing for a part that speaks against the match or says little. `spelled`: how the words of the
    engine were written by those who wrote them."""
    words = ", ".join((spelled or {}).get(word, word) for word in part.told)
    if part.value < 0.2:
        return ""
    if part.reason == Reason.NEEDS:
        return _("One seeks what the other offers: %(words)s.") % {"words": words}
    if part.reason == Reason.THEMES:
        return _("Both work with %(words)s.") % {"words": words}
    if part.reason == Reason.LANGUAGE:
        names = ", ".join(language_name(code, get_language() or "en") for code in part.told)
        return _("Both work in %(languages)s.") % {"languages": names}
    if part.reason == Reason.SIZE and part.value > 0.5:
        return _("They are about the same size.")
    if part.reason == Reason.CLIMATE:
        return _("They have the same climate.")
    if part.reason == Reason.DISTANCE and part.told:
        far = int(part.told[0])
        return ngettext("They are %(n)s kilometre apart.", "They are %(n)s kilometres apart.", far) % {"n": far}
    if part.reason == Reason.EXPERIENCE and part.value > 0.5:
        return _("One of them has done this for years.")
    return ""
