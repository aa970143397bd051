"""Indicators: who may what in which state, what is refused with which sentence, and figures against plain counting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.periods import Period
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import PUBLIC, actor_of, system
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership, Person
from byalag.rooms.promises import actions, figures, rules
from byalag.rooms.promises.enums import FrameworkStatus, MeasurementState
from byalag.rooms.promises.models import Indicator, Measurement
from byalag.rooms.work import actions as work
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WRITERS, JUDGES = {Role.CONTRIBUTOR, Role.COORDINATOR}, {Role.COORDINATOR, Role.CONTROLLER}
YEAR = Period.of_year(2023)


@pytest.fixture
def town():
    return OrganisationFactory()


@pytest.fixture
def plan(town):
    return FrameworkFactory(
        organisation=town, starts=YEAR.start, ends=YEAR.end, status=FrameworkStatus.ADOPTED, visibility="public"
    )


@pytest.fixture
def coordinator(town):
    return person_with(town, Role.COORDINATOR)


def person_with(town, *roles):
    """An actor with a person of their own, so that who submitted can be told from who approves."""
    user = UserFactory()
    for role in roles:
        Membership.objects.create(user=user, organisation=town, role=role)
    Person.objects.create(organisation=town, user=user, name=f"Person {user.pk}")
    return actor_of(user, town)


@pytest.fixture
def period(coordinator, plan):
    return actions.add_period(coordinator, framework=plan, starts=YEAR.start, ends=YEAR.end)


@pytest.fixture
def indicator(coordinator, plan):
    return actions.add_indicator(coordinator, framework=plan, name="Schools", unit="schools", baseline=Decimal(2))


@pytest.fixture
def figure(coordinator, indicator, period):
    return actions.write_measurement(coordinator, indicator=indicator, period=period, value=Decimal(5))


def sign_in(client, actor):
    client.force_login(Person.objects.get(pk=actor.person_id).user, backend=BACKEND)
    return client


# From draft to approved


def test_a_figure_goes_from_draft_to_approved_by_another_hand(client, town, indicator, period):
    writer, judge = person_with(town, Role.CONTRIBUTOR), person_with(town, Role.COORDINATOR)
    sign_in(client, writer)
    client.post(reverse("promises:measure", args=[indicator.pk, period.pk]), {"value": "1 234,5", "version": 0})
    row = Measurement.objects.get()
    assert row.value == Decimal("1234.5")
    client.post(reverse("promises:judge_figure", args=[row.pk, "submit"]), {"version": row.version})
    client.post(reverse("promises:judge_figure", args=[row.pk, "approve"]))
    row.refresh_from_db()
    assert row.state == MeasurementState.SUBMITTED, "a contributor approves nothing"

    sign_in(client, judge)
    client.post(reverse("promises:return_figure", args=[row.pk]), {"words": "Which schools?", "version": row.version})
    assertContains(sign_in(client, writer).get(indicator.get_absolute_url()), "Which schools?")
    row.refresh_from_db()
    client.post(
        reverse("promises:measure", args=[indicator.pk, period.pk]),
        {"value": "7", "source": "Their list", "version": row.version},
    )
    client.post(reverse("promises:judge_figure", args=[row.pk, "submit"]))
    sign_in(client, judge).post(reverse("promises:judge_figure", args=[row.pk, "approve"]))

    row.refresh_from_db()
    assert (row.state, row.value, row.returned_words) == (MeasurementState.APPROVED, 7, "")


def test_nobody_approves_their_own_figure_unless_they_are_the_only_one(town, indicator, period, coordinator):
    row = actions.write_measurement(coordinator, indicator=indicator, period=period, value=Decimal(3))
    row = actions.submit_measurement(coordinator, measurement=row)
    second = person_with(town, Role.CONTROLLER)
    with pytest.raises(Refused, match="yourself"):
        actions.approve_measurement(coordinator, measurement=row)

    Membership.objects.filter(user=Person.objects.get(pk=second.person_id).user).delete()

    assert actions.approve_measurement(coordinator, measurement=row).state == MeasurementState.APPROVED


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize("state", MeasurementState)
@pytest.mark.parametrize("role", Role)
def test_who_may_what_with_a_figure(town, figure, role, state, is_open):
    figure.state, figure.period.is_open = state, is_open
    actor = member(town, role)
    editable = state in {MeasurementState.DRAFT, MeasurementState.RETURNED}

    write = rules.may_write_measurement(actor, figure.indicator, figure.period, state)
    submit = rules.may_submit_measurement(actor, figure)
    judge = rules.may_judge_measurement(actor, figure, is_alone=False)
    send_back = rules.may_return_measurement(actor, figure, is_alone=False)

    assert bool(write) == bool(submit) == (role in WRITERS and editable and is_open)
    assert bool(judge) == (role in JUDGES and state == MeasurementState.SUBMITTED)
    assert bool(send_back) == (
        role in JUDGES and (state == MeasurementState.SUBMITTED or (state == MeasurementState.APPROVED and is_open))
    )
    for verdict in (write, submit, judge, send_back):
        assert verdict or verdict.reason


@pytest.mark.parametrize("role", Role)
def test_who_keeps_indicators_and_periods(town, plan, role):
    actor = member(town, role)

    assert bool(rules.may_edit_indicator(actor, plan)) == (role == Role.COORDINATOR)
    assert bool(rules.may_open_period(actor, plan)) == (role == Role.COORDINATOR)


def test_others_write_nothing(figure):
    stranger = member(OrganisationFactory(), Role.COORDINATOR)

    for verdict in (
        rules.may_edit_indicator(stranger, figure.indicator.framework),
        rules.may_write_measurement(stranger, figure.indicator, figure.period, "draft"),
        rules.may_judge_measurement(stranger, figure, is_alone=True),
    ):
        assert not verdict


def test_a_locked_period_takes_no_figures(coordinator, indicator, period, figure):
    actions.lock_period(coordinator, period=period)
    period.refresh_from_db()

    with pytest.raises(Refused, match="locked"):
        actions.write_measurement(coordinator, indicator=indicator, period=period, value=Decimal(9))

    figure.refresh_from_db()
    assert figure.value == 5


def test_two_people_writing_the_same_figure_are_told(coordinator, indicator, period):
    actions.write_measurement(coordinator, indicator=indicator, period=period, value=Decimal(1), expected=0)

    with pytest.raises(Conflict):
        actions.write_measurement(coordinator, indicator=indicator, period=period, value=Decimal(2), expected=0)


# Kinds


def test_a_share_needs_both_and_the_part_is_no_more_than_the_whole(coordinator, plan, period):
    share = actions.add_indicator(coordinator, framework=plan, name="Women", kind="share")
    for values in ({"numerator": Decimal(3)}, {"numerator": Decimal(4), "denominator": Decimal(3)}):
        with pytest.raises(ValidationError):
            actions.write_measurement(coordinator, indicator=share, period=period, **values)

    row = actions.write_measurement(
        coordinator, indicator=share, period=period, numerator=Decimal(1), denominator=Decimal(3), value=Decimal(7)
    )

    assert row.value is None, "only the fields of the kind say something"
    assert round(row.figure, 2) == Decimal("33.33")


def test_a_judgement_has_a_scale_and_words(client, coordinator, plan, period):
    with pytest.raises(ValidationError) as fault:
        actions.add_indicator(coordinator, framework=plan, name="Trust", kind="score", scale=["low"])
    assert "at least two steps" in str(fault.value)
    trust = actions.add_indicator(
        coordinator, framework=plan, name="Trust", kind="score", scale=["low", "some", "high"]
    )
    sign_in(client, coordinator)

    client.post(
        reverse("promises:measure", args=[trust.pk, period.pk]),
        {"score": "3", "narrative": "They said so.", "version": 0},
    )

    assert Measurement.objects.get().score == 3
    assert figures.word_of(trust, 3) == "high"
    with pytest.raises(ValidationError):
        actions.write_measurement(coordinator, indicator=trust, period=period, score=4)


def test_parts_are_kept_and_never_more_than_the_whole(client, coordinator, plan, period):
    made = actions.add_indicator(coordinator, framework=plan, name="People", dimensions=["sex", "village"])
    sign_in(client, coordinator)
    url = reverse("promises:measure", args=[made.pk, period.pk])

    wrong = client.post(url, {"value": "10", "dimension_0": "women: 6\nmen: 6", "version": 0})
    unclear = client.post(url, {"value": "10", "dimension_0": "women six", "version": 0})
    client.post(url, {"value": "10", "dimension_0": "women: 6\nmen: 4", "dimension_1": "Falun: 2", "version": 0})

    assertContains(wrong, "are more than the whole", status_code=422)
    assertContains(unclear, "women six", status_code=422)
    assert [(part["key"], part["value"]) for part in Measurement.objects.get().parts] == [
        ("women", "6"),
        ("men", "4"),
        ("Falun", "2"),
    ]
    assertContains(client.get(url), "women: 6")


def test_the_kind_stays_once_something_is_measured(coordinator, indicator, figure):
    with pytest.raises(ValidationError) as fault:
        actions.edit_indicator(coordinator, indicator=indicator, kind="share")

    assert "the kind stays" in str(fault.value)


# Computed


def test_a_computed_indicator_opens_its_rows_and_can_be_kept(client, coordinator, plan, period):
    goal = ObjectiveFactory(framework=plan)
    counted = actions.add_indicator(
        coordinator, framework=plan, objective=goal, name="People", measure="participations"
    )
    for number in (12, 30):
        activity = ActivityFactory(organisation=plan.organisation, starts=date(2023, 5, 8), title=f"Meeting {number}")
        work.count_participants(coordinator, activity=activity, audience="resident", count=number)
        ContributionFactory(activity=activity, objective=goal, framework=plan)
    other = ActivityFactory(organisation=plan.organisation, starts=date(2023, 5, 8))
    work.count_participants(coordinator, activity=other, audience="resident", count=1000)
    ContributionFactory(activity=other, objective=ObjectiveFactory(framework=plan), framework=plan)
    sign_in(client, coordinator)

    assert figures.follow_one(coordinator, counted).latest.value == 42
    rows = client.get(reverse("promises:indicator_rows", args=[counted.pk, period.pk]))
    assertContains(rows, "Meeting 12")
    client.post(reverse("promises:keep_computed", args=[counted.pk, period.pk]))
    row = Measurement.objects.get()

    assert (row.value, row.counted_rows) == (42, 2)
    assertContains(client.get(reverse("promises:measure", args=[counted.pk, period.pk])), "Write the figure")
    refused = client.post(
        reverse("promises:measure", args=[counted.pk, period.pk]), {"value": "1", "version": row.version}
    )
    assertContains(refused, "counted by itself", status_code=422)


# Targets, accounts, the public


def test_targets_and_how_far_it_is(client, coordinator, indicator, period, figure):
    sign_in(client, coordinator)
    client.post(
        reverse("promises:targets", args=[indicator.pk]), {f"period_{period.pk}": "12", "version": indicator.version}
    )

    followed = figures.follow_one(coordinator, indicator)

    assert followed.latest.target == 12
    assert followed.progress == Decimal("0.3")
    assertContains(client.get(reverse("promises:indicators", args=[indicator.framework_id])), "30")


def test_an_account_takes_approved_figures_only(town, coordinator, indicator, period, figure):
    judge = person_with(town, Role.CONTROLLER)
    (line,) = figures.indicators_in(coordinator, indicator.framework, YEAR)
    assert (line.value, line.unsettled) == (None, 1)
    actions.submit_measurement(coordinator, measurement=figure)
    actions.approve_measurement(judge, measurement=figure)

    (line,) = figures.indicators_in(coordinator, indicator.framework, YEAR)

    assert (line.value, line.unsettled, line.baseline, line.unit) == (5, 0, 2, "schools")


def test_the_public_and_partners_see_approved_figures_only(town, coordinator, indicator, period, figure):
    stranger = member(OrganisationFactory(), Role.COORDINATOR)
    judge = person_with(town, Role.CONTROLLER)
    for actor in (PUBLIC, stranger):
        assert figures.follow_one(actor, indicator).latest is None
    actions.submit_measurement(coordinator, measurement=figure)
    actions.approve_measurement(judge, measurement=figure)

    for actor in (PUBLIC, stranger):
        assert figures.follow_one(actor, indicator).latest.value == 5


def test_a_plan_that_one_may_not_see_has_no_indicators(client, coordinator):
    plan = FrameworkFactory(visibility="organisation")
    theirs = actions.add_indicator(system(plan.organisation), framework=plan, name="Secret")
    sign_in(client, coordinator)

    for name in ("indicator", "indicator_edit", "targets"):
        assert client.get(reverse(f"promises:{name}", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("promises:indicators", args=[theirs.framework_id])).status_code == 404


def test_removing_and_putting_back_keeps_figures(client, coordinator, indicator, figure):
    sign_in(client, coordinator)
    client.post(reverse("promises:indicator_remove", args=[indicator.pk]))
    page = client.get(reverse("promises:indicators", args=[indicator.framework_id]))
    assertContains(page, "Put back")

    client.post(reverse("promises:indicator_put_back", args=[indicator.pk]))

    assert Indicator.objects.get().removed_at is None
    assert figures.follow_one(coordinator, Indicator.objects.get()).latest.value == 5


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_pages_cost_the_same_however_much_is_measured(client, coordinator, plan, period, queries, n):
    for number in range(n):
        made = actions.add_indicator(coordinator, framework=plan, name=f"Indicator {number}")
        actions.write_measurement(coordinator, indicator=made, period=period, value=Decimal(number))
    sign_in(client, coordinator)
    with queries() as seen:
        page = client.get(reverse("promises:indicators", args=[plan.pk]))

    assertContains(page, "Indicator 0")
    assertNotContains(page, "Nothing is measured")
    assert len(seen) <= 18
