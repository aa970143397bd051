"""Currencies to choose from: those of the field first, then all others by code."""

from __future__ import annotations

import pycountry

FIRST = ["SEK", "EUR", "USD", "PLN", "NOK", "DKK", "UAH", "ZAR", "GTQ", "ZMW", "GBP"]
_REST = sorted(currency.alpha_3 for currency in pycountry.currencies if currency.alpha_3 not in FIRST)


def currency_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((code, code) for code in [*FIRST, *_REST])]
