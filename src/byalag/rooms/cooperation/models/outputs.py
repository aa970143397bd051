"""What the parties of a cooperation make together: a guide, a declaration, a toolkit. It is agreed on, and published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.records.api import Document

from ..enums import OutputKind, OutputState
from .cooperations import Cooperation


class JointOutput(Versioned):
    """One thing made together. `contributors`: the pairs of a network that worked on it; none for all of them."""

    cooperation = models.ForeignKey(Cooperation, on_delete=models.CASCADE, related_name="outputs")
    kind = models.CharField(_("what it is"), max_length=20, choices=OutputKind, default=OutputKind.GUIDE)
    title = models.CharField(_("title"), max_length=200)
    about = models.TextField(_("about"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    languages = models.JSONField(_("languages in which there is"), default=list, blank=True)
    slug = models.SlugField(_("address"), max_length=80)
    state = models.CharField(_("state"), max_length=20, choices=OutputState, default=OutputState.DRAFT)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_where = models.CharField(_("where it was agreed"), max_length=300, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    documents = models.ManyToManyField(Document, related_name="+", blank=True)
    contributors = models.ManyToManyField(Cooperation, related_name="+", blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "slug"], name="joint_output_one_per_address"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(agreed_on__isnull=False), name="joint_output_agreed_on_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False), name="joint_output_published_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title
