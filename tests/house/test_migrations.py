"""The tables are what the models say."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_each_room_has_one_last_migration():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_labels_are_the_names_of_the_rooms():
    """A label is for ever: it stands in the names of tables."""
    ours = {config.name: config.label for config in apps.get_app_configs() if config.name.startswith("byalag.")}

    assert {name: label for name, label in ours.items() if name.rsplit(".", 1)[-1] != label} == {}
