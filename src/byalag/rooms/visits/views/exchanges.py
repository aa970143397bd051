"""Pages of exchanges of pupils. What stands about a child is on pages that its leaders alone can open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people
from byalag.rooms.records import api as records

from .. import actions, exchange_forms, queries, rules
from ..enums import NEEDED, ConsentTo
from ..forms import NothingForm
from ..models import Exchange, Leader, Pupil
from .visits import OneVisit, StepOfVisit


class OpenExchange(StepOfVisit):
    form_class, heading = exchange_forms.OpenExchangeForm, _("Pupils travel")

    def get_success_url(self) -> str:
        return reverse("visits:exchange", args=[self.kwargs["pk"]])

    def act(self, form: Any) -> Exchange:
        return actions.open_exchange(self.actor, visit=self.visit, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"back": reverse("visits:visit", args=[self.kwargs["pk"]])}


class OneExchange(OneVisit):
    @cached_property
    def exchange(self) -> Exchange:
        rows = Exchange.objects.select_related("visit__activity__organisation", "decision__body", "decision__case")
        found = get_object_or_404(rows, visit=self.visit)
        if not rules.may_see_exchange(self.actor, found):
            raise Http404
        return found


class ExchangePage(OneExchange, TemplateView):
    template_name = "visits/exchange.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        exchange, actor = self.exchange, self.actor
        pupils = list(queries.pupils_of(exchange))
        for pupil in pupils:
            pupil.lacks = [purpose.label for purpose in NEEDED if purpose not in queries.agreed_to(pupil)]
        counts = queries.consents_by_purpose(exchange)
        return super().get_context_data(
            visit=self.visit,
            exchange=exchange,
            leaders=list(exchange.leaders.all()),
            pupils=pupils,
            lacking=sum(bool(pupil.lacks) for pupil in pupils),
            consents=[(purpose.label, counts.get(purpose, 0)) for purpose in ConsentTo],
            may_assess=rules.may_assess(actor, exchange),
            may_decide=rules.may_decide_exchange(actor, exchange),
            may_name_leaders=rules.may_name_leaders(actor, exchange),
            may_lead=rules.may_lead(actor, exchange),
            may_forget=rules.may_forget_pupils(actor, exchange),
            **kwargs,
        )


class StepOfExchange(OneExchange, StepOfVisit):
    def get_success_url(self) -> str:
        return reverse("visits:exchange", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(exchange=self.exchange, **kwargs)


class Assess(StepOfExchange):
    form_class, heading = exchange_forms.AssessForm, _("Assess what is best for the children")

    def verdict(self) -> Verdict:
        return rules.may_assess(self.actor, self.exchange)

    def get_initial(self) -> dict[str, Any]:
        names = (
            "interests", "heard", "dangers", "conclusion", "conditions", "assessed_by", "assessed_on", "version"
        )  # fmt: skip
        return {name: getattr(self.exchange, name) for name in names}

    def act(self, form: Any) -> Exchange:
        values = dict(form.cleaned_data)
        return actions.assess(self.actor, exchange=self.exchange, expected=values.pop("version"), **values)


class Decide(StepOfExchange):
    form_class, heading = exchange_forms.DecideForm, _("Name the decision by which the children travel")

    def verdict(self) -> Verdict:
        return rules.may_decide_exchange(self.actor, self.exchange)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = records.decisions_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {"decisions": own.order_by("-decided_on")}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.exchange.version}

    def act(self, form: Any) -> Exchange:
        values = dict(form.cleaned_data)
        return actions.decide_exchange(self.actor, exchange=self.exchange, expected=values.pop("version"), **values)


class NameLeader(StepOfExchange):
    form_class, heading = exchange_forms.LeaderForm, _("Name a leader of the trip")

    def verdict(self) -> Verdict:
        return rules.may_name_leaders(self.actor, self.exchange)

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = people.members_of(self.actor.home_id)
        return super().get_form_kwargs() | {"members": list({row.user_id: row.user.email for row in rows}.items())}

    def act(self, form: Any) -> Leader:
        return actions.name_leader(self.actor, exchange=self.exchange, **form.cleaned_data)


class Sure(StepOfExchange):
    """A question with one button."""

    form_class = NothingForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, **kwargs)


class RemoveLeader(Sure):
    heading = _("Take a leader away from the trip")

    @cached_property
    def leader(self) -> Leader:
        rows = self.exchange.leaders.select_related("exchange__visit__activity")
        return get_object_or_404(rows, pk=self.kwargs["leader"])

    def verdict(self) -> Verdict:
        return rules.may_name_leaders(self.actor, self.exchange)

    def act(self, form: Any) -> None:
        actions.remove_leader(self.actor, leader=self.leader)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.leader.post, **kwargs)


class Forget(Sure):
    heading = _("Delete what stands about the children")
    done_message = _("It is deleted. The number of children stays.")

    def verdict(self) -> Verdict:
        return rules.may_forget_pupils(self.actor, self.exchange)

    def act(self, form: Any) -> int:
        return actions.forget_pupils(self.actor, exchange=self.exchange)


# --- For leaders alone ---------------------------------------------------------------------------------------------------


class ForLeaders(StepOfExchange):
    """For those who do not lead the trip these pages do not exist."""

    @cached_property
    def exchange(self) -> Exchange:
        found = get_object_or_404(Exchange.objects.select_related("visit__activity__organisation"), visit=self.visit)
        if not rules.is_leader(self.actor, found):
            raise Http404
        return found

    def verdict(self) -> Verdict:
        return rules.may_lead(self.actor, self.exchange)


class AddPupil(ForLeaders):
    form_class, heading = exchange_forms.AddPupilForm, _("Add a child")

    def act(self, form: Any) -> Pupil:
        return actions.add_pupil(self.actor, exchange=self.exchange, **form.cleaned_data)


class OfPupil(ForLeaders):
    @cached_property
    def pupil(self) -> Pupil:
        rows = queries.pupils_of(self.exchange).select_related("exchange__visit__activity")
        return get_object_or_404(rows, pk=self.kwargs["pupil"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pupil=self.pupil, **kwargs)


class WritePupil(OfPupil):
    template_name, form_class = "visits/pupil.html", exchange_forms.PupilForm
    heading = _("What the leaders have to know")

    def get_initial(self) -> dict[str, Any]:
        names = (
            "name", "guardian", "emergency", "health", "host_family", "host_checked", "is_insured", "has_papers", "version"
        )  # fmt: skip
        return {name: getattr(self.pupil, name) for name in names}

    def act(self, form: Any) -> Pupil:
        values = dict(form.cleaned_data)
        return actions.write_pupil(self.actor, pupil=self.pupil, expected=values.pop("version"), **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreed = queries.agreed_to(self.pupil)
        lacks = [purpose.label for purpose in NEEDED if purpose not in agreed]
        given = [row for row in self.pupil.consents.all() if row.withdrawn_on is None]
        return super().get_context_data(given=given, lacks=lacks, **kwargs)


class RemovePupil(OfPupil):
    form_class, heading = NothingForm, _("The child does not travel")

    def act(self, form: Any) -> None:
        actions.remove_pupil(self.actor, pupil=self.pupil)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, **kwargs)


class PaperConsent(OfPupil):
    form_class, heading = exchange_forms.PaperConsentForm, _("Note what a guardian has signed on paper")

    def get_success_url(self) -> str:
        return reverse("visits:pupil", args=[self.kwargs["pk"], self.kwargs["pupil"]])

    def act(self, form: Any) -> Any:
        return actions.note_guardian_consent(self.actor, pupil=self.pupil, **form.cleaned_data)


class TakeBackConsent(ForLeaders):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pupil = get_object_or_404(self.exchange.pupils, pk=kwargs["pupil"])
        to = request.POST.get("to", "")
        if to not in ConsentTo.values:
            raise Http404
        try:
            actions.withdraw_guardian_consent(self.actor, pupil=pupil, to=to)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("Noted: this consent is taken back."))
        return redirect("visits:pupil", pk=kwargs["pk"], pupil=pupil.pk)


class GiveGuardianLink(ForLeaders):
    """Shows the link once; it cannot be read again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pupil = get_object_or_404(self.exchange.pupils, pk=kwargs["pupil"])
        try:
            token = actions.give_guardian_link(self.actor, pupil=pupil)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("visits:pupil", pk=kwargs["pk"], pupil=pupil.pk)
        address = request.build_absolute_uri(reverse("visits:guardian", args=[token]))
        context = {"visit": self.visit, "exchange": self.exchange, "pupil": pupil, "address": address}
        response = render(request, "visits/guardian_link.html", context)
        response["Cache-Control"] = "no-store"
        return response
