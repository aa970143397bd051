"""Which retention rules hold for a paper: for one in words, for many in the database. The longest wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from byalag.engines.retention import Standing, Term, latest_start, standing

from .enums import BelongsTo, CountedFrom
from .models import Document, RetentionRule


@dataclass(frozen=True)
class Kept:
    """How long one paper is kept, and why: every rule that holds for it, and those that decide."""

    standing: Standing
    rules: tuple[RetentionRule, ...]

    @property
    def deciding(self) -> list[RetentionRule]:
        return [rule for rule in self.rules if rule.pk in self.standing.winners]


def rules_of(organisation_id: int) -> QuerySet[RetentionRule]:
    rows = RetentionRule.objects.filter(organisation_id=organisation_id, removed_at__isnull=True)
    return rows.order_by("paper_kind", "direction", "case_begins", "belongs_to", "pk")


def resting_on(label: str) -> Exists:
    """Whether a row of this kind points to the paper; rooms above are found by their foreign keys."""
    for relation in Document._meta.related_objects:
        if relation.related_model._meta.label_lower == label:
            return Exists(relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")}))
    raise LookupError(f"nothing called {label} points to documents")


def with_belonging(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Documents that know what rests on them."""
    return rows.annotate(**{_flag(label): resting_on(label) for label in BelongsTo.values})


def _flag(label: str) -> str:
    return "has_" + label.replace(".", "_")


def kept(document: Document, rules: list[RetentionRule]) -> Kept:
    """How long a paper of `with_belonging`, with its case and organisation, is kept by these rules (no query)."""
    found = tuple(rule for rule in rules if _holds(rule, document))
    return Kept(standing([Term(rule.pk, rule.months, _start(rule, document)) for rule in found]), found)


def _holds(rule: RetentionRule, document: Document) -> bool:
    number = document.case.number if document.case else ""
    return (
        (not rule.paper_kind or rule.paper_kind == document.paper_kind)
        and (not rule.direction or rule.direction == document.direction)
        and (not rule.case_begins or number.upper().startswith(rule.case_begins.upper()))
        and (not rule.belongs_to or bool(getattr(document, _flag(rule.belongs_to))))
    )


def _start(rule: RetentionRule, document: Document) -> date | None:
    if rule.counted_from == CountedFrom.REGISTERED:
        return document.created_at.astimezone(ZoneInfo(document.organisation.time_zone)).date()
    if rule.counted_from == CountedFrom.CASE_CLOSED:
        return document.case.closed_on if document.case else None
    if rule.counted_from == CountedFrom.YEAR_END:
        return date(document.dated.year, 12, 31) if document.dated else None
    return document.dated


def due(rows: QuerySet[Document], rules: list[RetentionRule], *, today: date, zone: str) -> QuerySet[Document]:
    """Those of one organisation's documents that some rule holds for, and that every such rule lets go today."""
    if not rules:
        return rows.none()
    rows = with_belonging(rows.filter(disposal__isnull=True))
    for rule in rules:
        rows = rows.exclude(_chosen(rule) & ~_over(rule, today, zone))
    some = Q()
    for rule in rules:
        some |= _chosen(rule)
    return rows.filter(some)


def _chosen(rule: RetentionRule) -> Q:
    """As `_holds`, for the database."""
    chosen = Q(pk__isnull=False)
    if rule.paper_kind:
        chosen &= Q(paper_kind=rule.paper_kind)
    if rule.direction:
        chosen &= Q(direction=rule.direction)
    if rule.case_begins:
        chosen &= Q(case__isnull=False, case__number__istartswith=rule.case_begins)
    if rule.belongs_to:
        chosen &= Q(**{_flag(rule.belongs_to): True})
    return chosen


def _over(rule: RetentionRule, today: date, zone: str) -> Q:
    """The rule's term is over today. What is not known yet is not over."""
    latest = latest_start(rule.months, today) if rule.months is not None else None
    if latest is None:
        return Q(pk__isnull=True)
    if rule.counted_from == CountedFrom.REGISTERED:
        after = datetime.combine(latest + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
        return Q(created_at__lt=after)
    if rule.counted_from == CountedFrom.CASE_CLOSED:
        return Q(case__isnull=False, case__closed_on__isnull=False, case__closed_on__lte=latest)
    if rule.counted_from == CountedFrom.YEAR_END:
        last = latest if (latest.month, latest.day) == (12, 31) else date(max(latest.year - 1, 1), 12, 31)
        return Q(dated__isnull=False, dated__lte=last)
    return Q(dated__isnull=False, dated__lte=latest)


def today_in(zone: str) -> date:
    return timezone.now().astimezone(ZoneInfo(zone)).date()


def kept_now(document: Document) -> Kept:
    """How long this paper is kept, read anew (two queries)."""
    rows = with_belonging(Document.objects.filter(pk=document.pk)).select_related("case", "organisation")
    return kept(rows.get(), list(rules_of(document.organisation_id)))
