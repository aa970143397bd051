"""What this room gives to others through the registries of core."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core import registries
from byalag.core.registries import History, NavItem, Searchable, Trashable
from byalag.rooms.people.api import Actor

from . import actions, duties, measures, queries, rules
from .deeds import DEEDS
from .models import Survey
from .takeouts import LEFT_HERE, TAKEOUTS

KEY = "surveys.survey"


def _restore(actor: Actor, thing: Survey) -> Survey:
    return actions.restore_survey(actor, survey=thing)


def _told_with(actor: Actor, survey: Survey) -> list[tuple[str, list[int]]]:
    return [("surveys.finding", list(survey.findings.values_list("pk", flat=True)))]


def register() -> None:
    registries.deeds.add_all(DEEDS)
    registries.takeouts.add_all(TAKEOUTS)
    registries.left_here.add_all(LEFT_HERE)
    for measure in measures.MEASURES:
        registries.measures.add(measure)
    registries.duties.add_all(duties.SOURCES)
    registries.navigation.add(NavItem("surveys", _("Surveys"), "surveys:list", 47))
    registries.histories.add(History(KEY, _("Survey"), queries.surveys_visible_to, parts=_told_with))
    registries.searchables.add(
        Searchable(KEY, _("Survey"), KEY, queries.surveys_visible_to, ("title", "purpose"), "surveys:survey")
    )
    registries.trashables.add(Trashable(KEY, _("Surveys"), queries.trashed_surveys, _restore, rules.may_restore_survey))
