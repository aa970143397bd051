"""What the answers say, what is answered to it, and what became of it: written down from the results, shown with the survey."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import VersionedForm
from byalag.core.pages import ActionPage
from byalag.core.verdicts import Verdict
from byalag.rooms.records import api as records

from .. import actions, queries, rules
from ..finding_forms import AnswerForm, BecameForm, FindingForm
from ..finding_words import questions_of
from ..models import Finding, Survey
from .waves import OneWave


class WriteFinding(OneWave, ActionPage):
    """From the results of a wave, about a question or about all of it."""

    template_name, form_class = "surveys/form.html", FindingForm
    done_message, heading = (
        _("The finding is written down. Those who receive it can answer."),
        _("Write down what the answers say"),
    )

    def verdict(self) -> Verdict:
        return rules.may_write_finding(self.actor, self.wave.survey)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"questions": questions_of(self.wave, get_language() or "en")}

    def get_initial(self) -> dict[str, Any]:
        return {"question": self.request.GET.get("question", ""), "found_on": timezone.localdate()}

    def act(self, form: FindingForm) -> Finding:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.write_finding(self.actor, survey=self.wave.survey, wave=self.wave, **values)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        survey, back = self.wave.survey, reverse("surveys:results", args=[self.wave.pk])
        return super().get_context_data(survey=survey, heading=self.heading, back=back, note=self.wave.name, **kwargs)


class _OfFinding(ActionPage):
    """A page of a finding; afterwards one is back at it on the page of its survey."""

    template_name = "surveys/form.html"
    heading: Any = ""
    form_class: Any = None

    @cached_property
    def finding(self) -> Finding:
        return get_object_or_404(queries.findings_visible_to(self.actor), pk=self.kwargs["pk"])

    @property
    def survey(self) -> Survey:
        return self.finding.survey

    def get_initial(self) -> dict[str, Any]:
        return self.form_class.initial_of(self.finding)

    def get_success_url(self) -> str:
        return self.finding.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back, note = self.finding.get_absolute_url(), self.finding.text if self.quotes else ""
        return super().get_context_data(
            finding=self.finding, survey=self.survey, heading=self.heading, back=back, note=note, **kwargs
        )

    quotes = True


class ChangeFinding(_OfFinding):
    form_class, quotes = FindingForm, False
    done_message, heading = _("Saved."), _("Change the finding")

    def verdict(self) -> Verdict:
        return rules.may_change_finding(self.actor, self.finding)

    def get_form_kwargs(self) -> dict[str, Any]:
        wave, kept = self.finding.wave, self.finding.question
        questions = questions_of(wave, get_language() or "en") if wave else []
        if kept and kept not in dict(questions):  # it stays, although the wave asks it no more
            questions.append((kept, kept))
        return super().get_form_kwargs() | {"questions": questions}

    def act(self, form: FindingForm) -> Finding:
        values = dict(form.cleaned_data)
        return actions.change_finding(self.actor, finding=self.finding, expected=values.pop("version"), **values)


class RemoveFinding(_OfFinding):
    template_name, form_class = "surveys/finding_remove.html", VersionedForm
    done_message, heading = _("The finding is taken away."), _("Take the finding away?")

    def verdict(self) -> Verdict:
        return rules.may_change_finding(self.actor, self.finding)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.finding.version}

    def act(self, form: VersionedForm) -> None:
        actions.remove_finding(self.actor, finding=self.finding, expected=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        return self.survey.get_absolute_url()


class AnswerFinding(_OfFinding):
    form_class = AnswerForm
    done_message, heading = _("The answer stands with the finding."), _("Answer those who were asked")

    def verdict(self) -> Verdict:
        return rules.may_answer_finding(self.actor, self.finding)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Decisions of the body that receives the answers; where none is named, of the organisation."""
        rows = records.decisions_visible_to(self.actor).filter(organisation_id=self.survey.organisation_id)
        if self.survey.receiver_id:
            rows = rows.filter(body_id=self.survey.receiver_id)
        return super().get_form_kwargs() | {"decisions": rows.order_by("-decided_on", "-pk")}

    def act(self, form: AnswerForm) -> Finding:
        values = form.cleaned_data
        return actions.answer_finding(
            self.actor, finding=self.finding, answer=values["answer"], decision=values["decision"],
            on=values["answered_on"], expected=values["version"],
        )  # fmt: skip


class TellWhatBecame(_OfFinding):
    form_class = BecameForm
    done_message, heading = _("Saved."), _("Tell what became of it")

    def verdict(self) -> Verdict:
        return rules.may_tell_what_became(self.actor, self.finding)

    def act(self, form: BecameForm) -> Finding:
        values = form.cleaned_data
        return actions.tell_what_became(
            self.actor,
            finding=self.finding,
            became=values["became"],
            on=values["became_on"],
            expected=values["version"],
        )
