import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def told_by_the_log(apps, schema_editor):
    """The log knows who registered what is there already."""
    known = set(apps.get_model("core", "User").objects.values_list("pk", flat=True))
    documents = apps.get_model("records", "Document").objects
    rows = apps.get_model("core", "LogEntry").objects.filter(
        action="records.document.registered", user_id__isnull=False
    )
    for thing, user in rows.values_list("object_id", "user_id").iterator(chunk_size=2000):
        if user in known:
            documents.filter(pk=int(thing)).update(registered_by_id=user)


def numbers_in_cases(apps, schema_editor):
    """Documents that lie in a case already are numbered in the order in which they came."""
    Case, Document = apps.get_model("records", "Case"), apps.get_model("records", "Document")
    for case in Case.objects.filter(documents__isnull=False).distinct():
        serial = 0
        for serial, pk in enumerate(Document.objects.filter(case=case).order_by("pk").values_list("pk", flat=True), 1):
            Document.objects.filter(pk=pk).update(serial=serial)
        Case.objects.filter(pk=case.pk).update(last_serial=serial)


def _user(name):
    return migrations.AddField(
        model_name="document",
        name=name,
        field=models.ForeignKey(
            blank=True,
            editable=False,
            null=True,
            on_delete=django.db.models.deletion.SET_NULL,
            related_name="+",
            to=settings.AUTH_USER_MODEL,
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_what_was_found_in_a_file"),
        ("core", "0003_search_and_heartbeat"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="last_serial",
            field=models.PositiveIntegerField(default=0, editable=False, help_text="number given to its last document"),
        ),
        migrations.AddField(
            model_name="document",
            name="sender",
            field=models.CharField(blank=True, max_length=200, verbose_name="sender"),
        ),
        migrations.AddField(
            model_name="document",
            name="recipient",
            field=models.CharField(blank=True, max_length=200, verbose_name="recipient"),
        ),
        migrations.AddField(
            model_name="document",
            name="serial",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="number in the case"),
        ),
        _user("registered_by"),
        _user("secrecy_by"),
        migrations.AddField(
            model_name="document",
            name="secrecy_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="document",
            name="dated",
            field=models.DateField(blank=True, null=True, verbose_name="received or drawn up on"),
        ),
        migrations.RunPython(told_by_the_log, migrations.RunPython.noop),
        migrations.RunPython(numbers_in_cases, migrations.RunPython.noop),
    ]
