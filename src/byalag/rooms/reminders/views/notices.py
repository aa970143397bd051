"""What people are told, and how they want to be told."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.models import User
from byalag.core.pages import SignedIn
from byalag.core.verdicts import Verdict

from .. import actions, queries, rules
from ..enums import MailKind
from ..forms import ChoicesForm
from ..mailing.composing import Gathering, Letter
from ..models import Mailing, Notice
from .base import Deed, RoomForm

A_PAGE = 50


class NoticeList(SignedIn, TemplateView):
    template_name = "reminders/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(queries.notices_visible_to(self.actor), A_PAGE).get_page(self.request.GET.get("page"))
        people = {pk for row in page for pk in (row.delegation.from_user_id, row.delegation.to_user_id)}
        names = queries.names_in(self.actor.home_id, people)
        rows = [
            {
                "notice": row,
                "by": names.get(
                    row.delegation.from_user_id if row.kind == "delegated" else row.delegation.to_user_id, ""
                ),
            }
            for row in page
        ]
        return super().get_context_data(page=page, rows=rows, **kwargs)


class ReadNotice(Deed):
    """Read, or with `unread` in the form unread again."""

    def act(self) -> Notice:
        notice = get_object_or_404(queries.notices_visible_to(self.actor), pk=self.kwargs["pk"])
        return actions.read_notice(self.actor, notice=notice, unread=bool(self.request.POST.get("unread")))

    def back(self) -> str:
        return reverse("reminders:notices")


class Choices(RoomForm):
    form_class = ChoicesForm
    heading = _("How I am told")
    intro = _("For each kind: only here, by e-mail at once, gathered in one e-mail, or not at all.")
    button = _("Save")
    done_message = _("Saved.")
    template_name = "reminders/choices.html"
    works_without_organisation = True

    def verdict(self) -> Verdict:
        return rules.may_choose_notices(self.actor, self.request.user.pk)

    def get_initial(self) -> dict[str, Any]:
        return {kind.value: channel.value for kind, channel in queries.choices_of(self.request.user.pk).items()}

    def act(self, form: Any) -> User:
        return actions.choose_notices(self.actor, user=self.request.user, channels=form.channels())

    def back(self) -> str:
        return reverse("people:profile")


class Preview(SignedIn, TemplateView):
    """The gathered mails as they would be sent now; nothing is written."""

    template_name = "reminders/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        made = [
            Mailing(pk=-number, user=self.request.user, kind=kind, day=today)
            for number, kind in enumerate([MailKind.DAILY, MailKind.WEEKLY], start=1)
        ]
        gathering = Gathering()
        letters = gathering.letters(made)
        shown = [self._shown(gathering, letters[row.pk]) for row in made if not letters[row.pk].is_empty]
        return super().get_context_data(letters=shown, **kwargs)

    @staticmethod
    def _shown(gathering: Gathering, letter: Letter) -> dict[str, Any]:
        letter.unsubscribe = letter.choices_url
        subject, text, _html = gathering.rendered(letter)
        with translation.override(letter.user.language):
            body = render_to_string("reminders/mail/body.html", {"letter": letter, "unsubscribe": letter.unsubscribe})
        language = letter.user.language
        return {"kind": letter.kind.label, "subject": subject, "text": text, "body": body, "language": language}
