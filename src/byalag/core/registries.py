"""What lower floors need from higher ones. Each room fills these in its `apps.py`; nothing here knows a room."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from django.utils.functional import Promise

from .looks import Look
from .periods import Period
from .tables import TableKind
from .takeouts import LeftHere, TakeoutKind
from .verdicts import YES, Verdict

Text = str | Promise
Item = TypeVar("Item", bound="Keyed")
Found = TypeVar("Found")


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


class Registry(Generic[Item]):
    """Items by key, in the order they were added."""

    def __init__(self, name: str):
        self.name = name
        self._items: dict[str, Item] = {}

    def add(self, item: Item) -> Item:
        if item.key in self._items:
            raise ValueError(f"{self.name}: {item.key} is there already")
        self._items[item.key] = item
        return item

    def add_all(self, items: Iterable[Item]) -> None:
        for item in items:
            self.add(item)

    def __getitem__(self, key: str) -> Item:
        return self._items[key]

    def get(self, key: str) -> Item | None:
        return self._items.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())


@dataclass(frozen=True)
class SourceRow:
    """One record behind a figure. `counts` is what it adds to the figure; `url` opens it for those who may see it."""

    label: str
    counts: Decimal | int
    when: date | None = None
    note: str = ""
    url: str = ""
    object_label: str = ""
    object_id: str = ""
    simulated: bool = False


@dataclass(frozen=True)
class MeasureResult:
    """A value and the rows it was made from. `unit` is a word, `%`, or an ISO 4217 code; None means nothing is known.

    `hidden`: how many rows are part of the value but not for this reader's eyes. `parts`: one result per currency,
    when there are several and `value` cannot say it alone.
    """

    value: Decimal | int | None
    rows: tuple[SourceRow, ...] = ()
    unit: str = ""
    hidden: int = 0
    parts: tuple[MeasureResult, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What a measure counts over: a framework (promises) in a period, narrowed by themes when asked; or cooperations and
    what an organisation does in them, with 0 for the framework.

    A scope is made for one page or one account, and what its measures share is read once for it.
    """

    framework_id: int
    period: Period
    theme_ids: tuple[int, ...] = ()
    objective_ids: tuple[int, ...] | None = None
    cooperation_ids: tuple[int, ...] = ()
    organisation_id: int = 0
    _read: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, key: Hashable, read: Callable[[], Found]) -> Found:
        """What `read` gave the first time that it was asked for under this key (it begins with the room's name)."""
        if key not in self._read:
            self._read[key] = read()
        found: Found = self._read[key]
        return found


@dataclass(frozen=True)
class Measure:
    """Counts one thing with its source rows, as far as the actor may see them."""

    key: str
    label: Text
    how: Text
    compute: Callable[[Any, Scope], MeasureResult]


@dataclass(frozen=True)
class Duty:
    """Something that is due. `urgency`: 0 overdue, 1 soon, 2 later.

    `key` stays the same as long as it is the same thing that is due (`work.finish:12`): what a person has done about it
    is kept under it. `who`: the post or the roles that it waits for. `missing`: a sentence saying what is not there yet.
    `rule`: the code of the due rule (engines.due_rules) when it comes back.
    """

    title: Text
    url: str
    due: date | None = None
    detail: Text = ""
    urgency: int = 2
    action_label: Text = ""
    key: str = ""
    who: Text = ""
    missing: Text = ""
    rule: str = ""


@dataclass(frozen=True)
class DutySource:
    """`find(actor)` depends on the organisation acted for and the roles there, never on who the actor is.

    For the system acting for an organisation it gives all that waits for anybody there. `for_roles`: those who hold any
    of these roles are all given the same, and others nothing; empty when each role is given something else.

    `look(organisation_id, today)`: rows without which there is nothing to find, whoever asks. All looks are asked in one
    statement (core.looks), and `find` only where there are any. It may take dates from `today` by adding days, and makes
    no queries.
    """

    key: str
    find: Callable[[Any], Iterable[Duty]]
    for_roles: frozenset[str] = frozenset()
    look: Look | None = None


@dataclass(frozen=True)
class PagePart:
    """A part of a page that another room contributes.

    `context(actor, thing)` is computed once per page and handed to `template` as `part`; None leaves the part out.
    """

    key: str
    place: str
    order: int
    context: Callable[[Any, Any], dict[str, Any] | None]
    template: str


@dataclass(frozen=True)
class NavItem:
    key: str
    label: Text
    url_name: str
    order: int
    is_for: Callable[[Any], bool] = field(default=lambda actor: True)


@dataclass(frozen=True)
class Trashable:
    """A kind of record that can be taken out of the trash again.

    `find(actor)` gives what the actor may see there; `may_restore(actor, thing)` the verdict that the page shows.
    """

    key: str
    label: Text
    find: Callable[[Any], Iterable[Any]]
    restore: Callable[..., Any]
    may_restore: Callable[[Any, Any], Verdict] = field(default=lambda actor, thing: YES)


@dataclass(frozen=True)
class Deed:
    """A code of the log in words, in the past tense: "started"."""

    key: str
    label: Text


@dataclass(frozen=True)
class History:
    """A kind of record whose history can be read by its own organisation.

    `visible(actor)` is a queryset of things with an `organisation_id`; `parts(actor, thing)` gives what belongs to it:
    (label of a model, ids). `sources(actor, thing)`, in the same shape, is what it was made from: told only where the
    history is taken out whole.
    """

    key: str
    label: Text
    visible: Callable[[Any], Any]
    parts: Callable[[Any, Any], Iterable[tuple[str, Iterable[int]]]] = field(default=lambda actor, thing: ())
    sources: Callable[[Any, Any], Iterable[tuple[str, Iterable[int]]]] = field(default=lambda actor, thing: ())


@dataclass(frozen=True)
class Searchable:
    """A kind of record that search finds: `visible(actor)` is a queryset, `texts` names its text fields.

    `dated` and `owner` name the fields (or paths to them) by which what is found is narrowed to a year, or to one's own.
    `within` names the thing by whose organisation and visibility it is seen, when it has none of its own.
    """

    key: str
    label: Text
    model_label: str
    visible: Callable[[Any], Any]
    texts: tuple[str, ...]
    url_name: str
    dated: str = ""
    owner: str = "organisation_id"
    within: str = ""


@dataclass(frozen=True)
class Published:
    """One thing that everyone may read: what it is called, where it stands, what kind it is, and the row itself."""

    title: str
    slug: str
    kind: Text
    language: str
    thing: Any


@dataclass(frozen=True)
class PublicPage:
    """Something published at a clean address /<organisation>/<slug>/.

    `find(organisation, slug)` is the published thing or None, `view(request, thing)` the answer, `links(organisation)`
    what is published. `box(request, thing)` is a small page of how it goes, for other sites to show.
    """

    key: str
    find: Callable[[Any, str], Any]
    view: Callable[[Any, Any], Any]
    links: Callable[[Any], Iterable[Published]]
    box: Callable[[Any, Any], Any] | None = None


@dataclass(frozen=True)
class SignOfLife:
    """What shows that a cooperation lives: `last(ids)` gives the last day of each that has shown one (one query)."""

    key: str
    last: Callable[[list[int]], dict[int, date]]


@dataclass(frozen=True)
class BriefPart:
    """What a room tells of partners in briefs: `blocks(actor, partners)` is asked once for all of them, each with the numbers of
    the cooperations with it, and gives for each in turn blocks of core.rendering, in the reader's language; none where there is
    nothing to tell."""

    key: str
    order: int
    blocks: Callable[[Any, list[tuple[Any, list[int]]]], list[list[Any]]]


@dataclass(frozen=True)
class Hold:
    """What a room holds an activity back with: `reason(activity)` is the sentence that says what is missing before it may
    begin, or None."""

    key: str
    reason: Callable[[Any], Text | None]


@dataclass(frozen=True)
class JointMatter:
    """What a room lays before the parties of a cooperation, named `key:number`.

    `settled(actor, number, change)`: what follows when all have agreed, one has not, or it was withdrawn; in the
    transaction of the answer. `url(number)`: where it is read.
    """

    key: str
    settled: Callable[[Any, int, Any], None]
    url: Callable[[int], str]


@dataclass(frozen=True)
class WordLayout:
    """Where an organisation's own Word template is found: `of(organisation_id)` gives its bytes, or None."""

    key: str
    of: Callable[[int], bytes | None]


measures: Registry[Measure] = Registry("measures")
duties: Registry[DutySource] = Registry("duties")
page_parts: Registry[PagePart] = Registry("page_parts")
navigation: Registry[NavItem] = Registry("navigation")
trashables: Registry[Trashable] = Registry("trashables")
searchables: Registry[Searchable] = Registry("searchables")
tables: Registry[TableKind] = Registry("tables")
deeds: Registry[Deed] = Registry("deeds")
histories: Registry[History] = Registry("histories")
signs_of_life: Registry[SignOfLife] = Registry("signs_of_life")
brief_parts: Registry[BriefPart] = Registry("brief_parts")
holds: Registry[Hold] = Registry("holds")
joint_matters: Registry[JointMatter] = Registry("joint_matters")
public_pages: Registry[PublicPage] = Registry("public_pages")
word_layouts: Registry[WordLayout] = Registry("word_layouts")
takeouts: Registry[TakeoutKind] = Registry("takeouts")
left_here: Registry[LeftHere] = Registry("left_here")


def parts_of(place: str, actor: Any, thing: Any) -> list[tuple[PagePart, dict[str, Any]]]:
    """The parts that other rooms give to this place of a page, in order, each with its context (made once per page)."""
    found = []
    for part in sorted((part for part in page_parts if part.place == place), key=lambda part: part.order):
        context = part.context(actor, thing)
        if context is not None:
            found.append((part, context))
    return found


def word_template_of(organisation_id: int) -> bytes | None:
    """The organisation's own Word template, from whichever room keeps one."""
    return next((found for layout in word_layouts if (found := layout.of(organisation_id)) is not None), None)
