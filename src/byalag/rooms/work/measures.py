"""What can be counted of the work, each figure with the rows behind it.

People and money are counted once per activity, however many goals it serves. A value is over all that the framework's
organisation sees; the rows are those that the reader may see, the rest is counted as hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Measure, MeasureResult, Scope, SourceRow
from byalag.rooms.people.api import Actor, system
from byalag.rooms.promises.api import MeansOrigin, frameworks_visible_to, objectives_in

from . import queries
from .enums import ActivityStatus, Sex
from .models import Activity, Contribution, FundingSource, JournalEntry, Participation


def _owner(actor: Actor, scope: Scope) -> Actor | None:
    """The system acting for the framework's organisation, when the reader may see the framework."""
    framework = frameworks_visible_to(actor).filter(pk=scope.framework_id).first()
    return system(framework.organisation) if framework else None


def _visible_ids(actor: Actor, activities: Iterable[Activity]) -> set[int]:
    ids = [activity.pk for activity in activities]
    return set(queries.activities_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


def _row(activity: Activity, counts: Decimal | int, note: str = "") -> SourceRow:
    return SourceRow(
        label=activity.title,
        counts=counts,
        when=activity.starts,
        note=note,
        url=activity.get_absolute_url(),
        object_label=activity._meta.label_lower,
        object_id=str(activity.pk),
        simulated=activity.simulated,
    )


def _shown(actor: Actor, found: list[tuple[Activity, Decimal | int, str]]) -> tuple[tuple[SourceRow, ...], int]:
    if all(actor.acts_for(activity.organisation_id) for activity, _count, _note in found):
        return tuple(_row(activity, count, note) for activity, count, note in found), 0
    visible = _visible_ids(actor, [activity for activity, _count, _note in found])
    rows = tuple(_row(activity, count, note) for activity, count, note in found if activity.pk in visible)
    return rows, len(found) - len(rows)


def _count_activities(keep: Callable[[Activity], bool]) -> Callable[[Actor, Scope], MeasureResult]:
    def compute(actor: Actor, scope: Scope) -> MeasureResult:
        owner = _owner(actor, scope)
        if owner is None:
            return MeasureResult(None)
        rows = queries.with_counts(queries.activities_in(owner, scope), owner)
        found: list[tuple[Activity, Decimal | int, str]] = [
            (activity, 1, str(activity.get_status_display())) for activity in rows if keep(activity)
        ]
        shown, hidden = _shown(actor, found)
        return MeasureResult(len(found), shown, hidden=hidden)

    return compute


def _listed(actor: Actor, scope: Scope) -> MeasureResult:
    owner = _owner(actor, scope)
    if owner is None:
        return MeasureResult(None)
    named = Contribution.objects.filter(framework_id=scope.framework_id, listed=True).values("activity_id")
    found: list[tuple[Activity, Decimal | int, str]] = [
        (activity, 1, str(activity.get_status_display()))
        for activity in queries.activities_in(owner, scope).filter(pk__in=named)
    ]
    shown, hidden = _shown(actor, found)
    return MeasureResult(len(found), shown, hidden=hidden)


def _participations(actor: Actor, scope: Scope) -> MeasureResult:
    owner = _owner(actor, scope)
    if owner is None:
        return MeasureResult(None)
    rows = queries.with_counts(queries.activities_in(owner, scope), owner)
    found: list[tuple[Activity, Decimal | int, str]] = [
        (activity, activity.took_part, "") for activity in rows if activity.took_part
    ]
    shown, hidden = _shown(actor, found)
    return MeasureResult(sum(int(count) for _activity, count, _note in found), shown, hidden=hidden)


def _persons(actor: Actor, scope: Scope) -> MeasureResult:
    """Different persons, known from lists only; who they are is not told."""
    owner = _owner(actor, scope)
    if owner is None:
        return MeasureResult(None)
    by_activity: dict[int, set[int]] = defaultdict(set)
    listed = Participation.objects.filter(person__isnull=False, activity__in=queries.activities_in(owner, scope))
    for activity_id, person_id in listed.order_by().values_list("activity_id", "person_id"):
        by_activity[activity_id].add(person_id)
    activities = Activity.objects.filter(pk__in=by_activity).order_by("starts", "pk")
    found: list[tuple[Activity, Decimal | int, str]] = [(row, len(by_activity[row.pk]), "") for row in activities]
    shown, hidden = _shown(actor, found)
    return MeasureResult(len(set().union(*by_activity.values())), shown, hidden=hidden)


def _women_share(actor: Actor, scope: Scope) -> MeasureResult:
    """Women and girls among those whose sex was stated, in percent: numerator and denominator over all activities."""
    owner = _owner(actor, scope)
    if owner is None:
        return MeasureResult(None)
    activities = queries.activities_in(owner, scope).prefetch_related(
        Prefetch("participation", queryset=Participation.objects.exclude(sex=Sex.UNKNOWN), to_attr="stated")
    )
    women = stated = 0
    found: list[tuple[Activity, Decimal | int, str]] = []
    for activity in activities:
        here = sum(row.count for row in activity.stated)
        of_them = sum(row.count for row in activity.stated if row.sex == Sex.WOMEN)
        women, stated = women + of_them, stated + here
        if here:
            found.append((activity, of_them, f"{of_them}/{here}"))
    shown, hidden = _shown(actor, found)
    value = (Decimal(women) * 100 / stated).quantize(Decimal("0.1")) if stated else None
    return MeasureResult(value, shown, unit="%", hidden=hidden)


def _money(origin: MeansOrigin) -> Callable[[Actor, Scope], MeasureResult]:
    def compute(actor: Actor, scope: Scope) -> MeasureResult:
        owner = _owner(actor, scope)
        if owner is None:
            return MeasureResult(None)
        sources = FundingSource.objects.filter(
            activity__in=queries.activities_in(owner, scope), origin=origin, amount__isnull=False
        ).select_related("activity", "funder")
        by_currency: dict[str, list[tuple[Activity, Decimal | int, str]]] = defaultdict(list)
        for source in sources.order_by("currency", "pk"):
            by_currency[source.currency].append((source.activity, source.amount, str(source)))
        parts = []
        for currency, found in by_currency.items():
            shown, hidden = _shown(actor, found)
            total = sum((Decimal(count) for _activity, count, _note in found), Decimal(0))
            parts.append(MeasureResult(total, shown, unit=currency, hidden=hidden))
        if len(parts) == 1:
            return parts[0]
        return MeasureResult(None, parts=tuple(parts))

    return compute


def _evidence_items(actor: Actor, scope: Scope) -> MeasureResult:
    owner = _owner(actor, scope)
    if owner is None:
        return MeasureResult(None)
    rows = queries.with_counts(queries.activities_in(owner, scope), owner)
    found: list[tuple[Activity, Decimal | int, str]] = [
        (activity, activity.evidence_count, "") for activity in rows if activity.evidence_count
    ]
    shown, hidden = _shown(actor, found)
    return MeasureResult(sum(int(count) for _activity, count, _note in found), shown, hidden=hidden)


def _journal_entries(actor: Actor, scope: Scope) -> MeasureResult:
    owner = _owner(actor, scope)
    if owner is None:
        return MeasureResult(None)
    counts: dict[int, int] = defaultdict(int)
    entries = JournalEntry.objects.filter(
        activity__in=queries.activities_in(owner, scope),
        written_on__range=(scope.period.start, scope.period.end),
    )
    for activity_id in entries.order_by().values_list("activity_id", flat=True):
        counts[activity_id] += 1
    activities = Activity.objects.filter(pk__in=counts).order_by("starts", "pk")
    found: list[tuple[Activity, Decimal | int, str]] = [(row, counts[row.pk], "") for row in activities]
    shown, hidden = _shown(actor, found)
    return MeasureResult(sum(counts.values()), shown, hidden=hidden)


def _goals_with_activity(actor: Actor, scope: Scope) -> MeasureResult:
    owner = _owner(actor, scope)
    if owner is None:
        return MeasureResult(None)
    served = Contribution.objects.filter(
        framework_id=scope.framework_id, activity__in=queries.activities_in(owner, scope)
    ).values("objective_id")
    goals = objectives_in(scope).filter(level="goal", pk__in=served)
    rows = tuple(
        SourceRow(
            label=goal.text,
            counts=1,
            url=goal.get_absolute_url(),
            object_label=goal._meta.label_lower,
            object_id=str(goal.pk),
        )
        for goal in goals
    )
    return MeasureResult(len(rows), rows)


MEASURES = [
    Measure(
        "goals_with_activity",
        _("goals with activity"),
        _("Goals that at least one activity in the period serves."),
        _goals_with_activity,
    ),
    Measure(
        "activities_listed",
        _("activities in the plan"),
        _("Activities that the plan itself names, each once."),
        _listed,
    ),
    Measure(
        "activities_done",
        _("activities done"),
        _("Activities that are done, with a result, each once however many goals it serves."),
        _count_activities(lambda activity: activity.status == ActivityStatus.DONE),
    ),
    Measure(
        "activities_with_evidence",
        _("activities with evidence"),
        _("Activities with at least one piece of evidence, each once."),
        _count_activities(lambda activity: bool(activity.evidence_count)),
    ),
    Measure(
        "participations",
        _("participations"),
        _("How many took part, added over the activities: somebody who took part twice is counted twice."),
        _participations,
    ),
    Measure(
        "persons",
        _("different persons"),
        _(
            "Different persons on the lists of those who took part. Groups that were only counted are not in this figure."
        ),
        _persons,
    ),
    Measure(
        "women_among_participations",
        _("women among participations"),
        _("Women and girls among those whose sex was stated, over all activities together."),
        _women_share,
    ),
    Measure(
        "money_own",
        _("own money used"),
        _("Own money of the activities, each source once."),
        _money(MeansOrigin.OWN),
    ),
    Measure(
        "money_external",
        _("external money"),
        _("Money from others for the activities, each source once."),
        _money(MeansOrigin.EXTERNAL),
    ),
    Measure(
        "evidence_items",
        _("pieces of evidence"),
        _("Documents, photos, links, figures and decisions that show what was done."),
        _evidence_items,
    ),
    Measure(
        "journal_entries",
        _("journal entries"),
        _("Dated notes written in the period."),
        _journal_entries,
    ),
]
