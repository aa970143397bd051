"""Who knows whom: the shortest ways from one to another over ties that go both ways."""

from .paths import Paths, shortest_paths, ties_of

__all__ = ["Paths", "shortest_paths", "ties_of"]
