"""What the pages of lower rooms show of the work: each context is made once per page, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from byalag.core import formats
from byalag.core.registries import SourceRow
from byalag.core.rendering import Block, Cell, Heading, Table
from byalag.core.sums import Sum, as_blocks, sums_of
from byalag.core.verdicts import Verdict
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import PUBLIC, Actor, Organisation, OwnedQuerySet, system
from byalag.rooms.promises.api import Framework, Objective, holds
from byalag.rooms.records.api import Decision, Document

from . import queries, rules
from .models import Activity, Contribution, Evidence, FundingSource


def lines(actor: Actor, framework: Framework) -> dict[str, Any]:
    """What a framework's page shows of the work, by objective, section and duty (read once per page)."""
    return framework.scope.once(("work.lines", actor), lambda: _lines(actor, framework))


def _lines(actor: Actor, framework: Framework) -> dict[str, Any]:
    by_objective: dict[int, list[Contribution]] = defaultdict(list)
    by_section: dict[int, list[Contribution]] = defaultdict(list)
    shown = evidence(actor, framework)
    for row in queries.contributions_in(framework, actor):
        row.counts = _counts(row.activity, shown["of_activities"][row.activity_id])
        (by_objective[row.objective_id] if row.objective_id else by_section[row.section_id]).append(row)
    under_goal = {row.activity_id for rows in by_objective.values() for row in rows}
    loose = {
        section: [row for row in rows if row.activity_id not in under_goal] for section, rows in by_section.items()
    }
    return {
        **shown,
        "by_objective": dict(by_objective),
        "loose": loose,
        "add_url": reverse("work:add"),
        "may_write_down": _may_document(actor, framework),
    }


def _counts(activity: Activity, pieces: int) -> str:
    """How many took part and what shows it, in words. Made here: a page of a plan has hundreds of these lines."""
    words = []
    if people := activity.took_part:
        words.append(ngettext("%(n)s participant", "%(n)s participants", people) % {"n": people})
    if pieces:
        words.append(ngettext("%(n)s piece of evidence", "%(n)s pieces of evidence", pieces) % {"n": pieces})
    if activity.simulated:
        words.append(gettext("example"))
    return " · ".join(words)


def evidence(actor: Actor, framework: Framework) -> dict[str, Any]:
    """What shows what a framework's goals, duties and activities came to, and what the actor may do with it."""
    return framework.scope.once(("work.evidence", actor), lambda: _evidence(actor, framework))


def _evidence(actor: Actor, framework: Framework) -> dict[str, Any]:
    of_objective: dict[int, list[Evidence]] = defaultdict(list)
    of_duty: dict[int, list[Evidence]] = defaultdict(list)
    items, of_activities = queries.evidence_in(framework, actor)
    for item in items:
        (of_duty[item.duty_id] if item.duty_id else of_objective[item.objective_id]).append(item)
    return {
        "of_objective": dict(of_objective),
        "of_duty": dict(of_duty),
        "of_activities": of_activities,
        "may_document": rules.may_plan_activity(actor, framework.organisation_id),
        "may_verify": rules.may_verify_any(actor, framework.organisation_id),
    }


def _may_document(actor: Actor, framework: Framework) -> Verdict:
    """Whether the actor writes down what serves the framework's goals: own ones, and those held together with others."""
    return rules.may_plan_activity(actor, actor.home_id if holds(actor, framework) else framework.organisation_id)


def unfinished(actor: Actor, framework: Framework) -> dict[str, Any] | None:
    """How many activities of earlier plans a draft can take over."""
    if not rules.may_list_activity(actor, framework):
        return None
    count = queries.unfinished_before(framework, actor).count()
    return {"unfinished": count} if count else None


def facts(actor: Actor, framework: Framework) -> dict[str, Any]:
    """The figures of the strip: the values of their measures, without the rows behind them."""
    return queries.how_many_in(system(framework.organisation), framework.scope)


def public_lines(actor: Actor, framework: Framework) -> dict[str, Any]:
    return lines(PUBLIC, framework)


def of_objective(actor: Actor, objective: Objective) -> dict[str, Any]:
    """What served an objective, and what shows that it was reached."""
    rows = queries.activities_visible_to(actor).filter(contributions__objective=objective)
    evidence = queries.evidence_visible_to(actor).filter(objective=objective)
    return {
        "activities": list(queries.with_counts(rows, actor).order_by("-starts", "-pk")),
        "evidence": list(queries.as_shown(evidence)),
        "may_document": _may_document(actor, objective.framework),
        "may_show": rules.may_plan_activity(actor, objective.framework.organisation_id),
        "may_verify": rules.may_verify_any(actor, objective.framework.organisation_id),
    }


def of_cooperation(actor: Actor, cooperation: Cooperation) -> dict[str, Any]:
    rows = queries.activities_visible_to(actor).filter(cooperation=cooperation)
    return {
        "activities": list(queries.with_counts(rows, actor).order_by("-starts", "-pk")[:50]),
        "took_part": queries.took_part_in(rows),
    }


def of_inner(actor: Actor, inner: list[Cooperation]) -> dict[str, Any]:
    """What was done in each of the cooperations that stand inside another, and in all of them."""
    counted = queries.done_by_cooperation(actor, [row.pk for row in inner])
    names = ("activities", "done", "took_part")
    total = {name: sum(row[name] for row in counted.values()) for name in names}
    return {"by_cooperation": counted, "total": total if counted else None}


def of_agreed(actor: Actor, agreed: list[Any]) -> dict[str, Any]:
    """The activities by which what was agreed is done, by its number (one query), and whether one may plan more."""
    found: dict[int, list[Activity]] = {row.pk: [] for row in agreed}
    for activity in queries.activities_visible_to(actor).filter(agreed__in=list(found)).order_by("starts", "pk"):
        found[activity.agreed_id].append(activity)
    return {"by_agreed": found, "may_plan": rules.may_plan_activity(actor, actor.home_id), "own": actor.home_id}


def of_partner(actor: Actor, about: Any) -> dict[str, Any]:
    """The latest activities of all cooperations with a partner (`about.cooperations`)."""
    rows = queries.activities_visible_to(actor).filter(cooperation__in=[row.pk for row in about.cooperations])
    return {"activities": list(rows.order_by("-starts", "-pk")[:20])}


def brief_of(actor: Actor, partners: list[tuple[Organisation, list[int]]]) -> list[list[Block]]:
    """What was done and is planned with each partner, for briefs: the last three years and all that is to come (one query)."""
    since = queries.years_back(3)
    rows = queries.activities_visible_to(actor).filter(cooperation__in={pk for _partner, ids in partners for pk in ids})
    found = list(rows.filter(Q(starts__gte=since) | Q(starts__isnull=True)).order_by("-starts", "-pk"))
    told = []
    for _partner, ids in partners:
        own = set(ids)
        told.append(_done([row for row in found if row.cooperation_id in own][:50]))
    return told


def _done(rows: list[Activity]) -> list[Block]:
    language = get_language() or "en"
    cells = tuple(
        (
            Cell(formats.day(row.starts, language) if row.starts else ""),
            Cell(row.title),
            Cell(row.get_status_display()),
            Cell(row.result),
        )
        for row in rows
    )
    if not cells:
        return []
    header = (gettext("When"), gettext("What"), gettext("Status"), gettext("Result"))
    return [Heading(gettext("Activities")), Table(header, cells)]


def money_of(actor: Actor, partner: Organisation, cooperation_ids: list[int]) -> list[Sum]:
    """The sources of money of activities with a partner, and what it funds: secured and hoped for apart (three queries)."""
    return _money_with(actor, [(partner, cooperation_ids)])[0]


def _money_with(actor: Actor, partners: list[tuple[Organisation, list[int]]]) -> list[list[Sum]]:
    """The same for each of several partners (three queries for all)."""
    wanted = [partner.pk for partner, _ids in partners]
    in_them = {pk for _partner, ids in partners for pk in ids}
    named: dict[int, set[int]] = defaultdict(set)  # the activities in which each partner takes part, or which it funds
    parties = Activity.parties.through.objects.filter(organisation__in=wanted)
    funded = FundingSource.objects.filter(funder__in=wanted)
    for partner_id, activity_id in [
        *parties.values_list("organisation_id", "activity_id"),
        *funded.values_list("funder_id", "activity_id"),
    ]:
        named[partner_id].add(activity_id)
    # By their numbers: with joins under an OR the database reads all activities.
    taking_part = {activity for of in named.values() for activity in of}
    with_them = queries.activities_visible_to(actor).filter(Q(cooperation__in=in_them) | Q(pk__in=taking_part))
    found = []
    for row in queries.funding_in(with_them):
        activity = row.activity
        note = f"{row} · {row.get_origin_display()}"
        source = SourceRow(
            activity.title, row.amount, activity.starts, note, activity.get_absolute_url(), simulated=activity.simulated
        )
        found.append((activity, (row.get_certainty_display(), row.currency, source)))
    told = []
    for partner, ids in partners:
        own, its = set(ids), named[partner.pk]
        told.append(sums_of(row for activity, row in found if activity.cooperation_id in own or activity.pk in its))
    return told


def money_of_partner(actor: Actor, about: Any) -> dict[str, Any]:
    """The money of activities with a partner."""
    sums = money_of(actor, about.organisation, [row.pk for row in about.cooperations])
    return {"heading": gettext("Money of activities"), "sums": sums}


def brief_of_money(actor: Actor, partners: list[tuple[Organisation, list[int]]]) -> list[list[Block]]:
    heading, language = gettext("Money of activities"), get_language() or "en"
    return [as_blocks(heading, sums, language) for sums in _money_with(actor, partners)]


def of_document(actor: Actor, document: Document) -> dict[str, Any] | None:
    """What a document is evidence of."""
    rows = _shown_by(queries.evidence_visible_to(actor).filter(document=document))
    return {"heading": _("Evidence"), "rows": rows} if rows else None


def of_decision(actor: Actor, decision: Decision) -> dict[str, Any] | None:
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


def rules_settings(actor: Actor, organisation: Organisation) -> dict[str, Any]:
    return {
        "rules": queries.rules_of(organisation.pk),
        "verdict": rules.may_set_work_rules(actor, organisation.pk),
    }
