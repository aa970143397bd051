"""Reads of the work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from byalag.core.registries import Scope
from byalag.rooms.people.api import Actor, Organisation, Theme, written_once
from byalag.rooms.promises.api import Framework
from byalag.rooms.records.api import documents_visible_to

from .enums import OPEN, ActivityStatus, HandedInState
from .models import (
    Activity,
    AskedEntry,
    Contribution,
    Evidence,
    FieldEntry,
    FundingSource,
    HandedIn,
    JournalEntry,
    PartialFile,
    Participation,
    Spreading,
    WorkRules,
)

if TYPE_CHECKING:
    from datetime import date

    from byalag.rooms.people.api import OwnedQuerySet


@written_once
def activities_visible_to(actor: Actor) -> OwnedQuerySet:
    return Activity.objects.visible_to(actor)


def own_activities(actor: Actor) -> OwnedQuerySet:
    """The activities of the actor's own organisation: all of them are visible to its members."""
    return Activity.objects.own(actor)


def activities_to_enter(actor: Actor, also: int | None = None, most: int = 40) -> OwnedQuerySet:
    """What somebody finds in the list of the entry page: the open activities that are their own matter, the latest first.

    Those are the ones that they wrote down, answer for, or sent something about before. `also`: one more of the
    organisation's, whatever its state. Two queries in all, however many there are.
    """
    mine = Q(added_by=actor.user_id or 0) | Q(entries__user=actor.user_id or 0)
    if actor.person_id is not None:
        mine |= Q(responsible__person=actor.person_id)
    found = own_activities(actor).filter(mine, status__in=OPEN).order_by("-pk").values_list("pk", flat=True)
    ids = list(dict.fromkeys(found[: 3 * most]))[:most]
    rows = own_activities(actor).filter(Q(pk__in=ids) | Q(pk=also or 0))
    return rows.order_by(F("starts").desc(nulls_last=True), "-pk")


def is_sent(actor: Actor, sent_as: str) -> bool:
    """An entry of the actor's own with this number has been written down."""
    try:
        number = UUID(sent_as)
    except ValueError:
        return False
    return FieldEntry.objects.filter(sent_as=number, user=actor.user_id or 0).exists()


def asked_of(activity: Activity) -> QuerySet[AskedEntry]:
    """Who was asked to tell of an activity, the last first, with how many answers came."""
    return AskedEntry.objects.filter(activity=activity).annotate(answers=Count("handed_in")).order_by("-pk")


def asked_entries_visible_to(actor: Actor) -> QuerySet[AskedEntry]:
    return AskedEntry.objects.filter(activity__in=own_activities(actor).order_by().values("pk")).select_related(
        "activity"
    )


def handed_in_visible_to(actor: Actor) -> QuerySet[HandedIn]:
    """What came through links about the organisation's own activities."""
    rows = HandedIn.objects.filter(asked__activity__in=own_activities(actor).order_by().values("pk"))
    return rows.select_related("asked__activity__organisation").prefetch_related("files")


def waiting_entries(actor: Actor) -> QuerySet[HandedIn]:
    return handed_in_visible_to(actor).filter(state=HandedInState.WAITING).order_by("pk")


def uploads_of(actor: Actor) -> QuerySet[PartialFile]:
    """Files of the actor's own that are on their way here, and have not lain too long."""
    return PartialFile.objects.filter(user=actor.user_id or 0, expires_at__gt=timezone.now())


def activity_page(actor: Actor) -> OwnedQuerySet:
    """Activities with all that one page of them shows beside their own rows."""
    return activities_visible_to(actor).select_related(
        "organisation", "cooperation", "responsible", "directive", "directive__body", "anchoring", "anchoring__body"
    )


def to_do_with(organisation: Organisation, country: str) -> QuerySet[Activity]:
    """An organisation's activities at a place in a country, or with somebody from there."""
    rows = Activity.objects.filter(organisation=organisation, trashed_at=None)
    within = Q(cooperation__parties__organisation__country=country) | Q(parties__country=country)
    return rows.filter(within | Q(place__country=country)).distinct().order_by("pk")


@written_once
def evidence_visible_to(actor: Actor) -> OwnedQuerySet:
    """Evidence that the actor may see; what rests on a document that is secret to them is not there."""
    rows = Evidence.objects.visible_to(actor)
    if actor.is_system:
        return rows
    # By EXISTS, not by ids: a lookup for each paper that is met, instead of a list of all the papers first.
    seen = documents_visible_to(actor).select_related(None).filter(pk=OuterRef("document"))
    return rows.filter(Q(document__isnull=True) | Exists(seen))


def as_shown(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Evidence with what a line of it shows."""
    return evidence.select_related("document", "decision", "decision__body", "verified_by").order_by("pk")


def years_back(years: int) -> date:
    """1 January so many years ago: a brief tells whole years."""
    return timezone.localdate().replace(year=timezone.localdate().year - years, month=1, day=1)


def last_in_cooperations(ids: list[int]) -> dict[int, date]:
    """The last day on which something was done in each cooperation: what was called off or is to come is no sign."""
    today = timezone.localdate()
    done = Activity.objects.filter(cooperation__in=ids, trashed_at=None, starts__lte=today)
    done = done.exclude(status=ActivityStatus.CANCELLED).order_by()
    rows = done.values("cooperation").annotate(began=Max("starts"), ended=Max("ends", filter=Q(ends__lte=today)))
    return {row["cooperation"]: max(row["began"], row["ended"] or row["began"]) for row in rows}


def evidence_in(framework: Framework, actor: Actor) -> tuple[list[Evidence], Counter[int]]:
    """The evidence of a framework's own goals and duties, and how much each of its activities has (two queries at most)."""
    # A union and no OR, for which a database would look through all the evidence that there is.
    of: list[dict[str, Any]] = [
        {"objective__framework": framework},
        {"duty__framework": framework},
        {"activity__in": _served_by(framework)},
    ]
    ids = [Evidence.objects.filter(**each).order_by().values("pk") for each in of]
    seen = evidence_visible_to(actor).filter(pk__in=ids[0].union(*ids[1:]))
    rows = list(seen.values_list("pk", "activity", "objective", "duty"))
    own = [pk for pk, _activity, *of_framework in rows if any(of_framework)]
    counts = Counter(activity for _pk, activity, *_of in rows)
    return list(as_shown(Evidence.objects.filter(pk__in=own))) if own else [], counts


def _served_by(framework: Framework) -> QuerySet[Contribution, Any]:
    return Contribution.objects.filter(framework=framework).order_by().values("activity")


def journal_of(activity: Activity) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(activity=activity).select_related("author")


def participation_of(activity: Activity) -> QuerySet[Participation]:
    return Participation.objects.filter(activity=activity).select_related("person").order_by("audience", "pk")


def spreading_of(activity: Activity) -> QuerySet[Spreading]:
    return Spreading.objects.filter(activity=activity).order_by("means", "pk")


def funding_of(activity: Activity) -> QuerySet[FundingSource]:
    return FundingSource.objects.filter(activity=activity).select_related("funder").order_by("pk")


def funding_in(activities: OwnedQuerySet) -> QuerySet[FundingSource]:
    """The amounts that are written down for these activities, each once: secured first, by currency and day."""
    rows = FundingSource.objects.filter(activity__in=activities.order_by().values("pk"), amount__isnull=False)
    return rows.select_related("activity", "funder").order_by("-certainty", "currency", "activity__starts", "pk")


def contributions_of(activity: Activity, actor: Actor) -> QuerySet[Contribution]:
    """What the activity counts in, as far as the actor may see it."""
    return (
        Contribution.objects.filter(activity=activity, framework__in=Framework.objects.visible_to(actor).values("pk"))
        .select_related("framework", "framework__organisation", "objective", "section")
        .order_by("framework_id", "order", "pk")
    )


def goals_set_by(actor: Actor, activity: Activity) -> QuerySet[Contribution]:
    """What the actor's organisation has said of the goals that an activity serves: of its own plans, and, when the activity is
    its own, of plans that it holds together with others."""
    own = Q(framework__organisation_id=actor.home_id, framework__together=False)
    if actor.acts_for(activity.organisation_id):
        own |= Q(framework__together=True)
    return Contribution.objects.filter(own, activity=activity, objective__isnull=False)


def rules_of(organisation_id: int) -> WorkRules:
    """The organisation's rules; an unsaved row with every rule off when none are set."""
    return WorkRules.objects.filter(organisation_id=organisation_id).first() or WorkRules(
        organisation_id=organisation_id
    )


def with_counts(rows: QuerySet[Activity], actor: Actor) -> QuerySet[Activity]:
    """Adds `took_part` and `evidence_count` (evidence the actor may see)."""
    shown = evidence_visible_to(actor).filter(activity=OuterRef("pk")).order_by().values("activity")
    return with_took_part(rows).annotate(evidence_count=shown.annotate(n=Count("pk")).values("n"))


def with_took_part(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Adds `took_part`."""
    groups = Participation.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    return rows.annotate(took_part=groups.annotate(n=Sum("count")).values("n"))


def took_part_in(activities: QuerySet[Activity]) -> int:
    """Participations in these activities: somebody who came to two of them is counted twice (one query)."""
    rows = Participation.objects.filter(activity__in=activities.order_by().values("pk"))
    return int(rows.aggregate(total=Sum("count"))["total"] or 0)


def without_evidence(rows: QuerySet[Activity], actor: Actor) -> QuerySet[Activity]:
    """Those of the activities that nothing the actor may see shows."""
    return rows.filter(~Exists(evidence_visible_to(actor).filter(activity=OuterRef("pk"))))


def activities_in(actor: Actor, scope: Scope) -> QuerySet[Activity]:
    """Each activity once that serves the scope's framework in its period, however many goals it serves; or that is done in its
    cooperations.

    An activity counts in a period that its dates overlap. One without dates counts when it serves the framework at all:
    a plan's activities count in the plan's year before anybody has set a day.
    """
    contributions = Contribution.objects.filter(framework_id=scope.framework_id)
    if scope.objective_ids is not None:
        contributions = contributions.filter(objective_id__in=scope.objective_ids)
    # By ids, not EXISTS: a plan has hundreds of activities, an organisation a hundred thousand.
    seen = activities_visible_to(actor)
    if actor.is_system and actor.organisation_id:
        # What a partner has taken back from us no longer counts with us.
        seen = Activity.objects.seen_by(actor.organisation_id)
    if scope.cooperation_ids:
        seen = seen.filter(cooperation__in=scope.cooperation_ids)
        return seen.filter(in_period(scope)).order_by("starts", "pk")
    rows = seen.filter(pk__in=contributions.values("activity_id")).filter(in_period(scope))
    by_dimension: dict[str, list[int]] = defaultdict(list)
    if scope.theme_ids:
        for pk, dimension in Theme.objects.filter(pk__in=scope.theme_ids).values_list("pk", "dimension"):
            by_dimension[dimension].append(pk)
    for ids in by_dimension.values():
        carrying = Activity.themes.through.objects.filter(theme_id__in=ids).values("activity_id")
        through_goal = contributions.filter(
            Q(objective__themes__in=ids) | Q(objective__section__theme__in=ids) | Q(section__theme__in=ids)
        )
        rows = rows.filter(Q(pk__in=carrying) | Q(pk__in=through_goal.values("activity_id")))
    return rows.order_by("starts", "pk")


def counted_in(actor: Actor, scope: Scope) -> list[Activity]:
    """The activities of `activities_in` with their counts, read once for the scope: its measures share the rows."""
    return scope.once(
        ("work.counted_in", actor),
        lambda: list(with_counts(activities_in(actor, scope), actor).order_by("starts", "pk")),
    )


def _named(scope: Scope) -> QuerySet[Contribution]:
    return Contribution.objects.filter(framework_id=scope.framework_id, listed=True).order_by()


def listed_in(actor: Actor, scope: Scope) -> list[Activity]:
    """Those of the activities in the scope that the plan itself names."""
    ids = set(_named(scope).values_list("activity_id", flat=True))
    return [activity for activity in counted_in(actor, scope) if activity.pk in ids]


def done_in(actor: Actor, scope: Scope) -> list[Activity]:
    return [activity for activity in counted_in(actor, scope) if activity.status == ActivityStatus.DONE]


def evidenced_in(actor: Actor, scope: Scope) -> list[Activity]:
    return [activity for activity in counted_in(actor, scope) if activity.evidence_count]  # type: ignore[attr-defined]


def how_many_in(actor: Actor, scope: Scope) -> dict[str, int]:
    """How many `listed_in` and `evidenced_in` give, for who wants no more of them (one query)."""
    shown = evidence_visible_to(actor).filter(activity=OuterRef("pk"))
    return activities_in(actor, scope).aggregate(
        listed=Count("pk", filter=Q(pk__in=_named(scope).values("activity_id"))),
        evidenced=Count("pk", filter=Exists(shown)),
    )


def done_by_cooperation(actor: Actor, cooperation_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """How many activities each of these cooperations has, how many are done, and how many took part, as far as the actor sees
    them (two queries). An activity counts in one cooperation, so the sum counts none twice."""
    seen = activities_visible_to(actor).filter(cooperation__in=list(cooperation_ids)).order_by()
    seen = seen.exclude(status=ActivityStatus.CANCELLED)
    rows = seen.values("cooperation").annotate(n=Count("pk"), done=Count("pk", filter=Q(status=ActivityStatus.DONE)))
    found = {row["cooperation"]: {"activities": row["n"], "done": row["done"], "took_part": 0} for row in rows}
    people = Participation.objects.filter(activity__in=seen.values("pk")).order_by()
    for row in people.values("activity__cooperation").annotate(n=Sum("count")):
        found[row["activity__cooperation"]]["took_part"] = row["n"]
    return found


def in_period(scope: Scope) -> Q:
    period = scope.period
    dated = Q(starts__lte=period.end) & (
        Q(ends__gte=period.start)
        | Q(ends__isnull=True, starts__gte=period.start)
        | Q(ends__isnull=True, status="under_way")
    )
    return dated | Q(starts__isnull=True)


def contributions_in(framework: Framework, actor: Actor) -> list[Contribution]:
    """The framework's contributions in order, with their activities and who took part, as far as seen (two queries).

    `also_in` of each names the other frameworks of which its activity serves a goal, by their ids.
    """
    served_by = with_took_part(activities_visible_to(actor).filter(pk__in=_served_by(framework)))
    activities = {activity.pk: activity for activity in served_by}
    seen = Framework.objects.visible_to(actor).filter(pk=OuterRef("framework"))
    rows = Contribution.objects.filter(activity__in=_served_by(framework))
    rows = rows.filter(Q(framework=framework) | Q(Exists(seen), objective__isnull=False))
    here: list[Contribution] = []
    elsewhere: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows.annotate(of=F("framework__title")):
        if row.framework_id != framework.pk:
            elsewhere[row.activity_id][row.framework_id] = row.of
        elif row.activity_id in activities:
            here.append(row)
    for shown in here:
        shown.activity = activities[shown.activity_id]
        shown.also_in = elsewhere.get(shown.activity_id, {})  # type: ignore[attr-defined]
    return here


def unfinished_before(framework: Framework, actor: Actor) -> QuerySet[Activity]:
    """The organisation's open activities that count in its earlier frameworks, and not in this one."""
    earlier = Contribution.objects.filter(
        framework__organisation=framework.organisation_id, framework__starts__lt=framework.starts
    )
    here = Contribution.objects.filter(framework=framework)
    return (
        activities_visible_to(actor)
        .filter(organisation=framework.organisation_id, status__in=OPEN)
        .filter(pk__in=earlier.values("activity"))
        .exclude(pk__in=here.values("activity"))
    )


def trashed_activities(actor: Actor) -> list[Activity]:
    return list(Activity.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False))


def activity_themes(framework: Framework) -> dict[int, set[int]]:
    """Which activities of a framework each theme is carried by, themselves or through what they serve (two queries)."""
    carried: dict[int, set[int]] = defaultdict(set)
    own = Activity.themes.through.objects.filter(
        activity_id__in=Contribution.objects.filter(framework=framework).values("activity_id")
    )
    for theme_id, activity_id in own.values_list("theme_id", "activity_id"):
        carried[theme_id].add(activity_id)
    served = Contribution.objects.filter(framework=framework).values_list(
        "activity_id", "objective__themes", "objective__section__theme", "section__theme"
    )
    for activity_id, *theme_ids in served:
        for theme_id in filter(None, theme_ids):
            carried[theme_id].add(activity_id)
    return dict(carried)


def parts_of_history(actor: Actor, activity: Activity) -> list[tuple[str, list[int]]]:
    """What belongs to an activity's history: the evidence that the actor may see."""
    return [("work.evidence", list(evidence_visible_to(actor).filter(activity=activity).values_list("pk", flat=True)))]


def spreading_in(activities: Iterable[int]) -> QuerySet[Spreading]:
    """How these activities reached others, with each activity (one query)."""
    rows = Spreading.objects.filter(activity__in=list(activities)).select_related("activity")
    return rows.order_by("activity__starts", "activity_id", "means", "pk")
