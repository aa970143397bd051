"""Writes docs/permissions.md from the rules: who may do what, which roles a rule asks for, and what a no says.

    python -m tools.permissions [--check]

Everything is read from the rules themselves: the first line of the docstring, the roles in `actor.has(…)`, the sentences
in `no(…)`, also of the rules that a rule calls. `--check` writes nothing and exits 1 when the page is not up to date.
"""

from __future__ import annotations

import ast
import importlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/permissions.md"
FLOORS = [
    "people",
    "records",
    "cooperation",
    "promises",
    "work",
    "visits",
    "surveys",
    "reports",
    "exchange",
    "reminders",
]
INTRODUCTION = """# Who may do what

Generated from the rules of each room (`make messages` writes it anew); do not edit. Roles are sets: somebody can hold
several. Whoever may not see a record gets the answer that it does not exist; what a role sees is told in
[architecture.md](architecture.md). A rule answers yes, or no with the sentence that the page shows.

- **Roles asked for**: the rule asks whether the actor holds one of these. Where several questions are asked, they are
  parted by "and"; the column before says when. A dash: the rule asks for no particular role.
- The system (importer, worker, demo, command line) may do what members may, for the organisation it was started for.
"""


@dataclass
class Rule:
    """One `may_…` function as it can be told to people."""

    name: str
    told: str
    roles: list[tuple[str, ...]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def verb(self) -> str:
        return self.name.removeprefix("may_").replace("_", " ")


class Reading:
    """Reads the rules of one module by following its source; nothing is guessed that the source does not say."""

    def __init__(self, module: ModuleType):
        self.module = module
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        self.functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    @cached_property
    def rules(self) -> list[Rule]:
        return [self._rule(function) for name, function in self.functions.items() if name.startswith("may_")]

    def _rule(self, function: ast.FunctionDef) -> Rule:
        told = (ast.get_docstring(function) or "").split("\n")[0]
        rule = Rule(function.name, told)
        self._follow(function.body, {}, rule, (function.name,))
        return rule

    def _follow(self, nodes: list[Any], known: dict[str, Any], rule: Rule, path: tuple[str, ...]) -> None:
        for node in nodes:
            for call in _calls_in_order(node):
                self._note(call, known, rule, path)

    def _note(self, call: ast.Call, known: dict[str, Any], rule: Rule, path: tuple[str, ...]) -> None:
        name = ast.unparse(call.func)
        if name == "actor.has":
            roles = tuple(str(role) for role in self._value(ast.Tuple(call.args, ast.Load()), known))
            if roles not in rule.roles:
                rule.roles.append(roles)
        elif name == "no":
            for sentence in self._sentences(call.args[0], known, path):
                if sentence not in rule.reasons:
                    rule.reasons.append(sentence)
        elif name in self.functions and name not in path:
            function = self.functions[name]
            self._follow(function.body, self._bind(function, call, known), rule, (*path, name))

    def _bind(self, function: ast.FunctionDef, call: ast.Call, known: dict[str, Any]) -> dict[str, Any]:
        """What the called function's parameters stand for, as far as it can be known from the source."""
        names = [argument.arg for argument in function.args.args]
        bound = {}
        for name, argument in zip(names, call.args, strict=False):
            bound[name] = self._value_if_known(argument, known)
        if function.args.vararg:
            rest = call.args[len(names) :]
            bound[function.args.vararg.arg] = tuple(self._value_if_known(argument, known) for argument in rest)
        for keyword in call.keywords:
            if keyword.arg:
                bound[keyword.arg] = self._value_if_known(keyword.value, known)
        return {name: value for name, value in bound.items() if value is not _UNKNOWN}

    def _sentences(self, node: ast.AST, known: dict[str, Any], path: tuple[str, ...]) -> Iterator[str]:
        if isinstance(node, ast.IfExp):
            yield from self._sentences(node.body, known, path)
            yield from self._sentences(node.orelse, known, path)
        elif isinstance(node, ast.BinOp):  # a sentence with something filled in
            yield from self._sentences(node.left, known, path)
        elif isinstance(node, ast.Call) and (function := self.functions.get(ast.unparse(node.func))):
            for inner in ast.walk(function):
                if isinstance(inner, ast.Return) and inner.value is not None:
                    yield from self._sentences(inner.value, known, path)
        else:
            value = self._value_if_known(node, known)
            if value is not _UNKNOWN:
                yield str(value)

    def _value(self, node: ast.AST, known: dict[str, Any]) -> Any:
        expression = ast.fix_missing_locations(ast.Expression(node))  # type: ignore[arg-type]
        return eval(compile(expression, "<rule>", "eval"), {**vars(self.module), **known})

    def _value_if_known(self, node: ast.AST, known: dict[str, Any]) -> Any:
        try:
            return self._value(node, known)
        except (NameError, AttributeError):
            return _UNKNOWN


_UNKNOWN = object()


def _calls_in_order(node: ast.AST) -> Iterator[ast.Call]:
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from _calls_in_order(child)


def rules_of(room: str) -> list[Rule]:
    """Those of rules.py, and of the room's other modules whose names end so."""
    package = f"byalag.rooms.{room}"
    folder = Path(str(importlib.import_module(package).__file__)).parent
    names = ["rules", *sorted(path.stem for path in folder.glob("*_rules.py"))]
    return [rule for name in names for rule in Reading(importlib.import_module(f"{package}.{name}")).rules]


def page() -> str:
    from django.utils import translation

    parts = [INTRODUCTION]
    with translation.override(None):
        for room in FLOORS:
            parts.append(f"\n## {room}\n")
            parts.append("| May … | Who, and when | Roles asked for |\n|---|---|---|")
            rules = rules_of(room)
            parts += [f"| {rule.verb} | {rule.told} | {_roles(rule)} |" for rule in rules]
            parts.append("\nWhat a no says:\n")
            reasons = list(dict.fromkeys(reason for rule in rules for reason in rule.reasons))
            parts += [f"- {reason} *({', '.join(r.verb for r in rules if reason in r.reasons)})*" for reason in reasons]
    return "\n".join(parts) + "\n"


def _roles(rule: Rule) -> str:
    return " **and** ".join(", ".join(roles) for roles in rule.roles) or "–"


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "byalag.config.settings")
    django.setup()
    text = page()
    if "--check" in arguments:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
