"""Who may do what with imports of plans."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core import registries
from byalag.core.tables import TableKind
from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import ImportState
from .models import PlanImport, TableImport


def may_import(actor: Actor, organisation_id: int | None = None) -> Verdict:
    """Coordinators, for their own organisation."""
    if not actor.acts_for(organisation_id or actor.organisation_id):
        return no(_("A plan is imported by the organisation itself."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Plans are imported by coordinators."))
    return YES


def may_change_import(actor: Actor, plan_import: PlanImport) -> Verdict:
    """Coordinators of the organisation, until the import is saved."""
    verdict = may_import(actor, plan_import.organisation_id)
    if verdict and plan_import.state != ImportState.READY:
        return no(_("This document has been saved as a plan. Undo that first."))
    return verdict


def may_undo_import(actor: Actor, plan_import: PlanImport) -> Verdict:
    """Coordinators of the organisation, while the plan made from it is an untouched draft."""
    verdict = may_import(actor, plan_import.organisation_id)
    if not verdict:
        return verdict
    if plan_import.state != ImportState.SAVED or plan_import.framework is None:
        return no(_("There is nothing to undo: this document has not been saved as a plan."))
    if not plan_import.framework.is_draft or plan_import.framework.trashed_at:
        return no(_("The plan has gone on since. Change it on its own page instead."))
    if plan_import.framework.version != plan_import.made.get("framework_version"):
        return no(_("The plan has been changed since. Put it in the trash on its own page instead."))
    return YES


def may_bring_table(actor: Actor, kind: TableKind) -> Verdict:
    """Whom the table's own room lets change its rows, for their own organisation."""
    if not actor.is_member and not actor.is_system:
        return no(_("Tables are brought in by members of an organisation."))
    if kind.save is None or kind.may_save is None:
        return no(_("This table only goes out. Change it on its own pages."))
    return kind.may_save(actor)


def may_save_table(actor: Actor, table_import: TableImport) -> Verdict:
    """Whom the table's room lets change its rows, until it has been saved."""
    if not actor.acts_for(table_import.organisation_id):
        return no(_("A table is brought in by the organisation itself."))
    if table_import.state != ImportState.READY:
        return no(_("This table has been saved already."))
    return may_bring_table(actor, registries.tables[table_import.kind])


def may_undo_table(actor: Actor, table_import: TableImport) -> Verdict:
    """Whom the table's room lets change its rows, once it has been saved and not undone."""
    if not actor.acts_for(table_import.organisation_id):
        return no(_("A table is brought in by the organisation itself."))
    if table_import.state != ImportState.SAVED or not table_import.made:
        return no(_("There is nothing to undo: this table has not been saved."))
    return may_bring_table(actor, registries.tables[table_import.kind])
