"""Forms of how long papers are kept, and of disposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm

from ..enums import BelongsTo, CountedFrom, Direction, PaperKind
from ..models import Decision, Document, RetentionRule

ANY = [("", _("(any)"))]


class RetentionForm(VersionedForm):
    paper_kind = forms.ChoiceField(label=_("Kind of document"), choices=[*ANY, *PaperKind.choices], required=False)
    direction = forms.ChoiceField(label=_("Origin"), choices=[*ANY, *Direction.choices], required=False)
    case_begins = forms.CharField(
        label=_("Only in cases whose number begins with"),
        required=False,
        max_length=60,
        help_text=_("Leave empty for all, or write as much of the number as these cases share, as KS 2023."),
    )
    belongs_to = forms.ChoiceField(
        label=_("Only documents on which rests"), choices=[*ANY, *BelongsTo.choices], required=False
    )
    for_ever = forms.BooleanField(label=_("They are kept for ever"), required=False)
    years = forms.IntegerField(label=_("Years"), required=False, min_value=0, max_value=400)
    months = forms.IntegerField(
        label=_("Months"), required=False, min_value=0, max_value=1200, help_text=_("Added to the years.")
    )
    counted_from = forms.ChoiceField(label=_("Counted from"), choices=CountedFrom, initial=CountedFrom.DATED)
    ground = forms.CharField(
        label=_("Law or decision"),
        max_length=300,
        help_text=_("Where it stands, as the document plan § 4 or the accounting act 7:2."),
    )

    @staticmethod
    def initial_of(rule: RetentionRule) -> dict[str, Any]:
        names = ("paper_kind", "direction", "case_begins", "belongs_to", "counted_from", "ground", "version")
        years, months = divmod(rule.months or 0, 12)
        term = {"for_ever": True} if rule.months is None else {"years": years, "months": months}
        return {name: getattr(rule, name) for name in names} | term

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        years, months, for_ever = values.pop("years"), values.pop("months"), values.pop("for_ever")
        if for_ever and (years or months):
            self.add_error("for_ever", _("Choose either for ever or a number of years and months."))
        elif not for_ever and years is None and months is None:
            self.add_error("years", _("Write how many years, or say that they are kept for ever."))
        values["months"] = None if for_ever else (years or 0) * 12 + (months or 0)
        return values


class DisposalForm(Form):
    documents = forms.ModelMultipleChoiceField(
        label=_("Documents"), queryset=Document.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    decision = forms.ModelChoiceField(
        label=_("Decision"),
        queryset=Decision.objects.none(),
        help_text=_("The decision by which these documents may be disposed of."),
    )
    sure = forms.BooleanField(label=_("I know that the files do not come back"))

    def __init__(self, *args: Any, documents: QuerySet[Document], decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(documents=documents, decision=decisions)
