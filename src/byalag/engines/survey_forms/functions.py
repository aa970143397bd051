"""The functions of ODK forms: those that get values (`EAGER`), and those that decide what is worked out (`LAZY`).

Each with the fewest and the most arguments that it takes.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from uuid import UUID

from byalag.engines.survey_forms.dates import days, formatted, moment, part_of_day
from byalag.engines.survey_forms.patterns import MANY, pattern
from byalag.engines.survey_forms.places import area, length, places
from byalag.engines.survey_forms.scope import Scope, Trouble, Worked
from byalag.engines.survey_forms.values import (
    MOST_TEXT,
    Node,
    Nodes,
    Value,
    index,
    single,
    to_boolean,
    to_number,
    to_string,
    to_whole,
)
from byalag.engines.survey_forms.xpath import Expression, Path, resolve


def _each(values: Sequence[Value], after: int = 0) -> list[Value]:
    """The values from a place on; nodes alone there count as one value each."""
    rest = values[after:]
    if len(rest) == 1 and isinstance(rest[0], Nodes):
        return [node.value for node in rest[0]]
    return list(rest)


def _nodes(value: Value, name: str) -> Nodes:
    if not isinstance(value, Nodes):
        raise Trouble("function_wants_path", name=name)
    return value


def _numbers(values: Iterable[Value]) -> list[float]:
    return [number for number in map(to_number, values) if not math.isnan(number)]


def _chosen(value: Value) -> list[str]:
    return to_string(value).split()


def _selected(scope: Scope, value: Value, choice: Value) -> Value:
    return to_string(choice).strip() in _chosen(value)


def _selected_at(scope: Scope, value: Value, number: Value) -> Value:
    chosen, at = _chosen(value), index(number)
    return chosen[at] if 0 <= at < len(chosen) else ""


def _substr(scope: Scope, value: Value, start: Value, end: Value | None = None) -> Value:
    text = to_string(value)
    first, last = index(start), len(text) if end is None else index(end)
    first, last = (max(0, len(text) + at if at < 0 else at) for at in (first, last))
    return text[first:last]


def _before(scope: Scope, value: Value, part: Value) -> Value:
    text, cut = to_string(value), to_string(part)
    return text[: text.index(cut)] if cut in text else ""


def _after(scope: Scope, value: Value, part: Value) -> Value:
    text, cut = to_string(value), to_string(part)
    return text[text.index(cut) + len(cut) :] if cut in text else ""


def _translate(scope: Scope, value: Value, old: Value, new: Value) -> Value:
    instead: dict[int, str | None] = {}
    others = to_string(new)
    for number, letter in enumerate(to_string(old)):
        instead.setdefault(ord(letter), others[number] if number < len(others) else None)
    return to_string(value).translate(instead)


def _joined(sign: str, values: Iterable[Value]) -> str:
    text = sign.join(map(to_string, values))
    return text[:MOST_TEXT]


def _regex(scope: Scope, value: Value, told: Value) -> Value:
    return pattern(to_string(told))(to_string(value))


def _round(scope: Scope, value: Value, places_: Value = 0.0) -> Value:
    number, decimals = to_number(value), index(places_)
    if math.isnan(number) or math.isinf(number):
        return number
    if abs(decimals) > 30:
        return math.nan
    if decimals < 0:
        scale = 10.0**-decimals
        return float(int(number / scale + 0.5)) * scale
    way = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
    exact = Decimal(repr(number))
    if exact.as_tuple().exponent >= -decimals:  # type: ignore[operator]
        return number
    return float(exact.quantize(Decimal(1).scaleb(-decimals), way))


def _digest(scope: Scope, value: Value, way: Value, code: Value = "base64") -> Value:
    name = to_string(way).lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        raise Trouble("digest", name=to_string(way))
    found = hashlib.new(name, to_string(value).encode(), usedforsecurity=False).digest()
    return found.hex() if to_string(code).lower() == "hex" else base64.b64encode(found).decode()


def _decoded(scope: Scope, value: Value) -> Value:
    try:
        return base64.b64decode(to_string(value), validate=True).decode()
    except ValueError:
        return ""


def _checklist(scope: Scope, least: Value, most: Value, *marks: Value) -> Value:
    count = sum(to_boolean(one) for one in _each(marks))
    low, high = index(least), index(most)
    return (low < 0 or count >= low) and (high < 0 or count <= high)


def _weighted(scope: Scope, least: Value, most: Value, *pairs: Value) -> Value:
    if len(pairs) == 2 and isinstance(pairs[0], Nodes) and isinstance(pairs[1], Nodes):
        marks: list[Value] = [node.value for node in pairs[0]]
        weights: list[Value] = [node.value for node in pairs[1]]
    else:
        marks, weights = list(pairs[::2]), list(pairs[1::2])
    total = sum(to_number(weight) for mark, weight in zip(marks, weights, strict=False) if to_boolean(mark))
    return to_number(least) <= total <= to_number(most)


def _uuid(scope: Scope, size: Value | None = None) -> Value:
    if size is not None:
        letters = "0123456789abcdefghijklmnopqrstuvwxyz"
        return "".join(scope.form.random.choice(letters) for _ in range(min(index(size), 1_000)))
    return str(UUID(int=scope.form.random.getrandbits(128), version=4))


def _seed(value: Value) -> int:
    """A text as seed counts by the first eight bytes of its digest, as ODK says."""
    number = to_number(value)
    if math.isnan(number):
        return int.from_bytes(hashlib.sha256(to_string(value).encode()).digest()[:8], "big", signed=True)
    return int(max(-(2.0**62), min(2.0**62, number)))


def shuffled(nodes: Sequence[Node], scope: Scope, seed: Value | None = None) -> Nodes:
    """In another order; with a seed always in the same one (Park and Miller's generator, as ODK says)."""
    state = scope.form.random.randrange(1, 2**31 - 1) if seed is None else math.fmod(_seed(seed), 2**31 - 1)
    if state <= 0:
        state += 2**31 - 2
    found: list[Node] = []
    for at, node in enumerate(nodes):
        state = math.fmod(state * 16_807, 2**31 - 1)
        other = int((state - 1) / (2**31 - 2) * (at + 1))
        found.append(node)
        found[at], found[other] = found[other], node
    return Nodes(found)


def _randomize(scope: Scope, nodes: Value, seed: Value | None = None) -> Value:
    return shuffled(_nodes(nodes, "randomize"), scope, seed)


def _pulled(scope: Scope, name: Value, column: Value, key: Value, wanted: Value) -> Value:
    root, sought, of, at = scope.form.instance(to_string(name)), to_string(wanted), to_string(column), to_string(key)
    for row in root.children.get("item", ()) if root is not None else ():
        if any(node.text == sought for node in row.children.get(at, ())):
            return next((node.text for node in row.children.get(of, ())), "")
    return ""


def _highest(scope: Scope, *values: Value) -> Value:
    # JavaRosa begins at the least positive number, so that the highest of negative numbers is as good as nothing.
    return max(_numbers(_each(values)), default=math.nan)


def _power(scope: Scope, value: Value, exponent: Value) -> Value:
    try:
        found = to_number(value) ** to_number(exponent)
    except (OverflowError, ZeroDivisionError):
        return math.inf
    return found if isinstance(found, float) else math.nan


def _real(function: Callable[..., float]) -> Callable[..., Value]:
    def worked(scope: Scope, *values: Value) -> Value:
        try:
            return float(function(*map(to_number, values)))
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return worked


Eager = tuple[int, int, Callable[..., Value]]

EAGER: Mapping[str, Eager] = {
    "true": (0, 0, lambda scope: True),
    "false": (0, 0, lambda scope: False),
    "boolean": (1, 1, lambda scope, value: to_boolean(value)),
    "number": (1, 1, lambda scope, value: to_number(value)),
    "string": (1, 1, lambda scope, value: to_string(value)),
    "int": (1, 1, lambda scope, value: to_whole(value)),
    "round": (1, 2, _round),
    "not": (1, 1, lambda scope, value: not to_boolean(value)),
    "boolean-from-string": (1, 1, lambda scope, value: to_string(value).lower() in ("true", "1")),
    "date": (1, 1, lambda scope, value: moment(scope, value, keep_time=False)),
    "date-time": (1, 1, lambda scope, value: moment(scope, value, keep_time=True)),
    "decimal-date-time": (1, 1, days),
    "decimal-time": (1, 1, part_of_day),
    "format-date": (2, 2, formatted),
    "format-date-time": (2, 2, formatted),
    "today": (0, 0, lambda scope: scope.form.now.replace(hour=0, minute=0, second=0, microsecond=0)),
    "now": (0, 0, lambda scope: scope.form.now),
    "selected": (2, 2, _selected),
    "is-selected": (2, 2, _selected),
    "count-selected": (1, 1, lambda scope, value: float(len(_chosen(value)))),
    "selected-at": (2, 2, _selected_at),
    "count": (1, 1, lambda scope, value: float(len(_nodes(value, "count")))),
    "count-non-empty": (1, 1, lambda scope, value: float(sum(n.text != "" for n in _nodes(value, "count-non-empty")))),
    "sum": (1, 1, lambda scope, value: sum(_numbers(n.value for n in _nodes(value, "sum")), 0.0)),
    "max": (1, MANY, _highest),
    "min": (1, MANY, lambda scope, *values: min(_numbers(_each(values)), default=math.nan)),
    "concat": (1, 10_000, lambda scope, *values: _joined("", _each(values))),
    "join": (1, 10_000, lambda scope, sign, *values: _joined(to_string(sign), _each(values))),
    "substr": (2, 3, _substr),
    "substring-before": (2, 2, _before),
    "substring-after": (2, 2, _after),
    "translate": (3, 3, _translate),
    "contains": (2, 2, lambda scope, value, part: to_string(part) in to_string(value)),
    "starts-with": (2, 2, lambda scope, value, part: to_string(value).startswith(to_string(part))),
    "ends-with": (2, 2, lambda scope, value, part: to_string(value).endswith(to_string(part))),
    "string-length": (
        0,
        1,
        lambda scope, value=None: float(len(to_string(scope.node.value if value is None else value))),
    ),
    "normalize-space": (
        0,
        1,
        lambda scope, value=None: " ".join(to_string(scope.node.value if value is None else value).split()),
    ),
    "regex": (2, 2, _regex),
    "checklist": (2, 10_000, _checklist),
    "weighted-checklist": (2, 10_000, _weighted),
    "depend": (1, MANY, lambda scope, *values: values[0]),
    "random": (0, 0, lambda scope: scope.form.random.random()),
    "uuid": (0, 1, _uuid),
    "version": (0, 0, lambda scope: scope.form.known("version")),
    "property": (1, 1, lambda scope, name: scope.form.known(to_string(name))),
    "pow": (2, 2, _power),
    "abs": (1, 1, _real(abs)),
    "sqrt": (1, 1, _real(math.sqrt)),
    "exp": (1, 1, _real(math.exp)),
    "exp10": (1, 1, _real(lambda value: 10.0**value)),
    "log": (1, 1, lambda scope, value: -math.inf if to_number(value) == 0 else _real(math.log)(scope, value)),
    "log10": (1, 1, lambda scope, value: -math.inf if to_number(value) == 0 else _real(math.log10)(scope, value)),
    "sin": (1, 1, _real(math.sin)),
    "cos": (1, 1, _real(math.cos)),
    "tan": (1, 1, _real(math.tan)),
    "asin": (1, 1, _real(math.asin)),
    "acos": (1, 1, _real(math.acos)),
    "atan": (1, 1, _real(math.atan)),
    "atan2": (2, 2, _real(math.atan2)),
    "pi": (0, 0, lambda scope: math.pi),
    "area": (1, 1, lambda scope, value: area(places(value))),
    "enclosed-area": (1, 1, lambda scope, value: area(places(value))),
    "distance": (1, MANY, lambda scope, *values: length([place for value in values for place in places(value)])),
    "digest": (2, 3, _digest),
    "base64-decode": (1, 1, _decoded),
    "randomize": (1, 2, _randomize),
    "pulldata": (4, 4, _pulled),
    "jr:itext": (1, 1, lambda scope, key: scope.form.itext(to_string(key))),
    "jr:choice-name": (
        2,
        2,
        lambda scope, value, path: scope.form.choice_name(to_string(value), to_string(path), scope.node),
    ),
}

Lazy = tuple[int, int, Callable[[tuple[Expression, ...], list[Worked]], Worked]]


def _if(arguments: tuple[Expression, ...], parts: list[Worked]) -> Worked:
    condition, then, otherwise = parts
    return lambda scope: then(scope) if to_boolean(condition(scope)) else otherwise(scope)


def _nothing(value: Value) -> bool:
    told = single(value)
    return told == "" or (isinstance(told, float) and math.isnan(told))


def _coalesce(arguments: tuple[Expression, ...], parts: list[Worked]) -> Worked:
    one, other = parts

    def worked(scope: Scope) -> Value:
        value = one(scope)
        return other(scope) if _nothing(value) else value

    return worked


def _once(arguments: tuple[Expression, ...], parts: list[Worked]) -> Worked:
    return lambda scope: parts[0](scope) if scope.node.text == "" else scope.node.value


def _position(arguments: tuple[Expression, ...], parts: list[Worked]) -> Worked:
    def worked(scope: Scope) -> Value:
        if not parts:
            return float(scope.position or scope.node.position)
        nodes = _nodes(parts[0](scope), "position")
        return float(nodes[0].position) if nodes else 0.0

    return worked


def _indexed(arguments: tuple[Expression, ...], parts: list[Worked]) -> Worked:
    paths = [arguments[0], *arguments[1::2]]
    if len(arguments) % 2 == 0 or not all(isinstance(path, Path) for path in paths):
        raise Trouble("function_wants_path", name="indexed-repeat")

    def worked(scope: Scope) -> Value:
        target, *repeats = (resolve(path, scope.node.path) or "" for path in paths if isinstance(path, Path))
        wanted = {path: max(1, index(part(scope))) for path, part in zip(repeats, parts[2::2], strict=True)}
        nodes = [scope.form.root]
        own = {node.path: node for node in scope.node.chain}
        for name in target.split("/")[2:]:
            nodes = [child for node in nodes for child in node.children.get(name, ())]
            path = nodes[0].path if nodes else ""
            if path in wanted:
                at = wanted[path] - 1
                nodes = nodes[at : at + 1]
            elif path in own and own[path] in nodes:
                nodes = [own[path]]
        return Nodes([node for node in nodes if node.relevant])

    return worked


LAZY: Mapping[str, Lazy] = {
    "if": (3, 3, _if),
    "coalesce": (2, 2, _coalesce),
    "once": (1, 1, _once),
    "position": (0, 1, _position),
    "indexed-repeat": (3, 11, _indexed),
}

KNOWN = frozenset({*EAGER, *LAZY, "instance", "current"})
CHANGING = frozenset({"today", "now", "random", "uuid"})  # another value each time
