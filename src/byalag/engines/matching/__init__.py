"""Who could work well with whom: an explained score, and the best partners for one, or for all at once.

`scoring` says how well two parties fit, part by part. `assigning` gives the best many-to-many assignment under what each
can take on, and says what a change would cost. `clashing` says which limits cannot be kept together. `stable` lets both
sides choose. All is deterministic.
"""

from .assigning import Assignment, Change, Infeasible, Limits, Objective, assign, what_if
from .clashing import Clash, ClashKind, clash
from .scoring import WEIGHTS, Pairs, Part, Profile, Proposal, Reason, Score, pairs_of, propose, score
from .stable import blocking_by_ratings, blocking_pairs, stable, stable_by_ratings, stable_by_score

__all__ = [
    "WEIGHTS",
    "Assignment",
    "Change",
    "Clash",
    "ClashKind",
    "Infeasible",
    "Limits",
    "Objective",
    "Pairs",
    "Part",
    "Profile",
    "Proposal",
    "Reason",
    "Score",
    "assign",
    "blocking_by_ratings",
    "blocking_pairs",
    "clash",
    "pairs_of",
    "propose",
    "score",
    "stable",
    "stable_by_ratings",
    "stable_by_score",
    "what_if",
]
