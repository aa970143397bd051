"""What the work does because of facts told by others."""

from __future__ import annotations

from byalag.core.models import LogEntry
from byalag.core.outbox import receives
from byalag.rooms.people.api import CountrySafety, system
from byalag.rooms.promises.api import Amendment

from . import actions
from .models import Contribution


@receives("promises.amendment.adopted", name="work.plan_added_activities")
def plan_added_activities(entry: LogEntry) -> None:
    """An adopted amendment that adds activities to a plan: write them down and let the plan name them."""
    amendment = Amendment.objects.select_related("framework__organisation").filter(pk=entry.object_id).first()
    if amendment is None:
        return
    framework = amendment.framework
    actor = system(framework.organisation)
    for change in amendment.changes.filter(kind="activity_added").select_related("section"):
        named = Contribution.objects.filter(
            framework=framework, section=change.section, listed=True, activity__title=change.after
        )
        if named.exists():
            continue
        activity = actions.plan_activity(
            actor, organisation=framework.organisation, title=change.after, language=framework.language
        )
        actions.list_activity(actor, activity=activity, framework=framework, section=change.section)


@receives("people.country_safety.set", name="work.follow_safety")
def follow_safety(entry: LogEntry) -> None:
    """Somebody said how careful to be with a country: what is written already follows."""
    safety = CountrySafety.objects.select_related("organisation").filter(pk=entry.object_id).first()
    if safety is not None:
        actions.follow_safety(system(safety.organisation), organisation=safety.organisation, country=safety.country)
