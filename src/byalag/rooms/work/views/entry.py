"""The entry page: two minutes after a meeting, on a phone, also without a network and without a script."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from byalag.core.device import device_key
from byalag.core.languages import CONTENT_LANGUAGES
from byalag.core.pages import ActionPage, needs_second_step
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people

from .. import actions, queries, rules
from ..entry_form import EntryForm
from ..models import FieldEntry

SHEETS = [
    "vendor/fonts/public-sans.css",
    "vendor/fonts/noto-sans.css",
    "vendor/designsystemet/designsystemet.css",
    "vendor/designsystemet/theme.css",
    "core/byalag.css",
    "work/entry.css",
]
SCRIPTS = ["core/byalag.js", "core/device.js", "work/sending.js", "work/entry.js"]
FONTS = ["vendor/fonts/public-sans-latin-wght-normal.woff2", "vendor/fonts/public-sans-latin-ext-wght-normal.woff2"]


class Entry(ActionPage):
    """An ordinary form; a script that sends it asks for JSON and says for which user it was kept.

    JSON answers: `state` is accepted (url, title), refused (reasons: field, text; renumber), signed_out,
    another_user or waits (text).
    """

    template_name, form_class = "work/entry.html", EntryForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.by_script:
            if not request.user.is_authenticated:
                return JsonResponse({"state": "signed_out"}, status=401)
            if request.headers.get("X-Device-User") != device_key(request.user):
                return JsonResponse({"state": "another_user"}, status=409)
        if request.method == "POST" and request.user.is_authenticated:
            self.act_for(request, request.POST.get("organisation", ""))
        if self.by_script and request.actor.is_member and needs_second_step(request):
            text = _("Your organisation requires two-step sign-in. Set it up under My profile; then this is sent.")
            return JsonResponse({"state": "waits", "text": text}, status=403)
        if self.by_script and not request.actor.is_member:
            text = _("You do not belong to the organisation that this was written for any more.")
            return JsonResponse({"state": "refused", "reasons": [{"field": "", "text": text}]}, status=422)
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def act_for(request: HttpRequest, wanted: str) -> None:
        """What was kept is sent for the organisation that it was written for, whichever is chosen meanwhile."""
        if wanted != str(request.actor.organisation_id):
            mine = people.organisations_of(request.user.pk)
            if organisation := next((row for row in mine if str(row.pk) == wanted), None):
                request.actor = people.actor_of(request.user, organisation)

    @property
    def by_script(self) -> bool:
        return self.request.method == "POST" and self.request.headers.get("Accept") == "application/json"

    def verdict(self) -> Verdict:
        return rules.may_plan_activity(self.actor, self.actor.home_id)

    @cached_property
    def asked_for(self) -> int | None:
        wanted = self.request.POST.get("activity") or self.request.GET.get("activity") or ""
        return int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None

    def get_form_kwargs(self) -> dict[str, Any]:
        activities = queries.activities_to_enter(self.actor, also=self.asked_for)
        return super().get_form_kwargs() | {
            "activities": activities,
            "language": self.actor.language,
            "uploads": queries.uploads_of(self.actor),
            "may_list": bool(people.may_edit_person(self.actor, self.actor.home_id)),
        }

    def get_initial(self) -> dict[str, Any]:
        language = self.actor.language if self.actor.language in CONTENT_LANGUAGES else "en"
        return {
            "day": timezone.localdate(),
            "language": language,
            "organisation": self.actor.organisation_id,
            "activity": self.asked_for,
        }

    def act(self, form: EntryForm) -> FieldEntry:
        if str(form.cleaned_data["organisation"] or "") != str(self.actor.organisation_id):
            raise Refused(_("You do not belong to the organisation that this was written for any more."))
        told = form.told()
        try:
            entry = actions.enter(self.actor, organisation=self.actor.organisation, **told)
        except ValidationError as fault:
            self.needs_number = getattr(fault, "code", "") == "another"
            raise
        finally:
            for file in told["files"].values():
                file.close()
        for upload in form.taken:
            actions.drop_upload(self.actor, upload=upload)
        return entry

    needs_number = False

    def form_valid(self, form: EntryForm) -> HttpResponse:
        answer = super().form_valid(form)
        if not isinstance(answer, HttpResponseRedirect):
            return answer
        activity = self.result.activity
        if self.by_script:
            url, title = (activity.get_absolute_url(), activity.title) if activity else ("", "")
            return JsonResponse({"state": "accepted", "url": url, "title": title, "again": self.result.came_before})
        messages.success(self.request, _("Written down."))
        return answer

    def form_invalid(self, form: EntryForm) -> HttpResponse:
        if self.by_script:
            reasons = [
                {"field": "" if name == "__all__" else name, "text": text}
                for name, faults in form.errors.items()
                for text in faults
            ]
            return JsonResponse({"state": "refused", "reasons": reasons, "renumber": self.needs_number}, status=422)
        if self.needs_number:
            form.data = form.data.copy()
            form.data["sent_as"] = str(uuid4())
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        activity = self.result.activity
        return activity.get_absolute_url() if activity else reverse("work:list")


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Who is signed in, as a device knows them, and the token that what it sends has to carry.

    `?sent_as=` asks as well whether an entry of theirs has come, so that its files are not sent again for nothing.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"state": "signed_out"}, status=401)
    told: dict[str, Any] = {"state": "signed_in", "user": device_key(request.user), "csrf": get_token(request)}
    if asked := request.GET.get("sent_as"):
        told["is_there"] = queries.is_sent(request.actor, asked)
    return JsonResponse(told)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the entry page without a network. It lies where it may see that page and no other."""
    context = {
        "page": reverse("work:entry"),
        "state": reverse("work:entry_state"),
        "scripts": [static(path) for path in ("core/device.js", "work/sending.js")],
        "assets": [static(path) for path in (*SHEETS, *SCRIPTS, *FONTS, "core/icon.svg")],
    }
    answer = render(request, "work/entry_worker.js", context, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the entry page beside its other programs."""
    page = reverse("work:entry")
    icons = [
        {"src": static(f"work/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    told = {
        "id": page,
        "name": _("Byalag: document something"),
        "short_name": "Byalag",
        "start_url": page,
        "scope": page,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#7f1518",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")
