"""What happens by itself: what stands about children is deleted after the trip."""

from __future__ import annotations

from datetime import timedelta

from byalag.core.jobs import Schedule

from . import actions


def forget() -> None:
    actions.forget_pupils_of_old()


FORGET = Schedule("visits.forget_pupils", timedelta(days=1), forget)
