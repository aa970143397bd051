"""Search over all rooms, in what the one who asks may see."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from byalag.core import registries, search
from byalag.core.pages import SignedIn

FIRST, PER_PAGE = 10, 50


class Search(SignedIn, TemplateView):
    """The first of each kind; with `kind` in the address all of that kind."""

    template_name = "web/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()[:200]
        kind = registries.searchables.get(self.request.GET.get("kind", ""))
        found: dict[str, Any] = {"asked": asked, "kind": kind, "groups": [], "page": None}
        if asked and kind:
            rows = search.find(kind, self.actor, asked)
            found["page"] = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        elif asked:
            for each in registries.searchables:
                rows = list(search.find(each, self.actor, asked)[: FIRST + 1])
                if rows:
                    found["groups"].append((each, rows[:FIRST], len(rows) > FIRST))
        return super().get_context_data(**found, **kwargs)
