"""The languages of a questionnaire, as a page names them and writes in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel import Locale
from babel.core import UnknownLocaleError
from django.conf import settings

from byalag.core.languages import language_name
from byalag.engines.survey_forms import UNNAMED, Questionnaire

_CODED = re.compile(r"(.*\S)\s*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)")


@dataclass(frozen=True)
class Tongue:
    """`name`: as the questionnaire calls it; `code`: BCP 47, empty where it says none; `label`: in the language itself."""

    name: str
    code: str
    label: str

    @property
    def direction(self) -> str:
        try:
            return "rtl" if Locale.parse(self.code, sep="-").text_direction == "rtl" else "ltr"
        except (UnknownLocaleError, ValueError):
            return "ltr"

    @property
    def interface(self) -> str:
        """The language that buttons are in: this one where there is one, else English."""
        short = self.code.partition("-")[0].lower()
        return short if short in dict(settings.LANGUAGES) else "en"


def tongue(name: str, *, usual: str) -> Tongue:
    """`usual`: the code for a form that names no language."""
    coded = _CODED.fullmatch(name)
    if coded:
        return Tongue(name, coded[2], coded[1])
    code = usual if name == UNNAMED else name if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", name) else ""
    return Tongue(name, code, language_name(code, code) if code else name)


def tongues(questionnaire: Questionnaire, *, usual: str) -> list[Tongue]:
    return [tongue(name, usual=usual) for name in questionnaire.languages]


def chosen(questionnaire: Questionnaire, asked: str, *, usual: str) -> Tongue:
    """The language with this name or code; else the questionnaire's own first one."""
    offered = tongues(questionnaire, usual=usual)
    found = next((one for one in offered if asked and asked in (one.name, one.code)), None)
    return found or next((one for one in offered if one.name == questionnaire.default_language), offered[0])
