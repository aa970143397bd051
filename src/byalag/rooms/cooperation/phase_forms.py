"""Forms of phases, seats and gates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, VersionedForm
from byalag.rooms.people.api import Organisation
from byalag.rooms.records.api import Decision

from .enums import GateOutcome, PhaseKind, PhaseState, SeatRole


class PhaseForm(VersionedForm):
    kind = forms.ChoiceField(label=_("Phase"))
    state = forms.ChoiceField(label=_("State"), choices=PhaseState)
    starts = forms.DateField(label=_("From"), widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), widget=forms.DateInput)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea, max_length=20_000)

    def __init__(self, *args: Any, kinds: Iterable[PhaseKind], **kwargs: Any):
        """`kinds`: the phases that the kind of cooperation has."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        return values


class SeatForm(Form):
    organisation = forms.ModelChoiceField(label=_("Of which party"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("As"), choices=SeatRole)
    post = forms.CharField(
        label=_("Post"), max_length=200, help_text=_("The post is enough: “head of the youth unit”.")
    )

    def __init__(self, *args: Any, parties: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(organisation=parties)


class GateForm(Form):
    question = forms.CharField(label=_("What is to be decided?"), max_length=300)
    due = forms.DateField(label=_("By which day"), widget=forms.DateInput)


class DecideGateForm(VersionedForm):
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[row for row in GateOutcome.choices if row[0] != GateOutcome.OPEN]
    )
    on = forms.DateField(label=_("Decided on"), widget=forms.DateInput, initial=timezone.localdate)
    reasons = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea, max_length=5_000)
    decision = forms.ModelChoiceField(
        label=_("The decision it rests on"), queryset=Decision.objects.none(), required=False, empty_label=_("(none)")
    )

    def __init__(self, *args: Any, decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(decision=decisions)
