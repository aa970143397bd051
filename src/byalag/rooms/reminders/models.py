"""What an organisation reminds itself of, what people have done about what is due, and what was told to whom."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.due import say_rule
from byalag.core.versions import Versioned
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Organisation, Owned
from byalag.rooms.people.enums import Role

from .enums import Channel, DelegationState, MailKind, MailState, NoticeKind

KEY = 120


class Reminder(Owned, Versioned):
    """Something the organisation reminds itself of, once or by a due rule (a code of engines.due_rules).

    `due` waits until it is done, however late, and then moves on; `done_for` is the date that was done last.
    """

    title = models.CharField(_("what is to be done"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    role = models.CharField(_("whose it is"), max_length=20, choices=Role, default=Role.COORDINATOR)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    due = models.DateField(_("due"))
    due_rule = models.CharField(max_length=60, blank=True)
    done_for = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="reminder_says_something")]
        indexes = [models.Index(fields=["organisation", "due"], name="reminder_by_organisation")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reminders:reminder", args=[self.pk])

    @property
    def waits(self) -> bool:
        return self.done_for is None or self.done_for < self.due

    @property
    def key(self) -> str:
        """With its date: what was put off this year is not put off next year."""
        return f"reminders.reminder:{self.pk}:{self.due}"

    @property
    def rule_in_words(self) -> str:
        return say_rule(self.due_rule)


class ReminderDone(models.Model):
    """A date of a reminder that was done."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="done")
    due = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-due"]
        constraints = [models.UniqueConstraint(fields=["reminder", "due"], name="reminder_done_once_per_date")]

    def __str__(self) -> str:
        return f"{self.reminder_id} {self.due}"


class Delegation(models.Model):
    """Something due that one member has given to another. `title` and `url` are as they stood then."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    duty_key = models.CharField(max_length=KEY)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    due = models.DateField(null=True, blank=True)
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(_("a word on the way"), blank=True)
    state = models.CharField(max_length=10, choices=DelegationState, default=DelegationState.OPEN)
    reply = models.TextField(_("answer"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal_fields = frozenset({"note", "reply"})

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "duty_key"],
                condition=Q(state=DelegationState.OPEN),
                name="delegation_one_open_per_duty",
            ),
            models.CheckConstraint(condition=~Q(from_user=models.F("to_user")), name="delegation_to_somebody_else"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == DelegationState.OPEN


class PutOff(models.Model):
    """Something due that a person does not want to see on their own list until a date. Others see it as before."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    duty_key = models.CharField(max_length=KEY)
    reason = models.CharField(_("why"), max_length=200)
    until = models.DateField(_("until"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    personal_fields = frozenset({"reason"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "duty_key"],
                condition=Q(undone_at__isnull=True),
                name="put_off_once_per_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="put_off_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_key} {self.until}"

    def holds(self, today: date) -> bool:
        return self.undone_at is None and today < self.until


class Notice(models.Model):
    """Something a person is told of."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="notices")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True, editable=False)
    gathered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.delegation_id}"


class NoticeChoice(models.Model):
    """How a person wants to be told of a kind; without a row, as is usual (enums.USUAL)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_choice_one_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class Mailing(models.Model):
    """One mail to one person: at most one per kind and day, for notices one per notice (`notice_number`, 0 for none)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=MailKind)
    day = models.DateField()
    notice_number = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "day", "notice_number"], name="mailing_once_per_person_kind_and_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "next_try_at"],
                condition=Q(state__in=[MailState.WAITING, MailState.CLAIMED, MailState.SENDING]),
                name="mailing_not_settled",
            ),
            models.Index(fields=["day"], name="mailing_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.state}"


class MailedLine(models.Model):
    """A line of a mail that can be answered by its link."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    duty_key = models.CharField(max_length=KEY)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    due = models.DateField(null=True)

    def __str__(self) -> str:
        return self.title


class CalendarFeed(models.Model):
    """What is due in one organisation as a calendar that a person subscribes to by a secret link."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="calendar_feed_one_per_place")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id}"
