"""The only writer of matchings, their runs, and of the cooperations that are made of pairs."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation, open_organisation, system
from byalag.rooms.people.enums import OrganisationKind

from .. import assignments, matching_queries, matching_rules, queries, rules
from ..enums import CooperationKind, CooperationState, MatchSide, RunState
from ..models import Cooperation, Matching, MatchingRun, MatchParticipant, MatchQuota, MatchWish, SeekCard
from .cooperations import add_party, open_cooperation, trash_cooperation

logger = logging.getLogger(__name__)


@transaction.atomic
def open_matching(
    actor: Actor, *, organisation: Organisation, title: str, simulated: bool = False, **also: Any
) -> Matching:
    """Begin a matching. `also`: the other fields of the row."""
    require(matching_rules.may_match(actor, organisation.pk))
    row = Matching(organisation=organisation, title=title, language=organisation.language, simulated=simulated, **also)
    _check_network(row)
    row.full_clean()
    row.save()
    log.record(row, "cooperation.matching.opened", actor=actor)
    return row


@transaction.atomic
def change_matching(actor: Actor, *, matching: Matching, expected: int | None, **fields: Any) -> Matching:
    """Change what a matching aims at and how many each takes. Runs that are there stay as they are."""
    row = lock_for_change(matching, expected=expected)
    require(matching_rules.may_change_matching(actor, row))
    for name, value in fields.items():
        setattr(row, name, value)
    _check_network(row)
    row.full_clean()
    row.save()
    log.record(row, "cooperation.matching.changed", actor=actor)
    return row


def _check_network(matching: Matching) -> None:
    if matching.network and matching.network.organisation_id != matching.organisation_id:
        raise ValidationError({"network": _("Choose a cooperation of your own organisation.")})


@transaction.atomic
def trash_matching(actor: Actor, *, matching: Matching) -> Matching:
    """Put a matching that nothing came of in the trash."""
    row = lock_for_change(matching)
    require(matching_rules.may_trash_matching(actor, row))
    row.trashed_at = timezone.now()
    row.save(update_fields=["trashed_at", "version"])
    log.record(row, "cooperation.matching.trashed", actor=actor)
    return row


@transaction.atomic
def restore_matching(actor: Actor, *, matching: Matching) -> Matching:
    """Take a matching out of the trash."""
    row = lock_for_change(matching)
    require(matching_rules.may_restore_matching(actor, row))
    row.trashed_at = None
    row.save(update_fields=["trashed_at", "version"])
    log.record(row, "cooperation.matching.restored", actor=actor)
    return row


# --- Who takes part ---------------------------------------------------------------------------------------------------


@transaction.atomic
def add_participant(actor: Actor, *, matching: Matching, name: str, **fields: Any) -> MatchParticipant:
    """Write in one that takes part. `fields`: the other fields of the row."""
    return add_participants(actor, matching=matching, rows=[{"name": name, **fields}])[0]


@transaction.atomic
def add_participants(actor: Actor, *, matching: Matching, rows: Iterable[dict[str, Any]]) -> list[MatchParticipant]:
    """Write in several, all or nothing. Raises ValidationError naming the first that is there already or cannot be."""
    kept = lock_for_change(matching)
    require(matching_rules.may_change_matching(actor, kept))
    made = []
    for fields in rows:
        row = MatchParticipant(matching=kept, **fields)
        if row.organisation is None and row.name:
            row.organisation = queries.organisation_called(row.name, row.country)
        if kept.participants.filter(name=row.name, country=row.country).exists():
            raise ValidationError(_("“%(name)s” takes part already.") % {"name": row.name})
        row.full_clean()
        row.save()
        made.append(row)
    log.record(kept, "cooperation.participant.added", actor=actor, count=len(made))
    return made


@transaction.atomic
def bring_cards(
    actor: Actor, *, matching: Matching, cards: Iterable[SeekCard], side: str = MatchSide.FIRST
) -> list[MatchParticipant]:
    """Let those take part who say on a card what they seek. The card is read when a run begins."""
    chosen = list(cards)
    seen = set(queries.cards_visible_to(actor).filter(pk__in=[card.pk for card in chosen]).values_list("pk", flat=True))
    if not chosen or any(card.pk not in seen for card in chosen):
        raise ValidationError(_("Choose at least one of the cards."))
    rows = [
        {
            "name": card.organisation.name,
            "country": card.organisation.country,
            "organisation": card.organisation,
            "card": card,
            "side": side,
        }
        for card in chosen
    ]
    return add_participants(actor, matching=matching, rows=rows)


@transaction.atomic
def change_participant(
    actor: Actor, *, participant: MatchParticipant, expected: int | None, **fields: Any
) -> MatchParticipant:
    """Change what is known of one that takes part, or how many it takes."""
    row = lock_for_change(participant, expected=expected)
    require(matching_rules.may_change_matching(actor, row.matching))
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    log.record(row.matching, "cooperation.participant.changed", actor=actor)
    return row


@transaction.atomic
def remove_participant(actor: Actor, *, participant: MatchParticipant) -> None:
    """Take one out of a matching, and what was said of who is to be paired with it. Runs that are there stay."""
    matching = lock_for_change(participant.matching)
    require(matching_rules.may_change_matching(actor, matching))
    participant.delete()
    log.record(matching, "cooperation.participant.removed", actor=actor)


# --- What is to be kept -----------------------------------------------------------------------------------------------


@transaction.atomic
def set_match_wish(
    actor: Actor, *, matching: Matching, one: MatchParticipant, other: MatchParticipant, together: bool
) -> MatchWish:
    """Say that two are to be paired, or may not be; the last that was said counts."""
    require(matching_rules.may_change_matching(actor, matching))
    if one.pk == other.pk:
        raise ValidationError({"other": _("Choose two different ones.")})
    if one.matching_id != matching.pk or other.matching_id != matching.pk:
        raise ValidationError({"other": _("Both have to take part.")})
    first, second = sorted((one, other), key=lambda row: row.pk)
    row, _made = MatchWish.objects.update_or_create(
        matching=matching, one=first, other=second, defaults={"together": together}
    )
    log.record(matching, "cooperation.match_wish.set", actor=actor, together=together)
    return row


@transaction.atomic
def drop_match_wish(actor: Actor, *, wish: MatchWish) -> None:
    """Take away what was said of two."""
    require(matching_rules.may_change_matching(actor, wish.matching))
    log.record(wish.matching, "cooperation.match_wish.dropped", actor=actor)
    wish.delete()


@transaction.atomic
def set_match_quota(
    actor: Actor, *, matching: Matching, country: str, least: int = 0, most: int | None = None
) -> MatchQuota:
    """Say in how many pairs a country takes part; the last that was said counts."""
    require(matching_rules.may_change_matching(actor, matching))
    if most is not None and least > most:
        raise ValidationError({"most": _("At most must not be less than at least.")})
    row, _made = MatchQuota.objects.update_or_create(
        matching=matching, country=country, defaults={"least": least, "most": most}
    )
    log.record(matching, "cooperation.match_quota.set", actor=actor, country=country)
    return row


@transaction.atomic
def drop_match_quota(actor: Actor, *, quota: MatchQuota) -> None:
    """Take away in how many pairs a country takes part."""
    require(matching_rules.may_change_matching(actor, quota.matching))
    log.record(quota.matching, "cooperation.match_quota.dropped", actor=actor, country=quota.country)
    quota.delete()


# --- Runs -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def start_run(actor: Actor, *, matching: Matching) -> MatchingRun:
    """Keep what the run is given; it waits until `work_out_run` is called. Raises ValidationError when something is
    missing."""
    kept = lock_for_change(matching)
    require(matching_rules.may_change_matching(actor, kept))
    run = MatchingRun(matching=kept, given=matching_queries.given_of(actor, kept))
    run.full_clean(exclude=["found"])
    run.save()
    log.record(run, "cooperation.matching_run.started", actor=actor, matching=kept.pk)
    return run


def work_out_run(run_id: int) -> MatchingRun | None:
    """Work out a run that waits, and keep what came of it. Safe to call twice: what is worked out stays."""
    run = MatchingRun.objects.select_related("matching__organisation").filter(pk=run_id).first()
    if run is None or run.state != RunState.QUEUED:
        return run
    try:
        found = assignments.work_out(run.given, lambda percent: _tell(run.pk, percent))
    except Exception:  # whoever waits for it is told; the log of the server says why
        logger.exception("Run %s of a matching could not be worked out", run.pk)
        return _finish(run, None)
    return _finish(run, found)


def _tell(run_id: int, percent: int) -> None:
    MatchingRun.objects.filter(pk=run_id, state=RunState.QUEUED).update(progress=percent)


@transaction.atomic
def _finish(run: MatchingRun, found: assignments.Values | None) -> MatchingRun:
    actor = system(run.matching.organisation)
    row = lock_for_change(run)
    if row.state != RunState.QUEUED:
        return row
    require(matching_rules.may_work_out_run(actor, row))
    row.state = RunState.FAILED if found is None else RunState.DONE
    row.found, row.finished_at, row.progress = found, timezone.now(), 100
    row.checksum = assignments.checksum(row.given, found)
    row.save()
    log.record(
        row, "cooperation.matching_run.failed" if found is None else "cooperation.matching_run.worked_out", actor=actor
    )
    return row


@transaction.atomic
def take_up_run(
    actor: Actor,
    *,
    run: MatchingRun,
    pairs: Iterable[tuple[str, str]],
    state: str = CooperationState.IDEA,
    expected: int | None = None,
    on: date | None = None,
) -> list[Cooperation]:
    """Make a municipal partnership of each of these pairs, inside the network: all of them or none.

    Raises ValidationError when a pair is not among those worked out, or is in a living partnership already.
    """
    row = lock_for_change(run, expected=expected)
    require(matching_rules.may_take_up_run(actor, row))
    if state not in (CooperationState.IDEA, CooperationState.EXPLORING):
        raise ValidationError({"state": _("Choose one of the states.")})
    found = row.found or {}
    there = {(pair["one"], pair["other"]) for pair in found.get("pairs", [])}
    wanted = list(dict.fromkeys(pairs))
    if not wanted or not set(wanted) <= there:
        raise ValidationError({"pairs": _("Choose at least one of the pairs.")})
    by_key = {member["key"]: member for member in row.given["participants"]}
    parties = {key: _party(actor, by_key[key]) for pair in wanted for key in pair}
    _check_free(row.matching, [(parties[one], parties[other]) for one, other in wanted])
    made = []
    for one, other in wanted:
        cooperation = open_cooperation(
            actor,
            organisation=row.matching.organisation,
            kind=CooperationKind.PARTNERSHIP,
            name=f"{parties[one]}–{parties[other]}",
            state=state,
            inside=row.matching.network,
            simulated=row.matching.simulated,
        )
        for organisation in (parties[one], parties[other]):
            if organisation.pk != row.matching.organisation_id:
                add_party(actor, cooperation=cooperation, organisation=organisation)
        made.append(cooperation)
    row.made = [{"cooperation": it.pk, "version": Cooperation.objects.get(pk=it.pk).version} for it in made]
    row.taken_up_on = on or timezone.localdate()
    row.save()
    log.record(row, "cooperation.matching_run.taken_up", actor=actor, cooperations=[it.pk for it in made])
    return made


def _party(actor: Actor, member: dict[str, Any]) -> Organisation:
    """The organisation of one that took part: as it was known, found by its name, or new."""
    known = Organisation.objects.filter(pk=member["organisation"]).first() if member["organisation"] else None
    known = known or queries.organisation_called(member["name"], member["country"])
    return known or open_organisation(
        actor, name=member["name"], kind=OrganisationKind.MUNICIPALITY, country=member["country"]
    )


def _check_free(matching: Matching, pairs: list[tuple[Organisation, Organisation]]) -> None:
    there = matching_queries.together_already(
        matching.organisation_id, CooperationKind.PARTNERSHIP, [(one.pk, other.pk) for one, other in pairs]
    )
    if there:
        names = ", ".join(f"“{row.name}”" for row in there.values())
        raise ValidationError(
            {"pairs": _("These are in a partnership already: %(names)s. Leave them out.") % {"names": names}}
        )


@transaction.atomic
def undo_take_up(actor: Actor, *, run: MatchingRun, expected: int | None = None) -> MatchingRun:
    """Put the cooperations that were made of the pairs in the trash: all of them, or none when somebody has worked on one."""
    row = lock_for_change(run, expected=expected)
    require(matching_rules.may_undo_take_up(actor, row))
    versions = {it["cooperation"]: it["version"] for it in row.made}
    rows = Cooperation.objects.filter(pk__in=versions, trashed_at=None).order_by("pk")
    touched = [it.name for it in rows if it.version != versions[it.pk] or not rules.may_trash_cooperation(actor, it)]
    if touched:
        raise ValidationError(
            _("Somebody has worked on these since: %(names)s. Nothing was taken back; end them one by one instead.")
            % {"names": ", ".join(f"“{name}”" for name in touched)}
        )
    for cooperation in rows:
        trash_cooperation(actor, cooperation=cooperation)
    row.made, row.taken_up_on = [], None
    row.save()
    log.record(row, "cooperation.matching_run.take_up_undone", actor=actor, cooperations=sorted(versions))
    return row
