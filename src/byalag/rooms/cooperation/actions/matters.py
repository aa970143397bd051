"""Laying before the parties what stands in a higher room; they answer it as they answer proposals for joint texts."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor

from .. import rules
from ..enums import ChangeState
from ..models import Cooperation, JointChange


@transaction.atomic
def lay_before(
    actor: Actor,
    *,
    cooperation: Cooperation,
    matter: str,
    title: str,
    part: str,
    before: str,
    text: str,
    language: str,
    why: str = "",
) -> JointChange:
    """Ask the other parties whether they agree to what `matter` names; it is settled when all of them have answered.

    `before` and `text`: what it says and what it would say, as they read it when they answer, and ever after.
    """
    cooperation = lock_for_change(cooperation)
    require(rules.may_propose_change(actor, cooperation))
    if JointChange.objects.filter(matter=matter, state=ChangeState.OPEN).exists():
        raise ValidationError(_("This waits for answers already."))
    change = JointChange(
        cooperation=cooperation, matter=matter, title=title[:300], part=part, before=before, text=text,
        language=language, why=why, proposed_by=actor.organisation,
    )  # fmt: skip
    change.full_clean()
    change.save()
    log.record(cooperation, "cooperation.joint.laid_before", actor=actor, matter=matter, change=change.pk)
    return change
