"""What the answers of a wave say, and what of it can be taken out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from byalag.core import table_sheet, tables
from byalag.core.pages import SignedIn
from byalag.core.verdicts import require

from .. import exports, queries, rules
from ..models import Wave
from ..results import Results, results_of

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class OneWave(SignedIn):
    """A wave whose results there may be something to see of."""

    @cached_property
    def wave(self) -> Wave:
        return get_object_or_404(queries.waves_with_results(self.actor), pk=self.kwargs["pk"])

    def results(self) -> Results:
        return results_of(
            self.wave,
            by=self.request.GET.get("by", ""),
            language=get_language() or "en",
            everything=bool(rules.may_read_answers(self.actor, self.wave.survey)),
        )

    def file(self, made: bytes | str, suffix: str, what: str) -> HttpResponse:
        response = HttpResponse(made, content_type=FORMATS[suffix])
        name = slugify(f"{self.wave.survey.title} {self.wave.name} {what}") or what
        response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        response["Cache-Control"] = "private, no-store"
        return response


class ResultsPage(OneWave, TemplateView):
    """Shares, means and their intervals, question by question."""

    template_name = "surveys/results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        verdict = rules.may_read_results(self.actor, self.wave)
        return super().get_context_data(
            wave=self.wave,
            survey=self.wave.survey,
            may_read=verdict,
            may_read_answers=rules.may_read_answers(self.actor, self.wave.survey),
            may_write_finding=rules.may_write_finding(self.actor, self.wave.survey),
            results=self.results() if verdict else None,
            **kwargs,
        )


class ResultsFile(OneWave, View):
    """The same figures as a table."""

    def get(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        if suffix not in FORMATS:
            raise Http404
        require(rules.may_read_results(self.actor, self.wave))
        kind = exports.table_of(self.wave, self.results())
        made = (
            table_sheet.as_xlsx(kind, self.actor) if suffix == "xlsx" else tables.as_csv(tables.out(kind, self.actor))
        )
        return self.file(made, suffix, "results")


class Microdata(OneWave, View):
    """A row for each submission, for those who read single answers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(rules.may_read_answers(self.actor, self.wave.survey))
        return self.file(tables.as_csv(exports.microdata(self.wave)), "csv", "answers")


class Codebook(OneWave, View):
    """What the columns of the answers mean."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(rules.may_read_answers(self.actor, self.wave.survey))
        made = tables.as_csv(exports.codebook(self.wave, get_language() or "en"))
        return self.file(made, "csv", "codebook")
