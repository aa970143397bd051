"""Who may do what with what was made together."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import OVER, OutputState
from .models import Cooperation, JointOutput
from .rules import takes_part


def may_write_output(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Contributors and coordinators of an organisation that keeps the cooperation or is in it, while it is not over."""
    if not takes_part(actor, cooperation):
        return no(_("What is made together is written by those who are in the cooperation."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("What is made together is written by contributors and coordinators."))
    if cooperation.state in OVER:
        return no(_("This cooperation has ended. What was made stays as it is."))
    return YES


def may_change_output(actor: Actor, output: JointOutput) -> Verdict:
    """Who may write one, while it is a draft."""
    verdict = may_write_output(actor, output.cooperation)
    if verdict and output.state != OutputState.DRAFT:
        return no(_("This is agreed on. Make it a draft again to change it."))
    return verdict


def may_agree_output(actor: Actor, output: JointOutput) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, while it is a draft and the cooperation not over."""
    verdict = _keeps(actor, output)
    if verdict and output.state != OutputState.DRAFT:
        return no(_("It is written already that this is agreed on."))
    if verdict and output.cooperation.state in OVER:
        return no(_("This cooperation has ended. What was made stays as it is."))
    return verdict


def may_publish_output(actor: Actor, output: JointOutput) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, once it is agreed on; also when the cooperation is over."""
    verdict = _keeps(actor, output)
    if verdict and output.state == OutputState.DRAFT:
        return no(_("It is published once it is agreed on."))
    if verdict and output.state == OutputState.PUBLISHED:
        return no(_("This is published."))
    return verdict


def may_reopen_output(actor: Actor, output: JointOutput) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, once it is agreed on or published."""
    verdict = _keeps(actor, output)
    if verdict and output.state == OutputState.DRAFT:
        return no(_("This is a draft."))
    return verdict


def _keeps(actor: Actor, output: JointOutput) -> Verdict:
    if not actor.acts_for(output.cooperation.organisation_id):
        return no(_("That it is agreed on and published is written by those who keep the cooperation."))
    if not actor.has(Role.COORDINATOR):
        return no(_("That it is agreed on and published is written by coordinators."))
    return YES
