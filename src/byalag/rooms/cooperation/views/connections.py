"""Who knows whom: from one place to another over those who are twins or partners."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.rooms.people.api import Place, place_credits

from .. import connections, pictures

MOST_DRAWN = 8


class ConnectionsPage(SignedIn, TemplateView):
    template_name = "cooperation/connections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name, "").strip()[:200] for name in ("start", "end")}
        found, faults = None, {}
        if all(asked.values()):
            ties = connections.known_ties(self.actor)
            meant = {}
            for name, text in asked.items():
                try:
                    meant[name] = connections.places_meant(text, ties)
                except connections.NoPlace as fault:
                    faults[name] = _no_place(fault)
                except connections.SeveralPlaces as fault:
                    faults[name] = _several(fault)
            if not faults:
                found = connections.connect(ties, meant["start"], meant["end"])
        elif any(asked.values()):
            empty = next(name for name, text in asked.items() if not text)
            faults[empty] = _("Write the name of a town.")
        picture = pictures.ways_of(found.paths[:MOST_DRAWN]) if found else None
        return super().get_context_data(
            asked=asked, found=found, picture=picture, faults=faults, credits=place_credits() if found else [], **kwargs
        )


def _no_place(fault: connections.NoPlace) -> str:
    if fault.near:
        return _("No town is called “%(name)s” here. Did you mean %(others)s?") % {
            "name": fault.text,
            "others": ", ".join(fault.near),
        }
    return _("No town is called “%(name)s” here. Check how it is written.") % {"name": fault.text}


def _several(fault: connections.SeveralPlaces) -> str:
    return _("Several towns are called so: %(towns)s. Write the country behind the name, as “%(example)s”.") % {
        "towns": "; ".join(dict.fromkeys(_told(place) for place in fault.places[:10])),
        "example": next(_told(place) for place in fault.places if place.country),
    }


def _told(place: Place) -> str:
    return f"{place.name}, {place.country}" if place.country else place.name
