"""What is noticed about the answers of a wave while they come in. Nothing is thrown away: somebody looks, and decides.

Answers twice: of those that came in the same area or through the same door, at least nine in ten the same (Kuriakose and Robbins,
"Don't get duped", 2016, take 85 per cent for a sign), counted over at least ten questions that both answered.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byalag.engines.sphere import kilometres
from byalag.engines.survey_forms import Kind, Questionnaire

from . import queries
from .enums import Channel, MarkCode, SubmissionState
from .models import Wave

FASTER = 3  # a third of the median
LEAST_TIMES = 5  # durations that a median is made of
LEAST_IN_A_ROW = 4  # questions with the same choices
LEAST_ALIKE, ALIKE = 10, 0.9
MOST_COMPARED = 1500  # in one area or through one door; of more, the last ones
_TOLD_BY_INTERVIEWERS = {Channel.DEVICE}
_COLUMNS = (
    "pk", "form_id", "area_id", "area__name", "area__latitude", "area__longitude", "door_id", "door__name", "channel",
    "state", "answers", "started_at", "ended_at", "received_at", "why",
    "area__organisation__place__latitude", "area__organisation__place__longitude",
)  # fmt: skip


@dataclass(slots=True)
class Seen:
    """One submission, with what was noticed: which check, and a sentence."""

    pk: int
    form: int
    area: int | None
    area_name: str
    point: tuple[float, float] | None
    door: int | None
    door_name: str
    channel: str
    state: str
    answers: Mapping[str, str]
    started: datetime | None
    ended: datetime | None
    received: datetime
    why: str
    noticed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def minutes(self) -> float | None:
        if self.started is None or self.ended is None or self.ended < self.started:
            return None
        return (self.ended - self.started).total_seconds() / 60

    @property
    def is_open(self) -> bool:
        return self.state == SubmissionState.RECEIVED

    @property
    def marks(self) -> list[tuple[str, str]]:
        return [(str(MarkCode(code).label), sentence) for code, sentence in self.noticed]


@dataclass(slots=True)
class Progress:
    """How far it has come in one area or through one door."""

    name: str
    wanted: int = 0
    came: int = 0
    accepted: int = 0
    left_out: int = 0
    to_look_at: int = 0
    times: list[float] = field(default_factory=list)

    @property
    def counted(self) -> int:
        return self.came - self.left_out

    @property
    def middle(self) -> float | None:
        return statistics.median(self.times) if self.times else None

    def add(self, one: Seen) -> None:
        self.came += 1
        self.accepted += one.state == SubmissionState.ACCEPTED
        self.left_out += one.state == SubmissionState.EXCLUDED
        self.to_look_at += one.is_open and bool(one.noticed)
        if one.minutes is not None:
            self.times.append(one.minutes)


def look_through(wave: Wave) -> list[Seen]:
    """All that came in, newest first, with what is noticed about each; three queries, however many there are."""
    rows = [_seen(row) for row in wave.submissions.order_by("-received_at", "-pk").values_list(*_COLUMNS)]
    forms = {form.pk: form.value for form in wave.survey.forms.filter(pk__in={row.form for row in rows})}
    found = {row.pk: row for row in rows}
    for pk, code, detail in queries.marks_of(wave):
        found[pk].noticed.append((code, detail))
    counted = [row for row in rows if row.state != SubmissionState.EXCLUDED]
    _fast(counted)
    for row in counted:
        _straight(row, forms[row.form])
        _outside(row, forms[row.form], wave)
        _out_of_hours(row, wave)
    _twice(counted, forms)
    return rows


def _seen(row: Sequence[Any]) -> Seen:
    told = dict(zip(_COLUMNS, row, strict=True))
    own = told["area__latitude"], told["area__longitude"]
    place = told["area__organisation__place__latitude"], told["area__organisation__place__longitude"]
    point = next((point for point in (own, place) if None not in point), None)
    return Seen(
        told["pk"], told["form_id"], told["area_id"], told["area__name"] or "", point, told["door_id"],
        told["door__name"] or "", told["channel"], told["state"], told["answers"], told["started_at"],
        told["ended_at"], told["received_at"], told["why"],
    )  # fmt: skip


def _fast(rows: Sequence[Seen]) -> None:
    """Each version and way for itself: a browser is not an interviewer."""
    groups: dict[tuple[int, str], list[Seen]] = defaultdict(list)
    for row in rows:
        if row.minutes is not None:
            groups[row.form, row.channel].append(row)
    for group in groups.values():
        if len(group) < LEAST_TIMES:
            continue
        middle = statistics.median(row.minutes or 0.0 for row in group)
        for row in group:
            minutes = row.minutes or 0.0
            if minutes < middle / FASTER:
                told = _("Filled in in %(minutes)s minutes; half of all took longer than %(middle)s.")
                row.noticed.append(
                    (MarkCode.FAST, told % {"minutes": number_format(minutes, 1), "middle": number_format(middle, 1)})
                )


def _straight(row: Seen, form: Questionnaire) -> None:
    for paths in rows_of(form):
        given = [row.answers[path] for path in paths if row.answers.get(path)]
        if len(given) >= LEAST_IN_A_ROW and len(set(given)) == 1:
            told = ngettext(
                "The same answer to %(n)s question that stand together.",
                "The same answer to all %(n)s questions that stand together.",
                len(given),
            )
            row.noticed.append((MarkCode.STRAIGHT, told % {"n": len(given)}))
            return


def rows_of(form: Questionnaire) -> list[list[str]]:
    """Questions that stand together with the same choices, as the rows of a matrix."""
    found: list[list[str]] = []
    before: tuple[str, str] | None = None
    for question in form.questions:
        same = (question.path.rpartition("/")[0], question.choices.list) if question.choices else None
        if question.kind != Kind.SELECT_ONE or same is None:
            before = None
        elif same == before:
            found[-1].append(question.path)
        else:
            found.append([question.path])
            before = same
    return [paths for paths in found if len(paths) >= LEAST_IN_A_ROW]


def _outside(row: Seen, form: Questionnaire, wave: Wave) -> None:
    if wave.reach_km is None or row.point is None:
        return
    for question in form.questions:
        here = _point(row.answers.get(question.path, "")) if question.kind == Kind.GEOPOINT else None
        if here is not None and (far := kilometres(here, row.point)) > wave.reach_km:
            told = _("%(far)s km from the point of the area; at most %(most)s are allowed.")
            row.noticed.append((MarkCode.OUTSIDE, told % {"far": round(far), "most": wave.reach_km}))
            return


def _point(answer: str) -> tuple[float, float] | None:
    try:
        latitude, longitude = (float(part) for part in answer.split()[:2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _out_of_hours(row: Seen, wave: Wave) -> None:
    """Interviews only: whoever answers alone may do so at night."""
    if wave.hours_from is None or wave.hours_until is None or row.channel not in _TOLD_BY_INTERVIEWERS:
        return
    if row.started is None:
        return
    began: time = timezone.localtime(row.started).time()
    if not wave.hours_from <= began <= wave.hours_until:
        told = _("Begun at %(time)s; interviews are from %(starts)s to %(ends)s.")
        times = {"time": began, "starts": wave.hours_from, "ends": wave.hours_until}
        row.noticed.append((MarkCode.HOURS, told % {name: f"{each:%H:%M}" for name, each in times.items()}))


def _twice(rows: Sequence[Seen], forms: Mapping[int, Questionnaire]) -> None:
    groups: dict[tuple[str, int, int], list[Seen]] = defaultdict(list)
    for row in rows:
        if row.area is not None:
            groups["area", row.area, row.form].append(row)
        if row.door is not None:
            groups["door", row.door, row.form].append(row)
    for (_what, _pk, form), group in groups.items():
        _alike(group[:MOST_COMPARED], forms[form])


_COMPARED = {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.INTEGER, Kind.DECIMAL, Kind.RANGE}


def _alike(rows: Sequence[Seen], form: Questionnaire) -> None:
    paths = [question.path for question in form.questions if question.kind in _COMPARED]
    if len(rows) < 2 or len(paths) < LEAST_ALIKE:
        return
    coded = np.zeros((len(rows), len(paths)), dtype=np.int32)
    for column, path in enumerate(paths):
        codes: dict[str, int] = {}
        for number, row in enumerate(rows):
            if answer := row.answers.get(path):
                coded[number, column] = codes.setdefault(answer, len(codes) + 1)
    for number in range(len(rows) - 1):
        both = (coded[number + 1 :] > 0) & (coded[number] > 0)
        asked = both.sum(axis=1)
        same = ((coded[number + 1 :] == coded[number]) & both).sum(axis=1)
        for place in np.flatnonzero((asked >= LEAST_ALIKE) & (same >= ALIKE * asked)):
            newer, older = rows[number], rows[number + 1 + int(place)]
            for one, other in ((newer, older), (older, newer)):
                if not any(code == MarkCode.TWICE for code, _sentence in one.noticed):
                    told = _("%(same)s of %(asked)s answers are those of number %(other)s.")
                    values = {"same": int(same[place]), "asked": int(asked[place]), "other": other.pk}
                    one.noticed.append((MarkCode.TWICE, told % values))


def by_area(wave: Wave, rows: Iterable[Seen]) -> list[Progress]:
    """Each area of the wave, and what came without one."""
    found = {area.pk: Progress(area.name, area.wanted) for area in wave.areas.all()}
    without = Progress(_("Without an area"))
    for row in rows:
        found.get(row.area or 0, without).add(row)
    return [*found.values(), *([without] if without.came else [])]


def by_door(rows: Iterable[Seen]) -> list[Progress]:
    """Each way in that something came through."""
    found: dict[int, Progress] = {}
    for row in rows:
        if row.door is not None:
            found.setdefault(row.door, Progress(row.door_name)).add(row)
    return sorted(found.values(), key=lambda one: one.name)
