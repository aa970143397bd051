"""Tables of what is measured: indicators, the periods they are measured in, targets and measurements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.periods import Period
from byalag.core.versions import Versioned
from byalag.rooms.people.api import Person

from ..enums import Accumulation, Direction, IndicatorKind, MeasurementState


class Indicator(Versioned):
    """What shows whether an objective, or the framework as a whole, is reached."""

    framework = models.ForeignKey("promises.Framework", on_delete=models.CASCADE, related_name="indicators")
    objective = models.ForeignKey(
        "promises.Objective", on_delete=models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    name = models.CharField(_("what is measured"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind, default=IndicatorKind.NUMBER)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    accumulation = models.CharField(
        _("what a figure counts"), max_length=12, choices=Accumulation, default=Accumulation.PERIODIC
    )
    direction = models.CharField(_("direction"), max_length=5, choices=Direction, default=Direction.UP)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("date of the baseline"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=300, blank=True)
    scale = models.JSONField(_("scale"), default=list, blank=True, help_text="words of the scores 1, 2, 3 … in order")
    dimensions = models.JSONField(_("broken down by"), default=list, blank=True, help_text="names of dimensions")
    measure = models.CharField(
        _("counted by itself"), max_length=60, blank=True, help_text="key of core.registries.measures"
    )
    order = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=IndicatorKind.SCORE) | ~Q(scale=[]), name="indicator_score_has_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("promises:indicator", args=[self.pk])

    @property
    def is_computed(self) -> bool:
        return bool(self.measure)


class MeasuringPeriod(Versioned):
    """A period of a framework in which is measured. Figures are entered while it is open."""

    framework = models.ForeignKey("promises.Framework", on_delete=models.CASCADE, related_name="measuring_periods")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    is_open = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts", "ends"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "starts", "ends"], name="measuring_period_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="measuring_period_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return str(self.period)

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)


class Target(models.Model):
    """What an indicator should be at the end of a period. Of a share in per cent, of a score its number."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    period = models.ForeignKey(MeasuringPeriod, on_delete=models.CASCADE, related_name="targets")
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "period"], name="target_once_per_period")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.value}"


class Measurement(Versioned):
    """What an indicator was in a period. `parts`: [{"dimension", "key", "value"}], values as texts."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measurements")
    period = models.ForeignKey(MeasuringPeriod, on_delete=models.PROTECT, related_name="measurements")
    value = models.DecimalField(_("figure"), max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("so many"), max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("of so many"), max_digits=18, decimal_places=4, null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("judgement"), null=True, blank=True)
    narrative = models.TextField(_("in words"), blank=True)
    source = models.CharField(_("where the figure comes from"), max_length=300, blank=True)
    parts = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=MeasurementState, default=MeasurementState.DRAFT, editable=False)
    submitted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    returned_words = models.TextField(_("what should be changed"), blank=True)
    counted_rows = models.PositiveIntegerField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "period"], name="measurement_once_per_period"),
            models.CheckConstraint(
                condition=~Q(state=MeasurementState.RETURNED) | ~Q(returned_words=""),
                name="measurement_returned_with_words",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(numerator__isnull=True) | Q(numerator__lte=F("denominator")),
                name="measurement_part_is_of_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("promises:indicator", args=[self.indicator_id])

    @property
    def figure(self) -> object:
        """The amount; of a share per cent, unrounded; of a judgement its score."""
        if self.score is not None:
            return self.score
        if self.denominator is not None:
            return self.numerator * 100 / self.denominator if self.denominator and self.numerator is not None else None
        return self.value
