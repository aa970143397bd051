"""What runs in the child: picks the writer. Imports no Django, and only the writer that is wanted."""

from __future__ import annotations

import importlib
import json
from typing import Any

from .preparing import prepared

_WRITERS = {"docx": "as_docx", "pdf": "as_pdf", "xlsx": "as_xlsx"}


def write(data: bytes, options: dict[str, Any]) -> bytes:
    """`data`: eight bytes of length, the content as JSON, then a Word template or nothing. `options`: {"to": suffix}."""
    size = int.from_bytes(data[:8], "big")
    document = prepared(json.loads(data[8 : 8 + size]))
    suffix: str = options["to"]
    writer = getattr(importlib.import_module(f"byalag.core.rendering.{suffix}"), _WRITERS[suffix])
    template = data[8 + size :]
    made: bytes = writer(document, template) if template else writer(document)
    return made
