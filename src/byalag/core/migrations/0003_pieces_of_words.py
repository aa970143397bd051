"""On PostgreSQL a word inside others is looked up instead of scanned for, where the server has pg_trgm."""

import contextlib

from django.db import DatabaseError, migrations, transaction


def index_pieces_of_words(apps, schema_editor):
    """It is a trusted extension of PostgreSQL's own; where it is not installed, search scans, and finds the same."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with contextlib.suppress(DatabaseError), transaction.atomic(using=schema_editor.connection.alias):
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS search_text_pieces ON core_searchtext USING gin (text gin_trgm_ops)"
        )


class Migration(migrations.Migration):
    dependencies = [("core", "0002_log_is_append_only")]
    operations = [migrations.RunPython(index_pieces_of_words, migrations.RunPython.noop)]
