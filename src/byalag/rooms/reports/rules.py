"""Who may do what with accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role
from byalag.rooms.promises.api import Framework

from .definitions import Definition
from .enums import ReportState
from .models import Report


def _may_account(actor: Actor, organisation_id: int) -> Verdict:
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself makes its accounts."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Accounts are made by coordinators."))
    return YES


def may_open_report(actor: Actor, framework: Framework, definition: Definition | None = None) -> Verdict:
    """Coordinators of the organisation, once the framework is adopted and the definition suits its kind."""
    verdict = _may_account(actor, framework.organisation_id)
    if not verdict:
        return verdict
    if not framework.is_adopted:
        return no(_("An account is made of a plan that has been adopted. Record the decision first."))
    if definition is not None and framework.kind not in definition.kinds:
        return no(_("This kind of account does not suit this kind of plan."))
    return YES


def may_write_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, while the account is a draft."""
    verdict = _may_account(actor, report.organisation_id)
    if not verdict:
        return verdict
    if report.state == ReportState.PUBLISHED:
        return no(_("A published account is not changed. Take it back first."))
    return YES


def may_publish_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation."""
    return _may_account(actor, report.organisation_id)


def may_unpublish_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, when the account is published."""
    verdict = _may_account(actor, report.organisation_id)
    if verdict and report.state != ReportState.PUBLISHED:
        return no(_("This account is not published."))
    return verdict


def may_trash_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, while the account is a draft."""
    return may_write_report(actor, report)


def may_restore_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if actor.acts_for(report.organisation_id) and actor.has(Role.ADMINISTRATOR):
        return YES
    return _may_account(actor, report.organisation_id)
