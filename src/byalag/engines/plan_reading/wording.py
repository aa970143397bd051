"""What the wording of a line speaks for: goal, activity, text, or a rule of the organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from byalag.engines.plan_reading.kinds import LineKind, RuleCode
from byalag.engines.plan_reading.money import sentences
from byalag.engines.plan_reading.values import Money
from byalag.engines.plan_reading.words import Vocabulary, tokens

_TO = frozenset({"att", "to"})
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing an undecided line may be; the scores of a line sum to 1, the most likely first."""

    kind: LineKind
    score: float
    rules: tuple[RuleCode, ...] = ()
    money: tuple[Money, ...] = ()


def rules_in(text: str, words: Vocabulary) -> list[RuleCode]:
    """The rules that the sentences of a text state."""
    found: list[RuleCode] = []
    for sentence in sentences(text[:_LONGEST]):
        lowered = f" {sentence.casefold()}"
        for code, beginnings in words.rules:
            if code in found or not all(part in lowered for part in beginnings):
                continue
            if all(re.search(rf"(?<!\w){re.escape(part)}", lowered) for part in beginnings):
                found.append(code)
    return found


def condition_in(text: str, words: Vocabulary) -> str:
    """The clause that makes a goal conditional, to the end of its sentence; empty when there is none."""
    for sentence in sentences(text[:_LONGEST]):
        if found := words.condition.search(sentence):
            return sentence[found.start() :].strip().rstrip(".")
    return ""


def weights(text: str, words: Vocabulary) -> dict[LineKind, float]:
    """How much the first words and the marks of a line speak for goal, activity and text."""
    found = tokens(text[:300])
    starts_with_to = bool(found) and found[0] in _TO
    first = found[1:] if starts_with_to else found
    head = first[0] if first else ""
    pair = " ".join(first[:2])
    many = len(sentences(text[:_LONGEST]))
    goal = (
        1.0 + 1.6 * (head in words.goal_starts) + 1.0 * bool(words.goal_marks.search(text[:400])) + 0.5 * starts_with_to
    )
    activity = 1.0 + 1.8 * (head in words.activity_starts or pair in words.activity_starts)
    plain = 0.5 + 1.2 * (head in words.text_starts) + 0.6 * (many > 2)
    return {LineKind.GOAL: goal, LineKind.ACTIVITY: activity, LineKind.TEXT: plain}


def suggestions(text: str, words: Vocabulary, money: tuple[Money, ...]) -> tuple[Suggestion, ...]:
    scored = weights(text, words)
    rules = tuple(rules_in(text, words))
    if rules:
        scored[LineKind.RULE] = 6.0
    if money:
        scored[LineKind.MONEY] = 2.5
    total = sum(scored.values())
    ranked = sorted(scored, key=lambda kind: -scored[kind])
    return tuple(
        Suggestion(
            kind,
            round(scored[kind] / total, 3),
            rules if kind is LineKind.RULE else (),
            money if kind is LineKind.MONEY else (),
        )
        for kind in ranked
    )


def agreement(kind: LineKind, text: str, words: Vocabulary) -> str:
    """ "+" when the wording speaks for the kind, "-" when it speaks for another, "" when it is silent."""
    if kind not in (LineKind.GOAL, LineKind.ACTIVITY, LineKind.OVERALL_GOAL, LineKind.TEXT):
        return ""
    scored = weights(text, words)
    own = LineKind.GOAL if kind is LineKind.OVERALL_GOAL else kind
    best = max(scored, key=lambda each: scored[each])
    if scored[best] < 1.5:
        return ""
    return "+" if best is own else "-"
