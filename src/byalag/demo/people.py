"""Organisations, their bodies and posts, partners, cooperations and sign-ins of the demo."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from byalag.core.languages import INTERFACE_LANGUAGES
from byalag.core.models import User
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people
from byalag.rooms.people.enums import Role

Book = dict[str, Any]


class Doors:
    """Who signs in to the demo. All have one password, which is made unreadable once: that is what takes long."""

    def __init__(self, password: str) -> None:
        self._password = make_password(password)

    def open(self, organisation: people.Organisation, role: Role) -> None:
        email = f"{role}@{organisation.slug}.example"
        user = User.objects.create(email=email, password=self._password, language=_spoken(organisation))
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        people.give_role(people.system(organisation), user=user, organisation=organisation, role=role)


def open_people(content: dict[str, Any], *, doors: Doors) -> Book:
    """Everything of an organisation's file that comes before its promises."""
    facts = dict(content["organisation"])
    roles = facts.pop("roles")
    organisation = people.open_organisation(people.system(), is_example=True, **facts)
    actor = people.system(organisation)
    book: Book = {"organisation": organisation, "actor": actor, "bodies": {}, "posts": {}, "cooperations": {}}
    for role in roles:
        doors.open(organisation, Role(role))
    for row in content.get("bodies", []):
        values = dict(row)
        key = values.pop("key")
        book["bodies"][key] = people.open_body(actor, organisation=organisation, **values)
    for row in content.get("posts", []):
        values = dict(row)
        key = values.pop("key", None)
        values["body"] = book["bodies"][values["body"]]
        if "share" in values:
            values["share"] = Decimal(values["share"])
        post = people.open_post(actor, organisation=organisation, **values)
        if key:
            book["posts"][key] = post
    for row in content.get("themes", []):
        values = dict(row)
        code = values.pop("key")
        people.add_theme(actor, organisation=organisation, code=code, **values)
    book["themes"] = {theme.code: theme for theme in people.themes_for(organisation.pk)}
    _place(organisation, content.get("place"))
    for row in content.get("partners", []):
        values = dict(row)
        place, theirs = values.pop("place", None), values.pop("roles", [])
        partner = people.Organisation.objects.filter(slug=values["slug"]).first()
        partner = partner or people.open_organisation(people.system(), is_example=bool(theirs), **values)
        _place(partner, place)
        for role in theirs:
            doors.open(partner, Role(role))
    return book


def open_cooperations(content: dict[str, Any], book: Book) -> None:
    """With whom an organisation works, when all of them are there; and what it seeks."""
    organisation, actor = book["organisation"], book["actor"]
    for row in content.get("cooperations", []):
        values = dict(row)
        key, parties = values.pop("key"), values.pop("parties")
        values["inside"] = book["cooperations"].get(values.get("inside", ""))
        values["themes"] = [book["themes"][code] for code in values.get("themes", [])]
        made = cooperation.open_cooperation(actor, organisation=organisation, **values)
        for party in parties:
            cooperation.add_party(
                actor,
                cooperation=made,
                organisation=people.Organisation.objects.get(slug=party["slug"]),
                role=party["role"],
            )
        book["cooperations"][key] = made
    for row in content.get("initiatives", []):
        cooperation.note_initiative(actor, organisation=organisation, **row)
    for row in content.get("cards", []):
        card = cooperation.write_card(actor, organisation=organisation, **row)
        cooperation.publish_card(actor, card=card)


def _place(organisation: people.Organisation, place: dict[str, Any] | None) -> None:
    """Where it lies, when the file says so."""
    if place and organisation.place_id is None:
        people.place_organisation(people.system(), organisation=organisation, country=organisation.country, **place)


def _spoken(organisation: people.Organisation) -> str:
    """The language of the interface for those who sign in there."""
    return organisation.language if organisation.language in dict(INTERFACE_LANGUAGES) else "en"
