"""A draft account goes to partners, who say what they think of it before anybody signs."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation

from .. import rules
from ..enums import ReportState, ReviewAnswer
from ..models import Report, Review


@transaction.atomic
def ask_partners(
    actor: Actor, *, report: Report, organisations: Iterable[Organisation], expected: int | None = None
) -> Report:
    """Let partners see the draft and ask what they say. Those asked before are asked anew, and their words stay until
    they answer. Raises ValidationError when nobody is named, Conflict."""
    report = lock_for_change(report, expected=expected)
    require(rules.may_ask_partners(actor, report))
    wanted = [organisation for organisation in organisations if organisation.pk != report.organisation_id]
    if not wanted:
        raise ValidationError({"organisations": _("Choose at least one partner.")})
    for organisation in wanted:
        Review.objects.update_or_create(
            report=report,
            organisation=organisation,
            defaults={"answer": ReviewAnswer.WAITING, "asked_at": timezone.now(), "answered_at": None},
        )
    report.state = ReportState.REVIEW
    report.save(update_fields=["state", "version"])
    log.record(report, "reports.review.asked", actor=actor, organisations=[row.pk for row in wanted])
    return report


@transaction.atomic
def answer_review(
    actor: Actor, *, review: Review, answer: ReviewAnswer, words: str, language: str, expected: int | None = None
) -> Review:
    """A partner agrees, or says in words what should be otherwise. Raises ValidationError for remarks without words."""
    Report.objects.select_for_update().get(pk=review.report_id)
    review = lock_for_change(review, expected=expected)
    require(rules.may_answer_review(actor, review))
    if answer == ReviewAnswer.REMARKS and not words.strip():
        raise ValidationError({"words": _("Say what should be otherwise.")})
    review.answer, review.words, review.language, review.answered_at = answer, words, language, timezone.now()
    review.save(update_fields=["answer", "words", "language", "answered_at", "version"])
    log.record(review.report, "reports.review.answered", actor=actor, organisation=review.organisation_id)
    return review


@transaction.atomic
def end_review(actor: Actor, *, report: Report, expected: int | None = None) -> Report:
    """Take the account back from the partners, to work on it. What they said stays beside it."""
    report = lock_for_change(report, expected=expected)
    require(rules.may_end_review(actor, report))
    report.state = ReportState.DRAFT
    report.save(update_fields=["state", "version"])
    log.record(report, "reports.review.ended", actor=actor)
    return report
