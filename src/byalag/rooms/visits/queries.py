"""Reads of visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from byalag.rooms.promises.api import Means
from byalag.rooms.work.api import activities_visible_to
from byalag.rooms.work.enums import ActivityKind, ActivityStatus

from .enums import NEEDED, Direction, Payer, RequestState
from .models import CostLine, Exchange, GuardianConsent, Pupil, Visit, VisitRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from byalag.rooms.people.api import Actor

KEPT_AFTER_THE_TRIP = timedelta(days=14)
"""So long what stands about children waits for a late question of a guardian or an insurer."""


def visits_visible_to(actor: Actor) -> QuerySet[Visit]:
    """Visits whose activity the actor sees, the latest first."""
    rows = Visit.objects.filter(Exists(activities_visible_to(actor).order_by().filter(pk=OuterRef("activity_id"))))
    rows = rows.select_related("activity__organisation", "activity__cooperation", "partner", "means__framework")
    return rows.order_by("-activity__starts", "-pk")


def own_visits(actor: Actor) -> QuerySet[Visit]:
    return visits_visible_to(actor).filter(activity__organisation_id=actor.home_id)


def visits_with(actor: Actor, partner_ids: Iterable[int], cooperation_ids: Iterable[int]) -> QuerySet[Visit]:
    """Visits with partners: named as such, or within a cooperation with them."""
    within = Visit.objects.filter(activity__cooperation__in=list(cooperation_ids)).values("pk")
    wanted = Q(partner__in=list(partner_ids)) | Q(pk__in=within)
    return visits_visible_to(actor).filter(wanted)


def requests_visible_to(actor: Actor) -> QuerySet[VisitRequest]:
    """Requests to the actor's organisation and from it; those that wait first."""
    if not (actor.is_system or actor.is_member):
        return VisitRequest.objects.none()
    rows = VisitRequest.objects.filter(Q(asked_id=actor.home_id) | Q(asker_id=actor.home_id))
    return rows.select_related("asked", "asker", "cooperation").order_by("-asked_on", "-pk")


def requests_to_answer(actor: Actor) -> QuerySet[VisitRequest]:
    return requests_visible_to(actor).filter(asked_id=actor.home_id, state=RequestState.NEW)


def means_to_choose(actor: Actor) -> QuerySet[Means]:
    """Money of the organisation's own plans that has not been taken out, the newest plan first."""
    rows = Means.objects.filter(framework__organisation_id=actor.home_id, framework__trashed_at=None)
    rows = rows.filter(removed_at=None, amount__isnull=False)
    return rows.select_related("framework").order_by("-framework__starts", "order", "pk")


# --- Money -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Budget:
    """What a visit costs its own organisation against the money of the plan, in the currency of that money.

    `others`: what other visits take of it. `uncounted`: lines in another currency, which nothing converts.
    """

    own: dict[str, Decimal] = field(default_factory=dict)
    currency: str = ""
    amount: Decimal | None = None
    others: Decimal = Decimal(0)
    uncounted: tuple[str, ...] = ()

    @property
    def here(self) -> Decimal:
        return self.own.get(self.currency, Decimal(0))

    @property
    def left(self) -> Decimal | None:
        return None if self.amount is None else self.amount - self.others - self.here

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0


def budget_of(visit: Visit) -> Budget:
    """Own costs of a visit, and what is left of the plan's money when other visits have taken theirs (two queries)."""
    own = own_costs(visit.direction, visit.costs.all())
    means = visit.means
    if means is None or means.amount is None:
        return Budget(own)
    others = Decimal(0)
    rows = CostLine.objects.filter(visit__means=means, currency=means.currency).exclude(visit=visit)
    rows = rows.filter(visit__activity__trashed_at=None).exclude(visit__activity__status=ActivityStatus.CANCELLED)
    for line in rows.select_related("visit"):
        others += own_share(line.visit.direction, line)
    uncounted = tuple(sorted(set(own) - {means.currency}))
    return Budget(own, means.currency, means.amount, others, uncounted)


def own_costs(direction: str, lines: Iterable[CostLine]) -> dict[str, Decimal]:
    """What the own organisation pays, by currency; where it is known what a cost came to, that."""
    total: dict[str, Decimal] = {}
    for line in lines:
        share = own_share(direction, line)
        if share:
            total[line.currency] = total.get(line.currency, Decimal(0)) + share
    return total


def own_share(direction: str, line: CostLine) -> Decimal:
    """All of what one's own side pays, half of what both pay together, nothing of the rest."""
    amount = line.amount if line.spent is None else line.spent
    if line.payer == Payer.SHARED:
        return amount / 2
    ours = Payer.HOST if direction == Direction.INCOMING else Payer.GUEST
    return amount if line.payer == ours else Decimal(0)


# --- Exchanges of pupils -------------------------------------------------------------------------------------------------


def pupils_of(exchange: Exchange) -> QuerySet[Pupil]:
    return exchange.pupils.prefetch_related("consents").order_by("number")


def agreed_to(pupil: Pupil) -> set[str]:
    """What a guardian has agreed to and not withdrawn (from what was fetched)."""
    return {row.to for row in pupil.consents.all() if row.withdrawn_on is None}


def lacking_consents(exchange: Exchange) -> int:
    """How many children lack a consent without which they do not travel (one query)."""
    wanted = Q(consents__withdrawn_on__isnull=True, consents__to__in=NEEDED)
    rows = exchange.pupils.annotate(given=Count("consents__to", filter=wanted, distinct=True))
    return rows.filter(given__lt=len(NEEDED)).count()


def consents_by_purpose(exchange: Exchange) -> dict[str, int]:
    """How many children have each consent in force (one query)."""
    rows = GuardianConsent.objects.filter(pupil__exchange=exchange, withdrawn_on=None)
    return dict(rows.values_list("to").annotate(n=Count("pk")).order_by("to"))


def to_forget(today: date) -> QuerySet[Exchange]:
    """Exchanges that ended so long ago, or were cancelled, that what stands about the children is deleted."""
    ended = Q(visit__activity__ends__lt=today - KEPT_AFTER_THE_TRIP)
    ended |= Q(visit__activity__ends__isnull=True, visit__activity__starts__lt=today - KEPT_AFTER_THE_TRIP)
    ended |= Q(visit__activity__status=ActivityStatus.CANCELLED)
    rows = Exchange.objects.filter(ended, forgotten_on__isnull=True)
    return rows.select_related("visit__activity__organisation").order_by("pk")


def what_holds_back(activity_id: int, kind: str) -> str:
    """The code of what is missing before an exchange of pupils begins; empty when nothing is."""
    if kind != ActivityKind.PUPIL_EXCHANGE:
        return ""
    exchange = Exchange.objects.filter(visit__activity=activity_id).first()
    if exchange is None:
        return ""
    if exchange.decision_id is None:
        return "decision"
    if not exchange.leaders.exists():
        return "leaders"
    return "consents" if lacking_consents(exchange) else ""


def soon(actor: Actor, until: date) -> QuerySet[Visit]:
    """One's own visits that begin by a day and are neither over nor cancelled."""
    rows = own_visits(actor).filter(activity__starts__range=(timezone.localdate(), until))
    return rows.exclude(activity__status__in=(ActivityStatus.CANCELLED, ActivityStatus.DONE))
