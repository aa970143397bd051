"""What shows that something was done: added to an activity, a goal or what is to be reported; verified; taken off."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.files import FileRefused
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.promises import api as promises
from byalag.rooms.records import api as records

from .. import actions, queries, rules
from ..forms import EvidenceForm
from ..models import Activity, Evidence
from .activities import OneActivity


class _AddEvidence(ActionPage):
    """Subclasses say what the evidence is about, and where its page is."""

    template_name, form_class = "work/evidence.html", EvidenceForm
    done_message = _("Saved.")
    about = ""

    @cached_property
    def subject(self) -> Activity | promises.Objective | promises.ReportingDuty:
        raise NotImplementedError

    @property
    def framework(self) -> promises.Framework | None:
        return None if isinstance(self.subject, Activity) else self.subject.framework

    def verdict(self) -> Verdict:
        owner = self.subject if isinstance(self.subject, Activity) else self.subject.framework
        return rules.may_plan_activity(self.actor, owner.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        decisions = records.decisions_visible_to(self.actor).own(self.actor).order_by("-decided_on")
        return super().get_form_kwargs() | {"decisions": decisions}

    def get_initial(self) -> dict[str, Any]:
        return {"dated": timezone.localdate(), "visibility": "organisation"}

    def act(self, form: EvidenceForm) -> Evidence:
        values = dict(form.cleaned_data)
        upload = values.pop("upload") or None
        return actions.show_evidence(self.actor, upload=upload, **{self.about: self.subject}, **values)

    def form_valid(self, form: EvidenceForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except FileRefused as refusal:
            form.add_error("upload", str(refusal.sentence))
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        return page_of(self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            subject=self.subject,
            framework=self.framework,
            language=self.framework.language if self.framework else self.subject.language,
            back=self.get_success_url(),
            **kwargs,
        )


class OfActivity(OneActivity, _AddEvidence):
    about = "activity"

    @cached_property
    def subject(self) -> Activity:
        return self.activity

    def verdict(self) -> Verdict:
        return rules.may_document(self.actor, self.activity)


class OfObjective(_AddEvidence):
    about = "objective"

    @cached_property
    def subject(self) -> promises.Objective:
        return get_object_or_404(promises.objectives_visible_to(self.actor), pk=self.kwargs["pk"])


class OfDuty(_AddEvidence):
    about = "duty"

    @cached_property
    def subject(self) -> promises.ReportingDuty:
        return get_object_or_404(promises.duties_visible_to(self.actor), pk=self.kwargs["pk"])


def page_of(subject: Activity | promises.Objective | promises.ReportingDuty) -> str:
    """Where a piece of evidence about it is shown."""
    if isinstance(subject, promises.ReportingDuty):
        return f"{subject.framework.get_absolute_url()}#duty-{subject.pk}"
    return subject.get_absolute_url()


class _Deed(SignedIn):
    """One button on a piece of evidence."""

    http_method_names = ["post"]
    done: Any = ""

    def act(self, evidence: Evidence) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = queries.evidence_visible_to(self.actor).select_related("activity", "objective", "duty__framework")
        evidence = get_object_or_404(rows, pk=pk)
        try:
            self.act(evidence)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, self.done)
        return redirect(page_of(evidence.activity or evidence.objective or evidence.duty))


class Verify(_Deed):
    done = _("Verified.")

    def act(self, evidence: Evidence) -> None:
        actions.verify_evidence(self.actor, evidence=evidence)


class TakeBack(_Deed):
    done = _("It is no longer verified.")

    def act(self, evidence: Evidence) -> None:
        actions.take_back_verification(self.actor, evidence=evidence)


class Remove(_Deed):
    done = _("Taken off.")

    def act(self, evidence: Evidence) -> None:
        actions.remove_evidence(self.actor, evidence=evidence)
