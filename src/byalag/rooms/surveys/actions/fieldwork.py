"""The only writer of waves, areas, units, draws and doors."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import links, log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor

from .. import rules
from ..enums import DoorKind, WaveState
from ..models import Area, Door, Form, Survey, Unit, Wave

DOOR = "surveys.door"
"""What a secret of a door is for (core.links)."""
LASTS = timedelta(days=400)


@transaction.atomic
def plan_wave(
    actor: Actor,
    *,
    survey: Survey,
    name: str,
    form: Form | None = None,
    starts: date | None = None,
    ends: date | None = None,
) -> Wave:
    """Plan one time that the survey is carried out."""
    require(rules.may_edit_survey(actor, survey))
    wave = Wave(survey=survey, name=name, form=form, starts=starts, ends=ends)
    wave.full_clean()
    wave.save()
    log.record(wave, "surveys.wave.planned", actor=actor, survey=survey.pk)
    return wave


@transaction.atomic
def change_wave(actor: Actor, *, wave: Wave, expected: int | None, **fields: Any) -> Wave:
    """Change a wave: its name, its days, or the version of the form that it asks."""
    wave = lock_for_change(wave, expected=expected)
    require(rules.may_edit_wave(actor, wave))
    for name, value in fields.items():
        setattr(wave, name, value)
    wave.full_clean()
    wave.save()
    log.record(wave, "surveys.wave.changed", actor=actor, survey=wave.survey_id)
    return wave


@transaction.atomic
def open_wave(actor: Actor, *, wave: Wave) -> Wave:
    """Take answers from now on."""
    wave = lock_for_change(wave)
    require(rules.may_open_wave(actor, wave))
    wave.state = WaveState.OPEN
    wave.save(update_fields=["state", "version"])
    log.record(wave, "surveys.wave.opened", actor=actor, survey=wave.survey_id)
    return wave


@transaction.atomic
def close_wave(actor: Actor, *, wave: Wave) -> Wave:
    """Take no more answers."""
    wave = lock_for_change(wave)
    require(rules.may_close_wave(actor, wave))
    wave.state = WaveState.CLOSED
    wave.save(update_fields=["state", "version"])
    log.record(wave, "surveys.wave.closed", actor=actor, survey=wave.survey_id)
    return wave


@transaction.atomic
def set_area(actor: Actor, *, wave: Wave, area: Area | None = None, **fields: Any) -> Area:
    """Write an area of the wave down, or change one."""
    wave = lock_for_change(wave)
    require(rules.may_edit_area(actor, area) if area else rules.may_edit_wave(actor, wave))
    area = area or Area(wave=wave)
    for name, value in fields.items():
        setattr(area, name, value)
    area.full_clean()
    area.save()
    wave.save(update_fields=["version"])
    log.record(wave, "surveys.area.set", actor=actor, survey=wave.survey_id, area=area.pk)
    return area


@transaction.atomic
def place_area(actor: Actor, *, area: Area, latitude: float | None, longitude: float | None) -> Area:
    """Write down where an area lies; this changes nothing of the sample."""
    wave = lock_for_change(area.wave)
    require(rules.may_edit_wave(actor, wave))
    if (latitude is None) != (longitude is None):
        raise ValidationError({"longitude": _("Write both, or neither.")})
    area.latitude, area.longitude = latitude, longitude
    area.save(update_fields=["latitude", "longitude"])
    log.record(wave, "surveys.area.placed", actor=actor, survey=wave.survey_id, area=area.pk)
    return area


@transaction.atomic
def set_unit(actor: Actor, *, area: Area, unit: Unit | None = None, **fields: Any) -> Unit:
    """Write a unit of an area down, or change one."""
    wave = lock_for_change(area.wave)
    require(rules.may_edit_area(actor, area))
    unit = unit or Unit(area=area)
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.full_clean()
    unit.save()
    wave.save(update_fields=["version"])
    log.record(wave, "surveys.unit.set", actor=actor, survey=wave.survey_id, unit=unit.pk)
    return unit


@transaction.atomic
def open_door(
    actor: Actor, *, wave: Wave, kind: str, name: str, area: Area | None = None, unit: Unit | None = None
) -> tuple[Door, str]:
    """A new way in, and its secret, which is told this once."""
    require(rules.may_open_door(actor, wave))
    door = Door(wave=wave, kind=kind, name=name, area=area, unit=unit)
    door.full_clean()
    door.save()
    log.record(door, "surveys.door.opened", actor=actor, survey=wave.survey_id, kind=kind)
    return door, links.issue(DOOR, door, lasts=LASTS)


@transaction.atomic
def close_door(actor: Actor, *, door: Door) -> Door:
    """Close a way in at once; what came through it stays."""
    door = lock_for_change(door)
    require(rules.may_close_door(actor, door))
    door.closed_at = timezone.now()
    door.save(update_fields=["closed_at", "version"])
    links.revoke(door, DOOR)
    log.record(door, "surveys.door.closed", actor=actor, survey=door.wave.survey_id)
    return door


def is_spent(door: Door) -> bool:
    """A personal link that has been answered through."""
    return door.kind == DoorKind.PERSONAL and door.used_at is not None
