"""Accounts: a promise rendered with its evidence, for one reader, at one date."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.models import StoredFile, User
from byalag.core.periods import Period
from byalag.core.versions import Versioned
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Organisation, Owned
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises.api import Framework

from .enums import FROZEN, Outcome, ReportState, ReviewAnswer


class Report(Owned, Versioned):
    """One account of one framework, or of one cooperation, for one period, by one version of a definition."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    definition = models.CharField(max_length=60)
    definition_version = models.PositiveSmallIntegerField()
    own_definition = models.ForeignKey(
        "OwnDefinition", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("address"), max_length=80)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.DRAFT, editable=False)
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recipient_name = models.CharField(_("to whom"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="report_one_per_address"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="report_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(framework__isnull=False, cooperation__isnull=True)
                | Q(framework__isnull=True, cooperation__isnull=False),
                name="report_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of_what(self) -> Framework | Cooperation:
        """What it accounts for: a plan, or what is done together."""
        thing: Framework | Cooperation | None = self.framework or self.cooperation
        assert thing is not None  # report_of_one_thing
        return thing

    @property
    def period(self) -> Period:
        return Period(self.starts, self.ends)

    @property
    def is_frozen(self) -> bool:
        """It is what was frozen at the first signature, whatever happens to its sources."""
        return self.state in FROZEN

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def to_whom(self) -> str:
        return str(self.recipient) if self.recipient else self.recipient_name


class ReportText(Versioned):
    """What somebody wrote in one section of an account, in one language."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    text = models.TextField(_("text"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "section", "language"], name="report_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section} {self.language}"


class TextDraft(models.Model):
    """What one person has typed and not saved yet, in one section of an account."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="drafts")
    section = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    based_on = models.PositiveIntegerField(default=0, help_text="version of the saved text, 0 for none")
    kept_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "section", "language", "user"], name="text_draft_one_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.section} {self.user_id}"


class OwnDefinition(models.Model):
    """One version of a definition that an organisation made for itself. A version is never changed: reports keep it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="as the files in definitions/")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    laid_aside_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key", "number"], name="own_definition_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class AccountRules(Versioned):
    """How an organisation signs its accounts."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    signers = models.PositiveSmallIntegerField(_("how many sign"), default=2)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(signers__gte=1, signers__lte=2), name="account_signed_by_one_or_two"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.signers}"


class FrozenAccount(models.Model):
    """An account as it stood when the first person signed: texts, figures and their sources, never changed again."""

    untold_fields = frozenset({"content"})

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="frozen")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    checksum = models.CharField(max_length=64, help_text="SHA-256 of `content` in UTF-8, hexadecimal")
    signers = models.PositiveSmallIntegerField(help_text="how many had to sign")
    frozen_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="frozen_account_numbered")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"


class Signature(models.Model):
    """Somebody put their hand to a frozen account, in a capacity: "chair of the international council"."""

    frozen = models.ForeignKey(FrozenAccount, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    capacity = models.CharField(_("as what you sign"), max_length=200)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frozen", "user"], name="signature_one_per_person")]

    def __str__(self) -> str:
        return self.capacity


class Review(Versioned):
    """A partner was asked to look at a draft account before it is signed, and what the partner said."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reviews")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=ReviewAnswer, default=ReviewAnswer.WAITING)
    words = models.TextField(_("in your words"), blank=True)
    language = models.CharField(max_length=8, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "organisation"], name="review_once_per_partner")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_answer_display()}"


class ReportAnswer(models.Model):
    """What the recipient said to an account that was submitted: accepted, or returned with words."""

    frozen = models.ForeignKey(FrozenAccount, on_delete=models.CASCADE, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome)
    words = models.TextField(_("in their words"), blank=True)
    language = models.CharField(max_length=8, blank=True)
    answered_on = models.DateField(_("date"))
    by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class Layout(models.Model):
    """A Word template of an organisation's own, for all its accounts or for one kind of them.

    The newest that is not laid aside is used; older ones can come back.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    definition = models.CharField(_("for which accounts"), max_length=60, blank=True, default="")
    name = models.CharField(_("file"), max_length=255)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="layouts")
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    laid_aside_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="layout_numbered")]

    def __str__(self) -> str:
        return self.name
