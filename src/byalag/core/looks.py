"""Which of many things there are at all of one thing, asked in one statement whose text is worked out once.

Django takes longer to write a query down than the database to answer it, and most of what a page could show is not there.
So the looks of a page become one `SELECT EXISTS (…), EXISTS (…)`, which is kept with the places of the number (of an
organisation, a goal) and the day; what is not there is not looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Look = Callable[[int, date], QuerySet[Any]]
# Stand in the statement where the number and the day will be; neither is ever anything's.
NUMBER, DAY, LATEST = -987_654_321, date(1001, 1, 1), date(1006, 1, 1)


def there(asked: Iterable[tuple[str, Look | None]], number: int, today: date) -> set[str]:
    """Keys of what there is something of, or what has no look and cannot tell (one query).

    `asked` are keys with looks, the same functions each time: a look takes the number and the day, may add days to it, and
    makes no queries.
    """
    asked = tuple(asked)
    keys, text, slots = _statement(connection.vendor, tuple((key, look) for key, look in asked if look is not None))
    found = {key for key, look in asked if look is None}
    if keys:
        adapt = connection.ops.adapt_datefield_value
        values = [
            number if slot is NUMBER else adapt(today + slot) if isinstance(slot, timedelta) else slot[0]
            for slot in slots
        ]
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            found.update(key for key, is_there in zip(keys, cursor.fetchone(), strict=True) if is_there)
    return found


@cache
def _statement(vendor: str, asked: tuple[tuple[str, Look], ...]) -> tuple[list[str], str, list[Any]]:
    """Keys in the order of the columns; the text; for each parameter the number, days from today or (a value)."""
    keys, texts, slots = [], [], []
    for key, look in asked:
        rows = look(NUMBER, DAY).order_by()
        try:
            text, parameters = rows.query.exists().get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            continue
        keys.append(key)
        texts.append(f"EXISTS ({text})")
        slots += [_slot(parameter) for parameter in parameters]
    return keys, "SELECT " + ", ".join(texts), slots


def _slot(parameter: Any) -> Any:
    if parameter == NUMBER:
        return NUMBER
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
