"""Figures against an oracle in plain Python that uses no query of the product."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byalag.core import registries
from byalag.core.periods import Period
from byalag.core.registries import Scope
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Organisation, Person
from byalag.rooms.promises.models import Framework, Objective
from byalag.rooms.work.models import Activity, Contribution, Evidence, FundingSource, Participation
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    member,
)

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2023)

a_day = st.dates(date(2022, 6, 1), date(2024, 6, 30))
an_activity = st.fixed_dictionaries(
    {
        "starts": st.none() | a_day,
        "days": st.none() | st.integers(0, 300),
        "done": st.booleans(),
        "goals": st.sets(st.integers(0, 2), max_size=3),
        "groups": st.dictionaries(
            st.tuples(st.sampled_from(["pupil", "official"]), st.sampled_from(["women", "men", "unknown"])),
            st.integers(1, 500),
            max_size=4,
        ),
        "persons": st.sets(st.integers(0, 3), max_size=3),
        "money": st.lists(
            st.tuples(
                st.sampled_from(["own", "external"]),
                st.sampled_from(["SEK", "USD"]),
                st.decimals(0, 10_000, places=2),
            ),
            max_size=3,
        ),
        "evidence": st.integers(0, 3),
    }
)


def counts(row: dict) -> bool:
    """The oracle's own reading of the rule: serves the plan, and its dates touch the year or are not set."""
    if not row["goals"]:
        return False
    if row["starts"] is None:
        return True
    end = row["starts"] + timedelta(days=row["days"]) if row["days"] is not None else row["starts"]
    return row["starts"] <= date(2023, 12, 31) and end >= date(2023, 1, 1)


def build(rows: list[dict]) -> Scope:
    town = Organisation.objects.create(name="T", slug=f"t{Organisation.objects.count()}")
    plan = Framework.objects.create(
        organisation=town, kind="operations_plan", title="P", slug="p", starts=YEAR.start, ends=YEAR.end
    )
    goals = [Objective.objects.create(framework=plan, text=f"G{n}") for n in range(3)]
    people = [Person.objects.create(organisation=town, name=f"P{n}") for n in range(4)]
    for row in rows:
        end = row["starts"] + timedelta(days=row["days"]) if row["starts"] and row["days"] is not None else None
        activity = Activity.objects.create(
            organisation=town,
            title="A",
            starts=row["starts"],
            ends=end,
            status="done" if row["done"] else "planned",
            result="R" if row["done"] else "",
        )
        for goal in row["goals"]:
            Contribution.objects.create(activity=activity, framework=plan, objective=goals[goal])
        for (audience, sex), count in row["groups"].items():
            Participation.objects.create(activity=activity, audience=audience, sex=sex, count=count)
        for person in row["persons"]:
            Participation.objects.create(
                activity=activity, audience="official", sex="women", age_band="30-64", count=1, person=people[person]
            )
        for origin, currency, amount in row["money"]:
            FundingSource.objects.create(activity=activity, origin=origin, currency=currency, amount=amount, name="X")
        for _ in range(row["evidence"]):
            Evidence.objects.create(
                organisation=town, activity=activity, kind="link", url="https://example.org/", shows="It"
            )
    return Scope(plan.pk, YEAR)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(an_activity, max_size=6))
def test_every_figure_is_what_plain_counting_gives(rows):
    scope = build(rows)
    inside = [row for row in rows if counts(row)]

    def figure(key):
        return registries.measures[key].compute(system(), scope)

    assert figure("activities_done").value == sum(row["done"] for row in inside)
    assert figure("activities_with_evidence").value == sum(row["evidence"] > 0 for row in inside)
    assert figure("evidence_items").value == sum(row["evidence"] for row in inside)
    assert figure("participations").value == sum(sum(row["groups"].values()) + len(row["persons"]) for row in inside)
    assert figure("persons").value == len(set().union(*(row["persons"] for row in inside)))
    assert figure("goals_with_activity").value == len(set().union(*(row["goals"] for row in inside)))
    stated = sum(n for row in inside for (_a, sex), n in row["groups"].items() if sex != "unknown")
    women = sum(n for row in inside for (_a, sex), n in row["groups"].items() if sex == "women")
    listed = sum(len(row["persons"]) for row in inside)
    share = figure("women_among_participations").value
    if stated + listed:
        assert abs(share - Decimal(women + listed) * 100 / (stated + listed)) <= Decimal("0.05")
    else:
        assert share is None
    for origin, key in [("own", "money_own"), ("external", "money_external")]:
        expected = Counter()
        for row in inside:
            for each, currency, amount in row["money"]:
                if each == origin:
                    expected[currency] += amount
        result = figure(key)
        found = {part.unit: part.value for part in (result.parts or (result,)) if part.value is not None}
        assert found == dict(expected)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(an_activity, max_size=5))
def test_the_rows_behind_a_figure_add_up_to_it(rows):
    scope = build(rows)

    for key in ["activities_done", "activities_with_evidence", "participations", "evidence_items", "money_own"]:
        result = registries.measures[key].compute(system(), scope)
        for part in result.parts or (result,):
            assert sum((Decimal(row.counts) for row in part.rows), Decimal(0)) == (part.value or 0)


def test_an_activity_that_serves_three_goals_counts_once():
    town = OrganisationFactory()
    plan = FrameworkFactory(organisation=town)
    activity = ActivityFactory(organisation=town, starts=date(2023, 5, 1))
    for _ in range(3):
        ContributionFactory(activity=activity, objective=ObjectiveFactory(framework=plan))
    Participation.objects.create(activity=activity, audience="pupil", count=24)

    result = registries.measures["participations"].compute(system(), plan.scope)

    assert result.value == 24
    assert len(result.rows) == 1


def test_the_public_sees_the_figure_but_not_the_rows_that_are_not_public():
    town = OrganisationFactory()
    plan = FrameworkFactory(organisation=town, visibility="public")
    for visibility in ["public", "organisation"]:
        activity = ActivityFactory(organisation=town, visibility=visibility, title=f"{visibility} activity")
        ContributionFactory(activity=activity, objective=ObjectiveFactory(framework=plan))
        Participation.objects.create(activity=activity, audience="pupil", count=10)

    seen = registries.measures["participations"].compute(PUBLIC, plan.scope)
    ours = registries.measures["participations"].compute(member(town, Role.READER), plan.scope)

    assert (seen.value, [row.label for row in seen.rows], seen.hidden) == (20, ["public activity"], 1)
    assert (ours.value, len(ours.rows), ours.hidden) == (20, 2, 0)


def test_a_framework_one_may_not_see_gives_no_figure():
    plan = FrameworkFactory()

    assert registries.measures["participations"].compute(PUBLIC, plan.scope).value is None
