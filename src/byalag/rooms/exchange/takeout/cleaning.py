"""A value of a takeout as its column takes it, or the reason why it does not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

_SAYS: tuple[tuple[type[models.Field[Any, Any]], tuple[type, ...]], ...] = (
    (models.BooleanField, (bool,)),
    (models.IntegerField, (int,)),
    (models.FloatField, (int, float)),
    (models.DecimalField, (str,)),
    (models.CharField, (str,)),
    (models.TextField, (str,)),
    (models.DateField, (str,)),
    (models.TimeField, (str,)),
)


class NotPlain(Exception):
    """The text says which column, and that it cannot be what the file says."""


def clean(column: models.Field[Any, Any], value: Any) -> Any:
    """Raises NotPlain."""
    try:
        return _clean(column, value)
    except (ValidationError, ValueError, OverflowError, TypeError) as fault:
        text = _("“%(column)s” cannot be what the file says.") % {"column": column.verbose_name}
        raise NotPlain(text) from fault


def _clean(column: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        if not column.null:
            raise ValueError("empty")
        return None
    if isinstance(column, models.JSONField):
        kept = column.get_default()
        if isinstance(kept, list | dict) and not isinstance(value, type(kept)):
            raise ValueError("another shape")
        return value
    for kind, types in _SAYS:
        if isinstance(column, kind) and (
            not isinstance(value, types) or (bool not in types and isinstance(value, bool))
        ):
            raise ValueError("another type")
    found = column.to_python(value)
    choices = {each for each, _label in column.flatchoices} if column.choices else set()
    if choices and found not in column.empty_values and found not in choices:
        raise ValueError("no choice")
    column.run_validators(found)
    return found
