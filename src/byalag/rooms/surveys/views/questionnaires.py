"""Versions of a questionnaire: the page of one, files in and out, and freezing it. Single questions: questions.py."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from byalag.core import redaction
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Verdict
from byalag.core.versions import Conflict
from byalag.engines import survey_forms

from .. import actions, faults, queries, questionnaire_edits, questionnaire_words, rules
from ..models import Form
from ..questionnaire_forms import AskForm, TitleForm, UploadForm
from ..reading import TooHard, read_form
from .surveys import OneSurvey

MOST_SHOWN = 60
SALT = "surveys.uploaded-form"
HOURS = 12


class OneForm(SignedIn):
    """A page about one version of a questionnaire."""

    @cached_property
    def form_row(self) -> Form:
        return get_object_or_404(queries.forms_visible_to(self.actor), pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("surveys:questionnaire", args=[self.kwargs["pk"]])


class WritePage(OneForm, ActionPage):
    """A page that changes the draft. What a form's button saves is put into the draft as it is now."""

    template_name = "surveys/questionnaire_form.html"
    form_class: Any = AskForm
    heading: Any = ""
    note: Any = ""
    button: Any = ""
    done_message: Any = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_write_form(self.actor, self.form_row)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.form_row.version}

    def write(self, form: Any, questionnaire: survey_forms.Questionnaire, **fields: Any) -> Form:
        """Save it, unless it could not be answered then. Raises ValidationError with what is wrong."""
        if wrong := [fault for fault in survey_forms.checked(questionnaire) if not fault.warns]:
            raise ValidationError(faults.told(wrong))
        expected = form.cleaned_data["version"] or self.form_row.version
        return actions.write_form(
            self.actor, form=self.form_row, questionnaire=questionnaire, expected=expected, **fields
        )

    def conflicted(self, form: Any, conflict: Conflict) -> HttpResponse:
        """What was typed stays; saved again, it goes into the draft as the other person left it."""
        form.add_error(
            None,
            gettext(
                "Somebody changed the questionnaire while you were writing. What you typed still stands here. "
                "Look at the questionnaire as it is now, and save again to put this into it."
            ),
        )
        form.data = form.data.copy()
        form.data["version"] = conflict.current.version
        theirs = self.theirs(conflict.current, form)
        return self.render_to_response(self.get_context_data(form=form, theirs=theirs), status=409)

    def theirs(self, current: Any, form: Any) -> list[dict[str, Any]]:
        """What the other person saved in the same place."""
        return []

    def get_success_url(self) -> str:
        return self.address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"heading": self.heading, "note": self.note, "button": self.button, "back": self.address}
        return super().get_context_data(**{"row": self.form_row, "survey": self.form_row.survey, **told, **kwargs})


class QuestionnairePage(OneForm, TemplateView):
    """Everything that a version asks, in all its languages, and what changed against the version before."""

    template_name = "surveys/questionnaire.html"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Move a question one place."""
        which, _colon, path = request.POST.get("move", "").partition(":")
        version = request.POST.get("version", "")
        row = self.form_row
        verdict = rules.may_write_form(self.actor, row)
        if not verdict:
            return self.render_to_response(self.get_context_data(problem=verdict.reason), status=422)
        if which not in ("earlier", "later") or row.value.at(path) is None:
            return redirect(self.address)
        made = questionnaire_edits.moved(row.value, path, -1 if which == "earlier" else 1)
        expected = int(version) if version.isdecimal() else row.version
        try:
            actions.write_form(self.actor, form=row, questionnaire=made, expected=expected)
        except Conflict:
            told = gettext(
                "Somebody changed the questionnaire meanwhile. It is shown as it is now; move the question again."
            )
            return self.render_to_response(self.get_context_data(problem=told), status=409)
        anchor = path.lstrip("/").replace("/", "-")
        return redirect(f"{self.address}#{anchor}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.form_row
        others = list(queries.forms_visible_to(self.actor).filter(survey=row.survey_id))
        before = max((one for one in others if one.number < row.number), key=lambda one: one.number, default=None)
        value = row.value
        return super().get_context_data(
            row=row,
            survey=row.survey,
            versions=others,
            title=questionnaire_words.sides(value.title, value),
            lines=questionnaire_words.lines(value),
            missing=questionnaire_words.missing(value),
            before=before,
            differences=questionnaire_words.differences(before.value, value) if before else [],
            unchanged=questionnaire_words.unchanged(before.value, value) if before else 0,
            may_write=rules.may_write_form(self.actor, row),
            may_begin=rules.may_edit_survey(self.actor, row.survey)
            if not any(not one.is_frozen for one in others)
            else None,
            may_preview=rules.may_edit_survey(self.actor, row.survey),
            **kwargs,
        )


class BeginVersion(OneSurvey, ActionPage):
    template_name, form_class = "surveys/questionnaire_form.html", AskForm
    done_message: Any = _("This is the draft. It begins with what the last version asks.")

    def verdict(self) -> Verdict:
        return rules.may_edit_survey(self.actor, self.survey)

    def act(self, form: Any) -> Form:
        return actions.begin_version(self.actor, survey=self.survey)

    def get_success_url(self) -> str:
        return reverse("surveys:questionnaire", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            survey=self.survey,
            heading=gettext("Begin a new version"),
            note=gettext("It begins with what the last version asks. That one stays as it is, and so do its answers."),
            button=gettext("Begin a new version"),
            back=self.survey.get_absolute_url(),
            **kwargs,
        )


class FreezeQuestionnaire(WritePage):
    heading, button = _("Freeze this version"), _("Freeze this version")
    done_message = _("This version is frozen. It can be chosen for a wave.")
    note = _("People can answer it then, and nobody can change it any more: to correct it, you begin a new version.")

    def verdict(self) -> Verdict:
        return rules.may_freeze_form(self.actor, self.form_row)

    def act(self, form: Any) -> Form:
        expected = form.cleaned_data["version"] or self.form_row.version
        return actions.freeze_form(self.actor, form=self.form_row, expected=expected)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lacking=faults.told(survey_forms.checked(self.form_row.value)), **kwargs)


class ChangeTitle(WritePage):
    heading, form_class = _("Title, and what is new"), TitleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"questionnaire": self.form_row.value}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"note": self.form_row.note}

    def act(self, form: TitleForm) -> Form:
        made = questionnaire_edits.titled(self.form_row.value, form.titles())
        return self.write(form, made, note=form.cleaned_data["note"])


class UploadQuestionnaire(WritePage):
    """A form of one's own: read, looked at, and put into the draft."""

    heading, form_class = _("Upload a form"), UploadForm
    template_name = "surveys/questionnaire_upload.html"
    done_message = _("The questionnaire is as in your file.")

    def form_valid(self, form: UploadForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        if upload is None:
            return super().form_valid(form)
        verdict = self.verdict()
        if not verdict:
            form.add_error(None, str(verdict.reason))
            return self.form_invalid(form)
        try:
            reading = read_form(upload)
        except TooHard as hard:
            form.add_error("file", str(hard))
            return self.form_invalid(form)
        made, wrong = reading.questionnaire, reading.errors
        if made is not None:
            typed = redaction.said_of_typed(
                "\n".join(words for _p, _w, text in made.texts() for _l, words in text.words)
            )
            if typed:
                form.add_error("file", typed)
                return self.form_invalid(form)
        context = self.get_context_data(
            form=form,
            wrong=faults.told(wrong[:MOST_SHOWN]),
            warned=faults.told(reading.warnings[:MOST_SHOWN]),
            more=max(len(wrong), len(reading.warnings)) > MOST_SHOWN,
        )
        if made is not None:
            context |= self._looked_at(made, form)
        return self.render_to_response(context, status=422 if made is None else 200)

    def _looked_at(self, made: survey_forms.Questionnaire, form: UploadForm) -> dict[str, Any]:
        before = self.form_row.value
        return {
            "looked_at": signing.dumps([self.form_row.pk, survey_forms.to_json(made)], salt=SALT, compress=True),
            "version": form.cleaned_data["version"] or self.form_row.version,
            "lines": questionnaire_words.lines(made),
            "title": questionnaire_words.sides(made.title, made),
            "differences": questionnaire_words.differences(before, made) if before.items else [],
            "unchanged": questionnaire_words.unchanged(before, made),
        }

    def act(self, form: UploadForm) -> Form:
        try:
            pk, written = signing.loads(form.cleaned_data["looked_at"], salt=SALT, max_age=HOURS * 3600)
        except signing.BadSignature as bad:
            raise ValidationError(gettext("You looked at this file too long ago. Choose it again.")) from bad
        if pk != self.form_row.pk:
            raise ValidationError(gettext("This file was meant for another version. Choose it again."))
        return self.write(form, survey_forms.from_json(written))

    def conflicted(self, form: Any, conflict: Conflict) -> HttpResponse:
        """The file is looked at once more, beside what the other person saved."""
        answer = super().conflicted(form, conflict)
        _pk, written = signing.loads(form.cleaned_data["looked_at"], salt=SALT, max_age=HOURS * 3600)
        self.form_row.refresh_from_db()
        form.cleaned_data["version"] = conflict.current.version
        context = self.get_context_data(form=form) | self._looked_at(survey_forms.from_json(written), form)
        return self.render_to_response(context, status=answer.status_code)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DownloadQuestionnaire(OneForm, View):
    """A version as an XLSForm or as an XForm, for other programs."""

    ending = "xlsx"

    def get(self, request: Any, pk: int) -> HttpResponse:
        row, ending = self.form_row, self.ending
        try:
            if ending == "xlsx":
                data, media = survey_forms.to_xlsx(row.value), XLSX
            else:
                data, media = (row.xform or survey_forms.to_xform(row.value)).encode(), "application/xml"
        except survey_forms.Unwritable as refused:
            context = {"row": row, "survey": row.survey, "wrong": faults.told(refused.faults), "back": self.address}
            return render(request, "surveys/questionnaire_refused.html", context, status=422)
        name = slugify(redaction.in_a_file().text(row.survey.title)) or "questionnaire"
        response = HttpResponse(data, content_type=media)
        response["Content-Disposition"] = f'attachment; filename="{name}-{row.number}.{ending}"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
