"""Consents to the use of pictures: noted, withdrawn, asked for by a personal link."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from byalag.core import links, log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation, Person

from .. import rules
from ..enums import HowGiven
from ..models import Document, UseConsent, UsePurpose

WITHDRAW = "records.withdraw_consent"
LINK_LASTS = timedelta(days=365)


@transaction.atomic
def note_consent(
    actor: Actor,
    *,
    document: Document,
    purpose: UsePurpose,
    given_on: date,
    person: Person | None = None,
    who: str = "",
    how: str = HowGiven.WRITTEN,
    proof: Document | None = None,
    until: date | None = None,
) -> UseConsent:
    """Note that somebody agreed to one purpose. A consent of theirs that had ended is replaced by it."""
    require(rules.may_note_consent(actor, document))
    if purpose.organisation_id not in (None, document.organisation_id):
        raise ValidationError({"purpose": _("Choose one of your own purposes.")})
    theirs = UseConsent.objects.filter(document=document, purpose=purpose, replaced_by__isnull=True)
    theirs = theirs.filter(person=person) if person else theirs.filter(person__isnull=True, who__iexact=who.strip())
    before = theirs.select_for_update(of=("self",)).order_by("-pk").first()
    consent = UseConsent(
        document=document,
        purpose=purpose,
        person=person,
        who="" if person else who.strip(),
        how=how,
        proof=proof,
        given_on=given_on,
        until=until,
        replaces=before,
    )
    consent.full_clean()
    consent.save()
    log.record(consent, "records.consent.noted", actor=actor, document=document.pk, purpose=purpose.code)
    return consent


@transaction.atomic
def withdraw_consent(actor: Actor, *, consent: UseConsent) -> UseConsent:
    """From now on the picture is held back for this purpose, wherever it appears."""
    consent = lock_for_change(consent)
    require(rules.may_withdraw_consent(actor, consent))
    consent.withdrawn_on = timezone.localdate()
    consent.save(update_fields=["withdrawn_on", "version"])
    log.record(consent, "records.consent.withdrawn", actor=actor, document=consent.document_id)
    return consent


@transaction.atomic
def give_withdrawal_link(actor: Actor, *, consent: UseConsent) -> str:
    """A secret by which the person withdraws the consent themselves. Links given out before are closed."""
    consent = UseConsent.objects.select_for_update().get(pk=consent.pk)
    require(rules.may_note_consent(actor, consent.document))
    links.revoke(consent, WITHDRAW)
    token = links.issue(WITHDRAW, consent, lasts=LINK_LASTS)
    log.record(consent, "records.consent.link_given", actor=actor, document=consent.document_id)
    return token


@transaction.atomic
def add_purpose(actor: Actor, *, organisation: Organisation, name: str) -> UsePurpose:
    """A purpose of the organisation's own, for uses outside Byalag."""
    require(rules.may_set_retention(actor, organisation.pk))
    code = slugify(name)[:40] or "purpose"
    if UsePurpose.objects.filter(organisation=organisation, code=code).exists():
        raise ValidationError({"name": _("There is a purpose of this name already.")})
    purpose = UsePurpose(organisation=organisation, name=name, code=code)
    purpose.full_clean()
    purpose.save()
    log.record(purpose, "records.purpose.added", actor=actor)
    return purpose
