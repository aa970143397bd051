"""What a sample can tell, in plain words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from byalag.engines import survey_sampling

from .sampling import Choice, Share


@dataclass(frozen=True, slots=True)
class Told:
    """Margins in points (5.3), of a share of one half. `alike`: with answers taken in clusters and unequal chances;
    `needed`: how many answers then give the margin that one by one gives."""

    answers: int
    margin: float
    effect: float
    effective: float
    alike: float
    needed: int

    @property
    def is_simple(self) -> bool:
        return self.effect < 1.005


def told(choice: Choice, population: int | None, shares: Sequence[Share] = ()) -> Told:
    """What so many answers can tell. With `shares`, unequal chances between areas count, too."""
    population = max(population, choice.answers) if population else None
    per_unit, unequal = float(choice.per_unit), 0.0
    asked = [share for share in shares if share.wanted]
    if asked:
        per_unit = max(1.0, sum(share.wanted for share in asked) / sum(share.drawn for share in asked))
        weights = [(share.population / share.wanted, share.wanted) for share in asked]
        total = sum(n for _weight, n in weights)
        mean = sum(weight * n for weight, n in weights) / total
        unequal = (sum(n * (weight - mean) ** 2 for weight, n in weights) / total) ** 0.5 / mean
    effect = survey_sampling.design_effect(per_unit=per_unit, likeness=choice.likeness, unequal=unequal)
    margin = survey_sampling.margin(choice.answers, population=population)
    alike = survey_sampling.margin(choice.answers, effect=effect, population=population)
    needed = survey_sampling.answers_needed(margin, effect=effect, population=population) if margin else choice.answers
    effective = survey_sampling.effective(choice.answers, effect)
    return Told(choice.answers, margin * 100, effect, effective, alike * 100, max(needed, choice.answers))
