"""How forms look: our own templates over designsystemet's fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.translation import get_language

from . import redaction
from .languages import content_language_choices


class Renderer(TemplatesSetting):
    """Finds form templates among the project's own, so that core can lay its own over Django's."""


_CLASSES = {
    forms.Select: "ds-input",
    forms.SelectMultiple: "ds-input",
    forms.Textarea: "ds-input",
    forms.CheckboxInput: "",
    forms.RadioSelect: "",
    forms.CheckboxSelectMultiple: "",
    forms.HiddenInput: "",
    forms.FileInput: "",
}


# What a text area has when nobody has said how high it should be; ours are lower and grow with the text.
_ROWS_OF_DJANGO = forms.Textarea().attrs["rows"]


def dress(fields: Iterable[forms.Field]) -> None:
    """Give each widget the class and type it should have; also for forms that libraries bring."""
    for field in fields:
        widget = field.widget
        if isinstance(widget, forms.DateInput) and widget.input_type == "text":
            widget.input_type = "date"
            widget.format = "%Y-%m-%d"
        name = next((name for kind, name in _CLASSES.items() if isinstance(widget, kind)), "ds-input")
        if name and name not in widget.attrs.get("class", "").split():
            widget.attrs["class"] = f"{widget.attrs.get('class', '')} {name}".strip()
        if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == _ROWS_OF_DJANGO:
            widget.attrs["rows"] = 4
        if isinstance(field, forms.IntegerField) and not isinstance(widget, forms.Select | forms.HiddenInput):
            whole = not isinstance(field, forms.DecimalField | forms.FloatField)
            widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")


class LookMixin:
    """Gives each widget the class and type it should have, and says what to write instead of a protected name; mix into
    every form. `holds_names`: the form is made for such names themselves."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    holds_names = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        dress(self.fields.values())

    def offer(self, **rows: QuerySet[Any]) -> None:
        """What can be chosen, by the names of the fields that choose among records."""
        for name, found in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.holds_names:
            return
        for name, field in self.fields.items():
            text = self.cleaned_data.get(name)
            if isinstance(field, forms.CharField) and isinstance(text, str) and (said := redaction.said_of_typed(text)):
                self.add_error(name, said)  # type: ignore[attr-defined]


class LanguageField(forms.ChoiceField):
    """In which language something is written: those of the field's partners, named in the reader's own."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices=lambda: content_language_choices(get_language() or "en"), **kwargs)


class Form(LookMixin, forms.Form):
    """The base of all forms."""


class ModelForm(LookMixin, forms.ModelForm):
    """The base of forms over one row; used for reading and checking only: actions save."""


class VersionedForm(Form):
    """A form of a row that others may change meanwhile: carries the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
