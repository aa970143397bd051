"""Whether two questions have to do with each other: Pearson's test, corrected for the design (Rao and Scott, *Annals of
Statistics* 12, 1984; second order after Satterthwaite; as F after Thomas and Rao, *JASA* 82, 1987)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy

from .codes import add_up
from .design import Design
from .faults import SurveyFault
from .sums import sums_of
from .units import covariance


@dataclass(frozen=True)
class Association:
    """`pearson`: the statistic of shares with n rows; `f` and its degrees of freedom; `p`: how likely a statistic at least
    as large is when the questions have nothing to do with each other; `deff`: the mean design effect of the table."""

    pearson: float
    f: float
    freedom: tuple[float, float]
    p: float
    deff: float
    n: int


def association(source: object, row: str, column: str, design: Design | None = None) -> Association:
    """The test of the table of two questions, of rows that answered both. `Sums` need both among their columns `by`. Raises
    SurveyFault for a table with one row or column."""
    made = sums_of(source, [], design, (row, column))
    placing = made.placing((row, column))
    answers = [placing.domains[name].unique().sort().to_list() for name in (row, column)]
    across = len(answers[1])
    size = len(answers[0]) * across
    if min(map(len, answers)) < 2:
        raise SurveyFault("a table that is tested has two rows and two columns or more")
    place = np.array(
        [answers[0].index(r) * across + answers[1].index(c) for r, c in placing.domains.rows()], dtype=np.int64
    )
    kept = placing.domain_of >= 0
    weight = np.zeros((made.units.count, size))
    np.add.at(weight, (made.unit[kept], place[placing.domain_of[kept]]), made.weight[kept])
    n = int(add_up(placing.domain_of[kept], made.rows[kept], placing.count).sum())
    whole = weight.sum()
    share = weight.sum(axis=0) / whole
    v = covariance(made.units, (weight - share * weight.sum(axis=1, keepdims=True)) / whole)
    table = share.reshape(-1, across)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)).ravel()
    pearson = n * float(((share - expected) ** 2 / expected).sum())
    # Contrasts between cells that the margins leave free.
    margins = np.hstack(
        [np.kron(np.eye(len(answers[0])), np.ones((across, 1))), np.kron(np.ones((len(answers[0]), 1)), np.eye(across))]
    )
    free = scipy.linalg.null_space(margins.T)
    inverse = np.divide(1, share, out=np.zeros(size), where=share > 0)[:, None]
    scaled = free * inverse
    effects = scipy.linalg.solve(free.T @ scaled / n, scaled.T @ v @ scaled)
    trace = float(np.trace(effects))
    above = trace**2 / float((effects * effects.T).sum())
    psus = made.unit[kept & (made.weight > 0)]
    present = np.zeros(made.units.count, dtype=bool)
    present[psus] = True
    stage = made.units.stages[0]
    shown = np.unique(made.units.inside[0][present])
    free_psus = len(shown) - len(np.unique(stage.group_of[shown]))
    below = above * free_psus
    f = pearson / trace
    return Association(
        pearson, f, (above, below), float(scipy.special.fdtrc(above, below, f)), trace / free.shape[1], n
    )
