"""What higher rooms lay before the parties of a cooperation: it is answered as joint texts are, and they do what follows."""

from __future__ import annotations

from typing import Any

from byalag.core import registries

from .models import JointChange


def named(key: str, number: int) -> str:
    """How a proposal names what it is about."""
    return f"{key}:{number}"


def _of(change: JointChange) -> tuple[registries.JointMatter, int] | None:
    key, _colon, number = change.matter.rpartition(":")
    matter = registries.joint_matters.get(key)
    return (matter, int(number)) if matter is not None else None


def settled(actor: Any, change: JointChange) -> None:
    """Let the room whose matter it is do what follows on the answers."""
    if found := _of(change):
        matter, number = found
        matter.settled(actor, number, change)


def url_of(change: JointChange) -> str:
    """Where the matter is read; empty for a joint text."""
    found = _of(change)
    return found[0].url(found[1]) if found else ""
