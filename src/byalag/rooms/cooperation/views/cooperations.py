"""Pages of cooperations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..enums import CooperationKind
from ..forms import FIELDS, CooperationForm, EndForm, PartyForm
from ..models import Cooperation, Party


class CooperationList(SignedIn, TemplateView):
    """By kind; with `kind` in the address that kind only."""

    template_name = "cooperation/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(queries.cooperations_of(self.actor))
        kind = self.request.GET.get("kind", "")
        found = {value for value in CooperationKind if any(row.kind == value for row in rows)}
        return super().get_context_data(
            cooperations=[row for row in rows if kind not in found or row.kind == kind],
            kinds=[(value, value.label) for value in CooperationKind if value in found] if len(found) > 1 else [],
            kind=kind,
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
        visible = queries.cooperations_visible_to(self.actor)
        notice = gettext("Example data, not from %(organisation)s") % {"organisation": cooperation.organisation}
        parties = list(queries.parties_of(cooperation))
        return super().get_context_data(
            cooperation=cooperation,
            parties=[(party, rules.may_end_party(self.actor, party)) for party in parties],
            above=visible.filter(pk=cooperation.inside_id).first() if cooperation.inside_id else None,
            inner=list(visible.filter(inside=cooperation)),
            parts=parts_of("cooperation", self.actor, cooperation),
            is_own=self.actor.acts_for(cooperation.organisation_id),
            may_edit=rules.may_edit_cooperation(self.actor, cooperation),
            may_add_party=rules.may_add_party(self.actor, cooperation),
            may_end=rules.may_end_cooperation(self.actor, cooperation),
            may_trash=rules.may_trash_cooperation(self.actor, cooperation),
            example_notice=notice if cooperation.simulated else "",
            **kwargs,
        )


class AddCooperation(ActionPage):
    template_name, form_class = "cooperation/form.html", CooperationForm
    done_message: Any = _("Saved.")
    heading: Any = _("Add a cooperation")

    def back(self) -> str:
        return reverse("cooperation:list")

    def verdict(self) -> Verdict:
        return rules.may_open_cooperation(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        others = queries.cooperations_visible_to(self.actor).own(self.actor)
        return super().get_form_kwargs() | {"others": others, "has_partners": False}

    def act(self, form: CooperationForm) -> Cooperation:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.open_cooperation(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.back(), **kwargs)


class ChangeCooperation(OneCooperation, AddCooperation):
    heading = _("Change the cooperation")

    def back(self) -> str:
        return reverse("cooperation:cooperation", args=[self.kwargs["pk"]])

    def verdict(self) -> Verdict:
        return rules.may_edit_cooperation(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return given | {
            "others": given["others"].exclude(pk=self.cooperation.pk),
            "has_partners": self.cooperation.circle_id is not None,
        }

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.cooperation, name) for name in (*FIELDS, "version")}

    def act(self, form: CooperationForm) -> Cooperation:
        values = dict(form.cleaned_data)
        return actions.change_cooperation(
            self.actor, cooperation=self.cooperation, expected=values.pop("version"), **values
        )


class StepOfCooperation(OneCooperation, ActionPage):
    """A form about one cooperation, with its heading, and its page as the way back."""

    template_name = "cooperation/form.html"
    done_message: Any = _("Saved.")
    heading: Any = ""

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, thing=self.cooperation, back=self.get_success_url(), **kwargs
        )


class EndCooperation(StepOfCooperation):
    form_class, heading = EndForm, _("End the cooperation")
    done_message = _("The cooperation has ended. All that was done in it stays.")

    def verdict(self) -> Verdict:
        return rules.may_end_cooperation(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"begun": self.cooperation.starts}

    def get_initial(self) -> dict[str, Any]:
        return {"ends": self.cooperation.ends or timezone.localdate(), "version": self.cooperation.version}

    def act(self, form: EndForm) -> Cooperation:
        values = form.cleaned_data
        return actions.end_cooperation(
            self.actor, cooperation=self.cooperation, ends=values["ends"], expected=values["version"]
        )


class AddParty(StepOfCooperation):
    form_class, heading = PartyForm, _("Add a party")

    def verdict(self) -> Verdict:
        return rules.may_add_party(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": people.organisations_visible_to(self.actor)}

    def act(self, form: PartyForm) -> Party:
        return actions.bring_in(self.actor, cooperation=self.cooperation, **form.cleaned_data)


class EndParty(StepOfCooperation):
    form_class, heading = EndForm, _("Say when a party leaves")

    @cached_property
    def party(self) -> Party:
        return get_object_or_404(queries.parties_of(self.cooperation), pk=self.kwargs["party"])

    def verdict(self) -> Verdict:
        return rules.may_end_party(self.actor, self.party)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"begun": self.party.starts}

    def get_initial(self) -> dict[str, Any]:
        return {"ends": timezone.localdate()}

    def act(self, form: EndForm) -> Party:
        return actions.end_party(self.actor, party=self.party, ends=form.cleaned_data["ends"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.party.organisation, **kwargs)


class TrashCooperation(OneCooperation):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        verdict = rules.may_trash_cooperation(self.actor, self.cooperation)
        return render(request, "cooperation/trash.html", {"cooperation": self.cooperation, "verdict": verdict})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.trash_cooperation(self.actor, cooperation=self.cooperation)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("cooperation:cooperation", pk=pk)
        messages.success(request, _("The cooperation is in the trash. You can take it back from there."))
        return redirect("cooperation:list")
