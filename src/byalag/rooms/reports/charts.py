"""What an account shows as charts, from the same values as its tables."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import gettext as _

from byalag.core import formats
from byalag.core.rendering import Bar, Chart
from byalag.rooms.work.enums import ActivityStatus

from .accounts import IndicatorRow, MeansLine, SectionBlock, ThemeLine

# One bar is no comparison, and more than this is a table.
FEWEST, MOST = 2, 20


def of_sections(blocks: Iterable[SectionBlock], language: str) -> tuple[Chart, ...]:
    """How the work of each section stands."""
    shown = [block for block in blocks if block.statuses]
    bars = tuple(
        Bar(block.name, row.count, formats.number(row.count, language), row.text)
        for block in shown
        for row in block.statuses
    )
    return _charts(_("Activities by section, and how they stand"), bars)


def of_themes(lines: Iterable[ThemeLine], headings: tuple[str, ...]) -> tuple[Chart, ...]:
    """Each figure that is told apart by theme, one chart for each."""
    found: list[Chart] = []
    for number, heading in enumerate(headings):
        figures = [(line.name, line.figures[number]) for line in lines if number < len(line.figures)]
        bars = tuple(Bar(name, figure.value or 0, figure.text) for name, figure in figures)
        found += _charts(heading, bars)
    return tuple(found)


def of_means(lines: Iterable[MeansLine], language: str) -> tuple[Chart, ...]:
    """Where the money comes from, one chart for each currency: currencies are never laid side by side."""
    amounts = sorted(((row.currency, row) for row in lines if row.amount is not None), key=lambda pair: pair[0])
    found: list[Chart] = []
    for currency, rows in groupby(amounts, key=lambda pair: pair[0]):
        bars = tuple(
            Bar(" · ".join(filter(None, [row.source or row.origin, row.period])), row.amount or 0, row.text)
            for _currency, row in rows
        )
        found += _charts(_("Money by source, %(currency)s") % {"currency": currency}, bars)
    return tuple(found)


def of_indicators(rows: Iterable[IndicatorRow], language: str) -> tuple[Chart, ...]:
    """How much of its target each indicator has reached, in percent."""
    bars = tuple(
        Bar(row.name, row.reached, formats.percent(row.reached, language)) for row in rows if row.reached is not None
    )
    return _charts(_("Share of the target that is reached"), bars, fewest=1)


def _charts(title: str, bars: tuple[Bar, ...], fewest: int = FEWEST) -> tuple[Chart, ...]:
    labels = list(dict.fromkeys(bar.label for bar in bars))
    if (
        not fewest <= len(labels) <= MOST
        or not any(bar.value > 0 for bar in bars)
        or any(bar.value < 0 for bar in bars)
    ):
        return ()
    told = [
        f"{label}: {', '.join(_piece(bar) for bar in bars if bar.label == label and (bar.value or not bar.series))}"
        for label in labels
    ]
    return (Chart(title[:1].upper() + title[1:], "; ".join(told) + ".", bars),)


def _piece(bar: Bar) -> str:
    return f"{bar.text} {bar.series.lower()}" if bar.series else bar.text


def order_of(status: str) -> int:
    """Charts and their tables begin with what is done."""
    return [ActivityStatus.DONE, ActivityStatus.UNDER_WAY, ActivityStatus.PLANNED, ActivityStatus.CANCELLED].index(
        ActivityStatus(status)
    )
