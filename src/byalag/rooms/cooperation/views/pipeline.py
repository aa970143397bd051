"""Pages of the way of a cooperation: its next step, contacts, and the organisation's rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from byalag.core.pages import ActionPage
from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people
from byalag.rooms.records import api as records

from .. import actions, papers, queries, rules
from ..enums import CooperationKind, CooperationState, NeededPaper
from ..kinds import KINDS
from ..models import Contact, CooperationRules, StateChange
from ..pipeline_forms import ContactForm, CooperationRulesForm, MoveForm, RemoveForm, StepDoneForm
from .cooperations import StepOfCooperation


class MoveCooperation(StepOfCooperation):
    form_class, heading = MoveForm, _("Take it a step further")
    begins_something = True

    def verdict(self) -> Verdict:
        return rules.may_move_cooperation(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        steps = KINDS[CooperationKind(self.cooperation.kind)].next_of(self.cooperation.state)
        decisions = records.decisions_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {"steps": steps, "decisions": decisions}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.cooperation.version, "to": self.request.GET.get("to", "")}

    def act(self, form: MoveForm) -> StateChange:
        values = dict(form.cleaned_data)
        return actions.move_cooperation(
            self.actor, cooperation=self.cooperation, expected=values.pop("version"), **values
        )

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        if hasattr(self, "result"):
            after = self.result.cooperation
            lacking = papers.missing(self.actor, after) if after.state in papers.UNDER_WAY else []
            if lacking:
                told = gettext("Still missing: %(papers)s.") % {"papers": ", ".join(row.told for row in lacking)}
                messages.warning(self.request, told)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.cooperation.get_state_display(), lacking=self.lacking(), **kwargs)

    def lacking(self) -> list[tuple[str, list[papers.Standing]]]:
        """What each step would find missing; a decision that the step itself asks for is no news."""
        found = []
        for step in KINDS[CooperationKind(self.cooperation.kind)].next_of(self.cooperation.state):
            if step not in papers.UNDER_WAY:
                continue
            rows = papers.missing(self.actor, self.cooperation, state=step)
            if step == CooperationState.DECIDED:
                rows = [row for row in rows if row.needed.paper != NeededPaper.DECISION]
            if rows:
                found.append((str(step.label), rows))
        return found


class NoteContact(StepOfCooperation):
    form_class, heading = ContactForm, _("Note a contact")
    done_message = _("Noted. Only your own organisation reads it.")

    def verdict(self) -> Verdict:
        return rules.may_note_contact(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        posts = people.posts_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {"posts": posts.order_by("title")}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.note_contact(self.actor, cooperation=self.cooperation, **values)


class OneContact(NoteContact):
    """A step about one note; its cooperation stands around it."""

    done_message = _("Saved.")

    @cached_property
    def contact(self) -> Contact:
        return get_object_or_404(queries.contacts_visible_to(self.actor), pk=self.kwargs["contact"])

    def verdict(self) -> Verdict:
        return rules.may_change_contact(self.actor, self.contact)


class ChangeContact(OneContact):
    heading = _("Change the note")

    def get_initial(self) -> dict[str, Any]:
        names = ("on", "way", "whom", "told", "next_step", "next_on", "responsible", "version")
        return {name: getattr(self.contact, name) for name in names}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_contact(self.actor, contact=self.contact, expected=values.pop("version"), **values)


class StepDone(OneContact):
    form_class, heading = StepDoneForm, _("The next step is done")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {name: value for name, value in super().get_form_kwargs().items() if name != "posts"}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.contact.version}

    def act(self, form: Any) -> Any:
        values = form.cleaned_data
        return actions.change_contact(
            self.actor, contact=self.contact, expected=values["version"], done_on=values["done_on"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.contact.next_step, **kwargs)


class RemoveContact(StepDone):
    form_class, heading = RemoveForm, _("Take the note away")
    done_message = _("The note is taken away.")

    def act(self, form: Any) -> Any:
        actions.remove_contact(self.actor, contact=self.contact)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=_("Take the note away"), **kwargs) | {"note": self.contact.told[:200]}


class SetCooperationRules(ActionPage):
    template_name, form_class = "cooperation/form.html", CooperationRulesForm
    done_message = _("The rules are saved.")

    def verdict(self) -> Verdict:
        return rules.may_set_cooperation_rules(self.actor, self.actor.organisation_id)

    def get_initial(self) -> dict[str, Any]:
        row = queries.rules_of(self.actor.organisation_id)
        return {
            "quiet_years": row.quiet_years,
            "checks_partners": row.checks_partners,
            "version": row.version if row.pk else None,
        }

    def act(self, form: CooperationRulesForm) -> CooperationRules:
        values = form.cleaned_data
        return actions.set_cooperation_rules(
            self.actor,
            organisation=self.actor.organisation,
            quiet_years=values["quiet_years"],
            checks_partners=values["checks_partners"],
            expected=values["version"],
        )

    def get_success_url(self) -> str:
        return reverse("people:settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=_("Rules for cooperations"), back=self.get_success_url(), **kwargs)
