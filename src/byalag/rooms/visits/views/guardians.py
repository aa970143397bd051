"""What a child's guardian opens by a link of their own: no account, no manual. Looking changes nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from byalag.core import links
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..actions.exchanges import GUARDIAN
from ..exchange_forms import GuardianForm
from ..models import Pupil


class AnswerAsGuardian(FormView):
    form_class = GuardianForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            link = links.find(kwargs["token"], GUARDIAN, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return _quiet(render(request, "visits/guardian_closed.html", {"too_many": True}, status=429))
        rows = Pupil.objects.select_related("exchange__visit__activity__organisation", "exchange__visit__partner")
        pupil = rows.prefetch_related("consents").filter(pk=link.subject_id).first() if link else None
        if link is None or pupil is None:
            return _quiet(render(request, "visits/guardian_closed.html", status=404))
        organisation = pupil.exchange.visit.activity.organisation
        self.pupil = pupil
        self.actor = people.Actor("link", link_id=link.pk, organisation_id=organisation.pk, organisation=organisation)
        if not rules.may_answer_as_guardian(self.actor, pupil):
            return _quiet(render(request, "visits/guardian_closed.html", status=404))
        return _quiet(super().dispatch(request, *args, **kwargs))

    def get_initial(self) -> dict[str, Any]:
        names = ("name", "guardian", "emergency", "health", "version")
        return {name: getattr(self.pupil, name) for name in names} | {"consents": sorted(queries.agreed_to(self.pupil))}

    def form_valid(self, form: GuardianForm) -> HttpResponse:
        values = dict(form.cleaned_data)
        try:
            self.pupil = actions.answer_as_guardian(
                self.actor, pupil=self.pupil, expected=values.pop("version"), **values
            )
        except Conflict as conflict:
            form.add_error(None, _("Somebody has changed this meanwhile. Look at it again, and send it once more."))
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
            return self.answered(form, status=409)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            return self.answered(form, status=422)
        form.data = form.data.copy()
        form.data["version"] = self.pupil.version
        return self.answered(form, done=True)

    def form_invalid(self, form: GuardianForm) -> HttpResponse:
        return self.answered(form, status=422)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answered(self.get_form())

    def answered(self, form: GuardianForm, *, done: bool = False, status: int = 200) -> HttpResponse:
        visit = self.pupil.exchange.visit
        context = {
            "form": form,
            "pupil": self.pupil,
            "exchange": self.pupil.exchange,
            "visit": visit,
            "activity": visit.activity,
            "programme": list(visit.programme.all()),
            "kept_days": queries.KEPT_AFTER_THE_TRIP.days,
            "done": done,
        }
        return render(self.request, "visits/guardian.html", context, status=status)


def _quiet(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
