"""The tables as they stood when the room was first set up in one step; those made bit by bit count as this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from byalag.core.first_tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("reminders", "0001_initial"),
        ("reminders", "0002_safety"),
    ]

    initial = True

    dependencies = [
        ("cooperation", "0001_tables"),
        ("people", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty_key", models.CharField(max_length=120)),
                        ("title", models.CharField(max_length=300)),
                        ("url", models.CharField(max_length=300)),
                        ("due", models.DateField(blank=True, null=True)),
                        ("note", models.TextField(blank=True, verbose_name="a word on the way")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Waits for an answer"),
                                    ("replied", "Answered"),
                                    ("returned", "Handed back"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("reply", models.TextField(blank=True, verbose_name="answer")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "from_user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "to_user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Mailing",
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
                                    ("daily", "The gathered mail of every morning"),
                                    ("weekly", "The gathered mail of every Monday"),
                                    ("delegated", "Something is delegated to me"),
                                    ("replied", "What I delegated is answered"),
                                    ("returned", "What I delegated is handed back"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("day", models.DateField()),
                        ("notice_number", models.BigIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("claimed", "Claimed"),
                                    ("sending", "Sending"),
                                    ("sent", "Sent"),
                                    ("empty", "Empty"),
                                    ("refused", "Refused"),
                                    ("overtaken", "Overtaken"),
                                    ("doubtful", "Doubtful"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("claim", models.UUIDField(editable=False, null=True)),
                        ("claimed_at", models.DateTimeField(editable=False, null=True)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("settled_at", models.DateTimeField(editable=False, null=True)),
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
                    name="MailedLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty_key", models.CharField(max_length=120)),
                        ("title", models.CharField(max_length=300)),
                        ("url", models.CharField(max_length=300)),
                        ("due", models.DateField(null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "mailing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="reminders.mailing",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Notice",
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
                                    ("due", "What is due"),
                                    ("delegated", "Something is delegated to me"),
                                    ("replied", "What I delegated is answered"),
                                    ("returned", "What I delegated is handed back"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("read_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("gathered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "delegation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to="reminders.delegation",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeChoice",
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
                                    ("due", "What is due"),
                                    ("delegated", "Something is delegated to me"),
                                    ("replied", "What I delegated is answered"),
                                    ("returned", "What I delegated is handed back"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("in_app", "Only here"),
                                    ("now", "By e-mail at once"),
                                    ("daily", "By e-mail, gathered every morning"),
                                    ("weekly", "By e-mail, gathered every Monday"),
                                    ("none", "Not at all"),
                                ],
                                max_length=10,
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
                    name="PutOff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("duty_key", models.CharField(max_length=120)),
                        ("reason", models.CharField(max_length=200, verbose_name="why")),
                        ("until", models.DateField(verbose_name="until")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("undone_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
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
                    name="Reminder",
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
                        ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
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
                                default="coordinator",
                                max_length=20,
                                verbose_name="whose it is",
                            ),
                        ),
                        ("due", models.DateField(verbose_name="due")),
                        ("due_rule", models.CharField(blank=True, max_length=60)),
                        ("done_for", models.DateField(blank=True, editable=False, null=True)),
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
                                related_name="reminders",
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
                    options={
                        "ordering": ["due", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderDone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due", models.DateField()),
                        ("done_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "reminder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="done",
                                to="reminders.reminder",
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
                        "ordering": ["-due"],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organisation"
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
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "organisation"), name="calendar_feed_one_per_place")
                        ],
                    },
                ),
                migrations.AddConstraint(
                    model_name="delegation",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("organisation", "duty_key"),
                        name="delegation_one_open_per_duty",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="delegation",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("from_user", models.F("to_user")), _negated=True),
                        name="delegation_to_somebody_else",
                    ),
                ),
                migrations.AddIndex(
                    model_name="mailing",
                    index=models.Index(
                        condition=models.Q(("state__in", ["waiting", "claimed", "sending"])),
                        fields=["state", "next_try_at"],
                        name="mailing_not_settled",
                    ),
                ),
                migrations.AddIndex(
                    model_name="mailing",
                    index=models.Index(fields=["day"], name="mailing_by_day"),
                ),
                migrations.AddConstraint(
                    model_name="mailing",
                    constraint=models.UniqueConstraint(
                        fields=("user", "kind", "day", "notice_number"), name="mailing_once_per_person_kind_and_day"
                    ),
                ),
                migrations.AddIndex(
                    model_name="notice",
                    index=models.Index(fields=["user", "read_at"], name="notice_by_user"),
                ),
                migrations.AddConstraint(
                    model_name="noticechoice",
                    constraint=models.UniqueConstraint(fields=("user", "kind"), name="notice_choice_one_per_kind"),
                ),
                migrations.AddConstraint(
                    model_name="putoff",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("user", "organisation", "duty_key"),
                        name="put_off_once_per_person",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="putoff",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="put_off_has_a_reason"
                    ),
                ),
                migrations.AddIndex(
                    model_name="reminder",
                    index=models.Index(fields=["organisation", "due"], name="reminder_by_organisation"),
                ),
                migrations.AddConstraint(
                    model_name="reminder",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="reminder_says_something"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="reminderdone",
                    constraint=models.UniqueConstraint(fields=("reminder", "due"), name="reminder_done_once_per_date"),
                ),
            ]
        )
    ]
