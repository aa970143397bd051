"""All shortest paths between two sets of nodes of an undirected graph.

Breadth-first search from the nearer end in layers, then the ways back over the layers in a fixed order (as in Even,
*Graph Algorithms*, 2nd ed., 2011, ch. 2, and the search for all shortest augmenting paths of Hopcroft and Karp, 1973).
Time and space are linear in nodes and ties, beside what is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True)
class Paths(Generic[Node]):
    """The shortest paths, each from start to end; all have `length` ties. `more`: there are others of that length.

    `length` is None and there are no paths when nothing leads from one to the other.
    """

    length: int | None
    paths: tuple[tuple[Node, ...], ...]
    more: bool = False


def ties_of(pairs: Iterable[tuple[Node, Node]]) -> dict[Node, set[Node]]:
    """Each node with those it is tied to. A node tied to itself is not."""
    ties: dict[Node, set[Node]] = defaultdict(set)
    for one, other in pairs:
        if one != other:
            ties[one].add(other)
            ties[other].add(one)
    return dict(ties)


def shortest_paths(
    ties: Mapping[Node, Collection[Node]],
    starts: Collection[Node],
    ends: Collection[Node],
    *,
    most: int = 20,
    order: Any = None,
) -> Paths[Node]:
    """The shortest paths from any of `starts` to any of `ends`, at most `most`, in the order of their nodes.

    `order` is a key by which nodes of a layer are sorted (default: the nodes themselves). Raises ValueError when one of
    the two is empty or `most` is below one.
    """
    if not starts or not ends:
        raise ValueError("a path has a start and an end")
    if most < 1:
        raise ValueError("at least one path is asked for")
    goal = set(ends)
    away = _layers(ties, goal, set(starts))
    near = [node for node in starts if node in away]
    if not near:
        return Paths(None, ())
    length = min(away[node] for node in near)
    found: list[tuple[Node, ...]] = []
    for path in _walk(ties, away, sorted({node for node in near if away[node] == length}, key=order), order):
        if len(found) == most:
            return Paths(length, tuple(found), more=True)
        found.append(path)
    return Paths(length, tuple(found))


def _layers(ties: Mapping[Node, Collection[Node]], goal: set[Node], wanted: set[Node]) -> dict[Node, int]:
    """How many ties each node is away from the goal, as far as the nearest of the wanted ones."""
    away = dict.fromkeys(goal, 0)
    layer, distance = list(goal), 0
    while layer and not any(node in wanted for node in layer):
        distance += 1
        layer = list(dict.fromkeys(other for node in layer for other in ties.get(node, ()) if other not in away))
        away.update(dict.fromkeys(layer, distance))
    return away


def _walk(
    ties: Mapping[Node, Collection[Node]], away: Mapping[Node, int], starts: list[Node], order: Any
) -> Iterator[tuple[Node, ...]]:
    """Every way down the layers from the starts, one after the other; a stack instead of recursion."""
    stack: list[tuple[Node, ...]] = [(node,) for node in reversed(starts)]
    while stack:
        path = stack.pop()
        distance = away[path[-1]]
        if distance == 0:
            yield path
            continue
        nearer = [node for node in ties.get(path[-1], ()) if away.get(node, -1) == distance - 1]
        stack.extend((*path, node) for node in sorted(nearer, key=order, reverse=True))
