"""A questionnaire written in the browser: one question at a time, standard questions, and languages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from byalag.core.languages import language_name
from byalag.engines.survey_forms import Item, Question, bank

from .. import questionnaire_edits, questionnaire_words
from ..models import Form
from ..questionnaire_forms import LanguageForm, QuestionForm, StandardForm
from .questionnaires import WritePage


class AddQuestion(WritePage):
    heading, form_class, button = _("Add a question"), QuestionForm, _("Add it")
    done_message: Any = _("The question is added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"questionnaire": self.form_row.value}

    def act(self, form: QuestionForm) -> Form:
        made = questionnaire_edits.added(self.form_row.value, form.written(), form.cleaned_data["after"])
        return self.write(form, made)


class OneItem(WritePage):
    """A page about one item of the draft."""

    @cached_property
    def item(self) -> Item:
        item = self.form_row.value.at(f"/{self.kwargs['at']}")
        if item is None:
            raise Http404
        return item

    def get_success_url(self) -> str:
        anchor = self.kwargs["at"].replace("/", "-")
        return f"{self.address}#{anchor}"


class ChangeQuestion(OneItem):
    heading, form_class = _("Change the question"), QuestionForm

    @cached_property
    def question(self) -> Question:
        if not isinstance(self.item, Question):
            raise Http404
        return self.item

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"questionnaire": self.form_row.value, "path": self.question.path}

    def act(self, form: QuestionForm) -> Form:
        made = questionnaire_edits.rewritten(self.form_row.value, self.question.path, form.written())
        return self.write(form, made)

    def theirs(self, current: Any, form: QuestionForm) -> list[dict[str, Any]]:
        now = current.value.at(self.question.path)
        if not isinstance(now, Question):
            return []
        stands = QuestionForm.initial_of(now, current.value)
        return [
            {"label": field.label, "theirs": stands[name], "yours": form.cleaned_data.get(name)}
            for name, field in form.fields.items()
            if isinstance(stands.get(name), str)
            and name not in ("kind", "condition", "core_area")
            and stands[name] != (form.cleaned_data.get(name) or "").replace("\r\n", "\n")
        ]


class RemoveItem(OneItem):
    heading, button = _("Take it out?"), _("Take it out")
    done_message = _("It is taken out.")

    def act(self, form: Any) -> Form:
        return self.write(form, questionnaire_edits.removed(self.form_row.value, self.item.path))

    def get_success_url(self) -> str:
        return self.address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        value = self.form_row.value
        inside = [] if isinstance(self.item, Question) else self.item.items
        return super().get_context_data(
            note=questionnaire_words.heading(self.item, value),
            inside=[questionnaire_words.heading(one, value) for one in inside],
            **kwargs,
        )


class AddStandard(WritePage):
    heading, form_class, button = _("Add standard questions"), StandardForm, _("Add them")
    done_message = _("The standard questions are added.")
    note = _(
        "Asked in the same words in many countries, so that answers can be compared. English is the wording of the source; "
        "Swedish and Polish are our translations: test them before you use them."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"questionnaire": self.form_row.value}

    def act(self, form: StandardForm) -> Form:
        standard = next(one for one in bank() if one.code == form.cleaned_data["standard"])
        return self.write(form, standard.put_into(self.form_row.value))


class AddLanguage(WritePage):
    heading, form_class, button = _("Add a language"), LanguageForm, _("Add it")
    done_message = _("The language is added. What is missing in it is marked.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"questionnaire": self.form_row.value}

    def act(self, form: LanguageForm) -> Form:
        code, first = form.cleaned_data["language"], self.form_row.survey.language
        if code == first and not questionnaire_edits.code_of(self.form_row.value.default_language):
            raise ValidationError(
                gettext("The questionnaire is written in %(language)s already: choose another language.")
                % {"language": language_name(first, get_language() or "en")}
            )
        name = language_name(code, code).capitalize()
        made = questionnaire_edits.with_language(
            self.form_row.value, code=code, name=name, title=form.cleaned_data["title"].strip(), first=first
        )
        return self.write(form, made)
