"""The only writer of how careful an organisation is with what it tells of a country."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change

from .. import rules
from ..actors import Actor
from ..enums import SafetyLevel
from ..models import CountrySafety, Organisation


@transaction.atomic
def set_country_safety(
    actor: Actor,
    *,
    organisation: Organisation,
    country: str,
    level: str,
    delay_days: int | None = None,
    withheld: bool = False,
    note: str = "",
    reviewed_on: date | None = None,
    expected: int | None = None,
) -> CountrySafety:
    """Say how careful to be with a country. What stands in the book already follows; nothing is shown earlier by it."""
    require(rules.may_set_safety(actor, organisation.pk))
    if withheld and level != SafetyLevel.HIGH:
        raise ValidationError(
            {"withheld": _("Only what may bring people to harm is withheld. Choose that level, or a delay.")}
        )
    row = CountrySafety.objects.filter(organisation=organisation, country=country).first()
    if row is None:
        row = CountrySafety(organisation=organisation, country=country)
    else:
        row = lock_for_change(row, expected=expected)
    row.level, row.delay_days, row.withheld, row.note = level, delay_days, withheld, note
    row.reviewed_on = reviewed_on or timezone.localdate()
    row.full_clean()
    row.save()
    log.record(row, "people.country_safety.set", actor=actor, country=country)
    return row


@transaction.atomic
def remove_country_safety(actor: Actor, *, safety: CountrySafety) -> None:
    """No particular care any more. What was held back stays so until somebody shows it."""
    row = lock_for_change(safety)
    require(rules.may_set_safety(actor, row.organisation_id))
    log.record(row, "people.country_safety.removed", actor=actor, country=row.country)
    row.delete()
