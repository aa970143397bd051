"""What people fill in. Forms read and check fields; what a change means is decided in actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.due import DueFields
from byalag.core.forms import Form, VersionedForm
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.enums import Role

from .enums import Channel, NoticeKind


class ReminderForm(DueFields, VersionedForm):
    field_order = ("title", "due", "comes_back", "until", "role", "cooperation", "note")
    title = forms.CharField(
        label=_("What is to be done"),
        max_length=200,
        help_text=_("It is shown in calendars, too: write no names of persons."),
    )
    role = forms.ChoiceField(label=_("Whose it is"), choices=Role, initial=Role.COORDINATOR)
    cooperation = forms.ModelChoiceField(
        Cooperation.objects.none(), label=_("Belongs to"), required=False, empty_label=_("No cooperation")
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False, max_length=5000)

    def __init__(self, *args: Any, cooperations: QuerySet[Cooperation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["due"].required = True
        self.offer(cooperation=cooperations)

    def values(self) -> dict[str, Any]:
        rule = self.cleaned_data.get("rule")
        names = ("title", "due", "role", "cooperation", "note")
        return {name: self.cleaned_data[name] for name in names} | {"due_rule": rule.code if rule else ""}


class DelegateForm(Form):
    to = forms.TypedChoiceField(label=_("To whom"), coerce=int, empty_value=None)
    note = forms.CharField(
        label=_("A word on the way"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )

    def __init__(self, *args: Any, colleagues: list[tuple[int, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose a colleague")), *colleagues]


class PutOffForm(Form):
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Why"), max_length=200)


class WordsForm(Form):
    text = forms.CharField(label=_("Your answer"), widget=forms.Textarea, max_length=5000)


class ReasonForm(Form):
    text = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ChoicesForm(Form):
    """One field per kind. What is due is no notice: it is mailed gathered, or not at all."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for kind in NoticeKind:
            channels = [Channel.DAILY, Channel.WEEKLY, Channel.NONE] if kind == NoticeKind.DUE else list(Channel)
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=[(channel.value, channel.label) for channel in channels],
                widget=forms.Select(attrs={"class": "ds-input"}),
            )

    def channels(self) -> dict[NoticeKind, Channel]:
        return {kind: Channel(self.cleaned_data[kind.value]) for kind in NoticeKind}
