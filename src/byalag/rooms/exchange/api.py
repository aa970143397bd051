"""The front door: what other rooms may use. Names only, no logic."""

from .models import PlanImport

__all__ = ["PlanImport"]
