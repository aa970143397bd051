"""What everyone may see of a promise, at its clean address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from byalag.core.registries import parts_of
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Dimension
from byalag.rooms.promises import queries
from byalag.rooms.promises.models import Framework
from byalag.rooms.promises.reading import read

from .frameworks import adopted_by, facts_of, filters_of, this_round


def public_framework(request: HttpRequest, framework: Framework) -> HttpResponse:
    """The same page for all, whoever is signed in: read with the eyes of the public."""
    reading = read(framework, {name: request.GET.get(name, "") for name in Dimension.values})
    means = list(queries.means_of(framework))
    steps = queries.steps_of(framework)
    return render(
        request,
        "promises/public_framework.html",
        {
            "organisation": framework.organisation,
            "framework": framework,
            "reading": reading,
            "filters": filters_of(reading),
            "facts": facts_of(reading, means),
            "means": means,
            "steps": [] if framework.is_draft else this_round(steps),
            "adopted_by": adopted_by(framework, steps),
            "amendments": queries.amendments_of(framework).filter(state="adopted").prefetch_related("changes"),
            "fact_parts": parts_of("framework.facts", PUBLIC, framework),
            "objective_parts": parts_of("public.objective", PUBLIC, framework),
            "duty_parts": parts_of("public.duty", PUBLIC, framework),
            "section_parts": parts_of("public.section", PUBLIC, framework),
            "aside_parts": parts_of("public.aside", PUBLIC, framework),
        },
    )


def progress_box(request: HttpRequest, framework: Framework) -> HttpResponse:
    """How the plan goes, small, for other sites: the same figures as on its page."""
    reading = read(framework)
    return render(
        request,
        "promises/box.html",
        {
            "organisation": framework.organisation,
            "framework": framework,
            "facts": facts_of(reading, []),
            "fact_parts": parts_of("framework.facts", PUBLIC, framework),
            "address": request.build_absolute_uri(f"/{framework.organisation.slug}/{framework.slug}/"),
        },
    )
