"""Interface languages, and the languages that content can be in."""

from __future__ import annotations

from babel import Locale
from babel.core import UnknownLocaleError

INTERFACE_LANGUAGES = [("en", "English"), ("sv", "Svenska"), ("pl", "Polski")]

# Content may be in any language; these are offered first because the field's partners write in them.
CONTENT_LANGUAGES = ["sv", "en", "pl", "uk", "es", "fr", "de", "fi", "nb", "da", "pt", "sw", "af", "zu", "xh", "ny"]


def language_name(code: str, in_language: str) -> str:
    """The name of a language (ISO 639 code), as `in_language` writes it; the code itself when unknown."""
    try:
        return Locale.parse(code).get_display_name(in_language) or code
    except (UnknownLocaleError, ValueError):
        return code


def content_language_choices(in_language: str) -> list[tuple[str, str]]:
    return [(code, language_name(code, in_language)) for code in CONTENT_LANGUAGES]


def in_language(names: dict[str, str], language: str, fallback: str) -> str:
    """The text for `language` among `names` ({language: text}), else `fallback`."""
    return names.get(language) or names.get(language.split("-")[0]) or fallback
