"""The organisation's own reminders."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.core.verdicts import Verdict
from byalag.rooms.cooperation.api import cooperations_visible_to

from .. import actions, queries, rules
from ..forms import ReminderForm
from ..models import Reminder
from ..standing import today_of
from .base import Deed, RoomForm


class ReminderList(SignedIn, TemplateView):
    template_name = "reminders/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(queries.reminders_visible_to(self.actor).order_by("due", "pk"))
        return super().get_context_data(
            waiting=[row for row in rows if row.waits],
            settled=[row for row in rows if not row.waits],
            today=today_of(self.actor.organisation),
            may_add=rules.may_keep_reminders(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class AddReminder(RoomForm):
    form_class = ReminderForm
    heading = _("Add a reminder")
    button = _("Add")
    done_message = _("The reminder is added.")

    def verdict(self) -> Verdict:
        return rules.may_keep_reminders(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cooperations": _cooperations(self.actor)}

    def act(self, form: Any) -> Reminder:
        return actions.add_reminder(self.actor, organisation=self.actor.organisation, **form.values())

    def back(self) -> str:
        return reverse("reminders:list")


def _cooperations(actor: Any) -> Any:
    return cooperations_visible_to(actor).filter(organisation_id=actor.organisation_id).order_by("name")


class _OfReminder:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def reminder(self) -> Reminder:
        return get_object_or_404(queries.reminders_visible_to(self.actor), pk=self.kwargs["pk"])

    def back(self) -> str:
        return self.reminder.get_absolute_url()


class ReminderPage(_OfReminder, SignedIn, TemplateView):
    template_name = "reminders/reminder.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = today_of(self.actor.organisation)
        return super().get_context_data(
            reminder=self.reminder,
            done=queries.done_dates(self.reminder),
            is_overdue=self.reminder.waits and self.reminder.due < today,
            may_mark_done=rules.may_mark_done(self.actor, self.reminder),
            may_take_back=rules.may_take_back_done(self.actor, self.reminder),
            may_change=rules.may_change_reminder(self.actor, self.reminder),
            **kwargs,
        )


class ChangeReminder(_OfReminder, RoomForm):
    form_class = ReminderForm
    heading = _("Change the reminder")
    button = _("Save")
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_change_reminder(self.actor, self.reminder)

    def get_initial(self) -> dict[str, Any]:
        names = ("version", "title", "due", "role", "cooperation", "note")
        return {name: getattr(self.reminder, name) for name in names} | ReminderForm.opening(self.reminder.due_rule)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"cooperations": _cooperations(self.actor)}

    def act(self, form: Any) -> Reminder:
        return actions.change_reminder(
            self.actor, reminder=self.reminder, expected=form.cleaned_data["version"], **form.values()
        )


class MarkDone(_OfReminder, Deed):
    done_message = _("Marked as done.")

    def act(self) -> Reminder:
        return actions.mark_done(self.actor, reminder=self.reminder)


class TakeBackDone(_OfReminder, Deed):
    done_message = _("The date waits again.")

    def act(self) -> Reminder:
        return actions.take_back_done(self.actor, reminder=self.reminder)


class TrashReminder(_OfReminder, Deed):
    done_message = _("The reminder lies in the trash. You can take it out of there.")

    def act(self) -> Reminder:
        return actions.trash_reminder(self.actor, reminder=self.reminder)

    def back(self) -> str:
        return reverse("reminders:list")
