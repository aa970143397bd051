"""The sample of a wave: what it can tell, the list it is drawn from, the draw, who stands in, and plan beside achieved."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from byalag.core import redaction, tables
from byalag.core.pages import ActionPage
from byalag.core.verdicts import Verdict

from .. import actions, queries, rules, sample_words, sampling
from ..enums import Allocation, DrawMethod
from ..models import Draw, Unit, Wave
from ..sample_forms import ChoiceForm, DrawForm, FrameForm, ReplaceForm
from .waves import OneWave

SALT, HOURS = "surveys.frame", 12
MOST_SHOWN = 300
EXAMPLE = [
    ["Falun", "Svärdsjö", "SV-001", "1", "50"],
    ["Falun", "Svärdsjö", "SV-002", "1", "50"],
    ["Falun", "Enviken", "EN-001", "1", "50"],
]


def page_of(wave: Wave) -> str:
    return reverse("surveys:sample", args=[wave.pk])


class SamplePage(OneWave, TemplateView):
    """What a sample can tell is worked out in the address: nothing is saved before the draw."""

    template_name = "surveys/sample.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave, actor = self.wave, self.actor
        draw = wave.draws.first()
        context = {"wave": wave, "survey": wave.survey, "draw": draw, "may_draw": rules.may_draw(actor, wave)}
        context |= _drawn(wave, draw, bool(rules.may_edit_wave(actor, wave))) if draw else self._planned()
        context["may_take_in"] = rules.may_take_in_frame(actor, wave)
        return super().get_context_data(**context, **kwargs)

    def _planned(self) -> dict[str, Any]:
        frame = queries.frame_of(self.wave)
        asked = {name: self.request.GET[name] for name in ChoiceForm.base_fields if name in self.request.GET}
        form = ChoiceForm(ChoiceForm.initials() | asked)
        context: dict[str, Any] = {"form": form, "sizes": sampling.sizes(frame), "has_frame": bool(frame.units)}
        if not form.is_valid():
            return context
        choice, shares = form.choice(), []
        if frame.units:
            try:
                shares = sampling.shares(frame, choice)
            except ValidationError as fault:
                context["lacking"] = " ".join(fault.messages)
        people = form.cleaned_data["population"] or sum(unit.size for unit in frame.units) or None
        query = self.request.GET.urlencode()
        return context | {
            "told": sample_words.told(choice, people, shares),
            "shares": [(share, share.margin * 100) for share in shares],
            "small": sampling.smaller(frame, choice.per_unit),
            "draw_url": reverse("surveys:draw_sample", args=[self.wave.pk]) + (f"?{query}" if query else ""),
        }


def _drawn(wave: Wave, draw: Draw, may_edit: bool) -> dict[str, Any]:
    areas = [area for area in queries.areas_of(wave) if area.name in draw.result["areas"]]
    units = list(queries.sample_of(wave)[: MOST_SHOWN + 1])
    return {
        "areas": areas,
        "units": [(unit, not list(unit.replaced_by.all()) and may_edit) for unit in units[:MOST_SHOWN]],
        "more": len(units) > MOST_SHOWN,
        "wanted": sum(area.wanted for area in areas),
        "achieved": sum(area.achieved for area in areas),
        "how": DrawMethod(draw.method).label,
        "allocation": Allocation(draw.result["allocation"]).label,
        "has_listed": any(row[3] for row in draw.frame),
    }


class TakeInFrame(OneWave, ActionPage):
    """The list in a table: read, looked at, and taken in as a whole."""

    template_name, form_class = "surveys/sample_frame.html", FrameForm
    done_message: Any = _("The list is taken in. Choose how many are asked, and draw.")

    def verdict(self) -> Verdict:
        return rules.may_take_in_frame(self.actor, self.wave)

    def form_valid(self, form: FrameForm) -> HttpResponse:
        upload, verdict = form.cleaned_data["file"], self.verdict()
        if upload is None:
            return super().form_valid(form)
        if not verdict:
            form.add_error(None, str(verdict.reason))
            return self.form_invalid(form)
        try:
            suffix = upload.name.rpartition(".")[2].lower()
            frame, faults = sampling.read_frame(tables.read_file(upload.read(), suffix))
        except tables.Unreadable as unreadable:
            form.add_error("file", unreadable.sentence)
            return self.form_invalid(form)
        if frame is None:
            shown, more = faults[:MOST_SHOWN], len(faults) > MOST_SHOWN
            return self.render_to_response(self.get_context_data(form=form, faults=shown, more=more), status=422)
        content = [self.wave.pk, frame.as_json(), dict(frame.spreads)]
        looked_at = signing.dumps(content, salt=SALT, compress=True)
        return self.render_to_response(
            self.get_context_data(
                form=form, looked_at=looked_at, sizes=sampling.sizes(frame), checksum=frame.checksum,
                replaces=Unit.objects.filter(area__wave=self.wave).exists(),
            )
        )  # fmt: skip

    def act(self, form: FrameForm) -> Wave:
        try:
            pk, rows, spreads = signing.loads(form.cleaned_data["looked_at"], salt=SALT, max_age=HOURS * 3600)
        except signing.BadSignature as bad:
            raise ValidationError(gettext("You looked at this file too long ago. Choose it again.")) from bad
        if pk != self.wave.pk:
            raise ValidationError(gettext("This file was meant for another wave. Choose it again."))
        return actions.take_in_frame(self.actor, wave=self.wave, frame=sampling.frame_from_json(rows, spreads))

    def get_success_url(self) -> str:
        return page_of(self.wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave, back = self.wave, page_of(self.wave)
        columns = [column.label for column in sampling.COLUMNS]
        told = {"heading": gettext("The list that is drawn from"), "columns": columns, "example": EXAMPLE}
        return super().get_context_data(**{"wave": wave, "survey": wave.survey, "back": back, **told, **kwargs})


class DrawSample(OneWave, ActionPage):
    template_name, form_class = "surveys/sample_draw.html", DrawForm
    done_message: Any = _("The sample is drawn. Anybody can draw it again from the list and the seed.")

    def verdict(self) -> Verdict:
        return rules.may_draw(self.actor, self.wave)

    def get_initial(self) -> dict[str, Any]:
        asked = {name: self.request.GET[name] for name in ChoiceForm.base_fields if name in self.request.GET}
        return ChoiceForm.initials() | asked | {"version": self.wave.version}

    def act(self, form: DrawForm) -> Draw:
        expected, seed = form.cleaned_data["version"], form.cleaned_data["seed"]
        return actions.draw_sample(self.actor, wave=self.wave, choice=form.choice(), seed=seed, expected=expected)

    def get_success_url(self) -> str:
        return page_of(self.wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave, back = self.wave, page_of(self.wave)
        heading = gettext("Draw the sample")
        return super().get_context_data(
            **{"wave": wave, "survey": wave.survey, "back": back, "heading": heading, **kwargs}
        )


class ReplaceUnit(ActionPage):
    template_name, form_class = "surveys/sample_replace.html", ReplaceForm

    @cached_property
    def unit(self) -> Unit:
        return get_object_or_404(queries.units_visible_to(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_replace_unit(self.actor, self.unit)

    def act(self, form: ReplaceForm) -> Unit:
        other = actions.replace_unit(self.actor, unit=self.unit, why=form.cleaned_data["why"])
        self.done_message = gettext("%(other)s stands in for %(unit)s.") % {"other": other, "unit": self.unit}
        return other

    def get_success_url(self) -> str:
        return page_of(self.unit.area.wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave = self.unit.area.wave
        heading = gettext("Let another stand in for %(unit)s") % {"unit": self.unit}
        told = {"wave": wave, "survey": wave.survey, "back": page_of(wave), "heading": heading, "unit": self.unit}
        return super().get_context_data(**{"next_one": queries.next_in_order(self.unit), **told, **kwargs})


class SampleFile(OneWave, View):
    """List and draw in one table, with the number by which each was set: whoever has it can draw again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        draw = self.wave.draws.first()
        if draw is None:
            raise Http404
        rows = redaction.in_a_file().value(sampling.published(draw))
        response = HttpResponse(tables.as_csv(rows), content_type="text/csv; charset=utf-8")
        name = slugify(redaction.in_a_file().text(f"{self.wave.survey.title} {self.wave.name} sample")) or "sample"
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response
