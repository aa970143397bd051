"""What runs in the sandboxed child: bytes of a form in, the questionnaire and its faults as JSON out. Imports no Django."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from byalag.engines import survey_forms


def read_form(data: bytes, options: dict[str, Any]) -> bytes:
    """The answer is {"questionnaire": as to_json writes it, or nothing, "faults": […]}."""
    reading = survey_forms.read(data)
    written = survey_forms.to_json(reading.questionnaire) if reading.questionnaire is not None else ""
    faults = [{**asdict(fault), "values": dict(fault.values)} for fault in reading.faults]
    return json.dumps({"questionnaire": written, "faults": faults}).encode()
