"""What a number of answers can tell.

Margins are half-widths of confidence intervals of a share, as shares (0.053 is 5.3 points). Sources: Cochran, Sampling
Techniques (1977), 3.2 and 4.4; Kish, Survey Sampling (1965), 5.4 and 11.7 for the two design effects.
"""

from __future__ import annotations

import math
from statistics import NormalDist


def margin(
    answers: float, *, share: float = 0.5, effect: float = 1.0, population: int | None = None, level: float = 0.95
) -> float:
    """The margin of a share that so many answers give. `effect`: the design effect, 1 for simple random sampling.

    `population`: how many there are in all, where the sample is a good part of it. Raises ValueError for what cannot be.
    """
    _check(share, effect, level)
    if answers <= 0:
        raise ValueError("answers must be above zero")
    variance = share * (1 - share) * effect / answers
    if population is not None:
        if answers > population:
            raise ValueError("more answers than people")
        variance *= (population - answers) / (population - 1) if population > 1 else 0.0
    return min(1.0, _quantile(level) * math.sqrt(variance))


def answers_needed(
    wanted: float, *, share: float = 0.5, effect: float = 1.0, population: int | None = None, level: float = 0.95
) -> int:
    """How many answers give a margin of at most `wanted`."""
    _check(share, effect, level)
    if not 0 < wanted < 1:
        raise ValueError("the margin must lie between 0 and 1")
    simple = _quantile(level) ** 2 * share * (1 - share) * effect / wanted**2
    if population is not None:
        # Cochran 4.4: n = n0 N / (n0 + N - 1)
        simple = simple * population / (simple + population - 1)
    needed = math.ceil(simple - 1e-9)
    return min(needed, population) if population is not None else needed


def design_effect(*, per_unit: float = 1.0, likeness: float = 0.0, unequal: float = 0.0) -> float:
    """By how much the variance grows over simple random sampling: Kish's (1 + (m - 1) rho)(1 + cv²).

    `per_unit`: answers per primary unit, m. `likeness`: how alike answers in one unit are (intraclass correlation, rho).
    `unequal`: the coefficient of variation of the weights, cv.
    """
    if per_unit < 1 or not -1 <= likeness <= 1 or unequal < 0:
        raise ValueError("per_unit from 1, likeness from -1 to 1, unequal from 0")
    return max(0.0, 1 + (per_unit - 1) * likeness) * (1 + unequal**2)


def effective(answers: float, effect: float) -> float:
    """How many answers of a simple random sample tell as much."""
    if effect <= 0:
        raise ValueError("the design effect must be above zero")
    return answers / effect


def _quantile(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)


def _check(share: float, effect: float, level: float) -> None:
    if not 0 <= share <= 1 or effect <= 0 or not 0 < level < 1:
        raise ValueError("share from 0 to 1, effect above 0, level between 0 and 1")
