"""Who may do what with cooperations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import CooperationState
from .models import Cooperation


def may_open_cooperation(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself keeps its cooperations."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Cooperations are kept by coordinators."))
    return YES


def may_edit_cooperation(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps it."""
    return may_open_cooperation(actor, cooperation.organisation_id)


def may_end_cooperation(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps it, when it has not ended."""
    verdict = may_edit_cooperation(actor, cooperation)
    if verdict and cooperation.state == CooperationState.ENDED:
        return no(_("This cooperation has ended already."))
    return verdict
