"""Who may do what with cooperations."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor, Organisation, organisations_with_members
from byalag.rooms.people.enums import Role, Visibility

from .enums import OVER, ChangeState, CooperationKind, EnquiryState
from .kinds import KINDS
from .models import (
    AgreedAction,
    Agreement,
    Benefit,
    Contact,
    ContactPost,
    Cooperation,
    EligibilityList,
    Enquiry,
    Funding,
    JointChange,
    JointOutput,
    KeptPaper,
    Party,
    Phase,
    SeekCard,
    SideText,
    StateChange,
)

# What is written about a cooperation itself, and goes with it.
_BELONGS = (
    AgreedAction,
    Benefit,
    Contact,
    ContactPost,
    Enquiry,
    Funding,
    JointOutput,
    KeptPaper,
    Party,
    Phase,
    SideText,
    StateChange,
)


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


def may_change_party(actor: Actor, party: Party) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation."""
    return may_edit_cooperation(actor, party.cooperation)


def may_keep_contact_post(
    actor: Actor, cooperation: Cooperation, organisation: Organisation, signs_in: bool | None = None
) -> Verdict:
    """Coordinators of the party whose contact it is; for a party without a sign-in those of the keeper.

    `signs_in`: whether somebody signs in for the party, when that is known already.
    """
    if not actor.has(Role.COORDINATOR):
        return no(_("Whom to write to is kept by coordinators."))
    if actor.acts_for(organisation.pk):
        return (
            YES if takes_part(actor, cooperation) else no(_("Contacts are kept by those who are in the cooperation."))
        )
    if not actor.acts_for(cooperation.organisation_id):
        return no(_("Each party says itself whom to write to."))
    if has_members(organisation.pk) if signs_in is None else signs_in:
        return no(_("This party signs in here and says itself whom to write to."))
    return YES


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
        if relation.related_model not in _BELONGS
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


def may_set_country_rule(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps it, when it is a network that has not ended."""
    verdict = may_edit_cooperation(actor, cooperation)
    if not verdict:
        return verdict
    if cooperation.kind != CooperationKind.NETWORK:
        return no(_("Only a network has a rule for the countries of its pairs."))
    if cooperation.state in OVER:
        return no(_("This cooperation has ended. Take it up again before you agree on anything new."))
    return YES


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


# --- Agreements -------------------------------------------------------------------------------------------------------


def may_keep_agreements(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, while it is not over."""
    if not actor.acts_for(cooperation.organisation_id):
        return no(_("Agreements are kept by the organisation that keeps the cooperation."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Agreements are kept by coordinators."))
    if cooperation.state in OVER:
        return no(_("This cooperation has ended. Take it up again before you agree on anything new."))
    return YES


def may_change_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, until the agreement is signed."""
    verdict = may_keep_agreements(actor, agreement.cooperation)
    if verdict and agreement.signed_on is not None:
        return no(_("This agreement is signed. Write a new version of it."))
    return verdict


def may_sign_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, until the agreement is signed."""
    return may_change_agreement(actor, agreement)


def may_end_agreement(actor: Actor, agreement: Agreement) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, while the agreement holds."""
    if not actor.acts_for(agreement.cooperation.organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("Agreements are ended by coordinators of the organisation that keeps the cooperation."))
    if not agreement.in_force:
        return no(_("Only an agreement that holds can be ended."))
    return YES


def may_note_agreed_action(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Contributors and coordinators of an organisation that keeps the cooperation or is in it, while it is not over."""
    if not takes_part(actor, cooperation):
        return no(_("What was agreed is written by those who are in the cooperation."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("What was agreed is written by contributors and coordinators."))
    if cooperation.state in OVER:
        return no(_("This cooperation has ended. Take it up again before you agree on anything new."))
    return YES


def may_change_agreed_action(actor: Actor, agreed_action: AgreedAction) -> Verdict:
    """Who may note one, while it is neither done nor dropped."""
    verdict = may_note_agreed_action(actor, agreed_action.cooperation)
    if verdict and not agreed_action.is_open:
        return no(_("This is settled. Take it up again to change it."))
    return verdict


def may_settle_agreed_action(actor: Actor, agreed_action: AgreedAction, signs_in: bool | None = None) -> Verdict:
    """Contributors and coordinators of the party that does it; for a party without a sign-in those of the keeper."""
    verdict = _does_agreed_action(actor, agreed_action, signs_in)
    if verdict and not agreed_action.is_open:
        return no(_("This is settled. Take it up again to change it."))
    return verdict


def may_reopen_agreed_action(actor: Actor, agreed_action: AgreedAction, signs_in: bool | None = None) -> Verdict:
    """Who may settle it, when it is settled."""
    verdict = _does_agreed_action(actor, agreed_action, signs_in)
    if verdict and agreed_action.is_open:
        return no(_("This is open."))
    return verdict


def _does_agreed_action(actor: Actor, agreed_action: AgreedAction, signs_in: bool | None) -> Verdict:
    """`signs_in`: whether somebody signs in for those who do it, when that is known already."""
    cooperation, doer = agreed_action.cooperation, agreed_action.organisation_id
    own = actor.acts_for(doer) and takes_part(actor, cooperation)
    if not own and not actor.acts_for(cooperation.organisation_id):
        return no(_("Those who do it say what came of it."))
    if not own and (has_members(doer) if signs_in is None else signs_in):
        return no(_("Those who do it say what came of it."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("What was agreed is written by contributors and coordinators."))
    return YES


# --- One's own side, and the joint one --------------------------------------------------------------------------------


def may_read_sides(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Members of an organisation that keeps the cooperation or is in it."""
    if actor.is_system or (actor.is_member and takes_part(actor, cooperation)):
        return YES
    return no(_("This is read by those who are in the cooperation."))


def may_write_side(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Contributors and coordinators of an organisation that keeps the cooperation or is in it, for their own side."""
    if not takes_part(actor, cooperation):
        return no(_("Each party writes its own side."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Your side is written by contributors and coordinators."))
    return YES


def may_change_benefit(actor: Actor, benefit: Benefit) -> Verdict:
    """Contributors and coordinators of the organisation that wrote it."""
    if not actor.acts_for(benefit.organisation_id):
        return no(_("Only those who wrote it change it."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Your side is written by contributors and coordinators."))
    return YES


def may_propose_change(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of an organisation that keeps the cooperation or is in it, while it is not over."""
    if not takes_part(actor, cooperation):
        return no(_("What is joint is proposed by those who are in the cooperation."))
    if not actor.has(Role.COORDINATOR):
        return no(_("What is joint is proposed by coordinators."))
    if cooperation.state in OVER:
        return no(_("This cooperation has ended. What was agreed stays as it is."))
    return YES


def may_answer_change(actor: Actor, change: JointChange) -> Verdict:
    """Coordinators of a party that is asked: not of the one that proposed it, nor of one that has answered."""
    if not takes_part(actor, change.cooperation):
        return no(_("What is joint is answered by those who are in the cooperation."))
    if not actor.has(Role.COORDINATOR):
        return no(_("What is joint is answered by coordinators."))
    if change.state != ChangeState.OPEN:
        return no(_("This proposal waits for no more answers."))
    if actor.acts_for(change.proposed_by_id):
        return no(_("You proposed this. It waits for the others."))
    if change.answers.filter(organisation=actor.organisation_id).exists():
        return no(_("Your organisation has answered."))
    return YES


def may_note_answer(actor: Actor, change: JointChange, organisation: Organisation) -> Verdict:
    """Coordinators of the party that proposed it, for a party in which nobody signs in."""
    verdict = may_withdraw_change(actor, change)
    if verdict and has_members(organisation.pk):
        return no(_("This party signs in here and answers itself."))
    if verdict and change.answers.filter(organisation=organisation).exists():
        return no(_("This party has answered."))
    return verdict


def may_withdraw_change(actor: Actor, change: JointChange) -> Verdict:
    """Coordinators of the party that proposed it, while it waits for answers."""
    if not actor.acts_for(change.proposed_by_id):
        return no(_("Only those who proposed it do this."))
    if not actor.has(Role.COORDINATOR):
        return no(_("What is joint is proposed by coordinators."))
    if change.state != ChangeState.OPEN:
        return no(_("This proposal waits for no more answers."))
    return YES


def has_members(organisation_id: int) -> bool:
    """Somebody signs in for the organisation."""
    return organisation_id in organisations_with_members([organisation_id])


# --- Seeking a partner ------------------------------------------------------------------------------------------------


def may_write_card(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("What is sought in a partner is written by coordinators of the organisation."))
    return YES


def may_change_card(actor: Actor, card: SeekCard) -> Verdict:
    """Coordinators of the organisation that seeks."""
    return may_write_card(actor, card.organisation_id)


def may_enquire(actor: Actor, card: SeekCard) -> Verdict:
    """Anybody, while it is published and open."""
    if card.trashed_at is not None or card.visibility != Visibility.PUBLIC:
        return no(_("This is not published any more."))
    if not card.is_open:
        return no(_("The time to answer has passed."))
    return YES


def may_settle_enquiry(actor: Actor, enquiry: Enquiry) -> Verdict:
    """Coordinators of the organisation that seeks, until it is answered."""
    verdict = may_change_card(actor, enquiry.card)
    if verdict and enquiry.state != EnquiryState.NEW:
        return no(_("This enquiry has been answered."))
    return verdict


# --- Eligible countries -----------------------------------------------------------------------------------------------


def may_keep_lists(actor: Actor, organisation_id: int | None) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("Lists of eligible countries are kept by coordinators of the organisation."))
    return YES


def may_change_list(actor: Actor, eligibility_list: EligibilityList) -> Verdict:
    """Coordinators of the organisation that keeps the list."""
    return may_keep_lists(actor, eligibility_list.organisation_id)


def may_tie_funding(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, while it is not over."""
    verdict = may_edit_cooperation(actor, cooperation)
    if verdict and cooperation.state in OVER:
        return no(_("This cooperation has ended. What was granted stays as it was granted."))
    return verdict


def may_change_funding(actor: Actor, funding: Funding) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, while it is not over."""
    return may_tie_funding(actor, funding.cooperation)


def may_untie_funding(actor: Actor, funding: Funding) -> Verdict:
    """Who may change it, while nothing was answered under it."""
    verdict = may_change_funding(actor, funding)
    if verdict and funding.answers.all():
        return no(_("Something was answered under this list, so it stays. Write until when it is granted instead."))
    return verdict


# --- Registers ---------------------------------------------------------------------------------------------------------


def may_keep_registers(actor: Actor, organisation_id: int | None) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("Memberships are kept by coordinators of the organisation."))
    return YES


def may_note_initiative(actor: Actor, organisation_id: int | None) -> Verdict:
    """Contributors and coordinators of the organisation."""
    if not actor.acts_for(organisation_id) or not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Initiatives are written by contributors and coordinators of the organisation."))
    return YES


def may_check_partner(actor: Actor) -> Verdict:
    """Coordinators and controllers, for their own organisation."""
    if actor.organisation_id is None or not actor.has(Role.COORDINATOR, Role.CONTROLLER):
        return no(_("Partners are checked by coordinators and controllers."))
    return YES


# --- Phases -----------------------------------------------------------------------------------------------------------


def may_plan_phase(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Coordinators of the organisation that keeps the cooperation, while it is not over."""
    verdict = may_edit_cooperation(actor, cooperation)
    if verdict and cooperation.state in OVER:
        return no(_("This cooperation has ended. What was agreed stays as it is."))
    return verdict


def may_seat(actor: Actor, phase: Phase, organisation: Organisation) -> Verdict:
    """Coordinators of the party whose seat it is; for a party without a sign-in those of the keeper."""
    if not actor.has(Role.COORDINATOR):
        return no(_("Who sits in a team is written by coordinators."))
    own = actor.acts_for(organisation.pk) and takes_part(actor, phase.cooperation)
    if own or (actor.acts_for(phase.cooperation.organisation_id) and not has_members(organisation.pk)):
        return YES
    return no(_("Each party says itself who sits for it."))
