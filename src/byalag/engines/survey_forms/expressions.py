"""Expressions worked out over answers, with JavaRosa's meanings (which are not quite those of XPath 1.0).

A path that begins like that of the node one stands at keeps to the same repeat; what is not relevant is not there; days count
as days. Why no general XPath engine is used: docs/decisions/0032.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from byalag.engines.survey_forms.functions import EAGER, LAZY
from byalag.engines.survey_forms.scope import Scope, Trouble, Worked
from byalag.engines.survey_forms.values import Node, Nodes, Value, single, to_boolean, to_number, to_string
from byalag.engines.survey_forms.xpath import Call, Chain, Expression, Negative, Number, Path, Step, Words, parse


@lru_cache(maxsize=20_000)
def compiled(text: str) -> Worked:
    """The expression as something to call. Raises xpath.Unreadable or Trouble (a function that is not known)."""
    return _worked(parse(text))


def _worked(expression: Expression) -> Worked:
    match expression:
        case Number(value):
            return lambda scope: value
        case Words(words):
            return lambda scope: words
        case Negative(operand):
            inner = _worked(operand)
            return lambda scope: -to_number(inner(scope))
        case Chain(first, rest):
            return _chain(first, rest)
        case Call():
            return _call(expression)
        case Path(start, steps):
            return _path(start, steps)


def _equal(one: Value, other: Value) -> bool:
    a, b = single(one), single(other)
    if isinstance(a, bool) or isinstance(b, bool):
        return to_boolean(a) == to_boolean(b)
    if isinstance(a, float) or isinstance(b, float):
        x, y = to_number(a), to_number(b)
        return x == y or abs(x - y) < 1e-12
    return to_string(a) == to_string(b)


def _divided(a: float, b: float) -> float:
    if b == 0:
        return math.nan if a == 0 or math.isnan(a) else math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def _left_over(a: float, b: float) -> float:
    if b == 0 or math.isinf(a) or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.fmod(a, b)


def _times(a: float, b: float) -> float:
    try:
        return a * b
    except OverflowError:
        return math.inf


_NUMBERS: Mapping[str, Callable[[float, float], float | bool]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": _times,
    "div": _divided,
    "mod": _left_over,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _chain(first: Expression, rest: tuple[tuple[str, Expression], ...]) -> Worked:
    sign = rest[0][0]
    begin = _worked(first)
    if sign in ("and", "or"):
        parts = [begin, *(_worked(operand) for _, operand in rest)]
        if sign == "and":
            return lambda scope: all(to_boolean(part(scope)) for part in parts)
        return lambda scope: any(to_boolean(part(scope)) for part in parts)
    steps = [(word, _worked(operand)) for word, operand in rest]

    def worked(scope: Scope) -> Value:
        left: Value = begin(scope)
        for word, operand in steps:
            right = operand(scope)
            if word == "=":
                left = _equal(left, right)
            elif word == "!=":
                left = not _equal(left, right)
            else:
                left = _NUMBERS[word](to_number(left), to_number(right))
        return left

    return worked


def _call(expression: Call) -> Worked:
    name, arguments = expression.name, expression.arguments
    if name in LAZY:
        least, most, make = LAZY[name]
        _counted(name, len(arguments), least, most)
        return make(arguments, [_worked(argument) for argument in arguments])
    if name not in EAGER:
        raise Trouble("function_unknown", name=name)
    least, most, function = EAGER[name]
    _counted(name, len(arguments), least, most)
    parts = [_worked(argument) for argument in arguments]
    return lambda scope: function(scope, *(part(scope) for part in parts))


def _counted(name: str, given: int, least: int, most: int) -> None:
    if not least <= given <= most:
        raise Trouble("function_arguments", name=name, given=str(given))


Made = tuple[str, tuple[Worked, ...], Callable[[Scope, Sequence[Node]], Nodes] | None]


def _path(start: str | Call, steps: tuple[Step, ...]) -> Worked:
    made: list[Made] = [(step.name, tuple(map(_worked, step.predicates)), _by_key(step)) for step in steps]
    if isinstance(start, Call):
        if start.name == "instance" and len(start.arguments) == 1:
            name = _worked(start.arguments[0])

            def in_list(scope: Scope) -> Value:
                root = scope.form.instance(to_string(name(scope)))
                if root is None or made[0][0] not in (root.name, "*"):
                    return Nodes()
                return _down(scope, [root], made, 1, [])

            return in_list
        if start.name != "current" or start.arguments:
            raise Trouble("path_start", name=start.name)
        return lambda scope: _walk(scope, scope.current, made)
    if start == "/":

        def absolute(scope: Scope) -> Value:
            root = scope.form.root
            if made[0][0] != root.name:
                return Nodes()
            # In a list of choices nothing is shared with the answers: every repeat is meant.
            return _down(scope, [root], made, 1, scope.node.chain)

        return absolute
    return lambda scope: _walk(scope, scope.node, made)


def _walk(scope: Scope, node: Node, made: list[Made]) -> Nodes:
    at, number = node, 0
    for name, predicates, _ in made:
        if predicates or name not in (".", ".."):
            break
        if name == "..":
            if at.parent is None:
                return Nodes()
            at = at.parent
        number += 1
    if number == len(made):
        return Nodes([at]) if at.relevant else Nodes()
    return _down(scope, [at], made, number, [])


def _down(scope: Scope, nodes: list[Node], made: list[Made], number: int, chain: list[Node]) -> Nodes:
    """From nodes on along the steps. As long as they are those of `chain`, its nodes are taken, and not their like.

    So `/data/place/photo`, read in one of several places, is the photo of that place.
    """
    while number < len(made):
        name, predicates, by_key = made[number]
        if name == "..":
            parents = [node.parent for node in nodes if node.parent is not None]
            nodes = list(dict.fromkeys(parents))
        elif name.startswith("@"):
            nodes = [Node(name, None, (node.attributes or {}).get(name[1:], "")) for node in nodes]
        elif name != ".":
            on_way = number < len(chain) and len(nodes) == 1 and chain[number - 1] is nodes[0]
            if on_way and not predicates and name in (chain[number].name, "*"):
                nodes = [chain[number]]
                number += 1
                continue
            if name == "*":
                nodes = [child for node in nodes for among in node.children.values() for child in among]
            elif len(nodes) == 1:
                nodes = list(nodes[0].children.get(name, ()))
            else:
                nodes = [child for node in nodes for child in node.children.get(name, ())]
        if by_key is not None:
            nodes = list(by_key(scope, nodes))
        else:
            for predicate in predicates:
                nodes = _those(scope, nodes, predicate)
        number += 1
    return Nodes([node for node in nodes if node.relevant])


def _those(scope: Scope, nodes: Sequence[Node], predicate: Worked) -> list[Node]:
    kept = []
    for number, node in enumerate(nodes, 1):
        found = single(predicate(Scope(scope.form, node, scope.current, number)))
        if found == number if isinstance(found, float) else to_boolean(found):
            kept.append(node)
    return kept


def _by_key(step: Step) -> Callable[[Scope, Sequence[Node]], Nodes] | None:
    """For `item[column = expression]`, which most lists are filtered by: the other side is worked out once, not for each."""
    if len(step.predicates) != 1:
        return None
    match step.predicates[0]:
        case Chain(Path("", (Step(column, ()),)), (("=", other),)) if (
            column not in (".", "..", "*") and column[0] != "@"
        ):
            pass
        case _:
            return None
    if not _elsewhere(other):
        return None
    expected, usual = _worked(other), _worked(step.predicates[0])

    def kept(scope: Scope, nodes: Sequence[Node]) -> Nodes:
        if not nodes:
            return Nodes()
        if nodes[0].chain[0] is scope.form.root:  # the answers of a repeat: a path may mean each one's own
            return Nodes(_those(scope, nodes, usual))
        wanted = single(expected(Scope(scope.form, nodes[0], scope.current, 1)))
        if not isinstance(wanted, str):
            return Nodes(_those(scope, nodes, usual))
        return Nodes(_by_column(nodes, column).get(wanted, ()))

    return kept


def _by_column(nodes: Sequence[Node], column: str) -> Mapping[str, Sequence[Node]]:
    """Nodes by the text of a column; for a whole list of choices, which does not change, made once and kept at its root."""
    root = nodes[0].parent
    kept: dict[str, dict[str, list[Node]]] = {}
    if root is not None and len(nodes) == len(root.children[nodes[0].name]):
        root.item = kept = root.item or kept
    if column not in kept:
        made: dict[str, list[Node]] = {}
        for node in nodes:
            made.setdefault(next((one.text for one in node.children.get(column, ())), ""), []).append(node)
        kept[column] = made
    return kept[column]


def _elsewhere(expression: Expression) -> bool:
    """Whether it does not read the node that it stands at."""
    match expression:
        case Words():
            return True
        case Path("/", steps):
            return not any(step.predicates for step in steps)
        case Path(Call("current", ()), steps):
            return not any(step.predicates for step in steps)
    return False
