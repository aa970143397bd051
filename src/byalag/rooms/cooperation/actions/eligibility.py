"""The only writer of lists of eligible countries, and of what cooperations are paid for under."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.people.enums import Visibility

from .. import eligibility, rules
from ..models import Cooperation, DepartureAnswer, EligibilityList, EligibleCountry, Funding, ListEdition


@transaction.atomic
def make_list(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    funder: str,
    about: str = "",
    visibility: str = Visibility.ORGANISATION,
    simulated: bool = False,
) -> EligibilityList:
    """Begin to keep a funder's list of eligible countries. What it says comes with its first edition."""
    require(rules.may_keep_lists(actor, organisation.pk))
    row = EligibilityList(
        organisation=organisation,
        name=name,
        funder=funder,
        about=about,
        visibility=visibility,
        language=organisation.language,
        simulated=simulated,
    )
    row.full_clean()
    row.save()
    log.record(row, "cooperation.eligibility_list.made", actor=actor)
    return row


@transaction.atomic
def change_list(
    actor: Actor, *, eligibility_list: EligibilityList, expected: int | None, **fields: str
) -> EligibilityList:
    """Change what the list is called, whose it is, or who sees it; what it says changes by a new edition."""
    row = lock_for_change(eligibility_list, expected=expected)
    require(rules.may_change_list(actor, row))
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    log.record(row, "cooperation.eligibility_list.changed", actor=actor)
    return row


@transaction.atomic
def write_edition(
    actor: Actor,
    *,
    eligibility_list: EligibilityList,
    starts: date,
    source: str,
    countries: eligibility.Days,
    ends: date | None = None,
    url: str = "",
    expected: int | None = None,
) -> ListEdition:
    """Write what the list says from a day on. Earlier editions stay as they are. `countries`: ISO codes, each with its own
    first and last day or None."""
    kept = lock_for_change(eligibility_list, expected=expected)
    require(rules.may_change_list(actor, kept))
    if not countries:
        raise ValidationError({"countries": _("Name at least one country, one on each line.")})
    last = kept.editions.order_by("-number").first()
    edition = ListEdition(
        list=kept, number=(last.number if last else 0) + 1, starts=starts, ends=ends, source=source, url=url
    )
    edition.full_clean()
    edition.save()
    rows = [
        EligibleCountry(edition=edition, country=code, starts=first, ends=until)
        for code, (first, until) in sorted(countries.items())
    ]
    for row in rows:
        row.full_clean(validate_unique=False)
    EligibleCountry.objects.bulk_create(rows)
    kept.save()
    log.record(
        kept, "cooperation.eligibility_list.edition_written", actor=actor, number=edition.number, countries=len(rows)
    )
    return edition


@transaction.atomic
def tie_funding(
    actor: Actor,
    *,
    cooperation: Cooperation,
    eligibility_list: EligibilityList,
    granted_on: date,
    until: date | None = None,
    reference: str = "",
) -> Funding:
    """Say under which list a cooperation is paid for. What the list says on the day of the grant stays what it rests on."""
    require(rules.may_tie_funding(actor, cooperation))
    if not eligibility.lists_visible_to(actor).filter(pk=eligibility_list.pk).exists():
        raise ValidationError({"eligibility_list": _("Choose one of the lists.")})
    row = Funding(
        cooperation=cooperation,
        list=eligibility_list,
        granted_on=granted_on,
        granted_under=eligibility.edition_on(eligibility_list.editions.all(), granted_on),
        until=until,
        reference=reference,
    )
    if row.granted_under is None:
        raise ValidationError(
            {"granted_on": _("The list says nothing of that day. Write the edition that held then first.")}
        )
    row.full_clean()
    row.save()
    log.record(cooperation, "cooperation.funding.tied", actor=actor, list=eligibility_list.pk)
    return row


@transaction.atomic
def change_funding(
    actor: Actor, *, funding: Funding, expected: int | None, until: date | None, reference: str
) -> Funding:
    """Change until when it is granted, or the reference. The day of the grant stays."""
    row = lock_for_change(funding, expected=expected)
    require(rules.may_change_funding(actor, row))
    row.until, row.reference = until, reference
    row.full_clean()
    row.save()
    log.record(row.cooperation, "cooperation.funding.changed", actor=actor, list=row.list_id)
    return row


@transaction.atomic
def untie_funding(actor: Actor, *, funding: Funding) -> None:
    """Take away a list that was written by mistake; one that has answers stays."""
    row = lock_for_change(funding)
    require(rules.may_untie_funding(actor, row))
    log.record(row.cooperation, "cooperation.funding.untied", actor=actor, list=row.list_id)
    row.delete()


@transaction.atomic
def answer_departure(actor: Actor, *, funding: Funding, country: str, text: str) -> DepartureAnswer:
    """Note what is done about a country that leaves the list while the grant goes on. Raises ValidationError when it does
    not leave, or is answered."""
    kept = lock_for_change(funding)
    require(rules.may_change_funding(actor, kept))
    found = next((row for row in eligibility.departures(kept) if row.country == country), None)
    if found is None or found.answer is not None:
        raise ValidationError(_("Nothing waits for an answer here any more."))
    if not text.strip():
        raise ValidationError({"text": _("Write what you do about it, so that those who come after you know.")})
    row = DepartureAnswer(funding=kept, country=country, left_on=found.on, text=text, on=timezone.localdate())
    row.full_clean()
    row.save()
    kept.save()
    log.record(kept.cooperation, "cooperation.departure.answered", actor=actor, country=country)
    return row
