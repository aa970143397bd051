import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def told_by_the_log(apps, schema_editor):
    """The log knows who added what is there already."""
    known = set(apps.get_model("core", "User").objects.values_list("pk", flat=True))
    evidence = apps.get_model("work", "Evidence").objects
    rows = apps.get_model("core", "LogEntry").objects.filter(action="work.evidence.added", user_id__isnull=False)
    for thing, user in rows.values_list("object_id", "user_id").iterator(chunk_size=2000):
        if user in known:
            evidence.filter(pk=int(thing)).update(added_by_id=user)


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0003_spreading"),
        ("core", "0003_search_and_heartbeat"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(told_by_the_log, migrations.RunPython.noop),
    ]
