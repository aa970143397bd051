"""The room's tables, by noun."""

from .cooperations import Cooperation, Party

__all__ = ["Cooperation", "Party"]
