"""Forms of the papers."""

from .consents import ConsentForm, PurposeForm
from .papers import CaseForm, DecisionForm, DocumentForm, RegisterFilterForm, UploadForm
from .retention import DisposalForm, RetentionForm

__all__ = [
    "CaseForm",
    "ConsentForm",
    "DecisionForm",
    "DisposalForm",
    "DocumentForm",
    "PurposeForm",
    "RegisterFilterForm",
    "RetentionForm",
    "UploadForm",
]
