"""Look over this installation and say in sentences what is wrong."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from datetime import timedelta

from ..setting_up import say, start_django

HELP = "look over this installation"
LEAST_FREE_MB = 500


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(chosen: argparse.Namespace) -> int:
    start_django()
    faults = list(find_faults())
    for sentence in faults:
        say(f"✗ {sentence}")
    if not faults:
        say("✓ Everything is in order.")
    return 1 if faults else 0


def find_faults() -> Iterator[str]:
    """One sentence for each thing that is wrong, saying what to do."""
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils import timezone

    from byalag.core.models import Heartbeat

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield "The database is older than the program. Run: byalag migrate"
            return
        beat = Heartbeat.objects.filter(name="worker").first()
    except DatabaseError as fault:
        yield f"The database does not answer ({fault}). Check BYALAG_DATABASE."
        return
    if beat is None or timezone.now() - beat.at > timedelta(minutes=2):
        yield "The worker is not running. Run: byalag serve (or byalag worker)"
    if not settings.SITE_URL.startswith("https://") and "localhost" not in settings.SITE_URL:
        yield "BYALAG_URL does not begin with https://. Put a server with a certificate in front."
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        yield "Mail is only printed, not sent. Set BYALAG_SMTP_HOST."
    if settings.DEBUG:
        yield "BYALAG_DEBUG is on. Turn it off where others can reach it."
    settings.DATA.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.DATA).free // (1024 * 1024)
    if free < LEAST_FREE_MB:
        yield f"Only {free} MB are free where the files lie. Make room."
