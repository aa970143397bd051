"""An XForm (XML) read into a Questionnaire: from pyxform or from anywhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from byalag.engines.survey_forms.faults import Fault
from byalag.engines.survey_forms.questionnaire import (
    CASTS,
    UNNAMED,
    Choice,
    ChoiceList,
    Choices,
    Group,
    Item,
    Kind,
    Pairs,
    Question,
    Questionnaire,
    Repeat,
    Text,
)
from byalag.engines.survey_forms.xml import (
    MOST_DEPTH,
    Element,
    NoForm,
    appearance_of,
    child,
    content_of,
    itext_of,
    local,
    path_of,
    tree,
)
from byalag.engines.survey_forms.xpath import Call, Path, Step, Unreadable, parse, tidy, write

JR = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
MOST_ITEMS = 20_000
MOST_CHOICES = 200_000
_BOUND = {"nodeset", "type", "relevant", "required", "constraint", "calculate", "readonly"}
_CONTROLS = {"input", "select", "select1", "rank", "range", "trigger", "upload", "secret"}
_UPLOADS = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
_INPUTS = {cast: kind for kind, cast in CASTS.items() if kind not in (Kind.RANGE, Kind.RANK) and cast != "binary"}
_META = {"instanceID", "instanceName"}


@dataclass
class _Made:
    """A group or repeat while it is put together."""

    item: Group | Repeat | None
    items: list[_Made | Question] = field(default_factory=list)

    @property
    def path(self) -> str:
        return self.item.path if self.item is not None else ""


class _Form:
    def __init__(self, root: Element) -> None:
        head, body = child(root, "head"), child(root, "body")
        model = child(head, "model")
        instances = [one for one in model if local(one) == "instance"] if model is not None else []
        if model is None or body is None or not instances or not len(instances[0]):
            missing = "model" if model is None else "body" if body is None else "instance"
            raise NoForm(Fault("xml_no_form", values={"missing": missing}))
        title = child(head, "title")
        self.title = content_of(title)
        self.model, self.body, self.primary, self.secondary = model, body, instances[0][0], instances[1:]
        self.root = local(self.primary)
        self.faults: list[Fault] = []
        self.languages, self.default_language, self.words = itext_of(child(model, "itext"))
        self.binds = {path_of(one.get("nodeset", "")): one for one in model if local(one) == "bind"}
        self.values = {path_of(one.get("ref", one.get("bind", ""))): one for one in model if local(one) == "setvalue"}
        self.recorded = {
            path_of(one.get("ref", "")): one for one in model if local(one) in ("setgeopoint", "recordaudio")
        }
        self.triggered: dict[str, list[tuple[str, str, str]]] = {}
        self.shown: set[str] = set()
        self.inline: list[ChoiceList] = []
        self.lists: dict[str, ChoiceList] = {}

    # texts

    def text(self, element: Element | None) -> Text:
        if element is None:
            return Text()
        return self.said(element.get("ref", "")) or self._plain(content_of(element))

    def said(self, reference: str) -> Text:
        found = re.fullmatch(r"\s*jr:itext\(\s*['\"](.*)['\"]\s*\)\s*", reference)
        return self.words.get(found[1], Text()) if found else Text()

    def _plain(self, content: str) -> Text:
        return Text(((self.language, content),)) if content else Text()

    @property
    def language(self) -> str:
        return self.default_language or (self.languages[0] if self.languages else UNNAMED)

    # binds

    def message(self, bind: Element | None, name: str) -> Text:
        told = bind.get(f"{JR}{name}", "") if bind is not None else ""
        return self.said(told) or ("jr:itext(" not in told and self._plain(told.strip())) or Text()

    def bound(self, path: str, name: str) -> str:
        bind = self.binds.get(path)
        told = tidy(bind.get(name, "")) if bind is not None else ""
        nothing = {"relevant": "true()", "required": "false()", "readonly": "false()", "constraint": "true()"}
        return "" if told == nothing.get(name) else told

    def tags(self, path: str) -> Pairs:
        bind = self.binds.get(path)
        if bind is None:
            return ()
        return tuple(
            (str(key), str(value)) for key, value in bind.attrib.items() if key not in _BOUND and key[0] != "{"
        )

    def more(self, path: str) -> Pairs:
        """Attributes of a bind that are parameters of the question: orx:max-pixels and the like."""
        bind = self.binds.get(path)
        found = []
        for key, value in bind.attrib.items() if bind is not None else ():
            name = etree.QName(key)
            if name.namespace in ("http://openrosa.org/xforms", ODK[1:-1]):
                found.append((name.localname, str(value)))
        return tuple(found)

    # questions

    def question(self, path: str, node: Element | None, control: Element | None) -> Question:
        bind = self.binds.get(path)
        told = (bind.get("type", "") if bind is not None else "").removeprefix("xsd:") or "string"
        if told in ("select1", "select", "odk:rank", "rank"):
            told = "odk:rank" if "rank" in told else "string"
        calculation, readonly = self.bound(path, "calculate"), self.bound(path, "readonly")
        kind, parameters = self.kind(path, control, told, bool(calculation), readonly)
        hint = child(control, "hint")
        label = self.text(child(control, "label"))
        guidance = re.fullmatch(
            r"\s*jr:itext\(\s*['\"](.*)['\"]\s*\)\s*", hint.get("ref", "") if hint is not None else ""
        )
        actions = self.values.get(path)
        default = (node.text or "") if node is not None and not len(node) else ""
        own = CASTS.get(kind, "string")
        triggers = self.triggered.get(path, [])
        return Question(
            path,
            kind,
            label=label,
            hint=self.text(hint),
            guidance=self.words.get(f"{guidance[1]}\0guidance", Text()) if guidance else Text(),
            relevant=self.bound(path, "relevant"),
            required=self.bound(path, "required"),
            required_message=self.message(bind, "requiredMsg"),
            constraint=self.bound(path, "constraint"),
            constraint_message=self.message(bind, "constraintMsg"),
            calculation=calculation,
            readonly="" if kind is Kind.NOTE else readonly,
            default=default.strip() if kind not in (Kind.TEXT, Kind.HIDDEN) else default,
            first=tidy(actions.get("value", "") or (actions.text or "")) if actions is not None else "",
            triggers=tuple(trigger for trigger, event, _ in triggers if event == "xforms-value-changed"),
            triggered=next((value for _, event, value in triggers if event == "xforms-value-changed"), ""),
            choices=self.choices(path, control) if control is not None else None,
            appearance=appearance_of(control),
            parameters=parameters + (self.more(path) if kind is not Kind.METADATA else ()),
            cast="" if told == own else told,
            tags=self.tags(path),
        )

    def kind(
        self, path: str, control: Element | None, cast: str, worked_out: bool, readonly: str
    ) -> tuple[Kind, Pairs]:
        bind = self.binds.get(path)
        if control is None:
            if path == f"/{self.root}/meta/audit":
                return Kind.AUDIT, ()
            if path in self.recorded:
                what = self.recorded[path]
                said = [("action", local(what)), ("event", what.get("event", ""))]
                quality = what.get(f"{ODK}quality", "")
                return Kind.BACKGROUND, (*said, *([("quality", quality)] if quality else ()))
            if bind is not None and (preload := bind.get(f"{JR}preload", "")):
                return Kind.METADATA, (("preload", preload), ("params", bind.get(f"{JR}preloadParams", "")))
            return (Kind.CALCULATE if worked_out else Kind.HIDDEN), ()
        match local(control):
            case "select1":
                return Kind.SELECT_ONE, ()
            case "select":
                return Kind.SELECT_MULTIPLE, ()
            case "rank":
                return Kind.RANK, ()
            case "trigger":
                return Kind.ACKNOWLEDGE, ()
            case "range":
                named = ((key, control.get(key, "")) for key in ("start", "end", "step") if control.get(key))
                return Kind.RANGE, tuple(named)
            case "upload":
                return _UPLOADS.get(control.get("mediatype", "").split("/")[0], Kind.FILE), ()
        if control.get("query"):
            self.faults.append(Fault("search_appearance", path=path, warns=True))
        rows = ((key, control.get(key, "")) for key in ("rows",) if control.get(key))
        if cast == "string":
            return (Kind.NOTE if readonly == "true()" and not worked_out else Kind.TEXT), tuple(rows)
        return _INPUTS.get(cast, Kind.TEXT), tuple(rows)

    def choices(self, path: str, control: Element) -> Choices | None:
        if local(control) not in ("select", "select1", "rank"):
            return None
        itemset = child(control, "itemset")
        if itemset is None:
            name = f"choices_{path.rsplit('/', 1)[-1]}_{len(self.inline)}"
            items = [one for one in control if local(one) == "item"]
            made = tuple(Choice(content_of(child(one, "value")), self.text(child(one, "label"))) for one in items)
            same = next((one for one in self.inline if one.choices == made), None)
            if same is None:
                self.inline.append(same := ChoiceList(name, made))
            return Choices(same.name)
        value, label = child(itemset, "value"), child(itemset, "label")
        shown = label.get("ref", "label") if label is not None else "label"
        shown = re.sub(r"^jr:itext\((.*)\)$", r"\1", shown.strip())
        columns = {"value": value.get("ref", "name") if value is not None else "name"}
        columns["label"] = "label" if shown == "itextId" else shown
        try:
            nodes = parse(itemset.get("nodeset", ""))
        except Unreadable as error:
            values = {"expression": itemset.get("nodeset", ""), **error.values}
            self.faults.append(Fault(error.what, path=path, column="choice_filter", values=values))
            return Choices(value=columns["value"], label=columns["label"])
        randomized, seed = False, ""
        if isinstance(nodes, Call) and nodes.name == "randomize":
            randomized, seed = True, write(nodes.arguments[1]) if len(nodes.arguments) > 1 else ""
            nodes = nodes.arguments[0]
        if not isinstance(nodes, Path) or not nodes.steps:
            self.faults.append(Fault("list_unknown", path=path, values={"list": itemset.get("nodeset", "")}))
            return Choices(value=columns["value"], label=columns["label"])
        predicates = nodes.steps[-1].predicates
        condition = " and ".join(write(one, 2 if len(predicates) > 1 else 0) for one in predicates)
        if isinstance(nodes.start, Call) and nodes.start.name == "instance":
            name = re.sub(r"^'(.*)'$", r"\1", write(nodes.start.arguments[0])) if nodes.start.arguments else ""
            return Choices(name, "", condition, randomized, seed, columns["value"], columns["label"])
        whole = Path(nodes.start, (*nodes.steps[:-1], Step(nodes.steps[-1].name)))
        return Choices("", write(whole), condition, randomized, seed, columns["value"], columns["label"])

    # the tree

    def of_body(self, element: Element, above: str, depth: int) -> list[_Made | Question]:
        if depth > MOST_DEPTH:
            raise NoForm(Fault("file_many", values={"most": str(MOST_DEPTH), "what": "groups inside each other"}))
        found: list[_Made | Question] = []
        for one in element:
            name = local(one)
            if name in _CONTROLS:
                path = path_of(one.get("ref") or self.of_bind(one.get("bind", "")), above)
                if path not in self.nodes:
                    self.faults.append(Fault("path_unknown", path=path, values={"path": path}))
                    continue
                self.actions(one, path)
                self.shown.add(path)
                found.append(_Made(None, [self._later(path, one)]))
            elif name == "group":
                found.append(self.group(one, above, depth))
            elif name == "repeat":
                found.append(self.repeat(one, None, above, depth))
        return found

    def _later(self, path: str, control: Element) -> Question:
        """Only its place: an action in a control further on may set it off, so it is made when all are known."""
        self.controls[path] = control
        return Question(path, Kind.TEXT)

    def of_bind(self, name: str) -> str:
        return next((path for path, bind in self.binds.items() if name and bind.get("id") == name), "")

    def actions(self, element: Element, trigger: str) -> None:
        for one in element:
            if local(one) in ("setvalue", "setgeopoint"):
                target = path_of(one.get("ref", ""), trigger)
                value = tidy(one.get("value", "") or (one.text or ""))
                event = one.get("event", "")
                if local(one) == "setgeopoint":
                    self.recorded[target] = one
                self.triggered.setdefault(target, []).append((trigger, event, value))

    def group(self, element: Element, above: str, depth: int) -> _Made:
        path = path_of(element.get("ref", ""), above) if element.get("ref") else above
        inner = [one for one in element if local(one) == "repeat"]
        if len(inner) == 1 and (not element.get("ref") or path_of(inner[0].get("nodeset", ""), above) == path):
            return self.repeat(inner[0], element, above, depth)
        own = bool(element.get("ref")) and path != above
        made = Group(
            path,
            label=self.text(child(element, "label")),
            relevant=self.bound(path, "relevant") if own else "",
            readonly=self.bound(path, "readonly") if own else "",
            appearance=appearance_of(element),
            own=own,
            tags=self.tags(path) if own else (),
        )
        self.shown.add(path)
        return _Made(made, self.of_body(element, path, depth + 1))

    def repeat(self, element: Element, group: Element | None, above: str, depth: int) -> _Made:
        path = path_of(element.get("nodeset", ""), above)
        self.shown.add(path)
        count = element.get(f"{JR}count", "")
        outer = group if group is not None else element
        made = Repeat(
            path,
            label=self.text(child(outer, "label")),
            relevant=self.bound(path, "relevant"),
            readonly=self.bound(path, "readonly"),
            appearance=appearance_of(outer) or appearance_of(element),
            count=tidy(count),
            initial=self.occurs.get(path, 0),
            rows=self.rows(path),
            tags=self.tags(path),
        )
        return _Made(made, self.of_body(element, path, depth + 1))

    def survey(self) -> None:
        """The nodes of the primary instance by path; how often a repeat stands in it at first."""
        self.nodes: dict[str, Element] = {}
        self.occurs: dict[str, int] = {}
        self.standing: dict[str, list[Element]] = {}
        self.order: list[tuple[str, Element]] = []
        self.controls: dict[str, Element] = {}
        waiting: list[tuple[Element, str]] = [(self.primary, "")]
        while waiting:
            node, above = waiting.pop()
            path = f"{above}/{local(node)}"
            if path.count("/") > MOST_DEPTH or len(self.order) > 2 * MOST_ITEMS:
                raise NoForm(Fault("file_many", values={"most": str(MOST_ITEMS), "what": "questions"}))
            template = node.get(f"{JR}template") is not None
            self.occurs[path] = self.occurs.get(path, 0) + (not template)
            if not template:
                self.standing.setdefault(path, []).append(node)
            if path not in self.nodes:
                self.nodes[path] = node
                self.order.append((path, node))
                waiting += [(one, path) for one in reversed(node)]

    def rows(self, path: str) -> tuple[Pairs, ...]:
        """What the repeats that are there at first hold, where that is not what a new one holds."""
        found = [self._leaves(node) for node in self.standing.get(path, ())]
        new = self._leaves(self.nodes[path]) if path in self.nodes else ()
        return tuple(found) if any(one != new for one in found) else ()

    def _leaves(self, node: Element, above: str = "") -> Pairs:
        found: list[tuple[str, str]] = []
        for one in node:
            name = f"{above}/{local(one)}" if above else local(one)
            if len(one):
                found += self._leaves(one, name)
            elif one.text and one.text.strip():
                found.append((name, one.text))
        return tuple(found)

    def items(self) -> tuple[Item, ...]:
        self.survey()
        top = _Made(None, self.of_body(self.body, f"/{self.root}", 0))
        containers: dict[str, _Made] = {f"/{self.root}": top}
        self._index(top, containers)
        before: dict[str, str] = {}  # the sibling that stands before in the instance
        last: dict[str, str] = {}
        for path, _ in self.order:
            above = path.rpartition("/")[0]
            before[path] = last.get(above, "")
            last[above] = path
        for path, node in self.order[1:]:
            if path in self.shown or path in containers:
                continue
            above, _, name = path.rpartition("/")
            if (above == f"/{self.root}/meta" and name in _META) or path == f"/{self.root}/meta":
                if path.endswith("/meta"):
                    containers[path] = top
                continue
            if above == f"/{self.root}/meta" and name == "entity":
                self.faults.append(Fault("entities_left_out", path=path, warns=True))
                continue
            into = containers.get(above)
            if into is None:
                continue  # within what was left out
            if len(node):
                made: _Made | Question = _Made(Group(path, relevant=self.bound(path, "relevant"), tags=self.tags(path)))
                containers[path] = made  # type: ignore[assignment]
            else:
                made = Question(path, Kind.HIDDEN)
            self._insert(into, made, before[path] if not above.endswith("/meta") else last.get(f"/{self.root}", ""))
        return self._finished(top)

    def _index(self, made: _Made, containers: dict[str, _Made]) -> None:
        for one in made.items:
            if isinstance(one, _Made):
                if one.item is not None and not (isinstance(one.item, Group) and not one.item.own):
                    containers.setdefault(one.item.path, one)
                self._index(one, containers)

    def _insert(self, into: _Made, made: _Made | Question, after: str) -> None:
        """After what `after` stands in; first of all when that is nowhere here."""
        for number, one in enumerate(into.items):
            if after and after in _paths(one):
                if isinstance(one, _Made) and isinstance(one.item, Group) and not one.item.own:
                    self._insert(one, made, after)
                    return
                into.items.insert(number + 1, made)
                return
        into.items.insert(0 if not after else len(into.items), made)

    def _finished(self, made: _Made) -> tuple[Item, ...]:
        found: list[Item] = []
        for one in made.items:
            if isinstance(one, Question):
                found.append(self.question(one.path, self.nodes.get(one.path), self.controls.get(one.path)))
            elif one.item is None:
                found += self._finished(one)
            else:
                found.append(replace(one.item, items=self._finished(one)))
        return tuple(found)

    def choice_lists(self) -> tuple[ChoiceList, ...]:
        found = list(self.inline)
        total = 0
        for instance in self.secondary:
            name, source = instance.get("id", ""), instance.get("src", "")
            if source:
                found.append(ChoiceList(name, source=source.rsplit("/", 1)[-1]))
                continue
            choices = []
            for item in instance[0] if len(instance) else ():
                columns = {local(one): content_of(one) for one in item}
                label = self.words.get(columns.pop("itextId", "\0"), Text())
                if not label and columns.get("label"):
                    label = self._plain(columns["label"])
                columns.pop("label", None)
                choices.append(Choice(columns.pop("name", ""), label, tuple(columns.items())))
                total += 1
                if total > MOST_CHOICES:
                    raise NoForm(Fault("file_many", values={"most": str(MOST_CHOICES), "what": "choices"}))
            found.append(ChoiceList(name, tuple(choices)))
        return tuple(found)


def _paths(made: _Made | Question) -> list[str]:
    if isinstance(made, Question):
        return [made.path]
    # What is presentational has no path of its own, but the paths of what it holds.
    own = made.item is not None and not (isinstance(made.item, Group) and not made.item.own)
    return [made.path] if own else [path for one in made.items for path in _paths(one)]


def read_xform(data: bytes | str) -> tuple[Questionnaire, list[Fault]]:
    """The questionnaire of an XForm, and what is not quite right with it. Raises NoForm."""
    form = _Form(tree(data.encode() if isinstance(data, str) else data))
    items = form.items()
    primary = form.primary
    submission = child(form.model, "submission")
    settings = [
        (setting, submission.get(key, ""))
        for setting, key in (("submission_url", "action"), ("public_key", "base64RsaPublicKey"))
        if submission is not None and submission.get(key)
    ]
    return (
        Questionnaire(
            id=primary.get("id", "") or form.root,
            version=primary.get("version", ""),
            title=form._plain(form.title),
            languages=tuple(dict.fromkeys(form.languages)) or (UNNAMED,),
            default_language=form.language,
            items=items,
            lists=tuple(sorted(form.choice_lists(), key=lambda one: one.name)),
            root=form.root,
            instance_name=form.bound(f"/{form.root}/meta/instanceName", "calculate"),
            style=form.body.get("class", ""),
            settings=tuple(settings),
        ),
        form.faults,
    )
