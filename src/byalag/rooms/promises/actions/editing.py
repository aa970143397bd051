"""What the verbs on a draft share: the lock on its framework, and what counts as a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor, Theme
from byalag.rooms.promises import rules
from byalag.rooms.promises.models import Framework


def draft_for(actor: Actor, framework: Framework) -> Framework:
    """The framework locked until the transaction ends; Refused unless the actor may edit it now."""
    current = Framework.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=framework.pk)
    require(rules.may_edit_framework(actor, current))
    return current


def place_after(rows: models.QuerySet[Any]) -> int:
    """The order number that comes after all of these rows."""
    last = rows.aggregate(last=Max("order"))["last"]
    return 1 if last is None else last + 1


def change(row: models.Model, values: dict[str, Any]) -> list[str]:
    """Set the values on the row, not saved yet. Returns the names of those that are different now."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def swap(siblings: Iterable[Any], row: models.Model, *, up: bool) -> bool:
    """Let the row change places with its neighbour and number all siblings anew. False when it stands at the end."""
    rows = list(siblings)
    here = next(index for index, sibling in enumerate(rows) if sibling.pk == row.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return False
    rows[here], rows[there] = rows[there], rows[here]
    for place, sibling in enumerate(rows, start=1):
        if sibling.order != place:
            sibling.order = place
            sibling.save(update_fields=["order"])
    return True


def check_themes(framework: Framework, themes: Iterable[Theme]) -> None:
    """Themes are the four core areas, or the organisation's own. Raises ValidationError."""
    if any(theme.organisation_id not in (None, framework.organisation_id) for theme in themes):
        raise ValidationError({"themes": _("Choose among the themes of your own organisation.")})
