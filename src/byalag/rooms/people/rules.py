"""Who may do what with organisations, bodies, persons and memberships."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no

from .actors import Actor
from .enums import Role
from .models import Invitation, Membership, Organisation, Person, Post, ProtectedName


def _needs(actor: Actor, organisation_id: int | None, sentence: str, *roles: Role) -> Verdict:
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself may do this."))
    return YES if actor.has(*roles) else no(sentence)


def may_open_organisation(actor: Actor) -> Verdict:
    """Coordinators and administrators, who name partners; the installation itself."""
    if actor.is_system or (actor.is_member and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR)):
        return YES
    return no(_("New organisations are named by coordinators."))


def may_change_settings(actor: Actor, organisation_id: int) -> Verdict:
    """Administrators of the organisation."""
    return _needs(actor, organisation_id, _("The settings are changed by administrators."), Role.ADMINISTRATOR)


def may_edit_bodies(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators and administrators of the organisation."""
    return _needs(
        actor,
        organisation_id,
        _("Bodies and posts are kept by coordinators."),
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
    )


def may_edit_themes(actor: Actor, organisation_id: int | None) -> Verdict:
    """Coordinators and administrators; the four core areas belong to nobody and stay."""
    if organisation_id is None:
        return YES if actor.is_system else no(_("The four core areas are the same for everyone."))
    return may_edit_bodies(actor, organisation_id)


def may_edit_person(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators and administrators of the organisation."""
    return _needs(
        actor,
        organisation_id,
        _("Persons are kept by coordinators and administrators."),
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
    )


def may_set_safety(actor: Actor, organisation_id: int | None) -> Verdict:
    """Coordinators and administrators of the organisation."""
    return _needs(
        actor,
        organisation_id,
        _("How careful to be with a country is said by coordinators and administrators."),
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
    )


def may_read_names(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators and administrators of the organisation, on pages, where they can mend a text. Nobody in a file."""
    return may_edit_person(actor, organisation_id)


def may_protect_name(actor: Actor, person: Person) -> Verdict:
    """Coordinators and administrators of the organisation, for a person who is at risk."""
    verdict = may_edit_person(actor, person.organisation_id)
    if verdict and not person.at_risk:
        return no(_("Say first that the person is at risk, and write an alias."))
    return verdict


def may_let_name_go(actor: Actor, protected: ProtectedName) -> Verdict:
    """Administrators of the organisation, when the person is not at risk any more."""
    verdict = _needs(
        actor,
        protected.organisation_id,
        _("Whether a name is shown again is decided by administrators."),
        Role.ADMINISTRATOR,
    )
    if verdict and protected.person.at_risk and protected.name == protected.person.name:
        return no(_("This person is at risk. Change that on the person's page first."))
    return verdict


def may_see_persons(actor: Actor) -> Verdict:
    """Everyone but readers: names of persons are for those who work with them."""
    if actor.is_system or (actor.is_member and actor.has(*(role for role in Role if role != Role.READER))):
        return YES
    return no(_("Names of persons are shown to those who work with them."))


def may_erase_person(actor: Actor, person: Person) -> Verdict:
    """Administrators of the organisation; not a person who can still sign in."""
    verdict = _needs(actor, person.organisation_id, _("Persons are erased by administrators."), Role.ADMINISTRATOR)
    if verdict and person.user_id:
        return no(_("This person can still sign in. End the membership first."))
    return verdict


def may_end_post(actor: Actor, post: Post) -> Verdict:
    """Coordinators and administrators of the organisation, when the post has not ended."""
    verdict = may_edit_bodies(actor, post.organisation_id)
    if verdict and post.ends is not None:
        return no(_("This post has ended already."))
    return verdict


def may_see_members(actor: Actor, organisation_id: int) -> Verdict:
    """Everyone in the organisation."""
    if actor.acts_for(organisation_id) and (actor.is_system or actor.is_member):
        return YES
    return no(_("Members are shown to the organisation itself."))


def may_invite(actor: Actor, organisation_id: int) -> Verdict:
    """Administrators of the organisation."""
    return _needs(actor, organisation_id, _("Members are invited by administrators."), Role.ADMINISTRATOR)


def may_withdraw_invitation(actor: Actor, invitation: Invitation) -> Verdict:
    """Administrators of the organisation, while nobody has accepted it."""
    verdict = may_invite(actor, invitation.organisation_id)
    if verdict and (invitation.accepted_at or invitation.withdrawn_at):
        return no(_("This invitation is not open any more."))
    return verdict


def may_give_role(actor: Actor, organisation_id: int) -> Verdict:
    """Administrators of the organisation."""
    return _needs(actor, organisation_id, _("Roles are given by administrators."), Role.ADMINISTRATOR)


def may_take_role(actor: Actor, membership: Membership) -> Verdict:
    """Administrators, or the member; an organisation always keeps an administrator."""
    if membership.user_id != actor.user_id or actor.user_id is None:
        verdict = may_give_role(actor, membership.organisation_id)
        if not verdict:
            return verdict
    if membership.role == Role.ADMINISTRATOR:
        others = Membership.objects.filter(organisation_id=membership.organisation_id, role=Role.ADMINISTRATOR).exclude(
            pk=membership.pk
        )
        if not others.exists():
            return no(_("An organisation needs an administrator. Make somebody else administrator first."))
    return YES


def may_load_places(actor: Actor) -> Verdict:
    """The system: whoever runs the installation, by command."""
    return YES if actor.is_system else no(_("Registers of places are loaded by those who run the installation."))


def may_add_place(actor: Actor) -> Verdict:
    """Coordinators and administrators of any organisation."""
    if actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("Places are added by coordinators and administrators."))


def may_place_organisation(actor: Actor, organisation: Organisation) -> Verdict:
    """Coordinators and administrators: for their own organisation, and for one in which nobody signs in."""
    if not actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return no(_("Where an organisation lies is written by coordinators and administrators."))
    if actor.acts_for(organisation.pk):
        return YES
    if Membership.objects.filter(organisation=organisation).exists():
        return no(_("This organisation works here itself, and says where it lies."))
    return YES
