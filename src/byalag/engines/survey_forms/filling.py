"""Answers to a form: set, worked out, checked. What JavaRosa would say of them, `Fill` says too (tests/engines/survey_forms).

An address is a path with the number of each repeat: `/data/place[2]/photo`. What is typed and has no value stays in the node
and is told by `wrong`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from hashlib import sha256

from byalag.engines.survey_forms.answers import MOST_REPEATS, Answers
from byalag.engines.survey_forms.form import Form
from byalag.engines.survey_forms.functions import shuffled
from byalag.engines.survey_forms.questionnaire import Choice, Kind, Question, Repeat, Text
from byalag.engines.survey_forms.scope import Scope, Trouble, Worked
from byalag.engines.survey_forms.values import (
    Node,
    Nodes,
    Value,
    index,
    plain,
    single,
    to_boolean,
    to_number,
    worked_out,
)
from byalag.engines.survey_forms.xpath import Path, Unreadable, parse, resolve

MOST_PASSES = 8


@dataclass(frozen=True, slots=True)
class Wrong:
    """What an answer lacks. `what`: type, required, constraint or range. `message`: the form's own words, where it has any."""

    address: str
    path: str
    what: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A choice as it stands before the one who answers."""

    name: str
    label: str
    media: Mapping[str, str]


class Fill(Answers):
    """The answers of one person to one form.

    `seed`: makes what is random the same each time. `known`: what is known of the sender, for metadata (deviceid, username …).
    """

    def __init__(
        self,
        form: Form,
        *,
        language: str = "",
        now: datetime | None = None,
        zone: tzinfo = UTC,
        seed: int | str = 0,
        known: Mapping[str, str] | None = None,
        opened: bool = True,
    ) -> None:
        self.language = language or form.questionnaire.default_language
        self.dropped: list[tuple[str, str]] = []  # address and choice: no longer offered after another answer
        self.troubles: dict[tuple[str, str], Trouble] = {}
        super().__init__(form, now=now or datetime.now(UTC), zone=zone, seed=seed, known=known or {})
        self.work_out()
        if opened:
            self._first(form.firsts)

    # what expressions ask for

    def instance(self, name: str) -> Node | None:
        return self.form.instance(name)

    def itext(self, key: str) -> str:
        return self.form.itext(key, self.language)

    def known(self, name: str) -> str:
        return self.form.questionnaire.version if name == "version" else self._known.get(name, "")

    def choice_name(self, value: str, path: str, node: Node) -> str:
        """The label of a choice of the question at a path, as `jr:choice-name` gives it."""
        try:
            told = parse(path)
            where = resolve(told, node.path) if isinstance(told, Path) else None
        except Unreadable:
            return ""
        question = self.form.items.get(where or "")
        if not isinstance(question, Question) or question.choices is None:
            return ""
        if question.choices.nodeset:
            holder = next(iter(self.by_path.get(question.path, ())), None)
            offers = self.choices(holder) if holder is not None else ()
            return next((one.label for one in offers if one.name == value), "")
        choices = self.form.questionnaire.choice_list(question.choices.list)
        found = next((one for one in choices.choices if one.name == value), None) if choices is not None else None
        return self.text(found.label, node) if found is not None else ""

    # answers

    def answer(self, answers: Mapping[str, str | Sequence[str]]) -> None:
        """Set by address, then work everything out. What is not there, not seen or not to be changed is left alone.

        What is not relevant yet is taken, too: another answer that comes along may make it so.
        """
        changed: list[Node] = []
        for address, told in answers.items():
            node = self.at(address)
            if node is None or not isinstance(node.item, Question) or not node.item.seen or self.readonly(node):
                continue
            text = told if isinstance(told, str) else " ".join(told)
            before = node.text
            self.put(node, text)
            if node.text != before:
                changed.append(node)
        self.work_out()
        self._set_off(changed)

    def load(self, answers: Mapping[str, str]) -> None:
        """Put back what was kept, with so many of each repeat as it has; then work everything out."""
        self.without(answers)
        for address, text in answers.items():
            self.room_for(address)
            node = self.at(address)
            if node is not None and isinstance(node.item, Question):
                self.put(node, text)
        self.indexed()
        self.work_out()

    # repeats

    def add(self, address: str) -> str | None:
        """One more of a repeat, after the last; its address. None where there may be no more. `address`: of any of them."""
        parent, place = self.repeat_at(address)
        if parent is None or place is None or not isinstance(place.item, Repeat) or place.item.count:
            return None
        if len(parent.children.get(place.name, ())) >= MOST_REPEATS:
            return None
        node = self.new(parent, place)
        self.indexed()
        self.work_out()
        self._first([one for one in self.form.firsts if one[0].startswith(f"{place.path}/")], node)
        return node.address

    def remove(self, address: str) -> bool:
        """Take one of a repeat away; those after it move up. False where it cannot be taken."""
        node = self.at(address)
        if node is None or node.parent is None or not node.repeats or node.item.count:
            return False
        node.parent.children[node.name].remove(node)
        self.indexed()
        self.work_out()
        return True

    # working out

    def worked(self, worked: Worked, node: Node, use: str) -> Value:
        """What an expression gives at a node; empty where it cannot be worked out, which `troubles` tells."""
        try:
            return worked(Scope(self, node))
        except Trouble as trouble:
            self.troubles[node.path, use] = trouble
        except RecursionError:
            self.troubles[node.path, use] = Trouble("expression_deep")
        return ""

    def work_out(self) -> None:
        """Everything that depends on something, in order; where things depend on each other in a circle, a few times."""
        for _ in range(MOST_PASSES if self.form.circles else 1):
            if not self._pass():
                return

    def _pass(self) -> bool:
        changed = False
        for what, path in self.form.order:
            worked = self.form.worked[what, path]
            if what == "count":
                changed |= self._count(path, worked)
                continue
            for node in tuple(self.by_path.get(path, ())):
                if what == "relevant":
                    own = to_boolean(self.worked(worked, node, what))
                    changed |= own != node.own
                    node.own = own
                elif what == "value":
                    kind = node.item.type if node.item is not None else "string"
                    value, text = worked_out(self.worked(worked, node, what), kind, self.zone)
                    changed |= text != node.text
                    node.value, node.text, node.typed = value, text, ""
                elif node.text:
                    changed |= self._drop(node)
        return changed

    def _count(self, path: str, worked: Worked) -> bool:
        place, changed = self.form.top, False
        for name in path.split("/")[2:]:
            place = place.places[name]
        for parent in tuple(self.by_path.get(path.rpartition("/")[0], ())):
            if not parent.relevant:  # nothing of it is sent, and what was answered is there if it comes back
                continue
            among = parent.children.setdefault(place.name, [])
            standing = among[0] if among else Node(place.name, parent)
            wanted = max(0, min(index(single(self.worked(worked, standing, "count"))), MOST_REPEATS))
            if wanted == len(among):
                continue
            changed = True
            del among[wanted:]
            begin = len(among)
            for _ in range(wanted - begin):
                self.new(parent, place)
            self.indexed()
            firsts = [one for one in self.form.firsts if one[0].startswith(f"{path}/")]
            for node in among[begin:] if firsts else ():
                for where, expression, _ in firsts:
                    self._set_first(where, expression, node)
        return changed

    def _drop(self, node: Node) -> bool:
        """Choices that are no longer offered are taken away, as Collect does."""
        item = node.item
        if not item.choices.nodeset and not self.form.loaded(item.choices.list):
            return False
        offered = {name for name, _ in self._offered(node)}
        chosen = [node.text] if item.kind is Kind.SELECT_ONE else node.text.split()
        kept = [one for one in chosen if one in offered]
        if kept == chosen:
            return False
        self.dropped += [(node.address, one) for one in chosen if one not in offered]
        node.value = node.text = " ".join(kept)
        return True

    def _first(self, firsts: Iterable[tuple[str, Worked, bool]], within: Node | None = None) -> None:
        stale = False
        for path, worked, reads_worked in firsts:
            if stale and reads_worked:
                self.work_out()
                stale = False
            stale |= self._set_first(path, worked, within)
        if stale:
            self.work_out()

    def _set_first(self, path: str, worked: Worked, within: Node | None) -> bool:
        changed = False
        for node in tuple(self.by_path.get(path, ())):
            if within is None or within in node.chain:
                changed |= self._set(node, self.worked(worked, node, "first"))
        return changed

    def _set(self, node: Node, value: Value) -> bool:
        before = node.text
        node.value, node.text = worked_out(value, node.item.type, self.zone)
        node.typed = ""
        return node.text != before

    def _set_off(self, changed: Sequence[Node]) -> None:
        """What a question sets off when it is answered; that may set off more, but nothing twice."""
        done: set[tuple[str, str]] = set()
        waiting = [node for node in changed if node.path in self.form.triggered]
        while waiting:
            trigger = waiting.pop(0)
            for path, worked in self.form.triggered.get(trigger.path, ()):
                for node in self._near(trigger, path):
                    if (trigger.address, node.address) in done:
                        continue
                    done.add((trigger.address, node.address))
                    if self._set(node, self.worked(worked, node, "triggered")):
                        waiting.append(node)
                        self.work_out()

    def _near(self, trigger: Node, path: str) -> Iterator[Node]:
        """The nodes of a path that share every repeat with a node that they have in common."""
        chain = {one.path: one for one in trigger.chain if one.repeats}
        for node in tuple(self.by_path.get(path, ())):
            if all(chain.get(one.path, one) is one for one in node.chain if one.repeats):
                yield node

    # what is asked, and what is wrong

    def condition(self, text: str, node: Node, use: str) -> bool:
        return bool(text) and to_boolean(self.worked(self.form.expression(text, node.path, use), node, use))

    def readonly(self, node: Node) -> bool:
        item = node.item
        if isinstance(item, Question) and (item.calculation or item.kind is Kind.NOTE):
            return True
        return any(one.item is not None and self.condition(one.item.readonly, one, "readonly") for one in node.chain)

    def required(self, node: Node) -> bool:
        return self.condition(node.item.required, node, "required")

    def choices(self, node: Node) -> list[Offered]:
        """The choices as they are offered now, in order."""
        return [
            Offered(name, label if isinstance(label, str) else self.text(label, node), self._media(label))
            for name, label in self._offered(node)
        ]

    def _media(self, label: Text | str) -> Mapping[str, str]:
        return {} if isinstance(label, str) else label.files_in(self.language)

    def _offered(self, node: Node) -> list[tuple[str, Text | str]]:
        item, choices = node.item, node.item.choices
        worked = self.form.worked.get(("choices", item.path))
        if worked is not None:
            found = self.worked(worked, node, "choice_filter")
            rows = list(found) if isinstance(found, Nodes) else []
        else:
            root = self.form.instance(choices.list)
            rows = root.children.get("item", []) if root is not None else []
        if choices.randomized:
            seed: Value | None = float(hash_of(f"{self.seed}{node.address}"))
            if choices.seed:
                seed = self.worked(self.form.expression(choices.seed, node.path, "seed"), node, "seed")
            rows = shuffled(rows, Scope(self, node), seed)
        return [(self._column(row, choices.value), self._label(row, choices.label)) for row in rows]

    @staticmethod
    def _column(row: Node, column: str) -> str:
        return next((one.text for one in row.children.get(column, ()) if one.relevant), "")

    def _label(self, row: Node, column: str) -> Text | str:
        return row.item.label if isinstance(row.item, Choice) and column == "label" else self._column(row, column)

    def text(self, text: Text, node: Node) -> str:
        """A text in the language of the one who answers, with the answers that it has in it."""
        words = text.in_(self.language, self.form.questionnaire.default_language)
        if "${" not in words:
            return words
        return re.sub(r"\$\{([^{}]+)\}", lambda found: self._inserted(found[1], node), words)

    def _inserted(self, expression: str, node: Node) -> str:
        return plain(self.worked(self.form.expression(expression, node.path, "label"), node, "label"))

    def asked(self) -> Iterator[Node]:
        """The nodes of the questions that are shown, in order."""
        for node in self.root.all():
            if isinstance(node.item, Question) and node.item.seen and node.relevant:
                yield node

    def wrong_at(self, node: Node) -> Wrong | None:
        """What is wrong with one answer, or None."""
        item: Question = node.item
        if node.typed:
            return Wrong(node.address, node.path, "type")
        if not node.text:
            if item.kind is not Kind.NOTE and item.required and self.required(node):
                return Wrong(node.address, node.path, "required", self.text(item.required_message, node))
            return None
        if item.constraint and not self.condition(item.constraint, node, "constraint"):
            return Wrong(node.address, node.path, "constraint", self.text(item.constraint_message, node))
        if item.kind is Kind.RANGE and not _in_range(to_number(node.value), dict(item.parameters)):
            return Wrong(node.address, node.path, "range")
        return None

    def wrong(self) -> list[Wrong]:
        """Everything that keeps the answers from being sent, in order."""
        return [wrong for node in self.asked() if (wrong := self.wrong_at(node)) is not None]


def hash_of(text: str) -> int:
    """The same number for the same text, in every process."""
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big")


def _in_range(number: float, told: Mapping[str, str]) -> bool:
    try:
        start, end, step = (
            float(told.get(key, usual)) for key, usual in (("start", "0"), ("end", "10"), ("step", "1"))
        )
    except ValueError:
        return True  # a form from elsewhere whose ends are no numbers holds nobody to them
    low, high = min(start, end), max(start, end)
    steps = (number - start) / step if step else 0.0
    return low - 1e-9 <= number <= high + 1e-9 and abs(steps - round(steps)) < 1e-6
