"""What a card says, as the matching engine reads it, and the engine's reasons in words that a politician understands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from byalag.core.languages import language_name
from byalag.core.search import fold
from byalag.engines import matching
from byalag.engines.matching import Part, Profile, Reason

from .models import SeekCard


@dataclass(frozen=True)
class Told:
    """A possible partner: their card, how well it fits from 0 to 100, and why, the weightiest reason first."""

    card: SeekCard
    percent: int
    why: tuple[str, ...]
    outside: bool


def proposals(card: SeekCard, others: Iterable[SeekCard], most: int = 10) -> list[Told]:
    """Who of the others fits a card best. Those of a country that it does not look in are told, after the others."""
    found = {str(other.pk): other for other in others if other.organisation_id != card.organisation_id}
    wanted = frozenset(card.countries) or None
    rows = matching.propose(
        profile_of(card), [profile_of(other) for other in found.values()], most=most, eligible=wanted
    )
    return [
        Told(
            found[row.profile.key],
            round(100 * row.score.total),
            tuple(sentence for part in row.score.parts if (sentence := sentence_of(part))),
            row.eligible is False,
        )
        for row in rows
        if row.score.parts
    ]


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
        point=(place.latitude, place.longitude)
        if place and place.latitude is not None and place.longitude is not None
        else None,
        experience=card.experience,
    )


def sentence_of(part: Part) -> str:
    """A reason in words; nothing for a part that speaks against the match or says little."""
    words = ", ".join(part.told)
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
