"""Pages of seeking a partner: cards, proposals, the public page with its form, and the queue of enquiries."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from byalag.core import rates
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people

from .. import actions, eligibility, queries, rules
from ..models import Enquiry, SeekCard
from ..pipeline_forms import RemoveForm
from ..profiles import fundable, proposals
from ..seeking_forms import CardForm, DeclineForm, EnquiryForm, TakeUpForm

MOST_PER_HOUR = 5
FIELDS = (
    "title", "text", "seeks", "offers", "languages", "wanted", "countries", "size", "climate", "experience", "until",
    "fundable_under", "fundable_on", "version",
)  # fmt: skip


class Seeking(SignedIn, TemplateView):
    """What we seek, what others seek, and who has written to us."""

    template_name = "cooperation/seeking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = list(queries.cards_visible_to(self.actor)[:200])
        enquiries = list(queries.enquiries_visible_to(self.actor)[:200])
        before = queries.written_before(enquiries)
        for row in enquiries:
            row.others = before.get(row.pk, 0)
        return super().get_context_data(
            own=[card for card in cards if self.actor.acts_for(card.organisation_id)],
            others=[card for card in cards if not self.actor.acts_for(card.organisation_id) and card.is_open],
            enquiries=enquiries,
            may_write=rules.may_write_card(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class OneCard(SignedIn):
    @cached_property
    def card(self) -> SeekCard:
        return get_object_or_404(queries.cards_visible_to(self.actor), pk=self.kwargs["pk"])


class CardPage(OneCard, TemplateView):
    template_name = "cooperation/card.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        card = self.card
        is_own = self.actor.acts_for(card.organisation_id)
        others = [other for other in queries.cards_visible_to(self.actor) if other.is_open] if is_own else []
        list_of = eligibility.lists_visible_to(self.actor).filter(pk=card.fundable_under_id).first()
        return super().get_context_data(
            card=card,
            is_own=is_own,
            proposals=proposals(card, others, list_of),
            fundable=fundable(card, list_of),
            may_change=rules.may_change_card(self.actor, card),
            **kwargs,
        )


class WriteCard(ActionPage):
    template_name, form_class = "cooperation/form.html", CardForm
    heading: Any = _("Say what you seek")
    done_message: Any = _("Saved. Nobody else sees it until you publish it.")

    def verdict(self) -> Verdict:
        return rules.may_write_card(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lists": eligibility.lists_visible_to(self.actor)}

    def act(self, form: Any) -> SeekCard:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.write_card(self.actor, organisation=self.actor.organisation, **values)

    def back(self) -> str:
        return reverse("cooperation:seeking")

    def get_success_url(self) -> str:
        return reverse("cooperation:card", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.back(), **kwargs)


class ChangeCard(OneCard, WriteCard):
    heading, done_message = _("Change what you seek"), _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_change_card(self.actor, self.card)

    def get_initial(self) -> dict[str, Any]:
        values = {name: getattr(self.card, name) for name in FIELDS}
        return values | {name: "\n".join(getattr(self.card, name)) for name in ("seeks", "offers", "wanted")}

    def act(self, form: Any) -> SeekCard:
        values = dict(form.cleaned_data)
        return actions.change_card(self.actor, card=self.card, expected=values.pop("version"), **values)

    def back(self) -> str:
        return reverse("cooperation:card", args=[self.card.pk])


class PublishCard(OneCard, ActionPage):
    """Everyone sees it, with a form; or nobody else any more."""

    template_name, form_class = "cooperation/form.html", RemoveForm

    def verdict(self) -> Verdict:
        return rules.may_change_card(self.actor, self.card)

    @property
    def is_public(self) -> bool:
        return bool(self.card.visibility == "public")

    def act(self, form: Any) -> SeekCard:
        act = actions.withdraw_card if self.is_public else actions.publish_card
        return act(self.actor, card=self.card)

    def get_success_url(self) -> str:
        return reverse("cooperation:card", args=[self.card.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Take it from the public pages") if self.is_public else _("Show it to everyone")
        return super().get_context_data(
            heading=heading, button=heading, note=self.card.title, back=self.get_success_url(), **kwargs
        )


class OneEnquiry(ActionPage):
    template_name: Any = "cooperation/form.html"
    heading: Any = ""

    @cached_property
    def enquiry(self) -> Enquiry:
        return get_object_or_404(queries.enquiries_visible_to(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_settle_enquiry(self.actor, self.enquiry)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.enquiry.version}

    def get_success_url(self) -> str:
        return reverse("cooperation:seeking")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, note=self.enquiry.name, back=reverse("cooperation:seeking"), **kwargs
        )


class TakeUp(OneEnquiry):
    form_class, heading = TakeUpForm, _("Take up the enquiry")
    done_message = _("It is among the possible partners now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": people.organisations_visible_to(self.actor)}

    def act(self, form: Any) -> Any:
        values = form.cleaned_data
        return actions.take_up_enquiry(
            self.actor, enquiry=self.enquiry, kind=values["kind"], known=values["known"], expected=values["version"]
        )

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.result.pk])


class Decline(OneEnquiry):
    form_class, heading = DeclineForm, _("Decline the enquiry")
    done_message = _("Declined. Answer them by e-mail; the address is forgotten after half a year.")

    def act(self, form: Any) -> Any:
        values = form.cleaned_data
        return actions.decline_enquiry(
            self.actor, enquiry=self.enquiry, reason=values["reason"], expected=values["version"]
        )


# --- For everyone -----------------------------------------------------------------------------------------------------


def public_card(request: HttpRequest, card: SeekCard) -> HttpResponse:
    """The published card, with the way to its form."""
    return render(
        request, "cooperation/public_card.html", {"card": card, "may_enquire": rules.may_enquire(people.PUBLIC, card)}
    )


class Enquire(FormView):
    """The form of a published card. No account, no tracking."""

    template_name, form_class = "cooperation/enquire.html", EnquiryForm

    @cached_property
    def card(self) -> SeekCard:
        card = get_object_or_404(SeekCard.objects.select_related("organisation"), pk=self.kwargs["pk"])
        if not rules.may_enquire(people.PUBLIC, card):
            raise Http404
        return card

    def get_initial(self) -> dict[str, Any]:
        return {"language": get_language() or "en"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(card=self.card, **kwargs)

    def form_valid(self, form: EnquiryForm) -> HttpResponse:
        try:
            rates.count("enquiry", self.request.META.get("REMOTE_ADDR", ""), most=MOST_PER_HOUR)
        except rates.TooMuch:
            form.add_error(None, gettext("Much has come from your network in the last hour. Try again later."))
            return self.form_invalid(form)
        actions.receive_enquiry(people.PUBLIC, card=self.card, **form.cleaned_data)
        return redirect("cooperation:enquired", pk=self.card.pk)

    def form_invalid(self, form: EnquiryForm) -> HttpResponse:
        form.data = form.data.copy()
        form.data["opened"] = (
            form.initial["opened"]
            if "opened" in form.errors or form.non_field_errors()
            else form.data.get("opened", "")
        )
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Enquired(Enquire):
    """It has arrived."""

    template_name = "cooperation/enquired.html"
