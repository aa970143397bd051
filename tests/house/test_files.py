"""Files: how long, what they are called, what must not stand in them."""

from __future__ import annotations

import ast
import hashlib
import json
import re

import pytest

from .source import ROOMS, ROOT, SOURCE, dotted, named, parsed, python_files, tracked

LONGEST = 500
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc"}
# Written so that this file does not hold what it looks for. After a bracket it is the path of a list in a form.
ONE_MACHINE = re.compile(
    r"https?://(?:[\w.-]*\.)?(?:py[p]i\.org|files\.python[h]osted\.org|registry\.n[p]mjs|de[b]\.debian)"
    r"|(?<![\w.)-])/(?:wor[k]|far[m]|roo[t]|hom[e]/\w+|User[s]/\w+)/"
)
READS_ENVIRONMENT = {"os.environ", "os.getenv", "os.environb", "os.putenv"}


def test_no_file_is_longer_than_five_hundred_lines():
    long = {
        named(path): lines
        for path in python_files("src", "tests", "tools", "benchmarks")
        if "migrations" not in path.parts and (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }

    assert long == {}, "Find the second thing in it that wants a file of its own."


def test_nothing_is_called_after_a_drawer():
    drawers = [named(path) for path in tracked() if DRAWERS & {part.lower() for part in (*path.parts[:-1], path.stem)}]

    assert drawers == [], "Name it after what it holds."


def test_every_room_tells_what_it_is_for():
    silent = [room.name for room in ROOMS if not (room / "README.md").exists()]

    assert silent == []


def test_a_room_has_no_files_of_other_names():
    """The same names everywhere, so that one knows where to look; what is more is named after a word of the room."""
    of_every_room = {"apps", "models", "rules", "queries", "actions", "api", "urls", "migrations", "__init__"}
    incomplete = {
        room.name: sorted(missing)
        for room in ROOMS
        if (missing := of_every_room - {path.stem for path in room.iterdir()})
    }

    assert incomplete == {}


def test_only_config_reads_the_environment():
    readers = [
        f"{named(path)}:{node.lineno}"
        for path in python_files("src")
        if SOURCE / "config" not in path.parents
        for node in ast.walk(parsed(path))
        if dotted(node) in READS_ENVIRONMENT or (isinstance(node, ast.ImportFrom) and _imports_environment(node))
    ]

    assert readers == [], "Read it in config/settings.py, and use django.conf.settings."


def _imports_environment(node: ast.ImportFrom) -> bool:
    return node.module == "os" and bool({"environ", "getenv"} & {name.name for name in node.names})


def test_no_file_names_one_machine_or_a_registry():
    found = []
    for path in tracked():
        if path.suffix in {".woff2", ".png", ".docx", ".pdf", ".odt", ".svg"} or path.name == "axe.min.js":
            continue
        text = path.read_text("utf-8", errors="replace")
        found += [f"{named(path)}: {match[0]}" for match in ONE_MACHINE.finditer(text)]

    assert found == []


@pytest.mark.parametrize("folder", ["src/byalag/core/static/vendor", "tests/browser/axe"])
def test_vendored_files_are_the_ones_on_their_list(folder):
    listed = {row["file"]: row for row in json.loads((ROOT / folder / "manifest.json").read_text("utf-8"))}
    there = {
        str(path.relative_to(ROOT / folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert {file: row["sha256"] for file, row in listed.items()} == there
    assert [file for file, row in listed.items() if not (row["package"] and row["version"] and row["licence"])] == []


def test_the_change_log_says_what_is_not_released_yet():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")

    assert re.search(r"^## Unreleased\n+(?:### \w+\n+)?- ", text, re.M)


def test_what_stands_at_the_top_is_there():
    wanted = ["README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "publiccode.yaml", "docs/architecture.md"]

    assert [name for name in wanted if not (ROOT / name).exists()] == []
