"""The only writer of requests to visit."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Actor, Organisation

from .. import rules
from ..enums import RequestState
from ..models import VisitRequest


@transaction.atomic
def ask(
    actor: Actor,
    *,
    asked: Organisation | None = None,
    asker: Organisation | None = None,
    asker_name: str = "",
    purpose: str,
    language: str = "",
    cooperation: Cooperation | None = None,
    starts: date | None = None,
    ends: date | None = None,
    size: int | None = None,
    contact: str = "",
    asked_on: date | None = None,
) -> VisitRequest:
    """Ask a partner whether one may come (`asked`), or note that others asked us (`asker`, or `asker_name`).

    Raises ValidationError when neither side, or both, are named.
    """
    require(rules.may_ask(actor))
    theirs = asker is not None or bool(asker_name.strip())
    if (asked is not None) == theirs:
        raise ValidationError(_("Say whom you ask, or who asked you: one of the two."))
    request = VisitRequest(
        asked=asked or actor.organisation,
        asker=asker if theirs else actor.organisation,
        asker_name="" if asker else asker_name.strip(),
        cooperation=cooperation,
        purpose=purpose,
        language=language or (actor.organisation.language if actor.organisation else "en"),
        starts=starts,
        ends=ends,
        size=size,
        contact=contact,
        asked_on=asked_on or timezone.localdate(),
    )
    request.full_clean()
    request.save()
    log.record(request, "visits.request.made", actor=actor, asked=request.asked_id)
    return request


@transaction.atomic
def answer_request(
    actor: Actor, *, request: VisitRequest, welcome: bool, answer: str = "", expected: int | None = None
) -> VisitRequest:
    """Welcome those who ask, or say no with a reason."""
    request = lock_for_change(request, expected=expected)
    require(rules.may_answer_request(actor, request))
    if not welcome and not answer.strip():
        raise ValidationError({"answer": _("Write why, so that those who asked can ask again another time.")})
    request.state = RequestState.ACCEPTED if welcome else RequestState.DECLINED
    request.settled_on, request.answer = timezone.localdate(), answer
    request.save()
    log.record(request, "visits.request.answered", actor=actor, welcome=welcome)
    return request
