"""What can be counted of the work, each figure with the rows behind it.

People and money are counted once per activity, however many goals it serves. A value is over all that the framework's
organisation sees; the rows are those that the reader may see, the rest is counted as hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Measure, MeasureResult, Scope, SourceRow
from byalag.rooms.cooperation.api import cooperations_visible_to
from byalag.rooms.people.api import Actor, Organisation, system
from byalag.rooms.promises.api import MeansOrigin, frameworks_visible_to, objectives_in

from . import queries
from .enums import Sex, SpreadingMeans
from .models import Activity, Contribution, FundingSource, JournalEntry, Participation, Spreading

Counted = tuple[int, Decimal | int, str]  # activity's id, what it adds to the figure, note


def owner_of(actor: Actor, scope: Scope) -> Actor | None:
    """The system acting for the organisation whose framework it is, when the reader may see the framework; for cooperations,
    for the one that accounts for them, when the reader may see the first of them."""

    def read() -> Actor | None:
        if scope.cooperation_ids:
            seen = cooperations_visible_to(actor).filter(pk=scope.cooperation_ids[0])
            organisation = Organisation.objects.filter(pk=scope.organisation_id).first()
            return system(organisation) if organisation and seen.exists() else None
        framework = frameworks_visible_to(actor).filter(pk=scope.framework_id).first()
        return system(framework.organisation) if framework else None

    return scope.once(("work.owner", actor), read)


def _rows(owner: Actor, scope: Scope) -> dict[int, SourceRow]:
    """The row of each activity in the scope, by its id, that counts nothing yet."""
    return scope.once(
        ("work.rows", owner),
        lambda: {
            activity.pk: SourceRow(
                label=activity.title,
                counts=0,
                when=activity.starts,
                url=activity.get_absolute_url(),
                object_label=activity._meta.label_lower,
                object_id=str(activity.pk),
                simulated=activity.simulated,
            )
            for activity in queries.counted_in(owner, scope)
        },
    )


def _seen(actor: Actor, owner: Actor, scope: Scope) -> set[int]:
    """Which activities in the scope the reader may see."""
    rows = queries.counted_in(owner, scope)
    if all(actor.acts_for(activity.organisation_id) for activity in rows):
        return {activity.pk for activity in rows}
    visible = queries.activities_visible_to(actor).filter(pk__in=queries.activities_in(owner, scope).values("pk"))
    return {activity.pk for activity in rows} & set(visible.values_list("pk", flat=True))


def _counting(row: SourceRow, counts: Decimal | int, note: str) -> SourceRow:
    return SourceRow(row.label, counts, row.when, note, row.url, row.object_label, row.object_id, row.simulated)


def _result(
    actor: Actor, owner: Actor, scope: Scope, value: Decimal | int | None, found: list[Counted], unit: str = ""
) -> MeasureResult:
    """The value with the rows that the reader may see; the others are hidden."""
    seen = scope.once(("work.seen", actor), lambda: _seen(actor, owner, scope))
    rows = _rows(owner, scope)
    shown = tuple(_counting(rows[pk], counts, note) for pk, counts, note in found if pk in seen)
    return MeasureResult(value, shown, unit=unit, hidden=len(found) - len(shown))


def _count(find: Callable[[Actor, Scope], list[Activity]]) -> Callable[[Actor, Scope], MeasureResult]:
    def compute(actor: Actor, scope: Scope) -> MeasureResult:
        owner = owner_of(actor, scope)
        if owner is None:
            return MeasureResult(None)
        found: list[Counted] = [(row.pk, 1, row.get_status_display()) for row in find(owner, scope)]
        return _result(actor, owner, scope, len(found), found)

    return compute


def _sum_of(name: str) -> Callable[[Actor, Scope], MeasureResult]:
    """Adds up one of the counts that the activities are read with."""

    def compute(actor: Actor, scope: Scope) -> MeasureResult:
        owner = owner_of(actor, scope)
        if owner is None:
            return MeasureResult(None)
        found: list[Counted] = [
            (activity.pk, count, "")
            for activity in queries.counted_in(owner, scope)
            if (count := getattr(activity, name))
        ]
        return _result(actor, owner, scope, sum(int(count) for _pk, count, _note in found), found)

    return compute


def _persons(actor: Actor, scope: Scope) -> MeasureResult:
    """Different persons, known from lists only; who they are is not told."""
    owner = owner_of(actor, scope)
    if owner is None:
        return MeasureResult(None)
    by_activity: dict[int, set[int]] = defaultdict(set)
    listed = Participation.objects.filter(person__isnull=False, activity__in=queries.activities_in(owner, scope))
    for activity_id, person_id in listed.order_by().values_list("activity_id", "person_id"):
        by_activity[activity_id].add(person_id)
    found: list[Counted] = [
        (activity.pk, len(by_activity[activity.pk]), "")
        for activity in queries.counted_in(owner, scope)
        if activity.pk in by_activity
    ]
    return _result(actor, owner, scope, len(set().union(*by_activity.values())), found)


def _women_share(actor: Actor, scope: Scope) -> MeasureResult:
    """Women and girls among those whose sex was stated, in percent: numerator and denominator over all activities."""
    owner = owner_of(actor, scope)
    if owner is None:
        return MeasureResult(None)
    here: dict[int, int] = defaultdict(int)
    of_them: dict[int, int] = defaultdict(int)
    stated = Participation.objects.exclude(sex=Sex.UNKNOWN).filter(activity__in=queries.activities_in(owner, scope))
    for activity_id, sex, count in stated.order_by().values_list("activity_id", "sex", "count"):
        here[activity_id] += count
        of_them[activity_id] += count if sex == Sex.WOMEN else 0
    found: list[Counted] = [
        (activity.pk, of_them[activity.pk], f"{of_them[activity.pk]}/{here[activity.pk]}")
        for activity in queries.counted_in(owner, scope)
        if here.get(activity.pk)
    ]
    everyone = sum(here.values())
    value = (Decimal(sum(of_them.values())) * 100 / everyone).quantize(Decimal("0.1")) if everyone else None
    return _result(actor, owner, scope, value, found, unit="%")


def _money(origin: MeansOrigin) -> Callable[[Actor, Scope], MeasureResult]:
    def compute(actor: Actor, scope: Scope) -> MeasureResult:
        owner = owner_of(actor, scope)
        if owner is None:
            return MeasureResult(None)
        sources = FundingSource.objects.filter(
            activity__in=queries.activities_in(owner, scope), origin=origin, amount__isnull=False
        ).select_related("funder")
        by_currency: dict[str, list[Counted]] = defaultdict(list)
        for source in sources.order_by("currency", "pk"):
            by_currency[source.currency].append((source.activity_id, source.amount, str(source)))
        parts = []
        for currency, found in by_currency.items():
            total = sum((Decimal(count) for _pk, count, _note in found), Decimal(0))
            parts.append(_result(actor, owner, scope, total, found, unit=currency))
        if len(parts) == 1:
            return parts[0]
        return MeasureResult(None, parts=tuple(parts))

    return compute


def _reach(means: SpreadingMeans) -> Callable[[Actor, Scope], MeasureResult]:
    def compute(actor: Actor, scope: Scope) -> MeasureResult:
        owner = owner_of(actor, scope)
        if owner is None:
            return MeasureResult(None)
        rows = Spreading.objects.filter(
            activity__in=queries.activities_in(owner, scope), means=means, reached__isnull=False
        )
        found: list[Counted] = [
            (row.activity_id, row.reached or 0, row.channel) for row in rows.order_by("activity__starts", "pk")
        ]
        return _result(actor, owner, scope, sum(int(count) for _pk, count, _note in found), found)

    return compute


def _journal_entries(actor: Actor, scope: Scope) -> MeasureResult:
    owner = owner_of(actor, scope)
    if owner is None:
        return MeasureResult(None)
    counts: dict[int, int] = defaultdict(int)
    entries = JournalEntry.objects.filter(
        activity__in=queries.activities_in(owner, scope),
        written_on__range=(scope.period.start, scope.period.end),
    )
    for activity_id in entries.order_by().values_list("activity_id", flat=True):
        counts[activity_id] += 1
    found: list[Counted] = [
        (activity.pk, counts[activity.pk], "") for activity in queries.counted_in(owner, scope) if activity.pk in counts
    ]
    return _result(actor, owner, scope, sum(counts.values()), found)


def _goals_with_activity(actor: Actor, scope: Scope) -> MeasureResult:
    owner = owner_of(actor, scope)
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
        _count(queries.listed_in),
    ),
    Measure(
        "activities_done",
        _("activities done"),
        _("Activities that are done, with a result, each once however many goals it serves."),
        _count(queries.done_in),
    ),
    Measure(
        "activities_with_evidence",
        _("activities with evidence"),
        _("Activities with at least one piece of evidence, each once."),
        _count(queries.evidenced_in),
    ),
    Measure(
        "participations",
        _("participations"),
        _("How many took part, added over the activities: somebody who took part twice is counted twice."),
        _sum_of("took_part"),
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
    *(
        Measure(f"reach_{means.value}", label, how, _reach(means))
        for means, label, how in (
            (
                SpreadingMeans.INFORMATION,
                _("reached by information"),
                _(
                    "Readers and listeners of what was spread, each channel of an activity once. Not added to participations."
                ),
            ),
            (
                SpreadingMeans.EDUCATION,
                _("reached by education"),
                _("People taught beyond those who took part, each channel of an activity once."),
            ),
            (
                SpreadingMeans.FINANCING,
                _("reached by financing"),
                _("People reached by what was paid for, each channel of an activity once."),
            ),
        )
    ),
    Measure(
        "evidence_items",
        _("pieces of evidence"),
        _("Documents, photos, links, figures and decisions that show what was done."),
        _sum_of("evidence_count"),
    ),
    Measure(
        "journal_entries",
        _("journal entries"),
        _("Dated notes written in the period."),
        _journal_entries,
    ),
]
