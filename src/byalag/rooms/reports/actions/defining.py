"""Definitions of an organisation's own: each change is a new version, and accounts keep the one they were begun with."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor, Organisation

from .. import queries, rules
from ..models import OwnDefinition


@transaction.atomic
def save_definition(
    actor: Actor, *, organisation: Organisation, content: dict[str, Any], key: str = "", expected: int = 0
) -> OwnDefinition:
    """A new definition, or a new version of the one with this `key`. `content` is as the files in definitions/.

    `expected`: the version that was changed, 0 for none. Raises ValidationError when somebody saved another meanwhile.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(rules.may_define(actor, organisation.pk))
    if not content["sections"]:
        raise ValidationError(_("Keep at least one section."))
    latest = queries.newest_of(organisation.pk, key) if key else None
    if (latest.number if latest else 0) != expected:
        raise ValidationError(
            _(
                "Somebody saved another version while you were writing. Open it in a new window, and put together what should stand."
            )
        )
    key = key or _free_key(organisation)
    number = OwnDefinition.objects.filter(organisation=organisation, key=key).count() + 1
    row = OwnDefinition.objects.create(
        organisation=organisation, key=key, number=number, content=content | {"key": key, "version": number}
    )
    log.record(row, "reports.definition.saved", actor=actor, key=key, number=number)
    return row


def _free_key(organisation: Organisation) -> str:
    taken = set(OwnDefinition.objects.filter(organisation=organisation).values_list("key", flat=True))
    return next(f"own-{number}" for number in range(1, len(taken) + 2) if f"own-{number}" not in taken)


@transaction.atomic
def lay_aside_definition(actor: Actor, *, organisation: Organisation, key: str) -> int:
    """Offer a definition no more; accounts that were begun with it keep it. Gives how many versions were laid aside."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(rules.may_define(actor, organisation.pk))
    rows = OwnDefinition.objects.filter(organisation=organisation, key=key, laid_aside_at__isnull=True)
    count = rows.update(laid_aside_at=timezone.now())
    log.record(organisation, "reports.definition.laid_aside", actor=actor, key=key)
    return count
