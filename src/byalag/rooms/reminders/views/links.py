"""Pages that the secret links of a mail open: looking changes nothing, a button does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from byalag.core import links
from byalag.core.models import SecretLink
from byalag.core.verdicts import Refused
from byalag.rooms.people.api import Actor, actor_of

from .. import actions, queries, rules
from ..enums import DelegationState, MailKind
from ..mailing.composing import ANSWER, UNSUBSCRIBE
from ..models import MailedLine, Mailing, PutOff, Reminder
from ..standing import Item, standing_of, today_of

A_WEEK = timedelta(days=7)


class _Linked(View):
    """Finds the link; answers never to be kept, indexed or told on."""

    purpose = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = kwargs["token"]
        link = links.find(token, self.purpose)
        if link is None:
            return self.quiet(self.closed(request, token))
        self.link: SecretLink = link
        return self.quiet(super().dispatch(request, *args, **kwargs))

    def closed(self, request: HttpRequest, token: str) -> HttpResponse:
        """A link that is known is never counted, so that a mail provider may use many; guesses are."""
        try:
            links.find(token, self.purpose, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return render(request, "reminders/link_closed.html", {"too_many": True}, status=429)
        return render(request, "reminders/link_closed.html", status=404)

    @staticmethod
    def quiet(response: HttpResponse) -> HttpResponse:
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "no-store"
        return response


class AnswerLine(_Linked):
    """The status of one thing due, for the person it was mailed to: done, put off a week, and back again."""

    purpose = ANSWER

    def line_and_actor(self) -> tuple[MailedLine, Actor] | None:
        line = (
            MailedLine.objects.select_related("mailing__user", "organisation").filter(pk=self.link.subject_id).first()
        )
        if line is None or not line.mailing.user.is_active:
            return None
        actor = actor_of(line.mailing.user, line.organisation)
        return (line, replace(actor, link_id=self.link.pk)) if actor.is_member else None

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        found = self.line_and_actor()
        if found is None:
            return render(request, "reminders/link_closed.html", status=404)
        return self.show(request, *found)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        found = self.line_and_actor()
        if found is None:
            return render(request, "reminders/link_closed.html", status=404)
        line, actor = found
        fault = ""
        with translation.override(line.mailing.user.language):
            try:
                self.act(request.POST.get("do", ""), line, actor)
            except Refused as refusal:
                fault = str(refusal.reason)
            except ValidationError as error:
                fault = " ".join(error.messages)
        return self.show(request, line, actor, fault)

    def act(self, verb: str, line: MailedLine, actor: Actor) -> None:
        item = standing_of(actor).find(line.duty_key)
        reminder = _reminder(actor, line)
        if verb == "done" and reminder is not None:
            actions.mark_done(actor, reminder=reminder, due=line.due)
        elif verb == "done" and item is not None and item.is_given_to_me and item.delegation is not None:
            actions.reply(actor, delegation=item.delegation, text=_("Done."))
        elif verb == "put_off" and item is not None and item.put_off is None:
            today = today_of(actor.organisation)
            reason = _("Put off by the link in an e-mail")
            actions.put_off(actor, duty=item.duty, until=today + A_WEEK, reason=reason, today=today)
        elif verb == "undo":
            _undo(actor, line, reminder)

    def show(self, request: HttpRequest, line: MailedLine, actor: Actor, fault: str = "") -> HttpResponse:
        language = line.mailing.user.language
        with translation.override(language):
            item = standing_of(actor).find(line.duty_key)
            reminder = _reminder(actor, line)
            context = {
                "line": line,
                "fault": fault,
                "status": _status(line, item, reminder),
                "may_finish": bool(reminder and reminder.key == line.duty_key and rules.may_mark_done(actor, reminder))
                or bool(item and item.is_given_to_me and item.is_open_delegation),
                "may_put_off": item is not None and item.put_off is None,
                "may_undo": _can_undo(actor, line, item, reminder),
                "LANGUAGE_CODE": language,
            }
            return render(request, "reminders/answer.html", context, status=409 if fault else 200)


def _reminder(actor: Actor, line: MailedLine) -> Reminder | None:
    kind, _colon, rest = line.duty_key.partition(":")
    if kind != "reminders.reminder":
        return None
    return queries.reminders_visible_to(actor).filter(pk=int(rest.split(":")[0])).first()


def _is_done(line: MailedLine, reminder: Reminder | None) -> bool:
    return reminder is not None and line.due is not None and reminder.done_for == line.due


def _status(line: MailedLine, item: Item | None, reminder: Reminder | None) -> str:
    if _is_done(line, reminder):
        return _("This is marked as done.")
    if item is None:
        return _("This does not wait for you any more.")
    if item.put_off is not None:
        return _("You have put this off.")
    return ""


def _can_undo(actor: Actor, line: MailedLine, item: Item | None, reminder: Reminder | None) -> bool:
    if item is not None and item.put_off is not None:
        return True
    if reminder is not None and _is_done(line, reminder):
        return bool(rules.may_take_back_done(actor, reminder))
    return _answered(actor, line) is not None


def _answered(actor: Actor, line: MailedLine) -> Any:
    return (
        queries.delegations_visible_to(actor)
        .filter(duty_key=line.duty_key, to_user_id=actor.user_id, state=DelegationState.REPLIED)
        .first()
    )


def _undo(actor: Actor, line: MailedLine, reminder: Reminder | None) -> None:
    put_off: PutOff | None = queries.put_offs_visible_to(actor).filter(duty_key=line.duty_key).first()
    if put_off is not None:
        actions.undo_put_off(actor, put_off=put_off)
    elif reminder is not None and _is_done(line, reminder):
        actions.take_back_done(actor, reminder=reminder)
    elif (delegation := _answered(actor, line)) is not None:
        actions.reopen_delegation(actor, delegation=delegation)


@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(_Linked):
    """RFC 8058: a mail program posts here without a session; a person who opens the link finds a button."""

    purpose = UNSUBSCRIBE

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(request, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        mailing = self.mailing()
        if mailing is None:
            return render(request, "reminders/link_closed.html", status=404)
        chosen = queries.choices_of(mailing.user_id)
        channels = actions.without_mail(MailKind(mailing.kind), chosen)
        actor = Actor("link", user_id=mailing.user_id, link_id=self.link.pk)
        if channels:
            actions.choose_notices(actor, user=mailing.user, channels=channels)
        return self.show(request, done=True)

    def mailing(self) -> Mailing | None:
        return Mailing.objects.select_related("user").filter(pk=self.link.subject_id).first()

    def show(self, request: HttpRequest, *, done: bool) -> HttpResponse:
        mailing = self.mailing()
        if mailing is None:
            return render(request, "reminders/link_closed.html", status=404)
        language = mailing.user.language
        with translation.override(language):
            context = {"kind": MailKind(mailing.kind).label, "done": done, "LANGUAGE_CODE": language}
            return render(request, "reminders/unsubscribe.html", context)
