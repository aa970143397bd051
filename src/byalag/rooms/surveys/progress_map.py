"""Where a wave's areas lie and how far each has come, drawn without anything from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .models import Area

WIDTH, HEIGHT, EDGE = 560, 320, 46


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the drawing. `side`: on which side of it the name stands; `filled`: its part of the ring, of 100."""

    name: str
    x: float
    y: float
    side: str
    wanted: int
    achieved: int

    @property
    def filled(self) -> int:
        return min(100, round(100 * self.achieved / self.wanted)) if self.wanted else 0

    @property
    def is_done(self) -> bool:
        return bool(self.wanted) and self.achieved >= self.wanted

    @property
    def label_x(self) -> float:
        return self.x + (17 if self.side == "start" else -17)


def dots(areas: Sequence[Area]) -> list[Dot]:
    """North is up, and distances are in proportion. Nothing for fewer than two places that are known."""
    known = [(area, point) for area in areas if (point := point_of(area))]
    if len({point for _area, point in known}) < 2:
        return []
    narrow = math.cos(math.radians(sum(lat for _area, (lat, _lon) in known) / len(known))) or 1.0
    flat = [(area, lon * narrow, -lat) for area, (lat, lon) in known]
    left, top = min(x for _area, x, _y in flat), min(y for _area, _x, y in flat)
    wide, high = max(x for _area, x, _y in flat) - left, max(y for _area, _x, y in flat) - top
    scale = min((WIDTH - 2 * EDGE) / (wide or 1e-9), (HEIGHT - 2 * EDGE) / (high or 1e-9))
    found = []
    for area, x, y in flat:
        at = EDGE + (x - left) * scale + (WIDTH - 2 * EDGE - wide * scale) / 2
        down = EDGE + (y - top) * scale + (HEIGHT - 2 * EDGE - high * scale) / 2
        side = "start" if at < WIDTH / 2 else "end"
        achieved = getattr(area, "achieved", 0)
        found.append(Dot(area.name, round(at, 1), round(down, 1), side, area.wanted, achieved))
    return found


def point_of(area: Area) -> tuple[float, float] | None:
    """Where an area lies: as it was written down, else the town of its municipality."""
    if area.latitude is not None and area.longitude is not None:
        return area.latitude, area.longitude
    place = area.organisation.place if area.organisation else None
    if place and place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    return None
