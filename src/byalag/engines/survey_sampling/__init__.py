"""How many to ask, where, and who is drawn: margins before the fieldwork, allocation to strata, draws that anybody can repeat.

`margins` says what a number of answers can tell and what clustering does to it; `allocation` shares a number of answers out over
strata; `drawing` is a lottery that needs no trust: from the same list and the same seed, everybody draws the same units.
"""

from .allocation import Infeasible, Method, Stratum, allocate
from .drawing import Drawn, How, Unit, checksum, draw
from .margins import answers_needed, design_effect, effective, margin

__all__ = [
    "Drawn",
    "How",
    "Infeasible",
    "Method",
    "Stratum",
    "Unit",
    "allocate",
    "answers_needed",
    "checksum",
    "design_effect",
    "draw",
    "effective",
    "margin",
]
