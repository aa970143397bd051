"""Surveys put together: municipalities that each asked their own, or waves of the same survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from .codes import Floats, add_up, cross, several
from .faults import BadDesign
from .measures import Measure, Measured
from .sums import Sums
from .units import units_of


def pool(surveys: Mapping[object, Sums], column: str, *, same_psus: bool = False) -> Sums:
    """The sums of several surveys as those of one, with `column` telling the surveys (the keys) apart: a table by it shows
    each, one without it all together, each with the people that its weights stand for; `compare` holds them against each
    other. Their designs, domains and measures have the same names.

    `same_psus`: PSUs of the same name are the same in every survey, as in a panel, so that what they share is taken off the
    error of a change (Kish 1965, ch. 12.4; Särndal, Swensson and Wretman 1992, ch. 9.9). Otherwise the surveys were drawn
    apart. Raises BadDesign when the surveys do not fit together."""
    made = list(surveys.values())
    if not made:
        raise BadDesign("there is no survey to put together")
    first = made[0]
    if any(
        (each.design, each.by, set(each.measures)) != (first.design, first.by, set(first.measures)) for each in made
    ):
        raise BadDesign("surveys that are put together have designs, domains and measures of the same names")
    if column in first.by or column in first.design.columns:
        raise BadDesign(f"{column!r} is a column of the surveys already")
    if same_psus and not first.design.psus:
        raise BadDesign("only a design with PSUs can have the same ones again")
    keys = list(surveys)
    design = first.design if same_psus else replace(first.design, stratum=(column, *first.design.strata))
    named = [each.units.names.with_columns(pl.lit(key).alias(column)) for key, each in zip(keys, made, strict=True)]
    unit_of, units = units_of(pl.concat(named, how="vertical_relaxed"), design)
    marked = [each.domains.with_columns(pl.lit(key).alias(column)) for key, each in zip(keys, made, strict=True)]
    by = (column, *first.by)
    domain_of, domains = several(pl.concat(marked, how="vertical_relaxed").select(by), by)
    units_before = np.cumsum([0, *(each.units.count for each in made)])
    domains_before = np.cumsum([0, *(each.domain_count for each in made)])
    unit = np.concatenate([unit_of[each.unit + start] for each, start in zip(made, units_before, strict=False)])
    domain = np.concatenate([domain_of[each.domain + start] for each, start in zip(made, domains_before, strict=False)])
    cell, cell_unit, cell_domain = cross(unit, domain, domains.height)
    cells = len(cell_unit)

    def joined(parts: list[Floats]) -> Floats:
        return add_up(cell, np.concatenate(parts), cells)

    measures = {}
    for measure in first.measures:
        parts = [each.measures[measure] for each in made]
        answers = _answers(measure, parts)
        measures[measure] = Measured(
            answers,
            np.array([joined([_part(part.sums, part.answers, answer) for part in parts]) for answer in answers]),
            np.array(
                [
                    add_up(domain_of, np.concatenate([_part(p.squares, p.answers, a) for p in parts]), domains.height)
                    for a in answers
                ]
            ),
            joined([part.answered for part in parts]),
            add_up(domain_of, np.concatenate([part.counts for part in parts]), domains.height),
        )
    return Sums(
        design, by, units, domains, cell_unit, cell_domain,
        joined([each.weight for each in made]), joined([each.rows for each in made]), measures,
    )  # fmt: skip


def _answers(measure: Measure, parts: list[Measured]) -> tuple[object, ...]:
    if not measure.by_answer:
        return (None,)
    every = {answer for part in parts for answer in part.answers}
    return tuple(sorted(every, key=lambda answer: (str(type(answer)), answer)))


def _part(values: Floats, answers: tuple[object, ...], answer: object) -> Floats:
    """The sums of an answer, 0 where nobody gave it."""
    found: Floats = values[answers.index(answer)] if answer in answers else np.zeros(values.shape[1])
    return found
