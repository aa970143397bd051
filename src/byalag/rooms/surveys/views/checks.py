"""While answers come in: how far it has come, what is noticed, and what somebody decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage
from byalag.core.verdicts import Refused, Verdict

from .. import actions, checks, exports, progress_map, queries, rules
from ..check_forms import LEAVE_OUT, CheckRulesForm, PointForm, SettleForm
from ..enums import SubmissionState
from ..models import Area, Submission, Wave
from .waves import OneWave

PER_PAGE = 50


def page_of(wave: Wave) -> str:
    return reverse("surveys:checks", args=[wave.pk])


class ChecksPage(OneWave, TemplateView):
    """Progress for everybody who sees the wave; what is noticed about single answers for those who read them."""

    template_name = "surveys/checks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave, actor = self.wave, self.actor
        rows = checks.look_through(wave)
        areas = list(queries.areas_of(wave).select_related("organisation__place"))
        may_read = rules.may_read_answers(actor, wave.survey)
        open_ones = [row for row in rows if row.is_open]
        noticed = [row for row in open_ones if row.noticed]
        return super().get_context_data(
            wave=wave,
            survey=wave.survey,
            may_read=may_read,
            may_edit=rules.may_edit_wave(actor, wave),
            by_area=checks.by_area(wave, rows),
            by_door=checks.by_door(rows) if may_read else [],
            dots=progress_map.dots(areas),
            size=(progress_map.WIDTH, progress_map.HEIGHT),
            areas=areas,
            page=Paginator(noticed, PER_PAGE).get_page(self.request.GET.get("page")) if may_read else None,
            clean=len(open_ones) - len(noticed),
            left_out=[row for row in rows if row.state == SubmissionState.EXCLUDED][:PER_PAGE] if may_read else [],
            **kwargs,
        )


class AcceptClean(OneWave):
    """Everything that nothing was noticed about counts, by one button."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        clean = [row.pk for row in checks.look_through(self.wave) if row.is_open and not row.noticed]
        try:
            many = actions.accept_many(self.actor, wave=self.wave, pks=clean)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            told = ngettext("%(n)s answer is accepted.", "%(n)s answers are accepted.", many)
            messages.success(request, told % {"n": many})
        return redirect(page_of(self.wave))


class SetCheckRules(OneWave, ActionPage):
    template_name, form_class = "surveys/form.html", CheckRulesForm
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_edit_wave(self.actor, self.wave)

    def get_initial(self) -> dict[str, Any]:
        return CheckRulesForm.initial_of(self.wave)

    def act(self, form: CheckRulesForm) -> Wave:
        values = dict(form.cleaned_data)
        return actions.change_wave(self.actor, wave=self.wave, expected=values.pop("version"), **values)

    def get_success_url(self) -> str:
        return page_of(self.wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave, heading = self.wave, gettext("What the checks look at")
        note = gettext(
            "Always looked at: too little time, the same answer all the way, and the same answers as another."
        )
        told = {"survey": wave.survey, "back": page_of(wave), "heading": heading, "note": note}
        return super().get_context_data(**{**told, **kwargs})


class PlaceArea(ActionPage):
    template_name, form_class = "surveys/form.html", PointForm
    done_message = _("Saved.")

    @cached_property
    def area(self) -> Area:
        seen = queries.waves_visible_to(self.actor).order_by()
        rows = Area.objects.filter(wave__in=seen).select_related("wave__survey__organisation")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_edit_wave(self.actor, self.area.wave)

    def get_initial(self) -> dict[str, Any]:
        return {"latitude": self.area.latitude, "longitude": self.area.longitude}

    def act(self, form: PointForm) -> Area:
        return actions.place_area(self.actor, area=self.area, **form.cleaned_data)

    def get_success_url(self) -> str:
        return page_of(self.area.wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave = self.area.wave
        heading = gettext("Where %(area)s lies") % {"area": self.area}
        note = gettext("Left empty, the town of the municipality is taken, where there is one.")
        told = {"survey": wave.survey, "back": page_of(wave), "heading": heading, "note": note}
        return super().get_context_data(**{**told, **kwargs})


class SettleSubmission(ActionPage):
    """One person's answers, in words, with what was noticed; accepted or left out here."""

    template_name, form_class = "surveys/submission.html", SettleForm
    done_message = _("Saved.")

    @cached_property
    def submission(self) -> Submission:
        return get_object_or_404(queries.submissions_visible_to(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_settle(self.actor, self.submission)

    def get_initial(self) -> dict[str, Any]:
        row = self.submission
        return {"version": row.version, "why": row.why}

    def act(self, form: SettleForm) -> Submission:
        given = {"submission": self.submission, "expected": form.cleaned_data["version"]}
        if form.cleaned_data["what"] == LEAVE_OUT:
            return actions.leave_out(self.actor, why=form.cleaned_data["why"], **given)
        return actions.accept(self.actor, **given)

    def get_success_url(self) -> str:
        return page_of(self.submission.wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.submission
        seen = next(one for one in checks.look_through(row.wave) if one.pk == row.pk)
        told = {
            "row": row, "seen": seen, "wave": row.wave, "survey": row.wave.survey, "back": page_of(row.wave),
            "answers": exports.in_words(row, get_language() or "en"),
        }  # fmt: skip
        return super().get_context_data(**{**told, **kwargs})
