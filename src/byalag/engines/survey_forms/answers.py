"""The answers as a tree of nodes: grown from the form, entered, kept, found by address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from random import Random
from uuid import UUID

from byalag.engines.survey_forms.form import Form, Place
from byalag.engines.survey_forms.questionnaire import FILES, WITH_CHOICES, Kind, Question, Repeat
from byalag.engines.survey_forms.values import MOST_CHOICES, Node, rounded, stamp, typed

MOST_REPEATS = 500
_ADDRESS = re.compile(r"([^/\[\]]+)(?:\[(\d{1,4})\])?")
# What XML cannot hold.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Answers:
    """The nodes of one person's answers to a form; nothing is worked out here."""

    def __init__(self, form: Form, *, now: datetime, zone: tzinfo, seed: int | str, known: Mapping[str, str]) -> None:
        self.form, self.zone, self.seed = form, zone, seed
        self.now = now.astimezone(zone)
        self.random = Random(f"{seed}")  # noqa: S311  nothing secret: the order of choices, sampling in a form
        self._known = dict(known)
        self.by_path: dict[str, list[Node]] = {}
        self.root = self._grown(form.top, None)
        self._preload()
        self.indexed()

    def _grown(self, place: Place, parent: Node | None) -> Node:
        node = Node(place.name, parent)
        node.item = place.item
        node.repeats = isinstance(place.item, Repeat)
        if isinstance(place.item, Question) and place.item.default:
            self.put(node, place.item.default)
        for below in place.places.values():
            if not isinstance(below.item, Repeat):
                node.add(self._grown(below, node))
                continue
            node.children[below.name] = []
            for number in range(min(below.item.initial, MOST_REPEATS)):
                one = node.add(self._grown(below, node))
                if below.item.rows:
                    self._fill_row(one, dict(below.item.rows[number]))
        return node

    def _fill_row(self, node: Node, row: Mapping[str, str]) -> None:
        for one in node.all():
            if isinstance(one.item, Question):
                self.put(one, row.get(one.path[len(node.path) + 1 :], ""))

    def _preload(self) -> None:
        for node in self.root.all():
            item = node.item
            if isinstance(item, Question) and item.kind is Kind.METADATA:
                told = dict(item.parameters)
                if told["preload"] == "timestamp" and told["params"] == "start":
                    self.put(node, stamp(self.now))
                elif told["preload"] == "date":
                    self.put(node, self.now.date().isoformat())
                elif told["preload"] == "property":
                    self.put(node, self._known.get(told["params"], ""))
                elif told["preload"] == "uid":
                    self.put(node, f"uuid:{UUID(int=self.random.getrandbits(128), version=4)}")

    def indexed(self) -> None:
        self.by_path = {}
        for node in self.root.all():
            self.by_path.setdefault(node.path, []).append(node)

    def nodes(self, path: str) -> Sequence[Node]:
        """All nodes of a path, those that are not relevant too."""
        return self.by_path.get(path, ())

    def at(self, address: str) -> Node | None:
        """The node at an address; a repeat without a number is the first. None where there is none."""
        steps = [match for part in address.split("/")[1:] if (match := _ADDRESS.fullmatch(part))]
        if len(steps) != address.count("/") or not steps or steps[0][1] != self.root.name:
            return None
        node = self.root
        for step in steps[1:]:
            among = node.children.get(step[1], [])
            number = int(step[2] or 1)
            if not 1 <= number <= len(among):
                return None
            node = among[number - 1]
        return node

    def room_for(self, address: str) -> None:
        at, place = self.root, self.form.top
        for part in address.split("/")[2:]:
            match = _ADDRESS.fullmatch(part)
            below = place.places.get(match[1]) if match else None
            if match is None or below is None:
                return
            number = min(int(match[2] or 1), MOST_REPEATS)
            while isinstance(below.item, Repeat) and len(at.children.get(match[1], ())) < number:
                at.add(self._grown(below, at))
            if len(at.children.get(match[1], ())) < number:
                return
            at, place = at.children[match[1]][number - 1], below

    def put(self, node: Node, text: str) -> None:
        item = node.item
        text = _NO_XML.sub("", text)
        if item.kind in WITH_CHOICES:
            self._choose(node, text)
            return
        if item.kind is not Kind.TEXT and item.kind is not Kind.HIDDEN:
            text = text.strip()
        made = typed(text, item.type, self.zone) if text else ("", "")
        node.typed = "" if made is not None else text[:1_000]
        node.value, node.text = made or ("", "")
        decimals = dict(item.tags).get("gps_decimals", "")
        if node.text and item.type == "geopoint" and decimals.isdigit():
            node.value = node.text = rounded(node.text, min(int(decimals), 6))

    def _choose(self, node: Node, text: str) -> None:
        item = node.item
        chosen = list(dict.fromkeys(text.split()[:MOST_CHOICES]))
        if item.kind is Kind.SELECT_ONE:
            chosen = [text.strip()] if text.strip() else []
        choices = item.choices
        if choices is not None and not choices.nodeset and self.form.loaded(choices.list):
            names = self._names(item)
            chosen = [one for one in chosen if one in names]
        node.typed = ""
        node.value = node.text = " ".join(chosen)

    def _names(self, item: Question) -> set[str]:
        assert item.choices is not None
        root = self.form.instance(item.choices.list)
        column = item.choices.value
        rows = root.children.get("item", ()) if root is not None else ()
        return {one.text for row in rows for one in row.children.get(column, ())}

    def repeat_at(self, address: str) -> tuple[Node | None, Place | None]:
        above, _, last = address.rpartition("/")
        parent = self.at(above)
        match = _ADDRESS.fullmatch(last)
        place: Place | None = self.form.top
        for name in parent.path.split("/")[2:] if parent is not None else ():
            place = place.places.get(name) if place is not None else None
        return parent, place.places.get(match[1]) if place is not None and match else None

    def new(self, parent: Node, place: Place) -> Node:
        # Where none is left, the new one still stands where the form has it.
        if place.name not in parent.children:
            parent.children[place.name] = []
        return parent.add(self._grown(place, parent))

    def answers(self) -> dict[str, str]:
        """What stands in every node that may be sent, by address; what is not relevant or empty is left out."""
        return {
            node.address: node.text
            for node in self.root.all()
            if isinstance(node.item, Question) and node.text and node.relevant
        }

    def kept(self) -> dict[str, str]:
        """Everything that was entered, relevant or not, right or not: what `load` takes back."""
        found = {}
        for node in self.root.all():
            item = node.item
            # What stood there at first and was taken away is kept, too, as nothing.
            if (
                isinstance(item, Question)
                and not item.calculation
                and (node.typed or node.text or item.default or item.first)
            ):
                found[node.address] = node.typed or node.text
        for path, nodes in self.by_path.items():
            item = self.form.items.get(path)
            if isinstance(item, Repeat):
                found.update({node.address: "" for node in nodes})
        return found

    def files(self) -> dict[str, str]:
        """The names of files that belong to the answers, by address."""
        return {
            node.address: node.text
            for node in self.root.all()
            if isinstance(node.item, Question) and node.item.kind in FILES and node.text and node.relevant
        }

    def without(self, answers: Mapping[str, str]) -> None:
        """Take away every one of a repeat that no address is of or below."""
        there = {address[: match.end()] for address in answers for match in re.finditer(r"\[\d+\]", address)}
        for node in [node for node in self.root.all() if node.repeats and node.address not in there]:
            if node.parent is not None:
                node.parent.children[node.name].remove(node)
