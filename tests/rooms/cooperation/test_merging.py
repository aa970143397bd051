"""A party that became part of another: the other follows it, and nothing that was agreed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from byalag.rooms.cooperation import actions, queries
from byalag.rooms.cooperation.models import Party
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def party(coordinator, twin, partner):
    return actions.add_party(coordinator, cooperation=twin, organisation=partner, benefit="They learn Swedish")


@pytest.fixture
def region():
    return OrganisationFactory(name="The new district", country="PL")


def test_the_one_it_became_part_of_follows_in_the_same_role(sign_in, coordinator, twin, party, region):
    page = reverse("cooperation:end_party", args=[twin.pk, party.pk])
    yesterday = TODAY - timedelta(days=1)
    sign_in(coordinator).post(page, {"ends": yesterday.isoformat(), "merged_into": region.pk})

    party.refresh_from_db()
    follower = Party.objects.get(organisation=region)
    assert (party.ends, party.merged_into) == (yesterday, region)
    assert (follower.role, follower.starts, follower.benefit) == (party.role, TODAY, "They learn Swedish")
    assert region in queries.organisations_in(twin)
    twin.refresh_from_db()
    assert region in twin.circle.organisations.all()
    assert party.organisation not in twin.circle.organisations.all()
    answer = sign_in(coordinator).get(reverse("cooperation:cooperation", args=[twin.pk]))
    assertContains(answer, "merged into The new district")


def test_one_that_is_a_party_already_is_no_party_twice(coordinator, twin, party, region):
    actions.add_party(coordinator, cooperation=twin, organisation=region, role="associated")
    actions.end_party(coordinator, party=party, ends=TODAY, merged_into=region)
    assert Party.objects.filter(organisation=region).count() == 1


def test_merged_into_those_who_keep_it_nobody_follows(coordinator, town, twin, party):
    actions.end_party(coordinator, party=party, ends=TODAY, merged_into=town)
    assert not Party.objects.filter(organisation=town).exists()


def test_nobody_merges_into_itself(coordinator, twin, party):
    with pytest.raises(ValidationError, match="became part of"):
        actions.end_party(coordinator, party=party, ends=TODAY, merged_into=party.organisation)
    party.refresh_from_db()
    assert party.ends is None
