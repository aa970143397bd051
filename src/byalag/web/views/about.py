"""Pages about this installation: privacy, accessibility, source, health."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.generic import TemplateView

import byalag
from byalag.core.models import Heartbeat

WORKER_IS_LATE = timedelta(minutes=2)


class About(TemplateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=settings.CONTACT_EMAIL, version=byalag.__version__, **kwargs)


def health(request: HttpRequest) -> JsonResponse:
    """`ok`, or 503 when the database does not answer. Tells nothing secret."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        beat = Heartbeat.objects.filter(name="worker").first()
    except Error:
        return JsonResponse({"status": "failing", "database": "away"}, status=503)
    age = None if beat is None else int((timezone.now() - beat.at).total_seconds())
    worker = "ok" if age is not None and age < WORKER_IS_LATE.total_seconds() else "silent"
    return JsonResponse({"status": "ok", "database": "ok", "worker": worker, "worker_heartbeat_seconds": age})
