"""Forms of the papers."""

from .papers import CaseForm, DecisionForm, DocumentForm, RegisterFilterForm, UploadForm
from .retention import DisposalForm, RetentionForm

__all__ = [
    "CaseForm",
    "DecisionForm",
    "DisposalForm",
    "DocumentForm",
    "RegisterFilterForm",
    "RetentionForm",
    "UploadForm",
]
