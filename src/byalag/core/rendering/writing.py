"""Writes a document in a child process: 30 seconds, 512 MB, 50 MB of output."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, Literal

from byalag.core import sandbox

from .model import Document

Format = Literal["docx", "pdf", "xlsx"]
CHILD = "byalag.core.rendering.child:write"


class TemplateFault(Exception):
    """A Word template cannot be used; the message is what its engine said."""


def write(document: Document, to: Format, *, template: bytes | None = None) -> bytes:
    """The document as a file. `template`: a Word template of the user's own. Raises TemplateFault or SandboxFault."""
    content: dict[str, Any] = {"document": asdict(document), "to": to}
    data = json.dumps(content, default=str).encode()
    body = len(data).to_bytes(8, "big") + data + (template or b"")
    try:
        return sandbox.run(CHILD, body, seconds=30, memory_mb=1024 if to == "pdf" else 512, output_mb=50)
    except sandbox.Failed as fault:
        if template is not None:
            raise TemplateFault(fault.text) from fault
        raise
