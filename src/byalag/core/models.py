"""Tables without domain words: who signs in, what happened, which files lie here, which secret links are out."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .languages import INTERFACE_LANGUAGES


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. Who they are, and where they belong, stands in the room `people`."""

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=8, choices=INTERFACE_LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Stockholm")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    def __str__(self) -> str:
        return self.email


class LogEntry(models.Model):
    """One deed. Append-only: triggers on both databases refuse every change (migration 0002).

    Plain ids, no foreign keys: the log outlives what it tells of.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    action = models.CharField(max_length=80)
    user_id = models.BigIntegerField(null=True)
    link_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    object_label = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["object_label", "object_id"], name="log_by_object"),
            models.Index(fields=["organisation_id", "at"], name="log_by_organisation"),
            models.Index(fields=["action"], name="log_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_label} {self.object_id}"


class Delivery(models.Model):
    """The stamp of a receiver on a log entry (see outbox.py)."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="deliveries")
    receiver = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "receiver"], name="delivery_once_per_receiver")]

    def __str__(self) -> str:
        return f"{self.receiver} {self.entry_id}"


class StoredFile(models.Model):
    """The bytes of one file, kept once per content under its SHA-256. Who may see it is told by the row that points here."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.sha256[:12]


class Feedback(models.Model):
    """What somebody told the operator of this installation, mostly what they cannot use. No account, no tracking."""

    text = models.TextField(_("what does not work"))
    contact = models.EmailField(_("e-mail, if you want an answer"), blank=True)
    page = models.CharField(_("on which page"), max_length=300, blank=True)
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="feedback_says_something")]

    def __str__(self) -> str:
        return self.text[:80]


class SecretLink(models.Model):
    """A link that opens one task for one receiver: only the hash of its 256 random bits is kept."""

    purpose = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    subject_label = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_label", "subject_id"], name="link_by_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_label} {self.subject_id}"


class LapsedEntry(models.Model):
    """What somebody had typed when their sign-in lapsed, kept until they are back (one hour at most)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.path} {self.created_at:%H:%M}"


class SearchText(models.Model):
    """The folded text of one searchable thing (see search.py)."""

    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    owner_id = models.BigIntegerField(null=True)
    shared = models.BooleanField(default=True)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing_id"], name="search_text_one_per_thing")]
        indexes = [
            models.Index(fields=["kind", "owner_id"], name="search_text_of_owner"),
            models.Index(fields=["kind"], condition=models.Q(shared=True), name="search_text_shared"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"


class SearchWord(models.Model):
    """A folded word that stands in some text (see spelling.py)."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word


class SearchGram(models.Model):
    """Three letters in a row of a word, its beginning and end marked by spaces."""

    gram = models.CharField(max_length=3)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        indexes = [models.Index(fields=["gram", "word"], name="search_gram_to_words")]

    def __str__(self) -> str:
        return self.gram


class Heartbeat(models.Model):
    """When a worker last said that it lives: `worker` is any of them, `worker <name>` that one (see jobs.py)."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
