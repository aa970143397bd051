"""Distances and areas on the earth, from places as they stand in answers."""

from __future__ import annotations

import math
from itertools import pairwise

from byalag.engines.survey_forms.values import Nodes, Value, to_string

RADIUS = 6_378_100.0  # metres, as JavaRosa has it
Place = tuple[float, float]


def places(value: Value) -> list[Place]:
    """Latitudes and longitudes in degrees: of places as nodes, or of a line; nothing where one cannot be read."""
    told = [node.text for node in value] if isinstance(value, Nodes) else [to_string(value)]
    found: list[Place] = []
    for text in ";".join(told).split(";"):
        if text.strip():
            try:
                lat, lon = (float(part) for part in text.split()[:2])
            except ValueError:
                return []
            found.append((lat, lon))
    return found


def length(line: list[Place]) -> float:
    """In metres, from each place to the next (spherical law of cosines, as JavaRosa counts)."""
    total = 0.0
    for (lat_a, lon_a), (lat_b, lon_b) in pairwise(line):
        a, b = math.radians(lat_a), math.radians(lat_b)
        angle = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(lon_a - lon_b))
        total += math.acos(max(-1.0, min(1.0, angle))) * RADIUS
    return total


def area(line: list[Place]) -> float:
    """In square metres, of what a line encloses, laid flat at its first place; 0 for fewer than three places."""
    if len(line) < 3:
        return 0.0
    degree = 2 * RADIUS * math.pi / 360.0
    lat, lon = line[0]
    flat = [((y - lat) * degree, (x - lon) * degree * math.cos(math.radians(y))) for y, x in line[1:]]
    return abs(sum((y1 * x2 - x1 * y2) / 2 for (y1, x1), (y2, x2) in pairwise(flat)))
