"""What is measured: indicators, periods, targets, and figures on their way from draft to approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log, registries
from byalag.core.verdicts import require
from byalag.core.versions import Conflict, lock_for_change
from byalag.rooms.people import api as people
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role
from byalag.rooms.promises import figures, rules
from byalag.rooms.promises.enums import IndicatorKind, MeasurementState
from byalag.rooms.promises.models import Framework, Indicator, Measurement, MeasuringPeriod, Objective, Target

from .editing import place_after

_FIGURE = ("value", "numerator", "denominator", "score")


@transaction.atomic
def add_indicator(
    actor: Actor, *, framework: Framework, objective: Objective | None = None, name: str, **values: Any
) -> Indicator:
    """Say what shows whether a goal, or the plan as a whole, is reached."""
    require(rules.may_edit_indicator(actor, framework))
    indicator = Indicator(
        framework=framework,
        objective=objective,
        name=name.strip(),
        order=place_after(framework.indicators.all()),
        **values,
    )
    _check_indicator(indicator)
    indicator.save()
    log.record(indicator, "promises.indicator.added", actor=actor, framework=framework.pk)
    return indicator


@transaction.atomic
def edit_indicator(actor: Actor, *, indicator: Indicator, expected: int | None = None, **values: Any) -> Indicator:
    """Change an indicator; its kind stays once something has been measured."""
    current = lock_for_change(indicator, expected=expected)
    require(rules.may_edit_indicator(actor, current.framework))
    measured = current.measurements.exists()
    if measured and values.get("kind", current.kind) != current.kind:
        raise ValidationError({"kind": _("Figures have been written already: the kind stays. Add another indicator.")})
    for name, value in values.items():
        setattr(current, name, value)
    _check_indicator(current)
    current.save()
    log.record(current, "promises.indicator.edited", actor=actor)
    return current


def _check_indicator(indicator: Indicator) -> None:
    faults: dict[str, str] = {}
    if indicator.kind == IndicatorKind.SCORE:
        if len(indicator.scale) < 2:
            faults["scale"] = _("Write at least two steps, one on each line, the lowest first.")
        if indicator.measure:
            faults["measure"] = _("A judgement is made by people. Choose another kind, or leave this empty.")
    elif indicator.scale:
        faults["scale"] = _("Only a judgement has a scale. Leave this empty.")
    if indicator.measure and indicator.measure not in registries.measures:
        faults["measure"] = _("This cannot be counted here. Choose another one.")
    if indicator.objective and indicator.objective.framework_id != indicator.framework_id:
        faults["objective"] = _("Choose a goal of this plan.")
    if faults:
        raise ValidationError(faults)
    indicator.full_clean(exclude=["measure"])


@transaction.atomic
def remove_indicator(actor: Actor, *, indicator: Indicator) -> Indicator:
    """Take an indicator out of the plan; its figures are kept and come back with it."""
    current = lock_for_change(indicator)
    require(rules.may_edit_indicator(actor, current.framework))
    current.removed_at = timezone.now()
    current.save(update_fields=["removed_at", "version"])
    log.record(current, "promises.indicator.removed", actor=actor)
    return current


@transaction.atomic
def put_back_indicator(actor: Actor, *, indicator: Indicator) -> Indicator:
    current = lock_for_change(indicator)
    require(rules.may_edit_indicator(actor, current.framework))
    current.removed_at = None
    current.save(update_fields=["removed_at", "version"])
    log.record(current, "promises.indicator.put_back", actor=actor)
    return current


@transaction.atomic
def add_period(
    actor: Actor, *, framework: Framework, starts: date, ends: date, is_open: bool = True
) -> MeasuringPeriod:
    """A period in which is measured. Open ones take figures."""
    require(rules.may_open_period(actor, framework))
    if ends < starts:
        raise ValidationError({"ends": _("The period ends before it starts. Change one of the two dates.")})
    if framework.measuring_periods.filter(starts=starts, ends=ends).exists():
        raise ValidationError(_("This period is there already."))
    period = MeasuringPeriod(framework=framework, starts=starts, ends=ends, is_open=is_open)
    period.full_clean()
    period.save()
    log.record(period, "promises.period.added", actor=actor, framework=framework.pk)
    return period


def _locked(actor: Actor, period: MeasuringPeriod, is_open: bool) -> MeasuringPeriod:
    current = lock_for_change(period)
    require(rules.may_open_period(actor, current.framework))
    current.is_open = is_open
    current.save(update_fields=["is_open", "version"])
    return current


@transaction.atomic
def open_period(actor: Actor, *, period: MeasuringPeriod) -> MeasuringPeriod:
    """Open a period for figures."""
    current = _locked(actor, period, True)
    log.record(current, "promises.period.opened", actor=actor)
    return current


@transaction.atomic
def lock_period(actor: Actor, *, period: MeasuringPeriod) -> MeasuringPeriod:
    """Lock a period: it takes no figures, and gives none back."""
    current = _locked(actor, period, False)
    log.record(current, "promises.period.locked", actor=actor)
    return current


@transaction.atomic
def set_targets(actor: Actor, *, indicator: Indicator, targets: Mapping[MeasuringPeriod, Decimal | None]) -> Indicator:
    """What the indicator should be at the end of each period; None takes a target away."""
    current = lock_for_change(indicator)
    require(rules.may_edit_indicator(actor, current.framework))
    for period, value in targets.items():
        if period.framework_id != current.framework_id:
            raise ValidationError(_("Choose a period of this plan."))
        if value is None:
            Target.objects.filter(indicator=current, period=period).delete()
        else:
            Target.objects.update_or_create(indicator=current, period=period, defaults={"value": value})
    current.save(update_fields=["version"])
    told = {str(period): None if value is None else str(value) for period, value in targets.items()}
    log.record(current, "promises.targets.set", actor=actor, targets=told)
    return current


@transaction.atomic
def write_measurement(
    actor: Actor,
    *,
    indicator: Indicator,
    period: MeasuringPeriod,
    expected: int | None = None,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    score: int | None = None,
    narrative: str = "",
    source: str = "",
    parts: list[dict[str, Any]] | None = None,
) -> Measurement:
    """Write a figure for a period. `expected`: the version it was opened with, 0 when there was none."""
    row = Measurement.objects.select_for_update().filter(indicator=indicator, period=period).first()
    if expected is not None and (row.version if row else 0) != expected:
        raise Conflict(row or Measurement(indicator=indicator, period=period, version=0))
    row = lock_for_change(row) if row else Measurement(indicator=indicator, period=period)
    require(rules.may_write_measurement(actor, indicator, period, row.state))
    if indicator.is_computed:
        raise ValidationError(_("This indicator is counted by itself. Keep what was counted instead of writing it."))
    row.value, row.numerator, row.denominator, row.score = value, numerator, denominator, score
    row.narrative, row.source, row.parts = narrative, source, parts or []
    row.changed_at = timezone.now()
    _check_figure(indicator, row)
    row.save()
    log.record(row, "promises.measurement.written", actor=actor, indicator=indicator.pk)
    return row


@transaction.atomic
def keep_computed(actor: Actor, *, indicator: Indicator, period: MeasuringPeriod) -> Measurement:
    """Keep what a measure counts today as the figure of the period, with how many rows stand behind it."""
    row = Measurement.objects.select_for_update().filter(indicator=indicator, period=period).first()
    row = lock_for_change(row) if row else Measurement(indicator=indicator, period=period)
    require(rules.may_write_measurement(actor, indicator, period, row.state))
    found = figures.compute(actor, indicator, period.period)
    if found is None or found.value is None:
        raise ValidationError(_("There is nothing to count in this period yet."))
    row.value, row.counted_rows = Decimal(found.value), len(found.rows) + found.hidden
    row.numerator = row.denominator = None
    row.changed_at = timezone.now()
    row.full_clean()
    row.save()
    log.record(row, "promises.measurement.kept", actor=actor, indicator=indicator.pk, rows=row.counted_rows)
    return row


def _check_figure(indicator: Indicator, row: Measurement) -> None:
    """Raises ValidationError with a sentence per field; only the fields of the indicator's kind may say something."""
    wanted = {
        IndicatorKind.SHARE: ("numerator", "denominator"),
        IndicatorKind.SCORE: ("score",),
    }.get(IndicatorKind(indicator.kind), ("value",))
    faults: dict[str, str] = {}
    for name in _FIGURE:
        if name not in wanted:
            setattr(row, name, None)
    if indicator.kind == IndicatorKind.SHARE:
        if (row.numerator is None) != (row.denominator is None):
            empty = "numerator" if row.numerator is None else "denominator"
            faults[empty] = _("A share needs both: so many, of so many.")
        elif row.numerator is not None and row.denominator is not None and row.numerator > row.denominator:
            faults["numerator"] = _("So many cannot be more than the whole.")
    if row.score is not None and not 1 <= row.score <= len(indicator.scale):
        faults["score"] = _("Choose a step of the scale.")
    for dimension in indicator.dimensions:
        of = sum((Decimal(part["value"]) for part in row.parts if part.get("dimension") == dimension), Decimal(0))
        whole = row.numerator if indicator.kind == IndicatorKind.SHARE else row.value
        if whole is not None and of > whole:
            faults["parts"] = _("The parts by “%(dimension)s” are more than the whole.") % {"dimension": dimension}
    if faults:
        known = {name: text for name, text in faults.items() if name != "parts"}
        raise ValidationError(known or {"__all__": [faults["parts"]]})
    row.full_clean()


def _judge(actor: Actor, measurement: Measurement, expected: int | None) -> tuple[Measurement, bool]:
    current = lock_for_change(measurement, expected=expected)
    organisation = current.indicator.framework.organisation_id
    return current, people.count_of_members(organisation, Role.COORDINATOR, Role.CONTROLLER) <= 1


@transaction.atomic
def submit_measurement(actor: Actor, *, measurement: Measurement, expected: int | None = None) -> Measurement:
    """Say that a figure is ready to be looked at by somebody else."""
    current = lock_for_change(measurement, expected=expected)
    require(rules.may_submit_measurement(actor, current))
    current.state, current.submitted_by_id, current.returned_words = MeasurementState.SUBMITTED, actor.person_id, ""
    current.save()
    log.record(current, "promises.measurement.submitted", actor=actor)
    return current


@transaction.atomic
def approve_measurement(actor: Actor, *, measurement: Measurement, expected: int | None = None) -> Measurement:
    """A figure holds; from now on it stands in accounts."""
    current, is_alone = _judge(actor, measurement, expected)
    require(rules.may_judge_measurement(actor, current, is_alone=is_alone))
    current.state, current.approved_by_id = MeasurementState.APPROVED, actor.person_id
    current.save()
    log.record(current, "promises.measurement.approved", actor=actor, alone=is_alone)
    return current


@transaction.atomic
def return_measurement(
    actor: Actor, *, measurement: Measurement, words: str, expected: int | None = None
) -> Measurement:
    """Send a figure back with words on what should be changed."""
    current, is_alone = _judge(actor, measurement, expected)
    require(rules.may_return_measurement(actor, current, is_alone=is_alone))
    if not words.strip():
        raise ValidationError({"words": _("Write what should be changed.")})
    current.state, current.returned_words, current.approved_by_id = MeasurementState.RETURNED, words.strip(), None
    current.save()
    log.record(current, "promises.measurement.returned", actor=actor)
    return current
