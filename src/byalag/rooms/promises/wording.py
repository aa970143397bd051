"""A plan as plain lines, for those who are asked whether they agree to it: as it stands, and as it would with an amendment.

Nothing but what is promised is told, in the language of the plan, without words of this program's own; so that two texts differ
only where the promise does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from .enums import ChangeKind
from .models import Amendment, AmendmentChange, Framework, Indicator, MeasuringPeriod, Section
from .reading import Line, Reading, read


def written(framework: Framework, amendment: Amendment | None = None) -> str:
    """The plan in lines, with what an amendment would change in it (at most nine queries)."""
    changes = list(amendment.changes.select_related("objective", "section", "indicator", "period")) if amendment else []
    return "\n".join(_Wording(framework, changes).lines())


class _Wording:
    def __init__(self, framework: Framework, changes: Iterable[AmendmentChange]):
        self.framework = framework
        self.reading: Reading = read(framework)
        self.by_kind: dict[str, list[AmendmentChange]] = defaultdict(list)
        for change in changes:
            self.by_kind[change.kind].append(change)
        self.texts = {row.objective_id: row.after for row in self.by_kind[ChangeKind.OBJECTIVE_TEXT]}
        self.conditions = {row.objective_id: row.after for row in self.by_kind[ChangeKind.OBJECTIVE_CONDITION]}
        self.removed = {row.objective_id for row in self.by_kind[ChangeKind.OBJECTIVE_REMOVED]}
        self.section_texts = {row.section_id: row.after for row in self.by_kind[ChangeKind.SECTION_TEXT]}
        self.targets = {(row.indicator_id, row.period_id): row for row in self.by_kind[ChangeKind.TARGET]}
        gone = {row.indicator_id for row in self.by_kind[ChangeKind.INDICATOR_REMOVED]}
        self.indicators: dict[int | None, list[Indicator]] = defaultdict(list)
        rows = Indicator.objects.filter(framework=framework, removed_at__isnull=True)
        for indicator in rows.prefetch_related("targets__period"):
            if indicator.pk not in gone:
                self.indicators[indicator.objective_id].append(indicator)

    def lines(self) -> list[str]:
        found = [self.framework.title, f"{self.framework.starts} – {self.framework.ends}"]
        found += [self.framework.lead] if self.framework.lead else []
        found += self._goals(self.reading.overall)
        for part in self.reading.parts:
            found += self._section(part.section, part.lines)
        if loose := self._goals(self.reading.loose) + self._added(None):
            found += ["", *loose]
        if whole := self._measured(None):
            found += ["", *whole]
        return found

    def _section(self, section: Section, lines: list[Line]) -> list[str]:
        text = self.section_texts.get(section.pk, section.text)
        return ["", section.name, *([text] if text else []), *self._goals(lines), *self._added(section.pk)]

    def _goals(self, lines: list[Line], indent: str = "") -> list[str]:
        found = []
        for line in lines:
            goal = line.objective
            if goal.pk in self.removed:
                continue
            found.append(f"{indent}{line.number}. {self.texts.get(goal.pk, goal.text)}")
            condition = self.conditions.get(goal.pk, goal.condition)
            found += [f"{indent}   ({condition})"] if condition else []
            found += [f"{indent}   {row}" for row in self._measured(goal.pk)]
            found += self._goals(line.under, indent + "   ")
        return found

    def _added(self, section_id: int | None) -> list[str]:
        return [f"+ {row.after}" for row in self.by_kind[ChangeKind.OBJECTIVE_ADDED] if row.section_id == section_id]

    def _measured(self, objective_id: int | None) -> list[str]:
        found = []
        for indicator in self.indicators[objective_id]:
            values: dict[MeasuringPeriod, Decimal | None] = {row.period: row.value for row in indicator.targets.all()}
            for (number, _period), change in self.targets.items():
                if number == indicator.pk and change.period is not None:
                    values[change.period] = change.value
            found.append(_line(indicator.name, {str(period): value for period, value in values.items()}))
        added = [row for row in self.by_kind[ChangeKind.INDICATOR_ADDED] if row.objective_id == objective_id]
        return found + [_line(row.after, {str(row.period): row.value}) for row in added]


def _line(name: str, targets: dict[str, Decimal | None]) -> str:
    told = [f"{period}: {value.normalize():f}" for period, value in sorted(targets.items()) if value is not None]
    return f"– {name}" + (f" → {'; '.join(told)}" if told else "")
