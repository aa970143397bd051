"""The only writer of samples: the list, the draw, and who stands in for whom."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor

from .. import queries, rules, sampling
from ..models import Area, Draw, Listed, Unit, Wave


@transaction.atomic
def take_in_frame(actor: Actor, *, wave: Wave, frame: sampling.Frame) -> Wave:
    """Make a list the one that the sample is drawn from. It takes the place of the list before; areas are kept."""
    wave = lock_for_change(wave)
    require(rules.may_take_in_frame(actor, wave))
    Unit.objects.filter(area__wave=wave).delete()
    areas = {area.name: area for area in wave.areas.all()}
    for name, _units, _listed, people in sampling.sizes(frame):
        area = areas.setdefault(name, Area(wave=wave, name=name))
        area.population, area.spread = people, frame.spreads.get(name, 0.5)
        area.full_clean()
        area.save()
    units = Unit.objects.bulk_create(
        [Unit(area=areas[one.area], name=one.name, size=one.size) for one in frame.units], batch_size=500
    )
    rows = [Listed(unit=unit, code=code) for unit, one in zip(units, frame.units, strict=True) for code in one.listed]
    Listed.objects.bulk_create(rows, batch_size=1000)
    wave.save(update_fields=["version"])
    log.record(wave, "surveys.frame.taken_in", actor=actor, survey=wave.survey_id, units=len(units))
    return wave


@transaction.atomic
def draw_sample(actor: Actor, *, wave: Wave, choice: sampling.Choice, seed: str, expected: int | None = None) -> Draw:
    """Draw, once and for all. What was drawn from, the seed and what came of it are kept and published together."""
    wave = lock_for_change(wave, expected=expected)
    require(rules.may_draw(actor, wave))
    if not seed.strip():
        raise ValidationError({"seed": _("Write the seed that was told before the draw.")})
    frame = queries.frame_of(wave)
    if not frame.units:
        raise ValidationError(_("There is no list to draw from yet. Take one in first."))
    result = sampling.draw(frame, choice, seed)
    given = {share.area: share.wanted for share in sampling.shares(frame, choice)}
    units = {(unit.area_id, unit.name): unit for unit in Unit.objects.filter(area__wave=wave)}
    listed: dict[int, dict[str, Listed]] = {}
    for one in Listed.objects.filter(unit__area__wave=wave):
        listed.setdefault(one.unit_id, {})[one.code] = one
    for area in wave.areas.filter(name__in=result):
        area.wanted = given[area.name]
        area.save(update_fields=["wanted"])
        for row in result[area.name]:
            unit = units[area.pk, row.name]
            unit.drawn, unit.chance = row.chance is not None, row.chance
            unit.place, unit.wanted = row.place, row.wanted
            for place, code in enumerate(row.listed, start=1):
                listed[unit.pk][code].place = place
    fields = ["drawn", "chance", "place", "wanted"]
    Unit.objects.bulk_update(units.values(), fields, batch_size=300)
    Listed.objects.bulk_update([one for codes in listed.values() for one in codes.values()], ["place"], batch_size=500)
    made = Draw.objects.create(
        wave=wave, method=choice.method, seed=seed, frame=frame.as_json(), frame_sha256=frame.checksum,
        result={
            "answers": choice.answers, "per_unit": choice.per_unit, "allocation": choice.allocation,
            "least": choice.least, "likeness": choice.likeness,
            "areas": {
                area: [[row.name, row.place, row.chance, row.wanted, list(row.listed)] for row in rows]
                for area, rows in result.items()
            },
        },
    )  # fmt: skip
    wave.save(update_fields=["version"])
    log.record(wave, "surveys.sample.drawn", actor=actor, survey=wave.survey_id, draw=made.pk)
    return made


@transaction.atomic
def replace_unit(actor: Actor, *, unit: Unit, why: str) -> Unit:
    """Let the next in the order of the draw stand in, with words why. Gives the unit that stands in."""
    wave = lock_for_change(unit.area.wave)
    unit = Unit.objects.select_related("area__wave__survey").get(pk=unit.pk)
    require(rules.may_replace_unit(actor, unit))
    if not why.strip():
        raise ValidationError({"why": _("Write why nobody can be asked there, so that nobody has to guess.")})
    other = queries.next_in_order(unit)
    assert other is not None
    other.stands_for, other.why, other.wanted = unit, why, unit.wanted
    other.save(update_fields=["stands_for", "why", "wanted"])
    wave.save(update_fields=["version"])
    log.record(wave, "surveys.unit.replaced", actor=actor, survey=wave.survey_id, unit=unit.pk, by=other.pk)
    return other
