"""The front door: what other rooms may use. Names only, no logic."""

from .models import Case, Decision, Document

__all__ = ["Case", "Decision", "Document"]
