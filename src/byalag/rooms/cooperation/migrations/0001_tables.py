"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("cooperation", "0001_initial"),
        ("cooperation", "0002_pipeline"),
        ("cooperation", "0003_agreements_and_sides"),
        ("cooperation", "0004_town_links"),
        ("cooperation", "0005_seeking"),
        ("cooperation", "0006_phases"),
        ("cooperation", "0007_agreed_actions"),
        ("cooperation", "0008_safety"),
        ("cooperation", "0009_registers"),
        ("cooperation", "0010_eligible_countries"),
        ("cooperation", "0011_matching"),
        ("cooperation", "0012_matters_laid_before"),
        ("cooperation", "0013_needed_papers"),
        ("cooperation", "0014_contact_posts"),
        ("cooperation", "0015_twinning_page"),
        ("cooperation", "0016_countries_of_pairs"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        ("records", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Cooperation",
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
                                    ("twin_town", "Twin town"),
                                    ("partnership", "Municipal partnership"),
                                    ("project", "Project"),
                                    ("consortium", "Consortium"),
                                    ("network", "Network"),
                                    ("programme_support", "Programme support"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("about", models.TextField(blank=True, verbose_name="about")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("idea", "Idea"),
                                    ("enquiry_sent", "Enquiry sent"),
                                    ("enquiry_received", "Enquiry received"),
                                    ("exploring", "Exploring"),
                                    ("waiting", "On the waiting list"),
                                    ("decided", "Decided"),
                                    ("signed", "Signed"),
                                    ("active", "Active"),
                                    ("dormant", "Dormant"),
                                    ("ended", "Ended"),
                                    ("merged", "Ended by merger"),
                                ],
                                default="active",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("for_young", models.BooleanField(default=False, verbose_name="for or with young people")),
                        (
                            "gender",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "Not an aim"), (1, "An important aim among others"), (2, "The main aim")],
                                default=0,
                                verbose_name="equality between women and men",
                            ),
                        ),
                        ("challenge", models.TextField(blank=True, verbose_name="the challenge they work on")),
                        ("expected_benefit", models.TextField(blank=True, verbose_name="expected benefit")),
                        (
                            "first_countries",
                            models.JSONField(
                                blank=True, default=list, verbose_name="countries of the one party of each pair"
                            ),
                        ),
                        (
                            "other_countries",
                            models.JSONField(blank=True, default=list, verbose_name="countries of the other party"),
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
                            "inside",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        ("themes", models.ManyToManyField(blank=True, related_name="+", to="people.theme")),
                    ],
                ),
                migrations.CreateModel(
                    name="ContactPost",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("title", models.CharField(max_length=200, verbose_name="post or function")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail at work")),
                        ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone at work")),
                        ("language", models.CharField(blank=True, max_length=8, verbose_name="language to write in")),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("is_main", models.BooleanField(default=False, verbose_name="main contact of this side")),
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
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contact_posts",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": [
                            "-is_main",
                            models.OrderBy(models.F("ends"), descending=True, nulls_first=True),
                            "title",
                            "pk",
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(verbose_name="date")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("meeting", "Meeting"),
                                    ("visit", "Visit"),
                                    ("letter", "Letter"),
                                    ("email", "E-mail"),
                                    ("phone", "Telephone"),
                                    ("video", "Video meeting"),
                                ],
                                default="email",
                                max_length=20,
                                verbose_name="how",
                            ),
                        ),
                        ("whom", models.CharField(blank=True, max_length=200, verbose_name="with whom")),
                        ("told", models.TextField(verbose_name="what was said")),
                        ("next_step", models.CharField(blank=True, max_length=300, verbose_name="next step")),
                        ("next_on", models.DateField(blank=True, null=True, verbose_name="by which day")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.post",
                            ),
                        ),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Benefit",
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
                                    ("individual", "For persons"),
                                    ("organisation", "For the organisation"),
                                    ("society", "In society"),
                                    ("home", "What we learnt for our own work"),
                                ],
                                max_length=20,
                                verbose_name="where",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what changed")),
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="seen on")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("shared", models.BooleanField(default=True, verbose_name="the other parties read it")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="benefits",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("areas", models.TextField(blank=True, verbose_name="areas")),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("renew_by", models.DateField(blank=True, null=True, verbose_name="decide on renewal by")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                        (
                            "replaced_by",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaces",
                                to="cooperation.agreement",
                            ),
                        ),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agreements",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="AgreedAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("text", models.CharField(max_length=500, verbose_name="what was agreed")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        (
                            "agreed_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="agreed on"),
                        ),
                        ("due", models.DateField(blank=True, null=True, verbose_name="by which day")),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="where it stands")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                        ("dropped_on", models.DateField(blank=True, null=True, verbose_name="dropped on")),
                        ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                        (
                            "minutes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.document",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreed_actions",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["done_on", "dropped_on", "due", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CooperationRules",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "checks_partners",
                            models.BooleanField(
                                default=False, verbose_name="no solidarity money before the partner is checked"
                            ),
                        ),
                        (
                            "quiet_years",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="years without activity until dormant"
                            ),
                        ),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="EligibilityList",
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
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("funder", models.CharField(max_length=200, verbose_name="whose list it is")),
                        ("about", models.TextField(blank=True, verbose_name="about")),
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
                    name="Funding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("granted_on", models.DateField(verbose_name="granted on")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="granted until")),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=100, verbose_name="the funder’s reference"),
                        ),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fundings",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fundings",
                                to="cooperation.eligibilitylist",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["granted_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DepartureAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("left_on", models.DateField(verbose_name="left the list on")),
                        ("text", models.TextField(verbose_name="what we do about it")),
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="noted on")),
                        (
                            "funding",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="cooperation.funding",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["left_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Initiative",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("about", models.TextField(blank=True, verbose_name="about")),
                        (
                            "whose",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="who proposed it, as post or group"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("idea", "Idea"),
                                    ("tried", "Being tried"),
                                    ("realised", "Realised"),
                                    ("dropped", "Dropped"),
                                ],
                                default="idea",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("since", models.DateField(default=django.utils.timezone.localdate, verbose_name="since")),
                        ("why", models.TextField(blank=True, verbose_name="why")),
                        (
                            "cooperation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="initiatives",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-since", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="JointChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("aims", "Aims"),
                                    ("plan", "Plan"),
                                    ("budget", "Budget"),
                                    ("results", "Results"),
                                    ("account", "Account"),
                                    ("lessons", "Lessons"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        ("before", models.TextField(blank=True)),
                        ("text", models.TextField(verbose_name="text")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("why", models.TextField(blank=True, verbose_name="why")),
                        ("proposed_on", models.DateField(default=django.utils.timezone.localdate)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waits for answers"),
                                    ("confirmed", "Agreed"),
                                    ("refused", "Not agreed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=20,
                            ),
                        ),
                        ("settled_on", models.DateField(blank=True, null=True)),
                        ("matter", models.CharField(blank=True, editable=False, max_length=60)),
                        ("title", models.CharField(blank=True, max_length=300)),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="joint_changes",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="JointAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("agrees", models.BooleanField(verbose_name="agrees")),
                        ("words", models.TextField(blank=True, verbose_name="in their words")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=300, verbose_name="where the answer stands"),
                        ),
                        ("on", models.DateField(default=django.utils.timezone.localdate)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "change",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="cooperation.jointchange",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="JointText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("aims", "Aims"),
                                    ("plan", "Plan"),
                                    ("budget", "Budget"),
                                    ("results", "Results"),
                                    ("account", "Account"),
                                    ("lessons", "Lessons"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="text")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("agreed_on", models.DateField(verbose_name="agreed on")),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="joint_texts",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="KeptPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "paper",
                            models.CharField(
                                choices=[
                                    ("decision", "Decision on the cooperation"),
                                    ("declaration", "Declaration of interest"),
                                    ("letter_of_intent", "Letter of intent"),
                                    ("application", "Application for funding"),
                                    ("agreement", "Signed agreement"),
                                    ("check", "Check of the partner"),
                                ],
                                max_length=20,
                                verbose_name="which paper",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="where it is kept, or why none is needed"
                            ),
                        ),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="kept_papers",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ListEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="edition")),
                        ("starts", models.DateField(verbose_name="holds from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="holds until")),
                        ("source", models.CharField(max_length=300, verbose_name="source")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="address of the source")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="editions",
                                to="cooperation.eligibilitylist",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                    },
                ),
                migrations.AddField(
                    model_name="funding",
                    name="granted_under",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cooperation.listedition",
                    ),
                ),
                migrations.CreateModel(
                    name="EligibleCountry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="countries",
                                to="cooperation.listedition",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "eligible countries",
                        "ordering": ["country"],
                    },
                ),
                migrations.CreateModel(
                    name="Matching",
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
                        (
                            "sides",
                            models.CharField(
                                choices=[
                                    ("two", "Two sides, each finds partners on the other"),
                                    ("one", "One pool, everybody can be paired with everybody"),
                                ],
                                default="two",
                                max_length=8,
                                verbose_name="who is paired with whom",
                            ),
                        ),
                        (
                            "first_side",
                            models.CharField(blank=True, max_length=80, verbose_name="what the first side is called"),
                        ),
                        (
                            "second_side",
                            models.CharField(blank=True, max_length=80, verbose_name="what the second side is called"),
                        ),
                        (
                            "aim",
                            models.CharField(
                                choices=[
                                    ("total", "The best for all together"),
                                    ("fair", "The worst off first"),
                                    ("stable", "Nobody would rather have each other"),
                                ],
                                default="total",
                                max_length=8,
                                verbose_name="aim",
                            ),
                        ),
                        (
                            "least",
                            models.PositiveSmallIntegerField(default=0, verbose_name="partners each takes at least"),
                        ),
                        (
                            "most",
                            models.PositiveSmallIntegerField(default=1, verbose_name="partners each takes at most"),
                        ),
                        ("under_on", models.DateField(blank=True, null=True, verbose_name="as the list is on")),
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
                            "network",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "under",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="cooperation.eligibilitylist",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MatchingRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "Waits to be worked out"),
                                    ("done", "Worked out"),
                                    ("failed", "Could not be worked out"),
                                ],
                                default="queued",
                                max_length=8,
                                verbose_name="state",
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("finished_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("progress", models.PositiveSmallIntegerField(default=0)),
                        ("given", models.JSONField()),
                        ("found", models.JSONField(blank=True, null=True)),
                        ("checksum", models.CharField(blank=True, max_length=64)),
                        ("made", models.JSONField(blank=True, default=list)),
                        ("taken_up_on", models.DateField(blank=True, null=True)),
                        (
                            "matching",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="cooperation.matching",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MatchParticipant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "side",
                            models.CharField(
                                choices=[("first", "First side"), ("second", "Second side")],
                                default="first",
                                max_length=8,
                                verbose_name="side",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                        ("seeks", models.JSONField(blank=True, default=list, verbose_name="what they want to learn")),
                        ("offers", models.JSONField(blank=True, default=list, verbose_name="what they can share")),
                        (
                            "languages",
                            models.JSONField(blank=True, default=list, verbose_name="languages they work in"),
                        ),
                        ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="inhabitants")),
                        (
                            "experience",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="years of international work"
                            ),
                        ),
                        (
                            "least",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="takes at least"),
                        ),
                        ("most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="takes at most")),
                        (
                            "matching",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participants",
                                to="cooperation.matching",
                            ),
                        ),
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
                        "ordering": ["side", "name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="MatchQuota",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("least", models.PositiveSmallIntegerField(default=0, verbose_name="pairs at least")),
                        ("most", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="pairs at most")),
                        (
                            "matching",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quotas",
                                to="cooperation.matching",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["country"],
                    },
                ),
                migrations.CreateModel(
                    name="MatchWish",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("together", models.BooleanField(verbose_name="to be paired")),
                        (
                            "matching",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wishes",
                                to="cooperation.matching",
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="cooperation.matchparticipant",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="cooperation.matchparticipant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "match wishes",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideMembership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("network", models.CharField(max_length=200, verbose_name="network")),
                        ("purpose", models.TextField(verbose_name="what for")),
                        (
                            "fee",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="fee a year"
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "decide_by",
                            models.DateField(blank=True, null=True, verbose_name="decide by then whether to stay"),
                        ),
                        ("benefit", models.TextField(blank=True, verbose_name="what it has given")),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["network", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="checked on")),
                        ("by", models.CharField(max_length=200, verbose_name="checked by, as post")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("yes", "Money may go there"),
                                    ("conditions", "Money may go there, with conditions"),
                                    ("no", "No money goes there"),
                                ],
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("found", models.TextField(blank=True, verbose_name="what was found, and the conditions")),
                        ("until", models.DateField(verbose_name="holds until")),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.document",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Party",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("lead", "Lead"),
                                    ("partner", "Partner"),
                                    ("coordinator", "Coordinator"),
                                    ("researcher", "Researcher"),
                                    ("funder", "Funder"),
                                    ("associated", "Associated"),
                                ],
                                default="partner",
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        ("benefit", models.TextField(blank=True, verbose_name="what they gain")),
                        (
                            "side",
                            models.CharField(
                                blank=True, help_text="empty: by its country", max_length=100, verbose_name="side"
                            ),
                        ),
                        ("starts", models.DateField(blank=True, null=True, verbose_name="from")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parties",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parties",
                                to="people.organisation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "parties",
                    },
                ),
                migrations.CreateModel(
                    name="Phase",
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
                                    ("inception", "Inception"),
                                    ("project", "Project phase"),
                                    ("steering", "Steering group"),
                                    ("expansion", "Expansion"),
                                    ("dissemination", "Dissemination"),
                                ],
                                max_length=20,
                                verbose_name="phase",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("under_way", "Under way"),
                                    ("done", "Done"),
                                    ("stopped", "Stopped"),
                                ],
                                default="planned",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="from")),
                        ("ends", models.DateField(verbose_name="until")),
                        ("about", models.TextField(blank=True, verbose_name="about")),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["starts", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Gate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("question", models.CharField(max_length=300, verbose_name="question")),
                        ("due", models.DateField(verbose_name="by which day")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("open", "Not decided yet"),
                                    ("go", "Go on"),
                                    ("no_go", "Do not go on"),
                                    ("later", "Decide later"),
                                ],
                                default="open",
                                max_length=20,
                                verbose_name="outcome",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                        ("reasons", models.TextField(blank=True, verbose_name="why")),
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
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gates",
                                to="cooperation.phase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("majority", "Politician of the majority"),
                                    ("opposition", "Politician of the opposition"),
                                    ("manager", "Manager"),
                                    ("official", "Official"),
                                    ("coordinator", "Coordinator"),
                                    ("researcher", "Researcher"),
                                    ("mentor", "Mentor"),
                                ],
                                max_length=20,
                                verbose_name="as",
                            ),
                        ),
                        ("post", models.CharField(max_length=200, verbose_name="post")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="seats",
                                to="cooperation.phase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["organisation__name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SeekCard",
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
                        ("slug", models.SlugField(max_length=80, verbose_name="address")),
                        ("text", models.TextField(blank=True, verbose_name="what we look for")),
                        ("seeks", models.JSONField(blank=True, default=list, verbose_name="what we want to learn")),
                        ("offers", models.JSONField(blank=True, default=list, verbose_name="what we can share")),
                        ("languages", models.JSONField(blank=True, default=list, verbose_name="languages we work in")),
                        ("countries", models.JSONField(blank=True, default=list, verbose_name="countries we look in")),
                        ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="inhabitants")),
                        (
                            "climate",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("cold", "Cold, with snow"),
                                    ("temperate", "Temperate"),
                                    ("dry", "Dry"),
                                    ("tropical", "Warm and humid"),
                                ],
                                max_length=20,
                                verbose_name="climate",
                            ),
                        ),
                        (
                            "experience",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="years of international work"
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("fundable_on", models.DateField(blank=True, null=True, verbose_name="on which day")),
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
                            "fundable_under",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="cooperation.eligibilitylist",
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
                migrations.AddField(
                    model_name="matchparticipant",
                    name="card",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cooperation.seekcard",
                    ),
                ),
                migrations.CreateModel(
                    name="Enquiry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=200, verbose_name="municipality or organisation")),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("post", models.CharField(blank=True, max_length=200, verbose_name="your post")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        ("message", models.TextField(verbose_name="message")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[("new", "New"), ("taken_up", "Taken up"), ("declined", "Declined")],
                                default="new",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("settled_on", models.DateField(blank=True, null=True)),
                        ("reason", models.TextField(blank=True, verbose_name="why")),
                        (
                            "cooperation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="enquiries",
                                to="cooperation.cooperation",
                            ),
                        ),
                        (
                            "known",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="people.organisation",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiries",
                                to="cooperation.seekcard",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "enquiries",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SideText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("aims", "Aims"),
                                    ("plan", "Plan"),
                                    ("budget", "Budget"),
                                    ("results", "Results"),
                                    ("account", "Account"),
                                    ("lessons", "Lessons"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="text")),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        ("shared", models.BooleanField(default=False, verbose_name="the other parties read it")),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sides",
                                to="cooperation.cooperation",
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
                    name="StateChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "before",
                            models.CharField(
                                choices=[
                                    ("idea", "Idea"),
                                    ("enquiry_sent", "Enquiry sent"),
                                    ("enquiry_received", "Enquiry received"),
                                    ("exploring", "Exploring"),
                                    ("waiting", "On the waiting list"),
                                    ("decided", "Decided"),
                                    ("signed", "Signed"),
                                    ("active", "Active"),
                                    ("dormant", "Dormant"),
                                    ("ended", "Ended"),
                                    ("merged", "Ended by merger"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "after",
                            models.CharField(
                                choices=[
                                    ("idea", "Idea"),
                                    ("enquiry_sent", "Enquiry sent"),
                                    ("enquiry_received", "Enquiry received"),
                                    ("exploring", "Exploring"),
                                    ("waiting", "On the waiting list"),
                                    ("decided", "Decided"),
                                    ("signed", "Signed"),
                                    ("active", "Active"),
                                    ("dormant", "Dormant"),
                                    ("ended", "Ended"),
                                    ("merged", "Ended by merger"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("on", models.DateField(verbose_name="date")),
                        ("reason", models.TextField(blank=True, verbose_name="why")),
                        ("found_by_itself", models.BooleanField(default=False)),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes_of_state",
                                to="cooperation.cooperation",
                            ),
                        ),
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
                    options={
                        "ordering": ["on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="StrategyLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="strategy")),
                        ("body", models.CharField(max_length=200, verbose_name="whose")),
                        ("part", models.CharField(blank=True, max_length=300, verbose_name="which part of it")),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "cooperation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="strategies",
                                to="cooperation.cooperation",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TwinningImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        ("name", models.CharField(max_length=200)),
                        ("sha256", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "reading",
                            models.JSONField(
                                blank=True, default=dict, help_text="twinning.Twinning.to_dict(), until it is saved"
                            ),
                        ),
                        ("added", models.PositiveIntegerField(default=0)),
                        ("known", models.PositiveIntegerField(default=0)),
                        ("recognised_at", models.DateTimeField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
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
                        (
                            "towns",
                            models.ManyToManyField(
                                blank=True, help_text="places that came with it", related_name="+", to="people.place"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="TownLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.place"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.place"
                            ),
                        ),
                        (
                            "read_from",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="cooperation.twinningimport",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AgreementCost",
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
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="costs",
                                to="cooperation.agreement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "item"), name="agreement_cost_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reference", models.CharField(blank=True, max_length=300, verbose_name="number and body")),
                        ("on", models.DateField(verbose_name="decided on")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="cooperation.agreement",
                            ),
                        ),
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
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["on", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agreement", "organisation"), name="agreement_decision_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decision__isnull", False),
                                    models.Q(("reference", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreement_decision_says_which",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementPaper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="papers",
                                to="cooperation.agreement",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.document"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("agreement", "document"), name="agreement_paper_once")
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="cooperation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="cooperation_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cooperation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("inside__isnull", True),
                            models.Q(("inside", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="cooperation_not_inside_itself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contactpost",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="contact_post_says_which"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contactpost",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="contact_post_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="contactpost",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_main", True)),
                        fields=("cooperation", "organisation"),
                        name="contact_post_one_main",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.UniqueConstraint(
                        fields=("cooperation", "number"), name="agreement_one_per_number"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreement",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="agreement_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreedaction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("done_on__isnull", True), ("dropped_on__isnull", True), _connector="OR"),
                        name="agreed_action_ends_in_one_way",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agreedaction",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("dropped_on__isnull", True), models.Q(("outcome", ""), _negated=True), _connector="OR"
                        ),
                        name="agreed_action_dropped_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="cooperationrules",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("quiet_years__range", (1, 50))), name="cooperation_rules_quiet_years"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="eligibilitylist",
                    constraint=models.UniqueConstraint(
                        fields=("organisation", "name"), name="eligibility_list_one_per_name"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="departureanswer",
                    constraint=models.UniqueConstraint(
                        fields=("funding", "country", "left_on"), name="departure_answered_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="initiative",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="initiative_dropped_says_why",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="jointchange",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("matter", ""), ("state", "open")),
                        fields=("cooperation", "part"),
                        name="joint_one_open_change_per_part",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="jointchange",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "open"), models.Q(("matter", ""), _negated=True)),
                        fields=("matter",),
                        name="joint_one_open_change_per_matter",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="jointanswer",
                    constraint=models.UniqueConstraint(
                        fields=("change", "organisation"), name="joint_one_answer_per_party"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="jointanswer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("agrees", True), models.Q(("words", ""), _negated=True), _connector="OR"),
                        name="joint_no_with_words",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="jointtext",
                    constraint=models.UniqueConstraint(fields=("cooperation", "part"), name="joint_one_text_per_part"),
                ),
                migrations.AddConstraint(
                    model_name="keptpaper",
                    constraint=models.UniqueConstraint(
                        fields=("cooperation", "paper", "document"), name="kept_paper_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="keptpaper",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("document__isnull", False), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="kept_paper_says_where",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="listedition",
                    constraint=models.UniqueConstraint(fields=("list", "number"), name="list_edition_number"),
                ),
                migrations.AddConstraint(
                    model_name="listedition",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"),
                        name="list_edition_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="funding",
                    constraint=models.UniqueConstraint(fields=("cooperation", "list"), name="funding_once_per_list"),
                ),
                migrations.AddConstraint(
                    model_name="funding",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("granted_on")), _connector="OR"
                        ),
                        name="funding_ends_after_it_is_granted",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="eligiblecountry",
                    constraint=models.UniqueConstraint(fields=("edition", "country"), name="eligible_country_once"),
                ),
                migrations.AddConstraint(
                    model_name="eligiblecountry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="eligible_country_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="matching",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("least__lte", models.F("most"))), name="matching_least_is_not_above_most"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="matchingrun",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("finished_at__isnull", False), models.Q(("checksum", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="matching_run_done_has_its_result",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="matchquota",
                    constraint=models.UniqueConstraint(fields=("matching", "country"), name="match_quota_once"),
                ),
                migrations.AddConstraint(
                    model_name="matchquota",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("most__isnull", True), ("least__lte", models.F("most")), _connector="OR"),
                        name="match_quota_least_is_not_above_most",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="matchwish",
                    constraint=models.UniqueConstraint(fields=("matching", "one", "other"), name="match_wish_once"),
                ),
                migrations.AddConstraint(
                    model_name="matchwish",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="match_wish_lower_number_first"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outsidemembership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("fee__isnull", True),
                            models.Q(("fee__gte", 0), models.Q(("currency", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="membership_fee_has_currency",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="outsidemembership",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("starts__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="membership_ends_after_it_starts",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partnercheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("on"))), name="partner_check_holds_after_it_was_made"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="partnercheck",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("organisation", models.F("partner")), _negated=True),
                        name="partner_check_of_another",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="party",
                    constraint=models.UniqueConstraint(
                        fields=("cooperation", "organisation", "role"), name="party_once_per_role"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="phase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))), name="phase_ends_after_it_starts"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="gate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("outcome", "open"), ("decided_on__isnull", False), _connector="OR"),
                        name="gate_decided_on_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="seekcard",
                    constraint=models.UniqueConstraint(fields=("organisation", "slug"), name="seek_card_address"),
                ),
                migrations.AddConstraint(
                    model_name="matchparticipant",
                    constraint=models.UniqueConstraint(fields=("matching", "name", "country"), name="participant_once"),
                ),
                migrations.AddConstraint(
                    model_name="matchparticipant",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("least__isnull", True),
                            ("most__isnull", True),
                            ("least__lte", models.F("most")),
                            _connector="OR",
                        ),
                        name="participant_least_is_not_above_most",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="enquiry",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken_up"), _negated=True),
                            ("settled_on__isnull", False),
                            _connector="OR",
                        ),
                        name="enquiry_taken_up_on_a_day",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="sidetext",
                    constraint=models.UniqueConstraint(
                        fields=("cooperation", "organisation", "part"), name="side_one_text_per_part"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="twinningimport",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("undone_at__isnull", True), ("saved_at__isnull", False), _connector="OR"),
                        name="twinning_undone_was_saved",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="townlink",
                    constraint=models.UniqueConstraint(fields=("one", "other"), name="town_link_once"),
                ),
                migrations.AddConstraint(
                    model_name="townlink",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="town_link_in_order"
                    ),
                ),
            ]
        )
    ]
