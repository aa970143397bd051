"""Promises: strategies, plans, results frameworks and declarations are one table, a framework with its objectives."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core.addresses import address_of
from byalag.core.due import say_rule
from byalag.core.periods import Period
from byalag.core.registries import Scope
from byalag.core.versions import Versioned
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Body, Organisation, Owned, Theme
from byalag.rooms.records.api import Decision, Document

from ..enums import (
    NOT_CLOSED,
    AmendmentState,
    Certainty,
    ChangeKind,
    ConditionState,
    FrameworkKind,
    FrameworkStatus,
    MeansKind,
    MeansOrigin,
    ObjectiveLevel,
    SectionKind,
    StepKind,
)


class Framework(Owned, Versioned):
    """What an organisation has promised for a period. Only `actions` change `status`.

    `together`: the parties of its cooperation hold it, each as much as the one in whose book it stands; nobody decides on
    it alone, and it stands from the day on which all had agreed.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=FrameworkKind)
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=80)
    lead = models.TextField(_("in short"), blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="derived")
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    status = models.CharField(max_length=20, choices=FrameworkStatus, default=FrameworkStatus.DRAFT, editable=False)
    source_document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    together = models.BooleanField(_("held together"), default=False, editable=False)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True, editable=False)

    _scope: Scope | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="framework_one_per_address"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="framework_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(based_on__isnull=True) | ~Q(based_on=F("id")), name="framework_not_based_on_itself"
            ),
            models.CheckConstraint(
                condition=~Q(visibility="circle") | Q(circle__isnull=False), name="framework_shared_names_circle"
            ),
            models.CheckConstraint(
                condition=Q(together=False)
                | (Q(cooperation__isnull=False, circle__isnull=False) & ~Q(visibility="organisation")),
                name="framework_together_is_shared_by_a_cooperation",
            ),
            models.CheckConstraint(
                condition=Q(together=False)
                | Q(status=FrameworkStatus.ADOPTED, agreed_on__isnull=False)
                | (~Q(status=FrameworkStatus.ADOPTED) & Q(agreed_on__isnull=True)),
                name="framework_together_is_agreed_on",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("promises:framework", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)

    @property
    def is_adopted(self) -> bool:
        return self.status == FrameworkStatus.ADOPTED

    @property
    def is_draft(self) -> bool:
        return self.status == FrameworkStatus.DRAFT

    @property
    def scope(self) -> Scope:
        """What figures on a page of this framework count over: all of it, unless a filter has narrowed it.

        One for the page: what parts of it share is read once (`Scope.once`).
        """
        if self._scope is None:
            self._scope = Scope(self.pk, self.period)
        return self._scope

    def narrow(self, scope: Scope) -> None:
        """For one page: parts of the page that other rooms give count over this scope."""
        self._scope = scope


class RouteStep(models.Model):
    """One step of how an organisation decides on a kind of framework: who proposes, prepares, adopts."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="route_steps")
    framework_kind = models.CharField(max_length=20, choices=FrameworkKind)
    kind = models.CharField(_("step"), max_length=20, choices=StepKind)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="route_steps")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "framework_kind", "order"], name="route_step_one_per_place"
            ),
            models.UniqueConstraint(fields=["organisation", "framework_kind", "kind"], name="route_step_one_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.body}"


class FrameworkDecision(models.Model):
    """A step taken: the decision by which a framework was proposed, prepared, adopted, or sent back."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=StepKind)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="framework_steps")
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.framework} {self.kind}"


class Section(Versioned):
    """A part of a framework: a region, a focus area, or plain text such as the introduction."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=20, choices=SectionKind, default=SectionKind.FOCUS)
    name = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="sections")
    order = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Objective(Versioned):
    """A goal, a commitment or a result that is promised.

    `removed_at` is set when it is taken out of a draft, or by an amendment; the row stays, so that it can come back.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="objectives")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, null=True, blank=True, related_name="objectives")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    level = models.CharField(_("level"), max_length=20, choices=ObjectiveLevel, default=ObjectiveLevel.GOAL)
    number = models.CharField(_("number"), max_length=20, blank=True)
    text = models.TextField(_("text"))
    condition = models.TextField(_("condition"), blank=True)
    condition_state = models.CharField(
        max_length=10, choices=ConditionState, default=ConditionState.NONE, editable=False
    )
    condition_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="conditions", editable=False
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="objectives")
    supports = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="supported_by")
    order = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(condition="", condition_state=ConditionState.NONE)
                | (~Q(condition="") & ~Q(condition_state=ConditionState.NONE)),
                name="objective_condition_has_state",
            ),
            models.CheckConstraint(
                condition=~Q(condition_state__in=[ConditionState.GO, ConditionState.NO_GO])
                | Q(condition_decision__isnull=False),
                name="objective_go_needs_decision",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="objective_not_inside_itself"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="objective_says_something"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return address_of("promises:objective", self.pk)


class Means(Versioned):
    """What a framework is carried out with: an amount, or a share of a post."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="means")
    kind = models.CharField(max_length=10, choices=MeansKind)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text="ISO 4217")
    per_year = models.BooleanField(_("per year"), default=False)
    share = models.DecimalField(
        _("share of full time"), max_digits=4, decimal_places=3, null=True, blank=True, help_text="0..1"
    )
    post = models.CharField(pgettext_lazy("means", "post"), max_length=200, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("from whom"), max_length=200, blank=True)
    origin = models.CharField(_("own or external"), max_length=10, choices=MeansOrigin, default=MeansOrigin.OWN)
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty, default=Certainty.SECURED)
    note = models.TextField(_("note"), blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "means"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=MeansKind.AMOUNT, amount__isnull=False, share__isnull=True) & ~Q(currency="")
                | Q(kind=MeansKind.SHARE, share__isnull=False, share__gt=0, share__lte=1, amount__isnull=True),
                name="means_amount_or_share",
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="means_not_negative"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="means_end_after_they_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}" if self.kind == MeansKind.AMOUNT else f"{self.post} {self.share}"


class ReportingDuty(Versioned):
    """What must be shown, to whom and by when ("att redovisa").

    With a `due_rule` (a code of engines.due_rules) it comes back: `due` is the date that waits for its answer and moves
    on only when that is given; `answer` is the latest one, given for `answered_for`.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="duties")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="duties")
    text = models.TextField(_("to be reported"))
    to_whom = models.CharField(_("to whom"), max_length=200, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    due_rule = models.CharField(max_length=60, blank=True)
    answer = models.TextField(_("our answer"), blank=True)
    answered_for = models.DateField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "reporting duties"
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def waits(self) -> bool:
        """There is a date, or no date at all, that nobody has answered."""
        if not self.due_rule or self.due is None:
            return not self.answer
        return self.answered_for is None or self.answered_for < self.due

    @property
    def rule_in_words(self) -> str:
        """How it comes back, in the reader's language."""
        return say_rule(self.due_rule)


class DutyAnswer(models.Model):
    """What was answered for one date of a duty that comes back."""

    duty = models.ForeignKey(ReportingDuty, on_delete=models.CASCADE, related_name="answers")
    due = models.DateField()
    answer = models.TextField()
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["due"]
        constraints = [models.UniqueConstraint(fields=["duty", "due"], name="duty_answered_once_per_date")]

    def __str__(self) -> str:
        return f"{self.due}: {self.answer}"


class Amendment(Versioned):
    """A change of an adopted framework: its before and after, and the decision, or the day of agreement, that made it valid."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(_("why the plan is changed"))
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.DRAFT, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="amendment_one_per_number"),
            models.UniqueConstraint(
                fields=["framework"], condition=Q(state__in=NOT_CLOSED), name="amendment_one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(state=AmendmentState.ADOPTED) | Q(decision__isnull=False) | Q(agreed_on__isnull=False),
                name="amendment_adopted_needs_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("promises:amendment", args=[self.pk])

    @property
    def valid_from(self) -> date | None:
        """The day of the decision, or on which all who hold the plan had agreed."""
        return self.decision.decided_on if self.decision else self.agreed_on


class AmendmentChange(models.Model):
    """One line of an amendment: what stood, and what shall stand."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=30, choices=ChangeKind)
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    level = models.CharField(max_length=20, choices=ObjectiveLevel, blank=True)
    indicator = models.ForeignKey(
        "promises.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="changes"
    )
    period = models.ForeignKey(
        "promises.MeasuringPeriod", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "objective", "kind"],
                condition=Q(
                    kind__in=[
                        ChangeKind.OBJECTIVE_TEXT,
                        ChangeKind.OBJECTIVE_CONDITION,
                        ChangeKind.OBJECTIVE_REMOVED,
                    ]
                ),
                name="change_once_per_objective",
            ),
            models.UniqueConstraint(
                fields=["amendment", "section"],
                condition=Q(kind=ChangeKind.SECTION_TEXT),
                name="change_once_per_section_text",
            ),
            models.UniqueConstraint(
                fields=["amendment", "indicator", "period"],
                condition=Q(kind=ChangeKind.TARGET),
                name="change_once_per_target",
            ),
            models.UniqueConstraint(
                fields=["amendment", "indicator"],
                condition=Q(kind=ChangeKind.INDICATOR_REMOVED),
                name="change_once_per_removed_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.after or self.before}"
