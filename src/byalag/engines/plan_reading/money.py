"""Amounts of money: number, currency, per what, when, from whom; and shares of a post."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from byalag.engines.plan_reading.periods import periods_in
from byalag.engines.plan_reading.values import EXTERNAL, OWN, Money, Period, Share
from byalag.engines.plan_reading.words import Vocabulary, money_signs

_SPACE = r"[ \u00a0\u2009\u202f']"
_NUMBER = rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:[.,]\d{{1,2}})?|\d{{1,3}}(?:[.,]\d{{3}})+(?:[.,]\d{{1,2}})?|\d{{1,12}}(?:[.,]\d{{1,3}})?"
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÅÄÖŁŚŻŹĆÓ])")
_NAME = re.compile(
    r"(?:[A-ZÅÄÖŁŚŻŹĆÓÉ][\w&+.'’:-]*)(?:\s+(?:[A-ZÅÄÖŁŚŻŹĆÓÉ][\w&+'’-]*|(?:for|of|och|and|i|för|the|ds\.?|na|rzecz)(?=\s+[A-ZÅÄÖŁŚŻŹĆÓÉ])))*"
)
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(%|procent\b|per\s?cent\b)")
_FRACTION = re.compile(r"(?<![\d.,])(0[.,]\d{1,2}|1[.,]0|1/2|1/4|3/4|½|¼|¾)(?=\s*(\w+))")
_FRACTIONS = {"1/2": "0.5", "½": "0.5", "1/4": "0.25", "¼": "0.25", "3/4": "0.75", "¾": "0.75"}
_NEAR = 45
_MOST = Decimal(10) ** 13
_DETERMINERS = re.compile(r"(?:the|a|an|our|ett|en|den|det)\s+", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    return _SENTENCE.split(text)


@lru_cache(maxsize=8)
def _amounts(language: str, multipliers: tuple[str, ...], currency_words: tuple[str, ...]) -> re.Pattern[str]:
    signs, scaled = money_signs()
    units = sorted({*signs, *scaled, *currency_words}, key=len, reverse=True)
    unit = "|".join(re.escape(each) for each in units)
    times = "|".join(sorted((re.escape(each) for each in multipliers), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.,])(?:(?P<before>{unit})\s?)?(?P<number>{_NUMBER})(?![\d])"
        rf"(?:{_SPACE}?(?P<times>{times})(?!\w))?(?:{_SPACE}?(?P<after>{unit})(?!\w))?(?P<dash>:-|,-)?",
        re.IGNORECASE,
    )


def number_of(text: str, scaled: bool = False) -> Decimal | None:
    """180 000 · 180.000 · 180,000 · 25 486,00 · 1,2. With `scaled`, one mark before three digits is a decimal mark."""
    bare = re.sub(_SPACE, "", text)
    if "," in bare and "." in bare:
        decimal = max(bare.rfind(","), bare.rfind("."))
        bare = re.sub(r"[.,]", "", bare[:decimal]) + "." + bare[decimal + 1 :]
    elif re.search(r"[.,]", bare):
        groups = re.split(r"[.,]", bare)
        is_grouped = (
            all(len(group) == 3 for group in groups[1:]) and (len(groups) > 2 or not scaled) and groups[0] != "0"
        )
        bare = "".join(groups) if is_grouped else f"{groups[0]}.{''.join(groups[1:])}"
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def money_in(text: str, words: Vocabulary, currency: str = "", times: int = 1) -> list[Money]:
    """Each amount with a currency. `currency` and `times` are those of a table's column, for bare numbers."""
    if not any(sign.isdecimal() for sign in text):
        return []
    found: list[Money] = []
    before = ""
    for sentence in sentences(text):
        for match in _amounts(words.language, tuple(words.multipliers), tuple(words.currency_words)).finditer(sentence):
            made = _amount(match, words, currency, times)
            if made:
                found.append(_circumstances(made, sentence, match, before, words))
        before = sentence
    return found


def _amount(match: re.Match[str], words: Vocabulary, currency: str, times: int) -> Money | None:
    signs, scaled = money_signs()
    unit = (match.group("after") or match.group("before") or "").lower()
    multiplier = (match.group("times") or "").lower()
    code = words.currency_words.get(unit) or signs.get(unit) or (scaled[unit][0] if unit in scaled else "")
    code = code or (words.currency_words.get(multiplier, "") if multiplier else "") or currency
    if not code and match.group("dash"):
        code = words.currency_words.get("kr", "")
    if not code:
        return None
    factor = scaled[unit][1] if unit in scaled else 1
    factor *= words.multipliers.get(multiplier, 1)
    if not unit and not multiplier:
        factor = times
    number = number_of(match.group("number"), scaled=factor > 1)
    if number is None or not 0 < number * factor < _MOST:
        return None
    return Money(_tidy(number * factor), code)


def _tidy(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


def _circumstances(money: Money, sentence: str, match: re.Match[str], before: str, words: Vocabulary) -> Money:
    after = sentence[match.end() : match.end() + 80]
    per = (
        "year"
        if words.per_year.search(after[:_NEAR]) or words.per_year.search(sentence[: match.start()][-_NEAR:])
        else ""
    )
    per = per or ("month" if words.per_month.search(after[:_NEAR]) else "")
    here = _nearest(sentence, match, words) or (_nearest(before, None, words) if before else None)
    return replace(money, per=per, period=here, source=_source(sentence, match, words))


def _nearest(sentence: str, match: re.Match[str] | None, words: Vocabulary) -> Period | None:
    found = [
        (start, period)
        for start, period in periods_in(sentence, words)
        if match is None or not match.start() <= start < match.end()
    ]
    if not found:
        return None
    if match is None:
        return max((period for _, period in found), key=lambda each: each.last_year - each.first_year)
    return min(found, key=lambda each: abs(each[0] - match.start()))[1]


def _source(sentence: str, match: re.Match[str], words: Vocabulary) -> str:
    """The name after "funds from", else own or external by the words that stand nearest before the amount."""
    best = ""
    for found in words.money_from.finditer(sentence):
        rest = sentence[found.end() :].lstrip(" :")
        rest = rest[determiner.end() :] if (determiner := _DETERMINERS.match(rest)) else rest
        name = _NAME.match(rest)
        if name and not name.group()[:1].isdecimal():
            best = name.group().rstrip(".,:")
            if found.start() > match.start() or match.start() - found.end() < 3 * _NEAR:
                break
        elif words.money_external.match(rest):
            best = best or EXTERNAL
    if best:
        return best
    near = match.end() + _NEAR
    external = [found.start() for found in words.money_external.finditer(sentence) if found.start() < near]
    own = [found.start() for found in words.money_own.finditer(sentence) if found.start() < near + _NEAR]
    before = [start for start in external if start < match.end()]
    if before and (not own or max(before) > max(own)):
        return EXTERNAL
    if own:
        return OWN
    return EXTERNAL if external else ""


def shares_in(text: str, words: Vocabulary) -> list[Share]:
    """Shares of posts: a per cent, a fraction or "half-time" close to the word of a post."""
    found: list[Share] = []
    for start, end, share in _portions(text, words):
        post = _post_near(text, start, end, words)
        if post and 0 < share <= 1 and Share(post, share) not in found:
            found.append(Share(post, share))
    return found


def _portions(text: str, words: Vocabulary) -> list[tuple[int, int, Decimal]]:
    found = []
    for match in _SHARE.finditer(text):
        number = number_of(match.group(1), scaled=True)
        if number is not None:
            found.append((match.start(), match.end(), _tidy_share(number / 100)))
    for match in _FRACTION.finditer(text):
        if words.of_a_post.match(match.group(2)) or words.post_pattern.match(match.group(2)):
            number = Decimal(_FRACTIONS.get(match.group(1), match.group(1).replace(",", ".")))
            found.append((match.start(), match.end(), _tidy_share(number)))
    if not found:
        found += [(match.start(), match.end(), Decimal("0.5")) for match in words.half_post.finditer(text)]
    if not found:
        found += [(match.start(), match.end(), Decimal(1)) for match in words.full_post.finditer(text)]
    return found


def _tidy_share(share: Decimal) -> Decimal:
    return Decimal(f"{share.normalize():f}")


def _post_near(text: str, start: int, end: int, words: Vocabulary) -> str:
    before = text[max(0, start - _NEAR) : start]
    posts = list(words.post_pattern.finditer(before))
    between = before[posts[-1].end() :] if posts else ""
    if posts and (len(between.strip(" ,(–-")) <= 3 or not re.search(r"[,;.]\s", between)):
        return words.post(posts[-1].group())
    after = words.post_pattern.search(text[end : end + _NEAR])
    return words.post(after.group()) if after else ""


def money_as_said(text: str, words: Vocabulary) -> list[Money]:
    """An amount whose details stand apart: "850 000 SEK · per year · 2022-01 – 2024-12 · ICLD"."""
    first, *details = text.split(" · ")
    found = money_in(first, words)
    if len(found) != 1 or not details:
        return money_in(text, words)
    money = found[0]
    for detail in details:
        periods = periods_in(detail, words)
        if words.per_year.fullmatch(detail):
            money = replace(money, per="year")
        elif periods:
            money = replace(money, period=periods[0][1])
        elif words.money_own.fullmatch(detail):
            money = replace(money, source=OWN)
        elif words.money_external.fullmatch(detail):
            money = replace(money, source=EXTERNAL)
        else:
            money = replace(money, source=detail)
    return [money]
