"""Two sides choose: deferred acceptance with capacities, and which pairs would rather be together than as they are.

Gale and Shapley, "College admissions and the stability of marriage", American Mathematical Monthly 69 (1962): the result is
stable, and of all stable ones the best for the side that asks. Ties fall to the lower number, so that it is deterministic.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence


def stable(
    wishes: Sequence[Sequence[int]], ratings: Sequence[Mapping[int, float]], capacities: Sequence[int]
) -> list[int | None]:
    """For each that asks the one that takes it, or None.

    `wishes[i]`: whom i asks, the dearest first. `ratings[j]`: how j rates those that it would take, higher is better; whom
    it does not rate it does not take. `capacities[j]`: how many j takes. Raises ValueError for a negative capacity.
    """
    if any(capacity < 0 for capacity in capacities):
        raise ValueError("a capacity is zero or more")
    held: list[list[tuple[float, int]]] = [[] for _ in capacities]
    asked = [0] * len(wishes)
    taken: list[int | None] = [None] * len(wishes)
    free = list(reversed(range(len(wishes))))
    while free:
        asks = free.pop()
        while asked[asks] < len(wishes[asks]):
            to = wishes[asks][asked[asks]]
            asked[asks] += 1
            rating = ratings[to].get(asks)
            if rating is None or not capacities[to]:
                continue
            offer = (rating, -asks)
            if len(held[to]) < capacities[to]:
                heapq.heappush(held[to], offer)
                taken[asks] = to
                break
            if held[to][0] < offer:
                _rating, left = heapq.heapreplace(held[to], offer)
                taken[asks], taken[-left] = to, None
                free.append(-left)
                break
    return taken


def stable_by_score(
    scores: Mapping[tuple[int, int], float], capacities: Sequence[int], first: Iterable[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """A stable many-to-many matching, of two sides or of one, when both of a pair value it alike: the dearest pair that
    both have room for is taken, and then the next (Abraham, Levavi, Manlove and O'Malley, "The stable roommates problem
    with globally ranked pairs", Internet Mathematics 5, 2008). Such a matching always exists; ties fall to the lower
    positions. `first`: pairs that are there whatever their score. Pairs that are worth nothing are left out.
    """
    room = list(capacities)
    taken = sorted({(min(pair), max(pair)) for pair in first})
    for one, other in taken:
        room[one] -= 1
        room[other] -= 1
    there = set(taken)
    for pair, value in sorted(scores.items(), key=lambda row: (-row[1], min(row[0]), max(row[0]))):
        ends = (min(pair), max(pair))
        if value > 0 and ends not in there and room[ends[0]] > 0 and room[ends[1]] > 0:
            there.add(ends)
            room[ends[0]] -= 1
            room[ends[1]] -= 1
    return sorted(there)


def blocking_pairs(
    scores: Mapping[tuple[int, int], float], matched: Iterable[tuple[int, int]], capacities: Sequence[int]
) -> list[tuple[int, int]]:
    """Pairs that are not matched though both would rather have each other than somebody they have, or have room left.

    For any many-to-many matching, of two sides or of one: there, none without such pairs need exist (Irving, "An efficient
    algorithm for the stable roommates problem", Journal of Algorithms 6, 1985), and their number says how far it is from one.
    """
    ratings: list[dict[int, float]] = [{} for _ in capacities]
    for (one, other), value in scores.items():
        ratings[one][other] = ratings[other][one] = value
    return blocking_by_ratings(ratings, matched, capacities)


def blocking_by_ratings(
    ratings: Sequence[Mapping[int, float]], matched: Iterable[tuple[int, int]], capacities: Sequence[int]
) -> list[tuple[int, int]]:
    """The same where each has an order of its own: `ratings[i][j]` says how dear j is to i. Only two that rate each other can
    be such a pair."""
    together = {(min(pair), max(pair)) for pair in matched}
    has: list[list[float]] = [[] for _ in capacities]
    for one, other in together:
        has[one].append(ratings[one].get(other, 0.0))
        has[other].append(ratings[other].get(one, 0.0))

    def would(party: int, value: float) -> bool:
        if len(has[party]) < capacities[party]:
            return True
        return bool(has[party]) and min(has[party]) < value

    return [
        (one, other)
        for one, rated in enumerate(ratings)
        for other, value in sorted(rated.items())
        if one < other and (one, other) not in together and one in ratings[other]
        and would(one, value) and would(other, ratings[other][one])
    ]  # fmt: skip


def stable_by_ratings(
    ratings: Sequence[Mapping[int, float]],
    capacities: Sequence[int],
    asks: Iterable[int],
    first: Iterable[tuple[int, int]] = (),
) -> list[tuple[int, int]]:
    """A stable many-to-many matching of two sides where each has an order of its own and takes as many as it has room for
    (deferred acceptance; Roth, "Stability and polarization of interests in job matching", Econometrica 52, 1984). Of all stable
    ones it is the best for those in `asks`. Ties fall to the lower number. `first`: pairs that are there whatever the order.
    """
    room = list(capacities)
    fixed = {(min(pair), max(pair)) for pair in first}
    for pair in fixed:
        for end in pair:
            room[end] -= 1
    orders = {
        one: sorted(
            (other for other in ratings[one] if one in ratings[other] and (min(one, other), max(one, other)) not in fixed),
            key=lambda other: (-ratings[one][other], other),
        )
        for one in asks
    }  # fmt: skip
    asked, has = dict.fromkeys(orders, 0), dict.fromkeys(orders, 0)
    held: dict[int, list[tuple[float, int]]] = {}
    free = list(reversed(list(orders)))
    while free:
        one = free.pop()
        while has[one] < room[one] and asked[one] < len(orders[one]):
            other = orders[one][asked[one]]
            asked[one] += 1
            if room[other] <= 0:
                continue
            offers = held.setdefault(other, [])
            offer = (ratings[other][one], -one)
            if len(offers) < room[other]:
                heapq.heappush(offers, offer)
                has[one] += 1
            elif offers[0] < offer:
                _rating, left = heapq.heapreplace(offers, offer)
                has[one] += 1
                has[-left] -= 1
                free.append(-left)
    return sorted(
        fixed | {(min(-one, other), max(-one, other)) for other, offers in held.items() for _r, one in offers}
    )
