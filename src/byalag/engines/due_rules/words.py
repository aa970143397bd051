"""Rules said in words, and read from the same words, in English, Swedish and Polish."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from babel.dates import format_date, get_month_names

from .rule import LAST_DAY, DueRule, Fault, Kind, NotARule, Unit

LANGUAGES = ("en", "sv", "pl")

_LAST = {"en": "the last day", "sv": "sista dagen", "pl": "ostatni dzień"}
_QUARTERS = {
    "en": ("first", "second", "third"),
    "sv": ("första", "andra", "tredje"),
    "pl": ("pierwszego", "drugiego", "trzeciego"),
}
_SENTENCES = {
    "en": {
        Kind.ONCE: "{date}",
        Kind.YEARLY: "every year on {day}",
        Kind.QUARTERLY: "every quarter on {day} of its {month} month",
        Kind.MONTHLY: "every month on {day}",
        Kind.AFTER: "{amount} after the event or the end of the period",
        "from": ", from {date}",
        "until": ", until {date}",
    },
    "sv": {
        Kind.ONCE: "{date}",
        Kind.YEARLY: "varje år {day}",
        Kind.QUARTERLY: "varje kvartal {day} i kvartalets {month} månad",
        Kind.MONTHLY: "varje månad {day}",
        Kind.AFTER: "{amount} efter händelsen eller periodens slut",
        "from": ", från och med {date}",
        "until": ", till och med {date}",
    },
    "pl": {
        Kind.ONCE: "{date}",
        Kind.YEARLY: "co roku {day}",
        Kind.QUARTERLY: "co kwartał {day} {month} miesiąca kwartału",
        Kind.MONTHLY: "co miesiąc {day}",
        Kind.AFTER: "{amount} po wydarzeniu lub końcu okresu",
        "from": ", od {date}",
        "until": ", do {date}",
    },
}
_UNITS: dict[str, dict[Unit, tuple[str, ...]]] = {
    "en": {Unit.DAYS: ("day", "days"), Unit.WEEKS: ("week", "weeks"), Unit.MONTHS: ("month", "months")},
    "sv": {Unit.DAYS: ("dag", "dagar"), Unit.WEEKS: ("vecka", "veckor"), Unit.MONTHS: ("månad", "månader")},
    "pl": {
        Unit.DAYS: ("dzień", "dni", "dni"),
        Unit.WEEKS: ("tydzień", "tygodnie", "tygodni"),
        Unit.MONTHS: ("miesiąc", "miesiące", "miesięcy"),
    },
}


def _polish_form(n: int) -> int:
    if n == 1:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


def _known(language: str) -> str:
    short = language.split("-")[0].lower()
    return short if short in LANGUAGES else "en"


def _date(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)


def _day_of_month(day: int, language: str) -> str:
    if day == LAST_DAY:
        return _LAST[language]
    return {"en": f"day {day}", "sv": f"den {day}", "pl": f"dnia {day}"}[language]


def _day_of_year(month: int, day: int, language: str) -> str:
    if day == LAST_DAY and month in {4, 6, 9, 11, 2}:
        name = get_month_names("wide", context="format", locale=language)[month]
        return {"en": f"{_LAST['en']} of {name}", "sv": f"{_LAST['sv']} i {name}", "pl": f"{_LAST['pl']} {name}"}[
            language
        ]
    return format_date(date(2024, month, day), "d MMMM", locale=language)


def _amount(rule: DueRule, language: str) -> str:
    forms = _UNITS[language][rule.unit]
    form = _polish_form(rule.amount) if language == "pl" else int(rule.amount != 1)
    return f"{rule.amount} {forms[form]}"


def say(rule: DueRule, language: str) -> str:
    """The rule in words, without a capital or a full stop."""
    language = _known(language)
    sentences = _SENTENCES[language]
    if rule.kind == Kind.ONCE:
        assert rule.on is not None
        said = sentences[Kind.ONCE].format(date=_date(rule.on, language))
    elif rule.kind == Kind.YEARLY:
        said = sentences[Kind.YEARLY].format(day=_day_of_year(rule.month, rule.day, language))
    elif rule.kind == Kind.AFTER:
        said = sentences[Kind.AFTER].format(amount=_amount(rule, language))
    else:
        month = _QUARTERS[language][rule.month - 1] if rule.kind == Kind.QUARTERLY else ""
        said = sentences[rule.kind].format(day=_day_of_month(rule.day, language), month=month)
    if rule.starts:
        said += sentences["from"].format(date=_date(rule.starts, language))
    if rule.ends:
        said += sentences["until"].format(date=_date(rule.ends, language))
    return said


def _months(language: str) -> dict[str, int]:
    return {name.lower(): number for number, name in get_month_names("wide", "format", language).items()}


def _read_date(text: str, language: str) -> date | None:
    found = re.fullmatch(r"(\d{1,2})\.? (\w+) (\d{4})", text) or None
    if found is None or found[2] not in _months(language):
        return None
    try:
        return date(int(found[3]), _months(language)[found[2]], int(found[1]))
    except ValueError:
        return None


def _read_day_of_year(text: str, language: str) -> tuple[int, int] | None:
    """(month, day)"""
    if found := re.fullmatch(r"(\d{1,2})\.? (\w+)", text):
        month = _months(language).get(found[2])
        return (month, int(found[1])) if month else None
    if text.startswith(_LAST[language]):
        month = _months(language).get(text.removeprefix(_LAST[language]).split()[-1])
        return (month, LAST_DAY) if month else None
    return None


def _pattern(sentence: str) -> re.Pattern[str]:
    pieces = re.split(r"(\{\w+\})", sentence)
    return re.compile("".join(_hole(piece[1:-1]) if piece.startswith("{") else re.escape(piece) for piece in pieces))


def _hole(name: str) -> str:
    return rf"(?P<{name}>\w+)" if name == "month" else f"(?P<{name}>.+)"


def _read_day_of_month(text: str, language: str) -> int:
    if text == _LAST[language]:
        return LAST_DAY
    found = re.fullmatch(r"(?:day|den|dnia) (\d{1,2})", text)
    return int(found[1]) if found else 0


def _read_amount(text: str, language: str) -> tuple[int, Unit] | None:
    found = re.fullmatch(r"(\d{1,3}) (\w+)", text)
    unit = next((unit for unit, forms in _UNITS[language].items() if found and found[2] in forms), None)
    return (int(found[1]), unit) if found and unit else None


def _yearly(match: re.Match[str], language: str, starts: date | None, ends: date | None) -> DueRule | None:
    found = _read_day_of_year(match["day"], language)
    return DueRule(Kind.YEARLY, month=found[0], day=found[1], starts=starts, ends=ends) if found else None


def _quarterly(match: re.Match[str], language: str, starts: date | None, ends: date | None) -> DueRule | None:
    if match["month"] not in _QUARTERS[language]:
        return None
    month = _QUARTERS[language].index(match["month"]) + 1
    return DueRule(
        Kind.QUARTERLY, month=month, day=_read_day_of_month(match["day"], language), starts=starts, ends=ends
    )


def _monthly(match: re.Match[str], language: str, starts: date | None, ends: date | None) -> DueRule | None:
    return DueRule(Kind.MONTHLY, day=_read_day_of_month(match["day"], language), starts=starts, ends=ends)


def _after(match: re.Match[str], language: str, starts: date | None, ends: date | None) -> DueRule | None:
    found = _read_amount(match["amount"], language)
    return DueRule(Kind.AFTER, amount=found[0], unit=found[1], starts=starts, ends=ends) if found else None


def _once(match: re.Match[str], language: str, starts: date | None, ends: date | None) -> DueRule | None:
    on = _read_date(match["date"], language)
    return DueRule(Kind.ONCE, on=on, starts=starts, ends=ends) if on else None


_READERS: dict[Kind, Callable[[re.Match[str], str, date | None, date | None], DueRule | None]] = {
    Kind.YEARLY: _yearly,
    Kind.QUARTERLY: _quarterly,
    Kind.MONTHLY: _monthly,
    Kind.AFTER: _after,
    Kind.ONCE: _once,
}


def read(text: str, language: str) -> DueRule:
    """The rule that such words say; a day alone ("31 January") comes every year.

    Only the sentences that `say` writes are read, and the day alone: this is no guessing. Raises NotARule.
    """
    language = _known(language)
    rest = " ".join(text.lower().split()).rstrip(".")
    bounds: dict[str, date | None] = {"until": None, "from": None}
    for name in bounds:
        before, mark, said = rest.rpartition(_SENTENCES[language][name].format(date=""))
        if mark:
            bounds[name] = _read_date(said, language)
            if bounds[name] is None:
                raise NotARule("text", Fault.UNREADABLE)
            rest = before
    for kind, reader in _READERS.items():
        match = _pattern(_SENTENCES[language][kind].lower()).fullmatch(rest)
        rule = reader(match, language, bounds["from"], bounds["until"]) if match else None
        if rule is not None:
            return rule
    if found := _read_day_of_year(rest, language):
        return DueRule(Kind.YEARLY, month=found[0], day=found[1], starts=bounds["from"], ends=bounds["until"])
    raise NotARule("text", Fault.UNREADABLE)
