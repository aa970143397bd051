"""Regular expressions of Java, which forms are written for.

Python's own engine goes back and forth, and can take for ever over a pattern that repeats what repeats. Such patterns are run
through a table of states instead (Thompson, *Regular expression search algorithm*, 1968), which takes one look at each letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from byalag.engines.survey_forms.scope import Trouble

MANY = 64
MOST_STATES = 5_000
MOST_LETTERS = 10_000

_CLASSES = {"L": r"[^\W\d_]", "Alpha": "[A-Za-z]", "Digit": "[0-9]", "Alnum": "[A-Za-z0-9]", "N": r"\d", "Nd": r"\d"}
Matches = Callable[[str], bool]
Parsed = Iterable[tuple[object, Any]]


@lru_cache(maxsize=2_000)
def pattern(text: str) -> Matches:
    """Says of a text whether all of it matches. Raises Trouble for what is no pattern, and for one that cannot be run safely."""
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
        if _repeats(parsed) <= 1:
            return lambda told: found.fullmatch(told[:MOST_LETTERS]) is not None
        return _States(parsed, text).match
    except (re.error, OverflowError, RecursionError) as error:
        raise Trouble("regex", pattern=text) from error


def _repeats(parsed: Parsed) -> int:
    """How much in it repeats, or may be left out; what repeats more than a letter counts as more."""
    total = 0
    for operation, argument in parsed:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            inner = _repeats(argument[2])
            many = int(argument[1]) > 1 or argument[0] != argument[1]
            plain = len(argument[2]) == 1 and str(argument[2][0][0]) in _LETTERS
            total += inner + (many if plain else 2 * many)
        elif name == "BRANCH":
            total += sum(map(_repeats, argument[1]))
        elif name == "SUBPATTERN":
            total += _repeats(argument[3])
        elif name not in _LETTERS and name != "AT":
            total += 2
    return total


_LETTERS = {"LITERAL", "NOT_LITERAL", "ANY", "IN"}
_CATEGORIES = {
    f"CATEGORY_{name}": re.compile(sign)
    for name, sign in (
        ("DIGIT", r"\d"),
        ("NOT_DIGIT", r"\D"),
        ("SPACE", r"\s"),
        ("NOT_SPACE", r"\S"),
        ("WORD", r"\w"),
        ("NOT_WORD", r"\W"),
    )
}


def _letter(operation: object, argument: Any) -> Callable[[str], bool]:
    """Whether one letter is meant."""
    match str(operation):
        case "LITERAL":
            return lambda letter: ord(letter) == argument
        case "NOT_LITERAL":
            return lambda letter: ord(letter) != argument
        case "ANY":
            return lambda letter: letter != "\n"
        case "RANGE":
            return lambda letter: argument[0] <= ord(letter) <= argument[1]
        case "CATEGORY":
            sign = _CATEGORIES[str(argument)]
            return lambda letter: sign.fullmatch(letter) is not None
    negative = str(argument[0][0]) == "NEGATE"
    parts = [_letter(*part) for part in argument[negative:]]
    return lambda letter: any(part(letter) for part in parts) != negative


class _States:
    """`letters`: what a state takes, and the state after it. `free`: states that are reached without taking anything."""

    def __init__(self, parsed: Any, text: str) -> None:
        self.text = text
        self.letters: list[tuple[Callable[[str], bool], int] | None] = []
        self.free: list[list[int]] = []
        self.only: dict[int, str] = {}  # at the beginning, or at the end
        if parsed.state.flags & ~re.UNICODE:
            raise Trouble("regex_slow", pattern=text)
        self.end = self._state()
        self.begin = self._sequence(parsed, self.end)

    def _state(self, *free: int) -> int:
        if len(self.free) >= MOST_STATES:
            raise Trouble("regex_slow", pattern=self.text)
        self.letters.append(None)
        self.free.append(list(free))
        return len(self.free) - 1

    def _sequence(self, parsed: Parsed, after: int) -> int:
        for operation, argument in reversed(list(parsed)):
            after = self._one(str(operation), operation, argument, after)
        return after

    def _one(self, name: str, operation: object, argument: Any, after: int) -> int:
        if name in _LETTERS:
            state = self._state()
            self.letters[state] = (_letter(operation, argument), after)
            return state
        if name == "SUBPATTERN" and not argument[1] and not argument[2]:
            return self._sequence(argument[3], after)
        if name == "BRANCH":
            return self._state(*(self._sequence(branch, after) for branch in argument[1]))
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(int(argument[0]), int(argument[1]), argument[2], after)
        if name == "AT" and str(argument) in ("AT_BEGINNING", "AT_BEGINNING_STRING", "AT_END", "AT_END_STRING"):
            state = self._state(after)
            self.only[state] = str(argument)
            return state
        raise Trouble("regex_slow", pattern=self.text)

    def _repeat(self, least: int, most: int, inner: Parsed, after: int) -> int:
        if most >= MOST_STATES:
            loop = self._state()
            self.free[loop] = [self._sequence(inner, loop), after]
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self._state(self._sequence(inner, after), end)
        for _ in range(least):
            after = self._sequence(inner, after)
        return after

    def _reached(self, states: Iterable[int], at: int, text: str) -> set[int]:
        found: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in found:
                continue
            where = self.only.get(state, "")
            if where.startswith("AT_BEGINNING") and at:
                continue
            if where.startswith("AT_END") and text[at:] not in ("", "\n" if where == "AT_END" else ""):
                continue
            found.add(state)
            waiting += self.free[state]
        return found

    def match(self, text: str) -> bool:
        text = text[:MOST_LETTERS]
        states = self._reached([self.begin], 0, text)
        for at, letter in enumerate(text, 1):
            taken = [step[1] for state in states if (step := self.letters[state]) is not None and step[0](letter)]
            if not taken:
                return False
            states = self._reached(taken, at, text)
        return self.end in states
