"""What is measured in a plan, as an account tells it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import ngettext

from byalag.core import formats
from byalag.rooms.promises import api as promises

from .accounts import IndicatorRow


def indicator_rows(lines: Iterable[promises.IndicatorLine], language: str) -> tuple[IndicatorRow, ...]:
    """Approved figures only; those that wait for approval are named in the note."""
    rows = []
    for line in lines:
        waiting = ngettext("%(n)s figure is not approved yet", "%(n)s figures are not approved yet", line.unsettled)
        counted = ngettext("counted from %(n)s record", "counted from %(n)s records", line.rows or 0)
        notes = [counted % {"n": line.rows}] if line.rows is not None else []
        notes += [waiting % {"n": line.unsettled}] if line.unsettled else []
        rows.append(
            IndicatorRow(
                name=line.name,
                baseline=_amount(line, line.baseline, language),
                target=_amount(line, line.target, language),
                text=_measured(line, language),
                note="; ".join(notes),
                value=line.value,
                reached=_reached(line),
            )
        )
    return tuple(rows)


def _amount(line: promises.IndicatorLine, value: Decimal | int | None, language: str) -> str:
    if value is None:
        return ""
    if line.kind == "share":
        return formats.percent(value, language)
    return " ".join(filter(None, [formats.number(value, language), line.unit if line.kind != "score" else ""]))


def _measured(line: promises.IndicatorLine, language: str) -> str:
    """The figure; of a share also what it was made from, of judgements how many stand at each."""
    if line.distribution:
        return ", ".join(f"{word}: {count}" for word, count in line.distribution.items())
    text = _amount(line, line.value, language)
    if text and line.numerator is not None and line.denominator is not None:
        whole = [formats.number(value, language) for value in (line.numerator, line.denominator)]
        return f"{text} ({whole[0]} / {whole[1]})"
    return text or "–"


def _reached(line: promises.IndicatorLine) -> Decimal | None:
    if line.value is None or not line.target or line.target < 0 or line.value < 0 or line.direction == "down":
        return None
    return Decimal(line.value) * 100 / line.target
