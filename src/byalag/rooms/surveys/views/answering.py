"""The form in the browser for whoever holds a link, page by page and without scripts; and the same to be looked at first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.generic import View

from byalag.core import links
from byalag.core.models import StoredFile
from byalag.core.pages import SignedIn
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people.api import Actor

from .. import actions, drafts, rules
from ..actions import DOOR
from ..drafts import Draft
from ..enums import Channel, DoorKind
from ..languages import Tongue, chosen, tongues
from ..models import Form, Submission, Survey
from ..queries import door_behind, forms_visible_to
from ..sitting import Sitting


def quiet(response: HttpResponse) -> HttpResponse:
    """Nobody learns the address from this page, finds it in a search, or reads it out of a cache."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


class Filling:
    """Shows a version of a questionnaire and takes it page by page; what is done at the end, the page itself says."""

    request: HttpRequest
    survey: Survey
    use: str
    preview, keeps, demands = False, True, True

    def verdict(self) -> Verdict:
        raise NotImplementedError

    def version(self, number: int) -> Form | None:
        """The version that a draft was begun with."""
        raise NotImplementedError

    def finished(self, sitting: Sitting) -> HttpResponse:
        raise NotImplementedError

    def begin(self, form: Form, *, lost: bool = False) -> HttpResponse:
        usual, asked = self.survey.language, self.request.GET.get("in", "")
        tongue = chosen(form.value, asked or translation.get_language() or "", usual=usual)
        sitting = Sitting(form, Draft(form.pk, tongue.name), keeps=self.keeps, demands=self.demands)
        return self.show(sitting, lost=lost, status=422 if lost else 200)

    def go_on(self, form: Form) -> HttpResponse:
        """`form`: the version that is asked now, for a draft that cannot be read any more."""
        sent = self.request.POST
        draft = drafts.read(sent.get("draft", ""), self.use)
        begun_with = self.version(draft.form) if draft is not None else None
        if draft is None or begun_with is None:
            return self.begin(form, lost=True)
        sitting = Sitting(begun_with, draft, keeps=self.keeps, demands=self.demands)
        with translation.override(self.tongue(sitting).interface):
            sitting.receive(sent, self.request.FILES)
            if sitting.go(sent.get("go", "next")):
                return self.finished(sitting)
        return self.show(sitting, status=422 if sitting.faults else 200)

    def tongue(self, sitting: Sitting) -> Tongue:
        return chosen(sitting.form.value, sitting.draft.language, usual=self.survey.language)

    def show(self, sitting: Sitting, *, status: int = 200, **also: Any) -> HttpResponse:
        tongue = self.tongue(sitting)
        with translation.override(tongue.interface):
            context = self.common(sitting, tongue) | sitting.context() | also
            context["draft"] = sitting.draft.signed(self.use)
            context |= {"verdict": self.verdict(), "sent": self.request.method == "POST"}
            return render(self.request, "surveys/answer.html", context, status=status)

    def common(self, sitting: Sitting, tongue: Tongue) -> dict[str, Any]:
        value = sitting.form.value
        return {
            "survey": self.survey,
            "title": value.title.in_(tongue.name, value.default_language) or self.survey.title,
            "tongue": tongue,
            "tongues": tongues(value, usual=self.survey.language),
            "preview": self.preview,
            "version": sitting.form,
            "LANGUAGE_CODE": tongue.interface,
        }

    def thank(self, sitting: Sitting, **also: Any) -> HttpResponse:
        tongue = self.tongue(sitting)
        with translation.override(tongue.interface):
            context = self.common(sitting, tongue) | also
            return render(self.request, "surveys/answered.html", context)


class Answer(Filling, View):
    """Behind an open or a personal link. It opens this one form, and tells nothing of what others answered."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.request = request
        link = links.find(kwargs["token"], DOOR)
        door = door_behind(link, DoorKind.OPEN, DoorKind.PERSONAL) if link else None
        if link is None or door is None or door.wave.form is None:
            return quiet(self.closed(request, kwargs["token"]))
        self.door, self.survey, self.use = door, door.wave.survey, f"door.{door.pk}"
        self.form = door.wave.form
        self.actor = Actor("link", link_id=link.pk, language=self.survey.language)
        return quiet(super().dispatch(request, *args, **kwargs))

    @staticmethod
    def closed(request: HttpRequest, token: str) -> HttpResponse:
        """Links that are known are not counted; guesses are."""
        try:
            links.find(token, DOOR, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return render(request, "surveys/answer_closed.html", {"too_many": True}, status=429)
        return render(request, "surveys/answer_closed.html", status=404)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if actions.is_spent(self.door):
            return render(request, "surveys/answer_closed.html", {"spent": True}, status=410)
        return self.begin(self.form)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        draft = drafts.read(request.POST.get("draft", ""), self.use) if actions.is_spent(self.door) else None
        if actions.is_spent(self.door) and not (draft and self.came(draft)):
            return render(request, "surveys/answer_closed.html", {"spent": True}, status=410)
        return self.go_on(self.form)

    def came(self, draft: Draft) -> bool:
        return Submission.objects.filter(instance_id=draft.instance_id, door=self.door).exists()

    def verdict(self) -> Verdict:
        return rules.may_answer(self.actor, self.door.wave, self.door)

    def version(self, number: int) -> Form | None:
        if number == self.form.pk:
            return self.form
        return Form.objects.filter(pk=number, survey=self.survey, frozen_at__isnull=False).first()

    def finished(self, sitting: Sitting) -> HttpResponse:
        draft = sitting.draft
        stored = {row.pk: row for row in StoredFile.objects.filter(pk__in=draft.files.values())}
        try:
            actions.answer_through(
                self.actor, door=self.door, form=sitting.form, xml=sitting.xml(), channel=Channel.WEB,
                language=draft.language, opened=draft.opened,
                files={name: stored.get(pk) for name, pk in draft.files.items()},
            )  # fmt: skip
        except Refused as refusal:
            return self.show(sitting, status=422, refused=refusal.reason)
        except actions.Different:
            return self.thank(sitting, changed=True)
        except actions.Spent as spent:
            return self.show(sitting, status=422, refused=" ".join(spent.messages))
        return self.thank(sitting, may_again=self.door.kind == DoorKind.OPEN)


class Preview(Filling, SignedIn):
    """The form as those who are asked see it, for those who keep the survey. Nothing is saved."""

    http_method_names = ["get", "head", "post"]
    preview, keeps = True, False

    def found(self, pk: int, form: int) -> Form:
        found = get_object_or_404(forms_visible_to(self.actor).select_related("survey__receiver"), survey=pk, pk=form)
        self.survey, self.use = found.survey, f"preview.{found.pk}"
        verdict = rules.may_edit_survey(self.actor, self.survey)
        if not verdict:
            raise Refused(verdict.reason)
        return found

    def get(self, request: HttpRequest, pk: int, form: int) -> HttpResponse:
        return self.begin(self.found(pk, form))

    def post(self, request: HttpRequest, pk: int, form: int) -> HttpResponse:
        self.shown = self.found(pk, form)
        return self.go_on(self.shown)

    def verdict(self) -> Verdict:
        return rules.may_edit_survey(self.actor, self.survey)

    def version(self, number: int) -> Form | None:
        return self.shown if number == self.shown.pk else None

    def finished(self, sitting: Sitting) -> HttpResponse:
        return self.thank(sitting)
