"""Somebody without an account is asked to tell of one activity; what they hand in is looked at here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from byalag.core import links
from byalag.core.downloads import serve
from byalag.core.languages import CONTENT_LANGUAGES
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people.api import Actor

from .. import actions, queries, rules
from ..actions.asking import HAND_IN
from ..asking_forms import AskForm, HandInForm
from ..enums import AgeBand, Audience, HandedInState, Sex
from ..models import AskedEntry, HandedFile, HandedIn
from .activities import OneActivity

MOST = 50


class Ask(OneActivity, ActionPage):
    """Make a link for one activity. Its secret is shown once; only its hash is kept."""

    template_name, form_class = "work/ask.html", AskForm

    def verdict(self) -> Verdict:
        return rules.may_ask_for_entry(self.actor, self.activity)

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.actor.language}

    def form_valid(self, form: AskForm) -> HttpResponse:
        try:
            asked, token = actions.ask_for_entry(self.actor, activity=self.activity, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
            return self.form_invalid(form)
        address = settings.SITE_URL + reverse("work:hand_in", args=[token])
        fresh = AskForm(initial=self.get_initial())
        return self.render_to_response(self.get_context_data(form=fresh, made=asked, address=address))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            activity=self.activity,
            asked=list(queries.asked_of(self.activity)) if self.actor.acts_for(self.activity.organisation_id) else [],
            back=self.activity.get_absolute_url(),
            **kwargs,
        )


class Close(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        asked = get_object_or_404(queries.asked_entries_visible_to(self.actor), pk=pk)
        try:
            actions.close_asked(self.actor, asked=asked)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The link is closed. It opens nothing any more."))
        return redirect("work:ask", pk=asked.activity_id)


class HandedInList(SignedIn, TemplateView):
    """What came through links: what waits, and what was declined lately."""

    template_name = "work/handed_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.handed_in_visible_to(self.actor)
        declined = rows.filter(state=HandedInState.DECLINED).order_by("-answered_at")
        return super().get_context_data(
            waiting=[_in_words(row) for row in queries.waiting_entries(self.actor)[:MOST]],
            declined=[_in_words(row) for row in declined[:MOST]],
            verdict=rules.may_plan_activity(self.actor, self.actor.home_id),
            **kwargs,
        )


def _in_words(row: HandedIn) -> dict[str, Any]:
    groups = [
        {
            "count": group["count"],
            "who": ", ".join(
                [
                    str(Audience(group["audience"]).label),
                    *[str(Sex(group["sex"]).label)] * (group["sex"] != Sex.UNKNOWN),
                    *[str(AgeBand(group["age_band"]).label)] * (group["age_band"] != AgeBand.UNKNOWN),
                ]
            ),
        }
        for group in row.groups
    ]
    return {"row": row, "activity": row.asked.activity, "groups": groups, "files": list(row.files.all())}


class _Judge(SignedIn):
    http_method_names = ["post"]
    done: Any = ""

    def act(self, handed_in: HandedIn) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        handed_in = get_object_or_404(queries.handed_in_visible_to(self.actor), pk=pk)
        try:
            self.act(handed_in)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
        else:
            messages.success(request, self.done)
        return redirect("work:handed_in")


class Accept(_Judge):
    done = _("Accepted. It stands with the activity now.")

    def act(self, handed_in: HandedIn) -> None:
        actions.accept_handed_in(self.actor, handed_in=handed_in)


class Decline(_Judge):
    done = _("Declined. For thirty days you can accept it after all.")

    def act(self, handed_in: HandedIn) -> None:
        actions.decline_handed_in(self.actor, handed_in=handed_in)


class HandedFileContent(SignedIn):
    """A file that was handed in, for those who decide about it."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = queries.handed_in_visible_to(self.actor).order_by().values("pk")
        row = get_object_or_404(
            HandedFile.objects.select_related("handed_in__asked__activity", "file"), pk=pk, handed_in__in=seen
        )
        verdict = rules.may_document(self.actor, row.handed_in.asked.activity)
        if not verdict:
            raise Refused(verdict.reason)
        return serve(row.file, name=row.name)


class HandIn(View):
    """The page behind the link: it opens just this one task, and tells nothing of who else is there."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        link = links.find(kwargs["token"], HAND_IN)
        asked = self.asked_by(link) if link else None
        if link is None or asked is None:
            return self.quiet(self.closed(request, kwargs["token"]))
        self.asked = asked
        self.actor = Actor("link", link_id=link.pk, language=asked.language)
        with translation.override(asked.language):
            return self.quiet(super().dispatch(request, *args, **kwargs))

    @staticmethod
    def asked_by(link: Any) -> AskedEntry | None:
        return AskedEntry.objects.select_related("activity__organisation").filter(pk=link.subject_id).first()

    @staticmethod
    def closed(request: HttpRequest, token: str) -> HttpResponse:
        """Links that are known are not counted; guesses are."""
        try:
            links.find(token, HAND_IN, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return render(request, "work/hand_in_closed.html", {"too_many": True}, status=429)
        return render(request, "work/hand_in_closed.html", status=404)

    @staticmethod
    def quiet(response: HttpResponse) -> HttpResponse:
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = self.form(data=request.POST, files=request.FILES)
        if form.is_valid():
            try:
                actions.hand_in(self.actor, asked=self.asked, **form.told())
            except Refused as refusal:
                form.add_error(None, str(refusal.reason))
            except ValidationError as fault:
                for name, problems in getattr(fault, "error_dict", {None: fault}).items():
                    form.add_error(name if name in form.fields else None, problems)
            else:
                return self.show(self.form(), done=True)
        return self.show(form, status=422)

    def form(self, **sent: Any) -> HandInForm:
        language = self.asked.language
        initial = {
            "day": self.asked.activity.starts or timezone.localdate(),
            "language": language if language in CONTENT_LANGUAGES else "en",
        }
        return HandInForm(initial=initial, language=language, **sent)

    def show(self, form: HandInForm, *, done: bool = False, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "asked": self.asked,
            "activity": self.asked.activity,
            "verdict": rules.may_hand_in(self.actor, self.asked),
            "done": done,
            "LANGUAGE_CODE": self.asked.language,
        }
        return render(self.request, "work/hand_in.html", context, status=status)
