"""The work behind a takeout: made by a worker, kept for some days, thrown away."""

from __future__ import annotations

import logging
import tempfile
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from byalag.core import files
from byalag.core.jobs import Schedule

from ..enums import TakeInState, TakeoutState
from ..models import TakeIn, Takeout
from .choosing import taking_of
from .writing import make_takeout

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
ZIP = "application/zip"
_MB = 1024 * 1024


@task()
def make_asked(takeout: int) -> None:
    """Make the file of a takeout. Safe to run twice: what was begun is begun anew, what is ready stays."""
    row = Takeout.objects.select_related("organisation", "cooperation").get(pk=takeout)
    if row.state not in (TakeoutState.WAITING, TakeoutState.RUNNING):
        return
    Takeout.objects.filter(pk=row.pk).update(state=TakeoutState.RUNNING, done=0)
    try:
        _make(row)
    except Exception:
        Takeout.objects.filter(pk=row.pk, state=TakeoutState.RUNNING).update(state=TakeoutState.FAILED)
        logger.exception("Takeout %s could not be made", row.pk)
        raise


def _make(row: Takeout) -> None:
    taking = taking_of(row.organisation_id, row.cooperation, with_protected=row.with_protected)

    def tell(done: int, of: int) -> None:
        Takeout.objects.filter(pk=row.pk).update(done=done, steps=of)

    with tempfile.SpooledTemporaryFile(max_size=8 * _MB) as made:
        make_takeout(made, organisation=row.organisation, taking=taking, language=row.language, progress=tell)
        with transaction.atomic():
            now = timezone.now()
            Takeout.objects.filter(pk=row.pk, state=TakeoutState.RUNNING).update(
                state=TakeoutState.READY,
                stored=files.keep_made(made, ZIP),
                made_at=now,
                expires_at=now + KEPT_FOR,
            )


def throw_old_away() -> int:
    """Takeouts whose days are over are thrown away with their files, and what was brought and not taken in. How many."""
    old = Takeout.objects.filter(state=TakeoutState.READY, expires_at__lt=timezone.now()).select_related("stored")
    for row in old:
        with transaction.atomic():
            let_go(row)
    forgotten = TakeIn.objects.filter(state=TakeInState.READY, brought_at__lt=timezone.now() - KEPT_FOR)
    for brought in forgotten.select_related("stored"):
        with transaction.atomic():
            let_go_of_brought(brought)
    return len(old) + len(forgotten)


def let_go(row: Takeout) -> None:
    """The file goes; that there was a takeout stays."""
    stored = row.stored
    row.state, row.stored = TakeoutState.GONE, None
    row.save(update_fields=["state", "stored"])
    if stored is not None:
        files.let_go(stored)


def let_go_of_brought(row: TakeIn) -> None:
    """What was brought and not taken in goes."""
    stored = row.stored
    row.state, row.stored = TakeInState.DISCARDED, None
    row.save(update_fields=["state", "stored"])
    if stored is not None:
        files.let_go(stored)


OLD = Schedule("exchange.throw_old_takeouts_away", timedelta(hours=6), throw_old_away)
