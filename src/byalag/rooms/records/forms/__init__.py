"""Forms of the papers."""

from .consents import ConsentForm, PurposeForm
from .disclosing import DisclosureForm, MaskForm
from .papers import CaseForm, DecisionForm, DocumentForm, RegisterFilterForm, UploadForm
from .retention import DisposalForm, RetentionForm

__all__ = [
    "CaseForm",
    "ConsentForm",
    "DecisionForm",
    "DisclosureForm",
    "DisposalForm",
    "DocumentForm",
    "MaskForm",
    "PurposeForm",
    "RegisterFilterForm",
    "RetentionForm",
    "UploadForm",
]
