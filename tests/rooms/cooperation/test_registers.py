"""Memberships in networks of others, initiatives, checks of partners, and strategies that a cooperation serves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import LogEntry
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions, queries, rules
from byalag.rooms.cooperation.models import Initiative, OutsideMembership, PartnerCheck
from byalag.rooms.people.enums import Role
from byalag.rooms.work import actions as work
from byalag.rooms.work.queries import rules_of as work_rules_of
from byalag.rooms.work.rules import may_start_activity
from tests.duties import due
from tests.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.mark.parametrize("role", Role)
def test_who_keeps_the_registers(town, role):
    actor, stranger = member(town, role), member(OrganisationFactory(), role)

    assert bool(rules.may_keep_registers(actor, town.pk)) == (role == Role.COORDINATOR)
    assert bool(rules.may_note_initiative(actor, town.pk)) == (role in (Role.CONTRIBUTOR, Role.COORDINATOR))
    assert bool(rules.may_check_partner(actor)) == (role in (Role.COORDINATOR, Role.CONTROLLER))
    assert not rules.may_keep_registers(stranger, town.pk)
    assert not rules.may_note_initiative(stranger, town.pk)


# --- Memberships ---------------------------------------------------------------------------------------------------------


def belong(coordinator, town, network="C-Cities", **also):
    return actions.note_membership(coordinator, organisation=town, network=network, purpose="Exchange", **also)


def test_fees_of_those_that_go_on_are_added_by_currency(coordinator, town):
    belong(coordinator, town, fee=Decimal(10_000), currency="SEK")
    belong(coordinator, town, network="B", fee=Decimal(2_500), currency="SEK", ends=TODAY)
    belong(coordinator, town, network="C", fee=Decimal(900), currency="EUR")
    belong(coordinator, town, network="D", fee=Decimal(7), currency="SEK", ends=TODAY - timedelta(days=1))
    belong(coordinator, town, network="E")

    rows = list(queries.memberships_of(coordinator))
    assert queries.fees_of(rows) == {"SEK": Decimal(12_500), "EUR": Decimal(900)}
    assert [row.network for row in rows][-1] == "D"
    assert not queries.memberships_of(member(OrganisationFactory(), Role.COORDINATOR)).exists()


def test_whether_to_stay_comes_up_in_time(coordinator, town):
    belong(coordinator, town, decide_by=TODAY + timedelta(days=100))
    belong(coordinator, town, network="Later", decide_by=TODAY + timedelta(days=300))
    belong(coordinator, town, network="Over", decide_by=TODAY, ends=TODAY - timedelta(days=1))

    assert [duty.title for duty in due(coordinator, "cooperation")] == ["Decide whether to stay in C-Cities"]


def test_a_membership_on_the_pages(sign_in, coordinator, town):
    browser = sign_in(coordinator)
    fields = {"network": "C-Cities", "purpose": "Kultur", "fee": "1200", "currency": ""}
    assertContains(browser.post(reverse("cooperation:note_membership"), fields), "Choose the currency", status_code=422)
    browser.post(reverse("cooperation:note_membership"), fields | {"currency": "EUR"})
    assertContains(browser.get(reverse("cooperation:memberships")), "1,200")

    row = OutsideMembership.objects.get()
    change = reverse("cooperation:change_membership", args=[row.pk])
    browser.post(change, fields | {"currency": "EUR", "benefit": "Två besök", "version": row.version})
    assertContains(browser.get(reverse("cooperation:memberships")), "Två besök")
    assertContains(
        browser.post(change, fields | {"currency": "EUR", "version": "1"}), "Somebody saved", status_code=409
    )
    stranger = sign_in(member(OrganisationFactory(), Role.COORDINATOR))
    assert stranger.get(change).status_code == 404
    assertNotContains(stranger.get(reverse("cooperation:memberships")), "C-Cities")


# --- Initiatives ---------------------------------------------------------------------------------------------------------


def test_from_an_idea_to_realised_or_dropped_and_why(coordinator, town):
    row = actions.note_initiative(coordinator, organisation=town, title="Artists’ home", since=date(2023, 1, 1))
    tried = actions.change_initiative(coordinator, initiative=row, expected=1, state="tried")
    assert tried.since == TODAY
    with pytest.raises(ValidationError, match="Write why"):
        actions.change_initiative(coordinator, initiative=tried, expected=None, state="dropped")
    with pytest.raises(Conflict):
        actions.change_initiative(coordinator, initiative=tried, expected=1, state="realised")
    dropped = actions.change_initiative(coordinator, initiative=row, expected=None, state="dropped", why="No house")
    assert (dropped.state, dropped.why) == ("dropped", "No house")


def test_initiatives_on_the_page_by_how_far_they_have_come(sign_in, coordinator, town):
    browser = sign_in(coordinator)
    assertContains(browser.get(reverse("cooperation:initiatives")), "before it is forgotten")
    browser.post(reverse("cooperation:note_initiative"), {"title": "Konstnärshem"})
    row = Initiative.objects.get()
    fields = {"title": "Konstnärshem", "state": "realised", "version": row.version}
    browser.post(reverse("cooperation:change_initiative", args=[row.pk]), fields)

    page = browser.get(reverse("cooperation:initiatives"))
    assertContains(page, "Realised")
    stranger = sign_in(member(OrganisationFactory(), Role.COORDINATOR))
    assertNotContains(stranger.get(reverse("cooperation:initiatives")), "Konstnärshem")


# --- Checks of partners --------------------------------------------------------------------------------------------------


def check(coordinator, partner, outcome="yes", days=365, **also):
    return actions.check_partner(
        coordinator, partner=partner, by="Controller", outcome=outcome, until=TODAY + timedelta(days=days), **also
    )


@pytest.fixture
def support(coordinator, town, partner, twin):
    """Solidarity work with a partner, where partners are checked first."""
    actions.add_party(coordinator, cooperation=twin, organisation=partner)
    actions.set_cooperation_rules(coordinator, organisation=town, quiet_years=3, checks_partners=True)
    return work.plan_activity(coordinator, organisation=town, title="Generators", kind="solidarity", cooperation=twin)


def why(coordinator, activity) -> str:
    verdict = may_start_activity(coordinator, activity, work_rules_of(activity.organisation_id))
    return "" if verdict else str(verdict.reason)


def test_solidarity_work_waits_for_the_check(coordinator, town, partner, support):
    assert why(coordinator, support).startswith("Check Gmina Zachodnia before money goes there")
    with pytest.raises(Refused):
        work.start_activity(coordinator, activity=support)
    check(coordinator, partner, "no", found="No accounts")
    assert why(coordinator, support)
    check(coordinator, partner, "conditions", found="Two signatures")
    assert why(coordinator, support) == ""


def test_a_check_that_has_run_out_holds_no_longer_and_comes_up_before(coordinator, partner, support, freezer):
    check(coordinator, partner, days=20)
    assert next(duty.title for duty in due(coordinator, "cooperation")) == "Check Gmina Zachodnia anew"
    assert why(coordinator, support) == ""
    freezer.move_to(TODAY + timedelta(days=21))
    assert why(coordinator, support)


def test_other_work_and_other_organisations_wait_for_nothing(coordinator, town, partner, twin, support):
    meeting = work.plan_activity(coordinator, organisation=town, title="A meeting", kind="meeting", cooperation=twin)
    assert why(coordinator, meeting) == ""
    actions.set_cooperation_rules(coordinator, organisation=town, quiet_years=3, checks_partners=False)
    assert why(coordinator, support) == ""


def test_what_was_found_is_read_by_the_own_organisation_only(sign_in, coordinator, partner, support):
    check(coordinator, partner, "conditions", found="The treasurer is new")
    page = reverse("cooperation:partner", args=[partner.pk])
    assertContains(sign_in(coordinator).get(page), "The treasurer is new")
    assert not queries.checks_of(member(partner, Role.COORDINATOR), partner).exists()
    assert "treasurer" not in str(list(LogEntry.objects.values()))


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"outcome": "conditions"}, "found"),
        ({"on": TODAY + timedelta(days=1), "days": 5}, "on"),
    ],
)
def test_a_check_without_its_reasons_is_not_noted(coordinator, partner, wrong, name):
    with pytest.raises(ValidationError) as fault:
        check(coordinator, partner, **wrong)
    assert name in fault.value.message_dict
    assert not PartnerCheck.objects.exists()


def test_a_check_on_the_page(sign_in, coordinator, partner, support):
    browser = sign_in(coordinator)
    fields = {"outcome": "yes", "on": TODAY.isoformat(), "by": "Controller", "until": "2020-01-01"}
    page = reverse("cooperation:check_partner", args=[partner.pk])
    assertContains(browser.post(page, fields), "on or after the day", status_code=422)
    assert browser.post(page, fields | {"until": "2999-01-01"}).status_code == 302
    assert PartnerCheck.objects.get().holds


# --- Strategies ----------------------------------------------------------------------------------------------------------


def test_a_strategy_is_linked_and_taken_away(sign_in, coordinator, town, twin):
    browser = sign_in(coordinator)
    page = reverse("cooperation:cooperation", args=[twin.pk])
    fields = {"title": "Besöksnäringsstrategin", "body": "Region Dalarna", "url": "javascript:alert(1)"}
    assert browser.post(reverse("cooperation:link_strategy", args=[twin.pk]), fields).status_code == 422
    browser.post(reverse("cooperation:link_strategy", args=[twin.pk]), fields | {"url": "https://example.org/plan"})
    assertContains(browser.get(page), "Region Dalarna")

    row = twin.strategies.get()
    reader = sign_in(member(town, Role.READER))
    reader.post(reverse("cooperation:unlink_strategy", args=[twin.pk, row.pk]))
    assert twin.strategies.exists()
    sign_in(coordinator).post(reverse("cooperation:unlink_strategy", args=[twin.pk, row.pk]))
    assert not twin.strategies.exists()
