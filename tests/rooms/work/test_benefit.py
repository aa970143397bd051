"""Which benefit was expected of an activity, and whether it came."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import LogEntry, User
from byalag.rooms.people.enums import Role
from byalag.rooms.work import actions
from byalag.rooms.work.enums import ActivityStatus
from byalag.rooms.work.models import Activity
from tests.factories import ActivityFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def town():
    return OrganisationFactory()


@pytest.fixture
def activity(town):
    return ActivityFactory(
        organisation=town, status=ActivityStatus.DONE, result="They came", expected_benefit="More visitors in summer"
    )


def test_it_is_answered_on_its_page_and_may_be_answered_anew(client, town, activity):
    client.force_login(User.objects.get(pk=member(town, Role.COORDINATOR).user_id), backend=BACKEND)
    page, form = reverse("work:activity", args=[activity.pk]), reverse("work:benefit", args=[activity.pk])

    assertContains(client.get(page), "Was it of benefit?")
    assertContains(client.get(form), "More visitors in summer")
    for benefit, told in (("too_early", ""), ("partly", "Twenty came, we had hoped for fifty")):
        activity.refresh_from_db()
        client.post(form, {"benefit": benefit, "told": told, "version": activity.version})

    answer = client.get(page)
    for words in ("Partly", "we had hoped for fifty", "Answer anew"):
        assertContains(answer, words)
    entries = LogEntry.objects.filter(action="work.benefit.answered")
    assert [entry.data["benefit"] for entry in entries.order_by("pk")] == ["too_early", "partly"]


def test_what_came_short_says_why_and_what_was_chosen_stays(client, town, activity):
    client.force_login(User.objects.get(pk=member(town, Role.COORDINATOR).user_id), backend=BACKEND)

    form = {"benefit": "none", "told": "", "version": activity.version}
    page = client.post(reverse("work:benefit", args=[activity.pk]), form)

    assertContains(page, "Write what was lacking", status_code=422)
    assertContains(page, 'id="id_benefit_3" checked', status_code=422)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(benefit="none")


def test_somebody_else_answered_meanwhile(town, activity):
    coordinator = member(town, Role.COORDINATOR)
    seen = activity.version
    actions.answer_benefit(coordinator, activity=activity, benefit="more", expected=seen)

    with pytest.raises(Exception, match="is now version"):
        actions.answer_benefit(coordinator, activity=activity, benefit="too_early", expected=seen)
    assert Activity.objects.get().benefit == "more"


def test_of_what_nothing_was_expected_nothing_is_asked(client, town):
    client.force_login(User.objects.get(pk=member(town, Role.COORDINATOR).user_id), backend=BACKEND)
    activity = ActivityFactory(organisation=town, status=ActivityStatus.DONE, result="Done")

    assertNotContains(client.get(reverse("work:activity", args=[activity.pk])), "Was it of benefit?")
    assertContains(client.get(reverse("work:benefit", args=[activity.pk])), "Write first which benefit you expect")
    with pytest.raises(ValidationError):
        Activity(organisation=town, title="T", benefit="partly").full_clean()
