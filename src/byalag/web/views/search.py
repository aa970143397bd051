"""Search over all rooms, in what the one who asks may see."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.views.generic import TemplateView

from byalag.core import registries, search
from byalag.core.pages import SignedIn
from byalag.core.registries import Searchable

FIRST, PER_PAGE = 10, 50
Pieces = list[tuple[str, bool]]
WHOSE = {"own": True, "others": False}


class Search(SignedIn, TemplateView):
    """The first of each kind; with `kind`, `year` or `whose` in the address only what fits. Counts say how many."""

    template_name = "web/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()[:200]
        literally = "literally" in self.request.GET
        found = search.find_all(self.actor, asked) if asked else []
        meant = search.correct(self.actor, asked) if asked and not found and not literally else ""
        if meant:
            found = search.find_all(self.actor, meant)
        return super().get_context_data(asked=asked, meant=meant, **self._shown(found, meant or asked), **kwargs)

    def _shown(self, found: list[search.Hits], words: str) -> dict[str, Any]:
        kind = registries.searchables.get(self.request.GET.get("kind", ""))
        given = self.request.GET.get("year", "")
        year = int(given) if given.isdigit() and len(given) == 4 else None
        whose = self.request.GET.get("whose", "")
        own = WHOSE.get(whose)
        fitting = {hits.kind.key: hits.narrowed(year=year, own=own) for hits in found}
        wanted = [hits for hits in found if kind is None or hits.kind.key == kind.key]
        shown: dict[str, Any] = {
            "kind": kind,
            "year": year,
            "whose": whose if own is not None else "",
            "any_found": bool(found),
            "kinds": [(hits.kind, len(fitting[hits.kind.key]), hits.more) for hits in found],
            "years": _years(wanted, own),
            "owners": _owners(wanted, year),
            "groups": [],
            "page": None,
        }
        if kind:
            page = Paginator(fitting.get(kind.key, []), PER_PAGE).get_page(self.request.GET.get("page"))
            page.object_list = self._rows(kind, list(page.object_list), words)
            shown["page"] = page
        else:
            shown["groups"] = [
                (hits.kind, self._rows(hits.kind, ids[:FIRST], words), len(ids) > FIRST)
                for hits in found
                if (ids := fitting[hits.kind.key])
            ]
        return shown

    def _rows(self, kind: Searchable, ids: list[int], words: str) -> list[tuple[Any, Pieces, Pieces]]:
        """The things with their titles and, where the words stand elsewhere, the piece of text in which they do."""
        rows = {row.pk: row for row in kind.visible(self.actor).filter(pk__in=ids)}
        told = []
        for row in (rows[pk] for pk in ids if pk in rows):
            title = search.marked_whole(str(row), words)
            piece = [] if title else search.marked((getattr(row, name) for name in kind.texts), words)
            told.append((row, title or [(str(row), False)], piece))
        return told


def _years(found: list[search.Hits], own: bool | None) -> list[tuple[int, int]]:
    counts = Counter(
        dated for hits in found for _pk, dated, is_own in hits.rows if dated is not None and own in (None, is_own)
    )
    return sorted(counts.items(), reverse=True)


def _owners(found: list[search.Hits], year: int | None) -> dict[str, int]:
    counts = Counter(is_own for hits in found for _pk, dated, is_own in hits.rows if year in (None, dated))
    return {"own": counts[True], "others": counts[False]}
