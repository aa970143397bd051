"""The only reader of the environment: typed, with a sentence when something is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadSetting(SystemExit):
    """A setting in the environment cannot be used; the message says which and what to write."""


def text(name: str, default: str = "") -> str:
    """`NAME`, or the content of the file named by `NAME_FILE` (for secrets)."""
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} must be yes or no, not {value!r}.")


def whole(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdigit():
        raise BadSetting(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def database(url: str) -> dict[str, Any]:
    """Django's database settings from `sqlite:///path` or `postgresql://user:password@host:port/name`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "CONN_MAX_AGE": 60,  # opening the file and setting it up takes longer than most questions
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "OPTIONS": options,
        }
    raise BadSetting("BYALAG_DATABASE must begin with sqlite:/// or postgresql://")


def choose(name: str, value: str) -> None:
    """Settle a setting for this process and those it starts, unless the environment says it already."""
    os.environ.setdefault(name, value)


def override(name: str, value: str) -> None:
    """Settle a setting for this process and those it starts, whatever the environment says."""
    os.environ[name] = value


def forget(name: str) -> None:
    """Leave a setting of the environment out of account, here and in the processes started from here."""
    os.environ.pop(name, None)


def with_settings(**values: str) -> dict[str, str]:
    """The environment for another program, with these settings on top; empty values are left out."""
    return {**os.environ, **{name: value for name, value in values.items() if value}}
