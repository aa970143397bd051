"""The list of surveys, the page of one, and what stands about it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.forms import Form
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Verdict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..finding_words import told_findings
from ..forms import SurveyForm
from ..models import Survey


class SurveyList(SignedIn, TemplateView):
    """The organisation's own surveys, then those that others share."""

    template_name = "surveys/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = list(queries.surveys_of(self.actor)[:200])
        others = queries.surveys_visible_to(self.actor).exclude(organisation_id=self.actor.home_id)
        return super().get_context_data(
            own=own,
            others=list(others[:100]),
            may_open=rules.may_open_survey(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class OneSurvey(SignedIn):
    @cached_property
    def survey(self) -> Survey:
        return get_object_or_404(queries.surveys_visible_to(self.actor), pk=self.kwargs["pk"])


class SurveyPage(OneSurvey, TemplateView):
    """What a survey is for, its versions and waves, its ways in, and what came of it."""

    template_name = "surveys/survey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        survey, actor = self.survey, self.actor
        is_own = actor.acts_for(survey.organisation_id)
        return super().get_context_data(
            survey=survey,
            is_own=is_own,
            themes=list(survey.themes.all()),
            forms=list(queries.forms_visible_to(actor).filter(survey=survey)) if is_own else [],
            waves=list(queries.waves_visible_to(actor).filter(survey=survey)) if is_own else [],
            told_waves=[] if is_own else list(queries.waves_with_results(actor).filter(survey=survey)),
            findings=told_findings(actor, survey, get_language() or "en"),
            parts=parts_of("survey", actor, survey),
            may_edit=rules.may_edit_survey(actor, survey),
            may_trash=rules.may_trash_survey(actor, survey),
            may_read_answers=rules.may_read_answers(actor, survey),
            **kwargs,
        )


class AddSurvey(ActionPage):
    template_name, form_class = "surveys/form.html", SurveyForm
    done_message: Any = _("The survey is there. Write what you ask.")
    heading: Any = _("Begin a survey")

    def verdict(self) -> Verdict:
        return rules.may_open_survey(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        actor = self.actor
        return super().get_form_kwargs() | {
            "cooperations": cooperation.cooperations_of(actor),
            "bodies": people.bodies_visible_to(actor).filter(organisation_id=actor.home_id),
            "themes": people.themes_for(actor.organisation_id),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.actor.organisation.language, "visibility": "organisation"}

    def act(self, form: SurveyForm) -> Survey:
        values = dict(form.cleaned_data)
        values.pop("version")
        values.pop("visibility")
        return actions.open_survey(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=reverse("surveys:list"), **kwargs)


class ChangeSurvey(OneSurvey, AddSurvey):
    done_message, heading = _("Saved."), _("Change the survey")

    def verdict(self) -> Verdict:
        return rules.may_edit_survey(self.actor, self.survey)

    def get_initial(self) -> dict[str, Any]:
        return SurveyForm.initial_of(self.survey)

    def act(self, form: SurveyForm) -> Survey:
        values = dict(form.cleaned_data)
        return actions.change_survey(self.actor, survey=self.survey, expected=values.pop("version"), **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.survey.get_absolute_url()
        return ActionPage.get_context_data(self, heading=self.heading, survey=self.survey, back=back, **kwargs)


class TrashSurvey(OneSurvey, ActionPage):
    template_name, form_class = "surveys/trash.html", Form
    done_message = _("It lies in the trash.")

    def verdict(self) -> Verdict:
        return rules.may_trash_survey(self.actor, self.survey)

    def act(self, form: Any) -> Survey:
        return actions.trash_survey(self.actor, survey=self.survey)

    def get_success_url(self) -> str:
        return reverse("surveys:list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(survey=self.survey, **kwargs)
