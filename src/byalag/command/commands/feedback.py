"""`byalag feedback`: what visitors have told, and what has been answered."""

from __future__ import annotations

from argparse import Namespace

from django.utils import timezone

from byalag.core.models import Feedback

from ..database import need_current_database
from ..terminal import Unusable, say


def run(options: Namespace) -> int:
    need_current_database()
    if options.answered is not None:
        found = Feedback.objects.filter(pk=options.answered).update(answered_at=timezone.now())
        if not found:
            raise Unusable(f"There is no feedback {options.answered}.")
        say(f"Feedback {options.answered} is answered. It is thrown away after three months.")
        return 0
    rows = Feedback.objects.filter(answered_at__isnull=True).order_by("pk")
    for row in rows:
        say(f"{row.pk}  {row.created_at:%Y-%m-%d}  {row.page}  {row.contact}\n    {row.text}")
    if not rows:
        say("Nothing waits for an answer.")
    return 0
