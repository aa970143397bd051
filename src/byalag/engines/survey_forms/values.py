"""Values of answers, converted as JavaRosa (the form engine of ODK Collect) converts them.

A value is a str, float, bool, or an aware datetime (dates are midnight, times are on the first day of 1970); nodes are `Nodes`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

Scalar = str | float | bool | datetime
EPOCH = date(1970, 1, 1)
MOST_TEXT = 100_000  # characters of one answer
MOST_CHOICES = 2_000  # chosen in one answer


class Node:
    """A node of the answers, or of a list of choices.

    `text`: how it stands in a submission; `typed`: what somebody wrote that is no such value; `own`: it is relevant as far as
    its own condition goes; `item`: what it answers, or the choice that it is.
    """

    __slots__ = ("attributes", "children", "item", "name", "own", "parent", "path", "repeats", "text", "typed", "value")

    def __init__(self, name: str, parent: Node | None, text: str = "", value: Scalar | None = None) -> None:
        self.name, self.parent, self.text, self.typed = name, parent, text, ""
        self.value: Scalar = text if value is None else value
        self.path: str = f"{parent.path}/{name}" if parent is not None else f"/{name}"
        self.children: dict[str, list[Node]] = {}
        self.own = True
        self.repeats = False
        self.item: Any = None
        self.attributes: dict[str, str] | None = None

    def add(self, child: Node, at: int | None = None) -> Node:
        among = self.children.setdefault(child.name, [])
        among.insert(len(among) if at is None else at, child)
        return child

    @property
    def relevant(self) -> bool:
        node: Node | None = self
        while node is not None:
            if not node.own:
                return False
            node = node.parent
        return True

    @property
    def position(self) -> int:
        """From 1, among those of the same name."""
        if self.parent is None:
            return 1
        among = self.parent.children[self.name]
        return next(number for number, node in enumerate(among, 1) if node is self)

    @property
    def chain(self) -> list[Node]:
        """From the root down to this one."""
        found: list[Node] = []
        node: Node | None = self
        while node is not None:
            found.append(node)
            node = node.parent
        found.reverse()
        return found

    @property
    def address(self) -> str:
        """The path with the number of each repeat: `/data/place[2]/photo`."""
        return "/" + "/".join(f"{node.name}[{node.position}]" if node.repeats else node.name for node in self.chain)

    def all(self) -> Iterator[Node]:
        """This one and all below it, in order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [one for among in reversed(node.children.values()) for one in reversed(among)]


class Nodes(list[Node]):
    """What a path leads to."""


Value = Scalar | Nodes


def single(value: Value) -> Scalar:
    """Nodes become the value of the first of them, or an empty text."""
    if isinstance(value, Nodes):
        return value[0].value if value else ""
    return value


def to_boolean(value: Value) -> bool:
    value = single(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return abs(value) > 1e-12 and not math.isnan(value)
    return isinstance(value, datetime) or bool(value)


_DIGITS = re.compile(r"-?(?:\d+\.?\d*|\.\d+)", re.ASCII)


def to_number(value: Value) -> float:
    """Days since 1970 for a day; NaN for what is no number. A comma is a decimal point."""
    value = single(value)
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, datetime):
        return float((value.date() - EPOCH).days)
    text = value.replace(",", ".").strip()
    return float(text) if _DIGITS.fullmatch(text) else math.nan


def to_whole(value: Value) -> float:
    """Truncated towards zero."""
    number = to_number(value)
    return number if math.isnan(number) or math.isinf(number) or abs(number) >= 2**63 else float(math.trunc(number))


def index(value: Value) -> int:
    """A whole number to count with: 0 for what is none."""
    number = to_number(value)
    return 0 if math.isnan(number) else int(max(-(2**31), min(2**31 - 1, number)))


def java(number: float) -> str:
    """A number with a fraction, as Java writes it."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0 or 1e-3 <= abs(number) < 1e7:
        plain = repr(number)
        return plain if "e" not in plain else f"{number:f}"
    digits, _, exponent = f"{number:e}".partition("e")
    shortest = repr(number).replace("-", "").replace(".", "").split("e")[0].strip("0") or "0"
    digits = f"{'-' if number < 0 else ''}{shortest[0]}.{shortest[1:] or '0'}"
    return f"{digits}E{int(exponent)}"


def to_string(value: Value) -> str:
    value = single(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if abs(value) < 1e-12:
        return "0"
    whole = max(-(2**31), min(2**31 - 1, value)) if not math.isnan(value) else value
    if not math.isnan(value) and not math.isinf(value) and abs(value - int(whole)) < 1e-12:
        return str(int(value))
    return java(value)


_DAY = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_HOUR = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?"
_WHEN = re.compile(rf"{_DAY}(?:[T ]{_HOUR})?", re.ASCII)
_CLOCK = re.compile(_HOUR, re.ASCII)


def _zone(told: str | None, zone: tzinfo) -> tzinfo:
    if not told:
        return zone
    if told == "Z":
        return UTC
    digits = told[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if told[0] == "-" else ahead)


def _clock(parts: tuple[str | None, ...]) -> time:
    hour, minute, second, fraction = parts
    micro = int((fraction or "0").ljust(6, "0")[:6])
    return time(int(hour or 0), int(minute or 0), int(second or 0), micro)


def to_when(text: str, zone: tzinfo) -> datetime | None:
    """A day or moment as ISO 8601 writes it, in the zone; None for what is none."""
    found = _WHEN.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return datetime.combine(day, time(), zone)
        return datetime.combine(day, _clock(found.group(4, 5, 6, 7)), _zone(found[8], zone)).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def to_time(text: str, zone: tzinfo) -> datetime | None:
    """A time of the day, on the first day of 1970; None for what is none."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    try:
        return datetime.combine(EPOCH, _clock(found.group(1, 2, 3, 4)), _zone(found[5], zone)).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _offset(moment: datetime) -> str:
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    if not minutes:
        return "Z"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def stamp(moment: datetime) -> str:
    """A moment as it stands in a submission: 2026-05-04T10:30:00.000+02:00."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}{_offset(moment)}"


def _points(text: str, least: int) -> str | None:
    points = [point for point in re.split(r"\s*;\s*", text.strip().rstrip(";")) if point]
    told = [_point(point) for point in points]
    if len(told) < least or None in told:
        return None
    return "; ".join(point for point in told if point)


def _point(text: str) -> str | None:
    """Latitude, longitude, height, accuracy: the last two may be missing."""
    try:
        numbers = [float(part) for part in text.replace(",", " ").split()]
    except ValueError:
        return None
    if not 2 <= len(numbers) <= 4 or not all(map(math.isfinite, numbers)):
        return None
    if abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        return None
    return " ".join(map(java, [*numbers, 0.0, 0.0][:4]))


def rounded(point: str, decimals: int) -> str:
    """A place as far as it may be known: 2 decimals are about a kilometre. Height and accuracy are left out."""
    lat, lon, *_ = (float(part) for part in point.split())
    return " ".join(map(java, (round(lat, decimals), round(lon, decimals), 0.0, 0.0)))


def typed(text: str, kind: str, zone: tzinfo) -> tuple[Scalar, str] | None:
    """The value that a text has as a bind's type, and how it stands in a submission. None when it has none."""
    match kind:
        case "int":
            number = text.strip().replace("\N{MINUS SIGN}", "-")
            if not re.fullmatch(r"[+-]?\d{1,10}", number, re.ASCII) or not -(2**31) <= int(number) < 2**31:
                return None
            return float(number), str(int(number))
        case "decimal":
            number = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
            if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", number, re.ASCII):
                return None
            value = float(number)
            return (value, java(value)) if math.isfinite(value) else None
        case "boolean":
            truth = text.strip().lower()
            return (truth in ("1", "true"), "1" if truth in ("1", "true") else "0")
        case "date":
            when = to_when(text, zone)
            if when is None:
                return None
            day = when.replace(hour=0, minute=0, second=0, microsecond=0)
            return day, day.date().isoformat()
        case "dateTime":
            when = to_when(text, zone)
            return None if when is None else (when, stamp(when))
        case "time":
            when = to_time(text, zone)
            return None if when is None else (when, stamp(when)[11:])
        case "geopoint":
            point = _point(text)
            return None if point is None else (point, point)
        case "geotrace" | "geoshape":
            line = _points(text, 2 if kind == "geotrace" else 3)
            return None if line is None else (line, line)
        case _:
            return (text, text) if len(text) <= MOST_TEXT else None


def worked_out(value: Value, kind: str, zone: tzinfo) -> tuple[Scalar, str]:
    """What a calculation gives to a node of a bind's type: its value and how it stands in a submission."""
    value = single(value)
    if value == "" or (isinstance(value, float) and math.isnan(value)):
        return "", ""
    if isinstance(value, bool) or kind == "boolean":
        return to_boolean(value), "1" if to_boolean(value) else "0"
    if isinstance(value, float):
        if kind == "int" or (math.isfinite(value) and abs(value - math.trunc(value)) < 1e-9 and abs(value) < 2**63):
            whole = float(math.trunc(value)) if math.isfinite(value) else math.copysign(2**31 - 1, value)
            return whole, str(int(whole))
        return value, java(value)
    if isinstance(value, datetime):
        if kind == "date":
            day = value.replace(hour=0, minute=0, second=0, microsecond=0)
            return day, day.date().isoformat()
        return value, stamp(value)[11:] if kind == "time" else stamp(value)
    return value, value[:MOST_TEXT]


def plain(value: Any) -> str:
    """For one who reads: as `to_string`, but nothing for what is no number."""
    told = to_string(value)
    return "" if told == "NaN" else told
