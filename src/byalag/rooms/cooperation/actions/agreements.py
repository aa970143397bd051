"""The only writer of agreements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.formats import day
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.records.api import Decision, Document

from .. import kinds, queries, rules
from ..enums import CooperationState
from ..models import Agreement, AgreementCost, AgreementDecision, AgreementPaper, Cooperation
from .pipeline import take_step


@transaction.atomic
def draft_agreement(
    actor: Actor,
    *,
    cooperation: Cooperation,
    title: str,
    areas: str = "",
    starts: date | None = None,
    ends: date | None = None,
    renew_by: date | None = None,
    costs: Mapping[str, str] | None = None,
) -> Agreement:
    """A new agreement, or the next version of the one there is. `costs`: who pays, by kind of cost."""
    cooperation = lock_for_change(cooperation)
    require(rules.may_keep_agreements(actor, cooperation))
    last = cooperation.agreements.order_by("-number").first()
    agreement = Agreement(
        cooperation=cooperation,
        title=title,
        number=last.number + 1 if last else 1,
        areas=areas,
        starts=starts,
        ends=ends,
        renew_by=renew_by,
    )
    _check_dates(agreement)
    agreement.save()
    _set_costs(agreement, costs or {})
    log.record(cooperation, "cooperation.agreement.drafted", actor=actor, agreement=agreement.pk)
    return agreement


@transaction.atomic
def change_agreement(
    actor: Actor, *, agreement: Agreement, expected: int | None, costs: Mapping[str, str] | None = None, **fields: Any
) -> Agreement:
    """Change what stands in an agreement that is not signed; of a signed one, when its renewal is decided on."""
    agreement = lock_for_change(agreement, expected=expected)
    require(rules.may_change_agreement(actor, agreement))
    for name, value in fields.items():
        setattr(agreement, name, value)
    _check_dates(agreement)
    agreement.save()
    if costs is not None:
        _set_costs(agreement, costs)
    log.record(agreement.cooperation, "cooperation.agreement.changed", actor=actor, agreement=agreement.pk)
    return agreement


def _check_dates(agreement: Agreement) -> None:
    agreement.full_clean()
    if agreement.ends and agreement.renew_by and agreement.renew_by > agreement.ends:
        raise ValidationError({"renew_by": _("Decide on the renewal before the agreement ends.")})


def _set_costs(agreement: Agreement, costs: Mapping[str, str]) -> None:
    agreement.costs.all().delete()
    rows = [AgreementCost(agreement=agreement, item=item, payer=payer) for item, payer in costs.items() if payer]
    AgreementCost.objects.bulk_create(rows)


@transaction.atomic
def note_agreement_decision(
    actor: Actor,
    *,
    agreement: Agreement,
    organisation: Organisation,
    on: date | None = None,
    decision: Decision | None = None,
    reference: str = "",
) -> AgreementDecision:
    """What a party decided: a decision in one's own book, or the number under which the partner keeps it."""
    agreement = lock_for_change(agreement)
    require(rules.may_change_agreement(actor, agreement))
    if organisation not in queries.organisations_in(agreement.cooperation):
        raise ValidationError({"organisation": _("Choose one of the parties.")})
    taken_on = decision.decided_on if decision else on
    if taken_on is None:
        raise ValidationError({"on": _("Write on which day it was decided.")})
    if decision is None and not reference.strip():
        raise ValidationError({"reference": _("Choose the decision, or write its number and the body that took it.")})
    row, _made = AgreementDecision.objects.update_or_create(
        agreement=agreement,
        organisation=organisation,
        defaults={"decision": decision, "reference": reference, "on": taken_on},
    )
    agreement.save()
    log.record(
        agreement.cooperation, "cooperation.agreement.decided", actor=actor, organisation_deciding=organisation.pk
    )
    return row


@transaction.atomic
def sign_agreement(actor: Actor, *, agreement: Agreement, on: date, expected: int | None = None) -> Agreement:
    """All have signed: the agreement holds, the one before is replaced, and the cooperation goes on.

    Raises ValidationError when the decision that the kind of cooperation asks for is missing or later than the signing.
    """
    cooperation = lock_for_change(agreement.cooperation)
    agreement = lock_for_change(agreement, expected=expected)
    require(rules.may_sign_agreement(actor, agreement))
    _check_decision(cooperation, agreement, on)
    agreement.signed_on = on
    agreement.starts = agreement.starts or on
    agreement.full_clean()
    agreement.save()
    for before in cooperation.agreements.filter(signed_on__isnull=False, replaced_by=None).exclude(pk=agreement.pk):
        before = lock_for_change(before)
        before.replaced_by = agreement
        before.save()
    follows = {CooperationState.DECIDED: CooperationState.SIGNED, CooperationState.DORMANT: CooperationState.ACTIVE}
    if after := follows.get(CooperationState(cooperation.state)):
        take_step(cooperation, after, on)
    log.record(cooperation, "cooperation.agreement.signed", actor=actor, agreement=agreement.pk)
    return agreement


def _check_decision(cooperation: Cooperation, agreement: Agreement, on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day has not come yet. Write it when all have signed.")})
    if CooperationState.DECIDED not in kinds.KINDS[cooperation.kind].decided:  # type: ignore[index]
        return
    own = queries.decided_on(agreement)
    if own is None:
        raise ValidationError(
            _("Nobody has decided on this agreement yet. Note the decision of your organisation, and sign it then.")
        )
    if own > on:
        raise ValidationError(
            {
                "on": _("The decision was taken on %(day)s, after this day. Check which of the two is right.")
                % {"day": day(own, get_language() or "en")}
            }
        )


@transaction.atomic
def end_agreement(actor: Actor, *, agreement: Agreement, on: date, expected: int | None = None) -> Agreement:
    """The agreement holds no longer; the cooperation ends by a step of its own."""
    agreement = lock_for_change(agreement, expected=expected)
    require(rules.may_end_agreement(actor, agreement))
    if agreement.signed_on and on < agreement.signed_on:
        raise ValidationError({"on": _("It cannot end before it was signed.")})
    agreement.ended_on = on
    agreement.save()
    log.record(agreement.cooperation, "cooperation.agreement.ended", actor=actor, agreement=agreement.pk)
    return agreement


@transaction.atomic
def add_agreement_paper(actor: Actor, *, agreement: Agreement, document: Document, language: str) -> AgreementPaper:
    """Lay the paper beside the agreement, in one of its languages."""
    agreement = lock_for_change(agreement)
    require(rules.may_keep_agreements(actor, agreement.cooperation))
    paper, _made = AgreementPaper.objects.update_or_create(
        agreement=agreement, document=document, defaults={"language": language}
    )
    agreement.save()
    log.record(agreement.cooperation, "cooperation.agreement.paper_added", actor=actor, document=document.pk)
    return paper


@transaction.atomic
def remove_agreement_paper(actor: Actor, *, paper: AgreementPaper) -> None:
    """Take a paper away from the agreement; the document stays among the documents."""
    agreement = lock_for_change(paper.agreement)
    require(rules.may_keep_agreements(actor, agreement.cooperation))
    agreement.save()
    log.record(agreement.cooperation, "cooperation.agreement.paper_removed", actor=actor, document=paper.document_id)
    paper.delete()
