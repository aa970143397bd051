"""Who may do what with documents, cases and decisions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .models import Case, Decision, Document

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
    return verdict & may_see_secret(actor, document) if document.secrecy_ground else verdict


def may_trash_document(actor: Actor, document: Document) -> Verdict:
    """Coordinators of the organisation, when nothing rests on the document."""
    verdict = may_register(actor, document.organisation_id)
    if not verdict:
        return verdict
    if not actor.has(Role.COORDINATOR):
        return no(_("Documents are put in the trash by coordinators."))
    if something_rests_on(document):
        return no(_("A decision, a plan or a piece of evidence rests on this document. Take it off there first."))
    return YES


def something_rests_on(thing: Document | Decision) -> bool:
    """Whether any row of any room points to it (at most one query per kind of row)."""
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: thing}).exists()
        for relation in thing._meta.related_objects
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
