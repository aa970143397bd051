"""Forms of what was agreed to be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import VersionedForm
from byalag.rooms.people.api import Organisation
from byalag.rooms.records.api import Document


class AgreedActionForm(VersionedForm):
    text = forms.CharField(label=_("What was agreed"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    organisation = forms.ModelChoiceField(label=_("Who does it"), queryset=Organisation.objects.none())
    agreed_on = forms.DateField(label=_("Agreed on"), widget=forms.DateInput, initial=timezone.localdate)
    due = forms.DateField(label=_("By which day"), required=False, widget=forms.DateInput)
    source = forms.CharField(
        label=_("Where it stands"),
        max_length=300,
        required=False,
        help_text=_("Such as: minutes of the visit, § 3."),
    )
    minutes = forms.ModelChoiceField(
        label=_("The minutes, when they are in the register"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )

    def __init__(self, *args: Any, parties: QuerySet[Organisation], documents: QuerySet[Document], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(organisation=parties, minutes=documents)


class SettleForm(VersionedForm):
    is_done = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[("yes", _("It is done")), ("no", _("It will not be done"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)
    outcome = forms.CharField(label=_("In a few words"), required=False, widget=forms.Textarea, max_length=5_000)

    def clean_is_done(self) -> bool:
        return bool(self.cleaned_data["is_done"] == "yes")
