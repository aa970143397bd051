"""What the answers of a wave say: shares and means with the errors of the sample, without small cells where these are kept back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from byalag.engines.survey_statistics import Design, Single, Sums, compare, means, shares, sums

from .answers_read import Asked, Gathered, Grouping, gather
from .models import Wave
from .small_cells import Hidden, hidden_in

SURE = 0.05  # a difference that chance makes more seldom than this is told as one
_EVERYBODY = ("", "")


@dataclass(frozen=True)
class Figure:
    """A share (0 to 1) or a mean, its interval of 95 %, and on how many answers of the question it rests. `effective`: as
    how many drawn by themselves. `hidden`: it rests on too few, or would give away another that does."""

    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None
    n: int = 0
    effective: float | None = None
    deff: float | None = None
    hidden: bool = False

    @property
    def reach(self) -> float:
        """How wide the interval is."""
        return 0.0 if self.lower is None or self.upper is None else self.upper - self.lower


@dataclass(frozen=True)
class Line:
    """A choice, or the mean of a number (`choice` is empty), among everybody and in each group."""

    choice: str
    label: str
    everybody: Figure
    groups: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Group:
    """`n`: how many of it answered the question; None when that is kept back."""

    label: str
    n: int | None


@dataclass(frozen=True)
class Difference:
    """Where a group stands furthest from the one it is held against. `is_sure`: larger than chance explains."""

    group: str
    against: str
    choice: str
    here: float
    there: float
    is_sure: bool

    @property
    def is_less(self) -> bool:
        return self.here < self.there


@dataclass(frozen=True)
class Answered:
    """What was answered to one question. `n`: by how many; None when that is kept back. `kept_back`: how many figures are."""

    path: str
    label: str
    asks: str
    n: int | None
    lines: tuple[Line, ...]
    groups: tuple[Group, ...] = ()
    differences: tuple[Difference, ...] = ()
    kept_back: int = 0

    @property
    def most(self) -> Line | None:
        """What was answered most often, unless a choice is kept back."""
        if any(line.everybody.hidden for line in self.lines):
            return None
        told = [line for line in self.lines if line.everybody.estimate is not None]
        return max(told, key=lambda line: line.everybody.estimate or 0.0, default=None)


@dataclass(frozen=True)
class Results:
    """`n`: how many answers are counted; None when they are too few to tell. `least`: fewer are kept back; 0 when nothing is."""

    n: int | None
    questions: tuple[Answered, ...]
    groupings: tuple[Grouping, ...]
    by: Grouping | None = None
    least: int = 0
    apart: int = 0

    @property
    def kept_back(self) -> int:
        return sum(one.kept_back for one in self.questions)


def results_of(wave: Wave, *, by: str = "", language: str = "en", everything: bool = False) -> Results:
    """The results of a wave, by area, kind of place or a question. `everything`: small cells, too, which is for those alone
    who may read single answers."""
    gathered = gather(wave, language)
    height = gathered.frame.height
    least = 0 if everything else wave.survey.least_in_a_cell
    chosen = next((grouping for grouping in gathered.groupings if grouping.key == by), None)
    if height == 0 or height < least:
        return Results(None if 0 < height < least else height, (), (), None, least)
    hidden = hidden_in(gathered, least) if least else Hidden()
    found = _Estimates(gathered, chosen)
    questions = tuple(_answered(one, found, hidden, chosen) for one in gathered.asked)
    return Results(height, questions, gathered.groupings, chosen, least, gathered.apart)


class _Estimates:
    """Every figure of the wave, from one pass over the answers: (column, answer, group) → figure; "" for everybody."""

    def __init__(self, gathered: Gathered, by: Grouping | None):
        frame = gathered.frame
        self.design = Design(
            "weight", stratum="stratum", psu="unit" if gathered.has_units else None, single=Single.CENTRE
        )
        self.by = by.column if by else ""
        skipped = {self.by}
        listed = [c for one in gathered.asked if one.asks != "number" for c in one.columns]
        numbers = [c for one in gathered.asked if one.asks == "number" for c in one.columns]
        made = sums(frame, numbers, self.design, self.by or None, shares=listed)
        self.figures: dict[tuple[str, str, str], Figure] = {}
        self.n: dict[tuple[str, str], int] = {}
        self._count(frame, [*listed, *numbers])
        self._keep(shares(made, listed) if listed else pl.DataFrame())
        self._keep(means(made, numbers) if numbers else pl.DataFrame())
        self.apart: dict[tuple[str, str, str], float | None] = {}
        self.against = ""
        if by and frame[self.by].null_count() < frame.height:
            compared = [column for column in listed if column not in skipped]
            self._keep(shares(made, compared, by=self.by) if compared else pl.DataFrame())
            self._keep(means(made, numbers, by=self.by) if numbers else pl.DataFrame())
            self._hold_against(made, compared, numbers)

    def _count(self, frame: pl.DataFrame, columns: list[str]) -> None:
        counted = [pl.col(column).count() for column in columns]
        tables = [(frame.select(counted), "")]
        if self.by:
            grouped = frame.filter(pl.col(self.by).is_not_null())
            tables += [
                (part.select(counted), str(group))
                for (group,), part in grouped.partition_by(self.by, as_dict=True).items()
            ]
        for table, group in tables:
            for column in columns:
                self.n[column, group] = int(table[column][0])

    def _keep(self, table: pl.DataFrame) -> None:
        for row in table.iter_rows(named=True):
            n, deff = self.n.get((row["variable"], row.get(self.by, "") or ""), 0), row["deff"]
            key = (row["variable"], row.get("answer", ""), row.get(self.by, "") if self.by else "")
            self.figures[key] = Figure(row["estimate"], row["lower"], row["upper"], n, n / deff if deff else None, deff)

    def _hold_against(self, made: Sums, listed: list[str], numbers: list[str]) -> None:
        """Every group against the largest."""
        largest = max(
            ((int(w), str(g)) for w, g in zip(_rows_of(made), made.domains[self.by], strict=True) if g is not None)
        )
        self.against = largest[1]
        for names, of in ((listed, "shares"), (numbers, "means")):
            if names:
                table = compare(made, names, by=self.by, against={self.by: self.against}, of=of)
                for row in table.iter_rows(named=True):
                    self.apart[row["variable"], row.get("answer", ""), row[self.by]] = row["p"]

    def of(self, column: str, answer: str, group: str = "") -> Figure:
        """A choice that nobody made has the share 0, when the question was answered."""
        n = self.n.get((column, group), 0)
        found = self.figures.get((column, answer, group))
        if found is not None and n:
            return found
        return Figure(0.0 if n and answer else None, None, None, n)


def _rows_of(made: Sums) -> list[float]:
    counted = [0.0] * made.domain_count
    for domain, rows in zip(made.domain, made.rows, strict=True):
        counted[int(domain)] += float(rows)
    return counted


def _answered(one: Asked, found: _Estimates, hidden: Hidden, by: Grouping | None) -> Answered:
    grouped = (
        [] if by is None or by.column in one.columns else [g for g in by.groups if found.n.get((one.columns[0], g[0]))]
    )
    column = by.column if by else ""
    lines = []
    for measure, answer, choice, label in _measures(one):
        cells = tuple(_shown(found, hidden, one, (measure, answer), (column, value)) for value, _label in grouped)
        lines.append(Line(choice, label, _shown(found, hidden, one, (measure, answer), _EVERYBODY), cells))
    first = one.columns[0]
    groups = tuple(
        Group(label, None if any(hidden.hides_group(c, column, value) for c in one.columns) else found.n[first, value])
        for value, label in grouped
    )
    n = None if any(c in hidden.columns for c in one.columns) else found.n[first, ""]
    kept_back = sum(figure.hidden for line in lines for figure in (line.everybody, *line.groups))
    told = _differences(one, found, lines, dict(grouped)) if len(grouped) > 1 else ()
    return Answered(one.path, one.label, one.asks, n, tuple(lines), groups, told, kept_back)


def _measures(one: Asked) -> list[tuple[str, str, str, str]]:
    """Column, answer in it, name and words of each line."""
    if one.asks == "number":
        return [(one.columns[0], "", "", "")]
    if one.asks == "one":
        return [(one.columns[0], name, name, label) for name, label in one.choices]
    return [(column, "1", name, label) for column, (name, label) in zip(one.columns, one.choices, strict=True)]


def _shown(found: _Estimates, hidden: Hidden, one: Asked, what: tuple[str, str], where: tuple[str, str]) -> Figure:
    """The figure, or that it is kept back. Of several choices, a share also says how many did not choose."""
    (column, answer), (by, group) = what, where
    told = {"one": [answer], "many": ["0", "1"], "number": ["answered"]}[one.asks]
    everything = one.columns if one.asks == "many" else (column,)
    if any(hidden.hides(column, each, by, group) for each in told) or any(
        hidden.hides_group(c, by, group) for c in everything
    ):
        return Figure(hidden=True)
    return found.of(column, answer, group)


def _differences(one: Asked, found: _Estimates, lines: list[Line], labels: Mapping[str, str]) -> tuple[Difference, ...]:
    """For each group the choice in which it stands furthest from the largest group, with as many tests allowed for as were
    made (Bonferroni)."""
    if found.against not in labels:
        return ()
    base, values = list(labels).index(found.against), list(labels)
    tests = len(lines) * (len(labels) - 1)
    told = []
    for place, value in enumerate(values):
        candidates = []
        for line, (column, answer, _name, _label) in zip(lines, _measures(one), strict=True):
            here, there = line.groups[place], line.groups[base]
            p = found.apart.get((column, answer, value))
            if place == base or p is None or here.hidden or there.hidden:
                continue
            if here.estimate is not None and there.estimate is not None:
                sure = p * tests < SURE
                candidates.append(
                    (
                        p,
                        Difference(
                            labels[value], labels[found.against], line.label, here.estimate, there.estimate, sure
                        ),
                    )
                )
        if candidates:
            told.append(min(candidates, key=lambda each: each[0])[1])
    return tuple(told)
