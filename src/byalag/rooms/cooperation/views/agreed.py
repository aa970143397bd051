"""Pages of what was agreed to be done."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people
from byalag.rooms.records import api as records

from .. import actions, queries, rules
from ..agreed_forms import AgreedActionForm, SettleForm
from ..models import AgreedAction
from ..pipeline_forms import RemoveForm
from .cooperations import StepOfCooperation


class NoteAgreedAction(StepOfCooperation):
    form_class, heading = AgreedActionForm, _("Write down what was agreed")

    def verdict(self) -> Verdict:
        return rules.may_note_agreed_action(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        parties = [row.pk for row in queries.organisations_in(self.cooperation)]
        own = records.documents_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        return super().get_form_kwargs() | {
            "parties": people.Organisation.objects.filter(pk__in=parties).order_by("name"),
            "documents": own.order_by("-created_at", "-pk"),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.actor.organisation_id}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        language = self.actor.organisation.language
        return actions.note_agreed_action(self.actor, cooperation=self.cooperation, language=language, **values)


class OneAgreedAction(NoteAgreedAction):
    @cached_property
    def agreed_action(self) -> AgreedAction:
        rows = queries.agreed_actions_visible_to(self.actor).filter(cooperation=self.cooperation)
        return get_object_or_404(rows, pk=self.kwargs["action"])


class ChangeAgreedAction(OneAgreedAction):
    heading = _("Change what was agreed")

    def verdict(self) -> Verdict:
        return rules.may_change_agreed_action(self.actor, self.agreed_action)

    def get_initial(self) -> dict[str, Any]:
        names = ("text", "organisation", "agreed_on", "due", "source", "minutes", "version")
        return {name: getattr(self.agreed_action, name) for name in names}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_agreed_action(
            self.actor, agreed_action=self.agreed_action, expected=values.pop("version"), **values
        )


class SettleAgreedAction(OneAgreedAction):
    form_class, heading = SettleForm, _("Is it done?")

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return {name: value for name, value in given.items() if name not in ("parties", "documents")}

    def verdict(self) -> Verdict:
        return rules.may_settle_agreed_action(self.actor, self.agreed_action)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.agreed_action.version, "is_done": "yes"}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.settle_agreed_action(
            self.actor, agreed_action=self.agreed_action, expected=values.pop("version"), **values
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": self.agreed_action.text}


class ReopenAgreedAction(SettleAgreedAction):
    form_class, heading = RemoveForm, _("Take it up again")

    def verdict(self) -> Verdict:
        return rules.may_reopen_agreed_action(self.actor, self.agreed_action)

    def act(self, form: Any) -> Any:
        return actions.reopen_agreed_action(self.actor, agreed_action=self.agreed_action)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, **kwargs)
