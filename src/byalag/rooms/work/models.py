"""Work: what is done, what it counts towards, who took part, what it cost, and what shows it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.addresses import address_of
from byalag.core.models import StoredFile
from byalag.core.versions import Versioned
from byalag.rooms.cooperation.api import AgreedAction, Cooperation
from byalag.rooms.people.api import Organisation, Owned, Person, Place, Post, Theme
from byalag.rooms.promises.api import Certainty, Framework, MeansOrigin, Objective, ReportingDuty, Section
from byalag.rooms.records.api import Decision, Document

from .enums import (
    ActivityKind,
    ActivityStatus,
    AgeBand,
    Audience,
    BenefitAnswer,
    EvidenceKind,
    HandedInState,
    Pictured,
    Sex,
    SpreadingMeans,
)


class WorkRules(Versioned):
    """An organisation's own rules for its work. Each can be off; each may quote where it stands written."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="work_rules")
    directive_required = models.BooleanField(_("no activity starts without a directive"), default=False)
    directive_quote = models.TextField(_("where the rule stands"), blank=True)
    external_funding_required = models.BooleanField(_("solidarity work needs external funding"), default=False)
    external_funding_quote = models.TextField(_("where the rule stands"), blank=True)
    external_funding_kinds = models.JSONField(_("kinds of activity it holds for"), default=list, blank=True)
    external_funding_themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    anchoring_required = models.BooleanField(_("a larger effort needs a decision"), default=False)
    anchoring_quote = models.TextField(_("where the rule stands"), blank=True)
    anchoring_kinds = models.JSONField(_("kinds of activity that are always larger"), default=list, blank=True)
    anchoring_amount = models.DecimalField(
        _("larger from this cost"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    anchoring_currency = models.CharField(_("currency"), max_length=3, blank=True)

    class Meta:
        verbose_name_plural = "work rules"
        constraints = [
            models.CheckConstraint(
                condition=Q(anchoring_amount__isnull=True) | ~Q(anchoring_currency=""),
                name="work_rules_amount_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"rules of {self.organisation}"


class Activity(Owned, Versioned):
    """Something that is done, from the first plan to its result. Entered once, counted wherever it serves."""

    title = models.TextField(_("what"))
    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind, default=ActivityKind.OTHER)
    status = models.CharField(max_length=20, choices=ActivityStatus, default=ActivityStatus.PLANNED, editable=False)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    place_text = models.CharField(_("where"), max_length=200, blank=True)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    agreed = models.ForeignKey(
        AgreedAction, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    parties = models.ManyToManyField(Organisation, blank=True, related_name="+")
    responsible = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="activities")
    directive = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="directed_activities"
    )
    mandate = models.CharField(_("named mandate"), max_length=300, blank=True)
    anchoring = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="anchored_activities"
    )
    cost = models.DecimalField(_("expected cost"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    expected_benefit = models.TextField(_("expected benefit"), blank=True)
    benefit = models.CharField(_("whether the benefit came"), max_length=20, choices=BenefitAnswer, blank=True)
    benefit_told = models.TextField(_("what the benefit was"), blank=True)
    result = models.TextField(_("result"), blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="activities")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name_plural = "activities"
        indexes = [
            # The list, newest first, whole and by status, is read from these without sorting.
            models.Index(
                "organisation",
                F("starts").desc(),
                F("id").desc(),
                condition=Q(trashed_at__isnull=True),
                name="activity_newest",
            ),
            models.Index(
                "organisation",
                "status",
                F("starts").desc(),
                F("id").desc(),
                condition=Q(trashed_at__isnull=True),
                name="activity_by_status",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="activity_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(status=ActivityStatus.DONE) | ~Q(result=""), name="activity_done_has_result"
            ),
            models.CheckConstraint(condition=Q(cost__isnull=True) | ~Q(currency=""), name="activity_cost_has_currency"),
            models.CheckConstraint(
                condition=~Q(benefit__in=("partly", "none")) | ~Q(benefit_told=""),
                name="activity_less_benefit_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        # Django's own translates every choice for each row; a plan's page has hundreds.
        return str(ActivityStatus(self.status).label)

    def get_absolute_url(self) -> str:
        return address_of("work:activity", self.pk)


class Contribution(models.Model):
    """What an activity counts towards: an objective, or a section while nobody has said which goal.

    `listed` tells that the plan itself names the activity; a listing changes only as the plan does.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="contributions")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="contributions")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions")
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions"
    )
    listed = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "objective"], condition=Q(objective__isnull=False), name="contribution_once"
            ),
            models.UniqueConstraint(
                fields=["activity", "section"],
                condition=Q(objective__isnull=True, section__isnull=False),
                name="contribution_once_per_section",
            ),
            models.UniqueConstraint(
                fields=["activity", "framework"],
                condition=Q(objective__isnull=True, section__isnull=True),
                name="contribution_once_per_framework",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} → {self.objective_id or self.section_id}"


class FundingSource(models.Model):
    """Where the money of an activity comes from."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="funding")
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("from whom"), max_length=200, blank=True)
    origin = models.CharField(_("own or external"), max_length=10, choices=MeansOrigin)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.SECURED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | (~Q(currency="") & Q(amount__gte=0)),
                name="funding_amount_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.funder)


class JournalEntry(models.Model):
    """A dated note on an activity, in the writer's own language."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="journal")
    written_on = models.DateField(_("date"))
    text = models.TextField(_("what happened"))
    language = models.CharField(_("language"), max_length=8, default="en")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    through = models.CharField(_("through a link, by"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "journal entries"
        ordering = ["-written_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.written_on}: {self.text[:60]}"


class Participation(models.Model):
    """Who took part: a count of one group, or one named person (count 1)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="participation")
    audience = models.CharField(_("who"), max_length=20, choices=Audience)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, default=Sex.UNKNOWN)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN)
    count = models.PositiveIntegerField(_("how many"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="participation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "audience", "sex", "age_band"],
                condition=Q(person__isnull=True),
                name="participation_one_per_group",
            ),
            models.UniqueConstraint(
                fields=["activity", "person"], condition=Q(person__isnull=False), name="participation_once"
            ),
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(count=1), name="participation_person_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.count}"


class Spreading(models.Model):
    """How an activity reached people beyond those who took part, and how many: by one means through one channel."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="spreading")
    means = models.CharField(_("by which means"), max_length=20, choices=SpreadingMeans)
    channel = models.CharField(_("through what"), max_length=200)
    to_whom = models.CharField(_("to whom"), max_length=200, blank=True)
    reached = models.PositiveIntegerField(_("how many were reached"), null=True, blank=True)

    class Meta:
        verbose_name_plural = "spreading"
        constraints = [
            models.UniqueConstraint(fields=["activity", "means", "channel"], name="spreading_once_per_channel"),
        ]

    def __str__(self) -> str:
        return self.channel


class Evidence(Owned, Versioned):
    """What shows that something was done: it says what it shows, and for which activity, objective or duty."""

    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    shows = models.TextField(_("what it shows"))
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    duty = models.ForeignKey(ReportingDuty, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    url = models.URLField(_("link"), max_length=500, blank=True)
    value = models.DecimalField(_("figure"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    dated = models.DateField(_("date"), null=True, blank=True)
    pictured = models.CharField(_("those in the photo"), max_length=10, choices=Pictured, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    through = models.CharField(_("through a link, by"), max_length=200, blank=True, editable=False)
    verified_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(objective__isnull=False) | Q(duty__isnull=False),
                name="evidence_shows_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["file", "photo", "list"], document__isnull=False)
                | (Q(kind="link") & ~Q(url=""))
                | Q(kind="figure", value__isnull=False)
                | Q(kind="decision", decision__isnull=False),
                name="evidence_has_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="public") | ~(Q(kind="list") | Q(pictured="not_asked")),
                name="evidence_of_persons_is_not_public",
            ),
        ]

    def __str__(self) -> str:
        return self.shows

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        # As with the status of an activity: one word translated instead of all for each row.
        return str(EvidenceKind(self.kind).label)


class FieldEntry(models.Model):
    """One sending of the entry page. The device names it, so that it is written once however often it is sent."""

    sent_as = models.UUIDField(unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.SET_NULL, null=True, related_name="entries")
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # Set on the row that answers a sending which had arrived before.
    came_before = False

    class Meta:
        verbose_name_plural = "field entries"

    def __str__(self) -> str:
        return str(self.sent_as)


class AskedEntry(models.Model):
    """Somebody without an account is asked to tell of one activity, through a link of their own (core/links.py)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="asked_entries")
    asked_as = models.CharField(_("who is asked"), max_length=200)
    language = models.CharField(_("language of the page"), max_length=8, default="en")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("until"))
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "asked entries"

    def __str__(self) -> str:
        return self.asked_as

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.expires_at > timezone.now()


class HandedIn(models.Model):
    """What came through such a link. It counts nowhere before the organisation has accepted it."""

    asked = models.ForeignKey(AskedEntry, on_delete=models.CASCADE, related_name="handed_in")
    sent_as = models.UUIDField(unique=True, editable=False)
    day = models.DateField(_("when"))
    note = models.TextField(_("what happened"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    groups = models.JSONField(_("who took part"), default=list, blank=True)
    pictured = models.CharField(_("those in the photo"), max_length=10, choices=Pictured, blank=True)
    state = models.CharField(max_length=10, choices=HandedInState, default=HandedInState.WAITING, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "handed in"

    def __str__(self) -> str:
        return f"{self.asked}: {self.note[:60]}"


class HandedFile(models.Model):
    """A file of what was handed in. The bytes are here; a place in the book it gets when it is accepted."""

    handed_in = models.ForeignKey(HandedIn, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    name = models.CharField(max_length=255)
    shows = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="handed_files")

    def __str__(self) -> str:
        return self.name


class PartialFile(models.Model):
    """A file on its way here in pieces. How much of it has come is told by the disk alone (see pieces.py)."""

    personal_fields = frozenset({"name"})

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.key)
