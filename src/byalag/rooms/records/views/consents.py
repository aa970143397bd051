"""Consents to the use of a picture: noted, withdrawn, and withdrawn by the person through a link of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from byalag.core import links
from byalag.core.pages import SignedIn
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..actions.consents import WITHDRAW
from ..forms import ConsentForm, PurposeForm
from ..models import UseConsent, UsePurpose
from .documents import OneDocument, PaperPage


class NoteConsent(OneDocument, PaperPage):
    form_class, heading = ConsentForm, _("Note a consent to use this picture")
    done_message = _("The consent is noted.")

    def back(self) -> str:
        return reverse("records:document", args=[self.kwargs["pk"]])

    def verdict(self) -> Verdict:
        return rules.may_note_consent(self.actor, self.document)

    def get_form_kwargs(self) -> dict[str, Any]:
        papers = queries.documents_visible_to(self.actor).own(self.actor).exclude(pk=self.document.pk)
        return super().get_form_kwargs() | {
            "purposes": queries.purposes_for(self.actor.home_id),
            "persons": people.persons_visible_to(self.actor).exclude(name="", alias=""),
            "documents": papers.order_by("-created_at", "-pk"),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": timezone.localdate()}

    def act(self, form: ConsentForm) -> UseConsent:
        return actions.note_consent(self.actor, document=self.document, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.back()


class AddPurpose(PaperPage):
    form_class, heading = PurposeForm, _("Add a purpose for pictures")

    def back(self) -> str:
        return reverse("records:documents")

    def verdict(self) -> Verdict:
        return rules.may_set_retention(self.actor, self.actor.organisation_id)

    def act(self, form: PurposeForm) -> UsePurpose:
        return actions.add_purpose(self.actor, organisation=self.actor.organisation, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.back()


class _OfConsent(SignedIn):
    http_method_names = ["post"]

    @cached_property
    def consent(self) -> UseConsent:
        documents = queries.documents_visible_to(self.actor).own(self.actor).values("pk")
        rows = UseConsent.objects.filter(document__in=documents).select_related("document", "purpose", "person")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class WithdrawConsent(_OfConsent):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.withdraw_consent(self.actor, consent=self.consent)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The consent is withdrawn. The picture is held back for this purpose."))
        return redirect("records:document", pk=self.consent.document_id)


class GiveLink(_OfConsent):
    """Shows the link once; it cannot be read again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            token = actions.give_withdrawal_link(self.actor, consent=self.consent)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("records:document", pk=self.consent.document_id)
        address = request.build_absolute_uri(reverse("records:own_consent", args=[token]))
        response = render(request, "records/consent_link.html", {"consent": self.consent, "address": address})
        return _quiet(response)


class OwnConsent(View):
    """What the person who agreed opens: looking changes nothing, the button withdraws."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            link = links.find(kwargs["token"], WITHDRAW, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return _quiet(render(request, "records/own_consent.html", {"too_many": True}, status=429))
        rows = UseConsent.objects.select_related("document__organisation", "purpose", "person")
        consent = rows.filter(pk=link.subject_id).first() if link else None
        if link is None or consent is None:
            return _quiet(render(request, "records/own_consent.html", status=404))
        self.link, self.consent = link, consent
        return _quiet(super().dispatch(request, *args, **kwargs))

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return render(request, "records/own_consent.html", {"consent": self.consent})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        organisation = self.consent.document.organisation
        actor = people.Actor("link", link_id=self.link.pk, organisation_id=organisation.pk, organisation=organisation)
        if self.consent.withdrawn_on is None:
            self.consent = actions.withdraw_consent(actor, consent=self.consent)
        return render(request, "records/own_consent.html", {"consent": self.consent})


def _quiet(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
