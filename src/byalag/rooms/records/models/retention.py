"""How long papers are kept, and what was disposed of by which decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation

from ..enums import BelongsTo, CountedFrom, Direction, PaperKind


class RetentionRule(Versioned):
    """For which papers, how long, from when, and on what ground. What is left empty holds for all papers."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    paper_kind = models.CharField(_("kind of document"), max_length=20, choices=PaperKind, blank=True)
    direction = models.CharField(_("origin"), max_length=20, choices=Direction, blank=True)
    case_begins = models.CharField(_("cases whose number begins with"), max_length=60, blank=True)
    belongs_to = models.CharField(_("on which rests"), max_length=40, choices=BelongsTo, blank=True)
    months = models.PositiveIntegerField(_("months"), null=True, blank=True, help_text="empty: for ever")
    counted_from = models.CharField(_("counted from"), max_length=20, choices=CountedFrom, default=CountedFrom.DATED)
    ground = models.CharField(_("law or decision"), max_length=300)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ground=""), name="retention_rule_has_ground"),
            models.CheckConstraint(condition=Q(months__isnull=True) | Q(months__lte=6000), name="retention_rule_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.how_long} ({self.ground})"

    @property
    def how_long(self) -> str:
        if self.months is None:
            return str(_("For ever"))
        years, months = divmod(self.months, 12)
        said = [ngettext("%(n)s year", "%(n)s years", years) % {"n": years}] if years else []
        if months or not years:
            said.append(ngettext("%(n)s month", "%(n)s months", months) % {"n": months})
        return " + ".join(said)


class Disposal(models.Model):
    """Papers disposed of together, by one decision. It never goes away."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey("records.Decision", on_delete=models.PROTECT, related_name="disposals")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.decision_id} {self.made_at:%Y-%m-%d}"
