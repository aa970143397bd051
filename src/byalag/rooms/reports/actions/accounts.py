"""The only writer of accounts."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from byalag.core import log
from byalag.core.periods import Period
from byalag.core.verdicts import require
from byalag.core.versions import Conflict, lock_for_change
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Actor
from byalag.rooms.promises.api import Framework

from .. import queries, rules
from ..definitions import Definition, read
from ..definitions import definition as find_definition
from ..drafts import drop_draft
from ..models import OwnDefinition, Report, ReportText


@transaction.atomic
def open_report(
    actor: Actor, *, framework: Framework, definition: str, period: Period, language: str, title: str = ""
) -> Report:
    """Begin an account of an adopted framework, by an own definition or one that everybody has. Raises UnknownDefinition."""
    own = queries.newest_of(framework.organisation_id, definition)
    wanted = read(own.content) if own else find_definition(definition)
    require(rules.may_open_report(actor, framework, wanted))
    return _begin(actor, framework, framework.organisation_id, wanted, own, period, language, title)


@transaction.atomic
def open_cooperation_report(
    actor: Actor,
    *,
    cooperation: Cooperation,
    period: Period,
    language: str,
    definition: str = "cooperation_account",
    title: str = "",
) -> Report:
    """Begin an account of what is done in a cooperation; all its parties read and write it. Raises UnknownDefinition."""
    organisation_id = actor.home_id or cooperation.organisation_id
    own = queries.newest_of(organisation_id, definition)
    wanted = read(own.content) if own else find_definition(definition)
    require(rules.may_open_cooperation_report(actor, cooperation, wanted))
    return _begin(actor, cooperation, organisation_id, wanted, own, period, language, title)


def _begin(
    actor: Actor, of_what: Framework | Cooperation, organisation_id: int, wanted: Definition, own: OwnDefinition | None,
    period: Period, language: str, title: str,
) -> Report:  # fmt: skip
    title = title or f"{wanted.name(language)} {period}: {of_what}"
    report = Report.objects.create(
        organisation_id=organisation_id,
        framework=of_what if isinstance(of_what, Framework) else None,
        cooperation=of_what if isinstance(of_what, Cooperation) else None,
        definition=wanted.key,
        definition_version=wanted.version,
        own_definition=own,
        title=title[:300],
        slug=_free_slug(organisation_id, f"{wanted.name(language)}-{period}"),
        starts=period.start,
        ends=period.end,
        language=language,
    )
    named = "framework" if report.framework_id else "cooperation"
    log.record(report, "reports.report.opened", actor=actor, definition=wanted.key, **{named: of_what.pk})
    return report


def _free_slug(organisation_id: int, text: str) -> str:
    base = slugify(text)[:70] or "account"
    taken = set(
        Report.objects.filter(organisation_id=organisation_id, slug__startswith=base).values_list("slug", flat=True)
    ) | set(
        Framework.objects.filter(organisation_id=organisation_id, slug__startswith=base).values_list("slug", flat=True)
    )
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


@transaction.atomic
def write_report_text(actor: Actor, *, report: Report, section: str, text: str, expected: int | None) -> ReportText:
    """Save what was written in a section. `expected` is the version the form was opened with, 0 for none yet.

    Raises Conflict when somebody else saved in between.
    """
    require(rules.may_write_report(actor, Report.objects.select_for_update().get(pk=report.pk)))
    found = ReportText.objects.filter(report=report, section=section, language=report.language).first()
    if found is None:
        try:
            with transaction.atomic():
                row = ReportText.objects.create(report=report, section=section, language=report.language, text=text)
        except IntegrityError:
            raise Conflict(ReportText.objects.get(report=report, section=section, language=report.language)) from None
    else:
        row = lock_for_change(found, expected=expected)
        row.text, row.changed_at = text, timezone.now()
        row.save(update_fields=["text", "changed_at", "version"])
    drop_draft(actor, report=report, section=section)
    log.record(report, "reports.text.written", actor=actor, section=section)
    return row


@transaction.atomic
def trash_report(actor: Actor, *, report: Report) -> Report:
    """Put a draft account in the trash."""
    report = lock_for_change(report)
    require(rules.may_trash_report(actor, report))
    report.trashed_at = timezone.now()
    report.save(update_fields=["trashed_at", "version"])
    log.record(report, "reports.report.trashed", actor=actor)
    return report


@transaction.atomic
def restore_report(actor: Actor, *, report: Report) -> Report:
    """Take an account out of the trash."""
    report = lock_for_change(report)
    require(rules.may_restore_report(actor, report))
    report.trashed_at = None
    report.save(update_fields=["trashed_at", "version"])
    log.record(report, "reports.report.restored", actor=actor)
    return report
