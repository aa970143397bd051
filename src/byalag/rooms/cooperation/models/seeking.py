"""What an organisation seeks in a partner, and who answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Organisation, Owned

from ..enums import Climate, EnquiryState
from .cooperations import Cooperation
from .eligibility import EligibilityList


class SeekCard(Owned, Versioned):
    """“We seek a partner”: what one needs and can give. Published, it is a page with a form for those who are interested."""

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80)
    text = models.TextField(_("what we look for"), blank=True)
    seeks = models.JSONField(_("what we want to learn"), default=list, blank=True)
    offers = models.JSONField(_("what we can share"), default=list, blank=True)
    languages = models.JSONField(_("languages we work in"), default=list, blank=True)
    countries = models.JSONField(_("countries we look in"), default=list, blank=True)
    wanted = models.JSONField(_("whom we would like, the dearest first"), default=list, blank=True)
    size = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    climate = models.CharField(_("climate"), max_length=20, choices=Climate, blank=True)
    experience = models.PositiveSmallIntegerField(_("years of international work"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    fundable_under = models.ForeignKey(
        EligibilityList, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    fundable_on = models.DateField(_("on which day"), null=True, blank=True)

    untold_fields = frozenset({"wanted"})  # whoever sees the card reads its history

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="seek_card_address")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.until is None or self.until >= timezone.localdate()


class Enquiry(Versioned):
    """Somebody from outside is interested. Their address is forgotten some months after the answer."""

    card = models.ForeignKey(SeekCard, on_delete=models.PROTECT, related_name="enquiries")
    name = models.CharField(_("municipality or organisation"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    post = models.CharField(_("your post"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    message = models.TextField(_("message"))
    language = models.CharField(_("language"), max_length=8)
    received_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=20, choices=EnquiryState, default=EnquiryState.NEW)
    settled_on = models.DateField(null=True, blank=True)
    reason = models.TextField(_("why"), blank=True)
    cooperation = models.ForeignKey(
        Cooperation, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    known = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    personal_fields = frozenset({"post", "email", "message"})

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="taken_up") | Q(settled_on__isnull=False), name="enquiry_taken_up_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name
