"""From what is given to a matching to what comes of it, as plain values: who is paired with whom and why, who stays
without, which limits clash, and what would change the result. Nothing here reads the database; the same values in give the
same values out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from byalag.core.search import fold
from byalag.engines import matching
from byalag.engines.matching import Infeasible, Limits, Objective, Pairs, Profile

from .enums import MatchAim, MatchSide, MatchSides

FORMAT = 1
ALL_PAIRS, NEAREST = 150, 25  # up to so many take part every two are looked at, beyond it so many of the best of each
MOST_ROOMS, MOST_PAIRS, MOST_COUNTRIES = 8, 6, 4
MOST_WHEN_FAIR = 4  # each question is worked out anew, and the worst off first takes long
SECONDS = 60.0

Values = dict[str, Any]
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Task:
    """What the engine is asked, and how the keys stand in it."""

    profiles: list[Profile]
    pairs: Pairs
    limits: Limits
    aim: MatchAim
    wanted: tuple[tuple[int, ...], ...] = ()
    asks: tuple[int, ...] = ()

    @property
    def has_wishes(self) -> bool:
        return any(self.wanted)

    @property
    def ratings(self) -> list[dict[int, float]]:
        """How dear each is to each: those it wished for in their order, and behind them the others as they fit. One that fits
        nobody's wish and has nothing in common is not taken."""
        found: list[dict[int, float]] = [{} for _key in self.pairs.keys]
        for (one, other), value in self.scores.items():
            if value <= 0 and self.rank(one, other) is None and self.rank(other, one) is None:
                continue
            for own, theirs in ((one, other), (other, one)):
                rank = self.rank(own, theirs)
                found[own][theirs] = value if rank is None else 2.0 + len(self.wanted[own]) - rank
        return found

    def rank(self, one: int, other: int) -> int | None:
        """The place of the other on one's list of wishes, from 0; None when it is not there."""
        wishes = self.wanted[one] if self.wanted else ()
        return wishes.index(other) if other in wishes else None

    def at(self, key: str) -> int:
        return self.pairs.keys.index(key)

    def most(self, position: int) -> int:
        return self.limits.of(self.pairs.keys[position])[1]

    @property
    def scores(self) -> dict[tuple[int, int], float]:
        return dict(zip(self.pairs.ends, self.pairs.scores, strict=True))

    @property
    def capacities(self) -> list[int]:
        return [self.most(position) for position in range(len(self.pairs.keys))]


def checksum(given: Values, found: Values | None) -> str:
    """SHA-256 over what was given and what came of it, written in one way only."""
    told = json.dumps([given, found], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def work_out(given: Values, progress: Progress = lambda percent: None) -> Values:
    """What comes of it. Limits that cannot all be kept stand in `clash`; then there are no pairs."""
    task = task_of(given, every=len(given["participants"]) <= ALL_PAIRS)
    progress(20)
    try:
        chosen, aim_kept, proven = _choose(task)
    except Infeasible:
        if len(given["participants"]) > ALL_PAIRS:  # some pair that is needed may not be among the best of each
            task = task_of(given, every=True)
        try:
            chosen, aim_kept, proven = _choose(task)
        except Infeasible:
            return _nothing(task)
    progress(60)
    scores = task.scores
    keys = task.pairs.keys
    changes = _changes(task, chosen, progress)
    blocking = matching.blocking_by_ratings(task.ratings, chosen, task.capacities)
    return {
        "format": FORMAT,
        "pairs": [_pair(task, pair) for pair in sorted(chosen, key=lambda pair: (-scores[pair], pair))],
        "without": [_without(given, task, chosen, key) for key in _alone(task, chosen)],
        "total": round(sum(scores[pair] for pair in chosen), 6),
        "aim_kept": aim_kept,
        "proven": proven,
        "blocking": [[keys[one], keys[other]] for one, other in blocking],
        "changes": changes,
        "clash": [],
    }


def _nothing(task: Task) -> Values:
    clash = [
        {"kind": row.kind.value, "who": list(row.who), "number": row.number}
        for row in matching.clash(task.pairs, task.limits)
    ]
    return {
        "format": FORMAT, "pairs": [], "without": [], "total": 0.0, "aim_kept": False, "proven": True,
        "blocking": [], "changes": [], "clash": clash,
    }  # fmt: skip


# --- What is asked ----------------------------------------------------------------------------------------------------


def task_of(given: Values, *, every: bool) -> Task:
    rows = given["participants"]
    profiles = [profile_of(row) for row in rows]
    keys = [row["key"] for row in rows]
    barred = _barred(given, keys)
    together = frozenset((one, other) for one, other in given["together"])
    also = [(keys.index(one), keys.index(other)) for one, other in sorted(together)]
    wanted = tuple(tuple(keys.index(key) for key in row.get("wanted", ())) for row in rows)
    also += [(one, other) for one, wishes in enumerate(wanted) for other in wishes]
    allowed = [pair for pair in also if not barred[pair]]
    nearest = len(rows) if every else NEAREST
    pairs = matching.pairs_of(profiles, nearest=nearest, barred=barred, also=allowed)
    limits = Limits(
        usual=(given["least"], given["most"]),
        least={row["key"]: row["least"] for row in rows if row["least"] is not None},
        most={row["key"]: row["most"] for row in rows if row["most"] is not None},
        countries={row["key"]: row["country"] for row in rows},
        quotas={row["country"]: row["most"] for row in given["countries"] if row["most"] is not None},
        floors={row["country"]: row["least"] for row in given["countries"] if row["least"]},
        together=together,
    )
    first = [at for at, row in enumerate(rows) if given["sides"] == MatchSides.TWO and row["side"] == MatchSide.FIRST]
    return Task(profiles, pairs, limits, MatchAim(given["aim"]), wanted, tuple(first))


def profile_of(row: Values) -> Profile:
    seeks, offers = (frozenset(fold(word) for word in row[name]) for name in ("seeks", "offers"))
    return Profile(
        key=row["key"],
        country=row["country"],
        seeks=seeks,
        offers=offers,
        themes=seeks | offers,
        languages=frozenset(row["languages"]),
        size=row["size"],
        climate=row["climate"],
        point=tuple(row["point"]) if row["point"] else None,
        experience=row["experience"],
    )


def _barred(given: Values, keys: list[str]) -> Any:
    """Who may not be paired: on the same side, ruled out, or neither of them in a country that is on the list."""
    rows = given["participants"]
    barred = np.zeros((len(rows), len(rows)), dtype=bool)
    if given["sides"] == MatchSides.TWO:
        side = np.array([row["side"] for row in rows])
        barred |= side[:, None] == side[None]
    if given["eligible"] is not None:
        listed = np.array([row["country"] in given["eligible"]["countries"] for row in rows], dtype=bool)
        barred |= ~(listed[:, None] | listed[None])
    for one, other in given["apart"]:
        at = keys.index(one), keys.index(other)
        barred[at] = barred[at[::-1]] = True
    np.fill_diagonal(barred, True)
    return barred


# --- The answer -------------------------------------------------------------------------------------------------------


def _choose(task: Task) -> tuple[list[tuple[int, int]], bool, bool]:
    """(the pairs, whether the aim could be kept, whether nothing better is possible). Raises Infeasible."""
    if task.aim == MatchAim.STABLE:
        ends = ((task.at(one), task.at(other)) for one, other in sorted(task.limits.together))
        first = [(min(pair), max(pair)) for pair in ends]
        if all(pair in task.pairs.ends for pair in first):
            found = _stable(task, first)
            if _keeps(task, found):
                blocking = matching.blocking_by_ratings(task.ratings, found, task.capacities)
                return found, not blocking, True
        best = matching.assign(task.pairs, task.limits, seconds=SECONDS)
        return list(best.pairs), False, best.proven
    objective = Objective.FAIR if task.aim == MatchAim.FAIR else Objective.TOTAL
    best = matching.assign(task.pairs, task.limits, objective=objective, seconds=SECONDS)
    return list(best.pairs), task.aim == MatchAim.TOTAL or best.worst > 0, best.proven


def _stable(task: Task, first: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where nobody wished, both of a pair value it alike. Two sides with wishes choose, the first asking; in one pool, where
    nothing stable need exist, the pair that is dearest to both together comes first, and those who would rather are counted."""
    if not task.has_wishes:
        return matching.stable_by_score(task.scores, task.capacities, first)
    if task.asks:
        return matching.stable_by_ratings(task.ratings, task.capacities, task.asks, first)
    ratings = task.ratings
    both = {
        (one, other): ratings[one][other] + ratings[other][one] for one, other in task.scores if other in ratings[one]
    }
    return matching.stable_by_score(both, task.capacities, first)


def _keeps(task: Task, chosen: list[tuple[int, int]]) -> bool:
    """Whether pairs keep what each takes and what each country takes."""
    met = _met(task, chosen)
    for position, key in enumerate(task.pairs.keys):
        least, most = task.limits.of(key)
        if not least <= met[position] <= most:
            return False
    for country in {*task.limits.quotas, *task.limits.floors}:
        count = _of_country(task, chosen, country)
        if not task.limits.floors.get(country, 0) <= count <= task.limits.quotas.get(country, count):
            return False
    return True


def _met(task: Task, chosen: list[tuple[int, int]]) -> list[int]:
    met = [0] * len(task.pairs.keys)
    for pair in chosen:
        for position in pair:
            met[position] += 1
    return met


def _of_country(task: Task, chosen: list[tuple[int, int]], country: str) -> int:
    return sum(any(task.profiles[position].country == country for position in pair) for pair in chosen)


def _alone(task: Task, chosen: list[tuple[int, int]]) -> list[str]:
    met = _met(task, chosen)
    return [key for position, key in enumerate(task.pairs.keys) if not met[position]]


def _pair(task: Task, pair: tuple[int, int]) -> Values:
    one, other = (task.profiles[position] for position in pair)
    scored = matching.score(one, other)
    parts = [
        {
            "reason": part.reason.value,
            "value": round(part.value, 6),
            "weight": round(part.weight, 6),
            "told": list(part.told),
        }
        for part in scored.parts
    ]
    told: Values = {"one": one.key, "other": other.key, "score": round(scored.total, 6), "parts": parts}
    if task.has_wishes:
        told["wished"] = [task.rank(*pair), task.rank(*pair[::-1])]
    return told


def _without(given: Values, task: Task, chosen: list[tuple[int, int]], key: str) -> Values:
    """Why one stays without: `closed` (takes nobody), `unlisted` (no pair could be paid for), `nobody` (no pair is allowed),
    `nothing` (has nothing in common with anybody), `country` (its country, or theirs, takes part as often as it may), `full`
    (those who fit best have others) or `weighed` (all together are better off so)."""
    position = task.at(key)
    if not task.most(position):
        return {"key": key, "why": "closed", "who": []}
    own = sorted(
        ((value, sum(pair) - position) for pair, value in task.scores.items() if position in pair),
        key=lambda row: (-row[0], row[1]),
    )
    if not own:
        free = given | {"eligible": None}
        could = given["eligible"] is not None and not _barred(free, list(task.pairs.keys))[position].all()
        return {"key": key, "why": "unlisted" if could else "nobody", "who": []}
    best = [(value, other) for value, other in own if value > 0]
    if not best:
        return {"key": key, "why": "nothing", "who": []}
    met = _met(task, chosen)
    names = [task.pairs.keys[other] for _value, other in best[:3]]
    if all(met[other] >= task.most(other) for _value, other in best):
        return {"key": key, "why": "full", "who": names}
    bound = {
        country for country, most in task.limits.quotas.items() if _of_country(task, chosen, country) >= most
    }  # fmt: skip
    open_to = [other for _value, other in best if met[other] < task.most(other)]
    if all({task.profiles[position].country, task.profiles[other].country} & bound for other in open_to):
        return {"key": key, "why": "country", "who": names}
    return {"key": key, "why": "weighed", "who": names}


# --- What would change it ---------------------------------------------------------------------------------------------


def _changes(task: Task, chosen: list[tuple[int, int]], progress: Progress) -> list[Values]:
    """One more place for those who are full and wanted, one more pair for a country that has all it may have, and the best
    pair of each who stays without: what would be won and lost."""
    rooms, countries, best = _rooms(task, chosen), _countries(task, chosen), _best_pairs(task, chosen)
    asked = [*rooms, *countries, *best]
    if task.aim == MatchAim.FAIR:
        asked = [*rooms[:2], *countries[:1], *best[:2]][:MOST_WHEN_FAIR]
    found = []
    for number, (told, other_task) in enumerate(asked):
        progress(60 + 40 * number // len(asked))
        changed = _changed(task, chosen, other_task)
        if changed is not None:
            found.append(told | changed)
    return found


def _changed(task: Task, chosen: list[tuple[int, int]], other: Task) -> Values | None:
    try:
        after, _kept, _proven = _choose(other)
    except Infeasible:
        return None
    keys, scores = task.pairs.keys, task.scores
    gained = [pair for pair in after if pair not in chosen]
    lost = [pair for pair in chosen if pair not in after]
    if not gained:
        return None
    return {
        "gained": [[keys[one], keys[two]] for one, two in gained],
        "lost": [[keys[one], keys[two]] for one, two in lost],
        "by": round(sum(scores[pair] for pair in gained) - sum(scores[pair] for pair in lost), 6),
    }


def _rooms(task: Task, chosen: list[tuple[int, int]]) -> list[tuple[Values, Task]]:
    met = _met(task, chosen)
    wanted: dict[int, float] = {}
    for pair, value in task.scores.items():
        if value <= 0 or pair in chosen:
            continue
        for full, free in (pair, pair[::-1]):
            if met[full] and met[full] >= task.most(full) and met[free] < task.most(free):
                wanted[full] = max(value, wanted.get(full, 0.0))
    best = sorted(wanted, key=lambda position: (-wanted[position], position))[:MOST_ROOMS]
    found = []
    for position in best:
        key, more = task.pairs.keys[position], task.most(position) + 1
        limits = replace(task.limits, most={**task.limits.most, key: more})
        found.append(({"kind": "room", "who": [key], "number": more}, replace(task, limits=limits)))
    return found


def _countries(task: Task, chosen: list[tuple[int, int]]) -> list[tuple[Values, Task]]:
    found = []
    for country, most in sorted(task.limits.quotas.items()):
        if _of_country(task, chosen, country) >= most:
            limits = replace(task.limits, quotas={**task.limits.quotas, country: most + 1})
            found.append(({"kind": "country", "who": [country], "number": most + 1}, replace(task, limits=limits)))
    return found[:MOST_COUNTRIES]


def _best_pairs(task: Task, chosen: list[tuple[int, int]]) -> list[tuple[Values, Task]]:
    scores, found = task.scores, []
    for key in _alone(task, chosen):
        position = task.at(key)
        own = [pair for pair in scores if position in pair and scores[pair] > 0]
        if not own or not task.most(position):
            continue
        one, other = max(own, key=lambda pair: (scores[pair], [-end for end in pair]))
        pair = (task.pairs.keys[one], task.pairs.keys[other])
        limits = replace(task.limits, together=task.limits.together | {pair})
        who = [key, *(end for end in pair if end != key)]
        found.append(({"kind": "pair", "who": who, "number": 1}, replace(task, limits=limits)))
    return found[:MOST_PAIRS]
