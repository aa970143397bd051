"""Charts: the same picture on the page, in Word and in PDF, drawn by Vega-Lite without a browser or the network."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import fontpkg_noto_sans

from .model import Chart, Picture
from .pictures import spec_of

# Each stands out from white and from its neighbours (3:1), and none carries meaning alone: the pieces are labelled.
_COLOURS = ["#00513a", "#c98a1b", "#8f8a83", "#7f1518", "#3b6ea5", "#b9a6d3"]
_LIGHT = {"#c98a1b", "#8f8a83", "#b9a6d3"}
_INK = "#2d2a26"
# A browser takes the second, which the pages have; PDF and Word take the first, which has one weight.
_FONT = "Noto Sans, Public Sans, sans-serif"
_WIDTH, _STEP, _LONGEST = 420, 30, 44


@lru_cache(maxsize=256)
def draw(chart: Picture, to: Literal["svg", "png"]) -> bytes:
    """The picture as SVG, or as PNG at twice the size for Word."""
    altair, converter = _vega()
    drawn = _spec(chart, altair) if isinstance(chart, Chart) else spec_of(chart, altair)
    spec = drawn.to_dict()
    if to == "svg":
        picture: str = converter.vegalite_to_svg(spec, allowed_base_urls=[])
        return picture.encode()
    made: bytes = converter.vegalite_to_png(spec, scale=2, allowed_base_urls=[])
    return made


@cache
def _vega() -> tuple[Any, Any]:
    """Loaded at the first chart: it takes 0.3 s that writers without charts, and commands, need not wait for."""
    converter = import_module("vl_convert")
    converter.register_font_directory(str(Path(fontpkg_noto_sans.__file__).parent / "files"))
    return import_module("altair"), converter


def _spec(chart: Chart, altair: Any) -> Any:
    series = list(dict.fromkeys(bar.series for bar in chart.bars))
    order = _told_apart(list(dict.fromkeys(bar.label for bar in chart.bars)))
    rows = [
        {
            "label": order[bar.label],
            "value": float(bar.value),
            "text": bar.text,
            "series": bar.series,
            "piece": series.index(bar.series),
        }
        for bar in chart.bars
    ]
    base = altair.Chart(altair.Data(values=rows)).encode(
        y=altair.Y(
            "label:N",
            sort=list(order.values()),
            title=None,
            axis=altair.Axis(labelLimit=260, ticks=False, domain=False, labelPadding=8),
        )
    )
    along = altair.X("value:Q", axis=None, stack="zero" if len(series) > 1 else None)
    if len(series) > 1:
        legend = altair.Legend(title=None, orient="top", symbolType="square")
        colours = altair.Scale(domain=series, range=_COLOURS[: len(series)])
        bars = base.mark_bar(stroke="white", strokeWidth=1).encode(
            x=along, color=altair.Color("series:N", scale=colours, legend=legend), order="piece:Q"
        )
        shades = altair.Scale(domain=series, range=[_INK if c in _LIGHT else "white" for c in _COLOURS[: len(series)]])
        words = (
            base.transform_filter("datum.value > 0")
            .mark_text(baseline="middle", align="center")
            .encode(
                x=altair.X("value:Q", stack="zero", bandPosition=0.5, axis=None),
                text="text:N",
                order="piece:Q",
                color=altair.Color("series:N", scale=shades, legend=None),
            )
        )
    else:
        bars = base.mark_bar(color=_COLOURS[0]).encode(x=along)
        words = base.mark_text(baseline="middle", align="left", dx=5, color=_INK).encode(x=along, text="text:N")
    return (
        altair.layer(bars, words)
        .resolve_scale(color="independent")
        .properties(width=_WIDTH, height=_STEP * max(len(order), 1), background="white")
        .configure(font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(labelColor=_INK, labelFontSize=12)
        .configure_text(fontSize=12)
        .configure_legend(labelColor=_INK, labelFontSize=12)
    )


def _told_apart(labels: list[str]) -> dict[str, str]:
    """Each label as the chart writes it: short, and never two alike."""
    made: dict[str, str] = {}
    for label in labels:
        short, number = _short(label), 2
        while short in made.values():
            short, number = f"{_short(label)} ({number})", number + 1
        made[label] = short
    return made


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
