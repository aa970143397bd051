"""What the pages of this room share."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused
from byalag.core.versions import Versioned
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import Actor
from byalag.rooms.promises import queries, rules
from byalag.rooms.promises.models import Amendment, Framework


def opening(row: Versioned, *names: str) -> dict[str, Any]:
    """What a form starts with: the row's values, and the version they were read at."""
    return {"version": row.version} | {name: getattr(row, name) for name in names}


class FrameworkForm(ActionPage):
    """A form about one framework. Subclasses give the rule, the fields and the one action call."""

    template_name = "promises/form.html"
    heading: Any = ""
    intro: Any = ""
    button: Any = ""

    @cached_property
    def framework(self) -> Framework:
        return get_object_or_404(queries.frameworks_visible_to(self.actor), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            framework=self.framework,
            heading=self.heading,
            intro=self.intro,
            button=self.button,
            cancel_url=self.cancel_url(),
            **kwargs,
        )

    def cancel_url(self) -> str:
        return self.get_success_url()

    def get_success_url(self) -> str:
        return self.framework.get_absolute_url()


class OutlineForm(FrameworkForm):
    """A form that belongs to the page where a draft is written; it leads back there."""

    anchor = ""

    def get_success_url(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + (f"#{self.anchor}" if self.anchor else "")


class Deed(SignedIn):
    """One button, one action, back to the page it stood on. A refusal is told there."""

    http_method_names = ["post"]
    done_message: Any = ""

    def act(self) -> Any:
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if self.done_message:
                messages.success(request, self.done_message)
        return HttpResponseRedirect(self.back())


def between_holders(actor: Actor, thing: Framework | Amendment) -> dict[str, Any]:
    """Where a plan held together, or an amendment of it, stands between those who hold it (a fixed number of queries)."""
    framework = thing if isinstance(thing, Framework) else thing.framework
    if not framework.together or framework.cooperation is None or not rules.holds(actor, framework):
        return {"together": None}
    proposals = queries.proposals_for(actor, thing)
    waits = next((row for row in proposals if row.state == cooperation.ChangeState.OPEN), None)
    may_propose = (
        rules.may_propose_framework(actor, thing)
        if isinstance(thing, Framework)
        else rules.may_propose_amendment(actor, thing)
    )
    return {
        "together": {
            "holders": cooperation.organisations_in(framework.cooperation),
            "proposals": proposals,
            "waits": waits,
            "waits_for": cooperation.waited_for(waits) if waits else [],
            "may_answer": waits and cooperation.may_answer_change(actor, waits),
            "may_propose": may_propose,
        }
    }
