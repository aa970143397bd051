"""How well two parties fit: a weighted sum of parts from 0 to 1, each with what it rests on.

An additive value model with stated weights (Keeney and Raiffa, *Decisions with Multiple Objectives*, 1976): every part can be
told to whoever decides, and taken out of the sum. Parts of which nothing is known are left out, and the others weigh more.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from byalag.engines.sphere import RADIUS_KM, kilometres

Matrix = NDArray[Any]


class Reason(StrEnum):
    """What a part of the score rests on."""

    NEEDS = "needs"  # what one seeks the other offers, both ways
    THEMES = "themes"  # both work with it
    SIZE = "size"
    LANGUAGE = "language"
    CLIMATE = "climate"
    DISTANCE = "distance"
    EXPERIENCE = "experience"


WEIGHTS: Mapping[Reason, float] = {
    Reason.NEEDS: 0.40,
    Reason.THEMES: 0.15,
    Reason.SIZE: 0.15,
    Reason.LANGUAGE: 0.10,
    Reason.CLIMATE: 0.05,
    Reason.DISTANCE: 0.05,
    Reason.EXPERIENCE: 0.10,
}


@dataclass(frozen=True)
class Profile:
    """What a party says of itself. `size` in inhabitants, `point` in degrees (latitude, longitude), `experience` in years."""

    key: str
    country: str = ""
    region: str = ""
    seeks: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    size: int | None = None
    climate: str = ""
    point: tuple[float, float] | None = None
    experience: int | None = None


@dataclass(frozen=True)
class Part:
    """One part of a score: its value from 0 to 1, its weight among those that are known, and the words it rests on."""

    reason: Reason
    value: float
    weight: float
    told: tuple[str, ...] = ()

    @property
    def counts(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True)
class Score:
    """From 0 to 1; its parts, those that count most first. `known`: the share of all weights of which something is known."""

    total: float
    parts: tuple[Part, ...]
    known: float


@dataclass(frozen=True)
class Proposal:
    """A possible partner. `eligible` is False where its country (or one's own) may not be funded on the day asked for."""

    profile: Profile
    score: Score
    eligible: bool | None = None


def score(one: Profile, other: Profile, weights: Mapping[Reason, float] = WEIGHTS) -> Score:
    """How well two fit; the same whichever is named first. Raises ValueError for weights that are negative or all zero."""
    if any(weight < 0 for weight in weights.values()) or not sum(weights.values()):
        raise ValueError("weights are zero or more, and not all zero")
    found = {reason: part for reason, part in _parts(one, other) if weights.get(reason)}
    known = sum(weights[reason] for reason in found)
    if not known:
        return Score(0.0, (), 0.0)
    parts = [Part(reason, value, weights[reason] / known, told) for reason, (value, told) in found.items()]
    parts.sort(key=lambda part: (-part.counts, part.reason.value))
    return Score(math.fsum(part.counts for part in parts), tuple(parts), known / sum(weights.values()))


def _parts(one: Profile, other: Profile) -> Iterable[tuple[Reason, tuple[float, tuple[str, ...]]]]:
    wanted = len(one.seeks) + len(other.seeks)
    if wanted and (one.offers or other.offers):
        met = [*(one.seeks & other.offers), *(other.seeks & one.offers)]
        yield Reason.NEEDS, (len(met) / wanted, tuple(sorted(set(met))))
    if one.themes and other.themes:
        common = sorted(one.themes & other.themes)
        yield Reason.THEMES, (len(common) / min(len(one.themes), len(other.themes)), tuple(common))
    if one.size and other.size:
        yield Reason.SIZE, (min(one.size, other.size) / max(one.size, other.size), ())
    if one.languages and other.languages:
        common = sorted(one.languages & other.languages)
        yield Reason.LANGUAGE, (float(bool(common)), tuple(common))
    if one.climate and other.climate:
        alike = one.climate == other.climate
        yield Reason.CLIMATE, (float(alike), (one.climate,) if alike else ())
    if one.point and other.point:
        far = kilometres(one.point, other.point)
        yield Reason.DISTANCE, (math.exp(-far / 2000), (str(round(far)),))
    if one.experience is not None and other.experience is not None:
        # One of the two has done it before: the other learns.
        yield Reason.EXPERIENCE, (min(1.0, max(one.experience, other.experience) / 10), ())


def propose(
    profile: Profile,
    others: Iterable[Profile],
    *,
    most: int = 10,
    weights: Mapping[Reason, float] = WEIGHTS,
    eligible: frozenset[str] | None = None,
) -> list[Proposal]:
    """The partners that fit best; those whose country may be funded (`eligible`: countries) before the others, which are
    told and not left out. Equal scores stand in the order of their keys."""
    found = [
        Proposal(other, score(profile, other, weights), None if eligible is None else other.country in eligible)
        for other in others
        if other.key != profile.key
    ]
    return heapq.nsmallest(most, found, key=lambda row: (row.eligible is False, -row.score.total, row.profile.key))


@dataclass(frozen=True)
class Pairs:
    """Who could be matched with whom: positions in `keys`, and how well they fit."""

    keys: tuple[str, ...]
    ends: tuple[tuple[int, int], ...]
    scores: tuple[float, ...] = field(repr=False)


def pairs_of(
    profiles: Sequence[Profile],
    *,
    nearest: int = 20,
    weights: Mapping[Reason, float] = WEIGHTS,
    barred: Matrix | None = None,
    also: Iterable[tuple[int, int]] = (),
) -> Pairs:
    """For each party the `nearest` others that fit it best, as pairs that are there once. Every two are compared, all at
    once; the scores are those of `score`.

    `barred`: n × n, true where two may not be paired. `also`: pairs that are there however they fit.
    """
    scored = _all_scores(profiles, weights)
    open_to = scored.copy()
    np.fill_diagonal(open_to, -np.inf)
    if barred is not None:
        open_to[barred | barred.T] = -np.inf
    # A stable sort: among equal scores the lower position goes first.
    best = np.argsort(-open_to, axis=1, kind="stable")[:, : max(0, min(nearest, len(profiles) - 1))]
    kept = {(min(i, int(j)), max(i, int(j))) for i, row in enumerate(best) for j in row if open_to[i, j] >= 0}
    kept |= {(min(pair), max(pair)) for pair in also}
    order = sorted(kept)
    return Pairs(tuple(row.key for row in profiles), tuple(order), tuple(float(scored[pair]) for pair in order))


def _all_scores(profiles: Sequence[Profile], weights: Mapping[Reason, float]) -> Matrix:
    """The score of every two, n × n."""
    n = len(profiles)
    total, known = np.zeros((n, n)), np.zeros((n, n))
    for reason, (values, told) in _all_parts(profiles).items():
        weight = weights.get(reason, 0.0)
        total += weight * np.where(told, values, 0.0)
        known += weight * told
    return np.divide(total, known, out=np.zeros((n, n)), where=known > 0)


def _all_parts(profiles: Sequence[Profile]) -> dict[Reason, tuple[Matrix, Matrix]]:
    """Of each part the values of every two, and where both say enough for it."""
    seeks, offers = _has(profiles, "seeks"), _has(profiles, "offers")
    both = seeks @ offers.T
    wanted = seeks.sum(1)[:, None] + seeks.sum(1)[None]
    offered: Matrix = np.asarray(offers.any(1))
    themes, languages = _has(profiles, "themes"), _has(profiles, "languages")
    count = themes.sum(1)
    spoken: Matrix = np.asarray(languages.any(1))
    size = np.array([row.size or 0 for row in profiles], dtype=float)
    climates = np.array([row.climate for row in profiles], dtype=object)
    warm: Matrix = np.array([bool(row.climate) for row in profiles])
    there = np.array([row.point is not None for row in profiles])
    points = np.radians(np.array([row.point or (0.0, 0.0) for row in profiles]).reshape(len(profiles), 2))
    years = np.array([-1 if row.experience is None else row.experience for row in profiles], dtype=float)
    least, most = np.minimum.outer(size, size), np.maximum.outer(size, size)
    return {
        Reason.NEEDS: (_over(both + both.T, wanted), (wanted > 0) & (offered[:, None] | offered[None])),
        Reason.THEMES: (_over(themes @ themes.T, np.minimum.outer(count, count)), np.minimum.outer(count, count) > 0),
        Reason.SIZE: (_over(least, most), least > 0),
        Reason.LANGUAGE: ((languages @ languages.T > 0).astype(float), spoken[:, None] & spoken[None]),
        Reason.CLIMATE: (
            (climates[:, None] == climates[None]).astype(float),
            warm[:, None] & warm[None],
        ),
        Reason.DISTANCE: (np.exp(-_kilometres(points) / 2000), there[:, None] & there[None]),
        Reason.EXPERIENCE: (
            np.minimum(1.0, np.maximum.outer(years, years) / 10),
            (years >= 0)[:, None] & (years >= 0)[None],
        ),
    }


def _has(profiles: Sequence[Profile], name: str) -> Matrix:
    """Which of all words each party has, n × words."""
    words = {
        word: at
        for at, word in enumerate(
            sorted({word for row in profiles for word in getattr(row, name)} | _all(profiles, name))
        )
    }
    table = np.zeros((len(profiles), max(1, len(words))))
    for i, row in enumerate(profiles):
        for word in getattr(row, name):
            table[i, words[word]] = 1
    return table


def _all(profiles: Sequence[Profile], name: str) -> set[str]:
    """What is sought and what is offered is told in the same words."""
    if name not in ("seeks", "offers"):
        return set()
    return {word for row in profiles for word in row.seeks | row.offers}


def _over(above: Matrix, below: Matrix) -> Matrix:
    return np.divide(above, below, out=np.zeros_like(above, dtype=float), where=below > 0)


def _kilometres(points: Matrix) -> Matrix:
    lat, lon = points[:, 0], points[:, 1]
    half = np.sin((lat[None] - lat[:, None]) / 2) ** 2
    half = half + np.cos(lat)[:, None] * np.cos(lat)[None] * np.sin((lon[None] - lon[:, None]) / 2) ** 2
    return 2 * RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))
