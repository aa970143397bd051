"""What comes next for a framework: the card on its page, and what is due for those who coordinate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byalag.core.registries import Duty, DutySource
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from . import queries, rules
from .enums import CommentState, FrameworkKind, StepKind
from .models import Comment, Framework, ReportingDuty, RouteStep

SOON = timedelta(days=30)


@dataclass(frozen=True)
class NextStep:
    """What to do next: a sentence, and where to do it. Without an address there is nothing to press."""

    sentence: str | Promise
    url: str = ""
    label: str | Promise = ""
    is_account: bool = False


def account_due(framework: Framework) -> date:
    """The account of a period is due on 31 January after it."""
    return date(framework.ends.year + 1, 1, 31)


def step_sentence(step: RouteStep) -> str:
    body = {"body": str(step.body)}
    if step.kind == StepKind.PROPOSE:
        return _("%(body)s proposes the plan.") % body
    if step.kind == StepKind.PREPARE:
        return _("%(body)s prepares the plan.") % body
    return _("%(body)s decides on the plan.") % body


def next_step_of(framework: Framework, route: list[RouteStep], *, has_content: bool, today: date) -> NextStep:
    """No queries: the page has read the route and knows whether anything is written."""
    edit = reverse("promises:outline", args=[framework.pk])
    if framework.is_draft and not has_content:
        if framework.kind == FrameworkKind.STRATEGY:
            return NextStep(
                _("Add the strategy: write its goals, or attach the document that it stands in."),
                edit,
                _("Add the strategy"),
            )
        return NextStep(_("Nothing is written yet. Begin with the first goal."), edit, _("Write the plan"))
    following = rules.next_step(framework, route)
    if following is not None:
        return NextStep(
            step_sentence(following),
            reverse("promises:step", args=[framework.pk, following.kind]),
            _("Record the decision"),
        )
    if not framework.is_adopted:
        return NextStep(
            _("Nobody has said which bodies decide on this kind of plan."),
            reverse("promises:route", args=[framework.kind]),
            _("Set the decision route"),
        )
    if framework.kind == FrameworkKind.STRATEGY:
        return NextStep(_("The strategy is adopted. Let this year's plan rest on it."))
    due = account_due(framework)
    if today <= framework.ends:
        return NextStep(_("Document what is done, when it is done. Then the account writes itself."))
    if today <= due:
        return NextStep(_("The account is due on 31 January %(year)s.") % {"year": due.year}, is_account=True)
    return NextStep(_("The account was due on 31 January %(year)s.") % {"year": due.year}, is_account=True)


def _drafts(actor: Actor) -> Iterator[Duty]:
    routes = queries.routes_of(actor.home_id)
    for framework in queries.waiting_frameworks(actor):
        following = rules.next_step(framework, routes.get(framework.kind, []))
        yield Duty(
            title=framework.title,
            url=framework.get_absolute_url(),
            detail=step_sentence(following) if following else _("Nobody has said who decides on this kind of plan."),
            urgency=1 if framework.starts <= timezone.localdate() else 2,
            action_label=_("Take the next step"),
            key=f"promises.framework:{framework.pk}",
            who=_("Coordinators"),
            missing=_("The decision is missing."),
        )


def _answers(actor: Actor) -> Iterator[Duty]:
    for duty in queries.open_duties(actor):
        yield Duty(
            title=duty.text,
            url=reverse("promises:duty_answer", args=[duty.pk]),
            due=duty.due,
            detail=duty.framework.title,
            urgency=_urgency(duty, timezone.localdate()),
            action_label=_("Write the answer"),
            # With its date: what somebody did about this year's answer says nothing of next year's.
            key=f"promises.duty:{duty.pk}:{duty.due}",
            who=_("Coordinators"),
            missing=_("The answer is missing."),
            rule=duty.due_rule,
        )


def _comments(actor: Actor) -> Iterator[Duty]:
    for pk, title, waiting in queries.comments_waiting(actor):
        yield Duty(
            title=ngettext("%(n)s comment waits for an answer", "%(n)s comments wait for an answer", waiting)
            % {"n": waiting},
            url=reverse("promises:framework", args=[pk]) + "#comments",
            detail=title,
            urgency=1,
            action_label=_("Read and answer"),
            key=f"promises.comments:{pk}",
            who=_("Coordinators"),
        )


def _urgency(duty: ReportingDuty, today: date) -> int:
    if duty.due is None:
        return 2
    return 0 if duty.due < today else 1 if duty.due - today <= SOON else 2


def _waiting_comments(organisation: int, today: date) -> QuerySet[Any]:
    own = Q(framework__organisation_id=organisation)
    together = Q(framework__together=True, framework__cooperation__parties__organisation_id=organisation)
    kept = Q(framework__together=True, framework__cooperation__organisation_id=organisation)
    return Comment.objects.filter(own | together | kept, state=CommentState.OPEN)


COORDINATORS = frozenset({Role.COORDINATOR})
SOURCES = [
    DutySource("promises.drafts", _drafts, COORDINATORS, lambda organisation, today: (
        Framework.objects.filter(organisation_id=organisation, trashed_at=None).exclude(status="adopted")
    )),
    DutySource("promises.answers", _answers, COORDINATORS, lambda organisation, today: (
        queries.unanswered_duties(organisation)
    )),
    DutySource("promises.comments", _comments, COORDINATORS, _waiting_comments),
]  # fmt: skip
