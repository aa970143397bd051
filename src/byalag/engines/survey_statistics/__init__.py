"""Survey statistics: estimates with the errors that the way the sample was drawn gives them. See README.md."""

from .association import Association, association
from .compare import compare
from .design import Design, Single
from .disclosure import protect
from .estimates import means, ratios, shares, totals
from .pooling import pool
from .quantiles import quantiles
from .regression import regress
from .replicates import Kind, Replicates, replicates
from .sums import Sums, sums
from .weighting import Raked, effective_size, post_stratify, rake, trim, weight_effect

__all__ = [
    "Association",
    "Design",
    "Kind",
    "Raked",
    "Replicates",
    "Single",
    "Sums",
    "association",
    "compare",
    "effective_size",
    "means",
    "pool",
    "post_stratify",
    "protect",
    "quantiles",
    "rake",
    "ratios",
    "regress",
    "replicates",
    "shares",
    "sums",
    "totals",
    "trim",
    "weight_effect",
]
