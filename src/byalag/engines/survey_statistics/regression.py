"""Linear and logistic regression whose errors are those of the design.

The coefficients solve the weighted equations Σ w·x·(y − μ) = 0; their covariance is A⁻¹ V A⁻¹, where V is the design's
covariance of the sums on the left and A what they lose by a step (Binder, *International Statistical Review* 51, 1983; Fuller,
*Sankhyā* C 37, 1975). Degrees of freedom are those of the design less the terms besides the constant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import scipy

from .codes import Floats, code
from .design import Design, names_of
from .estimates import Names, bounds, check_level, numbers_frame, said
from .faults import NotNumeric, SurveyFault
from .measures import Measure
from .sources import table_of
from .sums import weights_of
from .units import covariance, units_of

CONSTANT = "(constant)"
_MOST_STEPS = 50


def regress(
    source: object, outcome: str, terms: Names, design: Design, *, logistic: bool = False, level: float = 0.95
) -> pl.DataFrame:
    """A row for the constant and each term: `term`, `estimate`, `se`, `lower`, `upper`, `n` (rows in which all is known), `p`.
    Numbers are terms as they are; of text, truth values and categories there is a term for each answer but the first, called
    "column=answer". `logistic`: the outcome is true or 1, false or 0, and estimates are log odds.

    Rows with something unknown are part of the design only. The rows of DuckDB and Spark are read here. Raises UnknownColumn,
    NotNumeric, and SurveyFault when terms say the same thing, nothing is left, or a term tells the outcomes apart completely."""
    check_level(level)
    names = names_of(terms)
    table = table_of(source)
    table.demand((*design.columns, outcome, *names))
    kinds = table.kinds
    if not (kinds[outcome].is_numeric() or kinds[outcome] == nw.Boolean):
        raise NotNumeric(outcome)
    asked = [Measure(name).expression(kinds).alias(f"_term {k}") for k, name in enumerate((outcome, *names))]
    rows = table.read(*(nw.col(name) for name in design.columns), *asked)
    weights = weights_of(rows[design.weight], design.weight)
    unit, units = units_of(rows, design)
    columns = rows.select(pl.col("^_term .*$"))
    known = ~columns.select(pl.any_horizontal(pl.all().is_null())).to_series().to_numpy() & (weights > 0)
    labels, x = _terms(columns.filter(pl.Series(known)), names)
    if len(x) <= len(labels):
        raise SurveyFault("fewer rows are known than there are terms")
    y, w, unit = columns["_term 0"].cast(pl.Float64).to_numpy()[known].astype(np.float64), weights[known], unit[known]
    scale = np.sqrt((x * x).mean(axis=0))  # so that large and small numbers are solved alike
    if np.linalg.matrix_rank(x / np.where(scale > 0, scale, 1)) < len(labels):
        raise SurveyFault("some terms say the same as others together: leave one out")
    x = x / scale
    if logistic:
        beta, left, bend = _logistic(x, y, w)
    else:
        inverse = scipy.linalg.inv(x.T @ (x * w[:, None]))
        beta, bend = inverse @ (x.T @ (w * y)), inverse
        beta = beta + inverse @ (x.T @ (w * (y - x @ beta)))
        left = y - x @ beta
    count = units.count
    gather = scipy.sparse.csc_array((np.ones(len(unit)), unit, np.arange(len(unit) + 1)), shape=(count, len(unit)))
    v = bend @ covariance(units, np.asarray(gather @ (x * (w * left)[:, None]))) @ bend
    beta, error = beta / scale, np.sqrt(np.diag(v)) / scale
    present = np.unique(units.inside[0][unit])
    free = len(present) - len(np.unique(units.stages[0].group_of[present])) + 1 - len(labels)
    freedom = np.full(len(labels), free)
    lower, upper = bounds(beta, error, freedom, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(freedom > 0, 2 * scipy.special.stdtr(np.maximum(freedom, 1), -np.abs(beta) / error), np.nan)
    numbers = {"estimate": beta, "se": error, "lower": lower, "upper": upper}
    found = numbers_frame(numbers, np.full(len(labels), float(len(x))), p=p)
    return pl.concat([pl.DataFrame({"term": labels}), found], how="horizontal")


def _terms(rows: pl.DataFrame, names: Sequence[str]) -> tuple[list[str], Floats]:
    """What the terms are called, and a column for each."""
    labels, columns = [CONSTANT], [np.ones(rows.height)]
    for number, name in enumerate(names, start=1):
        column = rows[f"_term {number}"]
        if column.dtype.is_numeric():
            labels.append(name)
            columns.append(column.cast(pl.Float64).to_numpy().astype(np.float64))
            continue
        coded = code(column)
        for place, answer in list(enumerate(coded.values.to_list()))[1:]:
            labels.append(f"{name}={said(answer)}")
            columns.append((coded.codes == place).astype(np.float64))
    return labels, np.column_stack(columns)


def _logistic(x: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats, Any]:
    """Newton's method: coefficients, residuals, and the inverse of the information."""
    if not np.isin(y, (0.0, 1.0)).all():
        raise SurveyFault("the outcome of a logistic regression is true or 1, false or 0")
    beta = np.zeros(x.shape[1])
    for _ in range(_MOST_STEPS):
        mean = scipy.special.expit(x @ beta)
        information = x.T @ (x * (w * mean * (1 - mean))[:, None])
        try:
            inverse = scipy.linalg.inv(information)
        except scipy.linalg.LinAlgError:
            break
        change = inverse @ (x.T @ (w * (y - mean)))
        beta = beta + change
        if np.abs(change).max() <= 1e-12 * max(1.0, np.abs(beta).max()):
            mean = scipy.special.expit(x @ beta)
            return beta, y - mean, scipy.linalg.inv(x.T @ (x * (w * mean * (1 - mean))[:, None]))
        if np.abs(beta).max() > 1e3:
            break
    raise SurveyFault("a term tells the outcomes apart completely, so its odds have no bound: leave it out")
