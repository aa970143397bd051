"""Comments on a plan or on a goal: written, answered, withdrawn; and what the pages of both show of them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import Verdict
from byalag.rooms.people.api import Actor, may_see_persons
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises import actions, forms, queries, rules
from byalag.rooms.promises.enums import CommentState
from byalag.rooms.promises.models import Comment, Framework, Objective

from .base import FrameworkForm, opening


def shown(
    actor: Actor, framework: Framework, objective: Objective | None = None, *, any_there: bool = True
) -> dict[str, Any]:
    """The comments that a page shows, each with what the reader may do about it (a fixed number of queries)."""
    found = queries.comments_visible_to(actor).filter(framework=framework)
    rows = list(found.filter(objective=objective) if objective else found) if any_there else []
    names = may_see_persons(actor)
    answers = rows and rules.may_answer_comment(actor, rows[0])  # the same for all that one sees
    for row in rows:
        row.framework = framework
        row.may_answer = answers
        row.may_withdraw = rules.may_withdraw_comment(actor, row)
        row.by_whom = row.author if names and actor.acts_for(row.organisation_id) else None
    waiting = [row for row in rows if row.state == CommentState.OPEN]
    return {
        "comments": waiting,
        "settled_comments": [row for row in rows if row.state != CommentState.OPEN],
        "may_comment": rules.may_comment(actor, framework),
        "comments_by_goal": _by_goal(waiting),
    }


def _by_goal(waiting: list[Comment]) -> dict[int, int]:
    """How many comments wait at each goal that has any."""
    counted: dict[int, int] = {}
    for row in waiting:
        if row.objective_id is not None:
            counted[row.objective_id] = counted.get(row.objective_id, 0) + 1
    return counted


def readers_of(actor: Actor, framework: Framework) -> str:
    """Who will read a comment that is written on this plan now, in a sentence."""
    owner = {"organisation": framework.organisation}
    if framework.visibility == Visibility.CIRCLE:
        words = gettext(
            "It is read by your organisation, by %(organisation)s, and by the partners with whom the plan is shared."
        )
        return words % owner
    if actor.acts_for(framework.organisation_id):
        return gettext("It is read by your own organisation only.")
    return gettext("It is read by your organisation and by %(organisation)s, by nobody else.") % owner


class WriteComment(FrameworkForm):
    """On the plan, or with `goal` in the address on one of its goals."""

    form_class = forms.CommentForm
    button = _("Send the comment")
    done_message: Any = _("The comment stands beside the plan. The plan itself is unchanged.")

    @property
    def heading(self) -> Any:
        return _("Comment on the goal") if self.objective else _("Comment on the plan")

    @property
    def intro(self) -> Any:
        return readers_of(self.actor, self.framework)

    @cached_property
    def objective(self) -> Objective | None:
        pk = self.request.GET.get("goal", "")
        if not pk:
            return None
        rows = queries.objectives_visible_to(self.actor).filter(framework=self.framework)
        return get_object_or_404(rows, pk=pk if pk.isdigit() else 0)

    def verdict(self) -> Verdict:
        return rules.may_comment(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.actor.organisation.language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quoted = self.objective.text if self.objective else self.framework.title
        return super().get_context_data(**({"quoted": quoted} | kwargs))

    def act(self, form: Any) -> Comment:
        values = form.cleaned_data
        return actions.comment(
            self.actor,
            framework=self.framework,
            objective=self.objective,
            text=values["text"],
            language=values["language"],
        )

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def cancel_url(self) -> str:
        return (self.objective or self.framework).get_absolute_url() + "#comments"


class _OfComment(FrameworkForm):
    @cached_property
    def comment(self) -> Comment:
        return get_object_or_404(queries.comments_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.comment.framework

    def get_initial(self) -> dict[str, Any]:
        return opening(self.comment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"quoted": self.comment.text} | kwargs))

    def get_success_url(self) -> str:
        return self.comment.get_absolute_url()


class AnswerComment(_OfComment):
    form_class = forms.CommentAnswerForm
    heading = _("Answer the comment")
    intro = _("The answer is read by everyone who reads the comment.")
    button = _("Send the answer")
    done_message = _("Answered.")

    def verdict(self) -> Verdict:
        return rules.may_answer_comment(self.actor, self.comment)

    def get_initial(self) -> dict[str, Any]:
        row = self.comment
        state = "" if row.state == CommentState.OPEN else row.state
        return super().get_initial() | {"state": state, "answer": row.answer}

    def act(self, form: Any) -> Comment:
        values = form.cleaned_data
        return actions.answer_comment(
            self.actor,
            comment=self.comment,
            state=values["state"],
            answer=values["answer"],
            expected=values["version"],
        )


class WithdrawComment(_OfComment):
    form_class = forms.EmptyForm
    heading = _("Withdraw the comment?")
    intro = _("What it says is deleted. That there was a comment stays in the history of the plan.")
    button = _("Withdraw it")
    done_message = _("The comment is withdrawn.")

    def verdict(self) -> Verdict:
        return rules.may_withdraw_comment(self.actor, self.comment)

    def act(self, form: Any) -> Comment:
        return actions.withdraw_comment(self.actor, comment=self.comment, expected=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        return (self.comment.objective or self.framework).get_absolute_url() + "#comments"

    def cancel_url(self) -> str:
        return self.comment.get_absolute_url()
