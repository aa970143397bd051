"""What visitors tell the operator: taken down at once, told by mail when the mail server is there, kept until answered."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from . import jobs, rates
from .models import Feedback

logger = logging.getLogger(__name__)

MOST_PER_HOUR = 5
KEPT_AFTER_ANSWER = timedelta(days=90)


def receive(*, text: str, contact: str, page: str, language: str, told_from: str) -> Feedback:
    """Take down what somebody tells. `told_from` (an address) is counted for an hour and kept nowhere. Raises rates.TooMuch."""
    rates.count("feedback", told_from, most=MOST_PER_HOUR)
    return Feedback.objects.create(text=text, contact=contact, page=page[:300], language=language)


def tell_operator() -> int:
    """Mail what has not been told yet; what the mail server does not take waits for the next time. Returns how many."""
    told = 0
    for row in Feedback.objects.filter(told_at__isnull=True).order_by("pk")[:50]:
        message = EmailMessage(
            subject=f"Byalag: feedback {row.pk}",
            body="\n\n".join(filter(None, [row.text, row.page, row.contact, f"byalag feedback --answered {row.pk}"])),
            to=[settings.CONTACT_EMAIL],
            reply_to=[row.contact] if row.contact else None,
        )
        try:
            message.send()
        except OSError as fault:  # also all that smtplib raises
            logger.warning("Feedback %s waits: the mail server did not take it (%s)", row.pk, fault)
            break
        row.told_at = timezone.now()
        row.save(update_fields=["told_at"])
        told += 1
    return told


def forget_answered() -> None:
    """What has been answered is kept three months, for whoever writes again."""
    Feedback.objects.filter(answered_at__lt=timezone.now() - KEPT_AFTER_ANSWER).delete()


SCHEDULES = [
    jobs.Schedule("feedback.tell", timedelta(minutes=5), tell_operator),
    jobs.Schedule("feedback.forget", timedelta(days=1), forget_answered),
]
