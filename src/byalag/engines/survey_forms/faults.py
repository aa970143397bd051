"""What is wrong with a form, in plain words and at its row and column; also for what pyxform finds.

A fault has a code; `SENTENCES` has an English sentence for each, which the room translates and fills with `values`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from byalag.engines.survey_forms.sentences import PLACES, SENTENCES, SPOKEN

if TYPE_CHECKING:
    from pyxform.errors import PyXFormError


@dataclass(frozen=True, slots=True)
class Fault:
    """`row` counts from 1 as the sheet does, 0 where it is not known; `column` is its heading; `cell` as in D7.

    `path`: of the question, where it is known. `warns`: the form can be used all the same.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    path: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    warns: bool = False

    @property
    def sentence(self) -> str:
        """In English."""
        return SENTENCES[self.code].format_map({**dict.fromkeys(placeholders(self.code), ""), **self.values})


def placeholders(code: str) -> set[str]:
    """What a sentence has to be filled with."""
    return {name for _, name, _, _ in Formatter().parse(SENTENCES[code]) if name}


def _pattern(template: str) -> re.Pattern[str]:
    """What a template gives, whatever it is filled with."""
    parts, seen = [], set()
    for text, name, _, _ in Formatter().parse(template):
        parts.append(re.escape(text))
        if name and name not in seen:
            parts.append(f"(?P<{name}>.*?)")
            seen.add(name)
        elif name:
            parts.append(f"(?P={name})")
    return re.compile("".join(parts), re.DOTALL)


@lru_cache(maxsize=1)
def _known() -> list[tuple[str, re.Pattern[str]]]:
    # Here: pyxform takes half a second to load, and most processes never convert a form.
    from pyxform.errors import ErrorCode

    coded = [(f"pyxform_{code.name.lower()}", _pattern(code.value.msg)) for code in ErrorCode]
    return [*coded, *((code, re.compile(pattern, re.DOTALL)) for code, pattern in SPOKEN)]


_ROW = re.compile(r"\[row : (\d+)\]")


def of_error(error: PyXFormError) -> list[Fault]:
    """An error of pyxform in our words; one that holds several gives several."""
    if error.code is not None:
        code = f"pyxform_{error.code.name.lower()}"
        return [_placed(code, {key: _told(value) for key, value in error.context.items()})]
    message = str(error)
    parts = message.split("\n[row") if message.count("[row : ") > 1 else [message]
    return [of_message(part if number == 0 else f"[row{part}") for number, part in enumerate(parts)]


def of_warning(message: str) -> list[Fault]:
    """A warning of pyxform in our words."""
    lines = message.split("\n") if message.startswith("Language '") else [message]
    return [replace(of_message(line), warns=True) for line in lines]


def of_message(message: str) -> Fault:
    row = _ROW.search(message)
    for code, pattern in _known():
        found = pattern.fullmatch(message.strip())
        if found is None and code.startswith("pyxform_said"):
            found = pattern.search(message)
        if found is not None:
            values = {key: value for key, value in found.groupdict().items() if value is not None}
            return _placed(code, {"row": row[1] if row else "0", **values})
    told = re.sub(r"\s+", " ", _ROW.sub("", message)).strip()[:300]
    return _placed("pyxform_other", {"row": row[1] if row else "0", "message": told})


def _placed(code: str, values: dict[str, str]) -> Fault:
    sheet, column = PLACES.get(code, ("", ""))
    row = values.pop("row", "0")
    return Fault(
        code,
        sheet=values.get("sheet") or values.get("sheet_name") or sheet,
        row=int(row) if row.isdigit() else 0,
        column=values.get("column") or column,
        values=values,
    )


def _told(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)
