"""Plans that the parties of a cooperation hold together: each writes in the draft, and it stands when all have agreed.

Proposals and answers are those of joint texts (room `cooperation`); what follows on the answers is done here.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises import queries, rules
from byalag.rooms.promises.enums import AmendmentState, FrameworkKind, FrameworkStatus
from byalag.rooms.promises.models import Amendment, Framework
from byalag.rooms.promises.wording import written

from .decisions import today_at

_PART = {FrameworkKind.RESULTS_FRAMEWORK: "results"}  # under which joint part of the cooperation it is proposed


@transaction.atomic
def hold_together(
    actor: Actor, *, framework: Framework, within: cooperation.Cooperation, expected: int | None = None
) -> Framework:
    """Let the other parties of a cooperation hold a draft, too: they see it and write in it from now on."""
    current = lock_for_change(framework, expected=expected)
    require(rules.may_hold_together(actor, current))
    within = cooperation.Cooperation.objects.get(pk=within.pk)  # its circle is opened when its second party comes
    if not cooperation.takes_part(actor, within) or not cooperation.may_propose_change(actor, within):
        raise ValidationError({"within": _("Choose a cooperation of yours that has not ended.")})
    if within.circle is None or len(cooperation.organisations_in(within)) < 2:
        raise ValidationError({"within": _("Nobody else is in this cooperation yet. Add its parties first.")})
    if within.visibility == Visibility.ORGANISATION:
        raise ValidationError(
            {"within": _("The other parties do not see this cooperation. Share it with them first, on its page.")}
        )
    current.together, current.cooperation = True, within
    current.visibility, current.circle = Visibility.CIRCLE, within.circle
    current.save()
    log.record(current, "promises.framework.held_together", actor=actor, cooperation=within.pk)
    return current


@transaction.atomic
def propose_framework(
    actor: Actor, *, framework: Framework, why: str = "", expected: int | None = None
) -> cooperation.JointChange:
    """Ask the others who hold the draft whether they agree to it as it stands. Nobody writes in it until they have answered."""
    current = lock_for_change(framework, expected=expected)
    require(rules.may_propose_framework(actor, current))
    assert current.cooperation is not None  # the rule has asked
    current.status = FrameworkStatus.PROPOSED
    current.save()
    log.record(current, "promises.framework.proposed", actor=actor)
    return cooperation.lay_before(
        actor,
        cooperation=current.cooperation,
        matter=queries.matter_of(current),
        title=current.title,
        part=_PART.get(FrameworkKind(current.kind), "plan"),
        before="",
        text=written(current),
        language=current.language,
        why=why,
    )


@transaction.atomic
def settle_framework(actor: Actor, *, framework: Framework, agreed: bool) -> Framework:
    """All who hold the framework have agreed to it, or it is a draft again: one of them did not, or it was withdrawn."""
    current = lock_for_change(framework)
    if not current.together or current.status != FrameworkStatus.PROPOSED:
        raise ValidationError(_("This plan does not wait for answers any more."))
    current.status = FrameworkStatus.ADOPTED if agreed else FrameworkStatus.DRAFT
    current.agreed_on = today_at(current.organisation) if agreed else None
    current.save()
    log.record(current, "promises.framework.settled", actor=actor, agreed=agreed)
    return current


@transaction.atomic
def propose_amendment(actor: Actor, *, amendment: Amendment, expected: int | None = None) -> cooperation.JointChange:
    """Ask the others who hold the framework whether they agree to the amendment."""
    current = lock_for_change(amendment, expected=expected)
    require(rules.may_propose_amendment(actor, current))
    framework = current.framework
    assert framework.cooperation is not None  # the rule has asked
    current.state = AmendmentState.PROPOSED
    current.save()
    log.record(current, "promises.amendment.proposed", actor=actor, framework=framework.pk)
    return cooperation.lay_before(
        actor,
        cooperation=framework.cooperation,
        matter=queries.matter_of(current),
        title=_("%(plan)s, amendment %(number)s") % {"plan": framework.title[:250], "number": current.number},
        part=_PART.get(FrameworkKind(framework.kind), "plan"),
        before=written(framework),
        text=written(framework, current),
        language=framework.language,
        why=current.reason,
    )


@transaction.atomic
def take_back_amendment(actor: Actor, *, amendment: Amendment) -> Amendment:
    """The amendment can be written on: one of those who hold the framework did not agree, or it was withdrawn."""
    current = lock_for_change(amendment)
    if current.state != AmendmentState.PROPOSED:
        raise ValidationError(_("This amendment is closed. Start a new one to change more."))
    current.state = AmendmentState.DRAFT
    current.save()
    log.record(current, "promises.amendment.sent_back", actor=actor, framework=current.framework_id)
    return current
