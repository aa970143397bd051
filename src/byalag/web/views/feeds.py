"""What an organisation has published, as an Atom feed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from byalag.core import registries
from byalag.core.models import LogEntry
from byalag.core.registries import Published
from byalag.rooms.people.api import Organisation

from .. import kept

MOST = 50


class News(Feed):
    """Newest first. An entry keeps its id as long as its address stands, and is updated by each deed done to it."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return kept.answer(request, lambda: super(News, self).__call__(request, *args, **kwargs))

    def get_object(self, request: HttpRequest, slug: str) -> Organisation:  # type: ignore[override]
        self.host = request.get_host()
        return get_object_or_404(Organisation, slug=slug)

    def title(self, organisation: Organisation) -> str:
        return str(organisation)

    def subtitle(self, organisation: Organisation) -> str:
        return organisation.about or _("What %(organisation)s has published") % {"organisation": organisation}

    def link(self, organisation: Organisation) -> str:
        return reverse("public:organisation", args=[organisation.slug])

    def feed_guid(self, organisation: Organisation) -> str:
        return _tag(self.host, organisation.created_at, organisation.slug)

    def items(self, organisation: Organisation) -> list[tuple[Organisation, Published, datetime, datetime]]:
        links = [link for page in registries.public_pages for link in page.links(organisation)]
        if not links:
            raise Http404
        times = _times(links)
        found = [(organisation, link, *times[_name(link.thing)]) for link in links]
        return sorted(found, key=lambda item: item[2], reverse=True)[:MOST]

    def item_title(self, item: Any) -> str:
        return str(item[1].title)

    def item_description(self, item: Any) -> str:
        return str(getattr(item[1].thing, "lead", "") or item[1].kind)

    def item_link(self, item: Any) -> str:
        return reverse("public:published", args=[item[0].slug, item[1].slug])

    def item_guid(self, item: Any) -> str:
        organisation, link, _published, _updated = item
        return _tag(self.host, link.thing.created_at, f"{organisation.slug}/{link.slug}")

    def item_pubdate(self, item: Any) -> datetime:
        when: datetime = item[2]
        return when

    def item_updateddate(self, item: Any) -> datetime:
        when: datetime = item[3]
        return when

    def item_categories(self, item: Any) -> list[str]:
        return [str(item[1].kind)]


def _name(thing: Any) -> tuple[str, str]:
    return thing._meta.label_lower, str(thing.pk)


def _times(links: list[Published]) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    """When each thing was published last, and when something was done to it last (one query)."""
    wanted = Q()
    for label in {_name(link.thing)[0] for link in links}:
        ids = [_name(link.thing)[1] for link in links if _name(link.thing)[0] == label]
        wanted |= Q(object_label=label, object_id__in=ids)
    rows = (
        LogEntry.objects.filter(wanted)
        .order_by()
        .values_list("object_label", "object_id")
        .annotate(published=Max("at", filter=Q(action__endswith=".published")), updated=Max("at"))
    )
    told = {(label, pk): (published or updated, updated) for label, pk, published, updated in rows}
    return {
        _name(link.thing): told.get(_name(link.thing), (link.thing.created_at, link.thing.created_at)) for link in links
    }


def _tag(host: str, since: datetime, name: str) -> str:
    """A name for ever (RFC 4151)."""
    return f"tag:{host.partition(':')[0]},{timezone.localtime(since):%Y-%m-%d}:{name}"
