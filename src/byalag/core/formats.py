"""Numbers, money, days and periods as a language writes them. Pure; `language` is an interface language code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_month_names
from babel.numbers import format_currency, format_decimal, format_percent

from .periods import Period

Number = Decimal | int | float


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def number(value: Number, language: str) -> str:
    """A number with the language's separators, at most two decimals."""
    return format_decimal(value, format="#,##0.##", locale=_locale(language))


def percent(value: Number, language: str) -> str:
    """`value` in percent (50 means half)."""
    return format_percent(Decimal(str(value)) / 100, format=None, locale=_locale(language))


def money(amount: Number, currency: str, language: str) -> str:
    """An amount in an ISO 4217 currency; whole amounts without decimals."""
    whole = Decimal(str(amount)) == Decimal(str(amount)).to_integral_value()
    locale = _locale(language)
    pattern = locale.currency_formats["standard"].pattern
    if whole:
        pattern = pattern.replace(".00", "")
    if pattern.startswith("¤#") and locale.currency_symbols.get(currency, currency).isalpha():
        pattern = pattern.replace("¤", "¤\N{NO-BREAK SPACE}", 1)
    return format_currency(amount, currency, format=pattern, locale=locale, currency_digits=False)


def day(value: date, language: str) -> str:
    """A day in full: 17 January 2023."""
    return format_date(value, "d MMMM y", locale=_locale(language))


def period(starts: date, ends: date, language: str) -> str:
    """A year, months or days, as short as they can be said."""
    span = Period(starts, ends)
    locale = _locale(language)
    if span.is_year:
        return str(starts.year)
    if span.is_whole_months:
        if starts.month == 1 and ends.month == 12:
            return f"{starts.year}–{ends.year}"
        months = get_month_names("wide", context="stand-alone", locale=locale)
        if (starts.year, starts.month) == (ends.year, ends.month):
            return f"{months[starts.month]} {starts.year}"
        if starts.year == ends.year:
            return f"{months[starts.month]}–{months[ends.month]} {ends.year}"
        return f"{months[starts.month]} {starts.year}–{months[ends.month]} {ends.year}"
    if starts == ends:
        return day(starts, language)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}–{day(ends, language)}"
    if starts.year == ends.year:
        return f"{format_date(starts, 'd MMMM', locale=locale)} – {day(ends, language)}"
    return f"{day(starts, language)} – {day(ends, language)}"
