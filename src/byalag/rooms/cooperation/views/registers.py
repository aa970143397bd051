"""Pages of memberships, initiatives, checks of partners and strategies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.records import api as records

from .. import actions, queries, rules
from ..enums import InitiativeState
from ..models import Initiative, OutsideMembership
from ..register_forms import CheckForm, InitiativeForm, MembershipForm, StrategyForm
from .cooperations import OneCooperation, StepOfCooperation
from .partners import OnePartner


class Memberships(SignedIn, TemplateView):
    """Networks of others that the organisation belongs to, with what they cost together."""

    template_name = "cooperation/memberships.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(queries.memberships_of(self.actor))
        return super().get_context_data(
            memberships=rows,
            fees=queries.fees_of(rows),
            may_keep=rules.may_keep_registers(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class NoteMembership(ActionPage):
    template_name, form_class = "cooperation/form.html", MembershipForm
    done_message: Any = _("Saved.")
    heading: Any = _("Add a membership")

    def verdict(self) -> Verdict:
        return rules.may_keep_registers(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = records.decisions_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {"decisions": own.order_by("-decided_on")}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.note_membership(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return reverse("cooperation:memberships")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.get_success_url(), **kwargs)


class ChangeMembership(NoteMembership):
    heading = _("Change the membership")

    @cached_property
    def membership(self) -> OutsideMembership:
        return get_object_or_404(queries.memberships_of(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_keep_registers(self.actor, self.membership.organisation_id)

    def get_initial(self) -> dict[str, Any]:
        names = (
            "network", "purpose", "fee", "currency", "starts", "ends", "decide_by", "decision", "benefit", "version"
        )  # fmt: skip
        return {name: getattr(self.membership, name) for name in names}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_membership(
            self.actor, membership=self.membership, expected=values.pop("version"), **values
        )


class Initiatives(SignedIn, TemplateView):
    """What was proposed, by how far it has come."""

    template_name = "cooperation/initiatives.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(queries.initiatives_of(self.actor))
        groups = [(state.label, [row for row in rows if row.state == state]) for state in InitiativeState]
        return super().get_context_data(
            groups=[(label, found) for label, found in groups if found],
            may_note=rules.may_note_initiative(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class NoteInitiative(ActionPage):
    template_name, form_class = "cooperation/form.html", InitiativeForm
    done_message: Any = _("Saved.")
    heading: Any = _("Write down an initiative")

    def verdict(self) -> Verdict:
        return rules.may_note_initiative(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cooperations": queries.cooperations_of(self.actor), "is_new": True}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.note_initiative(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return reverse("cooperation:initiatives")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.get_success_url(), **kwargs)


class ChangeInitiative(NoteInitiative):
    heading = _("Change the initiative")

    @cached_property
    def initiative(self) -> Initiative:
        return get_object_or_404(queries.initiatives_of(self.actor), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_new": False}

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "about", "whose", "cooperation", "state", "why", "version")
        return {name: getattr(self.initiative, name) for name in names}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_initiative(
            self.actor, initiative=self.initiative, expected=values.pop("version"), **values
        )


class CheckPartner(OnePartner, ActionPage):
    template_name, form_class = "cooperation/form.html", CheckForm
    done_message = _("Noted.")

    def verdict(self) -> Verdict:
        return rules.may_check_partner(self.actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = records.documents_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {"documents": own.order_by("-created_at", "-pk")}

    def act(self, form: Any) -> Any:
        return actions.check_partner(self.actor, partner=self.organisation, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("cooperation:partner", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("Check a partner before money goes there"),
            note=self.organisation,
            back=self.get_success_url(),
            **kwargs,
        )


class LinkStrategy(StepOfCooperation):
    form_class, heading = StrategyForm, _("Say which strategy it serves")

    def verdict(self) -> Verdict:
        return rules.may_edit_cooperation(self.actor, self.cooperation)

    def act(self, form: Any) -> Any:
        return actions.link_strategy(self.actor, cooperation=self.cooperation, **form.cleaned_data)


class UnlinkStrategy(OneCooperation):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, strategy: int) -> HttpResponse:
        row = get_object_or_404(self.cooperation.strategies.select_related("cooperation"), pk=strategy)
        try:
            actions.unlink_strategy(self.actor, strategy=row)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        return redirect("cooperation:cooperation", pk=pk)
