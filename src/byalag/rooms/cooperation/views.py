"""Pages of cooperations."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people

from . import actions, queries, rules
from .forms import FIELDS, CooperationForm, PartyForm
from .models import Cooperation, Party


class CooperationList(SignedIn, TemplateView):
    template_name = "cooperation/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cooperations=list(
                queries.cooperations_visible_to(self.actor).own(self.actor).prefetch_related("parties__organisation")
            ),
            may_open=rules.may_open_cooperation(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class OneCooperation(SignedIn):
    @cached_property
    def cooperation(self) -> Cooperation:
        return get_object_or_404(queries.cooperations_visible_to(self.actor), pk=self.kwargs["pk"])


class CooperationPage(OneCooperation, TemplateView):
    template_name = "cooperation/cooperation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cooperation = self.cooperation
        return super().get_context_data(
            cooperation=cooperation,
            parties=list(queries.parties_of(cooperation)),
            inner=list(queries.cooperations_visible_to(self.actor).filter(inside=cooperation)),
            parts=parts_of("cooperation", self.actor, cooperation),
            may_edit=rules.may_edit_cooperation(self.actor, cooperation),
            **kwargs,
        )


class AddCooperation(ActionPage):
    template_name, form_class = "cooperation/form.html", CooperationForm
    done_message = _("Saved.")
    heading: Any = _("Add a cooperation")

    def verdict(self) -> Verdict:
        return rules.may_open_cooperation(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"others": queries.cooperations_visible_to(self.actor).own(self.actor)}

    def act(self, form: CooperationForm) -> Cooperation:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.open_cooperation(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=reverse("cooperation:list"), **kwargs)


class ChangeCooperation(OneCooperation, AddCooperation):
    heading = _("Change the cooperation")

    def verdict(self) -> Verdict:
        return rules.may_edit_cooperation(self.actor, self.cooperation)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.cooperation, name) for name in (*FIELDS, "version")}

    def act(self, form: CooperationForm) -> Cooperation:
        values = dict(form.cleaned_data)
        return actions.change_cooperation(
            self.actor, cooperation=self.cooperation, expected=values.pop("version"), **values
        )


class AddParty(OneCooperation, ActionPage):
    template_name, form_class = "cooperation/form.html", PartyForm
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_edit_cooperation(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": people.organisations_visible_to(self.actor)}

    def act(self, form: PartyForm) -> Party:
        return actions.bring_in(self.actor, cooperation=self.cooperation, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=_("Add a party"), back=self.get_success_url(), **kwargs)
