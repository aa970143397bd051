"""What an amendment changes beside goals: texts of sections, indicators and their targets."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core.versions import lock_for_change
from byalag.rooms.promises.enums import ChangeKind
from byalag.rooms.promises.models import AmendmentChange, Framework, Indicator, Target

from .editing import place_after


def in_digits(value: Decimal | None) -> str:
    """A target as an amendment keeps it: plain digits, nothing when there is none."""
    return "" if value is None else format(value.normalize(), "f")


def stands_now(change: AmendmentChange) -> str:
    """What stands in the plan where the change shall stand; empty for what is new."""
    if change.kind == ChangeKind.SECTION_TEXT:
        return change.section.text if change.section else ""
    if change.kind == ChangeKind.TARGET:
        now = Target.objects.filter(indicator=change.indicator, period=change.period).first()
        return in_digits(now.value) if now else ""
    if change.kind == ChangeKind.INDICATOR_REMOVED:
        return change.indicator.name if change.indicator else ""
    if change.objective is None or change.kind in (ChangeKind.ACTIVITY_ADDED, ChangeKind.INDICATOR_ADDED):
        return ""
    return change.objective.condition if change.kind == ChangeKind.OBJECTIVE_CONDITION else change.objective.text


def check_section(change: AmendmentChange) -> None:
    """Raises ValidationError when the change names no section of the plan, or changes nothing in it."""
    if change.section is None or change.section.removed_at:
        raise ValidationError({"section": _("Choose a section of this plan.")})
    if change.after == change.section.text:
        raise ValidationError({"after": _("This is what stands there now. Write the new wording.")})
    if change.amendment.changes.filter(kind=ChangeKind.SECTION_TEXT, section=change.section).exists():
        raise ValidationError(
            {"section": _("This amendment changes that section already. Take that change away first.")}
        )


def check_indicator(change: AmendmentChange, framework: Framework) -> None:
    """Raises ValidationError when the change names what is not there, or changes nothing."""
    if not framework.together:
        raise ValidationError(
            {"kind": _("How your own plan is measured is changed at its indicators, without an amendment.")}
        )
    if change.period is not None and change.period.framework_id != framework.pk:
        raise ValidationError({"period": _("Choose a period of this plan.")})
    if change.kind == ChangeKind.INDICATOR_ADDED:
        if change.objective is not None and change.objective.framework_id != framework.pk:
            raise ValidationError({"objective": _("Choose a goal of this plan.")})
        if (change.period is None) != (change.value is None):
            raise ValidationError(
                {"value": _("A target needs its period, and a period its target. Fill in both, or none.")}
            )
        return
    touched = change.indicator
    if touched is None or touched.framework_id != framework.pk or touched.removed_at:
        raise ValidationError({"indicator": _("Choose an indicator of this plan.")})
    others = change.amendment.changes.filter(indicator=touched)
    if change.kind == ChangeKind.TARGET:
        if change.period is None:
            raise ValidationError({"period": _("Choose a period of this plan.")})
        if in_digits(change.value) == stands_now(change):
            raise ValidationError({"value": _("This is the target now. Write the new one.")})
        others = others.filter(period=change.period) | others.filter(kind=ChangeKind.INDICATOR_REMOVED)
    if others.exists():
        raise ValidationError(
            {"indicator": _("This amendment changes that indicator already. Take that change away first.")}
        )


def carry_through(change: AmendmentChange, framework: Framework) -> None:
    """Do the change to the section, the indicator or the target."""
    if change.kind == ChangeKind.SECTION_TEXT and change.section is not None:
        section = lock_for_change(change.section)
        section.text = change.after
        section.save()
    elif change.kind == ChangeKind.INDICATOR_ADDED:
        change.indicator = Indicator.objects.create(
            framework=framework,
            objective=change.objective,
            name=change.after[:300],
            order=place_after(framework.indicators.all()),
        )
        change.save(update_fields=["indicator"])
        if change.value is not None and change.period is not None:
            Target.objects.create(indicator=change.indicator, period=change.period, value=change.value)
    elif change.indicator is not None:
        indicator = lock_for_change(change.indicator)
        if change.kind == ChangeKind.INDICATOR_REMOVED:
            indicator.removed_at = timezone.now()
        elif change.value is None:
            Target.objects.filter(indicator=indicator, period=change.period).delete()
        else:
            Target.objects.update_or_create(indicator=indicator, period=change.period, defaults={"value": change.value})
        indicator.save()
