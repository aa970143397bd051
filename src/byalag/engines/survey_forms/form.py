"""A questionnaire made ready to be filled in: its nodes, its lists, and in which order everything is worked out.

Made once for a version and used for every answer: it holds nothing of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from byalag.engines.survey_forms.expressions import compiled
from byalag.engines.survey_forms.questionnaire import UNNAMED, Group, Item, Question, Questionnaire, Repeat
from byalag.engines.survey_forms.scope import Trouble, Worked
from byalag.engines.survey_forms.values import Node
from byalag.engines.survey_forms.xpath import Unreadable, parse, references

Rows = Sequence[Mapping[str, str]]
Task = tuple[str, str]  # what is worked out (count, relevant, value, choices), and the path of where
MOST_CIRCLES = 100


@dataclass(slots=True)
class Place:
    """A node as the form has it: below it `places`, in order."""

    name: str
    path: str
    item: Item | None = None
    places: dict[str, Place] = field(default_factory=dict)


def _nothing(scope: object) -> str:
    return ""


class Form:
    """`files`: the rows of lists that come from files, by the name of the list.

    `troubles`: expressions that cannot be worked out, by path and what they are for; they count as empty.
    `circles`: paths that depend on each other.
    """

    def __init__(self, questionnaire: Questionnaire, files: Mapping[str, Rows] | None = None) -> None:
        self.questionnaire = questionnaire
        self.troubles: list[tuple[str, str, Unreadable | Trouble]] = []
        self.circles: list[tuple[str, ...]] = []
        self.top = Place(questionnaire.root, f"/{questionnaire.root}")
        self.items: dict[str, Item] = {}
        for item in questionnaire.walk():
            if isinstance(item, Group) and not item.own:
                continue
            self.items.setdefault(item.path, item)
            self._place(item)
        meta = self.top.places.pop("meta", None) or Place("meta", f"{self.top.path}/meta")
        self.top.places["meta"] = meta  # always the last
        for name in ("instanceID", "instanceName") if questionnaire.instance_name else ("instanceID",):
            meta.places.setdefault(name, Place(name, f"{meta.path}/{name}"))
        self._files = dict(files or {})
        self._instances: dict[str, Node | None] = {}
        self._texts: dict[str, tuple[str, str]] | None = None
        self.worked: dict[Task, Worked] = {}
        self.firsts: list[tuple[str, Worked, bool]] = []
        self.triggered: dict[str, list[tuple[str, Worked]]] = {}
        self._needs: dict[Task, list[str]] = {}
        self._expressions()
        self.order: tuple[Task, ...] = self._ordered()

    def _place(self, item: Item) -> None:
        at = self.top
        for name in item.path.split("/")[2:]:
            at = at.places.setdefault(name, Place(name, f"{at.path}/{name}"))
        at.item = item

    def expression(self, text: str, path: str, use: str) -> Worked:
        """Worked out or, where it cannot be, empty; that is noted once in `troubles`."""
        try:
            return compiled(text)
        except (Unreadable, Trouble) as trouble:
            if not any(where == path and what == use for where, what, _ in self.troubles):
                self.troubles.append((path, use, trouble))
            return _nothing

    def _expressions(self) -> None:
        calculated: set[str] = set()
        for item in self.items.values():
            path = item.path
            if item.relevant:
                self._task("relevant", path, item.relevant)
            if isinstance(item, Repeat) and item.count:
                self._task("count", path, item.count)
            if not isinstance(item, Question):
                continue
            if item.calculation:
                self._task("value", path, item.calculation)
                calculated.add(path)
            choices = item.choices
            if choices is not None and (choices.nodeset or choices.filter):
                self._choices(item)
            for trigger in item.triggers:
                worked = self.expression(item.triggered, path, "triggered") if item.triggered else _nothing
                self.triggered.setdefault(trigger, []).append((path, worked))
        if self.questionnaire.instance_name:
            self._task("value", f"{self.top.path}/meta/instanceName", self.questionnaire.instance_name)
        for item in self.items.values():
            if isinstance(item, Question) and item.first:
                reads = set(self._reads(item.first, item.path))
                self.firsts.append(
                    (item.path, self.expression(item.first, item.path, "first"), bool(reads & calculated))
                )

    def _choices(self, item: Question) -> None:
        choices = item.choices
        assert choices is not None
        told = choices.nodeset or f"instance('{choices.list}')/root/item"
        whole = f"{told}[{choices.filter}]" if choices.filter else told
        task = ("choices", item.path)
        self.worked[task] = self.expression(whole, item.path, "choice_filter")
        self._needs[task] = [*self._reads(whole, item.path)]
        if choices.nodeset:
            self._needs[task] += [f"{path}/{choices.value}" for path in self._needs[task][:1]]

    def _task(self, what: str, path: str, text: str) -> None:
        self.worked[what, path] = self.expression(text, path, what)
        self._needs[what, path] = [*self._reads(text, path)]

    @staticmethod
    def _reads(text: str, path: str) -> Iterator[str]:
        try:
            yield from references(parse(text), path)
        except Unreadable:
            return

    def _ordered(self) -> tuple[Task, ...]:
        graph: dict[Task, set[Task]] = {}
        for task in self.worked:
            needs: set[Task] = set()
            for path in self._needs[task]:
                needs |= {one for one in self._behind(path) if one in self.worked and one != task}
            # What repeats is there before anything in it; choices are taken away after the value is worked out.
            parts = task[1].split("/")
            above = {("count", "/".join(parts[:end])) for end in range(2, len(parts) + (task[0] != "count"))}
            needs |= {one for one in above if one in self.worked and one != task}
            if task[0] == "choices" and ("value", task[1]) in self.worked:
                needs.add(("value", task[1]))
            graph[task] = needs
        while True:
            try:
                return tuple(TopologicalSorter(graph).static_order())
            except CycleError as error:
                circle = error.args[1]
                self.circles.append(tuple(dict.fromkeys(path for _, path in circle)))
                graph[circle[1]].discard(circle[0])
                if len(self.circles) > MOST_CIRCLES:
                    return tuple(self.worked)

    def _behind(self, path: str) -> Iterator[Task]:
        """What has to be worked out before a path is read."""
        if "*" in path:
            lead = path[: path.index("*")]
            yield from (task for task in self.worked if task[1].startswith(lead))
            return
        yield from (("value", path), ("choices", path))
        parts = path.split("/")
        for end in range(2, len(parts) + 1):
            above = "/".join(parts[:end])
            yield from (("relevant", above), ("count", above))

    # lists

    def instance(self, name: str) -> Node | None:
        """A list as nodes, as `instance('name')` reads it; None where there is none."""
        if name not in self._instances:
            self._instances[name] = self._made(name)
        return self._instances[name]

    def loaded(self, name: str) -> bool:
        """Whether the choices of a list are known here; not so where they come from a file that is missing."""
        choices = self.questionnaire.choice_list(name)
        return choices is not None and (not choices.source or name in self._files)

    def _made(self, name: str) -> Node | None:
        choices = self.questionnaire.choice_list(name)
        rows = self._files.get(name)
        if choices is None and rows is None:
            return None
        root = Node("root", None)
        for row in rows or ():
            item = root.add(Node("item", root))
            for column, text in row.items():
                item.add(Node(column, item, text))
        plain = self.questionnaire.languages == (UNNAMED,)
        for number, choice in enumerate(choices.choices if choices is not None else ()):
            item = root.add(Node("item", root))
            item.item = choice
            item.add(Node("name", item, choice.name))
            label = choice.label.in_(UNNAMED) if plain else f"{name}-{number}"
            item.add(Node("label" if plain else "itextId", item, label))
            for column, text in choice.columns:
                item.add(Node(column, item, text))
        return root

    def itext(self, key: str, language: str) -> str:
        """A text by the key that pyxform gives it: `list-3` for a choice, `/data/age:label` for a question."""
        path, _, what = key.rpartition(":")
        item = self.items.get(path)
        if item is not None and what in ("label", "hint"):
            return str(getattr(item, what).in_(language, self.questionnaire.default_language))
        name, _, number = key.rpartition("-")
        choices = self.questionnaire.choice_list(name)
        if choices is not None and number.isdigit() and int(number) < len(choices.choices):
            return choices.choices[int(number)].label.in_(language, self.questionnaire.default_language)
        return ""
