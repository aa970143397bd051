"""The test plans with their hand-written labels, and how a reading of them is judged."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from byalag.engines.plan_reading import Aside, Line, LineKind, PlanReading, Why, read, read_pasted, recognise
from byalag.engines.plan_reading.calibration import Table, count
from byalag.engines.plan_reading.kinds import IN_SECTIONS
from byalag.engines.plan_reading.wording import agreement
from byalag.engines.plan_reading.words import vocabulary
from tests.engines.plan_reading.builders import BUILDERS, DEGRADED

FOLDER = Path(__file__).parent / "plans"


@dataclass(frozen=True)
class Plan:
    """`source`: the text; `labels`: (kind, section or nothing, text) of each line; `also_as`: keys of BUILDERS."""

    name: str
    kind: str
    source: str
    labels: tuple[tuple[str, str, str], ...]
    expected: dict[str, Any]
    also_as: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """One label and what the line was taken for; `kind` is None when the document's line was not found."""

    plan: str
    form: str
    label: tuple[str, str, str]
    kind: LineKind | None
    section: str
    why: Why | None
    agrees: str
    confidence: float

    @property
    def is_right(self) -> bool:
        if self.kind is None or self.kind.value != self.label[0]:
            return False
        return self.kind not in IN_SECTIONS or self.section == self.label[1]


def plans() -> list[Plan]:
    found = []
    for path in sorted(FOLDER.glob("*.labels.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(".labels.json")
        source = next(each for each in FOLDER.iterdir() if each.stem == name and each.suffix in (".md", ".txt"))
        labels = tuple((kind, section, text) for kind, section, text in expected.pop("lines"))
        also_as = tuple(expected.pop("also_as"))
        found.append(Plan(name, source.suffix[1:], source.read_text(encoding="utf-8"), labels, expected, also_as))
    return found


@cache
def lines_of(name: str, form: str) -> tuple[Line, ...]:
    plan = next(each for each in plans() if each.name == name)
    if form == "text":
        return tuple(read(plan.source.encode(), plan.kind))
    if form in DEGRADED:
        return tuple(read_pasted(DEGRADED[form](plan.source)))
    kind, build = BUILDERS[form]
    return tuple(read(build(plan.source), kind))


def forms() -> Iterator[tuple[Plan, str]]:
    """Every document as a person would have it."""
    for plan in plans():
        for form in ("text", *plan.also_as):
            yield plan, form


def degraded_forms() -> Iterator[tuple[Plan, str]]:
    """The same plans as they look when they are pasted and have lost their looks; tables cannot be told there."""
    for plan in plans():
        if "|" not in plan.source and "\t" not in plan.source:
            for form in DEGRADED:
                yield plan, form


def judge(plan: Plan, form: str, table: Table | None = None) -> tuple[PlanReading, list[Judged]]:
    """The reading of a form of the plan, and each label beside what was read."""
    lines = lines_of(plan.name, form)
    reading = recognise(list(lines), table=table)
    words = vocabulary(reading.language)
    own = [line for line in lines if line.aside is not Aside.RUNNING or form == "text"]
    matcher = SequenceMatcher(
        None, [_key(text) for _, _, text in plan.labels], [_key(line.text) for line in own], autojunk=False
    )
    found: dict[int, Line] = {}
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            found[block.a + step] = own[block.b + step]
    judged = []
    for index, label in enumerate(plan.labels):
        if index not in found:
            judged.append(Judged(plan.name, form, label, None, "", None, "", 0.0))
            continue
        made = reading.lines[found[index].number]
        agrees = agreement(made.kind, made.text, words)
        judged.append(Judged(plan.name, form, label, made.kind, made.section, made.why, agrees, made.confidence))
    return reading, judged


def _key(text: str) -> str:
    bare = re.sub(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+(?=[^\W\d])", "", text)
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def leave_one_out() -> tuple[list[Judged], list[Judged]]:
    """(documents, degraded pastes), each line with the confidence it gets from all the other plans."""
    counted = {plan.name: [] for plan in plans()}
    for plan, form in (*forms(), *degraded_forms()):
        counted[plan.name] += [each for each in judge(plan, form, {})[1] if each.kind is not None]
    whole: list[Judged] = []
    pasted: list[Judged] = []
    for name in counted:
        table = count([observation(each) for other, made in counted.items() if other != name for each in made])
        whole += [each for plan, form in forms() if plan.name == name for each in judge(plan, form, table)[1]]
        pasted += [each for plan, form in degraded_forms() if plan.name == name for each in judge(plan, form, table)[1]]
    return whole, pasted


def observation(judged: Judged) -> tuple[LineKind, Why, str, bool]:
    """What the calibration counts of a judged line."""
    if judged.kind is None or judged.why is None:
        raise ValueError("the line was not found")
    return judged.kind, judged.why, judged.agrees, judged.is_right


def accuracy(judged: list[Judged]) -> float:
    """Share of labels whose line was found and taken for the right kind in the right section."""
    return sum(each.is_right for each in judged) / len(judged)


def expected_calibration_error(judged: list[Judged], bins: int = 10) -> float:
    """Mean distance of confidence and share of right lines over equal-width bins, weighted by their size."""
    read_lines = [each for each in judged if each.kind is not None]
    groups: dict[int, list[Judged]] = {}
    for each in read_lines:
        groups.setdefault(min(bins - 1, int(each.confidence * bins)), []).append(each)
    error = 0.0
    for group in groups.values():
        sure = sum(each.confidence for each in group) / len(group)
        right = sum(each.is_right for each in group) / len(group)
        error += abs(sure - right) * len(group) / len(read_lines)
    return error
