"""Forms of the papers."""

from .papers import CaseForm, DecisionForm, DocumentForm, UploadForm

__all__ = ["CaseForm", "DecisionForm", "DocumentForm", "UploadForm"]
