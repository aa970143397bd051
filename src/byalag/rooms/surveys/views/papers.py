"""Papers: typed by two people, compared, settled where they differ, and only then counted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict

from .. import actions, papers, queries, rules
from ..actions import check_typing
from ..models import Form, PaperEntry, Submission, Wave
from ..paper_forms import PaperForm, SettlePaperForm
from ..sitting import Sitting
from .answering import Filling
from .waves import OneWave

MOST_SHOWN = 200


def page_of(wave: Wave) -> str:
    return reverse("surveys:papers", args=[wave.pk])


class Papers(OneWave, ActionPage):
    """Which papers wait for the second person, which differ, and how many count; and which one is typed next."""

    template_name, form_class = "surveys/papers.html", PaperForm

    def verdict(self) -> Verdict:
        return rules.may_type_paper(self.actor, self.wave)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"areas": self.wave.areas.all()}

    @cached_property
    def entries(self) -> dict[str, list[PaperEntry]]:
        found: dict[str, list[PaperEntry]] = {}
        for entry in queries.papers_visible_to(self.actor).filter(wave=self.wave).defer("xml", "answers"):
            found.setdefault(entry.number, []).append(entry)
        return found

    def act(self, form: PaperForm) -> Wave:
        if not self.verdict():
            raise Refused(self.verdict().reason)
        assert self.wave.form is not None
        before = self.entries.get(form.cleaned_data["number"], [])
        check_typing(self.actor, before, self.wave.form)
        self.query = QueryDict(mutable=True)
        self.query["number"] = form.cleaned_data["number"]
        if area := form.cleaned_data["area"]:
            self.query["area"] = str(area.pk)
        return self.wave

    def get_success_url(self) -> str:
        return f"{reverse('surveys:type_paper', args=[self.wave.pk])}?{self.query.urlencode()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wave, own = self.wave, self.actor.user_id
        open_ones = {number: rows for number, rows in self.entries.items() if rows[0].submission_id is None}
        waiting = [(rows[0], rows[0].typist == own) for rows in open_ones.values() if len(rows) == 1]
        told = {
            "wave": wave, "survey": wave.survey, "waiting": waiting[:MOST_SHOWN],
            "differing": [rows[0] for rows in open_ones.values() if len(rows) > 1][:MOST_SHOWN],
            "settled": len(self.entries) - len(open_ones),
            "may_read": rules.may_read_answers(self.actor, wave.survey),
        }  # fmt: skip
        return super().get_context_data(**{**told, **kwargs})


class TypePaper(Filling, OneWave):
    """The form as in the browser; what is required may be empty, as it may be on the paper."""

    http_method_names = ["get", "head", "post"]
    keeps, demands = False, False

    def asked(self) -> Form | None:
        """The version that is typed, or None for a paper that this person does not type."""
        wave, self.survey = self.wave, self.wave.survey
        form = PaperForm(self.request.GET, areas=wave.areas.all())
        if not rules.may_type_paper(self.actor, wave) or wave.form is None or not form.is_valid():
            return None
        self.number, self.area = form.cleaned_data["number"], form.cleaned_data["area"]
        self.use = f"paper.{wave.pk}.{self.actor.user_id}.{self.number}"
        return wave.form

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.asked()
        return redirect(page_of(self.wave)) if form is None else self.begin(form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.asked()
        return redirect(page_of(self.wave)) if form is None else self.go_on(form)

    def verdict(self) -> Verdict:
        return rules.may_type_paper(self.actor, self.wave)

    def version(self, number: int) -> Form | None:
        return self.wave.form if self.wave.form is not None and number == self.wave.form.pk else None

    def common(self, sitting: Sitting, tongue: Any) -> dict[str, Any]:
        return super().common(sitting, tongue) | {"paper": self.number, "back": page_of(self.wave)}

    def finished(self, sitting: Sitting) -> HttpResponse:
        try:
            _entry, row = actions.type_paper(
                self.actor, wave=self.wave, form=sitting.form, number=self.number, xml=sitting.xml(), area=self.area,
                language=sitting.draft.language,
            )  # fmt: skip
        except Refused as refusal:
            return self.show(sitting, status=422, refused=refusal.reason)
        except ValidationError as fault:
            return self.show(sitting, status=422, refused=" ".join(fault.messages))
        if row is not None:
            told = gettext("Paper %(number)s was typed twice the same, and counts.")
        elif PaperEntry.objects.filter(wave=self.wave, number=self.number).count() > 1:
            told = gettext("Paper %(number)s was typed in two ways. Look at the differences.")
        else:
            told = gettext("Paper %(number)s is typed. Somebody else types it once more.")
        messages.success(self.request, told % {"number": self.number})
        return redirect(page_of(self.wave))


class DropPaper(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = get_object_or_404(queries.papers_visible_to(self.actor), pk=pk)
        try:
            actions.drop_paper(self.actor, entry=entry)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, gettext("It is taken back. You can type the paper anew."))
        return redirect(page_of(entry.wave))


class ComparePaper(ActionPage):
    """The differences of one paper, each settled with the paper in hand."""

    template_name, form_class = "surveys/paper.html", SettlePaperForm
    done_message = _("The paper is settled, and counts.")

    @cached_property
    def entries(self) -> list[PaperEntry]:
        rows = queries.papers_visible_to(self.actor)
        one = get_object_or_404(rows, pk=self.kwargs["pk"])
        return list(rows.filter(wave=one.wave_id, number=one.number).order_by("pk"))

    @cached_property
    def differences(self) -> list[papers.Difference]:
        first, *others = self.entries
        return papers.differences(first, others[0], get_language() or "en") if others else []

    def verdict(self) -> Verdict:
        return rules.may_settle_paper(self.actor, self.entries)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"differences": self.differences}

    def act(self, form: SettlePaperForm) -> Submission:
        first = self.entries[0]
        return actions.settle_paper(self.actor, wave=first.wave, number=first.number, chosen=form.chosen())

    def get_success_url(self) -> str:
        return page_of(self.entries[0].wave)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = self.entries[0]
        told = {"wave": first.wave, "survey": first.wave.survey, "paper": first, "back": page_of(first.wave)}
        return super().get_context_data(**{**told, **kwargs})
