"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import byalag.rooms.exchange.models
from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("exchange", "0001_initial"),
        ("exchange", "0002_tables"),
        ("exchange", "0003_tables_undone"),
        ("exchange", "0004_safety"),
        ("exchange", "0005_takeouts"),
    ]

    initial = True

    dependencies = [
        ("cooperation", "0001_tables"),
        ("core", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
        ("records", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Installation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "identifier",
                            models.CharField(
                                default=byalag.rooms.exchange.models.new_identifier,
                                editable=False,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        ("only", models.BooleanField(default=True, editable=False, unique=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("only", True)), name="installation_one")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Origin",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(help_text="key of core.registries.takeouts", max_length=60)),
                        ("installation", models.CharField(max_length=16)),
                        (
                            "number",
                            models.BigIntegerField(
                                help_text="its number there; below zero for what stood there in another way"
                            ),
                        ),
                        ("local_id", models.BigIntegerField()),
                    ],
                    options={
                        "indexes": [models.Index(fields=["kind", "local_id"], name="origin_by_local_id")],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "installation", "number"), name="origin_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("organisation", "Our organisation"),
                                    ("circle", "Us and our partners"),
                                    ("public", "Everyone"),
                                ],
                                default="organisation",
                                max_length=20,
                                verbose_name="who may see it",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(default="en", max_length=8, verbose_name="language of the content"),
                        ),
                        ("shown_from", models.DateField(blank=True, null=True, verbose_name="shown to everyone from")),
                        ("simulated", models.BooleanField(default=False, editable=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("trashed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ready", "Ready to look through"),
                                    ("saved", "Saved as a plan"),
                                    ("undone", "Undone"),
                                ],
                                default="ready",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="document")),
                        ("reading", models.JSONField(help_text="engines.plan_reading: PlanReading.to_dict()")),
                        (
                            "made",
                            models.JSONField(
                                default=dict, help_text="what saving wrote, and the settings as they were before"
                            ),
                        ),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "circle",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.circle",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="records.document",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="imports",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TableImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "visibility",
                            models.CharField(
                                choices=[
                                    ("organisation", "Our organisation"),
                                    ("circle", "Us and our partners"),
                                    ("public", "Everyone"),
                                ],
                                default="organisation",
                                max_length=20,
                                verbose_name="who may see it",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(default="en", max_length=8, verbose_name="language of the content"),
                        ),
                        ("shown_from", models.DateField(blank=True, null=True, verbose_name="shown to everyone from")),
                        ("simulated", models.BooleanField(default=False, editable=False)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("trashed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ready", "Ready to look through"),
                                    ("saved", "Saved as a plan"),
                                    ("undone", "Undone"),
                                ],
                                default="ready",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("kind", models.CharField(help_text="key of core.registries.tables", max_length=60)),
                        ("name", models.CharField(max_length=255, verbose_name="file")),
                        ("rows", models.JSONField(help_text="header and rows as texts")),
                        (
                            "made",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="what saving added and changed, with what stood there before",
                            ),
                        ),
                        ("saved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "circle",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.circle",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TakeIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=255, verbose_name="file")),
                        ("sha256", models.CharField(help_text="of the whole file", max_length=64)),
                        (
                            "source",
                            models.CharField(
                                help_text="identifier of the installation that it comes from", max_length=16
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ready", "Ready to look through"),
                                    ("saved", "Taken in"),
                                    ("discarded", "Thrown away"),
                                ],
                                default="ready",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "found",
                            models.JSONField(
                                default=dict, help_text="what taking it in would make, has made, or why it cannot"
                            ),
                        ),
                        ("brought_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("saved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taken_in",
                                to="core.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Takeout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("cooperation_name", models.CharField(blank=True, editable=False, max_length=200)),
                        (
                            "with_protected",
                            models.BooleanField(
                                default=False, verbose_name="with the names of persons at risk, and with secret papers"
                            ),
                        ),
                        ("language", models.CharField(max_length=8)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits"),
                                    ("running", "Being made"),
                                    ("ready", "Ready"),
                                    ("failed", "Could not be made"),
                                    ("gone", "Thrown away"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("done", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("steps", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("made_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("expires_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "cooperation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="takeouts",
                                to="core.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(("expires_at__isnull", False), ("stored__isnull", False)),
                                    _connector="OR",
                                ),
                                name="takeout_ready_has_its_file",
                            )
                        ],
                    },
                ),
            ]
        )
    ]
