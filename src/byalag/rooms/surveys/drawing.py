"""How a question stands on the page: which control, what is said beside it, and what is wrong with its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from byalag.engines.survey_forms import Kind, Page, Section, Shown, Wrong

NEEDS_APP = frozenset({Kind.AUDIO, Kind.VIDEO, Kind.GEOTRACE, Kind.GEOSHAPE})
"""What a page without scripts cannot take: told, and not demanded."""
UPLOADED = frozenset({Kind.IMAGE, Kind.FILE})
_CONTROLS = {
    Kind.DATE: "date", Kind.TIME: "time", Kind.DATETIME: "datetime", Kind.SELECT_ONE: "radio",
    Kind.SELECT_MULTIPLE: "checkbox", Kind.RANK: "rank", Kind.NOTE: "note", Kind.ACKNOWLEDGE: "acknowledge",
    Kind.IMAGE: "file", Kind.FILE: "file",
}  # fmt: skip
_NUMBERS = {Kind.INTEGER: "numeric", Kind.DECIMAL: "decimal", Kind.RANGE: "decimal"}


@dataclass(frozen=True)
class Option:
    id: str
    name: str
    label: str
    chosen: bool = False
    number: str = ""


@dataclass(frozen=True)
class Drawn:
    """A question, ready for the template. `help`: what we say about how to answer; `fault`: what is wrong, in words."""

    id: str
    address: str
    control: str
    label: str
    hint: str
    guidance: str
    value: str
    required: bool
    help: str = ""
    fault: str = ""
    inputmode: str = ""
    options: tuple[Option, ...] = ()

    @property
    def described_by(self) -> str:
        told = (("hint", self.hint), ("help", self.help), ("fault", self.fault))
        return " ".join(f"{self.id}-{what}" for what, text in told if text)

    @property
    def first(self) -> str:
        """Where a link from the summary of faults leads."""
        return self.options[0].id if self.options else self.id


@dataclass(frozen=True)
class DrawnSection:
    label: str
    number: int
    level: int
    address: str
    removable: bool
    adds: str
    parts: tuple[Drawn | DrawnSection, ...] = ()
    is_section: bool = field(default=True, init=False)


@dataclass
class Drawing:
    """Draws a page. `faults`: sentences by address; `ranks`: numbers typed that make no order, by address."""

    faults: Mapping[str, str]
    ranks: Mapping[str, Mapping[str, str]]
    _count: int = 0

    def page(self, page: Page) -> tuple[Drawn | DrawnSection, ...]:
        return tuple(self._parts(page.parts, 2))

    def _parts(self, parts: tuple[Shown | Section, ...], level: int) -> Iterator[Drawn | DrawnSection]:
        for part in parts:
            if isinstance(part, Shown):
                yield self._question(part)
            else:
                inner = tuple(self._parts(part.parts, min(level + 1, 4)))
                yield DrawnSection(part.label, part.number, level, part.address, part.removable, part.adds, inner)

    def _question(self, one: Shown) -> Drawn:
        self._count += 1
        here = f"q{self._count}"
        control = control_of(one)
        return Drawn(
            here, one.address, control, one.label, one.hint, one.guidance, _typed(one), one.required,
            help=help_of(one), fault=self.faults.get(one.address, ""),
            inputmode=_NUMBERS.get(one.question.kind, ""), options=tuple(self._options(here, one)),
        )  # fmt: skip

    def _options(self, here: str, one: Shown) -> Iterator[Option]:
        numbers = self.ranks.get(one.address) or {
            name: str(place) for place, name in enumerate(one.value.split(), 1) if one.question.kind is Kind.RANK
        }
        for place, choice in enumerate(one.choices, 1):
            chosen, number = choice.name in one.chosen, numbers.get(choice.name, "")
            yield Option(f"{here}-{place}", choice.name, choice.label or choice.name, chosen, number)


def control_of(one: Shown) -> str:
    kind = one.question.kind
    if kind in NEEDS_APP:
        return "app"
    if one.readonly and kind is not Kind.NOTE:
        return "fixed"
    if kind is Kind.TEXT and ("multiline" in one.question.appearance or "\n" in one.value):
        return "textarea"
    return _CONTROLS.get(kind, "text")


def _typed(one: Shown) -> str:
    """As the browser's own fields for days and times want it; what is wrong stays as it was typed."""
    if one.question.kind is Kind.TIME:
        return one.value[:5] if one.value[2:3] == ":" else one.value
    if one.question.kind is Kind.DATETIME:
        return one.value[:16] if one.value[10:11] == "T" else one.value
    return one.value


def help_of(one: Shown) -> str:
    """How to answer, where the control alone does not tell."""
    told = dict(one.question.parameters)
    match one.question.kind:
        case Kind.RANK:
            return _("Number them: 1 for what comes first.")
        case Kind.RANGE:
            start, end = told.get("start", "0"), told.get("end", "10")
            return _("A number from %(start)s to %(end)s.") % {"start": start, "end": end}
        case Kind.GEOPOINT:
            return _("Latitude and longitude in degrees, such as 60.607 15.632.")
        case Kind.IMAGE:
            return _("A picture as JPEG or PNG. What the camera wrote into it, such as the place, is taken out.")
        case Kind.FILE:
            return _("A Word file, a PDF or plain text.")
    return ""


def sentence(one: Shown, wrong: Wrong) -> str:
    """What is wrong with an answer: the form's own message, else ours."""
    if wrong.message:
        return wrong.message
    if wrong.what == "required":
        return _("This question needs an answer.")
    if wrong.what == "range":
        return help_of(one)
    if wrong.what == "constraint":
        return _("This answer does not fit. Look at it once more.")
    match one.question.kind:
        case Kind.INTEGER:
            return _("Write a whole number, such as 12.")
        case Kind.DECIMAL | Kind.RANGE:
            return _("Write a number, such as 12 or 1.5.")
        case Kind.DATE | Kind.DATETIME:
            return _("Write the day as year, month and day, such as 2026-03-31.")
        case Kind.TIME:
            return _("Write the time as hours and minutes, such as 14:30.")
        case Kind.GEOPOINT:
            return help_of(one)
    return _("This answer cannot be read. Write it in another way.")
