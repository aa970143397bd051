"""What this room gives to others through the registries of core."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core import jobs, registries
from byalag.core.registries import History, NavItem, Searchable, Trashable
from byalag.rooms.people.api import Actor

from . import actions, queries, rules
from .deeds import DEEDS
from .models import Cooperation
from .tasks import EVERY_NIGHT

KEY = "cooperation.cooperation"


def _restore(actor: Actor, thing: Cooperation) -> Cooperation:
    return actions.restore_cooperation(actor, cooperation=thing)


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.histories.add(History("cooperation.cooperation", _("Cooperation"), queries.cooperations_visible_to))
    registries.navigation.add(NavItem("cooperation", _("Cooperation"), "cooperation:list", 40))
    registries.searchables.add(
        Searchable(
            KEY, _("Cooperation"), KEY, queries.cooperations_visible_to, ("name", "about"), KEY.replace(".", ":")
        )
    )
    registries.trashables.add(
        Trashable(KEY, _("Cooperation"), queries.trashed_cooperations, _restore, rules.may_restore_cooperation)
    )
    jobs.schedules.add(EVERY_NIGHT)
