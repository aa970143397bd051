"""Lines of the server's own log: what failed and where in the code, never what somebody typed."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from django.db import InterfaceError, OperationalError

# What these say is about the machine, not about a row.
_TOLD = (OperationalError, InterfaceError, OSError, MemoryError, RecursionError, ImportError)
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Line(logging.Formatter):
    """As usual, but of an exception its kind and its place: its words can hold what stands in a row (the database's own
    “Key (name)=(…) already exists”) or in a form."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 (its name there)
        fault = ei[1]
        return "" if fault is None else "\n".join(_told(fault, set()))


def _told(fault: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(fault))
    lines: list[str] = []
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if before is not None and id(before) not in seen:
        lines += [*_told(before, seen), "which led to:"]
    lines += [line.rstrip("\n") for line in traceback.format_tb(fault.__traceback__)]
    kind = f"{type(fault).__module__}.{type(fault).__qualname__}".removeprefix("builtins.")
    lines.append(f"{kind}: {fault}" if isinstance(fault, _TOLD) else kind)
    return lines
