"""Whether a PDF opens. Runs in the sandboxed child; no Django."""

from __future__ import annotations

from typing import Any

import pypdfium2
from pypdfium2 import raw

from .sandbox import Declined


def check(data: bytes, options: dict[str, Any]) -> bytes:
    """The number of its pages. Declines: encrypted (it wants a password), damaged."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as fault:
        wants_password = getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Declined("encrypted" if wants_password else "damaged") from fault
    if pages < 1:
        raise Declined("damaged")
    return str(pages).encode()
