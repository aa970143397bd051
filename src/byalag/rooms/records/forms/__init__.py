"""Forms of the papers."""

from .papers import CaseForm, DecisionForm, DocumentForm, RegisterFilterForm, UploadForm

__all__ = ["CaseForm", "DecisionForm", "DocumentForm", "RegisterFilterForm", "UploadForm"]
