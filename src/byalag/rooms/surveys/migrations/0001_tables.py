"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("surveys", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ("cooperation", "0001_tables"),
        ("core", "0001_tables"),
        ("people", "0001_tables"),
        ("records", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Area",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "country",
                            models.CharField(blank=True, help_text="ISO 3166-1", max_length=2, verbose_name="country"),
                        ),
                        (
                            "place_type",
                            models.CharField(
                                blank=True,
                                choices=[("rural", "Countryside"), ("suburban", "Suburb"), ("urban", "Town or city")],
                                max_length=20,
                                verbose_name="kind of place",
                            ),
                        ),
                        (
                            "population",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="how many live there, or households"
                            ),
                        ),
                        ("wanted", models.PositiveIntegerField(default=0, verbose_name="answers wanted")),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="municipality",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Survey",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("purpose", models.TextField(blank=True, verbose_name="what it is for")),
                        (
                            "answer_by",
                            models.DateField(
                                blank=True, null=True, verbose_name="by which day they answer those who were asked"
                            ),
                        ),
                        (
                            "asks_minors",
                            models.BooleanField(default=False, verbose_name="people under eighteen are asked"),
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
                                related_name="+",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.body",
                                verbose_name="who receives the answers",
                            ),
                        ),
                        ("themes", models.ManyToManyField(blank=True, related_name="+", to="people.theme")),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Form",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        (
                            "questionnaire",
                            models.TextField(
                                help_text="as engines.survey_forms.to_json writes it", verbose_name="questionnaire"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="what is new")),
                        ("frozen_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "xform",
                            models.TextField(
                                blank=True,
                                editable=False,
                                help_text="what ODK Collect is given; made when it is frozen",
                            ),
                        ),
                        (
                            "xform_md5",
                            models.CharField(
                                blank=True, editable=False, help_text="as OpenRosa's form list has it", max_length=32
                            ),
                        ),
                        (
                            "survey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="forms", to="surveys.survey"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("size", models.PositiveIntegerField(default=1, verbose_name="households or people")),
                        (
                            "place_type",
                            models.CharField(
                                blank=True,
                                choices=[("rural", "Countryside"), ("suburban", "Suburb"), ("urban", "Town or city")],
                                max_length=20,
                                verbose_name="kind of place",
                            ),
                        ),
                        ("drawn", models.BooleanField(default=False, verbose_name="drawn")),
                        ("chance", models.FloatField(blank=True, null=True, verbose_name="chance of being drawn")),
                        ("wanted", models.PositiveIntegerField(default=0, verbose_name="answers wanted")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="units", to="surveys.area"
                            ),
                        ),
                        (
                            "stands_for",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="surveys.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Door",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("open", "Open link"),
                                    ("personal", "Personal link"),
                                    ("device", "Interviewer’s device"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("used_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="doors",
                                to="surveys.area",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="doors",
                                to="surveys.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Wave",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[("planned", "Planned"), ("open", "Answers come in"), ("closed", "Closed")],
                                default="planned",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waves",
                                to="surveys.form",
                            ),
                        ),
                        (
                            "survey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="waves", to="surveys.survey"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("web", "In the browser"),
                                    ("device", "From a device"),
                                    ("paper", "From paper"),
                                    ("file", "From a file"),
                                ],
                                max_length=20,
                                verbose_name="how it came",
                            ),
                        ),
                        (
                            "instance_id",
                            models.CharField(
                                help_text="made where it was filled in; sent twice is once", max_length=200, unique=True
                            ),
                        ),
                        ("answers", models.JSONField(help_text="path of the question → answer; repeats with [n]")),
                        ("xml", models.TextField(blank=True, help_text="as it was sent")),
                        ("language", models.CharField(blank=True, max_length=40, verbose_name="language")),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[("received", "Received"), ("accepted", "Accepted"), ("excluded", "Left out")],
                                default="received",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=300, verbose_name="why it is left out")),
                        ("respondent", models.CharField(blank=True, editable=False, max_length=64)),
                        ("weight", models.FloatField(blank=True, null=True, verbose_name="weight")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="surveys.area",
                            ),
                        ),
                        (
                            "door",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="submissions",
                                to="surveys.door",
                            ),
                        ),
                        (
                            "form",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="surveys.form",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="surveys.unit",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="submissions",
                                to="surveys.wave",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-received_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "question",
                            models.CharField(
                                blank=True, help_text="the path in the form", max_length=300, verbose_name="question"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what the answers say")),
                        (
                            "found_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="found on"),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="what the receivers answer")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                        ("became", models.TextField(blank=True, verbose_name="what became of it")),
                        ("became_on", models.DateField(blank=True, null=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.decision",
                            ),
                        ),
                        (
                            "survey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="surveys.survey",
                            ),
                        ),
                        (
                            "wave",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="surveys.wave",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Draw",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("simple", "Each unit with the same chance"),
                                    ("by_size", "Larger units with a larger chance, in steps through the list"),
                                ],
                                max_length=20,
                                verbose_name="how",
                            ),
                        ),
                        ("seed", models.CharField(max_length=200, verbose_name="seed")),
                        ("drawn_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("frame", models.JSONField(help_text="areas with their units and sizes, as they stood")),
                        ("frame_sha256", models.CharField(editable=False, max_length=64)),
                        ("result", models.JSONField(help_text="units drawn by area, with the chance of each")),
                        (
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="draws", to="surveys.wave"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-drawn_at", "-pk"],
                    },
                ),
                migrations.AddField(
                    model_name="door",
                    name="wave",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="doors", to="surveys.wave"
                    ),
                ),
                migrations.AddField(
                    model_name="area",
                    name="wave",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="areas", to="surveys.wave"
                    ),
                ),
                migrations.CreateModel(
                    name="Mark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("fast", "Answered faster than one can read"),
                                    ("straight", "The same answer all the way"),
                                    ("household", "The same household as another"),
                                    ("outside", "Outside the area"),
                                    ("clock", "The clock of the device is wrong"),
                                    ("old_form", "Answered in an earlier version"),
                                    ("files_missing", "A file has not come yet"),
                                    ("unknown_answer", "An answer that the form does not know"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=300)),
                        ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="marks",
                                to="surveys.submission",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("submission", "code"), name="submission_mark_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SubmissionFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        (
                            "stored",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="surveys.submission",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("submission", "name"), name="submission_file_once")
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="form",
                    constraint=models.UniqueConstraint(fields=("survey", "number"), name="survey_form_number_once"),
                ),
                migrations.AddConstraint(
                    model_name="form",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("frozen_at", None)), fields=("survey",), name="survey_form_one_draft"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="form",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("frozen_at", None),
                            models.Q(
                                models.Q(("xform", ""), _negated=True), models.Q(("xform_md5", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="survey_form_frozen_has_xform",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="unit",
                    constraint=models.UniqueConstraint(fields=("area", "name"), name="survey_unit_name_once"),
                ),
                migrations.AddConstraint(
                    model_name="unit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("size__gte", 1)), name="survey_unit_is_somebody"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="unit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("chance", None), models.Q(("chance__gt", 0), ("chance__lte", 1)), _connector="OR"
                        ),
                        name="survey_unit_chance",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="wave",
                    constraint=models.UniqueConstraint(fields=("survey", "name"), name="survey_wave_name_once"),
                ),
                migrations.AddConstraint(
                    model_name="wave",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("starts", None), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="survey_wave_ends_after_start",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="wave",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state", "planned"), ("form__isnull", False), _connector="OR"),
                        name="survey_wave_open_has_form",
                    ),
                ),
                migrations.AddIndex(
                    model_name="submission",
                    index=models.Index(fields=["wave", "state", "area"], name="submission_of_wave"),
                ),
                migrations.AddIndex(
                    model_name="submission",
                    index=models.Index(
                        condition=models.Q(("respondent", ""), _negated=True),
                        fields=["respondent"],
                        name="submission_of_respondent",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="submission",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "excluded"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="submission_left_out_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="submission",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("weight", None), ("weight__gt", 0), _connector="OR"),
                        name="submission_weight_above_zero",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on", None), models.Q(("answer", ""), _negated=True), _connector="OR"
                        ),
                        name="survey_finding_answered_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="finding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("became_on", None), models.Q(("became", ""), _negated=True), _connector="OR"
                        ),
                        name="survey_finding_became_in_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="area",
                    constraint=models.UniqueConstraint(fields=("wave", "name"), name="survey_area_name_once"),
                ),
            ]
        )
    ]
