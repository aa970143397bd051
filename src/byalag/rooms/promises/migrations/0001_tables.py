"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("promises", "0001_initial"),
        ("promises", "0002_outline_can_be_undone"),
        ("promises", "0003_a_share_is_known"),
        ("promises", "0004_duties_come_back"),
        ("promises", "0005_indicators"),
        ("promises", "0006_safety"),
        ("promises", "0007_comments"),
        ("promises", "0008_held_together"),
    ]

    initial = True

    dependencies = [
        ("cooperation", "0001_tables"),
        ("people", "0001_tables"),
        ("records", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Framework",
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
                                    ("strategy", "Strategy"),
                                    ("operations_plan", "Operations plan"),
                                    ("results_framework", "Results framework"),
                                    ("declaration", "Declaration"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("slug", models.SlugField(max_length=80, verbose_name="address")),
                        ("lead", models.TextField(blank=True, verbose_name="in short")),
                        ("starts", models.DateField(verbose_name="from")),
                        ("ends", models.DateField(verbose_name="until")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("proposed", "Proposed"),
                                    ("prepared", "Prepared"),
                                    ("adopted", "Adopted"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                            ),
                        ),
                        ("together", models.BooleanField(default=False, editable=False, verbose_name="held together")),
                        (
                            "agreed_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="agreed on"),
                        ),
                        (
                            "based_on",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="derived",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frameworks",
                                to="people.body",
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
                                related_name="frameworks",
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
                            "source_document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="frameworks",
                                to="records.document",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Amendment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("reason", models.TextField(verbose_name="why the plan is changed")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Being written"),
                                    ("proposed", "Waits for answers"),
                                    ("adopted", "Adopted"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "agreed_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="agreed on"),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="records.decision",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="amendments",
                                to="promises.framework",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="FrameworkDecision",
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
                                choices=[("propose", "Proposes"), ("prepare", "Prepares"), ("adopt", "Adopts")],
                                max_length=20,
                            ),
                        ),
                        ("taken_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="framework_steps",
                                to="records.decision",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="promises.framework",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=300, verbose_name="what is measured")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("number", "A number"),
                                    ("share", "A share: so many of so many"),
                                    ("money", "An amount of money"),
                                    ("score", "A judgement on a scale, with words"),
                                ],
                                default="number",
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=60, verbose_name="unit")),
                        (
                            "accumulation",
                            models.CharField(
                                choices=[
                                    ("periodic", "Each period by itself"),
                                    ("cumulative", "Everything up to the end of the period"),
                                ],
                                default="periodic",
                                max_length=12,
                                verbose_name="what a figure counts",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[("up", "Should go up"), ("down", "Should go down"), ("keep", "Should stay")],
                                default="up",
                                max_length=5,
                                verbose_name="direction",
                            ),
                        ),
                        (
                            "baseline",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="baseline"
                            ),
                        ),
                        ("baseline_on", models.DateField(blank=True, null=True, verbose_name="date of the baseline")),
                        (
                            "baseline_source",
                            models.CharField(blank=True, max_length=300, verbose_name="source of the baseline"),
                        ),
                        (
                            "scale",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="words of the scores 1, 2, 3 … in order",
                                verbose_name="scale",
                            ),
                        ),
                        (
                            "dimensions",
                            models.JSONField(
                                blank=True, default=list, help_text="names of dimensions", verbose_name="broken down by"
                            ),
                        ),
                        (
                            "measure",
                            models.CharField(
                                blank=True,
                                help_text="key of core.registries.measures",
                                max_length=60,
                                verbose_name="counted by itself",
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=0)),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="indicators",
                                to="promises.framework",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Means",
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
                                choices=[("amount", "Money"), ("share", "Share of a post")], max_length=10
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="amount"
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(blank=True, help_text="ISO 4217", max_length=3, verbose_name="currency"),
                        ),
                        ("per_year", models.BooleanField(default=False, verbose_name="per year")),
                        (
                            "share",
                            models.DecimalField(
                                blank=True,
                                decimal_places=3,
                                help_text="0..1",
                                max_digits=4,
                                null=True,
                                verbose_name="share of full time",
                            ),
                        ),
                        ("post", models.CharField(blank=True, max_length=200, verbose_name="post")),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="from whom")),
                        (
                            "origin",
                            models.CharField(
                                choices=[("own", "Own"), ("external", "External")],
                                default="own",
                                max_length=10,
                                verbose_name="own or external",
                            ),
                        ),
                        (
                            "certainty",
                            models.CharField(
                                choices=[("secured", "Secured"), ("hoped_for", "Hoped for")],
                                default="secured",
                                max_length=10,
                                verbose_name="certainty",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="means",
                                to="promises.framework",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "means",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MeasuringPeriod",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("starts", models.DateField(verbose_name="from")),
                        ("ends", models.DateField(verbose_name="until")),
                        ("is_open", models.BooleanField(default=False)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measuring_periods",
                                to="promises.framework",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts", "ends"],
                    },
                ),
                migrations.CreateModel(
                    name="Measurement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="figure"
                            ),
                        ),
                        (
                            "numerator",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="so many"
                            ),
                        ),
                        (
                            "denominator",
                            models.DecimalField(
                                blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="of so many"
                            ),
                        ),
                        ("score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="judgement")),
                        ("narrative", models.TextField(blank=True, verbose_name="in words")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=300, verbose_name="where the figure comes from"),
                        ),
                        ("parts", models.JSONField(blank=True, default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("returned", "Returned"),
                                    ("approved", "Approved"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("returned_words", models.TextField(blank=True, verbose_name="what should be changed")),
                        ("counted_rows", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="measurements",
                                to="promises.indicator",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measurements",
                                to="promises.measuringperiod",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Objective",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("overall_goal", "Overall goal"),
                                    ("goal", "Goal"),
                                    ("commitment", "Commitment"),
                                    ("outcome", "Outcome"),
                                    ("output", "Output"),
                                ],
                                default="goal",
                                max_length=20,
                                verbose_name="level",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=20, verbose_name="number")),
                        ("text", models.TextField(verbose_name="text")),
                        ("condition", models.TextField(blank=True, verbose_name="condition")),
                        (
                            "condition_state",
                            models.CharField(
                                choices=[
                                    ("none", "No condition"),
                                    ("open", "Not yet decided"),
                                    ("go", "Go"),
                                    ("no_go", "No go"),
                                ],
                                default="none",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("order", models.PositiveIntegerField(default=0)),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "condition_decision",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="conditions",
                                to="records.decision",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="objectives",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="promises.objective",
                            ),
                        ),
                        (
                            "supports",
                            models.ManyToManyField(blank=True, related_name="supported_by", to="promises.objective"),
                        ),
                        ("themes", models.ManyToManyField(blank=True, related_name="objectives", to="people.theme")),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="indicator",
                    name="objective",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="promises.objective",
                    ),
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("reader", "Reader"),
                                    ("contributor", "Contributor"),
                                    ("coordinator", "Coordinator"),
                                    ("controller", "Controller"),
                                    ("administrator", "Administrator"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="comment")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waits for an answer"),
                                    ("taken_in", "Taken in"),
                                    ("answered", "Answered"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("simulated", models.BooleanField(default=False, editable=False)),
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
                        (
                            "circle",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
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
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.post",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="promises.objective",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["written_at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportingDuty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("text", models.TextField(verbose_name="to be reported")),
                        ("to_whom", models.CharField(blank=True, max_length=200, verbose_name="to whom")),
                        ("due", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("due_rule", models.CharField(blank=True, max_length=60)),
                        ("answer", models.TextField(blank=True, verbose_name="our answer")),
                        ("answered_for", models.DateField(blank=True, editable=False, null=True)),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="duties",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="duties",
                                to="promises.objective",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "reporting duties",
                        "ordering": ["due", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DutyAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due", models.DateField()),
                        ("answer", models.TextField()),
                        ("answered_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "duty",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="promises.reportingduty",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due"],
                    },
                ),
                migrations.CreateModel(
                    name="RouteStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "framework_kind",
                            models.CharField(
                                choices=[
                                    ("strategy", "Strategy"),
                                    ("operations_plan", "Operations plan"),
                                    ("results_framework", "Results framework"),
                                    ("declaration", "Declaration"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("propose", "Proposes"), ("prepare", "Prepares"), ("adopt", "Adopts")],
                                max_length=20,
                                verbose_name="step",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField()),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="route_steps",
                                to="people.body",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="route_steps",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order"],
                    },
                ),
                migrations.CreateModel(
                    name="Section",
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
                                choices=[("region", "Part of the world"), ("focus", "Focus area"), ("text", "Text")],
                                default="focus",
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="heading")),
                        ("text", models.TextField(blank=True, verbose_name="text")),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "framework",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="promises.framework",
                            ),
                        ),
                        (
                            "theme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="sections",
                                to="people.theme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="objective",
                    name="section",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectives",
                        to="promises.section",
                    ),
                ),
                migrations.CreateModel(
                    name="AmendmentChange",
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
                                    ("objective_added", "New goal"),
                                    ("objective_text", "New wording"),
                                    ("objective_condition", "New condition"),
                                    ("objective_removed", "Goal removed"),
                                    ("activity_added", "New activity"),
                                    ("section_text", "New text of a section"),
                                    ("target", "New target of an indicator"),
                                    ("indicator_added", "New indicator"),
                                    ("indicator_removed", "Indicator removed"),
                                ],
                                max_length=30,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("overall_goal", "Overall goal"),
                                    ("goal", "Goal"),
                                    ("commitment", "Commitment"),
                                    ("outcome", "Outcome"),
                                    ("output", "Output"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("value", models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True)),
                        ("before", models.TextField(blank=True)),
                        ("after", models.TextField(blank=True)),
                        (
                            "amendment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="promises.amendment",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="promises.indicator",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.measuringperiod",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="promises.objective",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="promises.section",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="target")),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="promises.indicator",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="promises.measuringperiod",
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="framework",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "slug"), name="framework_one_per_address"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="framework",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))), name="framework_ends_after_it_starts"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="framework",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("based_on__isnull", True),
                            models.Q(("based_on", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="framework_not_based_on_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="framework",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("visibility", "circle"), _negated=True),
                            ("circle__isnull", False),
                            _connector="OR",
                        ),
                        name="framework_shared_names_circle",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="framework",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("together", False),
                            models.Q(
                                ("circle__isnull", False),
                                ("cooperation__isnull", False),
                                models.Q(("visibility", "organisation"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="framework_together_is_shared_by_a_cooperation",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="framework",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("together", False),
                            models.Q(("agreed_on__isnull", False), ("status", "adopted")),
                            models.Q(models.Q(("status", "adopted"), _negated=True), ("agreed_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="framework_together_is_agreed_on",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendment",
                    constraint=models.UniqueConstraint(fields=("framework", "number"), name="amendment_one_per_number"),
                ),
                migrations.AddConstraint(
                    model_name="amendment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "proposed"))),
                        fields=("framework",),
                        name="amendment_one_draft",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "adopted"), _negated=True),
                            ("decision__isnull", False),
                            ("agreed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="amendment_adopted_needs_decision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="means",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__isnull", False),
                                ("kind", "amount"),
                                ("share__isnull", True),
                                models.Q(("currency", ""), _negated=True),
                            ),
                            models.Q(
                                ("amount__isnull", True),
                                ("kind", "share"),
                                ("share__gt", 0),
                                ("share__isnull", False),
                                ("share__lte", 1),
                            ),
                            _connector="OR",
                        ),
                        name="means_amount_or_share",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="means",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="means_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="means",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="means_end_after_they_start",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measuringperiod",
                    constraint=models.UniqueConstraint(
                        fields=("framework", "starts", "ends"), name="measuring_period_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measuringperiod",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="measuring_period_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measurement",
                    constraint=models.UniqueConstraint(
                        fields=("indicator", "period"), name="measurement_once_per_period"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measurement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("returned_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="measurement_returned_with_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="measurement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("denominator__isnull", True),
                            ("numerator__isnull", True),
                            ("numerator__lte", models.F("denominator")),
                            _connector="OR",
                        ),
                        name="measurement_part_is_of_the_whole",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="indicator",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "score"), _negated=True),
                            models.Q(("scale", []), _negated=True),
                            _connector="OR",
                        ),
                        name="indicator_score_has_scale",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), ("text", "")),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True), models.Q(("text", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="comment_says_something_until_withdrawn",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="comment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("answered_at__isnull", True), ("state__in", ["open", "withdrawn"])
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("state__in", ["taken_in", "answered"]),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_answered_with_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="dutyanswer",
                    constraint=models.UniqueConstraint(fields=("duty", "due"), name="duty_answered_once_per_date"),
                ),
                migrations.AddConstraint(
                    model_name="routestep",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "framework_kind", "order"), name="route_step_one_per_place"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="routestep",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "framework_kind", "kind"), name="route_step_one_per_kind"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("condition", ""), ("condition_state", "none")),
                            models.Q(
                                models.Q(("condition", ""), _negated=True),
                                models.Q(("condition_state", "none"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="objective_condition_has_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("condition_state__in", ["go", "no_go"]), _negated=True),
                            ("condition_decision__isnull", False),
                            _connector="OR",
                        ),
                        name="objective_go_needs_decision",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("parent__isnull", True),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="objective_not_inside_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="objective",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="objective_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendmentchange",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["objective_text", "objective_condition", "objective_removed"])
                        ),
                        fields=("amendment", "objective", "kind"),
                        name="change_once_per_objective",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendmentchange",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "section_text")),
                        fields=("amendment", "section"),
                        name="change_once_per_section_text",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendmentchange",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "target")),
                        fields=("amendment", "indicator", "period"),
                        name="change_once_per_target",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="amendmentchange",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("kind", "indicator_removed")),
                        fields=("amendment", "indicator"),
                        name="change_once_per_removed_indicator",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="target",
                    constraint=models.UniqueConstraint(fields=("indicator", "period"), name="target_once_per_period"),
                ),
            ]
        )
    ]
