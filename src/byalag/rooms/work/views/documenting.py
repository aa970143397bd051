"""What is added to an activity: journal, participants, money; and the rules for the work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.pages import ActionPage
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..forms import FundingForm, JournalForm, ListedForm, ParticipantsForm, RulesForm, SpreadingForm
from .activities import OneActivity


class _Add(OneActivity, ActionPage):
    template_name = "work/form.html"
    heading: Any = ""
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_document(self.actor, self.activity)

    def get_success_url(self) -> str:
        return reverse("work:activity", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            activity=self.activity, heading=self.heading, back=self.get_success_url(), **kwargs
        )


class WriteJournal(_Add):
    form_class, heading = JournalForm, _("What happened?")

    def get_initial(self) -> dict[str, Any]:
        return {"written_on": timezone.localdate()}

    def act(self, form: JournalForm) -> Any:
        return actions.write_journal(self.actor, activity=self.activity, **form.cleaned_data)


class CountParticipants(_Add):
    form_class, heading = ParticipantsForm, _("Who took part?")

    def act(self, form: ParticipantsForm) -> Any:
        return actions.count_participants(self.actor, activity=self.activity, **form.cleaned_data)


class ListParticipants(_Add):
    form_class, heading = ListedForm, _("Who took part, by name?")
    done_message = _("They are on the list.")

    def verdict(self) -> Verdict:
        return rules.may_list_persons(self.actor, self.activity)

    def get_form_kwargs(self) -> dict[str, Any]:
        may_add = people.may_edit_person(self.actor, self.activity.organisation_id)
        return super().get_form_kwargs() | {
            "persons": people.persons_visible_to(self.actor).exclude(name="", alias=""),
            "may_add": bool(may_add),
        }

    def act(self, form: ListedForm) -> Any:
        return actions.list_participants(self.actor, activity=self.activity, **form.cleaned_data)


class SaySpreading(_Add):
    form_class, heading = SpreadingForm, _("How was it spread?")

    def act(self, form: SpreadingForm) -> Any:
        return actions.say_spreading(self.actor, activity=self.activity, **form.cleaned_data)


class AddFunding(_Add):
    form_class, heading = FundingForm, _("Where does the money come from?")

    def act(self, form: FundingForm) -> Any:
        return actions.add_funding(self.actor, activity=self.activity, **form.cleaned_data)


class Remove(OneActivity):
    """Take a group of participants, a channel or a source of money off the activity."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, what: str, row: int) -> HttpResponse:
        try:
            if what == "participants":
                found = get_object_or_404(queries.participation_of(self.activity), pk=row)
                actions.remove_participation(self.actor, participation=found)
            elif what == "spreading":
                row_of = get_object_or_404(queries.spreading_of(self.activity), pk=row)
                actions.remove_spreading(self.actor, spreading=row_of)
            else:
                actions.remove_funding(self.actor, funding=get_object_or_404(queries.funding_of(self.activity), pk=row))
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("Taken off."))
        return redirect("work:activity", pk=pk)


class SetRules(ActionPage):
    """The organisation's rules for its work."""

    template_name, form_class = "work/rules.html", RulesForm
    done_message = _("The rules are saved.")

    def verdict(self) -> Verdict:
        return rules.may_set_work_rules(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"themes": people.themes_for(self.actor.organisation_id)}

    def get_initial(self) -> dict[str, Any]:
        row = queries.rules_of(self.actor.organisation_id)
        names = [
            "directive_required",
            "directive_quote",
            "external_funding_required",
            "external_funding_kinds",
            "external_funding_quote",
            "anchoring_required",
            "anchoring_amount",
            "anchoring_currency",
            "anchoring_kinds",
            "anchoring_quote",
        ]
        values = {name: getattr(row, name) for name in names}
        themes = list(row.external_funding_themes.all()) if row.pk else []
        return values | {"external_funding_themes": themes, "version": row.version if row.pk else 0}

    def act(self, form: RulesForm) -> Any:
        values = dict(form.cleaned_data)
        return actions.set_work_rules(
            self.actor, organisation=self.actor.organisation, expected=values.pop("version") or 0, **values
        )

    def get_success_url(self) -> str:
        return reverse("work:rules")
