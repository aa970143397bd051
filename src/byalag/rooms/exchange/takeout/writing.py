"""A takeout as one zip: a line of JSON for each record, lists for spreadsheets, the files, and a page that explains it all.

Every part is written to the disk first, row by row, and then packed: memory stays the same however much there is.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

import byalag
from byalag.core import redaction, registries
from byalag.core.downloads import safe_name
from byalag.core.files import open_stored
from byalag.core.models import StoredFile
from byalag.core.name_matching import Names
from byalag.core.rendering.sheets import write_csv
from byalag.core.search import batched
from byalag.core.takeouts import TakeoutKind, Taking, Values
from byalag.rooms.people.api import Circle, Organisation

from .choosing import Choice, linked
from .columns import BATCH, Identifiers, columns_of, installation, plain

FORMAT = 1
MANIFEST, PAGE, SHARED, STYLE = "manifest.json", "index.html", "shared-by-others.jsonl", "style.css"
_STYLE = Path(__file__).resolve().parent.parent / "static/exchange/takeout.css"
TRIES = 3

Progress = Callable[[int, int], None]


class Moved(Exception):
    """Rows went away while they were written down: to be made anew."""


@dataclass
class Written:
    """What was written of a kind."""

    kind: TakeoutKind
    count: int = 0
    sha256: str = ""
    path: str = ""
    list_path: str = ""


@dataclass
class Work:
    """One takeout on its way: where its parts lie, and what is known of them."""

    taking: Taking
    organisation: Organisation
    language: str
    folder: Path
    choice: Choice
    identifiers: Identifiers
    names: Names
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # SHA-256 → its name in the zip
    told: list[Written] = field(default_factory=list)
    shared: int = 0


def make_takeout(
    target: IO[bytes], *, organisation: Organisation, taking: Taking, language: str, progress: Progress | None = None
) -> dict[str, Any]:
    """Write the zip. Returns its manifest. `progress(done, of)` is told after each kind of record."""
    for attempt in range(1, TRIES + 1):
        target.seek(0)
        target.truncate()
        try:
            with tempfile.TemporaryDirectory(prefix="byalag-takeout-") as folder, translation.override(language):
                return _make(target, Path(folder), organisation, taking, language, progress)
        except Moved:
            if attempt == TRIES:
                raise
    raise AssertionError


def _make(
    target: IO[bytes],
    folder: Path,
    organisation: Organisation,
    taking: Taking,
    language: str,
    progress: Progress | None,
) -> dict[str, Any]:
    home = installation()
    choice = Choice(taking).make()
    work = Work(taking, organisation, language, folder, choice, Identifiers(home), _withheld(taking))
    (folder / "data").mkdir()
    (folder / "lists").mkdir()
    of = len(taking.kinds)
    for done, kind in enumerate(taking.kinds.values(), start=1):
        _write_kind(work, kind)
        if progress:
            progress(done, of)
    _write_shared(work)
    (folder / STYLE).write_bytes(_STYLE.read_bytes())
    manifest = {
        "format": FORMAT,
        "byalag": byalag.__version__,
        "made": timezone.now().isoformat(timespec="seconds"),
        "installation": home,
        "organisation": _name(work),
        "cooperation": _cooperation(work),
        "with_protected": taking.with_protected,
        "language": language,
        "kinds": {one.kind.key: {"part": one.path, "count": one.count, "sha256": one.sha256} for one in work.told},
        "shared_by_others": work.shared,
        "files": {sha256: {"part": name} for sha256, name in sorted(work.files.items())},
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _pack(work, archive)
        page = _page(work, manifest).encode()
        archive.writestr(PAGE, page)
        manifest["parts"] = work.parts | {PAGE: _facts(page)}
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _withheld(taking: Taking) -> Names:
    """Names of persons at risk that stand in texts as aliases: one's own unless they go along, those of partners always."""
    partners = Circle.objects.filter(pk__in=taking.circle_ids).values_list("organisations", flat=True)
    whose = {number for number in partners if number} | {taking.organisation_id}
    return redaction.names_of(whose - {taking.organisation_id} if taking.with_protected else whose)


def _name(work: Work) -> dict[str, str]:
    row = work.organisation
    return {"id": work.identifiers.of("people.organisation", [row.pk])[row.pk], "name": row.name, "slug": row.slug}


def _cooperation(work: Work) -> str:
    number = work.taking.cooperation_id
    return work.identifiers.of("cooperation.cooperation", [number])[number] if number else ""


# --- Records ----------------------------------------------------------------------------------------------------------


def _write_kind(work: Work, kind: TakeoutKind) -> None:
    """All rows of a kind, in the order of their numbers; those that may be there elsewhere, in that of their identifiers."""
    one = Written(kind, path=f"data/{kind.key}.jsonl")
    columns = kind.columns
    digest, spool = hashlib.sha256(), work.folder / one.path
    list_file = work.folder / f"lists/{kind.key}.csv"
    with spool.open("wb") as data, list_file.open("w", encoding="utf-8-sig", newline="") as listed:
        if columns:
            names = [_heading(kind.model, name) for name in columns]
            listed.write(write_csv([names]))
        rows = _rows(work, kind)
        for values in sorted(rows, key=_by_identifier) if kind.is_matched else rows:
            cells = work.names.value(values.pop("", None))
            line = json.dumps(work.names.value(values), ensure_ascii=False, sort_keys=True).encode() + b"\n"
            data.write(line)
            digest.update(line)
            one.count += 1
            if columns and cells is not None:
                listed.write(write_csv([cells]))
    one.sha256 = digest.hexdigest()
    if not one.count:
        spool.unlink()
        one.path = ""
    if columns and one.count:
        one.list_path = f"lists/{kind.key}.csv"
    else:
        list_file.unlink()
    work.told.append(one)


def _by_identifier(values: Values) -> tuple[str, int]:
    home, _point, number = values["id"].rpartition(".")
    return home, int(number)


def _rows(work: Work, kind: TakeoutKind) -> Iterator[Values]:
    columns, chosen = columns_of(kind.key), work.choice.ids[kind.key]
    related = [field.name for field in columns.files]
    shown = {column.partition(".")[0]: column.replace(".", "__") for column in kind.columns}
    related += [shown.get(key.name, key.name) for key, _to in columns.keys if key.name in shown or kind.adjust]
    for batch in batched(chosen, BATCH):
        found = kind.model._default_manager.filter(pk__in=batch).order_by("pk")
        rows = list(found.select_related(*related) if related else found)
        if len(rows) != len(batch):
            raise Moved
        yield from _of_batch(work, kind, rows)
    if kind.more:
        yield from _besides(work, kind)


def _of_batch(work: Work, kind: TakeoutKind, rows: list[Any]) -> Iterator[Values]:
    columns, taking = columns_of(kind.key), work.taking
    names = work.identifiers.of(kind.key, [row.pk for row in rows])
    named = {
        target: work.identifiers.of(target, numbers) for target, numbers in _pointed_at(columns.keys, rows).items()
    }
    many = {field.name: _links(work, field, target, rows) for field, target in columns.many}
    inner = {each.name: _inner(each, rows) for each in kind.inner}
    for row in rows:
        values: Values = {"id": names[row.pk]}
        values |= {field.name: plain(field.value_from_object(row)) for field in columns.plain}
        for key, target in columns.keys:
            number = getattr(row, key.attname)
            values[key.name] = named[target][number] if number in work.choice.ids[target] else None
        for file in columns.files:
            values[file.name] = _file(work, row, file)
        values |= {name: links.get(row.pk, []) for name, links in many.items()}
        values |= {name: found.get(row.pk, []) for name, found in inner.items()}
        if "visibility" in values and values.get("circle", "") is None and values["visibility"] == "circle":
            values["visibility"] = "organisation"  # there is no circle any more that it could be shared with
        if kind.adjust:
            kind.adjust(taking, row, values)
        if kind.whose:
            values[kind.whose] = _whose(work, kind, row, values)
        if kind.columns:
            _as_told(row, columns.plain, values)
            values[""] = [_cell(row, values, name) for name in kind.columns]
        yield values


def _whose(work: Work, kind: TakeoutKind, row: Any, values: Values) -> str | None:
    """In the new place what goes along is one's own, also what is joint; what is nobody's stays nobody's."""
    if values[kind.whose] is None and getattr(row, f"{kind.whose}_id") is None:
        return None
    return str(_name(work)["id"])


def _as_told(row: Any, columns: Any, values: Values) -> None:
    """The row as it is written down, for the list."""
    for column in columns:
        if values[column.name] != plain(column.value_from_object(row)):
            setattr(row, column.attname, column.to_python(values[column.name]))


def _besides(work: Work, kind: TakeoutKind) -> Iterator[Values]:
    owner = columns_of(kind.key)
    through = kind.part_of
    target = next(key for field, key in owner.keys if field.name == through)
    for batch in batched(work.choice.ids[target], BATCH):
        for number, told in kind.more(work.taking, batch) if kind.more else ():
            values: Values = {"id": f"{work.identifiers.home}.{number}", **told}
            for key, of in owner.keys:
                if (pointed := told.get(key.name)) is not None:
                    values[key.name] = work.identifiers.of(of, [pointed])[pointed]
            yield values


def _pointed_at(keys: Any, rows: list[Any]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {target: set() for _key, target in keys}
    for key, target in keys:
        found[target] |= {number for row in rows if (number := getattr(row, key.attname)) is not None}
    return found


def _links(work: Work, field: Any, target: str, rows: list[Any]) -> dict[int, list[str]]:
    chosen = work.choice.ids[target]
    pairs = [pair for pair in linked(field, [row.pk for row in rows]) if pair[1] in chosen]
    names = work.identifiers.of(target, {theirs for _mine, theirs in pairs})
    found: dict[int, list[str]] = {}
    for mine, theirs in pairs:
        found.setdefault(mine, []).append(names[theirs])
    return {mine: sorted(links) for mine, links in found.items()}


def _inner(inner: Any, rows: list[Any]) -> dict[int, list[dict[str, str]]]:
    wanted = apps.get_model(inner.key)._default_manager.filter(**{f"{inner.owner}__in": [row.pk for row in rows]})
    found: dict[int, list[dict[str, str]]] = {}
    for line in wanted.order_by(*inner.fields).values(inner.owner, *inner.fields):
        found.setdefault(line.pop(inner.owner), []).append(line)
    return found


def _cell(row: Any, values: Values, column: str) -> str:
    """As a person reads it; what is not said in the record is not said in the list. `visit.activity`: that of the visit."""
    name, _dot, further = column.partition(".")
    if values.get(name) in (None, ""):
        return ""
    shown = getattr(row, f"get_{name}_display", None)
    said = shown() if shown else getattr(row, name)
    said = getattr(said, further) if further else said
    return gettext("yes") if said is True else gettext("no") if said is False else str(said)


def _heading(model: Any, column: str) -> str:
    field = model._meta.get_field(column.partition(".")[0])
    if further := column.partition(".")[2]:
        field = field.related_model._meta.get_field(further)
    return str(field.verbose_name)


# --- Files and pages --------------------------------------------------------------------------------------------------


def _file(work: Work, row: Any, field: Any) -> str | None:
    stored: StoredFile | None = getattr(row, field.name)
    if stored is None:
        return None
    said = getattr(row, "file_name", "") or getattr(row, "name", "") or str(row)
    work.files.setdefault(stored.sha256, f"files/{stored.sha256[:12]}-{safe_name(said)}")
    return stored.sha256


def _write_shared(work: Work) -> None:
    """What others share: its title and whose it is."""
    with (work.folder / SHARED).open("wb") as data:
        for kind in work.taking.kinds.values():
            for row in kind.shared(work.taking).order_by("pk").iterator(chunk_size=BATCH) if kind.shared else ():
                told = {"kind": kind.key, "title": work.names.text(str(row)), "whose": str(row.organisation)}
                data.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
                work.shared += 1


def _pack(work: Work, archive: zipfile.ZipFile) -> None:
    for path in sorted(path for path in work.folder.rglob("*") if path.is_file() and path.stat().st_size):
        name = path.relative_to(work.folder).as_posix()
        archive.write(path, name)
        with path.open("rb") as part:
            work.parts[name] = {"sha256": hashlib.file_digest(part, "sha256").hexdigest(), "size": path.stat().st_size}
    stored = {row.sha256: row for row in StoredFile.objects.filter(sha256__in=list(work.files))}
    for sha256, name in sorted(work.files.items()):
        if sha256 not in stored:
            raise Moved
        info = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
        info.external_attr = 0o600 << 16
        with open_stored(stored[sha256]) as source, archive.open(info, "w", force_zip64=True) as copy:
            while piece := source.read(1024 * 1024):
                copy.write(piece)
        work.parts[name] = {"sha256": sha256, "size": stored[sha256].size}


def _facts(data: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def _page(work: Work, manifest: dict[str, Any]) -> str:
    stays = [kind for kind in work.told if kind.count]
    return render_to_string(
        "exchange/takeout_page.html",
        {
            "organisation": work.organisation,
            "cooperation": next(iter(_titles(work)), ""),
            "manifest": manifest,
            "today": timezone.localdate(),
            "told": stays,
            "files": sorted(work.files.values(), key=lambda name: name.split("-", 1)[-1].casefold()),
            "left": {str(left.reason): None for left in registries.left_here},
            "language": work.language,
            "command": "byalag take-in takeout.zip",
        },
    )


def _titles(work: Work) -> list[str]:
    if work.taking.is_whole:
        return []
    rows = work.taking.rows("cooperation.cooperation")
    return [str(row) for row in rows]
