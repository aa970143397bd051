"""From the first signature to the recipient's answer, and to the public. What is signed is frozen."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import Conflict, lock_for_change
from byalag.rooms.people.api import Actor, Organisation, system
from byalag.rooms.people.enums import Visibility

from .. import queries, rules
from ..completeness import lacks
from ..enums import Outcome, ReportState
from ..freezing import freeze
from ..models import AccountRules, FrozenAccount, Report, ReportAnswer, Signature
from ..showing import made_now


@transaction.atomic
def sign_report(actor: Actor, *, report: Report, capacity: str, expected: int | None = None) -> Signature:
    """Put one's hand to the account. The first signature freezes it, the last one that is needed makes it signed.

    Raises Refused, Conflict, and ValidationError without a capacity.
    """
    report = lock_for_change(report, expected=expected)
    first = report.state != ReportState.SIGNING
    account = made_now(system(report.organisation), report) if first else None
    lacking = account is not None and any(lack.blocks for lack in lacks(report, account))
    require(rules.may_sign_report(actor, report, has_signed=queries.has_signed(actor, report), lacking=lacking))
    if not capacity.strip():
        raise ValidationError({"capacity": _("Say as what you sign, such as chair of the council.")})
    if account is not None:
        content, checksum = freeze(account)
        frozen = FrozenAccount.objects.create(
            report=report,
            number=report.frozen.count() + 1,
            content=content,
            checksum=checksum,
            signers=queries.account_rules_of(report.organisation_id).signers,
        )
    else:
        frozen = queries.last_frozen(report)
    signature = Signature.objects.create(frozen=frozen, user_id=actor.user_id, capacity=capacity.strip())
    done = Signature.objects.filter(frozen=frozen).count() >= frozen.signers
    report.state = ReportState.SIGNED if done else ReportState.SIGNING
    report.save(update_fields=["state", "version"])
    log.record(report, "reports.report.signed", actor=actor, checksum=frozen.checksum)
    return signature


@transaction.atomic
def withdraw_signing(actor: Actor, *, report: Report, expected: int | None = None) -> Report:
    """Take the signatures back: the account is a draft again. What was frozen stays as a number in its history."""
    report = lock_for_change(report, expected=expected)
    require(rules.may_withdraw_signing(actor, report))
    report.state = ReportState.DRAFT
    report.save(update_fields=["state", "version"])
    log.record(report, "reports.signing.withdrawn", actor=actor)
    return report


@transaction.atomic
def submit_report(
    actor: Actor,
    *,
    report: Report,
    recipient: Organisation | None = None,
    recipient_name: str = "",
    expected: int | None = None,
) -> Report:
    """Hand the signed account over to an organisation that is here, or to somebody named in words."""
    report = lock_for_change(report, expected=expected)
    require(rules.may_submit_report(actor, report))
    if recipient is None and not recipient_name.strip():
        raise ValidationError({"recipient": _("Say to whom the account goes.")})
    if recipient is not None and recipient.pk == report.organisation_id:
        raise ValidationError({"recipient": _("An account is submitted to somebody else.")})
    report.state, report.submitted_at = ReportState.SUBMITTED, timezone.now()
    report.recipient, report.recipient_name = recipient, "" if recipient else recipient_name.strip()
    report.save(update_fields=["state", "submitted_at", "recipient", "recipient_name", "version"])
    log.record(report, "reports.report.submitted", actor=actor, recipient=recipient.pk if recipient else None)
    return report


@transaction.atomic
def accept_report(
    actor: Actor, *, report: Report, answered_on: date, words: str = "", language: str = "", expected: int | None = None
) -> ReportAnswer:
    """The recipient accepts the account, or somebody outside did and it is written down here."""
    answer = _answer(actor, report, Outcome.ACCEPTED, answered_on, words, language, expected)
    log.record(answer.frozen.report, "reports.report.accepted", actor=actor)
    return answer


@transaction.atomic
def return_report(
    actor: Actor, *, report: Report, answered_on: date, words: str, language: str = "", expected: int | None = None
) -> ReportAnswer:
    """The recipient sends the account back, with words. Raises ValidationError without words."""
    if not words.strip():
        raise ValidationError({"words": _("Say what should be otherwise.")})
    answer = _answer(actor, report, Outcome.RETURNED, answered_on, words, language, expected)
    log.record(answer.frozen.report, "reports.report.returned", actor=actor)
    return answer


def _answer(
    actor: Actor, report: Report, outcome: Outcome, on: date, words: str, language: str, expected: int | None
) -> ReportAnswer:
    report = lock_for_change(report, expected=expected)
    require(rules.may_answer_report(actor, report))
    report.state = ReportState.ACCEPTED if outcome == Outcome.ACCEPTED else ReportState.RETURNED
    report.save(update_fields=["state", "version"])
    frozen = queries.last_frozen(report)
    frozen.report = report
    return ReportAnswer.objects.create(
        frozen=frozen, outcome=outcome, words=words, language=language, answered_on=on, by_id=report.recipient_id
    )


@transaction.atomic
def rework_report(actor: Actor, *, report: Report, expected: int | None = None) -> Report:
    """Work again on an account that was returned: it is a draft, to be signed anew."""
    report = lock_for_change(report, expected=expected)
    require(rules.may_rework_report(actor, report))
    report.state = ReportState.DRAFT
    report.save(update_fields=["state", "version"])
    log.record(report, "reports.report.reworked", actor=actor)
    return report


@transaction.atomic
def publish_report(actor: Actor, *, report: Report, expected: int | None = None) -> Report:
    """Let everyone read the signed account at its public address."""
    report = lock_for_change(report, expected=expected)
    require(rules.may_publish_report(actor, report))
    report.visibility, report.published_at = Visibility.PUBLIC, timezone.now()
    report.save(update_fields=["visibility", "published_at", "version"])
    log.record(report, "reports.report.published", actor=actor)
    return report


@transaction.atomic
def unpublish_report(actor: Actor, *, report: Report, expected: int | None = None) -> Report:
    """Take a published account back: only the organisation, and the recipient, see it."""
    report = lock_for_change(report, expected=expected)
    require(rules.may_unpublish_report(actor, report))
    report.visibility = Visibility.ORGANISATION
    report.save(update_fields=["visibility", "version"])
    log.record(report, "reports.report.unpublished", actor=actor)
    return report


@transaction.atomic
def set_account_rules(
    actor: Actor, *, organisation: Organisation, signers: int, expected: int | None = None
) -> AccountRules:
    """How many sign the organisation's accounts, 1 or 2. It holds for accounts that nobody has signed yet."""
    require(rules.may_set_account_rules(actor, organisation.pk))
    row = AccountRules.objects.select_for_update().filter(organisation=organisation).first()
    row = row or AccountRules(organisation=organisation, version=0)
    if expected is not None and row.version != expected:
        raise Conflict(row)
    row.signers = signers
    row.version += 1
    row.full_clean()
    row.save()
    log.record(row, "reports.rules.set", actor=actor, signers=signers)
    return row
