"""What is on its way in or out: imports of plans and tables, takeouts of organisations, and where what came in is from."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.models import StoredFile
from byalag.core.versions import Versioned
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Organisation, Owned
from byalag.rooms.promises.api import Framework
from byalag.rooms.records.api import Document

from .enums import ImportState, TakeInState, TakeoutState


class TableImport(Owned, Versioned):
    """A table as it came back from a spreadsheet, on its way to be saved. Nothing is written before that."""

    untold_fields = frozenset({"rows", "made"})

    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READY, editable=False)
    kind = models.CharField(max_length=60, help_text="key of core.registries.tables")
    name = models.CharField(_("file"), max_length=255)
    rows = models.JSONField(help_text="header and rows as texts")
    made = models.JSONField(
        default=dict, blank=True, help_text="what saving added and changed, with what stood there before"
    )
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return self.name


class PlanImport(Owned, Versioned):
    """One document on its way to become a plan. Nothing else is written before it is saved, then all of it."""

    untold_fields = frozenset({"reading"})

    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READY, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="imports")
    name = models.CharField(_("document"), max_length=255)
    reading = models.JSONField(help_text="engines.plan_reading: PlanReading.to_dict()")
    framework = models.ForeignKey(Framework, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")
    made = models.JSONField(default=dict, help_text="what saving wrote, and the settings as they were before")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


def new_identifier() -> str:
    return secrets.token_hex(8)


class Installation(models.Model):
    """This installation, of which there is one row: its identifier stands before the number of each record that leaves it."""

    identifier = models.CharField(max_length=16, unique=True, default=new_identifier, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="installation_one")]

    def __str__(self) -> str:
        return self.identifier


class Takeout(Versioned):
    """What an organisation takes along, or what it has in one cooperation: asked for, made as a file, thrown away in time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    cooperation = models.ForeignKey(Cooperation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    cooperation_name = models.CharField(max_length=200, blank=True, editable=False)
    with_protected = models.BooleanField(_("with the names of persons at risk, and with secret papers"), default=False)
    language = models.CharField(max_length=8)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=TakeoutState, default=TakeoutState.WAITING, editable=False)
    done = models.PositiveSmallIntegerField(default=0, editable=False)
    steps = models.PositiveSmallIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, editable=False)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="takeouts")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(stored__isnull=False, expires_at__isnull=False),
                name="takeout_ready_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return self.cooperation_name or str(self.organisation)


class TakeIn(Versioned):
    """A takeout that was brought here for an organisation: looked through first, then taken in as a whole or not at all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64, help_text="of the whole file")
    source = models.CharField(max_length=16, help_text="identifier of the installation that it comes from")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="taken_in")
    state = models.CharField(max_length=10, choices=TakeInState, default=TakeInState.READY, editable=False)
    found = models.JSONField(default=dict, help_text="what taking it in would make, has made, or why it cannot")
    brought_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)

    untold_fields = frozenset({"found"})

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """Which record of another installation became which record here, so that nothing comes in twice."""

    kind = models.CharField(max_length=60, help_text="key of core.registries.takeouts")
    installation = models.CharField(max_length=16)
    number = models.BigIntegerField(help_text="its number there; below zero for what stood there in another way")
    local_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "installation", "number"], name="origin_once")]
        indexes = [models.Index(fields=["kind", "local_id"], name="origin_by_local_id")]

    def __str__(self) -> str:
        return f"{self.kind} {self.installation}.{self.number}"
