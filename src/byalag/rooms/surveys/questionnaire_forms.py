"""Forms by which a questionnaire is written: what is asked, one question at a time, in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import VersionedForm
from byalag.core.languages import content_language_choices
from byalag.engines.survey_forms import UNNAMED, Kind, Question, Questionnaire, bank

from .faults import language_told
from .questionnaire_edits import (
    CHOSEN,
    WRITTEN_HERE,
    Written,
    addressed,
    code_of,
    conditions,
    languages_of,
    listed_here,
)
from .questionnaire_words import CORE_AREAS, KINDS, condition_told, heading, readable

KEPT = "kept"  # the condition that stands, where it is none that can be chosen here


class UploadForm(VersionedForm):
    """A file to look at first; then, looked at, its signed content."""

    file = forms.FileField(
        label=_("Your form"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.md,.xml"}),
        help_text=_("An XLSForm (.xlsx, .xls, .csv or .md) or an XForm (.xml). At most 16 MB."),
    )
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not values.get("looked_at"):
            raise forms.ValidationError(_("Choose the file."))
        return values


class AskForm(VersionedForm):
    """Nothing but a yes."""


class TitleForm(VersionedForm):
    """The title in every language, and what is new in this version."""

    note = forms.CharField(
        label=_("What is new in this version"), max_length=300, required=False, help_text=_("For those who keep it.")
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        for name, language in _by_language("title", questionnaire):
            self.fields[name] = _text(_label(gettext("Title"), language, questionnaire), language)
            self.fields[name].initial = dict(questionnaire.title.words).get(language, "")
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])
        self.fields["title_0"].required = True

    def titles(self) -> dict[str, str]:
        return {language: self.cleaned_data[name] for name, language in _by_language("title", self.questionnaire)}


class LanguageForm(VersionedForm):
    language = forms.ChoiceField(label=_("Language"))
    title = forms.CharField(label=_("Title of the questionnaire in this language"), max_length=200, required=False)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any):
        super().__init__(*args, **kwargs)
        there = {code_of(one) for one in questionnaire.languages}
        rows = content_language_choices(get_language() or "en")
        self.fields["language"].choices = [row for row in rows if row[0] not in there]  # type: ignore[attr-defined]


class StandardForm(VersionedForm):
    standard = forms.ChoiceField(label=_("Standard questions"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any):
        super().__init__(*args, **kwargs)
        first = questionnaire.default_language
        language = code_of(first) or "en"
        rows = []
        for one in bank():
            if questionnaire.at(f"/{questionnaire.root}/{one.code}") is None:
                name, area = one.group.label.in_(language, "en"), CORE_AREAS.get(one.core_area, one.core_area)
                values = {"name": name, "indicator": one.indicator, "area": area, "source": one.source}
                rows.append((one.code, gettext("%(name)s (indicator %(indicator)s, %(area)s). %(source)s") % values))
        self.fields["standard"].choices = rows  # type: ignore[attr-defined]


class QuestionForm(VersionedForm):
    """One question. `path` is that of the question that is changed; a new one is put after another."""

    kind = forms.ChoiceField(label=_("Kind of answer"))
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    condition = forms.ChoiceField(label=_("When it is asked"), required=False)
    core_area = forms.ChoiceField(label=_("Core area that it measures"), required=False)
    after = forms.ChoiceField(label=_("Stands after"), required=False)

    def __init__(self, *args: Any, questionnaire: Questionnaire, path: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questionnaire, self.path = questionnaire, path
        item = questionnaire.at(path) if path else None
        self.question = item if isinstance(item, Question) else None
        for name, language in _by_language("label", questionnaire):
            self.fields[name] = _text(
                _label(gettext("Question"), language, questionnaire), language, forms.Textarea(attrs={"rows": 2})
            )
        self.fields["label_0"].required = True
        for name, language in _by_language("hint", questionnaire):
            self.fields[name] = _text(_label(gettext("Hint"), language, questionnaire), language)
        if self.question is None or listed_here(self.question, questionnaire) or self.question.choices is None:
            for name, language in _by_language("choices", questionnaire):
                label = _label(gettext("Choices, one on each line"), language, questionnaire)
                self.fields[name] = _text(label, language, forms.Textarea(attrs={"rows": 5}), most=20_000)
            self.fields["choices_0"].help_text = gettext(
                "Only where one chooses. In other languages, write them in the same order."
            )
        self._choices_of_fields()
        if self.question is not None:
            self.initial = {**self.initial_of(self.question, questionnaire), **self.initial}
        order = [
            "kind",
            *(n for n in self.fields if n.startswith("label_")),
            *(n for n in self.fields if n.startswith("hint_")),
        ]
        order += [*(n for n in self.fields if n.startswith("choices_")), "required", "condition", "core_area", "after"]
        self.order_fields(order)

    def _choices_of_fields(self) -> None:
        questionnaire, question = self.questionnaire, self.question
        if question is not None and (
            question.kind not in WRITTEN_HERE or (question.choices and not listed_here(question, questionnaire))
        ):
            # What is drawn on a map or read from a file keeps its kind.
            del self.fields["kind"]
        else:
            self.fields["kind"].choices = [(kind.value, KINDS[kind]) for kind in WRITTEN_HERE]  # type: ignore[attr-defined]
        there = list(conditions(questionnaire, self.path, f"/{questionnaire.root}/new"))
        rows: list[Any] = [("", gettext("Always asked"))]
        known = {text for _question, choices in there for text, _choice in choices}
        if question is not None and question.relevant and question.relevant not in known:
            rows.append((KEPT, condition_told(question.relevant, questionnaire)))
        for other, choices in there:
            first = questionnaire.default_language
            told = [
                (text, gettext("only if it is “%(choice)s”") % {"choice": one.label.in_(first) or one.name})
                for text, one in choices
            ]
            rows.append((_short(heading(other, questionnaire)), told))
        self.fields["condition"].choices = rows  # type: ignore[attr-defined]
        areas = [("", "–"), *CORE_AREAS.items()]
        if question is not None and question.core_area and question.core_area not in CORE_AREAS:
            areas.append((question.core_area, question.core_area))
        self.fields["core_area"].choices = areas  # type: ignore[attr-defined]
        if question is not None:
            del self.fields["after"]
            return
        places = [(item.path, _short(heading(item, questionnaire))) for item in questionnaire.walk() if addressed(item)]
        self.fields["after"].choices = [("", gettext("Nothing: it is the first")), *places]  # type: ignore[attr-defined]
        last = next((item.path for item in reversed(questionnaire.items) if addressed(item)), "")
        self.fields["after"].initial = last

    @staticmethod
    def initial_of(question: Question, questionnaire: Questionnaire) -> dict[str, Any]:
        """What stands about a question now, by field."""
        there = listed_here(question, questionnaire)
        known = {t for _q, choices in conditions(questionnaire, question.path, "") for t, _c in choices}
        found: dict[str, Any] = {
            "kind": question.kind.value,
            "required": bool(question.required),
            "condition": question.relevant if question.relevant in known or not question.relevant else KEPT,
            "core_area": question.core_area,
        }
        for place, language in enumerate(languages_of(questionnaire)):
            found[f"label_{place}"] = readable(dict(question.label.words).get(language, ""), questionnaire)
            found[f"hint_{place}"] = readable(dict(question.hint.words).get(language, ""), questionnaire)
            if there is not None:
                told = [dict(choice.label.words).get(language, "") for choice in there.choices]
                found[f"choices_{place}"] = "\n".join(told).rstrip("\n")
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") in CHOSEN:
            lines = [self._lines(values, place) for place, _language in enumerate(languages_of(self.questionnaire))]
            if len(lines[0]) < 2:
                self.add_error("choices_0", gettext("Write at least two choices, one on each line."))
            elif len(set(lines[0])) < len(lines[0]):
                self.add_error("choices_0", gettext("The same choice stands here twice."))
            elif "" in lines[0]:
                self.add_error("choices_0", gettext("A line is empty. Take it out."))
            for place, one in enumerate(lines[1:], 1):
                if len(one) > len(lines[0]):
                    self.add_error(f"choices_{place}", gettext("There are more lines here than in the first language."))
        return values

    @staticmethod
    def _lines(values: dict[str, Any], place: int) -> list[str]:
        """Choices by line; empty lines hold the place of one that is not translated yet, and count at the end for nothing."""
        told = (values.get(f"choices_{place}") or "").replace("\r\n", "\n").rstrip()
        return [line.strip() for line in told.split("\n")] if told else []

    def written(self) -> Written:
        values, languages = self.cleaned_data, languages_of(self.questionnaire)
        question = self.question
        kind = Kind(values["kind"]) if "kind" in self.fields else question.kind if question else Kind.TEXT
        condition = values["condition"]
        return Written(
            kind=kind,
            label={language: values[f"label_{place}"] for place, language in enumerate(languages)},
            hint={language: values[f"hint_{place}"] for place, language in enumerate(languages)},
            choices={
                language: self._lines(values, place)
                for place, language in enumerate(languages)
                if kind in CHOSEN and "choices_0" in self.fields
            },
            required=values["required"],
            relevant=question.relevant if condition == KEPT and question else condition,
            core_area=values["core_area"],
        )


def _by_language(what: str, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    return ((f"{what}_{place}", language) for place, language in enumerate(languages_of(questionnaire)))


def _label(what: str, language: str, questionnaire: Questionnaire) -> str:
    return what if questionnaire.languages == (UNNAMED,) else f"{what} ({language_told(language)})"


def _text(label: str, language: str, widget: forms.Widget | None = None, most: int = 2_000) -> forms.CharField:
    made = forms.CharField(label=label, required=False, max_length=most, widget=widget or forms.TextInput, strip=False)
    made.widget.attrs["class"] = "ds-input"  # it comes too late for what the form gives its own fields
    if code := code_of(language):
        made.widget.attrs["lang"] = code
    return made


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
