"""What this room gives to others through the registries of core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from byalag.core import registries
from byalag.core.registries import Duty, DutySource, NavItem, PagePart, Searchable, Trashable
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import PUBLIC, Actor, Organisation, OwnedQuerySet
from byalag.rooms.promises.api import Framework
from byalag.rooms.records.api import Decision, Document

from . import actions, measures, queries, receivers, rules
from .enums import ActivityStatus
from .models import Activity, Contribution

SOON = timedelta(days=30)


def _restore(actor: Actor, thing: Activity) -> Activity:
    return actions.restore_activity(actor, activity=thing)


def _lines(actor: Actor, framework: Framework) -> dict[str, Any]:
    """Contributions of a framework's page, by objective and by section (computed once per page)."""
    found = getattr(framework, "_work_lines", None)
    if found is None:
        by_objective: dict[int, list[Contribution]] = defaultdict(list)
        by_section: dict[int, list[Contribution]] = defaultdict(list)
        for row in queries.contributions_in(framework, actor):
            others = {
                other.framework_id: other.framework
                for other in row.activity.serves
                if other.framework_id != framework.pk
            }
            row.also_in = list(others.values())  # type: ignore[attr-defined]
            (by_objective[row.objective_id] if row.objective_id else by_section[row.section_id]).append(row)
        under_goal = {row.activity_id for rows in by_objective.values() for row in rows}
        loose = {
            section: [row for row in rows if row.activity_id not in under_goal] for section, rows in by_section.items()
        }
        found = {
            "by_objective": dict(by_objective),
            "loose": loose,
            "may_document": rules.may_plan_activity(actor, framework.organisation_id),
        }
        framework._work_lines = found  # type: ignore[attr-defined]
    return found


def _facts(actor: Actor, framework: Framework) -> dict[str, Any]:
    scope = framework.scope
    return {
        "activities": registries.measures["activities_listed"].compute(actor, scope).value,
        "with_evidence": registries.measures["activities_with_evidence"].compute(actor, scope).value,
    }


def _public_lines(actor: Actor, framework: Framework) -> dict[str, Any]:
    return _lines(PUBLIC, framework)


def _of_cooperation(actor: Actor, cooperation: Cooperation) -> dict[str, Any]:
    rows = queries.activities_visible_to(actor).filter(cooperation=cooperation)
    return {"activities": list(queries.with_counts(rows, actor).order_by("-starts", "-pk")[:50])}


def _of_document(actor: Actor, document: Document) -> dict[str, Any] | None:
    """What a document is evidence of."""
    rows = _shown_by(queries.evidence_visible_to(actor).filter(document=document))
    return {"heading": _("Evidence"), "rows": rows} if rows else None


def _of_decision(actor: Actor, decision: Decision) -> dict[str, Any] | None:
    """The activities that have their directive or anchoring from a decision, and what it is evidence of."""
    wanted = Q(directive=decision) | Q(anchoring=decision)
    rows = [
        {"label": row.title, "url": row.get_absolute_url(), "language": row.language}
        for row in queries.activities_visible_to(actor).filter(wanted).order_by("-starts", "-pk")
    ]
    rows += _shown_by(queries.evidence_visible_to(actor).filter(decision=decision))
    return {"heading": _("Activities"), "rows": rows} if rows else None


def _shown_by(evidence: OwnedQuerySet) -> list[dict[str, Any]]:
    rows = []
    for item in evidence.select_related("activity", "objective", "duty__framework").order_by("-pk"):
        of = item.activity or item.objective or item.duty.framework
        rows.append({"label": str(of), "url": of.get_absolute_url(), "language": item.language, "detail": item.shows})
    return rows


def _rules_settings(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    return {
        "rules": queries.rules_of(organisation.pk),
        "verdict": rules.may_set_work_rules(actor, organisation.pk),
    }


def _duties(actor: Actor) -> Iterable[Duty]:
    if not rules.may_plan_activity(actor, actor.organisation_id or 0):
        return
    own = queries.activities_visible_to(actor).own(actor)
    today = timezone.localdate()
    late = own.filter(status=ActivityStatus.UNDER_WAY, ends__lt=today).order_by("ends")[:10]
    for activity in late:
        yield Duty(
            title=gettext("Write what came of “%(title)s”") % {"title": activity.title[:120]},
            url=reverse("work:finish", args=[activity.pk]),
            due=activity.ends,
            urgency=0,
        )
    if queries.rules_of(actor.organisation_id or 0).directive_required:
        waiting = own.filter(
            status=ActivityStatus.PLANNED, directive__isnull=True, mandate="", starts__range=(today, today + SOON)
        )
        for activity in waiting.order_by("starts")[:10]:
            yield Duty(
                title=gettext("“%(title)s” has no directive yet") % {"title": activity.title[:120]},
                url=reverse("work:change", args=[activity.pk]),
                due=activity.starts,
                urgency=1,
            )
    bare = queries.without_evidence(own.filter(status=ActivityStatus.DONE), actor)
    if count := bare.count():
        yield Duty(
            title=ngettext("%(n)s activity lacks evidence", "%(n)s activities lack evidence", count) % {"n": count},
            url=f"{reverse('work:list')}?status=done&missing=evidence",
            urgency=1,
        )


def register() -> None:
    for measure in measures.MEASURES:
        registries.measures.add(measure)
    registries.navigation.add(NavItem("work", _("Activities"), "work:list", 30))
    registries.duties.add(DutySource("work", _duties))
    registries.trashables.add(
        Trashable("work.activity", _("Activities"), queries.trashed_activities, _restore, rules.may_restore_activity)
    )
    registries.searchables.add(
        Searchable(
            "work.activity",
            _("Activities"),
            "work.activity",
            queries.activities_visible_to,
            ("title", "place_text", "expected_benefit", "result"),
            "work:activity",
        )
    )
    part = registries.page_parts.add
    part(PagePart("work.objective", "framework.objective", 10, _lines, "work/parts/of_objective.html"))
    part(PagePart("work.section", "framework.section", 10, _lines, "work/parts/of_section.html"))
    part(PagePart("work.document", "framework.objective_action", 10, _lines, "work/parts/document_button.html"))
    part(PagePart("work.facts", "framework.facts", 10, _facts, "work/parts/facts.html"))
    part(PagePart("work.public_objective", "public.objective", 10, _public_lines, "work/parts/public_objective.html"))
    part(PagePart("work.public_section", "public.section", 10, _public_lines, "work/parts/public_section.html"))
    part(PagePart("work.cooperation", "cooperation", 10, _of_cooperation, "work/parts/of_cooperation.html"))
    used_by = "core/parts/used_by.html"
    part(PagePart("work.of_document", "document", 10, _of_document, used_by))
    part(PagePart("work.of_decision", "decision", 10, _of_decision, used_by))
    part(PagePart("work.rules", "settings", 20, _rules_settings, "work/parts/rules_settings.html"))


__all__ = ["receivers", "register"]
