"""What stands before the one who answers: pages, groups, repeats and questions that are asked now, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from byalag.engines.survey_forms.answers import MOST_REPEATS
from byalag.engines.survey_forms.filling import Fill, Offered, Wrong
from byalag.engines.survey_forms.questionnaire import WITH_CHOICES, Group, Question, Repeat
from byalag.engines.survey_forms.values import Node

ON_A_PAGE = 20  # questions that stand outside all groups


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as it is asked now. `value`: what was typed, right or not. `wrong`: told once the page was sent."""

    address: str
    question: Question
    label: str
    hint: str
    guidance: str
    media: dict[str, str]
    value: str
    required: bool
    readonly: bool
    choices: tuple[Offered, ...] = ()
    wrong: Wrong | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self.value.split()) if self.choices and self.question.kind.value != "select_one" else (self.value,)


@dataclass(frozen=True, slots=True)
class Section:
    """A group, or one of a repeat (`number`, from 1). `adds`: the address by which one more can be had after this one."""

    address: str
    label: str
    appearance: str
    parts: tuple[Shown | Section, ...]
    number: int = 0
    removable: bool = False
    adds: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at once. `address`: of the first thing on it, which names the page whatever is shown before it."""

    address: str
    label: str
    parts: tuple[Shown | Section, ...]

    def questions(self) -> Iterator[Shown]:
        waiting = list(reversed(self.parts))
        while waiting:
            part = waiting.pop()
            if isinstance(part, Shown):
                yield part
            else:
                waiting += reversed(part.parts)


@dataclass(slots=True)
class _Gathered:
    pages: list[Page] = field(default_factory=list)
    loose: list[Shown | Section] = field(default_factory=list)

    def close(self) -> None:
        if self.loose:
            first = self.loose[0]
            self.pages.append(Page(first.address, "", tuple(self.loose)))
            self.loose = []


def shown(fill: Fill, node: Node, *, told: bool = False) -> Shown:
    """A question with everything that is needed to draw it. `told`: also say what is wrong with its answer."""
    item: Question = node.item
    return Shown(
        node.address,
        item,
        fill.text(item.label, node),
        fill.text(item.hint, node),
        fill.text(item.guidance, node),
        item.label.files_in(fill.language),
        node.typed or node.text,
        fill.required(node),
        fill.readonly(node),
        tuple(fill.choices(node)) if item.kind in WITH_CHOICES else (),
        fill.wrong_at(node) if told else None,
    )


def outline(fill: Fill) -> list[tuple[str, str]]:
    """Address and label of each page, without drawing any of them."""
    return [(first.address, _label(fill, first)) for first, _ in _runs(fill)]


def page(fill: Fill, address: str = "", *, told: bool = False) -> Page | None:
    """The page with this address; the first one for none; None when there is no such page now.

    Only what stands on it is drawn, so that a page of a long form costs no more than one of a short form.
    """
    for first, nodes in _runs(fill):
        if address in ("", first.address):
            parts = tuple(part for node in nodes for part in _parts(fill, node, told))
            return Page(first.address, _label(fill, first), parts)
    return None


def pages(fill: Fill, *, told: bool = False) -> tuple[Page, ...]:
    """All pages: each outermost group or repeat is one, and so are so many questions in a row that stand outside."""
    return tuple(
        Page(first.address, _label(fill, first), tuple(part for node in nodes for part in _parts(fill, node, told)))
        for first, nodes in _runs(fill)
    )


def _label(fill: Fill, node: Node) -> str:
    return fill.text(node.item.label, node) if isinstance(node.item, Group | Repeat) else ""


def _asks(node: Node) -> bool:
    """Whether there is anything to see in it now."""
    if not node.own:
        return False
    if isinstance(node.item, Question):
        return node.item.seen
    return any(_asks(child) for among in node.children.values() for child in among)


def _runs(fill: Fill) -> Iterator[tuple[Node, list[Node]]]:
    """Nodes that stand on a page together, with the first of them."""
    loose: list[Node] = []
    for name, among in fill.root.children.items():
        item = fill.form.top.places[name].item
        if isinstance(item, Repeat):
            there = [node for node in among if _asks(node)]
            # A repeat without any is a page, too, where one may be added.
            if not there and not item.count and _may_begin(fill, item):
                there = [_empty(fill, item)]
            if there:
                if loose:
                    yield loose[0], loose
                    loose = []
                yield there[0], there
            continue
        for node in among:
            if not _asks(node):
                continue
            if isinstance(item, Question):
                loose.append(node)
                if len(loose) == ON_A_PAGE:
                    yield loose[0], loose
                    loose = []
            else:
                if loose:
                    yield loose[0], loose
                    loose = []
                yield node, [node]
    if loose:
        yield loose[0], loose


def _may_begin(fill: Fill, item: Repeat) -> bool:
    return not item.relevant or fill.condition(item.relevant, _empty(fill, item), "relevant")


def _empty(fill: Fill, item: Repeat) -> Node:
    """Stands for a repeat of which there is none."""
    above = fill.nodes(item.path.rpartition("/")[0])[0]
    node = Node(item.name, above)
    node.item = item
    return node


def _parts(fill: Fill, node: Node, told: bool) -> Iterator[Shown | Section]:
    if not node.own:
        return
    item = node.item
    if isinstance(item, Question):
        if item.seen:
            yield shown(fill, node, told=told)
        return
    inner = tuple(
        part
        for name, among in node.children.items()
        for part in (
            *(part for child in among for part in _parts(fill, child, told)),
            *_begin(fill, node, name, bool(among)),
        )
    )
    label = fill.text(item.label, node) if item is not None else ""
    appearance = item.appearance if item is not None else ""
    if not isinstance(item, Repeat):
        if inner:
            yield Section(node.address, label, appearance, inner)
        return
    if not node.repeats:  # stands for a repeat without any
        yield Section(node.path, label, appearance, (), adds=node.path)
        return
    among = node.parent.children[node.name] if node.parent is not None else [node]
    last = among[-1] is node and not item.count and len(among) < MOST_REPEATS
    yield Section(
        node.address,
        label,
        appearance,
        inner,
        number=node.position,
        removable=not item.count,
        adds=item.path
        if last and node.parent is None
        else f"{node.parent.address}/{node.name}"
        if last and node.parent
        else "",
    )


def _begin(fill: Fill, node: Node, name: str, there: bool) -> Iterator[Section]:
    """Within a group: a repeat of which there is none, and one may be added."""
    item = fill.form.items.get(f"{node.path}/{name}")
    if isinstance(item, Repeat) and not there and not item.count:
        empty = Node(name, node)
        empty.item = item
        if not item.relevant or fill.condition(item.relevant, empty, "relevant"):
            address = f"{node.address}/{name}"
            yield Section(address, fill.text(item.label, empty), item.appearance, (), adds=address)
