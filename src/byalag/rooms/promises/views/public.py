"""What everyone may see of a promise, at its clean address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from byalag.core.registries import parts_of
from byalag.rooms.people.api import PUBLIC, Organisation
from byalag.rooms.people.enums import Dimension
from byalag.rooms.promises import queries
from byalag.rooms.promises.reading import read

from .frameworks import adopted_by, facts_of, filters_of, this_round


def public_framework(request: HttpRequest, organisation_slug: str, slug: str) -> HttpResponse:
    """The same page for all, whoever is signed in: read with the eyes of the public."""
    organisation = get_object_or_404(Organisation, slug=organisation_slug)
    framework = queries.published_framework(organisation, slug)
    if framework is None:
        raise Http404
    reading = read(framework, {name: request.GET.get(name, "") for name in Dimension.values})
    means = list(queries.means_of(framework))
    steps = queries.steps_of(framework)
    return render(
        request,
        "promises/public_framework.html",
        {
            "organisation": organisation,
            "framework": framework,
            "reading": reading,
            "filters": filters_of(reading),
            "facts": facts_of(reading, means),
            "means": means,
            "steps": [] if framework.is_draft else this_round(steps),
            "adopted_by": adopted_by(framework, steps),
            "amendments": [row for row in queries.amendments_of(framework) if row.state == "adopted"],
            "fact_parts": parts_of("framework.facts", PUBLIC, framework),
            "objective_parts": parts_of("public.objective", PUBLIC, framework),
            "section_parts": parts_of("public.section", PUBLIC, framework),
            "aside_parts": parts_of("public.aside", PUBLIC, framework),
        },
    )
