"""Whole installations of their own, used through the `byalag` command as its users do."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a rather long password"


@dataclass
class Installation:
    """A data folder and a database. `settings` is its environment; nothing of ours leaks in but the path."""

    folder: Path
    settings: dict[str, str]
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    told_in: dict[int, Path] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return Path(self.settings["BYALAG_DATA"])

    @property
    def database(self) -> str:
        """Its name on the PostgreSQL server."""
        return urlsplit(self.settings["BYALAG_DATABASE"]).path[1:]

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "byalag.command.main", *map(str, arguments)]

    def run(self, *arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments), env=self.settings, input=given, capture_output=True, text=True, timeout=600
        )

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """What it says goes to a file: a pipe that nobody reads fills, and then a server waits for ever to write its log."""
        told_in = self.folder / f"told-{uuid4().hex[:8]}.txt"
        with told_in.open("wb") as into:
            process = subprocess.Popen(
                self.command(*arguments), env=self.settings, stdout=into, stderr=subprocess.STDOUT, text=True
            )
        self.started.append(process)
        self.told_in[process.pid] = told_in
        return process

    def told_by(self, process: subprocess.Popen[str], *, seconds: float = 60) -> str:
        """All that a started command said, when it has ended."""
        process.wait(seconds)
        return self.told_in[process.pid].read_text("utf-8")

    def python(self, code: str) -> str:
        """What a piece of code prints that runs inside this installation."""
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"],
            env=self.settings, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def begin(self) -> None:
        """Set up with one organisation and its administrator."""
        done = self.run(
            "init", "--organisation", "Nyköping", "--email", "admin@nykoping.example",
            "--password-file", "-", "--no-mail-test", given=PASSWORD,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def stop_all(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(30)
            if process.poll() is None:
                process.kill()
                process.wait()


def environment_of(folder: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BYALAG_")}
    return {
        **kept,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "byalag.config.settings",
        "BYALAG_DATA": str(folder),
        "BYALAG_DATABASE": database,
    }


class Maker:
    """Makes installations on the kind of database that the suite runs on; each is a copy of one that is migrated."""

    def __init__(self, folder: Path, facts: dict[str, Any]):
        self.folder, self.facts, self.databases = folder, facts, []
        self.on_postgresql = facts["ENGINE"].endswith("postgresql")
        self.template = self.empty()
        done = self.template.run("migrate")
        assert done.returncode == 0, done.stderr

    def empty(self) -> Installation:
        """With a database that holds nothing at all."""
        folder = self.folder / uuid4().hex[:8]
        folder.mkdir()
        if not self.on_postgresql:
            return Installation(folder, environment_of(folder, f"sqlite:///{folder / 'byalag.sqlite3'}"))
        name = self._create()
        return Installation(folder, environment_of(folder, self._address(name)))

    def migrated(self) -> Installation:
        return self.copy_of(self.template)

    def copy_of(self, other: Installation) -> Installation:
        """The same database and files once more; nobody may be using `other`."""
        folder = self.folder / uuid4().hex[:8]
        shutil.copytree(other.data, folder)
        if self.on_postgresql:
            address = self._address(self._create(template=other.database))
        else:
            address = f"sqlite:///{folder / 'byalag.sqlite3'}"
        return Installation(folder, environment_of(folder, address))

    def drop(self, installation: Installation) -> None:
        self.databases.remove(installation.database)
        self._drop(installation.database)

    def drop_all(self) -> None:
        for name in self.databases:
            self._drop(name)

    def _drop(self, name: str) -> None:
        with self._connected() as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _create(self, template: str = "template0") -> str:
        name = f"byalag_{uuid4().hex[:10]}"
        with self._connected() as server:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        self.databases.append(name)
        return name

    def _connected(self) -> psycopg.Connection:
        facts = self.facts
        return psycopg.connect(
            host=facts["HOST"] or None, port=facts["PORT"] or None, user=facts["USER"] or None,
            password=facts["PASSWORD"] or None, dbname="postgres", autocommit=True,
        )  # fmt: skip

    def _address(self, name: str) -> str:
        facts = self.facts
        who = f"{facts['USER']}:{facts['PASSWORD']}@" if facts["USER"] else ""
        if str(facts["HOST"]).startswith("/"):
            port = f"&port={facts['PORT']}" if facts["PORT"] else ""
            return f"postgresql://{who}/{name}?host={facts['HOST']}{port}"
        return f"postgresql://{who}{facts['HOST']}:{facts['PORT'] or 5432}/{name}"


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


def suite_database() -> dict[str, Any]:
    return dict(connection.settings_dict)


def fetch(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.status, answer.read().decode()


def wait_until(condition, *, seconds: float = 30.0, what: str = "it") -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"{what} did not happen within {seconds:.0f} s"
        time.sleep(0.05)


def children(pid: int) -> dict[int, str]:
    """Direct children of a process: number and command line."""
    numbers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(n): Path(f"/proc/{n}/cmdline").read_text().replace("\0", " ") for n in numbers}


def worker_of(pid: int) -> int | None:
    return next((number for number, line in children(pid).items() if "byalag.command.main worker" in line), None)


def answers(port: int) -> bool:
    try:
        return fetch(f"http://127.0.0.1:{port}/health")[0] == 200
    except OSError:
        return False
