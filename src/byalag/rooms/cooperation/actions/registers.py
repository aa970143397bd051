"""The only writer of memberships, initiatives, checks of partners, and strategies that a cooperation serves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.records.api import Document

from .. import rules
from ..enums import CheckOutcome
from ..models import Cooperation, Initiative, OutsideMembership, PartnerCheck, StrategyLink


@transaction.atomic
def note_membership(
    actor: Actor, *, organisation: Organisation, network: str, purpose: str, **also: Any
) -> OutsideMembership:
    """Take a membership in somebody else's network into the book. `also`: the other fields of the row."""
    require(rules.may_keep_registers(actor, organisation.pk))
    row = OutsideMembership(organisation=organisation, network=network, purpose=purpose, **also)
    row.full_clean()
    row.save()
    log.record(row, "cooperation.membership.noted", actor=actor)
    return row


@transaction.atomic
def change_membership(
    actor: Actor, *, membership: OutsideMembership, expected: int | None, **fields: Any
) -> OutsideMembership:
    """Change a membership: its fee, its end, what it has given."""
    row = lock_for_change(membership, expected=expected)
    require(rules.may_keep_registers(actor, row.organisation_id))
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    log.record(row, "cooperation.membership.changed", actor=actor)
    return row


@transaction.atomic
def note_initiative(
    actor: Actor,
    *,
    organisation: Organisation,
    title: str,
    about: str = "",
    whose: str = "",
    cooperation: Cooperation | None = None,
    since: date | None = None,
) -> Initiative:
    """Write down what somebody proposed."""
    require(rules.may_note_initiative(actor, organisation.pk))
    row = Initiative(
        organisation=organisation,
        title=title,
        about=about,
        whose=whose,
        cooperation=cooperation,
        since=since or timezone.localdate(),
    )
    row.full_clean()
    row.save()
    log.record(row, "cooperation.initiative.noted", actor=actor)
    return row


@transaction.atomic
def change_initiative(actor: Actor, *, initiative: Initiative, expected: int | None, **fields: Any) -> Initiative:
    """Change what stands about an initiative, or how far it has come; one that is dropped says why."""
    row = lock_for_change(initiative, expected=expected)
    require(rules.may_note_initiative(actor, row.organisation_id))
    if fields.get("state", row.state) != row.state:
        fields.setdefault("since", timezone.localdate())
    for name, value in fields.items():
        setattr(row, name, value)
    if row.state == "dropped" and not row.why.strip():
        raise ValidationError({"why": _("Write why, so that those who come after you know.")})
    row.full_clean()
    row.save()
    log.record(row, "cooperation.initiative.changed", actor=actor, state=row.state)
    return row


@transaction.atomic
def check_partner(
    actor: Actor,
    *,
    partner: Organisation,
    by: str,
    outcome: str,
    until: date,
    on: date | None = None,
    found: str = "",
    document: Document | None = None,
) -> PartnerCheck:
    """Note that a partner was checked before money goes there. The last check counts; the earlier ones stay."""
    require(rules.may_check_partner(actor))
    row = PartnerCheck(
        organisation=actor.organisation,
        partner=partner,
        by=by,
        outcome=outcome,
        until=until,
        on=on or timezone.localdate(),
        found=found,
        document=document,
    )
    if row.on > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet. Take the step when it has been taken.")})
    if outcome != CheckOutcome.YES and not found.strip():
        raise ValidationError({"found": _("Write what was found, or the conditions.")})
    row.full_clean()
    row.save()
    log.record(row, "cooperation.partner.checked", actor=actor, partner=partner.pk, outcome=outcome)
    return row


@transaction.atomic
def link_strategy(
    actor: Actor, *, cooperation: Cooperation, title: str, body: str, part: str = "", url: str = ""
) -> StrategyLink:
    """Say which strategy of another body a cooperation serves."""
    require(rules.may_edit_cooperation(actor, cooperation))
    row = StrategyLink(cooperation=cooperation, title=title, body=body, part=part, url=url)
    row.full_clean()
    row.save()
    log.record(cooperation, "cooperation.strategy.linked", actor=actor, title=title)
    return row


@transaction.atomic
def unlink_strategy(actor: Actor, *, strategy: StrategyLink) -> None:
    """Take away a strategy that a cooperation does not serve."""
    require(rules.may_edit_cooperation(actor, strategy.cooperation))
    log.record(strategy.cooperation, "cooperation.strategy.unlinked", actor=actor, title=strategy.title)
    strategy.delete()
