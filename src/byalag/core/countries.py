"""Countries by their ISO 3166 codes, named in the language of the page."""

from __future__ import annotations

import pycountry
from babel import Locale
from django.utils import translation

from .languages import INTERFACE_LANGUAGES


def country_name(code: str, language: str) -> str:
    """The country's name in a language; the code itself when nobody knows it."""
    locale = Locale.parse(language.replace("-", "_"))
    found = pycountry.countries.get(alpha_2=code)
    return str(locale.territories.get(code) or (found.name if found else code))


def country_choices() -> list[tuple[str, str]]:
    """ISO 3166 codes with their names in the language of the page."""
    language = translation.get_language() or "en"
    named = [(row.alpha_2, country_name(row.alpha_2, language)) for row in pycountry.countries]
    return [("", "–"), *sorted(named, key=lambda row: row[1])]


def codes_by_name() -> dict[str, str]:
    """ISO codes by themselves and by the country's names in the languages of the interface, casefolded."""
    codes = [row.alpha_2 for row in pycountry.countries]
    names = {country_name(code, language).casefold(): code for code in codes for language, _name in INTERFACE_LANGUAGES}
    return names | {code.casefold(): code for code in codes}
