"""Cooperations by name, with their parties, how each came from state to state, and what was said on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation, Owned, Post, Theme
from byalag.rooms.records.api import Decision

from ..enums import ContactWay, CooperationKind, CooperationState, GenderMarker, PartyRole


class Cooperation(Owned, Versioned):
    """A twin town, a partnership, a project, a consortium, a network or support to a partner; may stand inside another."""

    kind = models.CharField(_("kind"), max_length=20, choices=CooperationKind)
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("about"), blank=True)
    state = models.CharField(_("state"), max_length=20, choices=CooperationState, default=CooperationState.ACTIVE)
    inside = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    themes = models.ManyToManyField(Theme, related_name="+", blank=True)
    for_young = models.BooleanField(_("for or with young people"), default=False)
    gender = models.PositiveSmallIntegerField(
        _("equality between women and men"), choices=GenderMarker, default=GenderMarker.NONE
    )
    challenge = models.TextField(_("the challenge they work on"), blank=True)
    expected_benefit = models.TextField(_("expected benefit"), blank=True)
    first_countries = models.JSONField(_("countries of the one party of each pair"), default=list, blank=True)
    other_countries = models.JSONField(_("countries of the other party"), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="cooperation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(inside__isnull=True) | ~Q(inside=F("id")), name="cooperation_not_inside_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.pk])

    # Django's own translate every choice for each row; a list has fifty.
    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        return str(CooperationKind(self.kind).label)

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        return str(CooperationState(self.state).label)


class Party(models.Model):
    """An organisation's part in a cooperation, from–to."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(_("role"), max_length=20, choices=PartyRole, default=PartyRole.PARTNER)
    benefit = models.TextField(_("what they gain"), blank=True)
    side = models.CharField(_("side"), max_length=100, blank=True, help_text="empty: by its country")
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    merged_into = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "organisation", "role"], name="party_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class ContactPost(Versioned):
    """Whom one writes to on a party's side: a post or function with its address at work, from–to. No private person."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="contact_posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("post or function"), max_length=200)
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail at work"), blank=True)
    phone = models.CharField(_("telephone at work"), max_length=40, blank=True)
    language = models.CharField(_("language to write in"), max_length=8, blank=True)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    is_main = models.BooleanField(_("main contact of this side"), default=False)

    personal_fields = frozenset({"title", "email", "phone"})

    class Meta:
        ordering = ["-is_main", F("ends").desc(nulls_first=True), "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="contact_post_says_which"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=F("starts")),
                name="contact_post_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["cooperation", "organisation"], condition=Q(is_main=True), name="contact_post_one_main"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        return self.ends is not None and self.ends < timezone.localdate()


class StateChange(models.Model):
    """One step of a cooperation, with the decision behind it."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="changes_of_state")
    before = models.CharField(max_length=20, choices=CooperationState)
    after = models.CharField(max_length=20, choices=CooperationState)
    on = models.DateField(_("date"))
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("why"), blank=True)
    found_by_itself = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_after_display()}"


class Contact(Versioned):
    """What one organisation notes of a contact with its partner, for itself, and the step that follows."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="contacts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("date"))
    way = models.CharField(_("how"), max_length=20, choices=ContactWay, default=ContactWay.EMAIL)
    whom = models.CharField(_("with whom"), max_length=200, blank=True)
    told = models.TextField(_("what was said"))
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_on = models.DateField(_("by which day"), null=True, blank=True)
    responsible = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done_on = models.DateField(_("done on"), null=True, blank=True)

    personal_fields = frozenset({"told", "whom", "next_step"})

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_way_display()}"


class CooperationRules(Versioned):
    """An organisation's own rules for its cooperations."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    checks_partners = models.BooleanField(_("no solidarity money before the partner is checked"), default=False)
    quiet_years = models.PositiveSmallIntegerField(_("years without activity until dormant"), default=3)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quiet_years__range=(1, 50)), name="cooperation_rules_quiet_years"),
        ]

    def __str__(self) -> str:
        return str(self.quiet_years)
