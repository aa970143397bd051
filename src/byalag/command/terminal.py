"""What commands say, and where: results on standard output, progress and faults on standard error."""

from __future__ import annotations

import sys


class Failed(Exception):
    """The command could not do its work; the sentence says why and what to do. Exit code 1."""


class Unusable(Exception):
    """What was asked for or given cannot be used; the sentence says what to do. Exit code 2."""


def say(line: str = "") -> None:
    print(line, flush=True)


def progress(line: str) -> None:
    """A step, for somebody who is watching; silent when nobody is."""
    if sys.stderr.isatty():
        print(line, file=sys.stderr, flush=True)


def complain(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
