"""Tables made at once are those that the steps, one after another, would have made."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from byalag.core.first_tables import CreateTables

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def tables(steps: list[Operation], label: str, before: ProjectState) -> set[tuple[str, str]]:
    scratch = DatabaseWrapper({**connection.settings_dict, "NAME": ":memory:"}, alias="scratch")
    connections["scratch"] = scratch
    state = before.clone()
    with scratch.schema_editor() as editor:
        for step in steps:
            old = state.clone()
            step.state_forwards(label, state)
            step.database_forwards(label, editor, old, state)
    with scratch.cursor() as cursor:
        cursor.execute("SELECT name, coalesce(sql, '') FROM sqlite_master")
        found = {(name, " ".join(sorted(sql.replace(",", " ").split()))) for name, sql in cursor.fetchall()}
    scratch.close()
    del connections["scratch"]
    return found


@pytest.mark.parametrize("label", ["core", "reminders"])
def test_at_once_or_step_by_step(label):
    migration = import_module(f"{apps.get_app_config(label).name}.migrations.0001_tables").Migration
    (at_once,) = migration.operations
    before = MigrationLoader(None).project_state((label, "0001_tables"), at_end=False)
    assert isinstance(at_once, CreateTables)

    assert tables([at_once], label, before) == tables(list(at_once.operations), label, before)
