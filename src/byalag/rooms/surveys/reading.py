"""Reads an uploaded form in a child process; whatever goes wrong comes back as faults."""

from __future__ import annotations

import json
from typing import IO

from django.utils.translation import gettext as _

from byalag.core import sandbox
from byalag.engines import survey_forms
from byalag.engines.survey_forms import Fault, Reading

CHILD = "byalag.rooms.surveys.child:read_form"
MOST_BYTES = 16 * 1024 * 1024


class TooHard(Exception):
    """The file could not be looked through in the time and memory there is; the text says what to do."""


def read_form(upload: IO[bytes]) -> Reading:
    """The questionnaire of an XLSForm or XForm, or what is wrong with it. Raises TooHard."""
    upload.seek(0)
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return Reading(None, (Fault("file_large", values={"megabytes": str(MOST_BYTES // 1024 // 1024)}),))
    try:
        answer = sandbox.run(CHILD, data, seconds=60, memory_mb=1536, output_mb=50)
    except sandbox.SandboxFault as fault:
        raise TooHard(_("This form could not be read in the time there is. Divide it, and upload it again.")) from fault
    content = json.loads(answer)
    written = content["questionnaire"]
    faults = tuple(Fault(**one) for one in content["faults"])
    return Reading(survey_forms.from_json(written) if written else None, faults)
