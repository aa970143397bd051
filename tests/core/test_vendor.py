"""The front-end files that others made: known to the byte, free to use, and talking to nobody else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import django_htmx
import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src/byalag/core/static/vendor"
AXE = ROOT / "tests/browser/axe"
# Licences under which a file may be passed on together with a work under the AGPL, version 3 or later.
COMPATIBLE = {"MIT", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Apache-2.0", "OFL-1.1", "MPL-2.0", "CC0-1.0"}
# A name, never fetched.
SVG = "http://www.w3.org/2000/svg"


def manifest(folder: Path) -> list[dict[str, str]]:
    return json.loads((folder / "manifest.json").read_text("utf-8"))


ROWS = [pytest.param(folder, row, id=row["file"]) for folder in (VENDOR, AXE) for row in manifest(folder)]
SHEETS = sorted(ROOT.glob("src/byalag/**/static/**/*.css"))


@pytest.mark.parametrize(("folder", "row"), ROWS)
def test_a_file_is_what_the_manifest_says(folder, row):
    assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert row["licence"] in COMPATIBLE
    assert re.fullmatch(r"\d+(\.\d+)+", row["version"])


@pytest.mark.parametrize("folder", [VENDOR, AXE], ids=["vendor", "axe"])
def test_nothing_lies_there_that_the_manifest_does_not_name(folder):
    lying = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}

    assert lying - {"manifest.json"} == {row["file"] for row in manifest(folder)}


@pytest.mark.parametrize("folder", [VENDOR, AXE], ids=["vendor", "axe"])
def test_the_versions_are_those_that_package_json_pins(folder):
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    pinned = package["dependencies"] | package["devDependencies"]
    found = {row["package"]: row["version"] for row in manifest(folder) if row["package"] in pinned}

    assert found
    assert found.items() <= pinned.items()


def test_htmx_is_the_one_that_django_htmx_carries():
    carried = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"

    assert (VENDOR / "htmx/htmx.min.js").read_bytes() == carried.read_bytes()


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_fetches_only_files_of_ours(path):
    text = path.read_text("utf-8")
    addresses = [match[2] for match in re.finditer(r"""url\(\s*(['"]?)(.*?)\1\s*\)""", text)]
    fetched = [address for address in addresses if not address.startswith("data:")]

    assert "@import" not in text
    assert [address for address in fetched if not (path.parent / address).is_file()] == []


@pytest.mark.parametrize("path", sorted(ROOT.glob("src/byalag/**/static/**/*.js")), ids=lambda path: path.name)
def test_a_script_names_no_other_host(path):
    named = set(re.findall(r"(?:https?:|wss?:)?//[\w-]+(?:\.[\w-]+)+[^\s\"'`)]*", path.read_text("utf-8")))

    assert named - {SVG} == set()


def test_the_lock_file_and_the_manifests_name_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))

    assert [name for name, row in lock["packages"].items() if "resolved" in row] == []
    assert [name for name, row in lock["packages"].items() if name and "integrity" not in row] == []
    assert "registry=" not in (ROOT / ".npmrc").read_text("utf-8")


# --- Letters ----------------------------------------------------------------------------------------------------------

LETTERS = {
    "English": "abcdefghijklmnopqrstuvwxyz",
    "Swedish": "åäöé",
    "Polish": "ąćęłńóśźż",
    "Norwegian and Finnish": "æøšž",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "marks": "–—…§·€“”„«»’\N{NO-BREAK SPACE}",
}


def covered(*fonts: str) -> set[int]:
    """The code points for which a style sheet of these fonts would fetch a file."""
    points: set[int] = set()
    for font in fonts:
        sheet = (VENDOR / f"fonts/{font}.css").read_text("utf-8")
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", sheet):
            points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
@pytest.mark.parametrize("fonts", [("public-sans", "noto-sans"), ("literata",)], ids=["text", "headings"])
def test_the_fonts_have_the_letters_of_our_languages(fonts, letters):
    points = covered(*fonts)

    assert [letter for letter in letters + letters.upper() if ord(letter[0]) not in points] == []


# --- Colours ----------------------------------------------------------------------------------------------------------


def scheme(name: str) -> dict[str, str]:
    sheet = (VENDOR / "designsystemet/theme.css").read_text("utf-8")
    block = re.search(rf'\[data-color-scheme="{name}"\] \{{(.*?)\}}', sheet, re.S)
    assert block
    return dict(re.findall(r"--ds-color-([\w-]+): (#[0-9a-fA-F]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0..1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_wcag_counts_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("colour", ["accent", "neutral", "forest", "gold", "danger"])
def test_the_theme_can_be_read_in_both_schemes(name, colour):
    colours = scheme(name)
    ground = colours["neutral-background-default"]

    assert contrast(colours[f"{colour}-text-default"], colours[f"{colour}-surface-tinted"]) >= 7
    assert contrast(colours[f"{colour}-text-subtle"], ground) >= 4.5
    assert contrast(colours[f"{colour}-base-contrast-default"], colours[f"{colour}-base-default"]) >= 4.5
    assert contrast(colours[f"{colour}-border-default"], ground) >= 3


def test_our_red_is_the_red_that_was_chosen():
    chosen = json.loads((ROOT / "designsystemet.config.json").read_text("utf-8"))["themes"]["byalag"]["colors"]

    assert scheme("light")["accent-base-default"] == chosen["main"]["accent"]
    assert scheme("light")["forest-base-default"] == chosen["support"]["forest"]
