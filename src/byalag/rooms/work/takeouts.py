"""What of this room goes along when an organisation leaves: its activities, what they count towards, and what shows them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import LeftHere, TakeoutKind, Taking, Values, part
from byalag.rooms.people.api import own_rows, shared_rows, whole_only

from .models import Evidence


def _own_evidence(taking: Taking) -> QuerySet[Evidence]:
    """Of one cooperation: what shows something of its activities, its goals or what is to be reported of it."""
    rows = own_rows("work.evidence")(taking)
    if taking.is_whole:
        return rows
    wanted = Q(activity__cooperation=taking.cooperation_id)
    for way in ("objective", "duty"):
        wanted |= Q(**{f"{way}__framework__cooperation": taking.cooperation_id})
    return rows.filter(wanted)


def _evidence(taking: Taking, row: Evidence, values: Values) -> None:
    """The day of a verification without the person who verified would tell nothing."""
    if values.get("verified_by") is None:
        values["verified_at"] = None


_LINKS = _("It belongs to a link that opens only here. What was accepted goes along with its activity.")

TAKEOUTS = [
    TakeoutKind(
        "work.workrules", _("Rules for the work"), whole_only("work.workrules"), whose="organisation",
        found_by=("organisation",),
    ),
    TakeoutKind(
        "work.activity", _("Activities"), own_rows("work.activity", "cooperation"), whose="organisation",
        shared=shared_rows("work.activity"),
        columns=("title", "kind", "status", "starts", "ends", "place_text", "cooperation", "result"),
    ),
    part("work.contribution", _("What activities count towards"), "activity", must=frozenset({"objective", "section"})),
    part("work.fundingsource", _("Where the money comes from"), "activity"),
    part("work.journalentry", _("Journal"), "activity", columns=("activity", "written_on", "text")),
    part(
        "work.participation", _("Who took part"), "activity", must=frozenset({"person"}),
        columns=("activity", "audience", "sex", "age_band", "count"),
    ),
    part("work.spreading", _("How it reached others"), "activity"),
    TakeoutKind(
        "work.evidence", _("Evidence"), _own_evidence, whose="organisation",
        must=frozenset({"document", "decision"}), one_of=("activity", "objective", "duty"), adjust=_evidence,
        columns=("shows", "kind", "activity", "dated", "url", "value", "unit"),
    ),
]  # fmt: skip

LEFT_HERE = [
    LeftHere("work.fieldentry", _("It only keeps an entry from a phone from being written twice.")),
    LeftHere("work.askedentry", _LINKS),
    LeftHere("work.handedin", _LINKS),
    LeftHere("work.handedfile", _LINKS),
    LeftHere("work.partialfile", _("A file that has not arrived whole.")),
]
