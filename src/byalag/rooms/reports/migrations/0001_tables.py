"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_initial"),
        ("reports", "0002_signing"),
        ("reports", "0003_layout"),
        ("reports", "0004_drafts_and_own_definitions"),
        ("reports", "0005_layout_for_one_kind"),
        ("reports", "0006_safety"),
    ]

    initial = True

    dependencies = [
        ("core", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="OwnDefinition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.SlugField(max_length=60)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("content", models.JSONField(help_text="as the files in definitions/")),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("laid_aside_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Report",
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
                        ("definition", models.CharField(max_length=60)),
                        ("definition_version", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("slug", models.SlugField(max_length=80, verbose_name="address")),
                        ("starts", models.DateField(verbose_name="from")),
                        ("ends", models.DateField(verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("review", "With partners"),
                                    ("signing", "Waiting for a signature"),
                                    ("signed", "Signed"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned"),
                                    ("accepted", "Accepted"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                            ),
                        ),
                        ("recipient_name", models.CharField(blank=True, max_length=200, verbose_name="to whom")),
                        ("submitted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("published_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "own_definition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="reports.owndefinition",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FrozenAccount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        ("content", models.TextField()),
                        (
                            "checksum",
                            models.CharField(help_text="SHA-256 of `content` in UTF-8, hexadecimal", max_length=64),
                        ),
                        ("signers", models.PositiveSmallIntegerField(help_text="how many had to sign")),
                        ("frozen_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="frozen", to="reports.report"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReportAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("accepted", "Accepted"), ("returned", "Returned")], max_length=10
                            ),
                        ),
                        ("words", models.TextField(blank=True, verbose_name="in their words")),
                        ("language", models.CharField(blank=True, max_length=8)),
                        ("answered_on", models.DateField(verbose_name="date")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                            ),
                        ),
                        (
                            "frozen",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="reports.frozenaccount",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReportText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("section", models.CharField(max_length=60)),
                        ("language", models.CharField(max_length=8)),
                        ("text", models.TextField(blank=True, verbose_name="text")),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="reports.report"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("waiting", "Has not answered yet"),
                                    ("agrees", "Agrees"),
                                    ("remarks", "Has remarks"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("words", models.TextField(blank=True, verbose_name="in your words")),
                        ("language", models.CharField(blank=True, max_length=8)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="reports.report"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("capacity", models.CharField(max_length=200, verbose_name="as what you sign")),
                        ("signed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "frozen",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signatures",
                                to="reports.frozenaccount",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TextDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("section", models.CharField(max_length=60)),
                        ("language", models.CharField(max_length=8)),
                        ("text", models.TextField(blank=True)),
                        (
                            "based_on",
                            models.PositiveIntegerField(default=0, help_text="version of the saved text, 0 for none"),
                        ),
                        ("kept_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="reports.report"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AccountRules",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("signers", models.PositiveSmallIntegerField(default=2, verbose_name="how many sign")),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("signers__gte", 1), ("signers__lte", 2)),
                                name="account_signed_by_one_or_two",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Layout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "definition",
                            models.CharField(blank=True, default="", max_length=60, verbose_name="for which accounts"),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="file")),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("laid_aside_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="layouts",
                                to="core.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("organisation", "number"), name="layout_numbered")
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="owndefinition",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "key", "number"), name="own_definition_numbered"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="report_one_per_address"),
                ),
                migrations.AddConstraint(
                    model_name="report",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))), name="report_ends_after_it_starts"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="frozenaccount",
                    constraint=models.UniqueConstraint(fields=("report", "number"), name="frozen_account_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="reporttext",
                    constraint=models.UniqueConstraint(
                        fields=("report", "section", "language"), name="report_text_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.UniqueConstraint(
                        fields=("report", "organisation"), name="review_once_per_partner"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.UniqueConstraint(fields=("frozen", "user"), name="signature_one_per_person"),
                ),
                migrations.AddConstraint(
                    model_name="textdraft",
                    constraint=models.UniqueConstraint(
                        fields=("report", "section", "language", "user"), name="text_draft_one_per_person"
                    ),
                ),
            ]
        )
    ]
