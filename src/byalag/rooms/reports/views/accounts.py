"""Pages of accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.periods import Period
from byalag.core.rendering import NotWritten, TemplateFault
from byalag.core.verdicts import Refused, Verdict
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.promises import api as promises

from .. import actions, exports, queries, rules
from ..accounts import Account
from ..completeness import lacks
from ..definitions import OF_COOPERATION, read
from ..forms import OpenReportForm, VersionForm
from ..layouts import explain
from ..models import Report
from ..showing import account_of, public_url


class ReportList(SignedIn, TemplateView):
    template_name = "reports/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = queries.own_reports(self.actor)
        frameworks = [
            framework
            for framework in promises.frameworks_visible_to(self.actor).own(self.actor).order_by("-starts", "title")
            if rules.may_open_report(self.actor, framework)
        ]
        received = list(queries.received_reports(self.actor))
        return super().get_context_data(reports=list(reports), received=received, frameworks=frameworks, **kwargs)


class OpenReport(ActionPage):
    """Begin an account of one framework."""

    template_name = "reports/open.html"
    form_class = OpenReportForm

    @cached_property
    def framework(self) -> promises.Framework:
        return get_object_or_404(promises.frameworks_visible_to(self.actor), pk=self.kwargs["framework"])

    def verdict(self) -> Verdict:
        return rules.may_open_report(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = [read(row.content) for row in queries.own_definitions(self.framework.organisation_id)]
        return super().get_form_kwargs() | {"kind": self.framework.kind, "own": own}

    def get_initial(self) -> dict[str, Any]:
        return {
            "definition": "declaration_answer" if self.framework.kind == "declaration" else "operations_report",
            "starts": self.framework.starts,
            "ends": self.framework.ends,
            "language": self.framework.language,
        }

    def act(self, form: OpenReportForm) -> Report:
        values = form.cleaned_data
        return actions.open_report(
            self.actor,
            framework=self.framework,
            definition=values["definition"],
            period=Period(values["starts"], values["ends"]),
            language=values["language"],
        )

    def get_success_url(self) -> str:
        return reverse("reports:report", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(of_what=self.framework, **kwargs)


class OpenCooperationReport(OpenReport):
    """Begin an account of a cooperation, such as a steering group makes."""

    @cached_property
    def cooperation(self) -> cooperation.Cooperation:
        return get_object_or_404(cooperation.cooperations_visible_to(self.actor), pk=self.kwargs["cooperation"])

    def verdict(self) -> Verdict:
        return rules.may_open_cooperation_report(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = [read(row.content) for row in queries.own_definitions(self.actor.home_id)]
        return ActionPage.get_form_kwargs(self) | {"kind": OF_COOPERATION, "own": own}

    def get_initial(self) -> dict[str, Any]:
        year = timezone.localdate().year
        language = self.actor.organisation.language if self.actor.organisation else self.cooperation.language
        days = {"starts": date(year, 1, 1), "ends": date(year, 12, 31)}
        return days | {"definition": "cooperation_account", "language": language}

    def act(self, form: OpenReportForm) -> Report:
        values = form.cleaned_data
        return actions.open_cooperation_report(
            self.actor,
            cooperation=self.cooperation,
            definition=values["definition"],
            period=Period(values["starts"], values["ends"]),
            language=values["language"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return ActionPage.get_context_data(self, of_what=self.cooperation, **kwargs)


class OneReport(SignedIn):
    @cached_property
    def report(self) -> Report:
        return get_object_or_404(queries.reports_visible_to(self.actor), pk=self.kwargs["pk"])


class ReportPage(OneReport, TemplateView):
    template_name = "reports/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = account_of(self.actor, self.report)
        own = self.actor.acts_for(self.report.organisation_id)
        reviews = queries.reviews_of(self.report)
        mine = next((review for review in reviews if self.actor.acts_for(review.organisation_id)), None)
        missing = lacks(self.report, account) if own and not self.report.is_frozen else []
        may_sign = rules.may_sign_report(
            self.actor,
            self.report,
            has_signed=queries.has_signed(self.actor, self.report),
            lacking=any(lack.blocks for lack in missing),
        )
        return super().get_context_data(
            report=self.report,
            account=account,
            own=own,
            reviews=reviews if own else [review for review in reviews if review is mine],
            review=mine,
            answers=queries.answers_to(self.report) if own or self.actor.acts_for(self.report.recipient_id) else [],
            missing=missing,
            may_sign=may_sign,
            may_ask=rules.may_ask_partners(self.actor, self.report),
            may_end_review=rules.may_end_review(self.actor, self.report),
            may_answer_review=mine and rules.may_answer_review(self.actor, mine),
            may_withdraw=rules.may_withdraw_signing(self.actor, self.report),
            may_submit=rules.may_submit_report(self.actor, self.report),
            may_answer=rules.may_answer_report(self.actor, self.report),
            may_rework=rules.may_rework_report(self.actor, self.report),
            may_take_signed_data=rules.may_take_signed_data(self.actor, self.report),
            may_see_changes=rules.may_see_changes(self.actor, self.report),
            example_notice=account.notice,
            figure_url="reports:figure",
            formats=exports.FORMATS,
            may_write=rules.may_write_report(self.actor, self.report),
            may_publish=rules.may_publish_report(self.actor, self.report),
            may_unpublish=rules.may_unpublish_report(self.actor, self.report),
            may_trash=rules.may_trash_report(self.actor, self.report),
            public_url=public_url(self.report),
            **kwargs,
        )


class FigurePage(OneReport, TemplateView):
    """The rows behind one figure."""

    template_name = "reports/figure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = account_of(self.actor, self.report)
        figure = account.figure(self.kwargs["number"])
        if figure is None:
            raise Http404
        return super().get_context_data(
            report=self.report, account=account, figure=figure, example_notice=account.notice, **kwargs
        )


class ChangeReport(OneReport):
    """A button on the account's page: a step back or forth that needs no words."""

    http_method_names = ["post"]
    verbs = {
        "unpublish": (actions.unpublish_report, gettext_lazy("The public does not see the account any longer.")),
        "end_review": (actions.end_review, gettext_lazy("The account is a draft again. What partners said stays.")),
        "withdraw": (actions.withdraw_signing, gettext_lazy("The signatures are taken back. The account is a draft.")),
        "rework": (actions.rework_report, gettext_lazy("The account is a draft again, to be signed anew.")),
    }

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        action, done = self.verbs[verb]
        form = VersionForm(request.POST)
        expected = form.cleaned_data["version"] if form.is_valid() else None
        try:
            action(self.actor, report=self.report, expected=expected)
        except Conflict:
            messages.warning(request, _("Somebody changed the account meanwhile. Look at it again before you decide."))
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, done)
        return redirect("reports:report", pk=pk)


class TrashReport(OneReport):
    """Ask first, then put a draft in the trash."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        verdict = rules.may_trash_report(self.actor, self.report)
        return render(request, "reports/trash.html", {"report": self.report, "verdict": verdict})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.trash_report(self.actor, report=self.report)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("reports:report", pk=pk)
        messages.success(request, _("The account is in the trash. You can take it back from there."))
        return redirect("reports:list")


class DownloadReport(OneReport):
    """The account as Word, PDF, spreadsheet or JSON."""

    def get(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        account = account_of(self.actor, self.report)
        return download(request, account, self.report, suffix, back=reverse("reports:report", args=[pk]))


def download(request: HttpRequest, account: Account, report: Report, suffix: str, *, back: str) -> HttpResponse:
    """The account as a file; one that cannot be written is told so on the page it was asked from."""
    if suffix not in exports.FORMATS:
        raise Http404
    try:
        template = queries.template_of(report.organisation_id, report.definition) if suffix == "docx" else None
        made = exports.export(account, suffix, template)
    except NotWritten as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(back)
    except TemplateFault as fault:
        messages.error(request, " ".join([_("The organisation's own Word layout does not fit."), *explain(fault)]))
        return redirect(back)
    response = HttpResponse(made, content_type=exports.FORMATS[suffix].media_type)
    response["Content-Disposition"] = f'attachment; filename="{report.slug}.{suffix}"'
    return response
