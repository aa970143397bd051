"""Serving files: always as an attachment that runs nothing, asked for through a view that has asked the rule."""

from __future__ import annotations

from django.http import FileResponse

from .files import open_stored
from .models import StoredFile


def serve(stored: StoredFile, *, name: str) -> FileResponse:
    """The file under its name. The caller has checked that the actor may see it."""
    response = FileResponse(open_stored(stored), as_attachment=True, filename=name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
