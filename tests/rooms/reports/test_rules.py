"""Every role × every state, both answers."""

import pytest

from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.reports import rules
from byalag.rooms.reports.definitions import definition
from byalag.rooms.reports.enums import ReportState
from byalag.rooms.reports.models import Review
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


S = ReportState
COORDINATORS = {Role.COORDINATOR}
SIGNERS = {Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR}
OPEN = {S.DRAFT, S.REVIEW}
SEALED = {S.SIGNED, S.SUBMITTED, S.RETURNED, S.ACCEPTED}
# rule: who, in which states when only the organisation reads it, in which when everyone does
MATRIX = {
    "may_write_report": (COORDINATORS, OPEN, OPEN),
    "may_ask_partners": (COORDINATORS, OPEN, OPEN),
    "may_end_review": (COORDINATORS, {S.REVIEW}, {S.REVIEW}),
    "may_sign_report": (SIGNERS, OPEN | {S.SIGNING}, OPEN | {S.SIGNING}),
    "may_withdraw_signing": (SIGNERS, {S.SIGNING, S.SIGNED}, set()),
    "may_submit_report": (COORDINATORS, {S.SIGNED}, {S.SIGNED}),
    "may_answer_report": (COORDINATORS, {S.SUBMITTED}, {S.SUBMITTED}),
    "may_rework_report": (COORDINATORS, {S.RETURNED}, set()),
    "may_publish_report": (COORDINATORS, SEALED - {S.RETURNED}, set()),
    "may_unpublish_report": (COORDINATORS, set(), set(S)),
    "may_trash_report": (COORDINATORS, {S.DRAFT}, {S.DRAFT}),
    "may_take_signed_data": (SIGNERS, SEALED | {S.SIGNING}, SEALED | {S.SIGNING}),
    "may_see_changes": (set(Role), SEALED | {S.SIGNING}, SEALED | {S.SIGNING}),
}


@pytest.mark.parametrize("visibility", [Visibility.ORGANISATION, Visibility.PUBLIC])
@pytest.mark.parametrize("rule", MATRIX)
@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_change_an_account(organisation, role, state, rule, visibility):
    report = ReportFactory(organisation=organisation, state=state, visibility=visibility)
    roles, inside, public = MATRIX[rule]

    verdict = getattr(rules, rule)(member(organisation, role), report)

    assert bool(verdict) == (role in roles and state in (public if visibility == Visibility.PUBLIC else inside))
    assert bool(verdict) or str(verdict.reason)


def test_nobody_signs_twice_or_what_lacks_something_or_what_partners_have_not_answered(organisation):
    actor = member(organisation, Role.COORDINATOR)
    draft = ReportFactory(organisation=organisation)
    waiting = ReportFactory(organisation=organisation, state=S.REVIEW)
    Review.objects.create(report=waiting, organisation=OrganisationFactory())

    assert rules.may_sign_report(actor, draft)
    assert "second person" in str(rules.may_sign_report(actor, draft, has_signed=True).reason)
    assert "missing" in str(rules.may_sign_report(actor, draft, lacking=True).reason)
    assert "not answered" in str(rules.may_sign_report(actor, waiting).reason)


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("role", ROLES)
def test_the_partner_that_was_asked_answers_while_the_account_is_with_partners(organisation, role, state):
    partner = OrganisationFactory()
    report = ReportFactory(organisation=organisation, state=state)
    review = Review.objects.create(report=report, organisation=partner)

    assert bool(rules.may_answer_review(member(partner, role), review)) == (
        role == Role.COORDINATOR and state == S.REVIEW
    )
    assert not rules.may_answer_review(member(organisation, role), review)


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("role", ROLES)
def test_a_recipient_that_is_here_answers_itself(organisation, role, state):
    recipient = OrganisationFactory()
    report = ReportFactory(organisation=organisation, state=state, recipient=recipient)

    assert bool(rules.may_answer_report(member(recipient, role), report)) == (
        role == Role.COORDINATOR and state == S.SUBMITTED
    )
    assert not rules.may_answer_report(member(organisation, role), report)
    assert bool(rules.may_see_changes(member(recipient, role), report)) == (
        state in {S.SUBMITTED, S.RETURNED, S.ACCEPTED}
    )


@pytest.mark.parametrize("role", ROLES)
def test_who_may_set_how_accounts_are_signed(organisation, role):
    assert bool(rules.may_set_account_rules(member(organisation, role), organisation.pk)) == (
        role == Role.ADMINISTRATOR
    )
    assert not rules.may_set_account_rules(member(OrganisationFactory(), role), organisation.pk)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_take_an_account_out_of_the_trash(organisation, role):
    report = ReportFactory(organisation=organisation)

    verdict = rules.may_restore_report(member(organisation, role), report)

    assert bool(verdict) == (role in {Role.COORDINATOR, Role.ADMINISTRATOR})


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("rule", [*MATRIX, "may_restore_report"])
def test_another_organisation_changes_nothing(rule, state):
    report = ReportFactory(state=state)

    assert not getattr(rules, rule)(member(OrganisationFactory(), *ROLES), report)
