"""Search over all rooms, in what the one who asks may see."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from byalag.core import registries, search
from byalag.core.pages import SignedIn

MOST_PER_KIND = 20


class Search(SignedIn, TemplateView):
    template_name = "web/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()[:200]
        groups = []
        if asked:
            found = search.find(asked)
            for kind in registries.searchables:
                ids = found.get(kind.key, [])
                rows = list(kind.visible(self.actor).filter(pk__in=ids)[:MOST_PER_KIND]) if ids else []
                if rows:
                    groups.append((kind, rows))
        return super().get_context_data(asked=asked, groups=groups, **kwargs)
