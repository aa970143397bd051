"""Who may do what with cooperations."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import CooperationState
from .models import Cooperation, Party


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


def may_add_party(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps it, while it has not ended."""
    verdict = may_edit_cooperation(actor, cooperation)
    if verdict and cooperation.state == CooperationState.ENDED:
        return no(_("This cooperation has ended, so nobody joins it. Change its state first if that is wrong."))
    return verdict


def may_end_party(actor: Actor, party: Party) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, when the party has not left."""
    verdict = may_edit_cooperation(actor, party.cooperation)
    if verdict and party.ends is not None:
        return no(_("It is written already when this party leaves."))
    return verdict


def may_trash_cooperation(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps it, when nothing but its parties belongs to it."""
    verdict = may_edit_cooperation(actor, cooperation)
    if not verdict:
        return verdict
    belongs = any(
        relation.related_model._default_manager.filter(**{relation.field.name: cooperation}).exists()
        for relation in cooperation._meta.related_objects
        if relation.related_model is not Party
    )
    if belongs:
        return no(_("Activities, plans or other cooperations belong to this one. End it instead."))
    return YES


def may_restore_cooperation(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators and administrators of the organisation that keeps it."""
    if actor.acts_for(cooperation.organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("Cooperations are taken out of the trash by coordinators and administrators."))
