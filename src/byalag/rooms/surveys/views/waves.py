"""Waves: when and where people are asked, with which version, and by which ways answers come in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core import redaction
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people

from .. import actions, queries, rules, setup_codes
from ..enums import DoorKind
from ..models import Area, Door, Wave
from ..wave_forms import AreaForm, DoorForm, WaveForm
from .surveys import OneSurvey


def page_of(wave: Wave) -> str:
    return reverse("surveys:wave", args=[wave.pk])


class OneWave(SignedIn):
    @cached_property
    def wave(self) -> Wave:
        return get_object_or_404(queries.waves_visible_to(self.actor), pk=self.kwargs["pk"])


class WavePage(OneWave, TemplateView):
    template_name = "surveys/wave.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave, actor = self.wave, self.actor
        areas = list(queries.areas_of(wave))
        return super().get_context_data(
            wave=wave,
            survey=wave.survey,
            areas=areas,
            wanted=sum(area.wanted for area in areas),
            achieved=queries.counted(wave).count(),
            doors=list(queries.doors_of(actor, wave)),
            may_edit=rules.may_edit_wave(actor, wave),
            may_open=rules.may_open_wave(actor, wave),
            may_close=rules.may_close_wave(actor, wave),
            may_open_door=rules.may_open_door(actor, wave),
            may_close_doors=rules.may_edit_survey(actor, wave.survey),
            may_preview=rules.may_edit_survey(actor, wave.survey),
            **kwargs,
        )


class PlanWave(OneSurvey, ActionPage):
    template_name, form_class = "surveys/form.html", WaveForm
    done_message, heading = _("The wave is planned. Say where people are asked, and by which ways."), _("Plan a wave")

    def verdict(self) -> Verdict:
        return rules.may_edit_survey(self.actor, self.survey)

    def get_form_kwargs(self) -> dict[str, Any]:
        versions = queries.forms_visible_to(self.actor).filter(survey=self.survey, frozen_at__isnull=False)
        return super().get_form_kwargs() | {"versions": versions}

    def act(self, form: WaveForm) -> Wave:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.plan_wave(self.actor, survey=self.survey, **values)

    def get_success_url(self) -> str:
        return page_of(self.result)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self.survey.get_absolute_url()
        return super().get_context_data(survey=self.survey, heading=self.heading, back=back, **kwargs)


class _OfWave(OneWave, ActionPage):
    """A page of a wave; afterwards one is back at it."""

    template_name = "surveys/form.html"
    heading: Any = ""

    def verdict(self) -> Verdict:
        return rules.may_edit_wave(self.actor, self.wave)

    def get_success_url(self) -> str:
        return page_of(self.wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        survey, back = self.wave.survey, page_of(self.wave)
        return super().get_context_data(wave=self.wave, survey=survey, heading=self.heading, back=back, **kwargs)


class ChangeWave(_OfWave):
    form_class = WaveForm
    done_message, heading = _("Saved."), _("Change the wave")

    def get_form_kwargs(self) -> dict[str, Any]:
        versions = queries.forms_visible_to(self.actor).filter(survey=self.wave.survey_id, frozen_at__isnull=False)
        return super().get_form_kwargs() | {"versions": versions}

    def get_initial(self) -> dict[str, Any]:
        return WaveForm.initial_of(self.wave)

    def act(self, form: WaveForm) -> Wave:
        values = dict(form.cleaned_data)
        return actions.change_wave(self.actor, wave=self.wave, expected=values.pop("version"), **values)


class AddArea(_OfWave):
    form_class = AreaForm
    done_message, heading = _("Saved."), _("Where people are asked")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": people.organisations_visible_to(self.actor)}

    def act(self, form: AreaForm) -> Area:
        return actions.set_area(self.actor, wave=self.wave, **form.cleaned_data)


class ChangeArea(AddArea):
    heading = _("Change the area")

    @cached_property
    def area(self) -> Area:
        seen = queries.waves_visible_to(self.actor).order_by()
        return get_object_or_404(Area.objects.filter(wave__in=seen), pk=self.kwargs["pk"])

    @cached_property
    def wave(self) -> Wave:  # type: ignore[override]
        return get_object_or_404(queries.waves_visible_to(self.actor), pk=self.area.wave_id)

    def verdict(self) -> Verdict:
        return rules.may_edit_area(self.actor, self.area)

    def get_initial(self) -> dict[str, Any]:
        return AreaForm.initial_of(self.area)

    def act(self, form: AreaForm) -> Area:
        return actions.set_area(self.actor, wave=self.wave, area=self.area, **form.cleaned_data)


class OpenDoor(_OfWave):
    """Make a way in. Its secret is shown once; only its hash is kept."""

    template_name, form_class = "surveys/door.html", DoorForm
    heading = _("Open a way in")

    def places(self) -> dict[str, Any]:
        return {"areas": self.wave.areas.all(), "units": queries.sample_of(self.wave)}

    def verdict(self) -> Verdict:
        return rules.may_open_door(self.actor, self.wave)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | self.places()

    def form_valid(self, form: DoorForm) -> HttpResponse:
        try:
            door, token = actions.open_door(self.actor, wave=self.wave, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            return self.form_invalid(form)
        except ValidationError as fault:
            form.add_error(None, fault.messages)
            return self.form_invalid(form)
        fresh = DoorForm(**self.places(), initial={"kind": door.kind, "area": door.area_id})
        address = settings.SITE_URL + _address(door, token)
        told = address
        if door.kind == DoorKind.DEVICE:
            told = setup_codes.collect_settings(address, redaction.in_a_file().text(self.wave.survey.title))
        code = setup_codes.picture_of(told)
        response = self.render_to_response(self.get_context_data(form=fresh, made=door, address=address, code=code))
        response["Cache-Control"] = "private, no-store"
        return response


def _address(door: Door, token: str) -> str:
    """The link; for a device, the address that ODK Collect is told as its server."""
    if door.kind == DoorKind.DEVICE:
        return reverse("surveys:odk_forms", args=[token]).removesuffix("/formList")
    return reverse("surveys:answer", args=[token])


class _Press(SignedIn):
    """A button of the wave's page."""

    http_method_names = ["post"]
    done: Any = ""

    def press(self) -> Wave:
        """Do it; gives the wave whose page is shown then."""
        raise NotImplementedError

    def failed(self) -> Wave:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            wave = self.press()
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            wave = self.failed()
        else:
            messages.success(request, self.done)
        return redirect(page_of(wave))


class OpenWave(OneWave, _Press):
    done = _("Answers come in from now on.")

    def press(self) -> Wave:
        return actions.open_wave(self.actor, wave=self.wave)

    def failed(self) -> Wave:
        return self.wave


class CloseWave(OpenWave):
    done = _("The wave is closed. No more answers are taken.")

    def press(self) -> Wave:
        return actions.close_wave(self.actor, wave=self.wave)


class CloseDoor(_Press):
    done = _("This way in is closed. What came through it stays.")

    @cached_property
    def door(self) -> Door:
        return get_object_or_404(queries.doors_visible_to(self.actor), pk=self.kwargs["pk"])

    def press(self) -> Wave:
        return actions.close_door(self.actor, door=self.door).wave

    def failed(self) -> Wave:
        return self.door.wave
