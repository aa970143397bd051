"""The tables of the papers."""

from .consents import UseConsent, UsePurpose
from .disclosing import Disclosure, MaskedCopy
from .papers import Case, Decision, Document
from .retention import Disposal, RetentionRule

__all__ = [
    "Case",
    "Decision",
    "Disclosure",
    "Disposal",
    "Document",
    "MaskedCopy",
    "RetentionRule",
    "UseConsent",
    "UsePurpose",
]
