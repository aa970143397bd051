"""Who may do what with cooperations."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import OVER, CooperationKind
from .kinds import KINDS
from .models import Contact, Cooperation, Party, StateChange


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


def may_add_party(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps it, while it has not ended."""
    verdict = may_edit_cooperation(actor, cooperation)
    if verdict and cooperation.state in OVER:
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
        if relation.related_model not in (Party, StateChange, Contact)
    )
    if belongs:
        return no(_("Activities, plans or other cooperations belong to this one. End it instead."))
    return YES


def may_restore_cooperation(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators and administrators of the organisation that keeps it."""
    if actor.acts_for(cooperation.organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("Cooperations are taken out of the trash by coordinators and administrators."))


def may_move_cooperation(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps it, while a step follows on its state."""
    verdict = may_edit_cooperation(actor, cooperation)
    if verdict and not KINDS[CooperationKind(cooperation.kind)].next_of(cooperation.state):
        return no(_("Nothing follows on this state."))
    return verdict


def may_set_cooperation_rules(actor: Actor, organisation_id: int) -> Verdict:
    """Administrators and coordinators of the organisation."""
    if actor.acts_for(organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("The rules for cooperations are set by coordinators and administrators."))


def may_note_contact(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Contributors and coordinators of an organisation that keeps it or is in it."""
    if not takes_part(actor, cooperation):
        return no(_("Contacts are noted by those who are in the cooperation."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Contacts are noted by contributors and coordinators."))
    return YES


def may_change_contact(actor: Actor, contact: Contact) -> Verdict:
    """Contributors and coordinators of the organisation that noted it."""
    if not actor.acts_for(contact.organisation_id):
        return no(_("Only those who noted a contact change it."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Contacts are noted by contributors and coordinators."))
    return YES


def takes_part(actor: Actor, cooperation: Cooperation) -> bool:
    """The actor's organisation keeps the cooperation or is one of its parties today."""
    if actor.acts_for(cooperation.organisation_id):
        return True
    if actor.organisation_id is None:
        return False
    now = Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())
    return cooperation.parties.filter(now, organisation_id=actor.organisation_id).exists()
