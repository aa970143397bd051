"""Pictures that are no bars: a map of the world, who is tied to whom, and a timeline, drawn as charts are.

The map is Natural Earth's (public domain), from the npm package world-atlas; nothing is fetched when it is drawn.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from .model import Ties, Timeline, WorldMap

_WORLD = Path(__file__).parents[1] / "static/vendor/world/countries-110m.json"
_LAND, _BORDER, _MARK, _INK = "#e8e4dc", "#ffffff", "#00513a", "#2d2a26"
_FONT = "Noto Sans, Public Sans, sans-serif"
_HIGH = 8.0  # degrees of latitude that a written name takes
_WIDTH, _ROW = 560, 30
_LONGEST = 34


def spec_of(picture: WorldMap | Ties | Timeline, altair: Any) -> Any:
    """The picture in Vega-Lite's words."""
    if isinstance(picture, WorldMap):
        made = _world(picture, altair)
    elif isinstance(picture, Ties):
        made = _ties(picture, altair)
    else:
        made = _timeline(picture, altair)
    return (
        made.configure(font=_FONT, background="white")
        .configure_view(stroke=None)
        .configure_text(fontSize=12, color=_INK)
        .configure_axis(labelColor=_INK, labelFontSize=12)
    )


@cache
def _atlas() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(_WORLD.read_text("utf-8"))
    return content


def _world(picture: WorldMap, altair: Any) -> Any:
    countries = altair.Data(values=_atlas(), format=altair.TopoDataFormat(type="topojson", feature="countries"))
    land = altair.Chart(countries).mark_geoshape(fill=_LAND, stroke=_BORDER, strokeWidth=0.5)
    land = land.transform_filter("datum.id != '010'")  # Antarctica has no municipalities
    layers = [land]
    if picture.spots:
        rows = [{"lat": spot.latitude, "lon": spot.longitude} for spot in picture.spots]
        marks = altair.Chart(altair.Data(values=rows)).encode(longitude="lon:Q", latitude="lat:Q")
        layers.append(marks.mark_circle(size=70, color=_MARK, stroke="white", strokeWidth=1, opacity=1))
    for side, named in _named(picture).items():
        base = altair.Chart(altair.Data(values=named)).encode(longitude="lon:Q", latitude="lat:Q", text="label:N")
        layers.append(base.mark_text(align=side, dx=7 if side == "left" else -7, stroke="white", strokeWidth=3))
        layers.append(base.mark_text(align=side, dx=7 if side == "left" else -7))
    return altair.layer(*layers).project("equalEarth").properties(width=_WIDTH, height=_WIDTH // 2)


def _named(picture: WorldMap) -> dict[str, list[dict[str, Any]]]:
    """Names to write right of their point (align left), or left of it, where none lies on another; the rest has none: the
    list beside the map has them all. Sizes are in degrees, as wide as letters are on the middle of the map."""
    taken: list[tuple[float, float, float]] = []  # from, to, at which latitude
    sides: dict[str, list[dict[str, Any]]] = {}
    points = [(spot.longitude, spot.latitude) for spot in picture.spots]
    for spot in picture.spots:
        name = _short(spot.label)
        wide = 4.4 * len(name)
        for side, begins in (("left", spot.longitude + 4), ("right", spot.longitude - 4 - wide)):
            ends, at = begins + wide, spot.latitude
            free = all(ends < x or y < begins or abs(at - z) > _HIGH for x, y, z in taken)
            clear = not any(begins - 2 < lon < ends + 2 and abs(at - lat) < _HIGH for lon, lat in points)
            if free and clear and begins > -185 and ends < 220:
                taken.append((begins, ends, at))
                sides.setdefault(side, []).append({"label": name, "lat": spot.latitude, "lon": spot.longitude})
                break
    return sides


def _ties(picture: Ties, altair: Any) -> Any:
    tallest = max((len(column) for column in picture.columns), default=1)

    def at(column: int, row: int) -> tuple[float, float]:
        # Each column stands in the middle of the tallest.
        return float(column), row + (tallest - len(picture.columns[column])) / 2

    nodes = [
        {"x": at(c, r)[0], "y": at(c, r)[1], "label": _short(name)}
        for c, column in enumerate(picture.columns)
        for r, name in enumerate(column)
    ]
    lines = [
        {"x": at(*one)[0], "y": at(*one)[1], "x2": at(*other)[0], "y2": at(*other)[1]} for one, other in picture.ties
    ]
    last = max(1, len(picture.columns) - 1)
    x = altair.X("x:Q", axis=None, scale=altair.Scale(domain=[-0.3, last + 0.7]))
    y = altair.Y("y:Q", axis=None, scale=altair.Scale(domain=[tallest - 0.4, -0.6]))
    rules = altair.Chart(altair.Data(values=lines)).mark_rule(color="#b8b2a6").encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    base = altair.Chart(altair.Data(values=nodes)).encode(x=x, y=y)
    marks = base.mark_circle(size=90, color=_MARK, opacity=1)
    halo = base.mark_text(align="left", dx=9, dy=-9, stroke="white", strokeWidth=3).encode(text="label:N")
    words = base.mark_text(align="left", dx=9, dy=-9).encode(text="label:N")
    height = max(90, _ROW * tallest)
    return altair.layer(rules, marks, halo, words).properties(width=_WIDTH, height=height)


def _timeline(picture: Timeline, altair: Any) -> Any:
    rows = [
        {"label": f"{_short(span.label)}", "starts": span.starts, "ends": span.ends, "text": span.text, "row": number}
        for number, span in enumerate(picture.spans)
    ]
    first, last = min(span.starts for span in picture.spans), max(span.ends for span in picture.spans)
    years = int(last[:4]) - int(first[:4])
    ticks = altair.TimeIntervalStep(interval="year", step=max(1, years // 8))
    base = altair.Chart(altair.Data(values=rows)).encode(
        y=altair.Y("row:O", axis=None),
        x=altair.X("starts:T", title=None, axis=altair.Axis(format="%Y", gridColor="#eeeae2", tickCount=ticks)),
    )
    bars = base.mark_bar(color=_MARK, height=8, yOffset=7).encode(x2="ends:T")
    # What begins late is named from its end, so that no name runs out of the picture.
    middle = first[:4] if first == last else str((int(first[:4]) + int(last[:4])) // 2)
    early = base.transform_filter(f"year(datum.starts) <= {middle}").mark_text(align="left", dy=-5)
    late = base.transform_filter(f"year(datum.starts) > {middle}").mark_text(align="right", dy=-5)
    words = [early.encode(text="label:N"), late.encode(text="label:N", x="ends:T")]
    return altair.layer(bars, *words).properties(width=_WIDTH, height=36 * len(rows))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
