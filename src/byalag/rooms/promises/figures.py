"""Reads of indicators: what was measured, what was computed, how far it is to the target, and all of it together.

A computed indicator has no figure of its own: a registered measure counts it over the framework, with the rows behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from byalag.core import registries
from byalag.core.periods import Period
from byalag.core.registries import MeasureResult, Scope
from byalag.engines import roll_up
from byalag.rooms.people.api import Actor

from .enums import IndicatorKind, MeasurementState
from .models import Framework, Indicator, Measurement, MeasuringPeriod, Target
from .queries import held_by


@dataclass(frozen=True)
class Point:
    """An indicator in one period. `value`: an amount, per cent of a share, or a score. `state` is empty when computed."""

    period: MeasuringPeriod
    target: Decimal | None
    value: Decimal | int | None
    state: str = ""
    measurement: Measurement | None = None
    rows: int | None = None

    @property
    def is_settled(self) -> bool:
        return self.state in ("", MeasurementState.APPROVED)


@dataclass(frozen=True)
class Followed:
    """An indicator with its periods in order, and where it stands."""

    indicator: Indicator
    points: tuple[Point, ...] = ()
    total: roll_up.Result = field(default_factory=roll_up.Result)

    @property
    def latest(self) -> Point | None:
        """The last period that has a figure."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def progress(self) -> Decimal | None:
        """0..1 of the way from the baseline to the target of the last period with a figure."""
        point = self.latest
        if point is None or point.value is None or self.indicator.kind == IndicatorKind.SCORE:
            return None
        return roll_up.progress(self.indicator.baseline, point.target, Decimal(point.value))


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator for an account, in one period, over all its approved figures. Amounts unrounded, shares in per cent."""

    indicator_id: int
    objective_id: int | None
    name: str
    unit: str
    kind: str
    direction: str
    baseline: Decimal | None
    target: Decimal | None
    value: Decimal | int | None
    numerator: Decimal | None
    denominator: Decimal | None
    distribution: dict[str, int]
    is_computed: bool
    rows: int | None
    unsettled: int


def indicators_visible_to(actor: Actor) -> QuerySet[Indicator]:
    """Those of frameworks that the actor may see."""
    return Indicator.objects.filter(
        framework__in=Framework.objects.visible_to(actor).values("pk"), removed_at__isnull=True
    ).select_related("framework__organisation", "framework__cooperation", "objective")


def removed_indicators(actor: Actor) -> QuerySet[Indicator]:
    return Indicator.objects.filter(
        framework__in=Framework.objects.visible_to(actor).values("pk"), removed_at__isnull=False
    ).select_related("framework__organisation", "framework__cooperation")


def periods_visible_to(actor: Actor) -> QuerySet[MeasuringPeriod]:
    return MeasuringPeriod.objects.filter(
        framework__in=Framework.objects.visible_to(actor).values("pk")
    ).select_related("framework__organisation", "framework__cooperation")


def measurements_visible_to(actor: Actor) -> QuerySet[Measurement]:
    """Figures that are not approved are working papers of those who hold the plan."""
    rows = Measurement.objects.filter(indicator__in=indicators_visible_to(actor).values("pk")).select_related(
        "indicator__framework__organisation",
        "indicator__framework__cooperation",
        "period",
        "submitted_by",
        "approved_by",
    )
    if actor.is_system:
        return rows
    return rows.filter(held_by(actor, "indicator__framework__") | Q(state=MeasurementState.APPROVED))


def follow(actor: Actor, framework: Framework, objective_id: int | None = None) -> list[Followed]:
    """The indicators of a framework, or of one objective, over its periods (four queries, and those of measures)."""
    rows = indicators_visible_to(actor).filter(framework=framework)
    if objective_id is not None:
        rows = rows.filter(objective_id=objective_id)
    shown = Prefetch("measurements", queryset=measurements_visible_to(actor), to_attr="shown")
    periods = list(framework.measuring_periods.all())
    return [_follow(actor, row, periods) for row in rows.prefetch_related("targets", shown).order_by("order", "pk")]


def follow_one(actor: Actor, indicator: Indicator) -> Followed:
    return next(row for row in follow(actor, indicator.framework) if row.indicator.pk == indicator.pk)


def _follow(actor: Actor, indicator: Indicator, periods: list[MeasuringPeriod]) -> Followed:
    targets: dict[int, Target] = {row.period_id: row for row in indicator.targets.all()}
    measured: dict[int, Measurement] = {row.period_id: row for row in indicator.shown}  # type: ignore[attr-defined]
    for figure in measured.values():
        figure.indicator = indicator  # one plan for all figures: who holds it is asked once
    points = []
    for period in periods:
        target = targets[period.pk].value if period.pk in targets else None
        row = measured.get(period.pk)
        if row is not None:
            points.append(Point(period, target, row.figure, row.state, row, row.counted_rows))  # type: ignore[arg-type]
        elif indicator.is_computed:
            found = compute(actor, indicator, period.period)
            value = found.value if found else None
            points.append(Point(period, target, value, rows=len(found.rows) + found.hidden if found else None))
        else:
            points.append(Point(period, target, None))
    return Followed(indicator, tuple(points), total_of([indicator], measured.values()))


def compute(actor: Actor, indicator: Indicator, period: Period) -> MeasureResult | None:
    """What the registered measure counts over the indicator's framework, or goal; None when it is not registered."""
    measure = registries.measures.get(indicator.measure)
    if measure is None:
        return None
    only = (indicator.objective_id,) if indicator.objective_id else None
    return measure.compute(actor, Scope(indicator.framework_id, period, objective_ids=only))


def total_of(indicators: Iterable[Indicator], measurements: Iterable[Measurement]) -> roll_up.Result:
    """Approved figures of indicators of one kind, over periods and sources: numerators and denominators first."""
    first = next(iter(indicators), None)
    if first is None:
        return roll_up.Result()
    return roll_up.roll_up(
        roll_up.Kind(first.kind),
        roll_up.Accumulation(first.accumulation),
        [
            roll_up.Reading(row.indicator_id, row.period.ends, row.value, row.numerator, row.denominator, row.score)
            for row in measurements
            if row.state == MeasurementState.APPROVED
        ],
    )


def indicators_in(actor: Actor, framework: Framework, period: Period) -> list[IndicatorLine]:
    """What an account of the framework for a period says of each indicator: approved figures of the periods in it."""
    lines = []
    for row in follow(actor, framework):
        inside = [p for p in row.points if p.period.starts >= period.start and p.period.ends <= period.end]
        lines.append(_line(actor, row.indicator, inside, period))
    return lines


def _line(actor: Actor, indicator: Indicator, inside: list[Point], period: Period) -> IndicatorLine:
    found = compute(actor, indicator, period) if indicator.is_computed else None
    kept = [point.measurement for point in inside if point.measurement is not None]
    total = total_of([indicator], kept)
    targets = [point.target for point in inside if point.target is not None]
    amounts = indicator.kind in (IndicatorKind.NUMBER, IndicatorKind.MONEY) and indicator.accumulation == "periodic"
    words: dict[str, int] = defaultdict(int)
    for score, count in total.distribution.items():
        words[word_of(indicator, score)] += count
    return IndicatorLine(
        indicator_id=indicator.pk,
        objective_id=indicator.objective_id,
        name=indicator.name,
        unit=indicator.unit,
        kind=indicator.kind,
        direction=indicator.direction,
        baseline=indicator.baseline,
        target=(sum(targets, Decimal(0)) if amounts else targets[-1]) if targets else None,
        value=found.value if found else total.value,
        numerator=total.numerator,
        denominator=total.denominator,
        distribution=dict(words),
        is_computed=indicator.is_computed,
        rows=len(found.rows) + found.hidden if found else None,
        unsettled=sum(point.measurement is not None and not point.is_settled for point in inside),
    )


def word_of(indicator: Indicator, score: int) -> str:
    """What a score is called on the indicator's scale, which begins at 1."""
    return indicator.scale[score - 1] if 0 < score <= len(indicator.scale) else str(score)
