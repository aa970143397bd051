"""What an account shows in another language than its own, or does not show for want of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byalag.core.languages import language_name

from .definitions import Definition


def untranslated(
    here: str,
    plan_language: str,
    activities: Mapping[str, int],
    definition: Definition,
    texts: Mapping[str, Any],
    elsewhere: Mapping[str, set[str]],
) -> Iterator[str]:
    """Sentences for an account in the language `here`. `activities`: how many stand in each language; `texts`: what is
    written here by section; `elsewhere`: the languages in which a section is written in other accounts of the period."""
    if plan_language != here:
        yield _("Goals and sections stand in %(language)s: the plan is written in it.") % {
            "language": language_name(plan_language, here)
        }
    for code, count in sorted(activities.items()):
        if code not in {here, plan_language}:
            sentence = ngettext(
                "%(n)s activity is written in %(language)s.", "%(n)s activities are written in %(language)s.", count
            )
            yield sentence % {"n": count, "language": language_name(code, here)}
    for section in definition.text_sections():
        row = texts.get(section.key)
        if section.key in elsewhere and not (row and row.text):
            yield _("“%(section)s” is written in %(languages)s only.") % {
                "section": section.name(here),
                "languages": ", ".join(language_name(code, here) for code in sorted(elsewhere[section.key])),
            }
