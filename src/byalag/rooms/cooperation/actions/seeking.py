"""The only writer of what is sought in partners, and of what comes in answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation, open_organisation
from byalag.rooms.people.enums import OrganisationKind, Visibility

from .. import queries, rules
from ..enums import OVER, CooperationKind, CooperationState, EnquiryState
from ..models import Cooperation, Enquiry, Party, SeekCard
from .cooperations import add_party, open_cooperation

KEPT = timedelta(days=180)


@transaction.atomic
def write_card(actor: Actor, *, organisation: Organisation, title: str, **fields: Any) -> SeekCard:
    """Write what is sought in a partner; others see it when it is published."""
    require(rules.may_write_card(actor, organisation.pk))
    card = SeekCard(organisation=organisation, title=title, language=organisation.language, **fields)
    base = f"partner-{slugify(title)[:60]}".rstrip("-")  # plans and accounts have addresses beside it
    taken = set(SeekCard.objects.filter(organisation=organisation).values_list("slug", flat=True))
    card.slug = next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)
    card.full_clean()
    card.save()
    log.record(card, "cooperation.card.written", actor=actor)
    return card


@transaction.atomic
def change_card(actor: Actor, *, card: SeekCard, expected: int | None, **fields: Any) -> SeekCard:
    """Change what is sought."""
    card = lock_for_change(card, expected=expected)
    require(rules.may_change_card(actor, card))
    for name, value in fields.items():
        setattr(card, name, value)
    card.full_clean()
    card.save()
    log.record(card, "cooperation.card.changed", actor=actor)
    return card


@transaction.atomic
def publish_card(actor: Actor, *, card: SeekCard) -> SeekCard:
    """Show it to everyone, with a form for those who are interested."""
    card = lock_for_change(card)
    require(rules.may_change_card(actor, card))
    card.visibility = Visibility.PUBLIC
    card.save()
    log.record(card, "cooperation.card.published", actor=actor)
    return card


@transaction.atomic
def withdraw_card(actor: Actor, *, card: SeekCard) -> SeekCard:
    """Take it from the public pages."""
    card = lock_for_change(card)
    require(rules.may_change_card(actor, card))
    card.visibility = Visibility.ORGANISATION
    card.save()
    log.record(card, "cooperation.card.withdrawn", actor=actor)
    return card


@transaction.atomic
def receive_enquiry(
    actor: Actor,
    *,
    card: SeekCard,
    name: str,
    country: str,
    message: str,
    language: str,
    post: str = "",
    email: str = "",
) -> Enquiry:
    """Somebody from outside is interested; it waits in the queue until it is answered."""
    require(rules.may_enquire(actor, card))
    row = Enquiry(card=card, name=name, country=country, post=post, email=email, message=message, language=language)
    row.full_clean()
    row.save()
    log.record(row, "cooperation.enquiry.received", actor=actor, card=card.pk)
    return row


@transaction.atomic
def take_up_enquiry(
    actor: Actor,
    *,
    enquiry: Enquiry,
    kind: str = CooperationKind.TWIN_TOWN,
    known: Organisation | None = None,
    expected: int | None = None,
) -> Cooperation:
    """Make a possible partner of an enquiry: a cooperation that begins with it. `known`: an organisation of the book.

    Raises ValidationError when there is a cooperation of this kind with them already.
    """
    enquiry = lock_for_change(enquiry, expected=expected)
    require(rules.may_settle_enquiry(actor, enquiry))
    organisation = enquiry.card.organisation
    partner = known or queries.organisation_called(enquiry.name, enquiry.country)
    if partner is not None:
        check_not_twice(organisation, partner, kind)
    else:
        partner = open_organisation(
            actor, name=enquiry.name, kind=OrganisationKind.MUNICIPALITY, country=enquiry.country
        )
    cooperation = open_cooperation(
        actor,
        organisation=organisation,
        kind=kind,
        name=f"{organisation} – {enquiry.name}",
        about=enquiry.message,
        state=CooperationState.ENQUIRY_RECEIVED,
    )
    add_party(actor, cooperation=cooperation, organisation=partner)
    enquiry.state, enquiry.settled_on = EnquiryState.TAKEN_UP, timezone.localdate()
    enquiry.cooperation, enquiry.known = cooperation, partner
    enquiry.save()
    log.record(enquiry, "cooperation.enquiry.taken_up", actor=actor, cooperation=cooperation.pk)
    return cooperation


@transaction.atomic
def decline_enquiry(actor: Actor, *, enquiry: Enquiry, reason: str, expected: int | None = None) -> Enquiry:
    """Say no, and remember why, so that the next who is asked knows."""
    enquiry = lock_for_change(enquiry, expected=expected)
    require(rules.may_settle_enquiry(actor, enquiry))
    if not reason.strip():
        raise ValidationError({"reason": _("Write why, so that whoever is asked next knows.")})
    enquiry.state, enquiry.settled_on, enquiry.reason = EnquiryState.DECLINED, timezone.localdate(), reason
    enquiry.save()
    log.record(enquiry, "cooperation.enquiry.declined", actor=actor)
    return enquiry


def check_not_twice(organisation: Organisation, partner: Organisation, kind: str) -> None:
    """Raises ValidationError when the two are in a living cooperation of this kind already."""
    both = Party.objects.filter(organisation=partner, ends=None).values("cooperation_id")
    there = Cooperation.objects.filter(organisation=organisation, pk__in=both, kind=kind, trashed_at=None)
    found = there.exclude(state__in=OVER).first()
    if found is not None:
        raise ValidationError(
            _("There is “%(name)s” with %(partner)s already (%(state)s). Go on there.")
            % {"name": found.name, "partner": partner, "state": found.get_state_display()}
        )


def forget_enquirers(today: date | None = None) -> int:
    """Empty the addresses of those whose enquiry was answered long ago. Returns how many."""
    limit = (today or timezone.localdate()) - KEPT
    rows: QuerySet[Enquiry] = Enquiry.objects.filter(settled_on__lt=limit).exclude(email="", post="")
    return rows.update(email="", post="")
