"""Who may do what with accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.cooperation.api import Cooperation, takes_part
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role
from byalag.rooms.promises.api import Framework

from .definitions import OF_COOPERATION, Definition
from .enums import RECEIVED, SEALED, ReportState, ReviewAnswer
from .models import Report, Review

SIGNERS = (Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR)


def _may_account(actor: Actor, organisation_id: int) -> Verdict:
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself makes its accounts."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Accounts are made by coordinators."))
    return YES


def _in_state(verdict: Verdict, report: Report, states: set[ReportState], sentence: str) -> Verdict:
    return no(sentence) if verdict and report.state not in states else verdict


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


def may_open_cooperation_report(actor: Actor, together: Cooperation, definition: Definition | None = None) -> Verdict:
    """Coordinators of an organisation that keeps the cooperation or is in it, when the definition is for cooperations."""
    if not takes_part(actor, together):
        return no(_("An account of a cooperation is made by those who are in it."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Accounts are made by coordinators."))
    if definition is not None and OF_COOPERATION not in definition.kinds:
        return no(_("This kind of account does not suit a cooperation."))
    return YES


def may_write_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, of a cooperation those of all its parties, until somebody has signed."""
    together = report.cooperation
    verdict = _may_account(actor, report.organisation_id)
    if not verdict and together is not None and actor.has(Role.COORDINATOR) and takes_part(actor, together):
        verdict = YES
    return _in_state(
        verdict,
        report,
        {ReportState.DRAFT, ReportState.REVIEW},
        _("A signed account is not changed. Take the signature back first."),
    )


def may_ask_partners(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, until somebody has signed."""
    verdict = _may_account(actor, report.organisation_id)
    return may_write_report(actor, report) if verdict else verdict


def may_end_review(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, while the account is with partners."""
    return _in_state(
        _may_account(actor, report.organisation_id),
        report,
        {ReportState.REVIEW},
        _("This account is not with any partner."),
    )


def may_answer_review(actor: Actor, review: Review) -> Verdict:
    """Coordinators of the partner that was asked, while the account is with partners."""
    if not actor.acts_for(review.organisation_id):
        return no(_("Only the partner that was asked answers."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Your organisation's coordinators answer for it."))
    if review.report.state != ReportState.REVIEW:
        return no(_("This account is no longer waiting for partners."))
    return YES


def may_sign_report(actor: Actor, report: Report, *, has_signed: bool = False, lacking: bool = False) -> Verdict:
    """Coordinators, controllers and administrators, each once, when nothing is missing and partners have answered."""
    if not actor.acts_for(report.organisation_id):
        return no(_("Only the organisation itself signs its accounts."))
    if actor.user_id is None or not actor.has(*SIGNERS):
        return no(_("Accounts are signed by coordinators, controllers and administrators."))
    if report.state in SEALED:
        return no(_("This account is signed already."))
    if has_signed:
        return no(_("You have signed. A second person signs now."))
    if report.state == ReportState.SIGNING:
        return YES
    if lacking:
        return no(_("Something is missing that must be there before anybody signs. The list says what."))
    if report.state == ReportState.REVIEW and report.reviews.filter(answer=ReviewAnswer.WAITING).exists():
        return no(_("A partner has not answered yet. Wait, or take the account back from the partners."))
    return YES


def may_withdraw_signing(actor: Actor, report: Report) -> Verdict:
    """Those who may sign, until the account is submitted or public."""
    if not actor.acts_for(report.organisation_id):
        return no(_("Only the organisation itself signs its accounts."))
    if not actor.has(*SIGNERS):
        return no(_("Accounts are signed by coordinators, controllers and administrators."))
    if report.state not in {ReportState.SIGNING, ReportState.SIGNED}:
        return no(_("There is no signature that can be taken back."))
    if report.is_public:
        return no(_("Everyone can read this account. Take it back from the public first."))
    return YES


def may_submit_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, once the account is signed by all who must."""
    return _in_state(
        _may_account(actor, report.organisation_id),
        report,
        {ReportState.SIGNED},
        _("An account is submitted once it is signed."),
    )


def may_answer_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the recipient, when it is here; else the organisation's own, who write down what was answered."""
    if report.state != ReportState.SUBMITTED:
        return no(_("This account does not wait for an answer."))
    if report.recipient_id is None:
        return _may_account(actor, report.organisation_id)
    if not actor.acts_for(report.recipient_id):
        return no(_("The one that the account was submitted to answers it."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Your organisation's coordinators answer for it."))
    return YES


def may_rework_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, once the account was returned, and while the public does not read it."""
    verdict = _in_state(
        _may_account(actor, report.organisation_id),
        report,
        {ReportState.RETURNED},
        _("Only an account that was returned is worked on again."),
    )
    if verdict and report.is_public:
        return no(_("Everyone can read this account. Take it back from the public first."))
    return verdict


def may_publish_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, once the account is signed; not while it is returned."""
    verdict = _may_account(actor, report.organisation_id)
    if not verdict:
        return verdict
    if report.is_public:
        return no(_("Everyone can read this account already."))
    if report.state == ReportState.RETURNED:
        return no(_("This account was returned. Work on it again before everyone reads it."))
    if report.state not in SEALED:
        return no(_("An account is published once it is signed."))
    return YES


def may_unpublish_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, when the account is published."""
    verdict = _may_account(actor, report.organisation_id)
    if verdict and not report.is_public:
        return no(_("This account is not published."))
    return verdict


def may_trash_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators of the organisation, while the account is a draft."""
    return _in_state(
        _may_account(actor, report.organisation_id),
        report,
        {ReportState.DRAFT},
        _("Only a draft is put in the trash."),
    )


def may_restore_report(actor: Actor, report: Report) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if actor.acts_for(report.organisation_id) and actor.has(Role.ADMINISTRATOR):
        return YES
    return _may_account(actor, report.organisation_id)


def may_set_account_rules(actor: Actor, organisation_id: int) -> Verdict:
    """Administrators of the organisation."""
    if actor.acts_for(organisation_id) and actor.has(Role.ADMINISTRATOR):
        return YES
    return no(_("How accounts are signed is set by administrators."))


def may_see_changes(actor: Actor, report: Report) -> Verdict:
    """The organisation itself and the recipient, once the account is signed by somebody."""
    if not report.is_frozen:
        return no(_("Nobody has signed this account yet."))
    if actor.acts_for(report.organisation_id) or (report.state in RECEIVED and actor.acts_for(report.recipient_id)):
        return YES
    return no(_("What has changed since is told to the organisation and the recipient."))


def may_take_signed_data(actor: Actor, report: Report) -> Verdict:
    """Those who may sign: it holds all that was signed, also what others may not see."""
    if not report.is_frozen:
        return no(_("Nobody has signed this account yet."))
    if actor.acts_for(report.organisation_id) and actor.has(*SIGNERS):
        return YES
    return no(_("The signed data is for those who sign the organisation's accounts."))


def may_set_layout(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if actor.acts_for(organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("The layout of accounts is set by coordinators and administrators."))


def may_define(actor: Actor, organisation_id: int) -> Verdict:
    """Coordinators of the organisation."""
    if actor.acts_for(organisation_id) and actor.has(Role.COORDINATOR):
        return YES
    return no(_("What accounts hold is set by coordinators."))
