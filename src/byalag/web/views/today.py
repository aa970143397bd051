"""Today: what waits for the one who signs in, over all rooms: due when, for whom, and what is missing."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.rooms.exchange import api as exchange
from byalag.rooms.promises import api as promises
from byalag.rooms.reminders import api as reminders


class Today(SignedIn, TemplateView):
    template_name = "web/today.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = self.actor
        standing = reminders.standing_of(actor)
        frameworks = list(
            promises.frameworks_visible_to(actor)
            .filter(organisation_id=actor.organisation_id)
            .select_related("body")
            .order_by("-starts", "title")[:6]
        )
        return super().get_context_data(
            today=standing.today,
            standing=standing,
            frameworks=frameworks,
            unread=reminders.unread_notices(actor),
            may_delegate=reminders.may_delegate(actor, actor.organisation_id),
            may_put_off=reminders.may_put_off(actor, actor.organisation_id),
            may_import=exchange.may_import(actor),
            **kwargs,
        )
