"""Who may do what with documents, cases and decisions."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byalag.core import formats
from byalag.core.verdicts import YES, Verdict, no
from byalag.engines.retention import Keep
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import Answer, Outcome
from .models import Case, Decision, Disclosure, Document, UseConsent
from .retention import kept_now, today_in

# What points to a document only to say something about it; nothing else rests on it by that.
_SAID_ABOUT = {"use_consents", "masked_copies", "disclosures"}
SEE_SECRET = (Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR)


def may_register(actor: Actor, organisation_id: int) -> Verdict:
    """Contributors and coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself keeps its papers."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Documents are added by contributors and coordinators."))
    return YES


def may_change_document(actor: Actor, document: Document) -> Verdict:
    """Contributors and coordinators of the organisation; a secret document only those who may see it."""
    verdict = may_register(actor, document.organisation_id)
    if verdict and document.disposal_id:
        return no(_("This document has been disposed of. What stands about it is kept as it is."))
    return verdict & may_see_secret(actor, document) if document.secrecy_ground else verdict


def may_trash_document(actor: Actor, document: Document) -> Verdict:
    """Coordinators of the organisation, when nothing rests on the document."""
    verdict = may_register(actor, document.organisation_id)
    if not verdict:
        return verdict
    if not actor.has(Role.COORDINATOR):
        return no(_("Documents are put in the trash by coordinators."))
    if document.disposal_id:
        return no(_("This document has been disposed of. What stands about it is kept as it is."))
    if document.disclosures.exists() or document.masked_copies.exists():
        return no(_("This document has been masked or asked for, so it stays in the register."))
    if something_rests_on(document):
        return no(_("A decision, a plan or a piece of evidence rests on this document. Take it off there first."))
    return YES


def something_rests_on(thing: Document | Decision) -> bool:
    """Whether any row of any room points to it (at most one query per kind of row)."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: thing}).exists()
        for relation in thing._meta.related_objects
        if relation.get_accessor_name() not in _SAID_ABOUT
    )


def may_restore_document(actor: Actor, document: Document) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if actor.acts_for(document.organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("Documents are taken out of the trash by coordinators and administrators."))


def may_record_decision(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself records its decisions."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Decisions are recorded by coordinators."))
    return YES


def may_correct_decision(actor: Actor, decision: Decision) -> Verdict:
    """Coordinators of the organisation."""
    return may_record_decision(actor, decision.organisation_id)


def may_change_what_was_decided(actor: Actor, decision: Decision) -> Verdict:
    """Coordinators, while no plan, goal or activity rests on the decision: its body and outcome."""
    verdict = may_correct_decision(actor, decision)
    if verdict and something_rests_on(decision):
        return no(_("A plan or an activity rests on this decision, so its body and outcome stand."))
    return verdict


def may_open_case(actor: Actor, organisation_id: int) -> Verdict:
    """Contributors and coordinators of the organisation."""
    return may_register(actor, organisation_id)


def may_change_case(actor: Actor, case: Case) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(case.organisation_id):
        return no(_("Only the organisation itself keeps its papers."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Cases are changed by coordinators."))
    return YES


def may_see_secret(actor: Actor, document: Document | None = None) -> Verdict:
    """Coordinators, controllers and administrators; a document of their own, whoever registered it."""
    if actor.is_system or (actor.is_member and actor.has(*SEE_SECRET)):
        return YES
    if document is not None and registered(actor, document):
        return YES
    return no(_("This document is marked secret."))


def registered(actor: Actor, document: Document) -> bool:
    """The actor put the document into the book, and still belongs to its organisation."""
    return (
        actor.is_member
        and actor.acts_for(document.organisation_id)
        and actor.user_id is not None
        and document.registered_by_id == actor.user_id
    )


def may_set_retention(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself says how long it keeps its papers."))
    if not actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return no(_("How long papers are kept is set by coordinators and administrators."))
    return YES


def may_dispose(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself disposes of its papers."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Papers are disposed of by coordinators."))
    return YES


def may_dispose_by(actor: Actor, decision: Decision) -> Verdict:
    """Coordinators, by a decision of their own organisation that approves it."""
    verdict = may_dispose(actor, decision.organisation_id)
    if verdict and decision.outcome != Outcome.APPROVED:
        return no(_("Papers are disposed of only by a decision that approves it."))
    if verdict and decision.trashed_at is not None:
        return no(_("This decision is in the trash."))
    return verdict


def may_dispose_document(actor: Actor, document: Document) -> Verdict:
    """Coordinators, once every retention rule that holds for the document has run out."""
    verdict = may_dispose(actor, document.organisation_id)
    if not verdict:
        return verdict
    if document.disposal_id:
        return no(_("This document has been disposed of already."))
    standing = kept_now(document).standing
    if standing.keep == Keep.NO_RULE:
        return no(_("No rule says how long “%(title)s” is kept, so it is kept.") % {"title": document.title})
    if standing.keep == Keep.FOR_EVER:
        return no(_("“%(title)s” is kept for ever.") % {"title": document.title})
    if standing.keep == Keep.WAITING or standing.until is None:
        return no(
            _("A rule for “%(title)s” counts from a day that is not known yet, so it is kept.")
            % {"title": document.title}
        )
    if not standing.due_on(today_in(document.organisation.time_zone)):
        day = formats.day(standing.until, get_language() or "en")
        return no(_("“%(title)s” is kept until %(day)s.") % {"title": document.title, "day": day})
    return YES


def may_note_consent(actor: Actor, document: Document) -> Verdict:
    """Whoever may change what stands about the document."""
    return may_change_document(actor, document)


def may_withdraw_consent(actor: Actor, consent: UseConsent) -> Verdict:
    """The person by their own link; contributors, coordinators and administrators of the organisation; once."""
    if consent.withdrawn_on is not None:
        return no(_("This consent has been withdrawn already."))
    if actor.is_system or (actor.kind == "link" and actor.link_id is not None):
        return YES
    if not actor.acts_for(consent.document.organisation_id):
        return no(_("Only the organisation itself keeps its papers."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR, Role.ADMINISTRATOR):
        return no(_("A withdrawal is written down by contributors, coordinators and administrators."))
    return YES


def may_answer_request(actor: Actor, document: Document) -> Verdict:
    """Contributors and coordinators of the organisation who may see the document: mask it, give it out, refuse."""
    if not actor.acts_for(document.organisation_id):
        return no(_("Only the organisation itself gives out its papers."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Papers are given out by contributors and coordinators."))
    if document.disposal_id:
        return no(_("This document has been disposed of, so there is nothing left to give out."))
    return may_see_secret(actor, document) if document.secrecy_ground else YES


def may_give_out(actor: Actor, document: Document, answer: str) -> Verdict:
    """As may_answer_request; a document marked secret is never given out as it is."""
    verdict = may_answer_request(actor, document)
    if verdict and document.secrecy_ground and answer == Answer.WHOLE:
        return no(
            _(
                "This document is marked secret. Give out a masked copy, refuse, or take the mark away if it does not hold."
            )
        )
    return verdict


def may_strike_disclosure(actor: Actor, disclosure: Disclosure) -> Verdict:
    """Coordinators of the organisation, once."""
    if not actor.acts_for(disclosure.organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("A line of the disclosure log is struck out by coordinators of the organisation."))
    if disclosure.struck_at is not None:
        return no(_("This line has been struck out already."))
    return YES
