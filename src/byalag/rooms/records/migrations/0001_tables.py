"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("records", "0001_initial"),
        ("records", "0002_what_was_found_in_a_file"),
        ("records", "0003_register"),
        ("records", "0004_register_holds"),
        ("records", "0005_retention"),
        ("records", "0006_consents"),
        ("records", "0007_purposes"),
        ("records", "0008_disclosing"),
        ("records", "0009_safety"),
    ]

    initial = True

    dependencies = [
        ("core", "0001_tables"),
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        ("number", models.CharField(max_length=60, verbose_name="case number")),
                        ("title", models.CharField(max_length=300, verbose_name="matter")),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="opened on")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                        (
                            "last_serial",
                            models.PositiveIntegerField(
                                default=0, editable=False, help_text="number given to its last document"
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Decision",
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
                        ("decided_on", models.DateField(verbose_name="date")),
                        ("paragraph", models.CharField(blank=True, max_length=40, verbose_name="§")),
                        ("matter", models.CharField(max_length=300, verbose_name="matter")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("approved", "Approved"),
                                    ("sent_back", "Sent back"),
                                    ("rejected", "Rejected"),
                                    ("noted", "Noted"),
                                ],
                                default="approved",
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("reasons", models.TextField(blank=True, verbose_name="reasons")),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="people.body"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="records.case",
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Disposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disposals",
                                to="records.decision",
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
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Document",
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
                        ("title", models.CharField(max_length=300, verbose_name="title")),
                        ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                        (
                            "paper_kind",
                            models.CharField(
                                choices=[
                                    ("minutes", "Minutes"),
                                    ("agreement", "Agreement"),
                                    ("report", "Report"),
                                    ("application", "Application"),
                                    ("invitation", "Call or invitation"),
                                    ("letter", "Letter or message"),
                                    ("voucher", "Voucher or account"),
                                    ("participants", "List of participants"),
                                    ("consent", "Consent form"),
                                    ("picture", "Picture"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=20,
                                verbose_name="kind of document",
                            ),
                        ),
                        (
                            "disposed_because",
                            models.TextField(
                                blank=True, editable=False, help_text="the rules that had run out, in words"
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("received", "Received"),
                                    ("drawn_up", "Drawn up by us"),
                                    ("working", "Working paper"),
                                ],
                                default="working",
                                max_length=20,
                                verbose_name="origin",
                            ),
                        ),
                        ("dated", models.DateField(blank=True, null=True, verbose_name="received or drawn up on")),
                        ("sender", models.CharField(blank=True, max_length=200, verbose_name="sender")),
                        ("recipient", models.CharField(blank=True, max_length=200, verbose_name="recipient")),
                        (
                            "serial",
                            models.PositiveIntegerField(
                                blank=True, editable=False, null=True, verbose_name="number in the case"
                            ),
                        ),
                        (
                            "secrecy_ground",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="secret, by which law and section"
                            ),
                        ),
                        ("secrecy_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("description", models.TextField(blank=True, verbose_name="what the picture or file shows")),
                        (
                            "persons_shown",
                            models.CharField(
                                blank=True,
                                choices=[("", "Nobody has said"), ("no", "No"), ("yes", "Yes")],
                                default="",
                                max_length=5,
                                verbose_name="persons can be recognised in it",
                            ),
                        ),
                        (
                            "notes",
                            models.JSONField(
                                blank=True, default=list, editable=False, help_text="keys of core.files.NOTES"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="records.case",
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
                            "disposal",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="records.disposal",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="core.storedfile",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "registered_by",
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
                            "secrecy_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.AddField(
                    model_name="decision",
                    name="document",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="records.document",
                    ),
                ),
                migrations.CreateModel(
                    name="MaskedCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                        ("maskings", models.JSONField(default=list)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="masked_copies",
                                to="records.document",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="masked_copies",
                                to="core.storedfile",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Disclosure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("whole", "Given out as it is"),
                                    ("masked", "Given out masked"),
                                    ("refused", "Refused"),
                                ],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "given_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("paper", "A copy on paper"),
                                    ("file", "A file"),
                                    ("looked_at", "Looked at on the spot"),
                                    ("read_out", "Read out or shown"),
                                ],
                                max_length=10,
                                verbose_name="in which form",
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(blank=True, max_length=200, verbose_name="by which law and section"),
                        ),
                        ("given_on", models.DateField(verbose_name="date")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("struck_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="records.document",
                            ),
                        ),
                        (
                            "masked_copy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="records.maskedcopy",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="RetentionRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "paper_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("minutes", "Minutes"),
                                    ("agreement", "Agreement"),
                                    ("report", "Report"),
                                    ("application", "Application"),
                                    ("invitation", "Call or invitation"),
                                    ("letter", "Letter or message"),
                                    ("voucher", "Voucher or account"),
                                    ("participants", "List of participants"),
                                    ("consent", "Consent form"),
                                    ("picture", "Picture"),
                                    ("other", "Other"),
                                ],
                                max_length=20,
                                verbose_name="kind of document",
                            ),
                        ),
                        (
                            "direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("received", "Received"),
                                    ("drawn_up", "Drawn up by us"),
                                    ("working", "Working paper"),
                                ],
                                max_length=20,
                                verbose_name="origin",
                            ),
                        ),
                        (
                            "case_begins",
                            models.CharField(blank=True, max_length=60, verbose_name="cases whose number begins with"),
                        ),
                        (
                            "belongs_to",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("records.decision", "a decision"),
                                    ("work.evidence", "a piece of evidence"),
                                    ("promises.framework", "a plan that came from it"),
                                ],
                                max_length=40,
                                verbose_name="on which rests",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveIntegerField(
                                blank=True, help_text="empty: for ever", null=True, verbose_name="months"
                            ),
                        ),
                        (
                            "counted_from",
                            models.CharField(
                                choices=[
                                    ("dated", "the day it was received or drawn up"),
                                    ("year_end", "the end of that year"),
                                    ("registered", "the day it was registered"),
                                    ("case_closed", "the day its case was closed"),
                                ],
                                default="dated",
                                max_length=20,
                                verbose_name="counted from",
                            ),
                        ),
                        ("ground", models.CharField(max_length=300, verbose_name="law or decision")),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="UsePurpose",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("names", models.JSONField(blank=True, default=dict, verbose_name="names in other languages")),
                        ("code", models.SlugField(max_length=40)),
                        ("order", models.PositiveSmallIntegerField(default=100)),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="UseConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("who", models.CharField(blank=True, max_length=200, verbose_name="who")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("written", "In writing"),
                                    ("spoken", "Said, and noted"),
                                    ("guardian", "In writing by a guardian"),
                                ],
                                default="written",
                                max_length=20,
                                verbose_name="how it was given",
                            ),
                        ),
                        ("given_on", models.DateField(verbose_name="given on")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="withdrawn on"),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="use_consents",
                                to="records.document",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.person",
                            ),
                        ),
                        (
                            "proof",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proves_consent",
                                to="records.document",
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replaced_by",
                                to="records.useconsent",
                            ),
                        ),
                        (
                            "purpose",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.usepurpose"
                            ),
                        ),
                    ],
                ),
                migrations.AddConstraint(
                    model_name="case",
                    constraint=models.UniqueConstraint(fields=("organisation", "number"), name="case_one_per_number"),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("secrecy_ground", ""), models.Q(("visibility", "public"), _negated=True), _connector="OR"
                        ),
                        name="document_secret_is_not_public",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disposal__isnull", True), ("file__isnull", False)),
                            models.Q(("disposal__isnull", False), ("file__isnull", True)),
                            _connector="OR",
                        ),
                        name="document_has_its_file_until_disposed_of",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("serial__isnull", True), ("case__isnull", False), _connector="OR"),
                        name="document_number_is_in_a_case",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.UniqueConstraint(
                        fields=("case", "serial"), name="document_one_per_number_in_a_case"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="decision",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "sent_back"), _negated=True),
                            models.Q(("reasons", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_sent_back_has_reasons",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="maskedcopy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("maskings", []), _negated=True), name="masked_copy_has_grounds"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disclosure",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "refused"), ("given_as", ""), models.Q(("ground", ""), _negated=True)),
                            models.Q(
                                ("answer", "masked"),
                                ("masked_copy__isnull", False),
                                models.Q(("given_as", ""), _negated=True),
                                models.Q(("ground", ""), _negated=True),
                            ),
                            models.Q(
                                ("answer", "whole"),
                                ("ground", ""),
                                ("masked_copy__isnull", True),
                                models.Q(("given_as", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_says_what_its_answer_needs",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="retention_rule_has_ground"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="retentionrule",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("months__isnull", True), ("months__lte", 6000), _connector="OR"),
                        name="retention_rule_ends",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="usepurpose",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "code"), name="use_purpose_one_per_code"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="usepurpose",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        fields=("code",),
                        name="use_purpose_one_for_all",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="useconsent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), models.Q(("who", ""), _negated=True), _connector="OR"
                        ),
                        name="use_consent_is_somebodys",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="useconsent",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("given_on")), _connector="OR"
                        ),
                        name="use_consent_ends_after_it_is_given",
                    ),
                ),
            ]
        )
    ]
