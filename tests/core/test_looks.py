"""One statement tells which duties there are any of; what it passes over is nowhere to be found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from byalag.core import looks
from byalag.rooms.work.models import Activity
from tests.factories import ActivityFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


def source(key, look):
    return key, look


def of_an_organisation(organisation, today):
    return Activity.objects.filter(organisation_id=organisation)


def late(organisation, today):
    return Activity.objects.filter(organisation_id=organisation, ends__lt=today)


def soon(organisation, today):
    return Activity.objects.filter(starts__range=(today, today + timedelta(days=30)), organisation_id=organisation)


SOURCES = [
    source("any", of_an_organisation),
    source("late", late),
    source("soon", soon),
    source("never", lambda organisation, today: Activity.objects.none()),
    source("cannot tell", None),
]


def test_each_organisation_and_day_is_told_its_own():
    town, other = OrganisationFactory(), OrganisationFactory()
    ActivityFactory(organisation=town, starts=date(2026, 3, 31), ends=date(2026, 4, 2))

    assert looks.there(SOURCES, town.pk, TODAY) == {"any", "soon", "cannot tell"}
    assert looks.there(SOURCES, town.pk, date(2026, 2, 28)) == {"any", "cannot tell"}
    assert looks.there(SOURCES, town.pk, date(2026, 4, 3)) == {"any", "late", "cannot tell"}
    assert looks.there(SOURCES, other.pk, TODAY) == {"cannot tell"}


def test_it_is_one_query_and_none_when_nobody_looks():
    with CaptureQueriesContext(connection) as seen:
        looks.there(SOURCES, 1, TODAY)
    assert len(seen) == 1
    with CaptureQueriesContext(connection) as seen:
        assert looks.there(SOURCES[-1:], 1, TODAY) == {"cannot tell"}
    assert len(seen) == 0
