"""What of this room goes along when an organisation leaves. Signed accounts are read in the takeout; drafts can go on."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.core.takeouts import LeftHere, TakeoutKind, Taking, Values, part
from byalag.rooms.people.api import own_rows, whole_only

from .enums import FROZEN

_SIGNED = _("A signed account rests on the records of the place where it was signed. It is read in the takeout.")


def _signed(values: Values) -> str | Promise:
    return _SIGNED if values.get("state") in FROZEN else ""


def _always(values: Values) -> str | Promise:
    return _SIGNED


def _reports(taking: Taking) -> QuerySet[Any]:
    """The organisation's own; of one cooperation those of it and of what is planned in it."""
    found = own_rows("reports.report")(taking)
    if taking.is_whole:
        return found
    return found.filter(Q(framework__cooperation=taking.cooperation_id) | Q(cooperation=taking.cooperation_id))


TAKEOUTS = [
    TakeoutKind(
        "reports.owndefinition", _("Kinds of accounts"), whole_only("reports.owndefinition"), whose="organisation",
        found_by=("organisation", "key", "number"),
    ),
    TakeoutKind(
        "reports.accountrules", _("Rules for accounts"), whole_only("reports.accountrules"), whose="organisation",
        found_by=("organisation",),
    ),
    TakeoutKind(
        "reports.layout", _("Word layouts"), whole_only("reports.layout"), whose="organisation",
        found_by=("organisation", "number"),
    ),
    TakeoutKind(
        "reports.report", pgettext_lazy("of what was done", "Accounts"), _reports, whose="organisation",
        must=frozenset({"own_definition"}), one_of=("framework", "cooperation"), stays=_signed, columns=("title", "framework", "cooperation", "state", "starts", "ends"),
    ),
    part(
        "reports.reporttext", _("Texts of accounts"), "report", columns=("report", "section", "language", "text"),
    ),
    part("reports.frozenaccount", _("Accounts as they were signed"), "report", stays=_always),
    part("reports.signature", _("Signatures"), "frozen", stays=_always),
    part("reports.review", _("What partners said of accounts"), "report"),
    part("reports.reportanswer", _("Answers to accounts"), "frozen", stays=_always),
]  # fmt: skip

LEFT_HERE = [LeftHere("reports.textdraft", _("What one person has typed and not saved."))]
