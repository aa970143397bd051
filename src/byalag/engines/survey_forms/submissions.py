"""Answers as XML, as ODK Collect sends them: written, read back by path, and made comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from byalag.engines.survey_forms.faults import Fault
from byalag.engines.survey_forms.filling import Fill
from byalag.engines.survey_forms.questionnaire import Kind, Question, Questionnaire, Repeat
from byalag.engines.survey_forms.values import Node, stamp
from byalag.engines.survey_forms.xml import MOST_DEPTH, NoForm, tree

MOST_NODES = 200_000
# What differs between two who answer the same: who, when, on what.
CHANGING = frozenset(
    {"instanceID", "deprecatedID", "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"}
)


@dataclass(frozen=True, slots=True)
class Submission:
    """What came in. `answers`: by address, empty ones left out; `unknown`: addresses that the questionnaire does not have."""

    form: str
    version: str
    instance_id: str
    deprecated_id: str = ""
    instance_name: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def to_xml(fill: Fill, *, instance_id: str, ended: datetime | None = None, deprecated_id: str = "") -> bytes:
    """The submission. What is not relevant is not in it, what is empty is. `instance_id`: uuid:…"""
    questionnaire = fill.form.questionnaire
    root = etree.Element(fill.root.name)
    root.set("id", questionnaire.id)
    if questionnaire.version:
        root.set("version", questionnaire.version)
    end = stamp((ended or fill.now).astimezone(fill.zone))
    waiting: list[tuple[Node, etree._Element]] = [(fill.root, root)]
    while waiting:
        node, element = waiting.pop()
        for among in node.children.values():
            for child in among:
                if child.own:
                    below = etree.SubElement(element, child.name)
                    if child.children:
                        waiting.append((child, below))
                    else:
                        below.text = _sent(child, instance_id, end) or None
    meta = root.find("meta")
    if deprecated_id and meta is not None:
        etree.SubElement(meta, "deprecatedID").text = deprecated_id
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _sent(node: Node, instance_id: str, end: str) -> str:
    item = node.item
    if item is None:
        return instance_id if node.name == "instanceID" else node.text
    if isinstance(item, Question) and item.kind is Kind.METADATA:
        told = dict(item.parameters)
        if told["preload"] == "timestamp" and told["params"] == "end":
            return end
    return node.text


def from_xml(data: bytes, questionnaire: Questionnaire) -> Submission:
    """A submission of this form, of whichever version, from whichever program. By path, never by position. Raises NoForm."""
    root = tree(data)
    if etree.QName(root).localname != questionnaire.root and not root.get("id"):
        raise _without("id")
    answers: dict[str, str] = {}
    meta: dict[str, str] = {}
    unknown: list[str] = []
    for path, address, text, leaf in _leaves(root, questionnaire):
        name = path.rpartition("/")[2]
        if path.endswith(f"/meta/{name}") and path.count("/") == 3 and questionnaire.at(path) is None:
            meta[name] = text.strip()
        elif leaf and text and questionnaire.at(path) is None:
            unknown.append(address)
            answers[address] = text
        elif leaf and text:
            answers[address] = text
    return Submission(
        form=root.get("id", ""),
        version=root.get("version", ""),
        instance_id=meta.get("instanceID", root.get("instanceID", "")),
        deprecated_id=meta.get("deprecatedID", ""),
        instance_name=meta.get("instanceName", ""),
        answers=answers,
        unknown=tuple(unknown),
    )


def _without(what: str) -> NoForm:
    return NoForm(Fault("xml_no_form", values={"missing": what}))


def _leaves(root: etree._Element, questionnaire: Questionnaire) -> Iterator[tuple[str, str, str, bool]]:
    begin = f"/{etree.QName(root).localname}"
    waiting = [(root, begin, begin)]
    count = 0
    while waiting:
        element, path, address = waiting.pop()
        count += 1
        if count > MOST_NODES or path.count("/") > MOST_DEPTH:
            raise _without("end")
        if not len(element):
            yield path, address, element.text or "", True
            continue
        names = [etree.QName(child).localname for child in element]
        seen: dict[str, int] = {}
        below = []
        for child, name in zip(element, names, strict=True):
            seen[name] = seen.get(name, 0) + 1
            inner = f"{path}/{name}"
            repeats = isinstance(questionnaire.at(inner), Repeat) or names.count(name) > 1
            below.append((child, inner, f"{address}/{name}[{seen[name]}]" if repeats else f"{address}/{name}"))
        waiting += reversed(below)


def canonical(data: bytes, questionnaire: Questionnaire | None = None) -> str:
    """Two submissions with the same answers give the same text.

    Left out: who sent it, when and on what; what is empty; namespaces; the order of questions (not that of repeats).
    """
    changing = {
        item.name
        for item in (questionnaire.questions if questionnaire is not None else ())
        if item.kind in (Kind.METADATA, Kind.AUDIT)
    }
    return etree.tostring(
        _canonical(tree(data), CHANGING if questionnaire is None else changing | {"instanceID", "deprecatedID"}),
        encoding="unicode",
    )


def _canonical(element: etree._Element, left_out: frozenset[str] | set[str]) -> etree._Element:
    made = etree.Element(etree.QName(element).localname)
    for key in ("id", "version"):
        if element.get(key):
            made.set(key, element.get(key, ""))
    children = [_canonical(child, left_out) for child in element if etree.QName(child).localname not in left_out]
    kept = sorted((child for child in children if len(child) or child.text), key=lambda child: str(child.tag))
    made.extend(kept)
    if not len(element) and element.text and element.text.strip():
        made.text = element.text.strip()
    return made
