"""Regular expressions of Java, which forms are written for; those that may take for ever are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from byalag.engines.survey_forms.expressions import Trouble

MANY = 64

_CLASSES = {"L": r"[^\W\d_]", "Alpha": "[A-Za-z]", "Digit": "[0-9]", "Alnum": "[A-Za-z0-9]", "N": r"\d", "Nd": r"\d"}


@lru_cache(maxsize=2_000)
def pattern(text: str) -> re.Pattern[str]:
    """A regular expression of Java. Raises Trouble for what is none, and for one that may take for ever."""
    if len(text) > 2_000:
        raise Trouble("regex_long")

    def letters(found: re.Match[str]) -> str:
        told = _CLASSES.get(found[1].removeprefix("Is"))
        if told is None:
            raise Trouble("regex", pattern=text)
        return told

    try:
        turned = re.sub(r"\\p\{(\w+)\}", letters, text)
        parsed = re._parser.parse(turned)  # type: ignore[attr-defined]
        found = re.compile(turned)
    except (re.error, OverflowError, RecursionError) as error:
        raise Trouble("regex", pattern=text) from error
    if _endless(parsed, 0):
        raise Trouble("regex_slow", pattern=text)
    return found


def _endless(parsed: Iterable[tuple[object, Any]], within: int) -> bool:
    """Whether something that repeats without end repeats something that does: such patterns can take for ever."""
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            most, inner = argument[1], argument[2]
            endless = int(most) > MANY
            if (endless and within) or _endless(inner, within + endless):
                return True
        elif name == "BRANCH":
            if any(_endless(branch, within) for branch in argument[1]):
                return True
        elif name == "SUBPATTERN":
            if _endless(argument[3], within):
                return True
        elif name in ("ASSERT", "ASSERT_NOT") and _endless(argument[1], within):
            return True
    return False
