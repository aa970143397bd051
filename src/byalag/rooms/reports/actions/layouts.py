"""The organisation's own Word layout."""

from __future__ import annotations

from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from byalag.core import files, log
from byalag.core.rendering import TemplateFault
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor, Organisation

from .. import queries, rules
from ..layouts import explain, try_layout
from ..models import Layout


def add_layout(
    actor: Actor, *, organisation: Organisation, upload: IO[bytes] | File, name: str, definition: str = ""
) -> Layout:
    """Use a Word template from now on, once a sample could be written with it: for accounts by one definition, or for all.

    Raises FileRefused, and ValidationError that says which tag, where, and what to write.
    """
    require(rules.may_set_layout(actor, organisation.pk))
    taken = files.take_in(upload, kind="template")
    with files.open_stored(taken.stored) as file:
        content = file.read()
    try:
        try_layout(organisation, content)
    except TemplateFault as fault:
        raise ValidationError({"upload": explain(fault)}) from fault
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        number = Layout.objects.filter(organisation=organisation).count() + 1
        layout = Layout.objects.create(
            organisation=organisation, number=number, definition=definition, name=name[:255], stored=taken.stored
        )
        log.record(layout, "reports.layout.added", actor=actor, number=number)
    return layout


@transaction.atomic
def lay_aside_layout(actor: Actor, *, organisation: Organisation, definition: str = "") -> Layout | None:
    """Go back to the layout before, or to the one that everybody has. Gives the one that is used now."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    require(rules.may_set_layout(actor, organisation.pk))
    layout = queries.own_layouts(organisation.pk).get(definition)
    if layout is not None:
        layout.laid_aside_at = timezone.now()
        layout.save(update_fields=["laid_aside_at"])
        log.record(layout, "reports.layout.laid_aside", actor=actor, number=layout.number)
    return queries.layout_of(organisation.pk, definition)
