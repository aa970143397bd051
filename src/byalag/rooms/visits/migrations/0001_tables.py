"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("visits", "0001_initial"),
    ]

    initial = True

    dependencies = [
        ("cooperation", "0001_tables"),
        ("people", "0001_tables"),
        ("promises", "0001_tables"),
        ("records", "0001_tables"),
        ("work", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Exchange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("school", models.CharField(max_length=200, verbose_name="our school and class")),
                        (
                            "partner_school",
                            models.CharField(blank=True, max_length=200, verbose_name="the partner's school"),
                        ),
                        ("interests", models.TextField(blank=True, verbose_name="what is good for the children")),
                        (
                            "heard",
                            models.TextField(
                                blank=True, verbose_name="how the children were heard, and what they said"
                            ),
                        ),
                        (
                            "dangers",
                            models.TextField(blank=True, verbose_name="what could harm them, and what we do about it"),
                        ),
                        (
                            "conclusion",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "It is for the good of the children"),
                                    ("conditions", "It is, if the conditions are met"),
                                    ("no", "It is not"),
                                ],
                                max_length=20,
                                verbose_name="conclusion",
                            ),
                        ),
                        ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                        (
                            "assessed_by",
                            models.CharField(blank=True, max_length=200, verbose_name="assessed by, as post"),
                        ),
                        ("assessed_on", models.DateField(blank=True, null=True, verbose_name="assessed on")),
                        ("forgotten_on", models.DateField(blank=True, editable=False, null=True)),
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
                    ],
                ),
                migrations.CreateModel(
                    name="Pupil",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("number", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name of the child")),
                        (
                            "guardian",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="guardian, and how to reach them"
                            ),
                        ),
                        (
                            "emergency",
                            models.CharField(blank=True, max_length=300, verbose_name="whom to call when it is urgent"),
                        ),
                        (
                            "health",
                            models.TextField(
                                blank=True,
                                verbose_name="what the leaders have to know: illness, allergy, medicine, food",
                            ),
                        ),
                        (
                            "host_family",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="host family, and how to reach them"
                            ),
                        ),
                        (
                            "host_checked",
                            models.BooleanField(
                                default=False, verbose_name="the host family is checked and has an agreement"
                            ),
                        ),
                        ("is_insured", models.BooleanField(default=False, verbose_name="the child is insured")),
                        (
                            "has_papers",
                            models.BooleanField(
                                default=False, verbose_name="passport or identity card and health card are valid"
                            ),
                        ),
                        (
                            "exchange",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="pupils", to="visits.exchange"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="GuardianConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "to",
                            models.CharField(
                                choices=[
                                    ("travel", "That the child travels along"),
                                    ("care", "That a leader seeks care for the child when it is urgent"),
                                    ("data", "That the leaders keep these details until the trip is over"),
                                    ("photo", "That photos of the child are shown in public"),
                                ],
                                max_length=20,
                                verbose_name="consent to",
                            ),
                        ),
                        ("given_on", models.DateField(verbose_name="given on")),
                        ("by_link", models.BooleanField(default=False)),
                        ("withdrawn_on", models.DateField(blank=True, null=True)),
                        (
                            "pupil",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="visits.pupil"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "direction",
                            models.CharField(
                                choices=[("incoming", "They visit us"), ("outgoing", "We visit them")],
                                max_length=20,
                                verbose_name="who visits whom",
                            ),
                        ),
                        ("partner_name", models.CharField(blank=True, max_length=200, verbose_name="partner, by name")),
                        ("purpose", models.TextField(verbose_name="purpose")),
                        (
                            "working_language",
                            models.CharField(blank=True, max_length=8, verbose_name="working language"),
                        ),
                        (
                            "interpreter",
                            models.CharField(
                                choices=[
                                    ("none", "No interpreter is needed"),
                                    ("needed", "An interpreter is needed"),
                                    ("booked", "An interpreter is booked"),
                                ],
                                default="none",
                                max_length=20,
                                verbose_name="interpreter",
                            ),
                        ),
                        (
                            "risk",
                            models.CharField(
                                blank=True,
                                choices=[("low", "Low"), ("some", "Some"), ("high", "High")],
                                max_length=20,
                                verbose_name="risk",
                            ),
                        ),
                        (
                            "risks",
                            models.TextField(blank=True, verbose_name="what may happen, and what we do about it"),
                        ),
                        (
                            "activity",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="visit", to="work.activity"
                            ),
                        ),
                        ("agreed", models.ManyToManyField(blank=True, related_name="+", to="cooperation.agreedaction")),
                        (
                            "means",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="promises.means",
                                verbose_name="money of the plan",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="partner",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ProgrammeItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("day", models.DateField(verbose_name="day")),
                        ("starts", models.TimeField(verbose_name="from what time")),
                        ("ends", models.TimeField(blank=True, null=True, verbose_name="until what time")),
                        ("title", models.CharField(max_length=200, verbose_name="what")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        ("host", models.CharField(blank=True, max_length=200, verbose_name="who receives, by post")),
                        ("interpreted", models.BooleanField(default=False, verbose_name="with an interpreter")),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="programme", to="visits.visit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["day", "starts", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        ("what", models.TextField(verbose_name="what happened")),
                        ("done", models.TextField(blank=True, verbose_name="what was done")),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="incidents", to="visits.visit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Gift",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("given", "Given"), ("received", "Received")],
                                max_length=20,
                                verbose_name="given or received",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        ("what", models.CharField(max_length=200, verbose_name="what")),
                        ("post", models.CharField(max_length=200, verbose_name="to or from whom, by post")),
                        (
                            "value",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="worth about"
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        ("kept", models.CharField(blank=True, max_length=200, verbose_name="where it is now")),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="gifts", to="visits.visit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.AddField(
                    model_name="exchange",
                    name="visit",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exchange", to="visits.visit"
                    ),
                ),
                migrations.CreateModel(
                    name="Delegate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("post", models.CharField(max_length=200, verbose_name="post")),
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
                        ("count", models.PositiveSmallIntegerField(default=1, verbose_name="how many")),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="delegates", to="visits.visit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CostLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.CharField(
                                choices=[
                                    ("travel", "Travel there and back"),
                                    ("lodging", "Lodging"),
                                    ("meals", "Meals"),
                                    ("local_travel", "Travel at the place"),
                                    ("interpreter", "Interpreter"),
                                    ("insurance", "Insurance"),
                                    ("programme", "Programme"),
                                    ("gifts", "Gifts"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                                verbose_name="cost",
                            ),
                        ),
                        (
                            "payer",
                            models.CharField(
                                choices=[
                                    ("guest", "The guest"),
                                    ("host", "The host"),
                                    ("shared", "Both together"),
                                    ("funder", "The funder"),
                                ],
                                max_length=20,
                                verbose_name="who pays",
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="expected")),
                        (
                            "spent",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="came to"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="currency")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="costs", to="visits.visit"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="VisitRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("asker_name", models.CharField(blank=True, max_length=200, verbose_name="who asks, by name")),
                        ("purpose", models.TextField(verbose_name="purpose")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("size", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="how many come")),
                        ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact post")),
                        (
                            "asked_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="asked on"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "Waits for an answer"),
                                    ("accepted", "Welcome"),
                                    ("declined", "Declined"),
                                ],
                                default="new",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("settled_on", models.DateField(blank=True, null=True)),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        (
                            "asked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="who is asked",
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="who asks",
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
                    ],
                    options={
                        "ordering": ["-asked_on", "-pk"],
                    },
                ),
                migrations.AddField(
                    model_name="visit",
                    name="request",
                    field=models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="visits.visitrequest",
                    ),
                ),
                migrations.CreateModel(
                    name="Leader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("post", models.CharField(max_length=200, verbose_name="post")),
                        (
                            "exchange",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="leaders",
                                to="visits.exchange",
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
                    options={
                        "ordering": ["pk"],
                        "constraints": [models.UniqueConstraint(fields=("exchange", "user"), name="leader_once")],
                    },
                ),
                migrations.AddConstraint(
                    model_name="pupil",
                    constraint=models.UniqueConstraint(fields=("exchange", "number"), name="pupil_numbered"),
                ),
                migrations.AddConstraint(
                    model_name="guardianconsent",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("pupil", "to"),
                        name="guardian_consent_one_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="programmeitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gt", models.F("starts")), _connector="OR"),
                        name="programme_item_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="gift",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True), models.Q(("currency", ""), _negated=True), _connector="OR"
                        ),
                        name="gift_value_has_currency",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exchange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("conclusion", ""),
                            models.Q(
                                ("assessed_on__isnull", False),
                                models.Q(("interests", ""), _negated=True),
                                models.Q(("heard", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="exchange_assessed_with_reasons",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="exchange",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("decision__isnull", True), ("assessed_on__isnull", False), _connector="OR"),
                        name="exchange_assessed_then_decided",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delegate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="delegate_is_somebody"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="costline",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", 0), models.Q(("spent__isnull", True), ("spent__gte", 0), _connector="OR")
                        ),
                        name="visit_cost_not_negative",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visitrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("asker__isnull", False), models.Q(("asker_name", ""), _negated=True), _connector="OR"
                        ),
                        name="visit_request_says_who_asks",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visitrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("asker__isnull", True),
                            models.Q(("asker", models.F("asked")), _negated=True),
                            _connector="OR",
                        ),
                        name="visit_request_not_to_oneself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visitrequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="visit_request_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="visit",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("partner__isnull", False), models.Q(("partner_name", ""), _negated=True), _connector="OR"
                        ),
                        name="visit_has_a_partner",
                    ),
                ),
            ]
        )
    ]
