"""Pages of what was made together."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.languages import language_name
from byalag.core.verdicts import Verdict
from byalag.rooms.records import api as records

from .. import actions, output_rules, outputs, queries
from ..models import JointOutput
from ..output_forms import FIELDS, AgreeForm, OutputForm, PublishForm, ReopenForm
from ..pipeline_forms import RemoveForm
from .cooperations import OneCooperation, StepOfCooperation

MOST_DOCUMENTS = 200


def told_languages(output: JointOutput) -> str:
    """The languages in which it is there, in the language of the page."""
    return ", ".join(language_name(code, get_language() or "en") for code in output.languages)


class OneOutput(OneCooperation):
    @cached_property
    def output(self) -> JointOutput:
        rows = outputs.outputs_visible_to(self.actor).filter(cooperation=self.cooperation)
        return get_object_or_404(rows, pk=self.kwargs["output"])


class OutputPage(OneOutput, TemplateView):
    template_name = "cooperation/output.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.pop("output", None)  # its number, from the address
        return super().get_context_data(
            output=self.output,
            cooperation=self.cooperation,
            languages=told_languages(self.output),
            documents=list(outputs.documents_of(self.actor, self.output)),
            contributors=list(outputs.contributors_of(self.actor, self.output)),
            may_change=output_rules.may_change_output(self.actor, self.output),
            may_agree=output_rules.may_agree_output(self.actor, self.output),
            may_publish=output_rules.may_publish_output(self.actor, self.output),
            may_reopen=output_rules.may_reopen_output(self.actor, self.output),
            is_public=outputs.public_outputs(self.cooperation.organisation).filter(pk=self.output.pk).exists(),
            **kwargs,
        )


def public_output(request: HttpRequest, output: JointOutput) -> HttpResponse:
    """What was made together, as everyone reads it."""
    given = {"output": output, "languages": told_languages(output), **outputs.public_parts(output)}
    return render(request, "cooperation/public_output.html", given)


class WriteOutput(StepOfCooperation):
    form_class, heading = OutputForm, _("Write down what is made together")

    def verdict(self) -> Verdict:
        return output_rules.may_write_output(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = records.documents_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        newest = own.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MOST_DOCUMENTS]
        chosen = {name: self.chosen(name) for name in ("documents", "contributors")}
        papers = records.documents_visible_to(self.actor).filter(pk__in=[*newest, *chosen["documents"]])
        around = Q(inside=self.cooperation) | Q(pk__in=chosen["contributors"])
        pairs = queries.cooperations_visible_to(self.actor).filter(around).order_by("name", "pk")
        return super().get_form_kwargs() | {"pairs": pairs, "papers": papers.order_by("-created_at", "-pk")}

    def chosen(self, beside: str) -> list[int]:
        """What stands beside it already, whoever keeps it."""
        return []

    def get_initial(self) -> dict[str, Any]:
        return {"languages": [self.cooperation.language]}

    def act(self, form: Any) -> JointOutput:
        values = dict(form.cleaned_data)
        values.pop("version")
        language = self.actor.organisation.language
        return actions.write_output(self.actor, cooperation=self.cooperation, language=language, **values)

    def get_success_url(self) -> str:
        made = getattr(self, "result", None)
        if made is None:
            return super().get_success_url()
        return reverse("cooperation:output", args=[self.cooperation.pk, made.pk])


class ChangeOutput(OneOutput, WriteOutput):
    heading = _("Change what is made together")

    def verdict(self) -> Verdict:
        return output_rules.may_change_output(self.actor, self.output)

    def chosen(self, beside: str) -> list[int]:
        return list(getattr(self.output, beside).values_list("pk", flat=True))

    def get_initial(self) -> dict[str, Any]:
        values = {name: getattr(self.output, name) for name in (*FIELDS, "version")}
        return values | {name: self.chosen(name) for name in ("documents", "contributors")}

    def act(self, form: Any) -> JointOutput:
        values = dict(form.cleaned_data)
        return actions.change_output(self.actor, output=self.output, expected=values.pop("version"), **values)

    def get_success_url(self) -> str:
        return reverse("cooperation:output", args=[self.cooperation.pk, self.output.pk])


class StepOfOutput(OneOutput, StepOfCooperation):
    """A step of one thing that was made together; its page is the way back."""

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.output.version, "url": self.output.url}

    def get_success_url(self) -> str:
        return reverse("cooperation:output", args=[self.cooperation.pk, self.output.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": self.output.title}


class AgreeOutput(StepOfOutput):
    form_class, heading = AgreeForm, _("Write that all agree on it")

    def verdict(self) -> Verdict:
        return output_rules.may_agree_output(self.actor, self.output)

    def act(self, form: Any) -> JointOutput:
        values = dict(form.cleaned_data)
        return actions.agree_output(self.actor, output=self.output, expected=values.pop("version"), **values)


class PublishOutput(StepOfOutput):
    form_class, heading = PublishForm, _("Write that it is published")

    def verdict(self) -> Verdict:
        return output_rules.may_publish_output(self.actor, self.output)

    def act(self, form: Any) -> JointOutput:
        values = dict(form.cleaned_data)
        return actions.publish_output(self.actor, output=self.output, expected=values.pop("version"), **values)


class ReopenOutput(StepOfOutput):
    form_class, heading = ReopenForm, _("Make it a draft again")

    def verdict(self) -> Verdict:
        return output_rules.may_reopen_output(self.actor, self.output)

    def act(self, form: Any) -> JointOutput:
        return actions.reopen_output(self.actor, output=self.output, expected=form.cleaned_data["version"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, **kwargs)


class RemoveOutput(StepOfOutput):
    form_class, heading = RemoveForm, _("Take away what was to be made together")

    def verdict(self) -> Verdict:
        return output_rules.may_change_output(self.actor, self.output)

    def act(self, form: Any) -> None:
        actions.remove_output(self.actor, output=self.output)

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.cooperation.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=_("Take away"), **kwargs)
