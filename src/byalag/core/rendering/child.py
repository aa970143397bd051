"""What runs in the child: picks the writer. Imports no Django."""

from __future__ import annotations

import json
from typing import Any


def write(data: bytes, options: dict[str, Any]) -> bytes:
    """`data`: eight bytes of length, the content as JSON, then a Word template or nothing."""
    size = int.from_bytes(data[:8], "big")
    content = json.loads(data[8 : 8 + size])
    template = data[8 + size :] or None
    document = content["document"]
    if content["to"] == "pdf":
        from .pdf import as_pdf

        return as_pdf(document)
    if content["to"] == "xlsx":
        from .xlsx import as_xlsx

        return as_xlsx(document)
    from .docx import as_docx

    return as_docx(document, template)
