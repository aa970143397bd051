"""Files on a disk: there as a whole or not at all, whatever happens to the machine meanwhile."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

INCOMING = "incoming"


class WholeFiles(FileSystemStorage):
    """Writes beside the place, flushes to the disk, then renames. A name stands for its content, so it may be written again."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        incoming = Path(self.path(INCOMING))
        for folder in (target.parent, incoming):
            folder.mkdir(parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in content.chunks():
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if self.file_permissions_mode is not None:
                os.chmod(made, self.file_permissions_mode)
            os.replace(made, target)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
        for folder in (target.parent, target.parent.parent):
            _flush(folder)
        return str(name).replace("\\", "/")


def _flush(folder: Path) -> None:
    """The folder's own entry for the new name reaches the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
