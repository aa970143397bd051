"""A takeout that somebody brought: opened with care, every part held against its checksum, read line by line."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from byalag.core import archives
from byalag.core.archives import MB, Limits, Unsafe
from byalag.core.takeouts import Values

from .columns import IDENTIFIER
from .writing import FORMAT, MANIFEST

ON_A_PAGE = Limits(members=20_000, size=2_000 * MB, ratio=300, directory=8 * MB)
BY_COMMAND = Limits(members=1_000_000, size=200_000 * MB, ratio=300, directory=400 * MB)
LONGEST_LINE, _MANIFEST_SIZE, _PIECE = 8 * MB, 64 * MB, MB
_PART = re.compile(
    r"index\.html|style\.css|shared-by-others\.jsonl|(?:data|lists)/[a-z]+\.[a-z]+\.(?:jsonl|csv)|files/[0-9a-f]{12}-[^/]+"
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError)


class Unreadable(Exception):
    """The file cannot be taken in; `sentence` says why, and what to do."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail
        self.sentence: str | Promise = SENTENCES[code]

    def __str__(self) -> str:
        return str(self.sentence) % {"detail": self.detail}


SENTENCES: dict[str, str | Promise] = {
    "other": _("This is not a takeout of Byalag. Choose the .zip file that was taken out, as it was."),
    "damaged": _("This takeout is damaged (%(detail)s is not what was written). Fetch it once more. Nothing was changed here."),
    "bomb": _("This file unpacks to far more than a takeout holds. Nothing was changed here."),
    "too_large": _("This takeout is too large for a page. Whoever runs the installation takes it in with: byalag take-in FILE"),
    "encrypted": _("This file is protected with a password. Save it without one. Nothing was changed here."),
    "newer": _("This takeout was written by a newer program (Byalag %(detail)s). Install that version here first."),
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A takeout whose parts are what its list says."""

    archive: zipfile.ZipFile
    manifest: dict[str, Any]

    @property
    def source(self) -> str:
        return str(self.manifest["installation"])

    @property
    def organisation_id(self) -> str:
        return str(self.manifest["organisation"]["id"])

    @property
    def kinds(self) -> dict[str, dict[str, Any]]:
        return dict(self.manifest["kinds"])

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 → its name in the archive."""
        return {sha256: told["part"] for sha256, told in self.manifest["files"].items()}

    def rows(self, key: str) -> Iterator[Values]:
        """The records of a kind, one after another. Raises Unreadable."""
        told = self.kinds.get(key)
        if not told or not told["part"]:
            return
        with self.archive.open(told["part"]) as lines:
            while line := lines.readline(LONGEST_LINE + 1):
                yield _row(line, told["part"])

    def open_file(self, sha256: str) -> IO[bytes]:
        return self.archive.open(self.files[sha256])


def _row(line: bytes, part: str) -> Values:
    if len(line) > LONGEST_LINE or b"\\u0000" in line:
        raise Unreadable("damaged", part)
    try:
        values = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("damaged", part) from fault
    if not isinstance(values, dict) or not IDENTIFIER.fullmatch(str(values.get("id"))):
        raise Unreadable("damaged", part)
    return values


def _no_number(name: str) -> None:
    raise ValueError(name)


def open_takeout(file: IO[bytes], limits: Limits = BY_COMMAND) -> Opened:
    """Look through all of it; nothing is written. Raises Unreadable."""
    try:
        archive = archives.open_archive(file, limits)
    except Unsafe as fault:
        if fault.code == "bomb" and limits is ON_A_PAGE and _says_it_is_large(file):
            raise Unreadable("too_large") from fault
        raise Unreadable(fault.code if fault.code in {"bomb", "encrypted"} else "other") from fault
    manifest = _manifest(archive)
    _see_that_it_is_whole(archive, manifest)
    return Opened(archive, manifest)


def _says_it_is_large(file: IO[bytes]) -> bool:
    """Within what the command takes."""
    try:
        archives.open_archive(file, BY_COMMAND)
    except Unsafe:
        return False
    return True


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(archives.read_part(archive, MANIFEST, _MANIFEST_SIZE))
        form, version = int(manifest["format"]), str(manifest["byalag"])[:20]
    except Unsafe as fault:
        raise Unreadable("other") from fault
    except (ValueError, RecursionError, KeyError, TypeError) as fault:
        raise Unreadable("other") from fault
    if form > FORMAT:
        raise Unreadable("newer", version)
    if form != FORMAT or not _is_proper(manifest):
        raise Unreadable("other")
    return dict(manifest)


def _is_proper(manifest: Any) -> bool:
    """It has the shape that ours have; what stands in it is checked where it is used."""
    try:
        return (
            re.fullmatch(r"[0-9a-f]{16}", manifest["installation"]) is not None
            and IDENTIFIER.fullmatch(manifest["organisation"]["id"]) is not None
            and isinstance(manifest["organisation"]["name"], str)
            and all(
                _PART.fullmatch(name) and _SHA256.fullmatch(one["sha256"]) for name, one in manifest["parts"].items()
            )
            and all(not one["part"] or one["part"] == f"data/{key}.jsonl" for key, one in manifest["kinds"].items())
            and all(
                _SHA256.fullmatch(key) and one["part"] in manifest["parts"] for key, one in manifest["files"].items()
            )
        )
    except (KeyError, TypeError, AttributeError):
        return False


def _see_that_it_is_whole(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    there, parts = set(archive.namelist()) - {MANIFEST}, manifest["parts"]
    if odd := there ^ set(parts):
        raise Unreadable("damaged", min(odd)[:80])
    wanted = {name: facts["sha256"] for name, facts in parts.items()}
    for key, told in manifest["kinds"].items():
        if told["part"] and wanted.get(told["part"]) != told["sha256"]:
            raise Unreadable("damaged", key)
    for sha256, told in manifest["files"].items():
        if wanted.get(told["part"]) != sha256:
            raise Unreadable("damaged", told["part"][:80])
    for name, sha256 in wanted.items():
        if _sha256(archive, name) != sha256:
            raise Unreadable("damaged", name[:80])


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while piece := part.read(_PIECE):
                digest.update(piece)
    except _FAULTS as fault:
        raise Unreadable("damaged", name[:80]) from fault
    return digest.hexdigest()
