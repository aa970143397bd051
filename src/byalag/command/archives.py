"""Backups: a tar archive of the database, the files, and a manifest with the SHA-256 of each part."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

import byalag
from byalag.config import environment

from .database import applied_migrations, is_empty, unknown_migrations
from .terminal import Failed, Unusable, progress

MANIFEST = "manifest.json"
FORMAT = 1
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
PART = re.compile(r"manifest\.json|database\.(sqlite3|dump)|files/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}")


def write_backup(target: Path) -> int:
    """Write the archive under another name first, so that a broken one never has the right name. Returns the files."""
    with tempfile.TemporaryDirectory(dir=_existing(target.parent), prefix=".backup-") as folder:
        work = Path(folder)
        progress("Copying the database …")
        # The files are listed after the database is copied: each row of the copy has its file, some files may be newer.
        parts = {DATABASE[connection.vendor]: _dump(work / DATABASE[connection.vendor])}
        parts |= {f"files/{path.relative_to(settings.FILES)}": path for path in settings.FILES.glob("??/??/*")}
        progress(f"Packing {len(parts) - 1} files …")
        manifest = {
            "format": FORMAT,
            "byalag": byalag.__version__,
            "made": timezone.now().isoformat(timespec="seconds"),
            "database": connection.vendor,
            "migrations": applied_migrations(),
            "parts": {name: {"sha256": _sha256(path), "size": path.stat().st_size} for name, path in parts.items()},
        }
        (work / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        whole = work / "whole"
        whole.touch(mode=0o600)
        with tarfile.open(whole, "w:gz" if target.suffix in {".gz", ".tgz"} else "w") as archive:
            for name, path in {MANIFEST: work / MANIFEST, **parts}.items():
                archive.add(path, name)
        whole.replace(target)
    return len(parts) - 1


def read_backup(source: Path, *, replace: bool) -> int:
    """Check everything, then put it in place. Returns how many files came back.

    Raises Unusable when the archive is none of ours or damaged, Failed when it does not fit here; then nothing changed.
    """
    if not replace and not (is_empty() and not any(settings.FILES.glob("??/??/*"))):
        raise Failed("There is work here already. Add --replace to throw it away and put the backup in its place.")
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".restore-") as folder:
        work = Path(folder)
        progress("Checking the archive …")
        manifest = _unpack(source, work)
        _see_that_it_is_whole(source, work, manifest)
        _see_that_it_fits(manifest)
        progress("Putting database and files in place …")
        _add_files(work)
        _load(work / DATABASE[connection.vendor])
        _drop_files_not_in(set(manifest["parts"]))
    return len(manifest["parts"]) - 1


def _add_files(work: Path) -> None:
    """Files are named by their content, so adding them changes nothing for what is here now."""
    for part in (work / "files").glob("??/??/*"):
        place = settings.FILES / part.relative_to(work / "files")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(part, place)


def _drop_files_not_in(parts: set[str]) -> None:
    for path in settings.FILES.glob("??/??/*"):
        if f"files/{path.relative_to(settings.FILES)}" not in parts:
            path.unlink()


def _unpack(source: Path, work: Path) -> dict[str, Any]:
    """The manifest; the parts lie in `work`. Only ordinary files with names of ours leave the archive."""
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                if not (member.isfile() and PART.fullmatch(member.name)):
                    raise Unusable(f"{source} is not a backup of Byalag: it holds {member.name[:100]!r}.")
                content = archive.extractfile(member)
                assert content is not None
                place = work / member.name
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as copy:
                    shutil.copyfileobj(content, copy)
        manifest = json.loads((work / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise Unusable(f"{source} was written in a way that this version does not read.")
    except (tarfile.TarError, EOFError, zlib.error, ValueError, KeyError) as fault:
        raise Unusable(f"{source} is not a backup of Byalag, or it is damaged.") from fault
    except FileNotFoundError as fault:
        raise Unusable(f"There is no backup in {source}.") from fault
    except OSError as fault:
        raise Unusable(f"{source} cannot be read: {fault.strerror or fault}.") from fault
    return dict(manifest)


def _see_that_it_is_whole(source: Path, work: Path, manifest: dict[str, Any]) -> None:
    for name, facts in manifest["parts"].items():
        part = work / name
        if not PART.fullmatch(name) or not part.exists() or _sha256(part) != facts["sha256"]:
            raise Unusable(f"{source} is damaged: {name} is not what was written. Nothing was changed here.")
    there = {str(path.relative_to(work)) for path in work.rglob("*") if path.is_file()}
    if surplus := there - set(manifest["parts"]) - {MANIFEST}:
        raise Unusable(f"{source} holds more than its list says: {min(surplus)}. Nothing was changed here.")


def _see_that_it_fits(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise Failed(
            f"The backup is of a {manifest['database']} database, and this installation uses {connection.vendor}. "
            "Nothing was changed here."
        )
    if unknown_migrations(set(manifest["migrations"])):
        raise Failed(
            f"The backup was written by a newer program (Byalag {manifest['byalag']}). "
            "Install that version first. Nothing was changed here."
        )


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise Failed(f"There is no folder {folder}. Make it first.")
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump(target: Path) -> Path:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(target)
        connection.connection.backup(copy)
        copy.close()
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
    return target


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(dump)
        connection.ensure_connection()
        source.backup(connection.connection)
        source.close()
    else:
        # All or nothing: the dump comes back in one transaction, after everything that was here is gone.
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n")
            script.flush()
            restored = f"{script.name}.dump"
            _postgres("pg_restore", "--no-owner", "--no-privileges", "--file", restored, str(dump))
            try:
                options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set", "ON_ERROR_STOP=1")
                _postgres("psql", *options, "--file", script.name, "--file", restored)
            finally:
                Path(restored).unlink()


def _postgres(program: str, *options: str) -> None:
    """Run a PostgreSQL client program on our database; the password goes by the environment."""
    ours = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    variables = environment.with_settings(**{name: str(ours.get(key) or "") for name, key in names.items()})
    connection.close()
    try:
        done = subprocess.run([program, *options], env=variables, capture_output=True, text=True, check=False)
    except FileNotFoundError as fault:
        raise Failed(f"The program {program} is missing. Install it: apt install postgresql-client") from fault
    if done.returncode:
        raise Failed(f"{program} could not do it: {done.stderr.strip()[:500]}")
