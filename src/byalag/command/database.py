"""The state of the database: does it answer, is it at the version of the program, does it hold anything."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from byalag.core import search
from byalag.core.models import LogEntry, User

from .terminal import Failed

AWAY = "The database does not answer ({fault}). Is it running, and is BYALAG_DATABASE right?"


def pending_migrations() -> list[str]:
    """Names of migrations that have not been applied, in order. Raises Failed when the database does not answer."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as fault:
        raise Failed(AWAY.format(fault=str(fault).strip().splitlines()[0])) from fault
    return [f"{migration.app_label}.{migration.name}" for migration, backwards in plan]


def unknown_migrations(applied: set[str]) -> list[str]:
    """Those of `applied` that this version of the program does not have."""
    known = MigrationExecutor(connection).loader.disk_migrations
    put_together = {step for migration in known.values() for step in migration.replaces}
    return sorted(applied - {f"{app}.{name}" for app, name in {*known, *put_together}})


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.applied_migrations)


def bring_up() -> None:
    """Apply what is pending, make the table of the cache, and after a change of tables the search's own."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    changed = bool(pending_migrations())
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if changed:
        search.rebuild()


def need_current_database() -> None:
    """Raises Failed when a migration is pending."""
    if pending_migrations():
        raise Failed("The database is not at the version of the program. Run `byalag migrate` first.")


def is_empty() -> bool:
    """Nobody has ever signed in or done anything here (also when there are no tables at all)."""
    try:
        return not User.objects.exists() and not LogEntry.objects.exists()
    except DatabaseError:
        return True
