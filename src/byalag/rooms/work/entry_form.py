"""The form of the entry page: made for a thumb, and for sending later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form
from byalag.core.languages import content_language_choices

from . import pieces
from .enums import ActivityKind, AgeBand, Audience, Pictured, Sex
from .forms import names_in
from .models import Activity, PartialFile

GROUPS = 6
FILES = ("photo", "signed_list", "attachment")


class WhoAndWhat(Form):
    """What somebody tells of an activity: who took part, a note in their own language, a photo, a list, a file."""

    note = forms.CharField(
        label=_("What happened"),
        required=False,
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("In your own words and language."),
    )
    language = forms.ChoiceField(label=_("Language of what you write"))
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("Where it was taken and by which camera is taken out."),
    )
    pictured = forms.ChoiceField(
        label=_("Who can be recognised in the photo?"), choices=[("", "–"), *Pictured.choices], required=False
    )
    photo_shows = forms.CharField(label=_("What the photo shows"), required=False, max_length=300)
    signed_list = forms.FileField(
        label=_("Photo of the signed list"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
        help_text=_("Only your own organisation sees it."),
    )
    attachment = forms.FileField(label=_("File"), required=False, max_length=255)
    attachment_shows = forms.CharField(label=_("What the file shows"), required=False, max_length=300)

    def __init__(self, *args: Any, language: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for number in range(GROUPS):
            self.fields |= {
                f"count_{number}": forms.IntegerField(
                    label=_("How many"), required=False, min_value=1, max_value=1_000_000
                ),
                f"audience_{number}": forms.ChoiceField(
                    label=_("Who"), choices=[("", "–"), *Audience.choices], required=False
                ),
                f"sex_{number}": forms.ChoiceField(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN, required=False),
                f"age_band_{number}": forms.ChoiceField(
                    label=_("Age"), choices=AgeBand, initial=AgeBand.UNKNOWN, required=False
                ),
            }
            for name in ("count", "audience", "sex", "age_band"):
                look(self.fields[f"{name}_{number}"])
        self.fields["language"].choices = content_language_choices(language)  # type: ignore[attr-defined]

    def groups(self) -> Iterator[list[BoundField]]:
        for number in range(GROUPS):
            yield [self[f"{name}_{number}"] for name in ("count", "audience", "sex", "age_band")]

    def more_groups_filled(self) -> bool:
        return any(self[f"count_{number}"].value() or self[f"count_{number}"].errors for number in range(1, GROUPS))

    def counted(self) -> list[dict[str, Any]]:
        """The groups that have a count; the same group written twice is one, with both counts."""
        found: dict[tuple[str, str, str], int] = {}
        for number in range(GROUPS):
            if count := self.cleaned_data.get(f"count_{number}"):
                audience = self.cleaned_data.get(f"audience_{number}", "")
                sex = self.cleaned_data.get(f"sex_{number}") or Sex.UNKNOWN
                key = (audience, sex, self.cleaned_data.get(f"age_band_{number}") or AgeBand.UNKNOWN)
                found[key] = found.get(key, 0) + count
        return [
            {"audience": audience, "sex": sex, "age_band": age, "count": count}
            for (audience, sex, age), count in found.items()
        ]

    def files_sent(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FILES if self.cleaned_data.get(name)}

    def says_something(self) -> bool:
        values = self.cleaned_data
        return bool(values.get("note") or self.counted() or self.files_sent())

    def told(self) -> dict[str, Any]:
        """What the actions take."""
        values = self.cleaned_data
        return {
            "groups": self.counted(),
            "note": values["note"],
            "language": values["language"],
            "files": self.files_sent(),
            "shows": {name: values[f"{name}_shows"] for name in ("photo", "attachment") if values[f"{name}_shows"]},
            "pictured": values["pictured"],
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for number in range(GROUPS):
            if values.get(f"count_{number}") and values.get(f"audience_{number}") == "":
                self.add_error(f"audience_{number}", _("Say who they were."))
        if values.get("photo") and not values.get("pictured"):
            self.add_error("pictured", _("Say whether those in the photo have agreed to be shown."))
        if not values.get("photo"):
            values["pictured"] = ""
        return values


def look(field: forms.Field) -> None:
    """Fields added after the form's own get the same look."""
    field.widget.attrs["class"] = "ds-input"
    if isinstance(field, forms.IntegerField):
        field.widget.attrs["inputmode"] = "numeric"


class _ActivityField(forms.ModelChoiceField):
    default_error_messages = {
        "invalid_choice": _("This activity is not there any more. Choose another one, or “Something new”.")
    }

    def label_from_instance(self, activity: Activity) -> str:
        title = Truncator(activity.title).chars(80)
        return f"{activity.starts} · {title}" if activity.starts else title


class EntryForm(WhoAndWhat):
    """Two minutes after a meeting: what, when, where; or more about an activity that is open."""

    template_name = "work/parts/entry_form.html"

    sent_as = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    organisation = forms.IntegerField(widget=forms.HiddenInput, required=False)
    activity = _ActivityField(
        label=_("About"), queryset=Activity.objects.none(), required=False, empty_label=_("Something new")
    )
    title = forms.CharField(label=_("What"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind, initial=ActivityKind.MEETING, required=False)
    day = forms.DateField(label=_("When"), widget=forms.DateInput)
    place_text = forms.CharField(label=_("Where"), required=False, max_length=200)

    names = forms.CharField(
        label=_("Names, one on each line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only when you need a list by name: a count is often enough. Only the name is kept."),
    )
    names_audience = forms.ChoiceField(label=_("Who they are"), choices=[("", "–"), *Audience.choices], required=False)

    photo_upload = forms.UUIDField(widget=forms.HiddenInput, required=False)
    signed_list_upload = forms.UUIDField(widget=forms.HiddenInput, required=False)
    attachment_upload = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ["sent_as", "organisation", "activity", "title", "kind", "day", "place_text"]

    def __init__(self, *args: Any, activities: Any, uploads: Any, may_list: bool, **kwargs: Any):
        """`may_list`: whoever writes may take persons into the book."""
        super().__init__(*args, **kwargs)
        if not may_list:
            del self.fields["names"], self.fields["names_audience"]
        self.uploads = uploads
        self.taken: list[PartialFile] = []
        self.offer(activity=activities)

    def clean_names(self) -> list[str]:
        return names_in(self.cleaned_data["names"])

    def says_something(self) -> bool:
        return super().says_something() or bool(self.cleaned_data.get("names"))

    def clean(self) -> dict[str, Any]:
        for name in FILES:
            if key := self.cleaned_data.get(f"{name}_upload"):
                self._take_pieces(name, key)
        values = super().clean()
        if values.get("names") and not values.get("names_audience"):
            self.add_error("names_audience", _("Say who they were."))
        if "activity" in self.errors:
            return values
        if values.get("activity"):
            if not self.errors and not self.says_something():
                raise forms.ValidationError(_("Write what happened, who took part, or choose a photo or a file."))
        elif not values.get("title"):
            self.add_error("title", _("Write what it was, in a few words."))
        return values

    def _take_pieces(self, name: str, key: UUID) -> None:
        """The file that came in pieces stands where one sent with the form would."""
        upload = self.uploads.filter(key=key).first()
        if upload is None or pieces.offset_of(upload) != upload.size or not upload.size:
            self.add_error(name, _("This file has not come as a whole. Send it again."))
            return
        self.taken.append(upload)
        self.cleaned_data[name] = pieces.opened(upload)

    def told(self) -> dict[str, Any]:
        values = self.cleaned_data
        own = ("sent_as", "activity", "title", "kind", "day", "place_text")
        told = super().told() | {name: values[name] for name in own} | {"kind": values["kind"] or ActivityKind.MEETING}
        return told | {"names": values.get("names", []), "names_audience": values.get("names_audience", "")}
