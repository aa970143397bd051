"""Backups: a tar archive of the database, the files, and a manifest with the SHA-256 of each part."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

import byalag

from .setting_up import CommandFailed

MANIFEST = "manifest.json"


def write_backup(target: Path) -> int:
    """Writes the archive beside its place first, then moves it there whole. Returns how many files it holds."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        database = _dump(work)
        parts = {database.name: database}
        files = Path(settings.FILES)
        if files.exists():
            parts |= {f"files/{path.relative_to(files)}": path for path in files.rglob("*") if path.is_file()}
        manifest = {
            "byalag": byalag.__version__,
            "database": connection.vendor,
            "parts": {name: _sha256(path) for name, path in parts.items()},
        }
        (work / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        half = target.with_name(target.name + ".part")
        with tarfile.open(half, "w:gz") as archive:
            archive.add(work / MANIFEST, MANIFEST)
            for name, path in parts.items():
                archive.add(path, name)
        os.replace(half, target)
    return len(parts) - 1


def read_backup(source: Path, *, replace: bool) -> int:
    """Checks every part against its checksum before anything is touched. Returns how many files came back."""
    if not source.exists():
        raise CommandFailed(f"There is no file {source}.", 2)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        try:
            with tarfile.open(source) as archive:
                archive.extractall(work, filter="data")
            manifest: dict[str, Any] = json.loads((work / MANIFEST).read_text("utf-8"))
        except (tarfile.TarError, OSError, ValueError, KeyError, gzip.BadGzipFile) as fault:
            raise CommandFailed(f"{source} is not a backup of Byalag, or it is damaged.", 2) from fault
        for name, digest in manifest["parts"].items():
            if not (work / name).exists() or _sha256(work / name) != digest:
                raise CommandFailed(f"The part {name} of the backup is damaged. Nothing was changed.")
        if manifest["database"] != connection.vendor:
            raise CommandFailed(
                f"The backup is of a {manifest['database']} database, and this installation uses {connection.vendor}."
            )
        if _holds_data() and not replace:
            raise CommandFailed("This installation holds data already. Add --replace to put the backup in its place.")
        _load(work)
        files = Path(settings.FILES)
        if files.exists():
            shutil.rmtree(files)
        if (work / "files").exists():
            shutil.copytree(work / "files", files)
    return sum(name.startswith("files/") for name in manifest["parts"])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _holds_data() -> bool:
    tables = connection.introspection.table_names()
    if "people_organisation" not in tables:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM people_organisation")
        return bool(cursor.fetchone()[0])


def _dump(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        made = folder / "database.sqlite3"
        connection.ensure_connection()
        target = sqlite3.connect(made)
        with target:
            connection.connection.backup(target)
        target.close()
        return made
    made = folder / "database.sql"
    _postgres("pg_dump", "--no-owner", "--no-privileges", "--clean", "--if-exists", "--file", str(made))
    return made


def _load(folder: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(folder / "database.sqlite3")
        connection.ensure_connection()
        with source:
            source.backup(connection.connection)
        source.close()
        return
    _postgres(
        "psql", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", str(folder / "database.sql")
    )


def _postgres(program: str, *options: str) -> None:
    """Runs a PostgreSQL client program on our database; the password goes by the environment."""
    found = settings.DATABASES["default"]
    environment = dict(os.environ) | {
        "PGHOST": str(found.get("HOST") or ""),
        "PGPORT": str(found.get("PORT") or ""),
        "PGUSER": str(found.get("USER") or ""),
        "PGPASSWORD": str(found.get("PASSWORD") or ""),
        "PGDATABASE": str(connection.settings_dict["NAME"]),
    }
    environment = {name: value for name, value in environment.items() if value}
    connection.close()
    try:
        done = subprocess.run([program, *options], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError as fault:
        raise CommandFailed(f"{program} was not found. Install it: apt install postgresql-client") from fault
    if done.returncode:
        raise CommandFailed(f"{program} failed: {done.stderr.strip()[:500]}")
