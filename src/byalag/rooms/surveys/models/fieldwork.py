"""A survey carried out once: where, how many, who was drawn, and by which ways answers come in."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation

from ..enums import DoorKind, DrawMethod, PlaceType, WaveState
from .surveys import Form, Survey


class Wave(Versioned):
    """One time that a survey is carried out. Its form may be exchanged for a later version while it goes on."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    name = models.CharField(_("name"), max_length=120)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, null=True, blank=True, related_name="waves")
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=WaveState, default=WaveState.PLANNED, editable=False)
    reach_km = models.PositiveIntegerField(
        _("how far from an area’s point answers may be given, in kilometres"), null=True, blank=True
    )
    hours_from = models.TimeField(_("interviews from"), null=True, blank=True)
    hours_until = models.TimeField(_("interviews until"), null=True, blank=True)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "name"], name="survey_wave_name_once"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=F("starts")), name="survey_wave_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(form__isnull=False), name="survey_wave_open_has_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey}, {self.name}"

    def clean(self) -> None:
        """Hours stand together, and end after they begin."""
        if (self.hours_from is None) != (self.hours_until is None):
            raise ValidationError({"hours_until": _("Write both, or neither.")})
        if self.hours_from and self.hours_until and self.hours_from >= self.hours_until:
            raise ValidationError({"hours_until": _("The hours must end after they begin.")})


class Area(models.Model):
    """A municipality, or a part of one, in a wave: a stratum of the sample, with how many answers are wanted."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, help_text="ISO 3166-1")
    place_type = models.CharField(_("kind of place"), max_length=20, choices=PlaceType, blank=True)
    population = models.PositiveIntegerField(_("how many live there, or households"), null=True, blank=True)
    wanted = models.PositiveIntegerField(_("answers wanted"), default=0)
    spread = models.FloatField(default=0.5, editable=False, help_text="how far answers differ: a standard deviation")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "name"], name="survey_area_name_once")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A village, a ward, a school: a primary sampling unit of an area.

    `place`: in which order the lottery set the units of an area: first those drawn, then those that stand in. `stands_for`:
    the one that it replaces, and `why`.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="units")
    name = models.CharField(_("name"), max_length=200)
    size = models.PositiveIntegerField(_("households or people"), default=1)
    place_type = models.CharField(_("kind of place"), max_length=20, choices=PlaceType, blank=True)
    drawn = models.BooleanField(_("drawn"), default=False)
    chance = models.FloatField(_("chance of being drawn"), null=True, blank=True)
    wanted = models.PositiveIntegerField(_("answers wanted"), default=0)
    stands_for = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    place = models.PositiveIntegerField(null=True, blank=True, editable=False)
    why = models.CharField(_("why it stands in"), max_length=300, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="survey_unit_name_once"),
            models.UniqueConstraint(fields=["stands_for"], name="survey_unit_replaced_once"),
            models.CheckConstraint(condition=Q(stands_for=None) | ~Q(why=""), name="survey_unit_stands_in_says_why"),
            models.CheckConstraint(condition=Q(size__gte=1), name="survey_unit_is_somebody"),
            models.CheckConstraint(
                condition=Q(chance=None) | (Q(chance__gt=0) & Q(chance__lte=1)), name="survey_unit_chance"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Listed(models.Model):
    """A household or a line of a register inside a unit, as a code that says nothing of who lives there: the second stage.

    `place`: in which order they are asked; those after the wanted number stand in for who cannot be met.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="listed")
    code = models.CharField(_("code"), max_length=80)
    place = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["place", "code", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "code"], name="survey_listed_once")]

    def __str__(self) -> str:
        return self.code


class Draw(models.Model):
    """The lottery of a wave's units, published so that anybody can draw it again: seed, list and result."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="draws")
    method = models.CharField(_("how"), max_length=20, choices=DrawMethod)
    seed = models.CharField(_("seed"), max_length=200)
    drawn_at = models.DateTimeField(default=timezone.now, editable=False)
    frame = models.JSONField(help_text="areas with their units and sizes, as they stood")
    frame_sha256 = models.CharField(max_length=64, editable=False)
    result = models.JSONField(help_text="units drawn by area, with the chance of each")

    class Meta:
        ordering = ["-drawn_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.wave}: {self.seed}"


class Door(Versioned):
    """A way in to answer. Its secret is given out once (core.links); closing it closes the link.

    `name` says whose it is, as a post or a number, never a person's name.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="doors")
    kind = models.CharField(_("kind"), max_length=20, choices=DoorKind)
    name = models.CharField(_("name"), max_length=120)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="doors")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="doors")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
