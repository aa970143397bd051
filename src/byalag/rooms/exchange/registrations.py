"""What this room gives to others through the registries of core."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import jobs, registries
from byalag.core.registries import Duty, DutySource, PagePart
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.people.enums import Role
from byalag.rooms.promises.api import Framework

from . import queries, rules
from .deeds import DEEDS
from .enums import ImportState, TakeoutState
from .models import PlanImport
from .takeout.job import OLD
from .takeouts import LEFT_HERE


def _waiting(organisation: int, today: date) -> QuerySet[PlanImport]:
    return PlanImport.objects.filter(organisation_id=organisation, state=ImportState.READY)


def _duties(actor: Actor) -> Iterable[Duty]:
    if not rules.may_import(actor):
        return
    for row in queries.waiting_imports(actor)[:5]:
        yield Duty(
            title=_("Look through “%(name)s” and save it as a plan") % {"name": row.name},
            url=reverse("exchange:preview", args=[row.pk]),
            urgency=1,
            key=f"exchange.import:{row.pk}",
            who=_("Coordinators"),
            missing=_("Nobody has looked it through."),
        )


def _takeout_duties(actor: Actor) -> Iterable[Duty]:
    """Takeouts that can be fetched, and what is to be taken along from cooperations that have ended for us."""
    who = _("Administrators")
    for row in queries.takeouts_visible_to(actor).filter(organisation_id=actor.home_id, state=TakeoutState.READY):
        yield Duty(
            title=_("The takeout “%(name)s” is ready: fetch it") % {"name": str(row)[:120]},
            url=reverse("exchange:takeout", args=[row.pk]),
            due=timezone.localdate(row.expires_at),
            urgency=1,
            key=f"exchange.takeout:{row.pk}",
            who=who,
            detail=_("It is thrown away on that day."),
            missing=_("Nobody has thrown it away after fetching it."),
        )
    for cooperation in queries.left_with_nothing(actor):
        yield Duty(
            title=_("“%(name)s” has ended for us: take along what is ours") % {"name": cooperation.name[:120]},
            url=reverse("exchange:take_out_cooperation", args=[cooperation.pk]),
            urgency=2,
            key=f"exchange.left:{cooperation.pk}",
            who=who,
            missing=_("Nothing of it has been taken out."),
        )


def _takeouts(actor: Actor, organisation: Organisation) -> dict[str, Any] | None:
    return {} if rules.may_take_out(actor, organisation.pk) else None


def _of_cooperation(actor: Actor, cooperation: Cooperation) -> dict[str, Any] | None:
    """For administrators: leave with what is ours."""
    return {"cooperation": cooperation} if rules.may_take_out_cooperation(actor, cooperation) else None


def _undo(actor: Actor, framework: Framework) -> dict[str, Any] | None:
    """The button that takes an import back, while it can be."""
    if not framework.is_draft or not actor.is_member:
        return None
    row = queries.imports_visible_to(actor).filter(framework=framework).first()
    if row is None or not rules.may_undo_import(actor, row):
        return None
    return {"plan_import": row}


def _word(actor: Actor, framework: Framework) -> dict[str, Any] | None:
    """The plan as a document to edit and read in again."""
    return {"framework": framework} if actor.is_member else None


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.left_here.add_all(LEFT_HERE)
    registries.duties.add(DutySource("exchange.imports", _duties, frozenset({Role.COORDINATOR}), _waiting))
    registries.page_parts.add(PagePart("exchange.word", "framework.aside", 30, _word, "exchange/parts/word.html"))
    registries.page_parts.add(PagePart("exchange.undo", "framework.aside", 10, _undo, "exchange/parts/undo.html"))
    registries.duties.add(DutySource("exchange.takeouts", _takeout_duties, frozenset({Role.ADMINISTRATOR})))
    registries.page_parts.add(PagePart("exchange.takeouts", "settings", 90, _takeouts, "exchange/parts/takeouts.html"))
    registries.page_parts.add(
        PagePart("exchange.leave", "cooperation", 90, _of_cooperation, "exchange/parts/leave.html")
    )
    jobs.schedules.add(OLD)
