"""Reads of surveys. Single answers are reached through `submissions_visible_to` only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from byalag.rooms.people.enums import Role

from .enums import SubmissionState, WaveState
from .models import Area, Door, Finding, Form, Listed, Mark, PaperEntry, Submission, Survey, Unit, Wave
from .sampling import Frame, Listing

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from byalag.core.models import SecretLink
    from byalag.rooms.people.api import Actor


def surveys_visible_to(actor: Actor) -> QuerySet[Survey]:
    """One's own, those of one's cooperations that are shared, and those that everyone may see."""
    return Survey.objects.visible_to(actor).select_related("organisation", "receiver", "cooperation").order_by("-pk")


def surveys_of(actor: Actor) -> QuerySet[Survey]:
    """The organisation's own, with how many waves and answers each has."""
    counted = Q(waves__submissions__isnull=False) & ~Q(waves__submissions__state=SubmissionState.EXCLUDED)
    rows = Survey.objects.own(actor).select_related("receiver").order_by("-pk")
    return rows.annotate(
        answered=Count("waves__submissions", filter=counted, distinct=True), times=Count("waves", distinct=True)
    )


def trashed_surveys(actor: Actor) -> QuerySet[Survey]:
    return Survey.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False).order_by("-trashed_at")


def forms_visible_to(actor: Actor) -> QuerySet[Form]:
    """Versions of one's own questionnaires."""
    return Form.objects.filter(survey__in=Survey.objects.own(actor)).select_related("survey__organisation")


def waves_visible_to(actor: Actor) -> QuerySet[Wave]:
    """Waves of one's own surveys."""
    rows = Wave.objects.filter(survey__in=Survey.objects.own(actor))
    return rows.select_related("survey__organisation", "form")


def waves_with_results(actor: Actor) -> QuerySet[Wave]:
    """Waves of surveys that the actor sees: all of one's own, of others those that are closed."""
    own = Q(survey__in=Survey.objects.own(actor))
    seen = Q(survey__in=surveys_visible_to(actor).order_by(), state=WaveState.CLOSED)
    rows = Wave.objects.filter(own | seen, survey__trashed_at=None).exclude(form=None)
    return rows.select_related("survey__organisation", "form")


def doors_visible_to(actor: Actor) -> QuerySet[Door]:
    """Ways in to one's own surveys, for those who keep surveys."""
    if not (actor.is_system or actor.has(Role.COORDINATOR)):
        return Door.objects.none()
    rows = Door.objects.filter(wave__survey__in=Survey.objects.own(actor))
    return rows.select_related("wave__survey", "area", "unit")


def submissions_visible_to(actor: Actor) -> QuerySet[Submission]:
    """Single answers, for contributors and coordinators of the organisation that asks."""
    if not (actor.is_system or actor.has(Role.CONTRIBUTOR, Role.COORDINATOR)):
        return Submission.objects.none()
    rows = Submission.objects.filter(wave__survey__in=Survey.objects.own(actor))
    return rows.select_related("wave__survey", "form", "area", "unit")


def findings_visible_to(actor: Actor) -> QuerySet[Finding]:
    """Findings of surveys that the actor sees."""
    rows = Finding.objects.filter(survey__in=surveys_visible_to(actor).order_by())
    return rows.select_related("survey__organisation", "survey__receiver", "wave__form", "decision__body")


def findings_under_way(actor: Actor, answered_until: date) -> QuerySet[Finding]:
    """Findings of one's own surveys that wait for an answer, or, answered until a day, for what became of it: the oldest first."""
    rows = unsettled_findings(actor.home_id, answered_until).filter(survey__in=Survey.objects.own(actor))
    return rows.select_related("survey__receiver").order_by("found_on", "pk")


def unsettled_findings(organisation_id: int, answered_until: date) -> QuerySet[Finding]:
    waiting = Q(answered_on=None) | Q(became_on=None, answered_on__lte=answered_until)
    return Finding.objects.filter(waiting, survey__organisation_id=organisation_id)


def counted(wave: Wave) -> QuerySet[Submission]:
    """What is counted of a wave: all that came in but what was left out."""
    return Submission.objects.filter(wave=wave).exclude(state=SubmissionState.EXCLUDED)


def areas_of(wave: Wave) -> QuerySet[Area]:
    """Where people are asked in a wave, with how many answers each has."""
    kept = ~Q(submissions__state=SubmissionState.EXCLUDED)
    rows = Area.objects.filter(wave=wave).select_related("organisation")
    return rows.annotate(achieved=Count("submissions", filter=kept)).order_by("name", "pk")


def doors_of(actor: Actor, wave: Wave) -> QuerySet[Door]:
    """The ways in to a wave, with how many answers came through each: open ones first."""
    rows = doors_visible_to(actor).filter(wave=wave).annotate(came=Count("submissions"))
    return rows.order_by(F("closed_at").asc(nulls_first=True), "name", "pk")


def door_behind(link: SecretLink, *kinds: str) -> Door | None:
    """The door that a secret link opens, if it is of one of these kinds."""
    rows = Door.objects.filter(pk=link.subject_id, kind__in=kinds)
    related = ("wave__survey__organisation", "wave__survey__receiver", "wave__form", "area", "unit")
    return rows.select_related(*related).first()


def units_visible_to(actor: Actor) -> QuerySet[Unit]:
    """Units of the samples of one's own surveys."""
    rows = Unit.objects.filter(area__wave__survey__in=Survey.objects.own(actor))
    return rows.select_related("area__wave__survey__organisation", "stands_for")


def sample_of(wave: Wave) -> QuerySet[Unit]:
    """What was drawn and what stands in, in the order of the draw, with how many answers each has."""
    kept = ~Q(submissions__state=SubmissionState.EXCLUDED)
    rows = Unit.objects.filter(Q(drawn=True) | Q(stands_for__isnull=False), area__wave=wave)
    rows = rows.select_related("area", "stands_for").prefetch_related("replaced_by")
    return rows.annotate(achieved=Count("submissions", filter=kept)).order_by("area__name", "place", "pk")


def next_in_order(unit: Unit) -> Unit | None:
    """Which unit of the area stands in next, as the lottery set them."""
    rows = Unit.objects.filter(area=unit.area_id, drawn=False, stands_for=None, place__isnull=False)
    return rows.order_by("place").first()


def frame_of(wave: Wave) -> Frame:
    """The list that the wave's sample is drawn from; two queries."""
    listed: dict[int, list[str]] = {}
    for unit_id, code in Listed.objects.filter(unit__area__wave=wave).values_list("unit_id", "code"):
        listed.setdefault(unit_id, []).append(code)
    units, spreads = [], {}
    rows = Unit.objects.filter(area__wave=wave).order_by("area__name", "name")
    for pk, area, spread, name, size in rows.values_list("pk", "area__name", "area__spread", "name", "size"):
        units.append(Listing(area, name, size, tuple(sorted(listed.get(pk, ())))))
        spreads[area] = spread
    return Frame(tuple(units), spreads)


def marks_of(wave: Wave) -> QuerySet[Mark, tuple[int, str, str]]:
    """What was noticed when answers came in and nobody has settled yet: submission, check, detail."""
    rows = Mark.objects.filter(submission__wave=wave, settled_at=None).order_by("pk")
    return rows.values_list("submission_id", "code", "detail")


def papers_visible_to(actor: Actor) -> QuerySet[PaperEntry]:
    """Typed papers, for those who read single answers."""
    if not (actor.is_system or actor.has(Role.CONTRIBUTOR, Role.COORDINATOR)):
        return PaperEntry.objects.none()
    rows = PaperEntry.objects.filter(wave__survey__in=Survey.objects.own(actor))
    return rows.select_related("wave__survey__organisation", "form", "area")
