"""Takeouts: ask for one, wait for it, fetch it; bring one from elsewhere, look through it, take it in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from byalag.core import downloads, registries
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.cooperation.api import Cooperation

from .. import actions, queries, rules
from ..enums import TakeInState, TakeoutState
from ..forms import TakeInForm, TakeoutForm, VersionForm
from ..models import TakeIn, Takeout
from ..takeout.reading import Unreadable

MOST_LISTED = 20
# What leaves the house, or comes in by the hundred, is asked for by somebody who has just said who they are.
step_up = method_decorator(reauthentication_required, name="dispatch")


class TakeoutList(SignedIn, TemplateView):
    template_name = "exchange/takeouts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verdict = rules.may_take_out(self.actor, self.actor.organisation_id)
        return super().get_context_data(
            verdict=verdict,
            takeouts=list(queries.takeouts_visible_to(self.actor)[:MOST_LISTED]),
            brought=list(queries.take_ins_visible_to(self.actor)[:MOST_LISTED]),
            cooperations=list(queries.takeable_cooperations(self.actor)),
            left=queries.left_with_nothing(self.actor) if verdict else [],
            **kwargs,
        )


@step_up
class TakeEverythingOut(ActionPage):
    template_name, form_class = "exchange/take_out.html", TakeoutForm
    done_message = gettext_lazy("The takeout is being made.")
    heading: Any = gettext_lazy("Take everything out")
    about: Any = gettext_lazy("All that is your organisation's own, and what is joint with others, as one file.")

    @property
    def cooperation(self) -> Cooperation | None:
        return None

    def verdict(self) -> Verdict:
        return rules.may_take_out(self.actor, self.actor.organisation_id)

    def act(self, form: TakeoutForm) -> Takeout:
        return actions.ask_takeout(
            self.actor,
            organisation=self.actor.organisation,
            cooperation=self.cooperation,
            with_protected=form.cleaned_data["with_protected"],
            language=self.request.LANGUAGE_CODE,
        )

    def get_success_url(self) -> str:
        return reverse("exchange:takeout", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, about=self.about, **kwargs)


@step_up
class TakeCooperationOut(TakeEverythingOut):
    """Leave with what is ours: of one cooperation, also of one that is over for us."""

    about = gettext_lazy("Your own side of this cooperation, and what is joint, as one file.")

    @cached_property
    def cooperation(self) -> Cooperation:
        return get_object_or_404(queries.takeable_cooperations(self.actor), pk=self.kwargs["pk"])

    @property
    def heading(self) -> str:
        return _("Leave with what is ours: %(name)s") % {"name": self.cooperation.name}

    def verdict(self) -> Verdict:
        return rules.may_take_out_cooperation(self.actor, self.cooperation)


class OneTakeout(SignedIn):
    @cached_property
    def takeout(self) -> Takeout:
        return get_object_or_404(queries.takeouts_visible_to(self.actor), pk=self.kwargs["pk"])


class TakeoutPage(OneTakeout, TemplateView):
    template_name = "exchange/takeout.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            takeout=self.takeout,
            verdict=rules.may_fetch_takeout(self.actor, self.takeout),
            is_under_way=self.takeout.state in (TakeoutState.WAITING, TakeoutState.RUNNING),
            **kwargs,
        )


@step_up
class TakeoutFile(OneTakeout):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            stored = actions.fetch_takeout(self.actor, takeout=self.takeout)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("exchange:takeout", pk)
        made = timezone.localdate(self.takeout.made_at)
        name = slugify(f"byalag {self.takeout.organisation.slug} {self.takeout.cooperation_name} {made}")
        return downloads.serve(stored, name=f"{name}.zip")


class ThrowTakeoutAway(OneTakeout):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.throw_takeout_away(self.actor, takeout=self.takeout)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The takeout is thrown away. A new one can be made at any time."))
        return redirect("exchange:takeouts")


@step_up
class BringTakeout(ActionPage):
    template_name, form_class = "exchange/bring_takeout.html", TakeInForm

    def verdict(self) -> Verdict:
        return rules.may_take_in(self.actor, self.actor.organisation_id)

    def act(self, form: TakeInForm) -> TakeIn:
        return actions.bring_takeout(self.actor, organisation=self.actor.organisation, upload=form.cleaned_data["file"])

    def form_valid(self, form: TakeInForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
        return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("exchange:take_in", args=[self.result.pk])


class OneTakeIn(SignedIn):
    @cached_property
    def take_in(self) -> TakeIn:
        return get_object_or_404(queries.take_ins_visible_to(self.actor), pk=self.kwargs["pk"])


@step_up
class TakeInPreview(OneTakeIn, ActionPage):
    """What would be made, what is here already, and what cannot be taken and why."""

    template_name, form_class = "exchange/take_in.html", VersionForm
    done_message = gettext_lazy(
        "The takeout is taken in. Look through what came, and invite those who shall work here."
    )

    def verdict(self) -> Verdict:
        return rules.may_save_take_in(self.actor, self.take_in)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.take_in.version}

    def act(self, form: VersionForm) -> TakeIn:
        return actions.save_take_in(self.actor, take_in=self.take_in, expected=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        return reverse("exchange:take_in", args=[self.take_in.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.take_in.found
        made, there, stays = found["made"], found["there"], found["stays"]
        rows = [
            (kind.label, made.get(kind.key, 0), there.get(kind.key, 0))
            for kind in registries.takeouts
            if made.get(kind.key) or there.get(kind.key)
        ]
        return super().get_context_data(
            **(
                kwargs
                | {
                    "take_in": self.take_in,
                    "is_saved": self.take_in.state == TakeInState.SAVED,
                    "rows": rows,
                    "made": sum(made.values()),
                    "there": sum(there.values()),
                    "stays": sum(stays.values()),
                    "reasons": sorted(stays.items()),
                    "problems": found["problems"],
                    "more_problems": found["more_problems"],
                    "faults": len(found["problems"]) + found["more_problems"],
                }
            )
        )


class DiscardTakeIn(OneTakeIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.discard_take_in(self.actor, take_in=self.take_in)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The file is thrown away. Nothing of it was taken in."))
        return redirect("exchange:takeouts")
