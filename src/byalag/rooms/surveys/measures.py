"""What can be counted of surveys for accounts and indicators, with the waves behind the figure."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Measure, MeasureResult, Scope, SourceRow
from byalag.rooms.cooperation.api import cooperations_of
from byalag.rooms.people.api import Actor, system
from byalag.rooms.promises.api import frameworks_visible_to

from . import queries
from .enums import SubmissionState
from .models import Survey, Wave


def _answers(actor: Actor, scope: Scope) -> MeasureResult:
    """Answers that came in the period to the surveys of the framework's organisation and of its cooperations. What is
    narrowed to goals counts none: a survey belongs to no goal."""
    framework = frameworks_visible_to(actor).filter(pk=scope.framework_id).first()
    if framework is None or scope.objective_ids is not None:
        return MeasureResult(None)
    owner = system(framework.organisation)
    mine = Q(organisation_id=owner.home_id) | Q(cooperation__in=cooperations_of(owner).order_by().values("pk"))
    surveys = Survey.objects.visible_to(owner).filter(mine)
    if scope.theme_ids:
        surveys = surveys.filter(themes__in=scope.theme_ids)
    period = Q(submissions__received_at__date__range=(scope.period.start, scope.period.end))
    counted = period & ~Q(submissions__state=SubmissionState.EXCLUDED)
    waves = (
        Wave.objects.filter(survey__in=surveys.order_by().values("pk"))
        .select_related("survey")
        .annotate(came=Count("submissions", filter=counted, distinct=True))
        .filter(came__gt=0)
        .order_by("starts", "pk")
    )
    found = list(waves)
    seen = set(queries.surveys_visible_to(actor).order_by().values_list("pk", flat=True)) if found else set()
    rows = tuple(
        SourceRow(
            label=str(wave),
            counts=wave.came,
            when=wave.starts,
            url=reverse("surveys:results", args=[wave.pk]),
            object_label=wave._meta.label_lower,
            object_id=str(wave.pk),
        )
        for wave in found
        if wave.survey_id in seen
    )
    return MeasureResult(sum(wave.came for wave in found), rows, hidden=len(found) - len(rows))


MEASURES = [
    Measure(
        "survey_answers",
        _("answers to surveys"),
        _(
            "Answers that came in to surveys of the organisation and of its cooperations, without those that were left out."
        ),
        _answers,
    ),
]
