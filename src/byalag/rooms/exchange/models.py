"""Imports of plans: the document as it came, what was recognised, what the person changed, and what it became."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Owned
from byalag.rooms.promises.api import Framework
from byalag.rooms.records.api import Document

from .enums import ImportState


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
