"""Days and moments in expressions: made, counted, written."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from byalag.engines.survey_forms.scope import Scope, Trouble
from byalag.engines.survey_forms.values import EPOCH, Value, single, to_string, to_time, to_when

DAY = 86_400.0


def moment(scope: Scope, value: Value, keep_time: bool) -> datetime | float | str:
    """The day or moment that a value stands for; numbers count days since 1970. Nothing stays nothing."""
    value = single(value)
    if isinstance(value, bool):
        raise Trouble("no_date", value=to_string(value))
    if isinstance(value, float):
        if math.isnan(value):
            return value
        if abs(value) > 3_000_000 or math.isinf(value):
            raise Trouble("no_date", value=to_string(value))
        if keep_time:
            return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=value)).astimezone(scope.form.zone)
        return datetime.combine(EPOCH, datetime.min.time(), scope.form.zone) + timedelta(days=int(value))
    if isinstance(value, str):
        if not value:
            return value
        when = to_when(value, scope.form.zone)
        if when is None:
            raise Trouble("no_date", value=value[:60])
        return when
    return value if keep_time else value.replace(hour=0, minute=0, second=0, microsecond=0)


def days(scope: Scope, value: Value) -> Value:
    when = moment(scope, value, keep_time=True)
    return when.timestamp() / DAY if isinstance(when, datetime) else when


def part_of_day(scope: Scope, value: Value) -> Value:
    value = single(value)
    if isinstance(value, str) and (clock := to_time(value, scope.form.zone)):
        value = clock
    if isinstance(value, float):
        return value - math.floor(value) if math.isfinite(value) else value
    when = moment(scope, value, keep_time=True)
    if not isinstance(when, datetime):
        return when
    return (when - when.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds() / DAY


@lru_cache(maxsize=64)
def _names(language: str) -> Locale:
    code = re.search(r"\(([A-Za-z]{2,3})(?:[-_]\w+)*\)\s*$", language)
    for told in (code[1] if code else "", language, "en"):
        try:
            return Locale.parse(told.replace("-", "_"))
        except (ValueError, UnknownLocaleError, TypeError):
            continue
    return Locale.parse("en")


def formatted(scope: Scope, value: Value, told: Value) -> Value:
    when = moment(scope, value, keep_time=True)
    if not isinstance(when, datetime):
        return ""
    locale = _names(scope.form.language)

    def part(found: re.Match[str]) -> str:
        match found[1]:
            case "Y":
                return f"{when.year:04}"
            case "y":
                return f"{when.year:04}"[2:]
            case "m":
                return f"{when.month:02}"
            case "n":
                return str(when.month)
            case "B" | "b":
                return str(locale.months["format"]["wide" if found[1] == "B" else "abbreviated"][when.month])
            case "d":
                return f"{when.day:02}"
            case "e":
                return str(when.day)
            case "H":
                return f"{when.hour:02}"
            case "h":
                return str(when.hour)
            case "M":
                return f"{when.minute:02}"
            case "S":
                return f"{when.second:02}"
            case "3":
                return f"{when.microsecond // 1000:03}"
            case "A" | "a":
                return str(locale.days["format"]["wide" if found[1] == "A" else "abbreviated"][when.weekday()])
            case "W":
                return f"{when.isocalendar().week:02}"
            case "%":
                return "%"
        raise Trouble("format", sign=f"%{found[1]}")

    return re.sub(r"%(.)", part, to_string(told))
