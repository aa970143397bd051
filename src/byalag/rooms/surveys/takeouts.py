"""What of this room goes along when an organisation leaves: its surveys with all that was answered, and no way in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import LeftHere, TakeoutKind, part
from byalag.rooms.people.api import own_rows

TAKEOUTS = [
    TakeoutKind(
        "surveys.survey", _("Surveys"), own_rows("surveys.survey", "cooperation"), whose="organisation",
        columns=("title", "purpose", "receiver", "answer_by"),
    ),
    part("surveys.form", _("Versions of questionnaires"), "survey", columns=("survey", "number", "frozen_at", "note")),
    part("surveys.wave", _("Waves"), "survey", columns=("survey", "name", "starts", "ends", "state")),
    part("surveys.area", _("Where people are asked"), "wave", columns=("wave", "name", "country", "population", "wanted")),
    part("surveys.unit", _("Units of the sample"), "area", columns=("area", "name", "size", "drawn", "chance")),
    part("surveys.listed", _("Households and lines of registers"), "unit", columns=("unit", "code", "place")),
    part("surveys.draw", _("Draws"), "wave", columns=("wave", "method", "seed", "drawn_at", "frame_sha256")),
    part("surveys.submission", _("Answers"), "wave", columns=("wave", "instance_id", "channel", "state", "received_at")),
    part("surveys.submissionfile", _("Files of answers"), "submission"),
    part("surveys.paperentry", _("Papers as they were typed"), "wave", columns=("wave", "number", "typed_at", "submission")),
    part("surveys.mark", _("What the checks noticed"), "submission"),
    part("surveys.finding", _("Findings"), "survey", columns=("survey", "text", "answer", "answered_on", "became")),
]  # fmt: skip

LEFT_HERE = [
    LeftHere("surveys.door", _("Ways in to answer are opened anew in the new place.")),
]
