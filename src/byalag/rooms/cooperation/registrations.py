"""What this room gives to others through the registries of core."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core import jobs, registries
from byalag.core.registries import (
    History,
    Hold,
    NavItem,
    PagePart,
    PublicPage,
    Published,
    Searchable,
    SignOfLife,
    Trashable,
)
from byalag.rooms.people.api import Actor, Organisation

from . import actions, duties, eligibility, holds, matching_queries, matching_rules, outputs, queries, receivers, rules
from .deeds import DEEDS
from .models import Cooperation, Matching
from .takeouts import LEFT_HERE, TAKEOUTS
from .tasks import ENQUIRERS, EVERY_NIGHT, QUIET
from .views.outputs import public_output
from .views.seeking import public_card

KEY = "cooperation.cooperation"


def _restore(actor: Actor, thing: Cooperation) -> Cooperation:
    return actions.restore_cooperation(actor, cooperation=thing)


def _restore_matching(actor: Actor, thing: Matching) -> Matching:
    return actions.restore_matching(actor, matching=thing)


def _runs(actor: Actor, matching: Matching) -> list[tuple[str, list[int]]]:
    return [("cooperation.matchingrun", list(matching.runs.values_list("pk", flat=True)))]


def _rules_settings(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    return {"rules": queries.rules_of(organisation.pk)}


def _cards(organisation: Organisation) -> list[Published]:
    return [
        Published(card.title, card.slug, _("We seek a partner"), card.language, card)
        for card in queries.public_cards(organisation)
    ]


def _outputs(organisation: Organisation) -> list[Published]:
    return [
        Published(row.title, row.slug, _("Made together"), row.language, row)
        for row in outputs.public_outputs(organisation)
    ]


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.left_here.add_all(LEFT_HERE)
    registries.histories.add(
        History("cooperation.cooperation", pgettext_lazy("one", "Cooperation"), queries.cooperations_visible_to)
    )
    registries.navigation.add(NavItem("cooperation", _("Cooperation"), "cooperation:list", 40))
    registries.searchables.add(
        Searchable(
            KEY, _("Cooperation"), KEY, queries.cooperations_visible_to, ("name", "about"), KEY.replace(".", ":")
        )
    )
    registries.trashables.add(
        Trashable(
            KEY,
            _("Cooperation"),
            queries.trashed_cooperations,
            _restore,
            rules.may_restore_cooperation,
        )
    )
    jobs.schedules.add(EVERY_NIGHT)
    jobs.schedules.add(QUIET)
    jobs.schedules.add(ENQUIRERS)
    registries.histories.add(History("cooperation.seekcard", _("Seek a partner"), queries.cards_visible_to))
    registries.public_pages.add(PublicPage("cooperation.card", queries.find_public_card, public_card, _cards))
    registries.public_pages.add(PublicPage("cooperation.output", outputs.find_public_output, public_output, _outputs))
    registries.holds.add(Hold("cooperation.unchecked", holds.unchecked_partner))
    registries.histories.add(History("cooperation.outsidemembership", _("Memberships"), queries.memberships_of))
    registries.histories.add(History("cooperation.initiative", _("Initiatives"), queries.initiatives_of))
    registries.histories.add(
        History("cooperation.eligibilitylist", _("Eligible countries"), eligibility.lists_visible_to)
    )
    registries.histories.add(
        History("cooperation.matching", _("Matchings"), matching_queries.matchings_of, parts=_runs)
    )
    registries.trashables.add(
        Trashable(
            "cooperation.matching", _("Matchings"), matching_queries.trashed_matchings, _restore_matching,
            matching_rules.may_restore_matching,
        )
    )  # fmt: skip
    registries.signs_of_life.add(SignOfLife("cooperation", queries.own_signs))
    registries.duties.add_all(duties.SOURCES)
    registries.page_parts.add(
        PagePart("cooperation.rules", "settings", 30, _rules_settings, "cooperation/parts/rules_settings.html")
    )


__all__ = ["receivers", "register"]
