"""The only writer of imports. Everything is read and looked through first; saving is all or nothing."""

from __future__ import annotations

from datetime import date
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from byalag.core import files, log
from byalag.core.verdicts import require
from byalag.core.versions import Conflict, lock_for_change
from byalag.engines import plan_reading
from byalag.engines.plan_reading import LineKind, PlanReading
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.records import api as records
from byalag.rooms.work import api as work

from .. import rules
from ..enums import ImportState
from ..models import PlanImport
from ..outcome import outcome_of
from ..reading import UNDER_GOAL, mark_of, read_plan
from ..saving import write_outcome


def start_import(
    actor: people.Actor,
    *,
    organisation: people.Organisation,
    upload: IO[bytes] | File | None = None,
    pasted: str = "",
) -> PlanImport:
    """Read a document, or pasted text, and keep what was recognised to look through.

    The reading happens before the transaction, in a child process. Raises FileRefused or PlanUnreadable; then nothing
    is kept.
    """
    require(rules.may_import(actor, organisation.pk))
    if upload is None:
        reading = read_plan(pasted.encode(), "pasted")
        return _keep_import(actor, organisation, None, "", reading)
    declared = getattr(upload, "size", None)
    if isinstance(declared, int) and declared > files.LIMIT["document"]:
        raise files.FileRefused("too_large")
    name = (getattr(upload, "name", "") or "").replace("\\", "/").rsplit("/", 1)[-1]
    kind = kind_of(upload, name)
    reading = read_plan(upload.read(), kind)
    upload.seek(0)
    return _keep_import(actor, organisation, upload, name, reading)


def kind_of(upload: IO[bytes] | File, name: str) -> str:
    """Which reader a document wants, by its content. Raises FileRefused. Leaves the file at its start."""
    found = files.recognise(upload)
    upload.seek(0)
    if found.suffix not in plan_reading.KINDS:
        raise files.FileRefused("wrong_type")
    return "md" if found.suffix == "txt" and name.lower().endswith(".md") else found.suffix


@transaction.atomic
def _keep_import(
    actor: people.Actor,
    organisation: people.Organisation,
    upload: IO[bytes] | File | None,
    name: str,
    reading: dict[str, Any],
) -> PlanImport:
    language = reading["language"] if reading["language"] != "und" else organisation.language
    document = None
    if upload is not None:
        document = records.register_document(
            actor, organisation=organisation, upload=upload, kind="document", language=language
        )
    plan_import = PlanImport.objects.create(
        organisation=organisation,
        document=document,
        name=(name or reading["title"] or "–")[:255],
        reading=reading,
        language=language,
    )
    log.record(plan_import, "exchange.plan_import.started", actor=actor, lines=len(reading["lines"]))
    return plan_import


def reading_of(plan_import: PlanImport) -> PlanReading:
    return PlanReading.from_dict(plan_import.reading)


def line_that_begins(plan_import: PlanImport, begins: str) -> int:
    """The number of the one line that begins with these words. Raises LookupError."""
    found = [line.number for line in reading_of(plan_import).lines if line.text.startswith(begins)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} lines begin with {begins!r}")
    return found[0]


@transaction.atomic
def change_line(
    actor: people.Actor,
    *,
    plan_import: PlanImport,
    line: int,
    kind: str | None = None,
    section: str | None = None,
    join: bool = False,
    split_at: int | None = None,
    seen: str | None = None,
) -> PlanImport:
    """Say what a line is, where it stands, that it goes on in the next, or where it breaks. Raises NotPossible.

    `kind`: a LineKind, or UNDER_GOAL for an activity of the goal above it.
    `seen`: the mark the line had when it was shown (mark_of); another one, and somebody changed it meanwhile: Conflict.
    Changes of other lines do not stand in the way, so that one can work on while the page is on its way.
    """
    plan_import = lock_for_change(plan_import)
    require(rules.may_change_import(actor, plan_import))
    reading = reading_of(plan_import)
    if seen is not None and (line >= len(reading.lines) or mark_of(reading.lines[line]) != seen):
        raise Conflict(plan_import)
    if join:
        reading = plan_reading.merge(reading, line)
    elif split_at is not None:
        reading = plan_reading.split(reading, line, split_at)
    if section is not None and section != (reading.lines[line].section if line < len(reading.lines) else ""):
        reading = plan_reading.move(reading, line, section)
    if kind is not None:
        under_goal = kind == UNDER_GOAL
        wanted = LineKind.ACTIVITY if under_goal else LineKind(kind)
        if wanted is not reading.lines[line].kind:
            reading = plan_reading.change_kind(reading, line, wanted)
        if wanted is LineKind.ACTIVITY and reading.lines[line].under_goal != under_goal:
            reading = plan_reading.tie(reading, line, under_goal)
    return _save_reading(actor, plan_import, reading, line)


@transaction.atomic
def rename_section(
    actor: people.Actor, *, plan_import: PlanImport, old: str, new: str, expected: int | None = None
) -> PlanImport:
    """Give a section another name; one that exists takes its lines in."""
    plan_import = lock_for_change(plan_import, expected=expected)
    require(rules.may_change_import(actor, plan_import))
    plan_import.reading = plan_reading.rename_section(reading_of(plan_import), old, new).to_dict()
    plan_import.changed_at = timezone.now()
    plan_import.save(update_fields=["reading", "changed_at", "version"])
    log.record(plan_import, "exchange.section.renamed", actor=actor)
    return plan_import


def _save_reading(actor: people.Actor, plan_import: PlanImport, reading: PlanReading, line: int) -> PlanImport:
    plan_import.reading = reading.to_dict()
    plan_import.changed_at = timezone.now()
    plan_import.save(update_fields=["reading", "changed_at", "version"])
    log.record(plan_import, "exchange.line.changed", actor=actor, line=line)
    return plan_import


@transaction.atomic
def save_import(
    actor: people.Actor,
    *,
    plan_import: PlanImport,
    expected: int | None = None,
    title: str = "",
    starts: date | None = None,
    ends: date | None = None,
    body: people.Body | None = None,
    based_on: promises.Framework | None = None,
    slug: str | None = None,
) -> promises.Framework:
    """Write the plan, its activities, money, route and rules: all of it or nothing."""
    plan_import = lock_for_change(plan_import, expected=expected)
    require(rules.may_change_import(actor, plan_import))
    outcome = outcome_of(reading_of(plan_import), this_year=timezone.localdate().year)
    framework, made = write_outcome(
        actor, plan_import, outcome, title=title, starts=starts, ends=ends, body=body, based_on=based_on, slug=slug
    )
    framework.refresh_from_db()
    plan_import.state, plan_import.framework = ImportState.SAVED, framework
    plan_import.made = made | {"framework_version": framework.version}
    plan_import.changed_at = timezone.now()
    plan_import.save()
    log.record(
        plan_import,
        "exchange.plan_import.saved",
        actor=actor,
        framework=framework.pk,
        activities=len(made["activities"]),
    )
    return framework


@transaction.atomic
def undo_import(actor: people.Actor, *, plan_import: PlanImport) -> PlanImport:
    """Take back what saving wrote: plan and activities go to the trash, settings are as they were before."""
    plan_import = lock_for_change(plan_import)
    require(rules.may_undo_import(actor, plan_import))
    made, framework = plan_import.made, plan_import.framework
    if framework is None:
        raise LookupError("A saved import has its plan")
    promises.trash_framework(actor, framework=framework)
    for activity in work.Activity.objects.filter(pk__in=made["activities"], trashed_at__isnull=True):
        work.trash_activity(actor, activity=activity)
    if made["route_made"]:
        promises.clear_route(actor, organisation=plan_import.organisation, framework_kind=framework.kind)
    if made["rules_before"]:
        work.set_work_rules(actor, organisation=plan_import.organisation, **made["rules_before"])
    plan_import.state = ImportState.UNDONE
    plan_import.save(update_fields=["state", "version"])
    log.record(plan_import, "exchange.plan_import.undone", actor=actor, framework=plan_import.framework_id)
    return plan_import


@transaction.atomic
def discard_import(actor: people.Actor, *, plan_import: PlanImport) -> None:
    """Throw away an import that was never saved."""
    plan_import = lock_for_change(plan_import)
    require(rules.may_change_import(actor, plan_import))
    log.record(plan_import, "exchange.plan_import.discarded", actor=actor)
    plan_import.delete()
