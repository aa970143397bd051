"""The bytes of files that come in pieces: one file on the disk for each, as long as what has come so far.

Its length is the only truth about how far it is, so a killed server loses at most the piece that was coming.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone

from .models import PartialFile

CHUNK = 64 * 1024


class Busy(Exception):
    """Another piece of the same file is coming in."""


class WrongOffset(Exception):
    """The piece does not begin where the last one ended."""


class TooMuch(Exception):
    """More came than the file was said to hold; nothing of that piece is kept."""


def _path(key: UUID) -> Path:
    return Path(settings.UPLOADS) / key.hex


def offset_of(upload: PartialFile) -> int:
    """How many bytes have come."""
    with contextlib.suppress(FileNotFoundError):
        return _path(upload.key).stat().st_size
    return 0


def append(upload: PartialFile, offset: int, piece: IO[bytes]) -> int:
    """Add a piece at `offset`; the new offset. What came before the line broke stays.

    Raises Busy, WrongOffset or TooMuch, and whatever reading the piece raises.
    """
    path = _path(upload.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file, _alone(file):
        if (there := os.fstat(file.fileno()).st_size) != offset:
            raise WrongOffset(there)
        while chunk := piece.read(CHUNK):
            if there + len(chunk) > upload.size:
                file.truncate(offset)
                raise TooMuch
            file.write(chunk)
            file.flush()
            there += len(chunk)
        os.fsync(file.fileno())
        return there


@contextlib.contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        raise Busy from held
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def opened(upload: PartialFile) -> File:
    """The whole file, for reading; to be closed by whoever asked."""
    return File(_path(upload.key).open("rb"), name=upload.name)


def forget(key: UUID) -> None:
    _path(key).unlink(missing_ok=True)


def sweep() -> int:
    """Throw away what has lain too long, and bytes that no row knows. Returns how many files are gone."""
    PartialFile.objects.filter(expires_at__lte=timezone.now()).delete()
    folder = Path(settings.UPLOADS)
    if not folder.exists():
        return 0
    # The bytes are written after the row: whatever lies here has one, or is left over.
    names = [path.name for path in folder.iterdir()]
    wanted = {key.hex for key in PartialFile.objects.values_list("key", flat=True)}
    gone = [name for name in names if name not in wanted]
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    return len(gone)
