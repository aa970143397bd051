"""The public pages of accounts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from byalag.rooms.people.api import PUBLIC, Organisation

from .. import exports, queries
from ..models import Report
from ..showing import account_of
from .accounts import download


def find_public(organisation: Organisation, slug: str) -> Report | None:
    return queries.reports_visible_to(PUBLIC).filter(organisation=organisation, slug=slug).first()


def public_report(request: HttpRequest, report: Report) -> HttpResponse:
    """The published account, with what the public may see of its sources. `?figure=N` opens the rows behind a figure."""
    account = account_of(PUBLIC, report)
    wanted = request.GET.get("figure", "")
    figure = account.figure(int(wanted)) if wanted.isdigit() else None
    if wanted and figure is None:
        raise Http404
    if suffix := request.GET.get("format", ""):
        return download(request, account, report, suffix, back=request.path)
    template = "reports/public_figure.html" if figure else "reports/public_report.html"
    return render(
        request,
        template,
        {
            "report": report,
            "account": account,
            "figure": figure,
            "others": queries.published_in_other_languages(report),
            "example_notice": account.notice,
            "formats": exports.FORMATS,
        },
    )
