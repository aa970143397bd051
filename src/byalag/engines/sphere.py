"""How far apart two places are."""

from __future__ import annotations

import math

RADIUS_KM = 6371.0
Point = tuple[float, float]


def kilometres(one: Point, other: Point) -> float:
    """The great circle between two points, (latitude, longitude) in degrees, on a sphere of 6 371 km, by the haversine."""
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
