"""Delivery of log entries to those who act on them, at least once, each stamped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from .models import Delivery, LogEntry

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receiver:
    """`handle(entry)` runs in one transaction with its stamp; it must be safe to run again after a failure."""

    name: str
    actions: frozenset[str]
    handle: Callable[[LogEntry], None]


_receivers: dict[str, Receiver] = {}


def receives(*actions: str, name: str) -> Callable[[Callable[[LogEntry], None]], Callable[[LogEntry], None]]:
    """Register a function for these log codes; called from a room's receivers.py."""

    def register(handle: Callable[[LogEntry], None]) -> Callable[[LogEntry], None]:
        _receivers[name] = Receiver(name, frozenset(actions), handle)
        return handle

    return register


def deliver_pending(limit: int = 500) -> int:
    """Hand entries that nobody has stamped yet to their receivers, oldest first. Returns how many were handled.

    A receiver that fails leaves its entry unstamped: it is logged and tried again at the next call.
    """
    handled = 0
    for receiver in _receivers.values():
        stamped = Delivery.objects.filter(entry=OuterRef("pk"), receiver=receiver.name)
        wanted = LogEntry.objects.filter(~Exists(stamped), Q(action__in=receiver.actions)).order_by("pk")[:limit]
        for entry in wanted:
            handled += _deliver(receiver, entry)
    return handled


def _deliver(receiver: Receiver, entry: LogEntry) -> int:
    try:
        with transaction.atomic():
            Delivery.objects.create(entry=entry, receiver=receiver.name)
            receiver.handle(entry)
    except IntegrityError:
        if Delivery.objects.filter(entry=entry, receiver=receiver.name).exists():
            return 0  # another worker was first
        logger.exception("Receiver %s failed on log entry %s", receiver.name, entry.pk)
        return 0
    except Exception:  # one receiver's fault must not stop the others; the entry stays unstamped and is tried again
        logger.exception("Receiver %s failed on log entry %s", receiver.name, entry.pk)
        return 0
    return 1


def wake() -> None:
    """Called after each commit that wrote to the log: deliver at once what waits."""
    if _receivers:
        deliver_pending()
