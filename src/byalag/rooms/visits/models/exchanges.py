"""Exchanges of pupils: the best interests of the children, their leaders, and what guardians agree to.

What stands about a child is read by its leaders only and is deleted after the trip; the number of children stays.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.records.api import Decision

from ..enums import Conclusion, ConsentTo
from .visits import Visit


class Exchange(Versioned):
    """A visit of pupils. It is assessed what is best for them (Convention on the Rights of the Child, article 3) and how
    they were heard (article 12) before anybody decides that they travel."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="exchange")
    school = models.CharField(_("our school and class"), max_length=200)
    partner_school = models.CharField(_("the partner's school"), max_length=200, blank=True)
    interests = models.TextField(_("what is good for the children"), blank=True)
    heard = models.TextField(_("how the children were heard, and what they said"), blank=True)
    dangers = models.TextField(_("what could harm them, and what we do about it"), blank=True)
    conclusion = models.CharField(_("conclusion"), max_length=20, choices=Conclusion, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    assessed_by = models.CharField(_("assessed by, as post"), max_length=200, blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    forgotten_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(conclusion="") | (Q(assessed_on__isnull=False) & ~Q(interests="") & ~Q(heard="")),
                name="exchange_assessed_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(assessed_on__isnull=False), name="exchange_assessed_then_decided"
            ),
        ]

    def __str__(self) -> str:
        return self.school


class Leader(models.Model):
    """A grown-up who travels along and answers for the children: somebody who signs in."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="leaders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.CharField(_("post"), max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["exchange", "user"], name="leader_once")]

    def __str__(self) -> str:
        return self.post


class Pupil(Versioned):
    """A child that travels. `label` (such as “Pupil 7”) is all that anybody but the leaders sees."""

    personal_fields = frozenset({"name", "guardian", "emergency", "health", "host_family"})

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="pupils")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name of the child"), max_length=200, blank=True)
    guardian = models.CharField(_("guardian, and how to reach them"), max_length=300, blank=True)
    emergency = models.CharField(_("whom to call when it is urgent"), max_length=300, blank=True)
    health = models.TextField(_("what the leaders have to know: illness, allergy, medicine, food"), blank=True)
    host_family = models.CharField(_("host family, and how to reach them"), max_length=300, blank=True)
    host_checked = models.BooleanField(_("the host family is checked and has an agreement"), default=False)
    is_insured = models.BooleanField(_("the child is insured"), default=False)
    has_papers = models.BooleanField(_("passport or identity card and health card are valid"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["exchange", "number"], name="pupil_numbered")]

    def __str__(self) -> str:
        return str(self.number)


class GuardianConsent(models.Model):
    """What a guardian agreed to, for one purpose; withdrawn it stays, and says when."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="consents")
    to = models.CharField(_("consent to"), max_length=20, choices=ConsentTo)
    given_on = models.DateField(_("given on"))
    by_link = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "to"], condition=Q(withdrawn_on__isnull=True), name="guardian_consent_one_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_to_display())
