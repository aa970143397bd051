"""Who could work well with whom: an explained score, and the best partners for one, or for all at once.

`scoring` says how well two parties fit, part by part. `assigning` gives the best many-to-many assignment under what each
can take on, and says what a change would cost. `stable` lets two sides choose. All is deterministic.
"""

from .assigning import Assignment, Change, Infeasible, Limits, Objective, assign, what_if
from .scoring import WEIGHTS, Part, Profile, Proposal, Reason, Score, pairs_of, propose, score
from .stable import blocking_pairs, stable

__all__ = [
    "WEIGHTS",
    "Assignment",
    "Change",
    "Infeasible",
    "Limits",
    "Objective",
    "Part",
    "Profile",
    "Proposal",
    "Reason",
    "Score",
    "assign",
    "blocking_pairs",
    "pairs_of",
    "propose",
    "score",
    "stable",
    "what_if",
]
