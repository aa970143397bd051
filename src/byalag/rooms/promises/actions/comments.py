"""Comments on a plan: written by those who see it, answered by those who own it. None of them changes the plan."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Post
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises import queries, rules
from byalag.rooms.promises.enums import SETTLED, CommentState
from byalag.rooms.promises.models import Comment, Framework, Objective

_AS = (Role.COORDINATOR, Role.CONTROLLER, Role.CONTRIBUTOR)


@transaction.atomic
def comment(
    actor: Actor,
    *,
    framework: Framework,
    text: str,
    language: str,
    objective: Objective | None = None,
    post: Post | None = None,
    simulated: bool = False,
) -> Comment:
    """Say something about a plan, or about one of its goals, by the post that one holds or else one's role."""
    current = Framework.objects.select_for_update(of=("self",)).get(pk=framework.pk)
    require(rules.may_comment(actor, current))
    if not text.strip():
        raise ValidationError({"text": _("Write what you want to say.")})
    if objective is not None and (objective.framework_id != current.pk or objective.removed_at):
        raise ValidationError(_("This goal is no longer part of the plan."))
    row = Comment(
        framework=current,
        objective=objective,
        organisation=actor.organisation,
        circle=current.circle if current.visibility == Visibility.CIRCLE else None,
        author_id=actor.person_id,
        post=post or queries.post_of(actor),
        role=next(role for role in _AS if actor.has(role)),
        text=text.strip(),
        language=language,
        simulated=simulated or current.simulated,
    )
    row.full_clean()
    row.save()
    log.record(row, "promises.comment.written", actor=actor, framework=current.pk)
    return row


@transaction.atomic
def answer_comment(actor: Actor, *, comment: Comment, state: str, answer: str, expected: int | None = None) -> Comment:
    """Say whether the comment was taken in or not, in words. Also used to change what was answered."""
    current = lock_for_change(comment, expected=expected)
    require(rules.may_answer_comment(actor, current))
    if state not in SETTLED:
        raise ValidationError({"state": _("Say whether you have taken the comment in.")})
    if not answer.strip():
        raise ValidationError({"answer": _("Write a few words to those who commented.")})
    current.state, current.answer, current.answered_at = CommentState(state), answer.strip(), timezone.now()
    current.save()
    log.record(current, "promises.comment.answered", actor=actor, framework=current.framework_id)
    return current


@transaction.atomic
def withdraw_comment(actor: Actor, *, comment: Comment, expected: int | None = None) -> Comment:
    """Take back a comment that nobody has answered: what it said is gone, that it stood there is not."""
    current = lock_for_change(comment, expected=expected)
    require(rules.may_withdraw_comment(actor, current))
    current.state, current.text = CommentState.WITHDRAWN, ""
    current.save()
    log.record(current, "promises.comment.withdrawn", actor=actor, framework=current.framework_id)
    return current
