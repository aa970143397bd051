"""A form from what somebody uploads: an XLSForm (.xlsx, .xls, .csv, .md) or an XForm (.xml).

The XLSForm goes through pyxform, and the XForm that comes out is read: so there is one reader, and forms from anywhere are read
the same way. What is wrong is told in plain words at its row and column.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from byalag.engines.survey_forms.checks import checked
from byalag.engines.survey_forms.faults import Fault, of_error, of_warning
from byalag.engines.survey_forms.questionnaire import Questionnaire, Text
from byalag.engines.survey_forms.xforms import read_xform
from byalag.engines.survey_forms.xml import NoForm

if TYPE_CHECKING:
    from pyxform.xls2json_backends import DefinitionData

MOST_BYTES = 16 * 1024 * 1024
MOST_UNPACKED = 128 * 1024 * 1024
MOST_ROWS = 60_000
Row = Mapping[str, str]

# How a column may be called, too.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "type": ("command",),
    "name": ("tag", "value"),
    "label": ("caption",),
    "relevant": ("relevance", "bind::relevant"),
    "calculation": ("calculate", "bind::calculate"),
    "constraint": ("bind::constraint",),
    "constraint_message": ("constraining_message", "bind::jr:constraintmsg"),
    "required": ("bind::required",),
    "required_message": ("requiredmsg", "bind::jr:requiredmsg"),
    "readonly": ("read_only", "bind::readonly"),
    "repeat_count": ("count", "jr:count"),
    "list_name": ("list name",),
}
# What a check is about, and in which column that stands.
COLUMNS: Mapping[str, str] = {
    "value": "calculation",
    "calculate": "calculation",
    "count": "repeat_count",
    "first": "default",
    "triggered": "calculation",
    "choices": "choice_filter",
}
# Columns of our own: they go into the form as attributes of the bind.
OWN = ("core_area", "meaning", "gps_decimals", "scoring", "source")


@dataclass(frozen=True, slots=True)
class Reading:
    """`questionnaire` is None where the form cannot be used; `faults` say why, and what else is worth knowing."""

    questionnaire: Questionnaire | None
    faults: tuple[Fault, ...] = ()
    xform: str = ""

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if not fault.warns)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.warns)


def _refused(*faults: Fault) -> Reading:
    return Reading(None, faults)


def kind_of(data: bytes) -> str:
    """xlsx, xls, xml, md or csv, by what it looks like; nothing where it is none of them."""
    if data[:4] == b"PK\x03\x04":
        return "xlsx"
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "xls"
    begin = data[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"<"):
        return "xml"
    if b"\0" in data[:4_096]:
        return ""
    if begin.startswith(b"|"):
        return "md"
    return "csv" if re.search(rb"(?im)^\W*(survey|choices|settings)\W", begin) else ""


def read(data: bytes) -> Reading:
    """The questionnaire, or what is wrong. Never raises for what is in the file; the caller limits time and memory."""
    if not data.strip():
        return _refused(Fault("file_empty"))
    if len(data) > MOST_BYTES:
        return _refused(Fault("file_large", values={"megabytes": str(MOST_BYTES // 1024 // 1024)}))
    kind = kind_of(data)
    if kind == "xml":
        return _of_xform(data)
    if not kind:
        return _refused(Fault("file_kind"))
    if kind == "xlsx" and (fault := _packed(data)):
        return _refused(fault)
    if kind in ("md", "csv"):
        try:
            data = data.decode("utf-8-sig").encode()
        except UnicodeDecodeError:
            return _refused(Fault("file_words"))
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        book = get_xlsform(data, file_type=f".{kind}")
    except PyXFormError as error:
        return _refused(
            *(
                replace(fault, code="file_broken") if fault.code == "pyxform_other" else fault
                for fault in of_error(error)
            )
        )
    except Exception:
        # The readers of spreadsheets raise whatever comes along; to the one who uploads it is a broken file.
        return _refused(Fault("file_broken"))
    return _of_book(book)


def _packed(data: bytes) -> Fault | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            total = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return Fault("file_broken")
    if total > MOST_UNPACKED:
        return Fault("file_large", values={"megabytes": str(MOST_UNPACKED // 1024 // 1024)})
    return None


def _of_xform(data: bytes) -> Reading:
    try:
        questionnaire, faults = read_xform(data)
    except NoForm as error:
        return _refused(error.fault)
    found = (*faults, *checked(questionnaire))
    usable = not any(not fault.warns for fault in found)
    return Reading(questionnaire if usable else None, found, data.decode("utf-8", errors="replace"))


def _of_book(book: DefinitionData) -> Reading:
    # Here: pyxform takes half a second to load, and most processes never convert a form.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    for name in ("survey", "choices", "external_choices"):
        if len(getattr(book, name) or ()) > MOST_ROWS:
            return _refused(Fault("file_many", sheet=name, values={"most": str(MOST_ROWS), "what": f"rows in {name}"}))
    _own_columns(book)
    where = _Places(book)
    titles = _titles(book)
    warnings: list[str] = []
    try:
        result = convert(_as_dict(book), warnings=warnings, validate=False)
    except PyXFormError as error:
        return _refused(*(where.found(fault) for fault in of_error(error)))
    except Exception as error:
        # A form that the converter did not foresee; what it says is all there is to say.
        return _refused(Fault("pyxform_other", values={"message": f"{type(error).__name__}: {error}"[:300]}))
    told = [where.found(fault) for warning in warnings for fault in of_warning(warning)]
    try:
        questionnaire, faults = read_xform(result.xform)
    except NoForm as error:
        return _refused(error.fault, *told)
    questionnaire = replace(
        questionnaire,
        title=Text(tuple({**dict(questionnaire.title.words), **titles}.items())),
        settings=_settings(book, questionnaire),
    )
    faults = [*(where.at_path(fault) for fault in (*faults, *checked(questionnaire))), *told]
    usable = not any(not fault.warns for fault in faults)
    return Reading(questionnaire if usable else None, tuple(faults), result.xform)


def _as_dict(book: DefinitionData) -> dict[str, object]:
    return {name: getattr(book, name) for name in book.__slots__}


def _own_columns(book: DefinitionData) -> None:
    """`core_area` and the like are written without bind:: in front."""
    headers = [str(name) for name in _headings(book, "survey")]
    new = {name: f"bind::{name}" for name in headers if name.strip().lower() in OWN}
    if new:
        book.survey = [{new.get(key, key): value for key, value in row.items()} for row in book.survey or ()]
        book.survey_header = [{new.get(name, name): None for name in headers}]


def _headings(book: DefinitionData, sheet: str) -> Sequence[str]:
    header = getattr(book, f"{sheet}_header", None)
    return (
        tuple(header[0]) if header else tuple(dict.fromkeys(key for row in getattr(book, sheet) or () for key in row))
    )


def _titles(book: DefinitionData) -> dict[str, str]:
    """The title in other languages: columns `form_title::Svenska (sv)` of the settings, which pyxform does not know."""
    row: Row = next(iter(book.settings or ()), {})
    found: dict[str, str] = {}
    for key in tuple(row):
        base, _, language = str(key).partition("::")
        if base.strip().lower() in ("form_title", "title") and language.strip():
            found[language.strip()] = str(row[key])
    if found and book.settings:
        kept = {key: value for key, value in row.items() if "::" not in str(key)}
        book.settings = [kept, *book.settings[1:]]
        book.settings_header = [{str(key): None for key in kept}]
    return found


_READ = {"form_title", "title", "form_id", "id_string", "version", "default_language", "instance_name", "style", "name"}


def _settings(book: DefinitionData, questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    row: Row = next(iter(book.settings or ()), {})
    told = dict(questionnaire.settings)
    for key, value in row.items():
        name = str(key).strip().lower().replace(" ", "_")
        if name not in _READ and value:
            told[name] = str(value)
    return tuple(told.items())


class _Places:
    """Where in the sheets something stands."""

    def __init__(self, book: DefinitionData) -> None:
        self.book = book
        self.paths: dict[str, int] = {}
        self.names: dict[str, int] = {}
        root = next((str(row["name"]) for row in book.settings or () if row.get("name")), "data")
        stack = [f"/{root}"]
        for number, row in enumerate(book.survey or (), 2):
            kind = " ".join(str(row.get("type") or row.get("command") or "").lower().replace("_", " ").split())
            name = str(row.get("name") or row.get("tag") or row.get("value") or "").strip()
            if kind.startswith("begin "):
                stack.append(f"{stack[-1]}/{name}")
                self.paths[stack[-1]] = number
            elif kind.startswith("end ") and len(stack) > 1:
                stack.pop()
            elif name:
                self.paths.setdefault(f"{stack[-1]}/{name}", number)
            if name:
                self.names.setdefault(name, number)
            if kind == "audit":
                self.paths[f"/{root}/meta/audit"] = number

    def at_path(self, fault: Fault) -> Fault:
        """A fault of a question, at the row of the sheet where the question stands."""
        column = COLUMNS.get(fault.column, fault.column)
        if fault.sheet == "choices" or "/" not in fault.path:
            return self.found(replace(fault, column=column))
        row = self.paths.get(fault.path, 0)
        return self.found(replace(fault, sheet=fault.sheet or "survey", row=fault.row or row, column=column or "name"))

    def found(self, fault: Fault) -> Fault:
        """With its row, where only the name of what it is about is known, and with its cell."""
        rows = getattr(self.book, fault.sheet, None) if fault.sheet in self.book.__slots__ else None
        if not fault.row and fault.sheet == "survey":
            name, kind = fault.values.get("name", ""), fault.values.get("type", "")
            by_type = next((n for n, row in enumerate(rows or (), 2) if kind and str(row.get("type")) == kind), 0)
            fault = replace(fault, row=self.names.get(name, 0) or by_type)
        if not fault.row and fault.sheet == "choices" and "choice" in fault.values:
            same = (n for n, row in enumerate(rows or (), 2) if str(row.get("name")) == fault.values["choice"])
            fault = replace(fault, row=next(same, 0))
        headings = [str(name) for name in _headings(self.book, fault.sheet)] if fault.sheet else []
        heading = self._heading(headings, fault.column)
        if not heading:
            return fault
        shown = heading.removeprefix("bind::") if heading.removeprefix("bind::") in OWN else heading
        cell = f"{get_column_letter(headings.index(heading) + 1)}{fault.row}" if fault.row else ""
        return replace(fault, column=shown, cell=cell)

    @staticmethod
    def _heading(headings: Sequence[str], column: str) -> str:
        if not column:
            return ""
        wanted = (column.lower(), *ALIASES.get(column, ()))
        plain = {name.strip().lower().replace(" ", "_"): name for name in reversed(headings)}
        for one in wanted:
            if one in plain:
                return plain[one]
        return next((name for key, name in plain.items() if key.split("::")[0] in wanted), "")
