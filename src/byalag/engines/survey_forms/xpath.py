"""Expressions as ODK forms have them (XPath 1.0 without axes but child, parent and attribute): read, written, looked through.

Same operators in a row are one node (`Chain`), so a sum of a thousand terms is no deeper than a sum of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 60_000
DEEPEST = 120


class Unreadable(ValueError):
    """An expression that cannot be read. `at`: the place in it, from 0; `what`: a code of `faults.SENTENCES`."""

    def __init__(self, what: str, at: int, **values: str) -> None:
        super().__init__(f"{what} at {at}")
        self.what, self.at, self.values = what, at, values


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Words:
    value: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Chain:
    """`first`, then each operator with its operand, from the left; all bind as strongly."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """`name`: of a child, `@name` of an attribute, `.`, `..` or `*`."""

    name: str
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """`start`: `/` from the root, empty from where one stands, or a call such as instance('towns')."""

    start: str | Call
    steps: tuple[Step, ...]


Expression = Number | Words | Call | Negative | Chain | Path

BINDS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<words>"[^"]*"|'[^']*')
    |(?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)
    |(?P<sign>\.\.|!=|<=|>=|[.@()\[\],/+\-=<>*])
    )""",
    re.VERBOSE,
)
_OPENS = {"(", "[", ",", "@", "/"}
Token = tuple[str, str, int]


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            where = at + len(text[at:]) - len(text[at:].lstrip())
            raise Unreadable("expression_sign", where, sign=text[where])
        kind = match.lastgroup or ""
        value = match[kind]
        # After an operand, * multiplies and a name is an operator (XPath 1.0, 3.7).
        operand = found and not (found[-1][0] == "operator" or (found[-1][1] in _OPENS and found[-1][0] == "sign"))
        if operand and (value in BINDS if kind == "sign" else kind == "name" and value in ("and", "or", "div", "mod")):
            kind = "operator"
        elif kind == "sign" and value in BINDS and value not in ("*", "-"):
            raise Unreadable("expression_operand", match.start(match.lastgroup or 0), sign=value)
        found.append((kind, value, match.start(match.lastgroup or 0)))
        at = match.end()
    return [*found, ("end", "", len(text))]


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens, self.at, self.depth = _tokens(text), 0, 0

    def whole(self) -> Expression:
        found = self.expression(0)
        kind, value, place = self.tokens[self.at]
        if kind != "end":
            raise Unreadable("expression_rest", place, sign=value)
        return found

    def takes(self, value: str) -> bool:
        kind, found, _ = self.tokens[self.at]
        if found == value and kind in ("sign", "operator"):
            self.at += 1
            return True
        return False

    def wants(self, value: str) -> None:
        if not self.takes(value):
            raise Unreadable("expression_wants", self.tokens[self.at][2], sign=value)

    def expression(self, weakest: int) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("expression_deep", self.tokens[self.at][2])
        left = self.operand()
        while True:
            kind, operator, _ = self.tokens[self.at]
            if kind != "operator" or BINDS[operator] <= weakest:
                self.depth -= 1
                return left
            level, rest = BINDS[operator], []
            while self.tokens[self.at][0] == "operator" and BINDS[self.tokens[self.at][1]] == level:
                operator = self.tokens[self.at][1]
                self.at += 1
                rest.append((operator, self.expression(level)))
            left = Chain(left, tuple(rest))

    def operand(self) -> Expression:
        kind, value, place = self.tokens[self.at]
        if kind in ("sign", "operator") and value == "-":
            signs = 0
            while self.takes("-"):
                signs += 1
            if signs > DEEPEST:
                raise Unreadable("expression_deep", place)
            inner = self.operand()
            for _ in range(signs):
                inner = Negative(inner)
            return inner
        if kind == "number":
            self.at += 1
            return Number(float(value))
        if kind == "words":
            self.at += 1
            return Words(value[1:-1])
        if kind == "name" and self.tokens[self.at + 1][1:2] == ("(",):
            call = self.call()
            return Path(call, tuple(self.steps())) if self.takes("/") else call
        if self.takes("("):
            inner = self.expression(0)
            self.wants(")")
            return inner
        if self.takes("/"):
            return Path("/", tuple(self.steps()))
        if kind == "name" or (kind == "sign" and value in (".", "..", "@", "*")):
            return Path("", tuple(self.steps()))
        raise Unreadable("expression_ends" if kind == "end" else "expression_operand", place, sign=value)

    def call(self) -> Call:
        name: str = self.tokens[self.at][1]
        arguments: list[Expression] = []
        self.at += 2
        while not self.takes(")"):
            if arguments:
                self.wants(",")
            arguments.append(self.expression(0))
        return Call(name, tuple(arguments))

    def steps(self) -> Iterator[Step]:
        while True:
            kind, value, place = self.tokens[self.at]
            self.at += 1
            if kind == "sign" and value == "@":
                kind, value, place = self.tokens[self.at]
                self.at += 1
                value = f"@{value}"
            elif kind == "name" and self.tokens[self.at][1] == "(" and value in ("node", "text"):
                raise Unreadable("expression_step", place, sign=f"{value}()")
            if kind != "name" and value not in (".", "..", "*"):
                raise Unreadable("expression_step", place, sign=value)
            predicates = []
            while self.takes("["):
                predicates.append(self.expression(0))
                self.wants("]")
            yield Step(value, tuple(predicates))
            if not self.takes("/"):
                return


@lru_cache(maxsize=20_000)
def parse(text: str) -> Expression:
    """The expression. Raises Unreadable with the place and what is wrong there."""
    if len(text) > LONGEST:
        raise Unreadable("expression_long", LONGEST)
    return _Reader(text).whole()


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def write(expression: Expression, binds: int = 0) -> str:
    """The expression as text, always in the same way: `parse(write(e)) == e`."""
    match expression:
        case Number(value):
            return _number(value)
        case Words(value):
            return f'"{value}"' if "'" in value else f"'{value}'"
        case Call(name, arguments):
            return f"{name}({', '.join(map(write, arguments))})"
        case Negative(operand):
            return f"-{write(operand, 7)}"
        case Chain(first, rest):
            level = BINDS[rest[0][0]]
            told = write(first, level) + "".join(f" {operator} {write(operand, level)}" for operator, operand in rest)
            return f"({told})" if binds >= level else told
        case Path(start, steps):
            lead = start if isinstance(start, str) else f"{write(start)}/"
            return lead + "/".join(step.name + "".join(f"[{write(p)}]" for p in step.predicates) for step in steps)


def tidy(text: str) -> str:
    """The same expression written as `write` does; what cannot be read stays as it is."""
    try:
        return write(parse(text)) if text.strip() else ""
    except Unreadable:
        return text.strip()


def inside(expression: Expression) -> Iterator[Expression]:
    """The expression and all within it, from the outside in."""
    waiting = [expression]
    while waiting:
        one = waiting.pop()
        yield one
        match one:
            case Call(_, arguments):
                waiting += reversed(arguments)
            case Negative(operand):
                waiting.append(operand)
            case Chain(first, rest):
                waiting += [*(operand for _, operand in reversed(rest)), first]
            case Path(start, steps):
                waiting += [predicate for step in reversed(steps) for predicate in step.predicates]
                if isinstance(start, Call):
                    waiting.append(start)


def resolve(path: Path, standing: str | None, current: str | None = None) -> str | None:
    """The path in the form that a path leads to, read at `standing` (None: in a list of choices) by the question `current`.

    None for a path into a list of choices.
    """
    if isinstance(path.start, Call):
        begin = (current or standing) if path.start.name == "current" else None
    else:
        begin = "" if path.start else standing
    if begin is None:
        return None
    at = begin.split("/")[1:]
    for step in path.steps:
        if step.name == "..":
            at = at[:-1]
        elif step.name != ".":
            at.append(step.name)
    return "/" + "/".join(at)


def references(expression: Expression, standing: str | None, current: str | None = None) -> Iterator[str]:
    """The paths in the form that an expression of the question at `standing` reads, those in predicates included."""
    current = current or standing
    match expression:
        case Path(start, steps):
            if isinstance(start, Call):
                for argument in start.arguments:
                    yield from references(argument, standing, current)
            here = resolve(expression, standing, current)
            if here is not None:
                yield here
            for number, step in enumerate(steps):
                if step.predicates:
                    inner = resolve(Path(start, steps[: number + 1]), standing, current)
                    for predicate in step.predicates:
                        yield from references(predicate, inner, current)
        case Call(_, arguments):
            for argument in arguments:
                yield from references(argument, standing, current)
        case Negative(operand):
            yield from references(operand, standing, current)
        case Chain(first, rest):
            yield from references(first, standing, current)
            for _, operand in rest:
                yield from references(operand, standing, current)
