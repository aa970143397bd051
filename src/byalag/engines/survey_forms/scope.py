"""Where an expression is worked out, and what it may ask for there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from random import Random
from typing import Protocol

from byalag.engines.survey_forms.values import Node, Value


class Trouble(ValueError):
    """An expression that cannot be worked out: `what` is a code of `faults.SENTENCES`."""

    def __init__(self, what: str, **values: str) -> None:
        super().__init__(f"{what} {values}")
        self.what, self.values = what, values


class Surroundings(Protocol):
    """What an expression may ask for beside the node that it stands at."""

    root: Node
    now: datetime
    zone: tzinfo
    random: Random
    language: str

    def instance(self, name: str) -> Node | None: ...
    def itext(self, key: str) -> str: ...
    def choice_name(self, value: str, path: str, node: Node) -> str: ...
    def known(self, name: str) -> str: ...


class Scope:
    """Where an expression is worked out: at a node, for the question `current`, as which of several."""

    __slots__ = ("current", "form", "node", "position")

    def __init__(self, form: Surroundings, node: Node, current: Node | None = None, position: int = 0) -> None:
        self.form, self.node, self.current, self.position = form, node, current or node, position


Worked = Callable[[Scope], Value]
