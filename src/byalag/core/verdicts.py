"""Answers to "may this person do this?", with the reason when the answer is no."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


class Refused(PermissionDenied):
    """An action was asked for that a rule forbids; carries the sentence that the page shows."""

    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Verdict:
    """True in a condition when allowed; `reason` is a translated sentence when not."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: Verdict) -> Verdict:
        return self if not self.allowed else other


YES = Verdict(True)


def no(reason: str | Promise) -> Verdict:
    return Verdict(False, reason)


def require(verdict: Verdict) -> None:
    """Raises Refused unless the verdict is a yes."""
    if not verdict:
        raise Refused(verdict.reason)
