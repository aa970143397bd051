"""Questionnaires: read from XLSForms and XForms, checked, filled in as ODK Collect would, compared, written. See README.md."""

from byalag.engines.survey_forms.bank import Standard, bank
from byalag.engines.survey_forms.checks import checked
from byalag.engines.survey_forms.comparing import Change, Compared, compare, fingerprint
from byalag.engines.survey_forms.faults import Fault
from byalag.engines.survey_forms.filling import Fill, Offered, Wrong
from byalag.engines.survey_forms.form import Form
from byalag.engines.survey_forms.questionnaire import (
    UNNAMED,
    Choice,
    ChoiceList,
    Choices,
    Group,
    Item,
    Kind,
    Question,
    Questionnaire,
    Repeat,
    Text,
    changed,
    from_json,
    to_json,
)
from byalag.engines.survey_forms.reading import Reading, read
from byalag.engines.survey_forms.sentences import SENTENCES
from byalag.engines.survey_forms.showing import Page, Section, Shown, outline, page, pages
from byalag.engines.survey_forms.submissions import Submission, canonical, from_xml, to_xml
from byalag.engines.survey_forms.writing import Unwritable, to_xform, to_xlsx
from byalag.engines.survey_forms.xforms import read_xform
from byalag.engines.survey_forms.xml import NoForm

__all__ = [
    "SENTENCES",
    "UNNAMED",
    "Change",
    "Choice",
    "ChoiceList",
    "Choices",
    "Compared",
    "Fault",
    "Fill",
    "Form",
    "Group",
    "Item",
    "Kind",
    "NoForm",
    "Offered",
    "Page",
    "Question",
    "Questionnaire",
    "Reading",
    "Repeat",
    "Section",
    "Shown",
    "Standard",
    "Submission",
    "Text",
    "Unwritable",
    "Wrong",
    "bank",
    "canonical",
    "changed",
    "checked",
    "compare",
    "fingerprint",
    "from_json",
    "from_xml",
    "outline",
    "page",
    "pages",
    "read",
    "read_xform",
    "to_json",
    "to_xform",
    "to_xlsx",
    "to_xml",
]
