"""Files that come in pieces: begun, and let go of. The pieces themselves are no deeds (see pieces.py)."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.files import LIMIT, SENTENCES
from byalag.core.verdicts import require
from byalag.rooms.people.api import Actor

from .. import pieces, rules
from ..models import PartialFile
from ..queries import uploads_of

KEPT_FOR = timedelta(days=7)
MOST_AT_ONCE = 20
LARGEST = LIMIT["attachment"]


@transaction.atomic
def begin_upload(actor: Actor, *, name: str, size: int) -> PartialFile:
    """Announce a file of `size` bytes. Raises ValidationError when it is too large, or too many are on their way."""
    require(rules.may_send_pieces(actor))
    if size > LARGEST:
        raise ValidationError(str(SENTENCES["too_large"]), code="too_large")
    if uploads_of(actor).count() >= MOST_AT_ONCE:
        raise ValidationError(
            _("Too many files are on their way at once. Wait until some of them are sent."), code="many"
        )
    upload = PartialFile.objects.create(
        user_id=actor.user_id or 0,
        name=name.replace("\\", "/").rsplit("/", 1)[-1][-255:],
        size=size,
        expires_at=timezone.now() + KEPT_FOR,
    )
    log.record(upload, "work.upload.begun", actor=actor, size=size)
    return upload


@transaction.atomic
def drop_upload(actor: Actor, *, upload: PartialFile) -> None:
    """Let go of what has come: it has been taken in, or is not wanted any more."""
    require(rules.may_drop_upload(actor, upload))
    key = upload.key
    log.record(upload, "work.upload.dropped", actor=actor)
    upload.delete()
    transaction.on_commit(lambda: pieces.forget(key))
