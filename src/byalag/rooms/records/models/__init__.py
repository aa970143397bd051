"""The tables of the papers."""

from .consents import UseConsent, UsePurpose
from .papers import Case, Decision, Document
from .retention import Disposal, RetentionRule

__all__ = ["Case", "Decision", "Disposal", "Document", "RetentionRule", "UseConsent", "UsePurpose"]
