"""The event log cannot be changed or emptied row by row: the database itself refuses."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER core_logentry_no_update BEFORE UPDATE ON core_logentry
       BEGIN SELECT RAISE(ABORT, 'The event log is append-only.'); END""",
    """CREATE TRIGGER core_logentry_no_delete BEFORE DELETE ON core_logentry
       BEGIN SELECT RAISE(ABORT, 'The event log is append-only.'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION core_logentry_refuse() RETURNS trigger AS $$
       BEGIN RAISE EXCEPTION 'The event log is append-only.' USING ERRCODE = 'integrity_constraint_violation'; END
       $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER core_logentry_append_only BEFORE UPDATE OR DELETE ON core_logentry
       FOR EACH ROW EXECUTE FUNCTION core_logentry_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER core_logentry_no_update", "DROP TRIGGER core_logentry_no_delete"],
    "postgresql": [
        "DROP TRIGGER core_logentry_append_only ON core_logentry",
        "DROP FUNCTION core_logentry_refuse()",
    ],
}


def _run(statements_of):
    def run(apps, schema_editor):
        for statement in statements_of[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables")]
    operations = [migrations.RunPython(_run({"sqlite": SQLITE, "postgresql": POSTGRESQL}), _run(UNDO))]
