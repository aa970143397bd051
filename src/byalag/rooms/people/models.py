"""Who there is: organisations and their circles, bodies, persons and posts, who may come in, and places."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from byalag.core.languages import in_language
from byalag.core.versions import Traced, Versioned

from .enums import (
    ELECTED,
    BodyKind,
    ConsentPurpose,
    Dimension,
    OrganisationKind,
    PartyGround,
    PlaceKind,
    PlaceScheme,
    PostKind,
    Role,
    SafetyLevel,
    Visibility,
)

if TYPE_CHECKING:
    from .actors import Actor


class Named(models.Model):
    """A name in the language it was given, and in others: `names` is {language: name}."""

    name = models.CharField(_("name"), max_length=200)
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_language(self.names, translation.get_language() or "", self.name)


class PlaceSource(models.Model):
    """Where places come from, to be named where they are shown: a register, its date, its licence."""

    key = models.SlugField(max_length=40, unique=True)
    credit = models.CharField(max_length=300)
    loaded_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.credit


class Place(Named):
    """A place in a tree: country, region, district, municipality, town, village. Its point is in degrees (WGS 84)."""

    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text="ISO 3166-1")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    source = models.ForeignKey(PlaceSource, on_delete=models.PROTECT, null=True, blank=True, related_name="places")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_point_on_earth",
            ),
        ]


class PlaceIdentifier(models.Model):
    """The number under which a register knows a place."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=20, choices=PlaceScheme)
    value = models.CharField(_("number"), max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="place_identifier_one_place")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class PlaceName(models.Model):
    """A name by which a place is found, folded: Røros, Röros and Roros are one."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="called")
    folded = models.CharField(max_length=200, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "folded"], name="place_name_once")]

    def __str__(self) -> str:
        return self.folded


class Organisation(Named, Versioned):
    """A municipality, a fund, an association. One without members is a partner that we only name."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER)
    about = models.TextField(_("about"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text="ISO 3166-1")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Stockholm")
    website = models.URLField(_("website"), blank=True)
    requires_mfa = models.BooleanField(_("two-step sign-in is required"), default=False)
    is_example = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)


class OrganisationIdentifier(models.Model):
    """A number under which others know an organisation: IATI org-id, SCB code, TERYT."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=20)
    value = models.CharField(_("number"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_one_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Circle(models.Model):
    """A named set of organisations that share records; a cooperation keeps one for its parties."""

    name = models.CharField(max_length=200)
    organisations = models.ManyToManyField(Organisation, related_name="circles")

    def __str__(self) -> str:
        return self.name


class Theme(Named):
    """A core area, a focus or a part of the world. The four core areas belong to no organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="themes"
    )
    dimension = models.CharField(max_length=20, choices=Dimension)
    code = models.SlugField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["dimension", "order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "dimension", "code"], name="theme_one_per_code"),
            models.UniqueConstraint(
                fields=["dimension", "code"], condition=Q(organisation__isnull=True), name="theme_one_for_all"
            ),
        ]


WITHHELD = date.max
"""`Owned.shown_from` of what is not shown to everyone at all, however public it was made."""


def shown_to_all() -> Q:
    """What everyone may see today: public, and neither withheld nor delayed."""
    return Q(visibility=Visibility.PUBLIC) & (Q(shown_from__isnull=True) | Q(shown_from__lte=timezone.localdate()))


class OwnedQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Not in the trash, and public, or the organisation's own, or shared with one of its circles."""
        rows = self.filter(trashed_at__isnull=True)
        if actor.is_system:
            return rows
        seen = shown_to_all()
        if actor.is_member:
            seen |= Q(organisation_id=actor.organisation_id)
            seen |= Q(visibility=Visibility.CIRCLE, circle_id__in=actor.circle_ids)
        return rows.filter(seen)

    def seen_by(self, organisation_id: int) -> Self:
        """What an organisation as such sees: its own, what is public, and what is shared with a circle of its."""
        circles = Circle.organisations.through.objects.filter(organisation_id=organisation_id)
        shared = Q(visibility=Visibility.CIRCLE, circle__in=circles.values("circle_id"))
        seen = shown_to_all() | Q(organisation_id=organisation_id) | shared
        return self.filter(trashed_at__isnull=True).filter(seen)

    def own(self, actor: Actor) -> Self:
        """The organisation's own, outside the trash."""
        return self.filter(trashed_at__isnull=True, organisation_id=actor.organisation_id)


class Owned(Traced):
    """What every record has: whose it is, who may see it, its language, whether it is example data, and the trash."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    visibility = models.CharField(
        _("who may see it"), max_length=20, choices=Visibility, default=Visibility.ORGANISATION
    )
    language = models.CharField(_("language of the content"), max_length=8, default="en")
    shown_from = models.DateField(_("shown to everyone from"), null=True, blank=True)
    simulated = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_shared(self) -> bool:
        """Others may see it: the partners, or everyone."""
        return self.visibility != Visibility.ORGANISATION

    @property
    def is_withheld(self) -> bool:
        """Counted, and shown to nobody but the own organisation and its partners."""
        return self.shown_from == WITHHELD

    @property
    def is_delayed(self) -> bool:
        """Not shown to everyone yet."""
        return self.shown_from is not None and self.shown_from > timezone.localdate()


class Body(Named, Versioned):
    """A council, board, committee or group that meets and decides."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=30, choices=BodyKind, default=BodyKind.OTHER)
    about = models.TextField(_("way of working"), blank=True)
    visibility = models.CharField(
        _("who may see it"), max_length=20, choices=Visibility, default=Visibility.ORGANISATION
    )
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="body_one_per_name"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=models.F("starts")),
                name="body_ends_after_it_starts",
            ),
        ]


class Person(Versioned):
    """A person in one organisation's book. Least possible: a name, a way to reach them, and their posts."""

    personal_fields = frozenset({"name", "alias", "at_risk", "email", "language"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="persons")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="persons"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    alias = models.CharField(_("alias"), max_length=200, blank=True)
    at_risk = models.BooleanField(_("at risk: show only the alias"), default=False)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(user__isnull=False), name="person_one_per_user"
            ),
            models.CheckConstraint(condition=Q(at_risk=False) | ~Q(alias=""), name="person_at_risk_has_alias"),
        ]

    def __str__(self) -> str:
        """The alias wherever a person is at risk: no list, search or export can show more by accident."""
        if self.erased_at:
            return str(_("(erased)"))
        return self.alias if self.at_risk else (self.name or self.alias or str(_("(no name)")))


class ProtectedName(models.Model):
    """A way to write the name of a person at risk, in whose place the alias is shown wherever somebody typed it.

    It stays when the mark is taken from the person, and when the person is erased, until somebody lets it go: nothing
    that was hidden comes back by accident.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protected_names")
    name = models.CharField(_("name"), max_length=200)
    alias = models.CharField(_("alias"), max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="protected_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(alias=""), name="protected_name_has_alias"),
        ]

    def __str__(self) -> str:
        """Never the name: no list, log or error can show it by accident."""
        return self.alias


class Post(Versioned):
    """A post in a body or an organisation, held from–to; the holder may be unknown to the book."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    kind = models.CharField(_("kind"), max_length=20, choices=PostKind, default=PostKind.MEMBER)
    title = models.CharField(_("title"), max_length=200)
    share = models.DecimalField(
        _("share of full time"), max_digits=4, decimal_places=3, null=True, blank=True, help_text="0..1"
    )
    matter = models.CharField(_("matter"), max_length=200, blank=True)
    party = models.CharField(
        _("party"), max_length=60, blank=True, help_text=_("Shown only on the page of the mandate itself.")
    )
    party_ground = models.CharField(
        _("on which ground the party is kept"), max_length=20, choices=PartyGround, blank=True
    )
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    afterwards = models.TextField(_("what became of it afterwards"), blank=True)

    personal_fields = frozenset({"party", "party_ground", "afterwards"})

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(party="") | ~Q(party_ground=""), name="post_party_on_a_ground"),
            models.CheckConstraint(
                condition=~Q(kind=PostKind.CO_OPTED) | ~Q(matter=""), name="post_co_opted_has_matter"
            ),
            models.CheckConstraint(condition=Q(party="") | Q(kind__in=sorted(ELECTED)), name="post_party_on_mandate"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(starts__isnull=True) | Q(ends__gte=models.F("starts")),
                name="post_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1), name="post_share_within_one"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_mandate(self) -> bool:
        return self.kind in ELECTED

    def held_on(self, day: Any) -> bool:
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


class Membership(models.Model):
    """A role of a user in an organisation; one row per role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id} {self.role}"


class Invitation(models.Model):
    """An invitation by mail; the secret link that opens it is kept as a hash in core."""

    LASTS: ClassVar[timedelta] = timedelta(days=14)

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    roles = models.JSONField(_("roles"))
    language = models.CharField(_("language"), max_length=8)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.invited_at:%Y-%m-%d}"


class Consent(models.Model):
    """What a person, or their guardian, has agreed to; a withdrawal keeps the row and ends it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=30, choices=ConsentPurpose)
    given_on = models.DateField(_("given on"))
    by_guardian = models.BooleanField(_("given by a guardian"), default=False)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_on__isnull=True), name="consent_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_on}"


class CountrySafety(Versioned):
    """How an organisation handles what it tells of partners in a country: at once, after so many days, or not at all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(_("country"), max_length=2, help_text="ISO 3166-1")
    level = models.CharField(_("level"), max_length=10, choices=SafetyLevel)
    delay_days = models.PositiveSmallIntegerField(_("days until it is shown to everyone"), null=True, blank=True)
    withheld = models.BooleanField(_("not shown to everyone at all"), default=False)
    note = models.TextField(_("why, and who decided"), blank=True)
    reviewed_on = models.DateField(_("looked at on"), default=timezone.localdate)

    personal_fields = frozenset({"note"})

    class Meta:
        ordering = ["country"]
        verbose_name_plural = "country safety"
        constraints = [models.UniqueConstraint(fields=["organisation", "country"], name="country_safety_once")]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_level_display()}"
