"""The room's tables, by noun."""

from .cooperations import Contact, Cooperation, CooperationRules, Party, StateChange

__all__ = ["Contact", "Cooperation", "CooperationRules", "Party", "StateChange"]
