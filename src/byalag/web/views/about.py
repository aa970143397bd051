"""Pages about this installation: privacy, accessibility, source, health."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

import byalag
from byalag.core import feedback, rates
from byalag.core.forms import Form
from byalag.core.models import Heartbeat

WORKER_IS_LATE = timedelta(minutes=2)


class About(TemplateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=settings.CONTACT_EMAIL, version=byalag.__version__, **kwargs)


class FeedbackForm(Form):
    text = forms.CharField(
        label=_("What does not work for you?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )
    page = forms.CharField(label=_("On which page?"), max_length=300, required=False)
    contact = forms.EmailField(
        label=_("Your e-mail, if you want an answer"),
        required=False,
        help_text=_("It is used for the answer only, and thrown away three months after it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class Accessibility(FormView):
    """The accessibility statement, with a form for whoever meets an obstacle. No account, no tracking."""

    template_name, form_class = "web/accessibility.html", FeedbackForm

    def get_initial(self) -> dict[str, Any]:
        return {"page": self.request.GET.get("page", "")[:300]}

    def form_valid(self, form: FeedbackForm) -> HttpResponse:
        try:
            feedback.receive(
                **form.cleaned_data,
                language=get_language() or "en",
                told_from=self.request.META.get("REMOTE_ADDR", ""),
            )
        except rates.TooMuch:
            form.add_error(
                None, _("Much has been written from here in the last hour. Try again later, or write an e-mail.")
            )
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return redirect(f"{reverse('web:accessibility')}?told")

    def form_invalid(self, form: FeedbackForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=settings.CONTACT_EMAIL, told="told" in self.request.GET, **kwargs)


def health(request: HttpRequest) -> JsonResponse:
    """`ok`, or 503 when the database does not answer. Tells nothing secret."""
    probe = connection.copy()  # a new one: those that stay open may still answer from memory
    try:
        with probe.cursor() as cursor:
            cursor.execute("SELECT 1")
        beat = Heartbeat.objects.filter(name="worker").first()
    except Error:
        return JsonResponse({"status": "failing", "database": "away"}, status=503)
    finally:
        probe.close()
    age = None if beat is None else int((timezone.now() - beat.at).total_seconds())
    worker = "ok" if age is not None and age < WORKER_IS_LATE.total_seconds() else "silent"
    return JsonResponse({"status": "ok", "database": "ok", "worker": worker, "worker_heartbeat_seconds": age})
