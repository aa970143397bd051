"""The tables of the papers."""

from .papers import Case, Decision, Document

__all__ = ["Case", "Decision", "Document"]
