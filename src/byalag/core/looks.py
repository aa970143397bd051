"""Which of many things an organisation has at all, asked in one statement whose text is worked out once.

Django takes longer to write a query down than the database to answer it. Most of what can be due is not, so all looks of
the sources of duties become one `SELECT EXISTS (…), EXISTS (…)`, which is kept with the places of organisation and day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from .registries import DutySource

# Stand in the statement where the organisation and the day will be; neither is ever somebody's.
ORGANISATION, DAY, LATEST = -987_654_321, date(1001, 1, 1), date(1006, 1, 1)


def there(sources: Sequence[DutySource], organisation_id: int, today: date) -> set[str]:
    """Keys of the sources that have something to be found, or cannot tell without looking it up (one query)."""
    asked = tuple(source for source in sources if source.look is not None)
    keys, text, slots = _statement(connection.vendor, asked)
    found = {source.key for source in sources if source.look is None}
    if keys:
        adapt = connection.ops.adapt_datefield_value
        values = [
            organisation_id if slot is ORGANISATION else adapt(today + slot) if isinstance(slot, timedelta) else slot[0]
            for slot in slots
        ]
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            found.update(key for key, is_there in zip(keys, cursor.fetchone(), strict=True) if is_there)
    return found


@cache
def _statement(vendor: str, sources: tuple[DutySource, ...]) -> tuple[list[str], str, list[Any]]:
    """Keys in the order of the columns; the text; for each parameter the organisation, days from today or (a value)."""
    keys, texts, slots = [], [], []
    for source in sources:
        assert source.look is not None
        rows = source.look(ORGANISATION, DAY).order_by()
        try:
            text, parameters = rows.query.exists().get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            continue
        keys.append(source.key)
        texts.append(f"EXISTS ({text})")
        slots += [_slot(parameter) for parameter in parameters]
    return keys, "SELECT " + ", ".join(texts), slots


def _slot(parameter: Any) -> Any:
    if parameter == ORGANISATION:
        return ORGANISATION
    day = _as_day(parameter)
    return day - DAY if day is not None and DAY - timedelta(days=366) < day < LATEST else (parameter,)


def _as_day(parameter: Any) -> date | None:
    """PostgreSQL takes dates, SQLite their text."""
    if isinstance(parameter, date):
        return parameter
    try:
        return date.fromisoformat(parameter) if isinstance(parameter, str) else None
    except ValueError:
        return None
