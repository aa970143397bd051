"""Every deed leaves one trace: what writes to the tables writes exactly one entry, with a code of its own.

A function made only of other actions writes nothing itself; those have told it all.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from .source import ROOMS, SOURCE, called, dotted, functions, named, python_files

WRITES = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "create_user"}
CODE = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")


def modules_of_actions(room: Path) -> list[Path]:
    """actions.py or actions/, and the modules beside them that hold private parts of actions."""
    package = room / "actions"
    return sorted(package.glob("*.py")) if package.is_dir() else [room / "actions.py"]


def calls_in(function: ast.FunctionDef, private: dict[str, ast.FunctionDef]) -> list[ast.Call]:
    """Calls in a function and in the private functions it calls, each once."""
    waiting, seen, found = [function], {function.name}, []
    while waiting:
        for call in called(waiting.pop()):
            found.append(call)
            name = dotted(call.func)
            if name in private and name not in seen:
                seen.add(name)
                waiting.append(private[name])
    return found


def records(calls: list[ast.Call]) -> list[ast.Call]:
    return [call for call in calls if dotted(call.func) == "log.record"]


def writes(calls: list[ast.Call]) -> bool:
    """Whether rows are made, changed or deleted."""
    return any(isinstance(call.func, ast.Attribute) and _writes(call, call.func) for call in calls)


def _writes(call: ast.Call, method: ast.Attribute) -> bool:
    if method.attr == "update":  # of a queryset, not of a dict: with named values
        return bool(call.keywords) and not call.args
    if method.attr in {"set", "add", "remove", "clear"}:  # of a relation, not of a set: `circle.organisations.set()`
        return isinstance(method.value, ast.Attribute)
    return method.attr in WRITES


def code_of(call: ast.Call) -> str:
    """The second argument; empty when it is not a plain text."""
    argument = call.args[1] if len(call.args) > 1 else None
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


def actions(room: Path) -> dict[str, list[ast.Call]]:
    """Public functions that take an actor first, with all their calls."""
    private = {f.name: f for path in modules_of_actions(room) for f in functions(path) if f.name.startswith("_")}
    return {
        function.name: calls_in(function, private)
        for path in modules_of_actions(room)
        for function in functions(path)
        if not function.name.startswith("_") and [a.arg for a in function.args.args[:1]] == ["actor"]
    }


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_what_writes_to_tables_writes_one_entry(room):
    wrong = {
        name: [code_of(call) for call in records(calls)]
        for name, calls in actions(room).items()
        if len(records(calls)) > 1 or (writes(calls) and not records(calls))
    }

    assert wrong == {}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_codes_are_room_noun_and_verb(room):
    codes = [code_of(call) for calls in actions(room).values() for call in records(calls)]

    assert codes != []
    assert [code for code in codes if not CODE.fullmatch(code) or code.split(".")[0] != room.name] == []


def test_each_code_is_written_in_one_place():
    codes = Counter(
        code_of(call)
        for path in python_files("src")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for call in called(function)
        if dotted(call.func) == "log.record"
    )

    assert {code: times for code, times in codes.items() if times > 1} == {}


def test_nothing_but_actions_writes_to_the_log():
    elsewhere = [
        f"{named(path)}:{call.lineno}"
        for path in python_files("src")
        if path != SOURCE / "core/log.py" and "actions" not in {path.stem, path.parent.name}
        for call in called(ast.parse(path.read_text("utf-8")))
        if dotted(call.func) in {"log.record", "LogEntry.objects.create"}
    ]

    assert elsewhere == []
