"""Every role × every state, both answers."""

import pytest

from byalag.rooms.people.enums import Role
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.reports import rules
from byalag.rooms.reports.definitions import definition
from byalag.rooms.reports.enums import ReportState
from tests.factories import FrameworkFactory, OrganisationFactory, ReportFactory, member

pytestmark = pytest.mark.django_db

ROLES = list(Role)


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.mark.parametrize("status", FrameworkStatus)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_begin_an_account(organisation, role, status):
    framework = FrameworkFactory(organisation=organisation, status=status)

    verdict = rules.may_open_report(member(organisation, role), framework, definition("operations_report"))

    assert bool(verdict) == (role == Role.COORDINATOR and status == FrameworkStatus.ADOPTED)
    assert bool(verdict) or str(verdict.reason)


def test_a_definition_must_suit_the_framework(organisation):
    framework = FrameworkFactory(organisation=organisation, status=FrameworkStatus.ADOPTED)
    actor = member(organisation, Role.COORDINATOR)

    assert not rules.may_open_report(actor, framework, definition("declaration_answer"))


@pytest.mark.parametrize("rule", ["may_write_report", "may_trash_report", "may_publish_report", "may_unpublish_report"])
@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_an_account(organisation, role, state, rule):
    report = ReportFactory(organisation=organisation, state=state)

    verdict = getattr(rules, rule)(member(organisation, role), report)

    allowed_in = {
        "may_write_report": {ReportState.DRAFT},
        "may_trash_report": {ReportState.DRAFT},
        "may_publish_report": {ReportState.DRAFT, ReportState.PUBLISHED},
        "may_unpublish_report": {ReportState.PUBLISHED},
    }
    assert bool(verdict) == (role == Role.COORDINATOR and state in allowed_in[rule])
    assert bool(verdict) or str(verdict.reason)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_take_an_account_out_of_the_trash(organisation, role):
    report = ReportFactory(organisation=organisation)

    verdict = rules.may_restore_report(member(organisation, role), report)

    assert bool(verdict) == (role in {Role.COORDINATOR, Role.ADMINISTRATOR})


@pytest.mark.parametrize(
    "rule", ["may_write_report", "may_trash_report", "may_publish_report", "may_unpublish_report", "may_restore_report"]
)
def test_another_organisation_changes_nothing(rule):
    report = ReportFactory(state=ReportState.PUBLISHED)

    assert not getattr(rules, rule)(member(OrganisationFactory(), *ROLES), report)
