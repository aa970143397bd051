"""What runs in the sandboxed child: bytes of a document in, a reading as JSON out. Imports no Django."""

from __future__ import annotations

import json
from typing import Any

from byalag.engines import plan_reading


def read_plan(data: bytes, options: dict[str, Any]) -> bytes:
    """`options`: {"kind": docx|odt|pdf|txt|md|pasted}. The answer is {"reading": …} or {"unreadable": reason}."""
    try:
        if options["kind"] == "pasted":
            lines = plan_reading.read_pasted(data.decode("utf-8"))
        else:
            lines = plan_reading.read(data, options["kind"])
    except plan_reading.Unreadable as fault:
        return json.dumps({"unreadable": fault.reason.value}).encode()
    return json.dumps({"reading": plan_reading.recognise(lines).to_dict()}).encode()
