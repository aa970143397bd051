"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("work", "0001_initial"),
        ("work", "0002_lists_are_read_from_indexes"),
        ("work", "0003_spreading"),
        ("work", "0004_who_added_evidence"),
        ("work", "0005_entries_from_the_field"),
        ("work", "0006_files_in_pieces"),
        ("work", "0007_told_through_a_link"),
        ("work", "0008_spreading_to_whom"),
        ("work", "0009_agreed"),
        ("work", "0010_safety"),
        ("work", "0011_benefit_answered"),
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
                    name="Activity",
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
                        ("title", models.TextField(verbose_name="what")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("training", "Training"),
                                    ("course", "Course"),
                                    ("politician_school", "Politician school"),
                                    ("conference", "Conference"),
                                    ("exchange", "Exchange"),
                                    ("pupil_exchange", "Pupil exchange"),
                                    ("visit", "Visit"),
                                    ("networking", "Networking"),
                                    ("campaign", "Campaign"),
                                    ("information", "Information"),
                                    ("solidarity", "Solidarity work"),
                                    ("project", "Project work"),
                                    ("application", "Application for money"),
                                    ("survey", "Survey"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "Not started"),
                                    ("under_way", "Under way"),
                                    ("done", "Done"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                editable=False,
                                max_length=20,
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("place_text", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        ("mandate", models.CharField(blank=True, max_length=300, verbose_name="named mandate")),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="expected cost"
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        ("expected_benefit", models.TextField(blank=True, verbose_name="expected benefit")),
                        (
                            "benefit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("more", "More than expected"),
                                    ("as_expected", "As expected"),
                                    ("partly", "Partly"),
                                    ("none", "Not at all"),
                                    ("too_early", "Too early to say"),
                                ],
                                max_length=20,
                                verbose_name="whether the benefit came",
                            ),
                        ),
                        ("benefit_told", models.TextField(blank=True, verbose_name="what the benefit was")),
                        ("result", models.TextField(blank=True, verbose_name="result")),
                        (
                            "added_by",
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
                            "agreed",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="activities",
                                to="cooperation.agreedaction",
                            ),
                        ),
                        (
                            "anchoring",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="anchored_activities",
                                to="records.decision",
                            ),
                        ),
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
                            "cooperation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "directive",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="directed_activities",
                                to="records.decision",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        ("parties", models.ManyToManyField(blank=True, related_name="+", to="people.organisation")),
                        (
                            "place",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="people.place",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="activities",
                                to="people.post",
                            ),
                        ),
                        ("themes", models.ManyToManyField(blank=True, related_name="activities", to="people.theme")),
                    ],
                    options={
                        "verbose_name_plural": "activities",
                    },
                ),
                migrations.CreateModel(
                    name="AskedEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_as", models.CharField(max_length=200, verbose_name="who is asked")),
                        ("language", models.CharField(default="en", max_length=8, verbose_name="language of the page")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("expires_at", models.DateTimeField(verbose_name="until")),
                        ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asked_entries",
                                to="work.activity",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "asked entries",
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("listed", models.BooleanField(default=False)),
                        ("order", models.PositiveIntegerField(default=0)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="work.activity",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="promises.objective",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contributions",
                                to="promises.section",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("file", "File"),
                                    ("photo", "Photo"),
                                    ("link", "Link"),
                                    ("figure", "Figure"),
                                    ("decision", "Decision"),
                                    ("list", "Signed list"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("shows", models.TextField(verbose_name="what it shows")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="figure"
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        ("dated", models.DateField(blank=True, null=True, verbose_name="date")),
                        (
                            "pictured",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("nobody", "Nobody can be recognised"),
                                    ("agreed", "Those who can be recognised have agreed that everyone may see it"),
                                    ("not_asked", "Not everybody has been asked: only for our organisation"),
                                ],
                                max_length=10,
                                verbose_name="those in the photo",
                            ),
                        ),
                        (
                            "through",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="through a link, by"
                            ),
                        ),
                        ("verified_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "activity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="work.activity",
                            ),
                        ),
                        (
                            "added_by",
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
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="records.decision",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="records.document",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="promises.reportingduty",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="promises.objective",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "evidence",
                    },
                ),
                migrations.CreateModel(
                    name="FieldEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sent_as", models.UUIDField(editable=False, unique=True)),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "activity",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="entries",
                                to="work.activity",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
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
                    options={
                        "verbose_name_plural": "field entries",
                    },
                ),
                migrations.CreateModel(
                    name="FundingSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="from whom")),
                        (
                            "origin",
                            models.CharField(
                                choices=[("own", "Own"), ("external", "External")],
                                max_length=10,
                                verbose_name="own or external",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount"
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        (
                            "certainty",
                            models.CharField(
                                choices=[("secured", "Secured"), ("hoped_for", "Hoped for")],
                                default="secured",
                                max_length=10,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="funding", to="work.activity"
                            ),
                        ),
                        (
                            "funder",
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
                    name="HandedIn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sent_as", models.UUIDField(editable=False, unique=True)),
                        ("day", models.DateField(verbose_name="when")),
                        ("note", models.TextField(blank=True, verbose_name="what happened")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("groups", models.JSONField(blank=True, default=list, verbose_name="who took part")),
                        (
                            "pictured",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("nobody", "Nobody can be recognised"),
                                    ("agreed", "Those who can be recognised have agreed that everyone may see it"),
                                    ("not_asked", "Not everybody has been asked: only for our organisation"),
                                ],
                                max_length=10,
                                verbose_name="those in the photo",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for an answer"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "asked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handed_in",
                                to="work.askedentry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "handed in",
                    },
                ),
                migrations.CreateModel(
                    name="HandedFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("file", "File"),
                                    ("photo", "Photo"),
                                    ("link", "Link"),
                                    ("figure", "Figure"),
                                    ("decision", "Decision"),
                                    ("list", "Signed list"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("shows", models.CharField(blank=True, max_length=300)),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_files",
                                to="core.storedfile",
                            ),
                        ),
                        (
                            "handed_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="files", to="work.handedin"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="JournalEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("written_on", models.DateField(verbose_name="date")),
                        ("text", models.TextField(verbose_name="what happened")),
                        ("language", models.CharField(default="en", max_length=8, verbose_name="language")),
                        (
                            "through",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="through a link, by"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="journal", to="work.activity"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "journal entries",
                        "ordering": ["-written_on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PartialFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(blank=True, max_length=255)),
                        ("size", models.PositiveBigIntegerField(help_text="bytes")),
                        ("expires_at", models.DateTimeField()),
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
                    name="Participation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("politician", "Politicians"),
                                    ("official", "Officials"),
                                    ("association", "Associations"),
                                    ("pupil", "Pupils"),
                                    ("resident", "Residents"),
                                ],
                                max_length=20,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "sex",
                            models.CharField(
                                choices=[
                                    ("women", "Women and girls"),
                                    ("men", "Men and boys"),
                                    ("other", "Other"),
                                    ("unknown", "Not stated"),
                                ],
                                default="unknown",
                                max_length=10,
                                verbose_name="sex",
                            ),
                        ),
                        (
                            "age_band",
                            models.CharField(
                                choices=[
                                    ("0-12", "0–12 years"),
                                    ("13-17", "13–17 years"),
                                    ("18-29", "18–29 years"),
                                    ("30-64", "30–64 years"),
                                    ("65+", "65 years and older"),
                                    ("unknown", "Not stated"),
                                ],
                                default="unknown",
                                max_length=10,
                                verbose_name="age",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="how many")),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participation",
                                to="work.activity",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participation",
                                to="people.person",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Spreading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                choices=[
                                    ("information", "Information"),
                                    ("education", "Education"),
                                    ("financing", "Financing"),
                                ],
                                max_length=20,
                                verbose_name="by which means",
                            ),
                        ),
                        ("channel", models.CharField(max_length=200, verbose_name="through what")),
                        ("to_whom", models.CharField(blank=True, max_length=200, verbose_name="to whom")),
                        (
                            "reached",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="how many were reached"),
                        ),
                        (
                            "activity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="spreading",
                                to="work.activity",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "spreading",
                    },
                ),
                migrations.CreateModel(
                    name="WorkRules",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "directive_required",
                            models.BooleanField(default=False, verbose_name="no activity starts without a directive"),
                        ),
                        ("directive_quote", models.TextField(blank=True, verbose_name="where the rule stands")),
                        (
                            "external_funding_required",
                            models.BooleanField(default=False, verbose_name="solidarity work needs external funding"),
                        ),
                        ("external_funding_quote", models.TextField(blank=True, verbose_name="where the rule stands")),
                        (
                            "external_funding_kinds",
                            models.JSONField(blank=True, default=list, verbose_name="kinds of activity it holds for"),
                        ),
                        (
                            "anchoring_required",
                            models.BooleanField(default=False, verbose_name="a larger effort needs a decision"),
                        ),
                        ("anchoring_quote", models.TextField(blank=True, verbose_name="where the rule stands")),
                        (
                            "anchoring_kinds",
                            models.JSONField(
                                blank=True, default=list, verbose_name="kinds of activity that are always larger"
                            ),
                        ),
                        (
                            "anchoring_amount",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="larger from this cost",
                            ),
                        ),
                        ("anchoring_currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        (
                            "external_funding_themes",
                            models.ManyToManyField(blank=True, related_name="+", to="people.theme"),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="work_rules",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "work rules",
                    },
                ),
                migrations.AddIndex(
                    model_name="activity",
                    index=models.Index(
                        models.F("organisation"),
                        models.OrderBy(models.F("starts"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("trashed_at__isnull", True)),
                        name="activity_newest",
                    ),
                ),
                migrations.AddIndex(
                    model_name="activity",
                    index=models.Index(
                        models.F("organisation"),
                        models.F("status"),
                        models.OrderBy(models.F("starts"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("trashed_at__isnull", True)),
                        name="activity_by_status",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="activity",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="activity_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="activity",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), _negated=True),
                            models.Q(("result", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="activity_done_has_result",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="activity",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("cost__isnull", True), models.Q(("currency", ""), _negated=True), _connector="OR"
                        ),
                        name="activity_cost_has_currency",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="activity",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("benefit__in", ("partly", "none")), _negated=True),
                            models.Q(("benefit_told", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="activity_less_benefit_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("objective__isnull", False)),
                        fields=("activity", "objective"),
                        name="contribution_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("objective__isnull", True), ("section__isnull", False)),
                        fields=("activity", "section"),
                        name="contribution_once_per_section",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contribution",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("objective__isnull", True), ("section__isnull", True)),
                        fields=("activity", "framework"),
                        name="contribution_once_per_framework",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="evidence",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("activity__isnull", False),
                            ("objective__isnull", False),
                            ("duty__isnull", False),
                            _connector="OR",
                        ),
                        name="evidence_shows_something",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="evidence",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", False), ("kind__in", ["file", "photo", "list"])),
                            models.Q(("kind", "link"), models.Q(("url", ""), _negated=True)),
                            models.Q(("kind", "figure"), ("value__isnull", False)),
                            models.Q(("decision__isnull", False), ("kind", "decision")),
                            _connector="OR",
                        ),
                        name="evidence_has_what_its_kind_needs",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="evidence",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("visibility", "public"), _negated=True),
                            models.Q(("kind", "list"), ("pictured", "not_asked"), _connector="OR", _negated=True),
                            _connector="OR",
                        ),
                        name="evidence_of_persons_is_not_public",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="fundingsource",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True),
                            models.Q(models.Q(("currency", ""), _negated=True), ("amount__gte", 0)),
                            _connector="OR",
                        ),
                        name="funding_amount_has_currency",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="participation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("person__isnull", True)),
                        fields=("activity", "audience", "sex", "age_band"),
                        name="participation_one_per_group",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="participation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("activity", "person"),
                        name="participation_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="participation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("person__isnull", True), ("count", 1), _connector="OR"),
                        name="participation_person_is_one",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="spreading",
                    constraint=models.UniqueConstraint(
                        fields=("activity", "means", "channel"), name="spreading_once_per_channel"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="workrules",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("anchoring_amount__isnull", True),
                            models.Q(("anchoring_currency", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="work_rules_amount_has_currency",
                    ),
                ),
            ]
        )
    ]
