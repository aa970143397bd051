"""The vocabularies: what the languages call the parts of a plan. Data stands in vocabulary/."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from byalag.engines.plan_reading.kinds import Role, RuleCode, StepKind

LANGUAGES = ("sv", "en", "pl")
_TOKEN = re.compile(r"\w+(?:[-'’./]\w+)*")
_LANGUAGE_SAMPLE = 40_000


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


def spans(text: str) -> list[tuple[str, int, int]]:
    """(token, from, to) of each word as it stands."""
    return [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def _phrase(words: list[str]) -> str:
    """A pattern of alternatives, longest first, as whole words."""
    shown = sorted((re.escape(word).replace(r"\ ", r"\s+") for word in words), key=len, reverse=True)
    return "|".join(rf"(?<!\w){word}(?!\w)" if word[-1:].isalnum() else rf"(?<!\w){word}" for word in shown) or r"(?!)"


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@dataclass(frozen=True)
class Vocabulary:
    language: str
    stopwords: frozenset[str]
    letters: frozenset[str]
    months: dict[str, int]
    until: tuple[str, ...]
    links: frozenset[str]
    ands: frozenset[str]
    others: frozenset[str]
    general_section: str
    roles_of_phrases: dict[tuple[str, ...], Role]
    longest_phrase: int
    compounds: tuple[tuple[str, Role], ...]
    compound_joint: str
    not_compounds: frozenset[str]
    plan_words: frozenset[str]
    plan_qualifiers: frozenset[str]
    owner_links: tuple[str, ...]
    owner_follows: bool
    genitive: str
    body_words: frozenset[str]
    body_joins: frozenset[str]
    nominative: dict[str, str]
    route: tuple[tuple[StepKind, str], ...]
    route_stops: frozenset[str]
    posts: dict[str, str]
    post_pattern: re.Pattern[str]
    half_post: re.Pattern[str]
    full_post: re.Pattern[str]
    of_a_post: re.Pattern[str]
    per_cent: tuple[str, ...]
    multipliers: dict[str, int]
    currency_words: dict[str, str]
    per_year: re.Pattern[str]
    per_month: re.Pattern[str]
    money_from: re.Pattern[str]
    money_own: re.Pattern[str]
    money_external: re.Pattern[str]
    rules: tuple[tuple[RuleCode, tuple[str, ...]], ...]
    condition: re.Pattern[str]
    activity_starts: frozenset[str]
    goal_starts: frozenset[str]
    text_starts: frozenset[str]
    goal_marks: re.Pattern[str]
    commitment_marks: re.Pattern[str]

    def post(self, found: str) -> str:
        """The post that a match of `post_pattern` names, as it stands by itself: "miljöstrategen" is "miljöstrateg"."""
        word = " ".join(found.lower().split())
        form = max((form for form in self.posts if word.endswith(form)), key=len)
        return word.removesuffix(form) + self.posts[form]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of one of LANGUAGES; English for any other."""
    name = language if language in LANGUAGES else "en"
    raw = tomllib.loads(_file(f"{name}.toml"))
    document, money, wording, share = raw["document"], raw["money"], raw["wording"], raw["share"]
    phrases = {tuple(tokens(words)): Role(role) for role, many in raw["headings"].items() for words in many}
    posts = {form: post for post, forms in raw["roles"].items() for form in forms}

    head = r"\w{2,}?" if raw["compounds"]["joint"] else ""

    def pattern(words: list[str]) -> re.Pattern[str]:
        return re.compile(_phrase(words), re.IGNORECASE)

    return Vocabulary(
        language=name,
        stopwords=frozenset(raw["stopwords"]),
        letters=frozenset(raw["letters"]),
        months={form: number for number, forms in enumerate(raw["months"], 1) for form in forms},
        until=tuple(raw["until"]),
        links=frozenset(raw["link_words"]),
        ands=frozenset(raw["and_words"]),
        others=frozenset(raw["other_words"]),
        general_section=raw["general_section"],
        roles_of_phrases=phrases,
        longest_phrase=max(len(phrase) for phrase in phrases),
        compounds=tuple((end, Role(role)) for role in ("goals", "activities") for end in raw["compounds"][role]),
        compound_joint=raw["compounds"]["joint"],
        not_compounds=frozenset(raw["compounds"]["not"]),
        plan_words=frozenset(document["plan_words"]),
        plan_qualifiers=frozenset(document.get("plan_qualifiers", [])),
        owner_links=tuple(sorted(document["owner_links"], key=len, reverse=True)),
        owner_follows=document.get("owner_follows", False),
        genitive=document["genitive_ending"],
        body_words=frozenset(document["body_words"]),
        body_joins=frozenset(document["body_joins"]),
        nominative=raw["nominative"],
        route=tuple(
            (kind, phrase)
            for kind, key in (
                (StepKind.PROPOSES, "propose"),
                (StepKind.PREPARES, "prepare"),
                (StepKind.ADOPTS, "adopt"),
            )
            for phrase in raw["route"][key]
        ),
        route_stops=frozenset(raw["route"]["stop_words"]),
        posts=posts,
        post_pattern=re.compile(rf"(?<!\w)(?:{head})?(?:{_any(list(posts))})(?!\w)", re.IGNORECASE),
        half_post=pattern(share["half"]),
        full_post=pattern(share["full"]),
        of_a_post=pattern(share["of_a_post"]),
        per_cent=tuple(share["words"]),
        multipliers=money["multipliers"],
        currency_words=money["currency_words"],
        per_year=pattern(money["per_year"]),
        per_month=pattern(money["per_month"]),
        money_from=pattern(money["from"]),
        money_own=pattern(money["own"]),
        money_external=pattern(money["external"]),
        rules=tuple((RuleCode(code), tuple(words)) for code, many in raw["rules"].items() for words in many),
        condition=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wording['condition']))})", re.IGNORECASE),
        activity_starts=frozenset(wording["activity_starts"]),
        goal_starts=frozenset(wording["goal_starts"]),
        text_starts=frozenset(wording["text_starts"]),
        goal_marks=pattern(wording["goal_marks"]),
        commitment_marks=pattern(wording["commitment_marks"]),
    )


@lru_cache(maxsize=1)
def money_signs() -> tuple[dict[str, str], dict[str, tuple[str, int]]]:
    """(currency of a sign or code, (currency, times) of a scaled unit such as tkr)."""
    raw = tomllib.loads(_file("money.toml"))
    return raw["currencies"], {unit: (code, times) for unit, (code, times) in raw["scaled"].items()}


def _file(name: str) -> str:
    return (files("byalag.engines.plan_reading") / "vocabulary" / name).read_text(encoding="utf-8")


def detect_language(texts: list[str]) -> str:
    """One of LANGUAGES, or "und" when nothing speaks for any of them."""
    sample, length = [], 0
    for text in texts:
        sample.append(text[:2000])
        length += len(sample[-1])
        if length > _LANGUAGE_SAMPLE:
            break
    whole = " ".join(sample).casefold()
    words = tokens(whole)
    scores = {}
    for language in LANGUAGES:
        known = vocabulary(language)
        hits = sum(1 for word in words if word in known.stopwords)
        headings = sum(3 for text in sample if tuple(tokens(text)) in known.roles_of_phrases)
        scores[language] = hits + headings + 0.25 * sum(1 for letter in whole if letter in known.letters)
    best = max(LANGUAGES, key=lambda language: scores[language])
    return best if scores[best] > 0 else "und"
