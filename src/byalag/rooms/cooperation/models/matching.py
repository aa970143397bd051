"""Who is to be paired with whom in a network or a call: who takes part, what is to be kept, and what came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation, Owned

from ..enums import MatchAim, MatchSide, MatchSides, RunState
from .cooperations import Cooperation
from .eligibility import EligibilityList
from .seeking import SeekCard


class Matching(Owned, Versioned):
    """A matching that an organisation prepares. What is worked out from it stands in its runs."""

    title = models.CharField(_("title"), max_length=200)
    network = models.ForeignKey(Cooperation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sides = models.CharField(_("who is paired with whom"), max_length=8, choices=MatchSides, default=MatchSides.TWO)
    first_side = models.CharField(_("what the first side is called"), max_length=80, blank=True)
    second_side = models.CharField(_("what the second side is called"), max_length=80, blank=True)
    aim = models.CharField(_("aim"), max_length=8, choices=MatchAim, default=MatchAim.TOTAL)
    least = models.PositiveSmallIntegerField(_("partners each takes at least"), default=0)
    most = models.PositiveSmallIntegerField(_("partners each takes at most"), default=1)
    under = models.ForeignKey(EligibilityList, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    under_on = models.DateField(_("as the list is on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(least__lte=F("most")), name="matching_least_is_not_above_most"),
        ]

    def __str__(self) -> str:
        return self.title


class MatchParticipant(Versioned):
    """One that takes part: by its card, which is read when a run begins, or as written here. `wanted`: names of others."""

    matching = models.ForeignKey(Matching, on_delete=models.CASCADE, related_name="participants")
    side = models.CharField(_("side"), max_length=8, choices=MatchSide, default=MatchSide.FIRST)
    card = models.ForeignKey(SeekCard, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    seeks = models.JSONField(_("what they want to learn"), default=list, blank=True)
    offers = models.JSONField(_("what they can share"), default=list, blank=True)
    languages = models.JSONField(_("languages they work in"), default=list, blank=True)
    wanted = models.JSONField(_("whom they would like, the dearest first"), default=list, blank=True)
    size = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    experience = models.PositiveSmallIntegerField(_("years of international work"), null=True, blank=True)
    least = models.PositiveSmallIntegerField(_("takes at least"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("takes at most"), null=True, blank=True)

    class Meta:
        ordering = ["side", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matching", "name", "country"], name="participant_once"),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(least__lte=F("most")),
                name="participant_least_is_not_above_most",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MatchWish(models.Model):
    """Two that are to be paired, or may not be."""

    matching = models.ForeignKey(Matching, on_delete=models.CASCADE, related_name="wishes")
    one = models.ForeignKey(MatchParticipant, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(MatchParticipant, on_delete=models.CASCADE, related_name="+")
    together = models.BooleanField(_("to be paired"))

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "match wishes"
        constraints = [
            models.UniqueConstraint(fields=["matching", "one", "other"], name="match_wish_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="match_wish_lower_number_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class MatchQuota(models.Model):
    """In how many pairs a country takes part, at least and at most."""

    matching = models.ForeignKey(Matching, on_delete=models.CASCADE, related_name="quotas")
    country = models.CharField(_("country"), max_length=2)
    least = models.PositiveSmallIntegerField(_("pairs at least"), default=0)
    most = models.PositiveSmallIntegerField(_("pairs at most"), null=True, blank=True)

    class Meta:
        ordering = ["country"]
        constraints = [
            models.UniqueConstraint(fields=["matching", "country"], name="match_quota_once"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(least__lte=F("most")), name="match_quota_least_is_not_above_most"
            ),
        ]

    def __str__(self) -> str:
        return self.country


class MatchingRun(Versioned):
    """What was worked out from a matching as it stood then. `given` and `found` are never changed; `checksum` is over both.
    `made`: the cooperations that were made of its pairs."""

    matching = models.ForeignKey(Matching, on_delete=models.CASCADE, related_name="runs")
    state = models.CharField(_("state"), max_length=8, choices=RunState, default=RunState.QUEUED)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    progress = models.PositiveSmallIntegerField(default=0)
    given = models.JSONField()
    found = models.JSONField(null=True, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    made = models.JSONField(default=list, blank=True)
    taken_up_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | (Q(finished_at__isnull=False) & ~Q(checksum="")),
                name="matching_run_done_has_its_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matching}: {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"
