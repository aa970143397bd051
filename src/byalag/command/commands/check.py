"""`byalag check`: what is wrong with this installation, each in a sentence that says what to do."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.utils import timezone

from byalag.core.models import Heartbeat

from ..database import pending_migrations
from ..terminal import Failed, say

LEAST_FREE_MB = 500
SHORTEST_KEY = 40
WORKER_IS_LATE = timedelta(minutes=2)


def run(options: Namespace) -> int:
    faults = list(find_faults())
    for sentence in faults:
        say(f"✗ {sentence}")
    if not faults:
        say("✓ Everything is in order: database, worker, mail, addresses, disk.")
    return 1 if faults else 0


def find_faults() -> Iterator[str]:
    yield from _database()
    yield from _addresses()
    yield from _mail()
    yield from _disk()
    for found in checks.run_checks():
        if found.level >= checks.ERROR and not found.is_silenced():
            yield f"{found.msg} {found.hint or ''}".strip()


def _database() -> Iterator[str]:
    try:
        if pending_migrations():
            yield "The database is older than the program. Run: byalag migrate"
            return
        beat = Heartbeat.objects.filter(name="worker").first()
    except (Failed, DatabaseError) as fault:
        yield str(fault)
        return
    if beat is None or timezone.now() - beat.at > WORKER_IS_LATE:
        yield "The worker is not running: nothing is delivered. Run: byalag serve (or byalag worker)"
    if connection.vendor == "postgresql" and not shutil.which("pg_dump"):
        yield "Backups need the program pg_dump. Install it: apt install postgresql-client"


def _addresses() -> Iterator[str]:
    address = urlsplit(settings.SITE_URL)
    host = address.hostname or ""
    is_local = host in {"localhost", "127.0.0.1", "::1"}
    if address.scheme != "https" and not is_local:
        yield "BYALAG_URL does not begin with https://. Put a server with a certificate in front, and write https."
    if not is_local and not any(
        host == name or name == "*" or _is_under(host, name) for name in settings.ALLOWED_HOSTS
    ):
        yield f"BYALAG_HOSTS does not name {host}, the host of BYALAG_URL. Add it."
    if settings.DEBUG:
        yield "BYALAG_DEBUG is on: faults show too much to everyone. Turn it off."
    if settings.DEMO and not is_local:
        yield "BYALAG_DEMO is on: everyone can sign in as anybody. Turn it off where others reach it."
    if len(settings.SECRET_KEY) < SHORTEST_KEY or len(set(settings.SECRET_KEY)) < 10:
        yield f"BYALAG_SECRET_KEY is too short. Use {SHORTEST_KEY} random characters or more, or leave it out."


def _is_under(host: str, name: str) -> bool:
    return name.startswith(".") and (host == name[1:] or host.endswith(name))


def _mail() -> Iterator[str]:
    if not settings.EMAIL_HOST:
        if not settings.DEMO:
            yield "E-mail is only printed, not sent. Set BYALAG_SMTP_HOST."
        return
    try:
        with get_connection():
            pass
    except OSError as fault:
        yield f"The mail server {settings.EMAIL_HOST} does not take our mail ({fault}). Check BYALAG_SMTP_HOST and its fellows."


def _disk() -> Iterator[str]:
    try:
        settings.DATA.mkdir(parents=True, exist_ok=True)
        probe = settings.DATA / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as fault:
        yield f"Nothing can be written in {settings.DATA} ({fault.strerror}). Check BYALAG_DATA and who owns it."
        return
    free = shutil.disk_usage(settings.DATA).free // (1024 * 1024)
    if free < LEAST_FREE_MB:
        yield f"Only {free} MB are free where database and files lie. Make room."
