"""What of this room goes along when an organisation leaves: its own frameworks with all that hangs on them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import TakeoutKind, Taking, Values, part
from byalag.rooms.people.api import own_rows, shared_rows, whole_only

from .enums import AmendmentState, FrameworkStatus


def _framework(taking: Taking, row: Any, values: Values) -> None:
    """What was held together is one's own in the new place; a proposal that waits for answers stays where they are given."""
    if row.together:
        values["together"] = False
        if row.status == FrameworkStatus.PROPOSED:
            values["status"] = str(FrameworkStatus.DRAFT)


def _amendment(taking: Taking, row: Any, values: Values) -> None:
    if row.state == AmendmentState.PROPOSED:
        values["state"] = str(AmendmentState.DRAFT)


TAKEOUTS = [
    TakeoutKind(
        "promises.framework", _("Plans and strategies"), own_rows("promises.framework", "cooperation"),
        whose="organisation", shared=shared_rows("promises.framework"), adjust=_framework,
        columns=("title", "kind", "status", "starts", "ends"),
    ),
    TakeoutKind(
        "promises.routestep", _("The way of a plan"), whole_only("promises.routestep"), whose="organisation",
        found_by=("organisation", "framework_kind", "kind"),
    ),
    part("promises.frameworkdecision", _("Decisions on plans"), "framework"),
    part("promises.section", _("Sections"), "framework"),
    part(
        "promises.objective", _("Goals"), "framework", must=frozenset({"condition_decision", "parent", "section"}),
        columns=("framework", "section", "number", "text", "condition"),
    ),
    part("promises.means", _("Means"), "framework", columns=("framework", "kind", "amount", "currency", "post", "share")),
    part(
        "promises.reportingduty", _("What is to be reported"), "framework",
        columns=("framework", "text", "to_whom", "due", "answer"),
    ),
    part("promises.dutyanswer", _("Answers to what was to be reported"), "duty"),
    part("promises.amendment", _("Amendments"), "framework", must=frozenset({"decision"}), adjust=_amendment),
    part("promises.amendmentchange", _("Changes by amendments"), "amendment"),
    part(
        "promises.indicator", _("Indicators"), "framework", columns=("framework", "name", "kind", "unit", "baseline"),
    ),
    part("promises.measuringperiod", _("Periods that are measured"), "framework"),
    part("promises.target", _("Targets"), "indicator"),
    part(
        "promises.measurement", _("Figures"), "indicator",
        columns=("indicator", "period", "value", "numerator", "denominator", "state"),
    ),
    part(
        "promises.comment", _("Comments"), "framework", leaves=frozenset({"author"}),
        columns=("framework", "objective", "organisation", "text", "state", "answer"),
    ),
]  # fmt: skip
