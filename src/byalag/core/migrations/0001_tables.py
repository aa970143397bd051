"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("core", "0001_initial"),
        ("core", "0003_search_and_heartbeat"),
        ("core", "0004_feedback"),
        ("core", "0005_search_words"),
        ("core", "0006_search_owner"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                        (
                            "language",
                            models.CharField(
                                choices=[("en", "English"), ("sv", "Svenska"), ("pl", "Polski")],
                                default="en",
                                max_length=8,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(default="Europe/Stockholm", max_length=64, verbose_name="time zone"),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Heartbeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, unique=True)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="LapsedEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("path", models.CharField(max_length=500)),
                        ("fields", models.JSONField()),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchWord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=40, unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size", models.PositiveBigIntegerField(help_text="bytes")),
                        ("media_type", models.CharField(max_length=120)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what does not work")),
                        (
                            "contact",
                            models.EmailField(blank=True, max_length=254, verbose_name="e-mail, if you want an answer"),
                        ),
                        ("page", models.CharField(blank=True, max_length=300, verbose_name="on which page")),
                        ("language", models.CharField(max_length=8)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("told_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "feedback",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="feedback_says_something"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("action", models.CharField(max_length=80)),
                        ("user_id", models.BigIntegerField(null=True)),
                        ("link_id", models.BigIntegerField(null=True)),
                        ("organisation_id", models.BigIntegerField(null=True)),
                        ("object_label", models.CharField(max_length=80)),
                        ("object_id", models.CharField(max_length=40)),
                        ("data", models.JSONField(default=dict)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["object_label", "object_id"], name="log_by_object"),
                            models.Index(fields=["organisation_id", "at"], name="log_by_organisation"),
                            models.Index(fields=["action"], name="log_by_action"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40)),
                        ("thing_id", models.BigIntegerField()),
                        ("owner_id", models.BigIntegerField(null=True)),
                        ("shared", models.BooleanField(default=True)),
                        ("text", models.TextField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["kind", "owner_id"], name="search_text_of_owner"),
                            models.Index(
                                condition=models.Q(("shared", True)), fields=["kind"], name="search_text_shared"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "thing_id"), name="search_text_one_per_thing")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecretLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=40)),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("subject_label", models.CharField(max_length=80)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["subject_label", "subject_id"], name="link_by_subject")],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("receiver", models.CharField(max_length=80)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="core.logentry",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("entry", "receiver"), name="delivery_once_per_receiver")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchGram",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("gram", models.CharField(max_length=3)),
                        (
                            "word",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="core.searchword"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["gram", "word"], name="search_gram_to_words")],
                    },
                ),
            ]
        )
    ]
