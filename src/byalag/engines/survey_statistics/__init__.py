"""Survey statistics: estimates with the errors that the way the sample was drawn gives them. See README.md."""

from .association import Association, association
from .compare import compare
from .design import Design, Single
from .estimates import means, ratios, shares, totals
from .pooling import pool
from .quantiles import quantiles
from .sums import Sums, sums

__all__ = [
    "Association",
    "Design",
    "Single",
    "Sums",
    "association",
    "compare",
    "means",
    "pool",
    "quantiles",
    "ratios",
    "shares",
    "sums",
    "totals",
]
