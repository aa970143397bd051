"""Survey statistics: estimates with the errors that the way the sample was drawn gives them. See README.md."""

from .design import Design, Single
from .estimates import means, ratios, shares, totals
from .sums import Sums, sums

__all__ = ["Design", "Single", "Sums", "means", "ratios", "shares", "sums", "totals"]
