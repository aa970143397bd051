"""What the parties agreed to do: at a visit, at a meeting, in an agreement. It is done through activities (room work)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation
from byalag.rooms.records.api import Document

from .cooperations import Cooperation


class AgreedAction(Versioned):
    """One thing that one party is to do, by which day, and where that stands."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="agreed_actions")
    text = models.CharField(_("what was agreed"), max_length=500)
    language = models.CharField(_("language"), max_length=8)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate)
    due = models.DateField(_("by which day"), null=True, blank=True)
    source = models.CharField(_("where it stands"), max_length=300, blank=True)
    minutes = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done_on = models.DateField(_("done on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)

    class Meta:
        ordering = ["done_on", "dropped_on", "due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True), name="agreed_action_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | ~Q(outcome=""), name="agreed_action_dropped_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_on is None
