"""What a cooperation has on each side and in common. The joint side is changed by nobody alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation

from ..enums import BenefitLevel, ChangeState, JointKind
from .cooperations import Cooperation


class SideText(Versioned):
    """What one party writes about a part of the cooperation, in its language; the others read it when it is shared."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="sides")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(_("part"), max_length=20, choices=JointKind)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    shared = models.BooleanField(_("the other parties read it"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "organisation", "part"], name="side_one_text_per_part"),
        ]

    def __str__(self) -> str:
        return self.get_part_display()


class Benefit(Versioned):
    """What changed at one party: for persons, for the organisation, in society, or in its own work at home."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="benefits")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("where"), max_length=20, choices=BenefitLevel)
    text = models.TextField(_("what changed"))
    on = models.DateField(_("seen on"), default=timezone.localdate)
    language = models.CharField(_("language"), max_length=8)
    shared = models.BooleanField(_("the other parties read it"), default=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]


class JointText(Versioned):
    """A part of what the parties have in common, as all of them have agreed to it."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="joint_texts")
    part = models.CharField(_("part"), max_length=20, choices=JointKind)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8)
    agreed_on = models.DateField(_("agreed on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cooperation", "part"], name="joint_one_text_per_part")]

    def __str__(self) -> str:
        return self.get_part_display()


class JointChange(Versioned):
    """What one party proposes that a joint part should say. It stands when all the others have agreed to it.

    `matter`: what a higher room lays before the parties instead (core.registries.joint_matters), called `title`; `before` and
    `text` are then what it says and what it would say.
    """

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="joint_changes")
    part = models.CharField(_("part"), max_length=20, choices=JointKind)
    before = models.TextField(blank=True)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8)
    why = models.TextField(_("why"), blank=True)
    proposed_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=20, choices=ChangeState, default=ChangeState.OPEN)
    settled_on = models.DateField(null=True, blank=True)
    matter = models.CharField(max_length=60, blank=True, editable=False)
    title = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "part"],
                condition=Q(state="open", matter=""),
                name="joint_one_open_change_per_part",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state="open") & ~Q(matter=""), name="joint_one_open_change_per_matter"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_part_display()


class JointAnswer(models.Model):
    """What one party answered to a change; for a party without a sign-in, where its answer stands."""

    change = models.ForeignKey(JointChange, on_delete=models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("agrees"))
    words = models.TextField(_("in their words"), blank=True)
    source = models.CharField(_("where the answer stands"), max_length=300, blank=True)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "organisation"], name="joint_one_answer_per_party"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(words=""), name="joint_no_with_words"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
