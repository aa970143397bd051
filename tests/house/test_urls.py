"""Addresses: each has a name, each page of a room has an address, and GET changes nothing by its looks."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.views import View

from .source import ROOMS, SOURCE, parsed

OURS = ("byalag.",)


def patterns(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every pattern with its full name (`room:page`); the name is empty for one without."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield (":".join((*spaces, entry.name)) if entry.name else ""), entry


def module_of(pattern: URLPattern) -> str:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    return view.__module__


def test_every_address_has_a_name():
    unnamed = [
        f"{module_of(pattern)} {pattern.pattern}"
        for name, pattern in patterns()
        if not name and module_of(pattern).startswith(OURS)
    ]

    assert unnamed == []


def test_no_two_addresses_share_a_name():
    names = [name for name, pattern in patterns() if module_of(pattern).startswith(OURS)]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_page_of_a_room_has_an_address(room):
    """A class that others build on is not a page; a page has an address or was forgotten."""
    package = room / "views"
    files = sorted(package.glob("*.py")) if package.is_dir() else [room / "views.py"]
    served = {getattr(pattern.callback, "view_class", pattern.callback) for _, pattern in patterns()}
    forgotten = []
    for path in files:
        name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        for node in parsed(path).body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            view = getattr(module, node.name)
            is_page = isinstance(view, type) and issubclass(view, View)
            if is_page and view not in served and not _built_on(view):
                forgotten.append(f"{name}.{node.name}")

    assert forgotten == []


def _built_on(view: type) -> bool:
    return bool(view.__subclasses__())


def test_addresses_of_rooms_take_whole_numbers_only():
    """So that no address can be asked for with another kind of key; the public ones take slugs."""
    odd = [
        f"{name}: {pattern.pattern}"
        for name, pattern in patterns()
        if module_of(pattern).startswith("byalag.rooms.") and "<pk>" in str(pattern.pattern) and "<int:pk>" not in str(pattern.pattern)
        and r"\d+" not in str(pattern.pattern)
    ]  # fmt: skip

    assert odd == []
