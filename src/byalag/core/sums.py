"""Sums of money with the rows behind them: one for each currency and word, and never two of them added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from . import formats
from .registries import SourceRow
from .rendering import Block, Cell, Heading, Table


@dataclass(frozen=True)
class Sum:
    """An amount in an ISO 4217 currency and what it was added up from. `label`: what holds for all rows ("secured")."""

    label: str
    currency: str
    total: Decimal
    rows: tuple[SourceRow, ...]


def sums_of(rows: Iterable[tuple[str, str, SourceRow]]) -> list[Sum]:
    """(label, currency, row) added up by label and currency, in the order in which they come."""
    found: dict[tuple[str, str], list[SourceRow]] = {}
    for label, currency, row in rows:
        found.setdefault((label, currency), []).append(row)
    return [
        Sum(label, currency, sum((Decimal(row.counts) for row in of), Decimal(0)), tuple(of))
        for (label, currency), of in found.items()
    ]


def as_blocks(heading: str, sums: Iterable[Sum], language: str) -> list[Block]:
    """Sums for a document: a table each, with its rows and the sum under them; nothing when there are none."""
    blocks: list[Block] = []
    header = (gettext("What"), gettext("When"), gettext("Amount"))
    for each in sums:
        rows = tuple(
            (
                Cell(", ".join(part for part in (row.label, row.note) if part)),
                Cell(formats.day(row.when, language) if row.when else ""),
                _money(Decimal(row.counts), each.currency, language),
            )
            for row in each.rows
        )
        total = (Cell(gettext("Together")), Cell(""), _money(each.total, each.currency, language))
        blocks.append(Table(header, rows, f"{each.label}, {each.currency}", total))
    return [Heading(heading), *blocks] if blocks else []


def _money(amount: Decimal, currency: str, language: str) -> Cell:
    return Cell(formats.money(amount, currency, language), amount, "money", currency)
