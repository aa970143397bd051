"""Who may do what with imports of plans and tables, and with takeouts."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import registries
from byalag.core.tables import TableKind
from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.cooperation.api import Cooperation, cooperations_to_take
from byalag.rooms.people.api import Actor, may_edit_person
from byalag.rooms.people.enums import Role

from .enums import ImportState, TakeInState, TakeoutState
from .models import PlanImport, TableImport, TakeIn, Takeout


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


# --- Takeouts ---------------------------------------------------------------------------------------------------------


def may_take_out(actor: Actor, organisation_id: int | None) -> Verdict:
    """Administrators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("What is an organisation's is taken out by the organisation itself."))
    if not actor.has(Role.ADMINISTRATOR):
        return no(_("Takeouts are made by administrators."))
    return YES


def may_take_out_cooperation(actor: Actor, cooperation: Cooperation) -> Verdict:
    """Administrators of an organisation that keeps the cooperation, is in it, or was in it."""
    verdict = may_take_out(actor, actor.organisation_id)
    if verdict and not cooperations_to_take(actor.home_id).filter(pk=cooperation.pk).exists():
        return no(_("Your organisation has never been in this cooperation."))
    return verdict


def may_take_out_protected(actor: Actor, organisation_id: int | None) -> Verdict:
    """Administrators of the organisation, who may see the names of persons at risk and papers that are marked secret."""
    verdict = may_take_out(actor, organisation_id)
    return verdict & may_edit_person(actor, actor.home_id) if verdict else verdict


def may_fetch_takeout(actor: Actor, takeout: Takeout) -> Verdict:
    """Administrators of the organisation, while it is ready and not thrown away."""
    verdict = may_take_out(actor, takeout.organisation_id)
    if not verdict:
        return verdict
    if takeout.state in (TakeoutState.WAITING, TakeoutState.RUNNING):
        return no(_("It is not ready yet."))
    if takeout.state == TakeoutState.FAILED:
        return no(_("It could not be made. Ask for a new one."))
    if takeout.state == TakeoutState.GONE or takeout.expires_at is None or takeout.expires_at < timezone.now():
        return no(_("It has been thrown away. Ask for a new one."))
    return YES


def may_throw_takeout_away(actor: Actor, takeout: Takeout) -> Verdict:
    """Administrators of the organisation, when it has been made."""
    verdict = may_take_out(actor, takeout.organisation_id)
    if verdict and takeout.state in (TakeoutState.WAITING, TakeoutState.RUNNING):
        return no(_("It is not ready yet."))
    if verdict and takeout.state == TakeoutState.GONE:
        return no(_("It has been thrown away already."))
    return verdict


def may_take_in(actor: Actor, organisation_id: int | None) -> Verdict:
    """Administrators, for their own organisation; the system, for any."""
    if not actor.acts_for(organisation_id) and not actor.is_system:
        return no(_("A takeout is taken in for one's own organisation."))
    if not actor.has(Role.ADMINISTRATOR):
        return no(_("Takeouts are taken in by administrators."))
    return YES


def may_save_take_in(actor: Actor, take_in: TakeIn) -> Verdict:
    """Administrators of the organisation, until it has been taken in or thrown away."""
    verdict = may_take_in(actor, take_in.organisation_id)
    if verdict and take_in.state == TakeInState.SAVED:
        return no(_("This takeout has been taken in already."))
    if verdict and take_in.state == TakeInState.DISCARDED:
        return no(_("This takeout has been thrown away."))
    return verdict
