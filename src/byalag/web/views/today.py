"""Today: what waits for the one who signs in, over all rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from byalag.core import registries
from byalag.core.pages import SignedIn
from byalag.rooms.exchange import api as exchange
from byalag.rooms.promises import api as promises


class Today(SignedIn, TemplateView):
    template_name = "web/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = self.actor
        today = timezone.localdate()
        duties = [duty for source in registries.duties for duty in source.find(actor)]
        duties.sort(key=lambda duty: (duty.urgency, duty.due or date.max, str(duty.title)))
        frameworks = list(
            promises.frameworks_visible_to(actor)
            .filter(organisation_id=actor.organisation_id)
            .select_related("body")
            .order_by("-starts", "title")[:6]
        )
        return super().get_context_data(
            today=today,
            duties=duties,
            frameworks=frameworks,
            may_import=exchange.may_import(actor),
            **kwargs,
        )
