"""Whom one writes to on each side: what a reader sees of it, and the parties of a cooperation by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet
from django.utils.translation import get_language

from byalag.core.countries import country_name
from byalag.core.languages import language_name
from byalag.rooms.people.api import Actor, Organisation, may_see_persons, organisations_with_members

from . import queries, rules
from .models import ContactPost, Cooperation, Party


@dataclass(frozen=True)
class Shown:
    """A contact as one reader sees it. `held_by`: the holder, where the reader may know; `may_change`: keeps it."""

    row: ContactPost
    email: str
    phone: str
    held_by: str = ""
    may_change: bool = False

    @property
    def language(self) -> str:
        """The language to write in, in words."""
        return language_name(self.row.language, get_language() or "en") if self.row.language else ""


@dataclass
class OnSide:
    """An organisation on a side: its parts in the cooperation, and whom one writes to there."""

    organisation: Organisation
    parties: list[Party] = field(default_factory=list)
    contacts: list[Shown] = field(default_factory=list)
    may_add: bool = False
    keeps: bool = False


@dataclass
class Side:
    name: str
    members: list[OnSide] = field(default_factory=list)


def contact_posts_visible_to(actor: Actor) -> QuerySet[ContactPost]:
    """Those of cooperations that the actor's organisation keeps or is in. The public and others see none."""
    rows = ContactPost.objects.filter(cooperation__in=queries.taken_part_in(actor))
    return rows.select_related("cooperation", "organisation", "post__person")


def shown(actor: Actor, row: ContactPost, *, carried: bool = False) -> Shown:
    """How to reach a contact, as far as the reader may know. Of a person at risk only the own organisation reads it.

    `carried`: for a file that is taken along; then nobody at risk can be reached from it.
    """
    person = row.post.person if row.post else None
    own = actor.is_system or actor.home_id == row.organisation_id
    hidden = person is not None and person.at_risk and (carried or not own)
    held_by = str(person) if person is not None and own and may_see_persons(actor) else ""
    return Shown(row, "" if hidden else row.email, "" if hidden else row.phone, held_by)


def by_side(actor: Actor, cooperation: Cooperation, parties: Iterable[Party]) -> list[Side]:
    """Parties and contacts by side, that of the keeper first; contacts only for those who are in it (three queries)."""
    language = get_language() or "en"
    members: dict[int, OnSide] = {}
    names: dict[int, str] = {}
    for party in parties:
        member = members.setdefault(party.organisation_id, OnSide(party.organisation))
        member.parties.append(party)
        names[party.organisation_id] = party.side or names.get(party.organisation_id, "")
    keeper = cooperation.organisation
    contacts = list(contact_posts_visible_to(actor).filter(cooperation=cooperation))
    is_in = rules.takes_part(actor, cooperation)
    if is_in or keeper.pk in members:
        members.setdefault(keeper.pk, OnSide(keeper)).keeps = True
    signing_in = organisations_with_members(members)
    may_keep = {
        pk: is_in and bool(rules.may_keep_contact_post(actor, cooperation, member.organisation, pk in signing_in))
        for pk, member in members.items()
    }
    for row in contacts:
        if row.organisation_id in members:
            may_change = may_keep[row.organisation_id]
            members[row.organisation_id].contacts.append(replace(shown(actor, row), may_change=may_change))
    sides: dict[str, Side] = {}
    for pk, member in sorted(members.items(), key=lambda item: item[0] != keeper.pk):
        member.may_add = may_keep[pk]
        country = member.organisation.country
        name = names.get(pk) or (country_name(country, language) if country else str(member.organisation))
        sides.setdefault(name.casefold(), Side(name)).members.append(member)
    return list(sides.values())
