"""Reads of matchings, and what a run is given: everything it rests on, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core.search import fold

from . import eligibility, queries
from .assignments import FORMAT, Values
from .enums import MatchSide, MatchSides
from .models import Cooperation, Matching, MatchingRun, MatchParticipant, Party, SeekCard
from .profiles import point_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from byalag.rooms.people.api import Actor

MOST = 1_000


def matchings_of(actor: Actor) -> QuerySet[Matching]:
    """The organisation's own, the newest first. Nobody else reads them."""
    rows = Matching.objects.filter(organisation_id=actor.home_id, trashed_at=None)
    return rows.select_related("organisation", "network", "under").order_by("-pk")


def counted(rows: QuerySet[Matching]) -> QuerySet[Matching]:
    """With how many take part, and how many runs there are."""
    return rows.annotate(
        taking_part=Count("participants", distinct=True), worked_out=Count("runs", distinct=True)
    )  # fmt: skip


def trashed_matchings(actor: Actor) -> QuerySet[Matching]:
    return Matching.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False).order_by("-trashed_at")


def participants_of(matching: Matching) -> QuerySet[MatchParticipant]:
    rows = MatchParticipant.objects.filter(matching=matching)
    return rows.select_related("matching", "card", "organisation__place", "card__organisation__place")


def runs_of(actor: Actor) -> QuerySet[MatchingRun]:
    """Runs of the organisation's own matchings, the last first."""
    return MatchingRun.objects.filter(matching__in=matchings_of(actor).order_by().values("pk")).select_related(
        "matching__organisation", "matching__network"
    )


def cards_to_bring(actor: Actor, matching: Matching) -> QuerySet[SeekCard]:
    """Open cards that the actor sees and that do not take part yet."""
    there = MatchParticipant.objects.filter(matching=matching, card__isnull=False).values("card_id")
    return queries.cards_visible_to(actor).exclude(pk__in=there).order_by("organisation__name", "pk")


def given_of(actor: Actor, matching: Matching) -> Values:
    """What a run of the matching is given today. Raises ValidationError with a sentence when something is missing."""
    rows = list(participants_of(matching).order_by("pk"))
    _check_there(matching, rows)
    seen = set(
        queries.cards_visible_to(actor).filter(pk__in=[row.card_id for row in rows]).values_list("pk", flat=True)
    )
    withdrawn = [row.name for row in rows if row.card_id is not None and row.card_id not in seen]
    if withdrawn:
        raise ValidationError(
            _("The card is not shown any more: %(names)s. Take them out, or write in what they seek and offer.")
            % {"names": ", ".join(withdrawn[:10])}
        )
    members = [participant_values(row) for row in rows]
    _wished(matching, rows, members)
    wishes = [(_key(row.one_id), _key(row.other_id), row.together) for row in matching.wishes.all()]
    return {
        "format": FORMAT,
        "title": matching.title,
        "aim": matching.aim,
        "sides": matching.sides,
        "side_names": [matching.first_side, matching.second_side],
        "least": matching.least,
        "most": matching.most,
        "participants": members,
        "together": [[one, other] for one, other, together in wishes if together],
        "apart": [[one, other] for one, other, together in wishes if not together],
        "countries": [{"country": row.country, "least": row.least, "most": row.most} for row in matching.quotas.all()],
        "eligible": _eligible(actor, matching),
    }


def wanted_of(row: MatchParticipant) -> list[str]:
    """Whom one that takes part would like: as it was written here, or else as its card says."""
    return list(row.wanted or (row.card.wanted if row.card else ()))


def known_as(matching: Matching, rows: Iterable[MatchParticipant]) -> dict[tuple[str, str], MatchParticipant]:
    """Who takes part, by (side, name as it is looked for); the side is empty in one pool."""
    two = matching.sides == MatchSides.TWO
    return {(row.side if two else "", fold(row.name)): row for row in rows}


def wished_for(
    matching: Matching, row: MatchParticipant, known: dict[tuple[str, str], MatchParticipant]
) -> tuple[list[MatchParticipant], list[str]]:
    """Whom it would like of those who can be paired with it, in order; and the names of those who do not take part there."""
    side = "" if matching.sides == MatchSides.ONE else str(next(one for one in MatchSide if one != row.side))
    found, missing = {}, []
    for name in wanted_of(row):
        other = known.get((side, fold(name)))
        if other is None or other.pk == row.pk:
            missing.append(name)
        else:
            found[other.pk] = other
    return list(found.values()), missing


def _wished(matching: Matching, rows: list[MatchParticipant], members: list[Values]) -> None:
    """Writes the lists of wishes beside those who have one."""
    known = known_as(matching, rows)
    for row, told in zip(rows, members, strict=True):
        found, _missing = wished_for(matching, row, known)
        if found:
            told["wanted"] = [_key(other.pk) for other in found]


def _check_there(matching: Matching, rows: list[MatchParticipant]) -> None:
    if len(rows) < 2:
        raise ValidationError(_("At least two have to take part. Add them first."))
    if len(rows) > MOST:
        raise ValidationError(_("At most %(n)s can take part at once. Make two matchings of it.") % {"n": MOST})
    if matching.sides == MatchSides.TWO and len({row.side for row in rows}) < 2:
        raise ValidationError(_("All stand on the same side. Put some on the other, or choose one pool."))
    for row in rows:
        least = matching.least if row.least is None else row.least
        most = matching.most if row.most is None else row.most
        if least > most:
            raise ValidationError(
                _("%(name)s is to take at least %(least)s and at most %(most)s. Change one of the two.")
                % {"name": row.name, "least": least, "most": most}
            )


def participant_values(row: MatchParticipant) -> Values:
    """What is known of one that takes part: from its card when it has one, and else as it was written."""
    told: Any = row.card or row
    organisation = row.card.organisation if row.card else row.organisation
    place = organisation.place if organisation else None
    return {
        "key": _key(row.pk),
        "name": row.name,
        "organisation": organisation.pk if organisation else None,
        "side": row.side,
        "country": row.country,
        "seeks": list(told.seeks),
        "offers": list(told.offers),
        "languages": list(told.languages),
        "size": told.size or (place.population if place else None),
        "climate": row.card.climate if row.card else "",
        "experience": told.experience,
        "point": point_of(organisation),
        "least": row.least,
        "most": row.most,
    }


def _key(pk: int) -> str:
    return f"p{pk}"


def _eligible(actor: Actor, matching: Matching) -> Values | None:
    if matching.under_id is None:
        return None
    on = matching.under_on or timezone.localdate()
    kept = eligibility.lists_visible_to(actor).filter(pk=matching.under_id).first()
    edition = eligibility.edition_on(kept.editions.all(), on) if kept else None
    if kept is None or edition is None:
        raise ValidationError(_("The list of eligible countries says nothing of that day. Choose another list or day."))
    countries = sorted(eligibility.eligible_on(kept.editions.all(), on) or ())
    return {
        "list": kept.name,
        "on": on.isoformat(),
        "edition": edition.number,
        "source": edition.source,
        "countries": countries,
    }


def together_already(
    organisation_id: int, kind: str, pairs: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], Cooperation]:
    """Of pairs of organisations those that are parties of a living cooperation of this kind that the organisation keeps."""
    wanted = {frozenset(pair): pair for pair in pairs}
    members: dict[int, set[int]] = {}
    rows = Party.objects.filter(
        cooperation__organisation_id=organisation_id, cooperation__kind=kind, cooperation__trashed_at=None, ends=None,
        organisation__in={pk for pair in wanted for pk in pair},
    ).exclude(cooperation__state__in=queries.OVER)  # fmt: skip
    for cooperation, organisation in rows.values_list("cooperation_id", "organisation_id"):
        members.setdefault(cooperation, set()).add(organisation)
    found = {
        wanted[pair]: pk for pk, there in sorted(members.items()) for pair in wanted if pair <= there
    }  # fmt: skip
    named = Cooperation.objects.in_bulk(set(found.values()))
    return {pair: named[pk] for pair, pk in found.items()}


def side_label(matching: Matching, side: str) -> str:
    """What a side is called in this matching."""
    own = matching.first_side if side == MatchSide.FIRST else matching.second_side
    return own or str(MatchSide(side).label)
