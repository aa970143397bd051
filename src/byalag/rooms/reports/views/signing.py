"""Pages on the way of an account from draft to accepted: partners, signatures, the recipient, and what changed since."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core import redaction
from byalag.core.middleware import leave
from byalag.core.pages import ActionPage
from byalag.core.verdicts import Verdict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import PUBLIC, Organisation, organisations_visible_to

from .. import actions, queries, rules
from ..completeness import lacks
from ..enums import Outcome, ReviewAnswer
from ..forms import AccountRulesForm, AnswerForm, AskPartnersForm, ReviewForm, SignForm, SubmitForm, VersionForm
from ..models import Review
from ..showing import account_of, changed_since_signing, public_url
from .accounts import OneReport


class OnTheWay(OneReport, ActionPage):
    """A form about one account that leads back to it."""

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.report.version}

    def get_success_url(self) -> str:
        return reverse("reports:report", args=[self.report.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)


def others(view: OneReport) -> QuerySet[Organisation]:
    return organisations_visible_to(view.actor).exclude(pk=view.report.organisation_id).order_by("name")


class AskPartners(OnTheWay):
    template_name, form_class = "reports/ask_partners.html", AskPartnersForm
    done_message = _("The partners see the account now, and are asked what they say.")

    def verdict(self) -> Verdict:
        return rules.may_ask_partners(self.actor, self.report)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": others(self)}

    def get_initial(self) -> dict[str, Any]:
        together = self.report.cooperation or (self.report.framework and self.report.framework.cooperation)
        parties = [party.organisation_id for party in cooperation.parties_of(together)] if together else []
        return super().get_initial() | {"organisations": parties}

    def act(self, form: AskPartnersForm) -> Any:
        values = form.cleaned_data
        return actions.ask_partners(
            self.actor, report=self.report, organisations=values["organisations"], expected=values["version"]
        )


class AnswerReview(OnTheWay):
    """The partner that was asked says what it thinks."""

    template_name, form_class = "reports/answer_review.html", ReviewForm
    done_message = _("Your answer stands beside the account.")

    @cached_property
    def review(self) -> Review:
        return get_object_or_404(
            Review.objects.select_related("report"), report=self.report, organisation=self.actor.home_id
        )

    def verdict(self) -> Verdict:
        return rules.may_answer_review(self.actor, self.review)

    def get_initial(self) -> dict[str, Any]:
        row = self.review
        return {"words": row.words, "language": row.language or self.actor.language, "version": row.version}

    def act(self, form: ReviewForm) -> Any:
        values = form.cleaned_data
        return actions.answer_review(
            self.actor,
            review=self.review,
            answer=ReviewAnswer(values["answer"]),
            words=values["words"],
            language=values["language"],
            expected=values["version"],
        )


class Sign(OnTheWay):
    """What one signs, what is missing in it, and as what one signs."""

    template_name, form_class = "reports/sign.html", SignForm
    done_message = _("You have signed the account.")

    @cached_property
    def missing(self) -> list[Any]:
        return [] if self.report.is_frozen else lacks(self.report, account_of(self.actor, self.report))

    def verdict(self) -> Verdict:
        return rules.may_sign_report(
            self.actor,
            self.report,
            has_signed=queries.has_signed(self.actor, self.report),
            lacking=any(lack.blocks for lack in self.missing),
        )

    def act(self, form: SignForm) -> Any:
        values = form.cleaned_data
        return actions.sign_report(
            self.actor, report=self.report, capacity=values["capacity"], expected=values["version"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        signers = queries.account_rules_of(self.report.organisation_id).signers
        return super().get_context_data(missing=self.missing, signers=signers, **kwargs)


class Publish(OnTheWay):
    """Shows exactly what everyone will see, before everyone does."""

    template_name, form_class = "reports/publish.html", VersionForm
    done_message = _("The account is published: everyone can read it now.")

    def verdict(self) -> Verdict:
        return rules.may_publish_report(self.actor, self.report)

    def act(self, form: VersionForm) -> Any:
        return actions.publish_report(self.actor, report=self.report, expected=form.cleaned_data["version"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            account=account_of(PUBLIC, self.report), address=public_url(self.report), **kwargs
        )


class Submit(OnTheWay):
    template_name, form_class = "reports/submit.html", SubmitForm
    done_message = _("The account is submitted.")

    def verdict(self) -> Verdict:
        return rules.may_submit_report(self.actor, self.report)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"organisations": others(self)}

    def act(self, form: SubmitForm) -> Any:
        values = form.cleaned_data
        return actions.submit_report(
            self.actor,
            report=self.report,
            recipient=values["recipient"],
            recipient_name=values["recipient_name"],
            expected=values["version"],
        )


class Answer(OnTheWay):
    """The recipient accepts or returns the account; of one who is not here it is written down."""

    template_name, form_class = "reports/answer.html", AnswerForm
    done_message = _("The answer is saved.")

    def verdict(self) -> Verdict:
        return rules.may_answer_report(self.actor, self.report)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"answered_on": timezone.localdate(), "language": self.actor.language}

    def act(self, form: AnswerForm) -> Any:
        values = dict(form.cleaned_data)
        act = actions.accept_report if values.pop("outcome") == Outcome.ACCEPTED else actions.return_report
        return act(self.actor, report=self.report, expected=values.pop("version"), **values)


class Changes(OneReport, TemplateView):
    """What the sources say now that the signed account does not say. `?part` gives the sentence alone."""

    def get_template_names(self) -> list[str]:
        return ["reports/parts/changes.html" if "part" in self.request.GET else "reports/changes.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not rules.may_see_changes(self.actor, self.report):
            raise Http404
        return super().get_context_data(
            report=self.report, changes=changed_since_signing(self.actor, self.report), **kwargs
        )


class SignedData(OneReport):
    """What was signed, byte for byte: its SHA-256 is the checksum in the account."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not rules.may_take_signed_data(self.actor, self.report):
            raise Http404
        content = queries.last_frozen(self.report).content
        response = HttpResponse(
            content.encode(),
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{self.report.slug}-signed.json"'},
        )
        # With an alias in it, it would not be what was signed: those who may read the names get it as it is.
        return leave(response) if redaction.may_read(self.report.organisation_id) else response


class SetAccountRules(ActionPage):
    template_name, form_class = "reports/rules.html", AccountRulesForm
    done_message = _("The rules are saved.")

    def verdict(self) -> Verdict:
        return rules.may_set_account_rules(self.actor, self.actor.home_id)

    def get_initial(self) -> dict[str, Any]:
        row = queries.account_rules_of(self.actor.home_id)
        return {"signers": row.signers, "version": row.version}

    def act(self, form: AccountRulesForm) -> Any:
        return actions.set_account_rules(
            self.actor,
            organisation=self.actor.organisation,
            signers=form.cleaned_data["signers"],
            expected=form.cleaned_data["version"] or 0,
        )

    def get_success_url(self) -> str:
        return reverse("reports:rules")
