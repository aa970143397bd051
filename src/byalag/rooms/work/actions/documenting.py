"""What is written about an activity: journal, participants, money, evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people import api as people
from byalag.rooms.people.api import Actor, Organisation, Person
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises.api import Certainty, Framework, Objective, ReportingDuty
from byalag.rooms.records import api as records
from byalag.rooms.records.api import Decision, Document, hold_back_document, register_document

from .. import rules
from ..enums import WITH_A_FILE, AgeBand, EvidenceKind, Pictured, Sex
from ..models import Activity, Evidence, FundingSource, JournalEntry, Participation, Spreading


@transaction.atomic
def write_journal(
    actor: Actor, *, activity: Activity, text: str, written_on: date, language: str = "", through: str = ""
) -> JournalEntry:
    """Add a dated note, in the writer's own language. `through`: who wrote it, when it came by a link."""
    require(rules.may_document(actor, activity))
    entry = JournalEntry(
        activity=activity,
        text=text,
        written_on=written_on,
        language=language or actor.language,
        author_id=None if through else actor.person_id,
        through=through,
    )
    entry.full_clean()
    entry.save()
    log.record(activity, "work.journal.written", actor=actor, entry=entry.pk)
    return entry


@transaction.atomic
def count_participants(
    actor: Actor,
    *,
    activity: Activity,
    audience: str,
    count: int,
    sex: str = Sex.UNKNOWN,
    age_band: str = AgeBand.UNKNOWN,
) -> Participation:
    """Say how many of a group took part; a later count of the same group replaces the former."""
    require(rules.may_document(actor, activity))
    row, _made = Participation.objects.select_for_update().get_or_create(
        activity=activity, audience=audience, sex=sex, age_band=age_band, person=None, defaults={"count": count}
    )
    row.count = count
    row.full_clean()
    row.save(update_fields=["count"])
    log.record(activity, "work.participants.counted", actor=actor, audience=audience, count=count)
    return row


@transaction.atomic
def add_participant(
    actor: Actor,
    *,
    activity: Activity,
    person: Person,
    audience: str,
    sex: str = Sex.UNKNOWN,
    age_band: str = AgeBand.UNKNOWN,
) -> Participation:
    """Put a person on the list of those who took part."""
    require(rules.may_document(actor, activity))
    row = Participation(activity=activity, person=person, audience=audience, sex=sex, age_band=age_band, count=1)
    row.full_clean()
    row.save()
    log.record(activity, "work.participant.added", actor=actor, person=person.pk)
    return row


@transaction.atomic
def list_participants(
    actor: Actor,
    *,
    activity: Activity,
    persons: Iterable[Person] = (),
    names: Iterable[str] = (),
    audience: str,
    sex: str = Sex.UNKNOWN,
    age_band: str = AgeBand.UNKNOWN,
) -> list[Participation]:
    """Put persons on the list; a name that is not in the organisation's book is taken into it.

    Somebody who stands on the list already stays there as they were.
    """
    require(rules.may_list_persons(actor, activity))
    wanted = {person.pk: person for person in persons}
    # By alias too: somebody at risk is never written into the book a second time under the name they do not show.
    known = {
        text.casefold(): person for person in people.persons_visible_to(actor) for text in (person.alias, person.name)
    }
    for name in names:
        person = known.get(name.casefold()) or people.add_person(actor, organisation=activity.organisation, name=name)
        known[name.casefold()] = wanted[person.pk] = person
    there = set(activity.participation.filter(person__isnull=False).values_list("person_id", flat=True))
    rows = [
        Participation(activity=activity, person=person, audience=audience, sex=sex, age_band=age_band, count=1)
        for pk, person in wanted.items()
        if pk not in there
    ]
    for row in rows:
        row.full_clean()
        row.save()
    log.record(activity, "work.participants.listed", actor=actor, persons=[row.person_id for row in rows])
    return rows


@transaction.atomic
def remove_participation(actor: Actor, *, participation: Participation) -> None:
    """Take a group or a person off the list."""
    require(rules.may_document(actor, participation.activity))
    log.record(participation.activity, "work.participation.removed", actor=actor, count=participation.count)
    participation.delete()


@transaction.atomic
def say_spreading(
    actor: Actor, *, activity: Activity, means: str, channel: str, to_whom: str = "", reached: int | None = None
) -> Spreading:
    """Say by which means and through what the activity reached others; a later figure for the same replaces it."""
    require(rules.may_document(actor, activity))
    row = Spreading.objects.select_for_update().filter(activity=activity, means=means, channel=channel).first()
    row = row or Spreading(activity=activity, means=means, channel=channel)
    row.reached, row.to_whom = reached, to_whom
    row.full_clean()
    row.save()
    log.record(activity, "work.spreading.said", actor=actor, means=means, reached=reached)
    return row


@transaction.atomic
def remove_spreading(actor: Actor, *, spreading: Spreading) -> None:
    """Take a channel off an activity."""
    require(rules.may_document(actor, spreading.activity))
    log.record(spreading.activity, "work.spreading.removed", actor=actor, means=spreading.means)
    spreading.delete()


@transaction.atomic
def add_funding(
    actor: Actor,
    *,
    activity: Activity,
    origin: str,
    name: str = "",
    funder: Organisation | None = None,
    amount: Decimal | None = None,
    currency: str = "",
    certainty: str = Certainty.SECURED,
) -> FundingSource:
    """Say where the money comes from."""
    require(rules.may_document(actor, activity))
    if not name and funder is None:
        raise ValidationError({"name": _("Write who pays.")})
    row = FundingSource(
        activity=activity,
        origin=origin,
        name=name,
        funder=funder,
        amount=amount,
        currency=currency if amount is not None else "",
        certainty=certainty,
    )
    row.full_clean()
    row.save()
    log.record(activity, "work.funding.added", actor=actor, origin=origin)
    return row


@transaction.atomic
def remove_funding(actor: Actor, *, funding: FundingSource) -> None:
    """Take a source of money off an activity."""
    require(rules.may_edit_activity(actor, funding.activity))
    log.record(funding.activity, "work.funding.removed", actor=actor, origin=funding.origin)
    funding.delete()


def _owner(activity: Activity | None, objective: Objective | None, duty: ReportingDuty | None) -> Activity | Framework:
    """What says whose evidence it is, and in which language."""
    owner = activity or (objective.framework if objective else duty.framework if duty else None)
    if owner is None:
        raise ValidationError(_("Say what this shows something about: an activity, a goal, or what is to be reported."))
    return owner


@transaction.atomic
def add_evidence(
    actor: Actor,
    *,
    kind: str,
    shows: str,
    activity: Activity | None = None,
    objective: Objective | None = None,
    duty: ReportingDuty | None = None,
    document: Document | None = None,
    decision: Decision | None = None,
    url: str = "",
    value: Decimal | None = None,
    unit: str = "",
    dated: date | None = None,
    visibility: str = Visibility.ORGANISATION,
    pictured: str = "",
    through: str = "",
    simulated: bool = False,
) -> Evidence:
    """Add what shows that something was done, and say what it shows."""
    owner = _owner(activity, objective, duty)
    if activity is not None:
        require(rules.may_document(actor, activity))
    require(rules.may_plan_activity(actor, owner.organisation_id))
    _check_persons(kind, pictured, visibility)
    evidence = Evidence(
        organisation_id=owner.organisation_id,
        kind=kind,
        shows=shows,
        activity=activity,
        objective=objective,
        duty=duty,
        document=document,
        decision=decision,
        url=url,
        value=value,
        unit=unit,
        dated=dated,
        pictured=pictured,
        through=through,
        visibility=visibility,
        language=owner.language,
        simulated=simulated,
        added_by_id=actor.user_id,
    )
    if activity is not None:
        evidence.shown_from = activity.shown_from
    evidence.full_clean()
    evidence.save()
    if document is not None and evidence.shown_from is not None:
        hold_back_document(actor, document=document, until=evidence.shown_from)
    log.record(evidence, "work.evidence.added", actor=actor, kind=kind)
    return evidence


def _check_persons(kind: str, pictured: str, visibility: str) -> None:
    """A signed list holds names; a photo is shown to nobody outside before those in it have agreed."""
    if kind == EvidenceKind.LIST and visibility != Visibility.ORGANISATION:
        raise ValidationError({"visibility": _("A signed list holds names: only your own organisation sees it.")})
    if pictured == Pictured.NOT_ASKED and visibility != Visibility.ORGANISATION:
        raise ValidationError(
            {"visibility": _("Ask those in the photo first, or let only your own organisation see it.")}
        )


@transaction.atomic
def remove_evidence(actor: Actor, *, evidence: Evidence) -> Evidence:
    """Take a piece of evidence away (into the trash) until it has been verified."""
    evidence = lock_for_change(evidence)
    require(rules.may_change_evidence(actor, evidence))
    evidence.trashed_at = timezone.now()
    evidence.save(update_fields=["trashed_at", "version"])
    log.record(evidence, "work.evidence.removed", actor=actor)
    return evidence


@transaction.atomic
def verify_evidence(actor: Actor, *, evidence: Evidence) -> Evidence:
    """A controller who did not add it has looked at it and it holds."""
    evidence = lock_for_change(evidence)
    require(rules.may_verify_evidence(actor, evidence))
    evidence.verified_by_id, evidence.verified_at = actor.person_id, timezone.now()
    evidence.save(update_fields=["verified_by", "verified_at", "version"])
    log.record(evidence, "work.evidence.verified", actor=actor)
    return evidence


@transaction.atomic
def take_back_verification(actor: Actor, *, evidence: Evidence) -> Evidence:
    """It was verified by mistake, or holds no longer."""
    evidence = lock_for_change(evidence)
    require(rules.may_take_back_verification(actor, evidence))
    evidence.verified_by, evidence.verified_at = None, None
    evidence.save(update_fields=["verified_by", "verified_at", "version"])
    log.record(evidence, "work.evidence.verification_taken_back", actor=actor)
    return evidence


_SHOWN = {
    Pictured.NOBODY: records.PersonsShown.NO,
    Pictured.AGREED: records.PersonsShown.YES,
    Pictured.NOT_ASKED: records.PersonsShown.YES,
}


def _note_agreement(actor: Actor, document: Document, day: date | None) -> None:
    """Those in the photo agreed that everyone may see it: in accounts, and on public pages. Each can be withdrawn."""
    for purpose in records.purposes_for(document.organisation_id).filter(
        code__in=[records.PUBLIC_PAGE, records.ACCOUNT], organisation__isnull=True
    ):
        records.note_consent(
            actor,
            document=document,
            purpose=purpose,
            who=_("Those in the photo"),
            how=records.HowGiven.SPOKEN,
            given_on=day or timezone.localdate(),
        )


@transaction.atomic
def show_evidence(
    actor: Actor,
    *,
    kind: str,
    upload: Any = None,
    visibility: str,
    activity: Activity | None = None,
    objective: Objective | None = None,
    duty: ReportingDuty | None = None,
    **details: Any,
) -> Evidence:
    """Add evidence together with the file or photo that it is. Raises FileRefused; then nothing is kept."""
    document = None
    owner = _owner(activity, objective, duty)
    if upload is not None and kind in WITH_A_FILE:
        document = register_document(
            actor,
            organisation=owner.organisation,
            upload=upload,
            kind="image" if kind == EvidenceKind.PHOTO else "attachment",
            language=owner.language,
            visibility=visibility,
            description=details["shows"],
            persons_shown=_SHOWN.get(details.get("pictured", ""), records.PersonsShown.NOT_SAID),
        )
        if details.get("pictured") == Pictured.AGREED:
            _note_agreement(actor, document, details.get("dated"))
    return add_evidence(
        actor,
        activity=activity,
        objective=objective,
        duty=duty,
        kind=kind,
        document=document,
        visibility=visibility,
        **details,
    )
