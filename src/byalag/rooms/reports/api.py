"""The front door: what other rooms may use. Names only, no logic."""

from .models import Report, ReportText

__all__ = ["Report", "ReportText"]
