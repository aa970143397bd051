"""What people do about what is due: give it to a colleague, answer, put it off."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core import formats
from byalag.core.pages import SignedIn
from byalag.core.registries import Duty
from byalag.core.verdicts import Verdict

from .. import actions, forms, queries, rules
from ..models import Delegation, PutOff
from ..standing import standing_of, today_of
from .base import Deed, RoomForm


class _OfDuty(RoomForm):
    @cached_property
    def duty(self) -> Duty:
        item = standing_of(self.actor).find(self.kwargs["key"])
        if item is None:
            raise Http404
        return item.duty

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.duty.title, **kwargs)


class Delegate(_OfDuty):
    form_class = forms.DelegateForm
    heading = _("Delegate to a colleague")
    intro = _("Your colleague is told and sees it on their own list. You see that it is delegated, and the answer.")
    button = _("Delegate")
    done_message = _("Delegated. You can take it back as long as nobody has answered.")

    def verdict(self) -> Verdict:
        return rules.may_delegate(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        users = list(queries.can_be_delegated_to(self.actor).values_list("pk", flat=True))
        names = queries.names_in(self.actor.home_id, users)
        colleagues = sorted(((pk, names.get(pk, "")) for pk in users), key=lambda pair: pair[1].casefold())
        return super().get_form_kwargs() | {"colleagues": colleagues}

    def act(self, form: Any) -> Delegation:
        to = queries.can_be_delegated_to(self.actor).get(pk=form.cleaned_data["to"])
        return actions.delegate_duty(self.actor, duty=self.duty, to=to, note=form.cleaned_data["note"])


class PutOffPage(_OfDuty):
    form_class = forms.PutOffForm
    heading = _("Put off")
    button = _("Put off")
    done_message = _("Put off. It stands at the foot of Today, where you can undo it.")

    def verdict(self) -> Verdict:
        return rules.may_put_off(self.actor, self.actor.organisation_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        due = self.duty.due
        intro = _t("Only your own list changes; colleagues see it as before.")
        if due is not None:
            day = formats.day(due, get_language() or "en")
            intro = _t(
                "It is due on %(day)s. That date stays: should it pass meanwhile, Today says so. "
                "Only your own list changes; colleagues see it as before."
            ) % {"day": day}
        return super().get_context_data(**{"intro": intro} | kwargs)

    def act(self, form: Any) -> PutOff:
        today = today_of(self.actor.organisation)
        return actions.put_off(self.actor, duty=self.duty, today=today, **form.cleaned_data)


class UndoPutOff(Deed):
    done_message = _("It stands on your list again.")

    def act(self) -> PutOff:
        row = get_object_or_404(queries.put_offs_visible_to(self.actor), pk=self.kwargs["pk"])
        return actions.undo_put_off(self.actor, put_off=row)


class _OfDelegation:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def delegation(self) -> Delegation:
        return get_object_or_404(queries.delegations_visible_to(self.actor), pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("reminders:delegation", args=[self.delegation.pk])


class DelegationPage(_OfDelegation, SignedIn, TemplateView):
    template_name = "reminders/delegation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.delegation
        names = queries.names_in(row.organisation_id, [row.from_user_id, row.to_user_id])
        return super().get_context_data(
            delegation=row,
            giver=names.get(row.from_user_id, ""),
            taker=names.get(row.to_user_id, ""),
            may_reply=rules.may_reply(self.actor, row),
            may_withdraw=rules.may_withdraw_delegation(self.actor, row),
            may_reopen=rules.may_reopen_delegation(self.actor, row),
            **kwargs,
        )


class Reply(_OfDelegation, RoomForm):
    form_class = forms.WordsForm
    heading = _("Answer what was delegated to you")
    intro = _("It goes back to the one who gave it, with your answer.")
    button = _("Send the answer")
    done_message = _("Your answer is sent.")

    def verdict(self) -> Verdict:
        return rules.may_reply(self.actor, self.delegation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.delegation.title, **kwargs)

    def act(self, form: Any) -> Delegation:
        return actions.reply(self.actor, delegation=self.delegation, text=form.cleaned_data["text"])


class HandBack(_OfDelegation, RoomForm):
    form_class = forms.ReasonForm
    heading = _("Hand back what was delegated to you")
    button = _("Hand back")
    done_message = _("Handed back.")

    def verdict(self) -> Verdict:
        return rules.may_reply(self.actor, self.delegation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(quoted=self.delegation.title, **kwargs)

    def act(self, form: Any) -> Delegation:
        return actions.hand_back(self.actor, delegation=self.delegation, reason=form.cleaned_data["text"])


class Reopen(_OfDelegation, Deed):
    done_message = _("It is open again. What you had written is kept on this page.")

    def act(self) -> Delegation:
        return actions.reopen_delegation(self.actor, delegation=self.delegation)


class Withdraw(_OfDelegation, Deed):
    done_message = _("Taken back. It stands on the list again.")

    def act(self) -> Delegation:
        return actions.withdraw_delegation(self.actor, delegation=self.delegation)
