"""What of this room goes along when an organisation leaves, and what others need to say the same of theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.search import fold
from byalag.core.takeouts import Inner, LeftHere, TakeoutKind, Taking, Values, part

from .enums import Visibility
from .models import Circle, Organisation, OrganisationIdentifier, Place, PlaceIdentifier, PlaceName, Theme

Rows = Callable[[Taking], QuerySet[Any]]


def own_rows(key: str, cooperation: str = "", whose: str = "organisation") -> Rows:
    """The organisation's own rows outside of the trash; `cooperation`: the path by which they belong to one."""

    def rows(taking: Taking) -> QuerySet[Any]:
        model = apps.get_model(key)
        found = model._default_manager.filter(**{whose: taking.organisation_id})
        if any(column.name == "trashed_at" for column in model._meta.concrete_fields):
            found = found.filter(trashed_at=None)
        if taking.is_whole or not cooperation:
            return found
        return found.filter(**{cooperation: taking.cooperation_id})

    return rows


def shared_rows(key: str) -> Rows:
    """What others share with the organisation as a partner: told by title and whose it is, never what it says."""

    def rows(taking: Taking) -> QuerySet[Any]:
        found = apps.get_model(key)._default_manager.filter(
            visibility=Visibility.CIRCLE, circle__in=taking.circle_ids, trashed_at=None
        )
        return found.exclude(organisation=taking.organisation_id).select_related("organisation")

    return rows


def whole_only(key: str, whose: str = "organisation") -> Rows:
    """Own rows that belong to no cooperation: they stay when only one is taken."""

    def rows(taking: Taking) -> QuerySet[Any]:
        return own_rows(key, whose=whose)(taking) if taking.is_whole else apps.get_model(key)._default_manager.none()

    return rows


def _all(key: str) -> Rows:
    return lambda taking: apps.get_model(key)._default_manager.all()


def _find_place(values: Values) -> Place | None:
    """By a number of a register, else by its name, kind and country."""
    for line in values.get("identifiers", ()):
        found = PlaceIdentifier.objects.filter(scheme=str(line["scheme"]), value=str(line["value"])).select_related(
            "place"
        )
        if row := found.first():
            return row.place
    same = Place.objects.filter(name=values["name"], kind=values["kind"], country=values["country"])
    return same.order_by("pk").first()


def _place_names(rows: list[Place]) -> None:
    """New places are found by their names."""
    PlaceName.objects.bulk_create(
        [
            PlaceName(place=row, folded=folded[:200])
            for row in rows
            for folded in {fold(name) for name in (row.name, *row.names.values())} - {""}
        ]
    )


def _find_organisation(values: Values) -> Organisation | None:
    """By a number of a register, else by its name in its country."""
    for line in values.get("identifiers", ()):
        known = OrganisationIdentifier.objects.filter(scheme=str(line["scheme"]), value=str(line["value"]))
        if row := known.select_related("organisation").first():
            return row.organisation
    same = Organisation.objects.filter(name=values["name"], country__in={values["country"], ""})
    return same.order_by("pk").first()


def _organisation(taking: Taking, row: Organisation, values: Values) -> None:
    """What others tell about themselves and how they work is theirs."""
    if row.pk != taking.organisation_id:
        values["about"], values["is_example"] = "", row.is_example


def _person(taking: Taking, row: Any, values: Values) -> None:
    """Somebody at risk is the alias, unless those who take out may see the name and have asked for it."""
    if row.at_risk and not taking.with_protected:
        values["name"] = values["email"] = ""


def _circles(taking: Taking) -> QuerySet[Circle]:
    return Circle.objects.filter(organisations=taking.organisation_id)


def _common_themes(taking: Taking) -> QuerySet[Theme]:
    return Theme.objects.filter(organisation=None)


def _organisations(taking: Taking) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk=taking.organisation_id)


TAKEOUTS = [
    TakeoutKind(
        "people.place", _("Places"), common=_all("people.place"), find=_find_place,
        inner=(Inner("identifiers", "people.placeidentifier", "place", ("scheme", "value")),), made=_place_names,
    ),
    TakeoutKind(
        "people.organisation", _("Organisations"), _organisations, common=_all("people.organisation"),
        leaves=frozenset({"requires_mfa", "created_at"}), find=_find_organisation, adjust=_organisation,
        inner=(Inner("identifiers", "people.organisationidentifier", "organisation", ("scheme", "value")),),
        columns=("name", "kind", "country", "website"),
    ),
    TakeoutKind("people.circle", _("Circles"), common=_circles),
    TakeoutKind(
        "people.theme", _("Themes"), own_rows("people.theme"), follows=True, common=_common_themes,
        found_by=("organisation", "dimension", "code"), whose="organisation",
    ),
    TakeoutKind(
        "people.body", _("Bodies"), own_rows("people.body"), follows=True, found_by=("organisation", "name"),
        whose="organisation", columns=("name", "kind", "starts", "ends"),
    ),
    TakeoutKind(
        "people.person", _("Persons"), lambda taking: own_rows("people.person")(taking).filter(erased_at=None),
        follows=True, whose="organisation", adjust=_person,
    ),
    # The party of a mandate is never taken out in bulk: it stands on the page of the mandate only.
    TakeoutKind(
        "people.post", _("Posts"), own_rows("people.post"), follows=True, whose="organisation",
        leaves=frozenset({"party", "party_ground"}), columns=("title", "kind", "body", "starts", "ends"),
    ),
    part("people.consent", _("Consents"), "person"),
    TakeoutKind(
        "people.countrysafety", _("How careful to be with a country"), whole_only("people.countrysafety"),
        found_by=("organisation", "country"), whose="organisation",
    ),
]  # fmt: skip

LEFT_HERE = [
    LeftHere("people.placesource", _("Registers of places are loaded in each installation for itself.")),
    LeftHere("people.placeidentifier", _("It stands with its place.")),
    LeftHere("people.placename", _("It is made anew from the names of the place.")),
    LeftHere("people.organisationidentifier", _("It stands with its organisation.")),
    LeftHere("people.protectedname", _("A name that is protected never leaves; the person goes along as the alias.")),
    LeftHere("people.membership", _("Who may come in is said anew in the new place.")),
    LeftHere("people.invitation", _("Who may come in is said anew in the new place.")),
]

__all__ = ["LEFT_HERE", "TAKEOUTS", "own_rows", "shared_rows", "whole_only"]
