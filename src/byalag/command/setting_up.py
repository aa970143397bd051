"""What several commands do first."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import TextIO

import django


class CommandFailed(Exception):
    """Ends a command with a sentence on stderr; `code` is its exit code."""

    def __init__(self, sentence: str, code: int = 1):
        super().__init__(sentence)
        self.code = code


def command_module(name: str) -> ModuleType:
    return importlib.import_module(f"byalag.command.commands.{name}")


def start_django() -> None:
    django.setup()


def say(sentence: str, stream: TextIO | None = None) -> None:
    """Progress goes to stderr, so that stdout holds only what was asked for."""
    print(sentence, file=stream or sys.stderr, flush=True)


def prepare_database() -> None:
    """Bring the database up to date, with its cache table and the static files."""
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """The static files as they are served: compressed, named by content; skipped when nothing has changed."""
    from django.conf import settings
    from django.core.management import call_command

    import byalag

    package = Path(byalag.__file__).parent
    newest = max(path.stat().st_mtime_ns for path in package.rglob("static/**/*") if path.is_file())
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    wanted = f"{byalag.__version__} {newest}"
    if stamp.exists() and stamp.read_text("ascii") == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, "ascii")
