"""Drafts of texts: scratch paper of one person, kept while one writes, gone when the text is saved.

A draft is no deed: it leaves no trace in the log, and nobody else reads it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor

from . import rules
from .models import Report, TextDraft

STILL_WRITING = timedelta(minutes=10)


def draft_of(actor: Actor, report: Report, section: str) -> TextDraft | None:
    return _drafts(report, section).filter(user_id=actor.user_id or 0).first()


def keep_draft(actor: Actor, *, report: Report, section: str, text: str, based_on: int) -> TextDraft:
    """Keep what somebody has typed. `based_on`: the version of the saved text that they began from, 0 for none."""
    require(rules.may_write_report(actor, report))
    row, _made = TextDraft.objects.update_or_create(
        report=report,
        section=section,
        language=report.language,
        user_id=actor.user_id or 0,
        defaults={"text": text, "based_on": based_on, "kept_at": timezone.now()},
    )
    return row


def drop_draft(actor: Actor, *, report: Report, section: str) -> None:
    """Throw one's own draft away, on purpose or because the text is saved."""
    _drafts(report, section).filter(user_id=actor.user_id or 0).delete()


def others_writing(actor: Actor, report: Report, section: str) -> int:
    """How many others have typed in this section in the last minutes."""
    recent = _drafts(report, section).filter(kept_at__gt=timezone.now() - STILL_WRITING)
    return recent.exclude(user_id=actor.user_id or 0).count()


def _drafts(report: Report, section: str) -> QuerySet[TextDraft]:
    return TextDraft.objects.filter(report=report, section=section, language=report.language)
