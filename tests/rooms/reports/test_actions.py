import pytest

from byalag.core import log
from byalag.core.periods import Period
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.reports import actions, queries
from byalag.rooms.reports.enums import ReportState
from tests.factories import FrameworkFactory, OrganisationFactory, ReportFactory, member, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def coordinator(organisation):
    return member(organisation, Role.COORDINATOR)


def test_opening_an_account_names_it_and_leaves_a_trace(organisation, coordinator):
    framework = FrameworkFactory(organisation=organisation, status=FrameworkStatus.ADOPTED, title="Plan 2023")

    report = actions.open_report(
        coordinator, framework=framework, definition="operations_report", period=Period.of_year(2023), language="sv"
    )

    assert report.title == "Verksamhetsberättelse 2023: Plan 2023"
    assert report.slug == "verksamhetsberattelse-2023"
    assert [entry.action for entry in log.entries(report)] == ["reports.report.opened"]


def test_a_second_account_gets_an_address_of_its_own(organisation, coordinator):
    framework = FrameworkFactory(organisation=organisation, status=FrameworkStatus.ADOPTED)
    details = {"definition": "follow_up", "period": Period.of_year(2023), "language": "en"}

    slugs = [actions.open_report(coordinator, framework=framework, **details).slug for _ in range(3)]

    assert slugs == ["follow-up-2023", "follow-up-2023-2", "follow-up-2023-3"]


def test_a_draft_plan_gives_no_account(organisation, coordinator):
    framework = FrameworkFactory(organisation=organisation)

    with pytest.raises(Refused, match="adopted"):
        actions.open_report(
            coordinator, framework=framework, definition="follow_up", period=Period.of_year(2023), language="en"
        )


def test_two_people_writing_the_same_text_never_overwrite_each_other(organisation, coordinator):
    report = ReportFactory(organisation=organisation)
    actions.write_report_text(coordinator, report=report, section="year", text="First", expected=0)
    actions.write_report_text(coordinator, report=report, section="year", text="Second", expected=1)

    with pytest.raises(Conflict) as conflict:
        actions.write_report_text(coordinator, report=report, section="year", text="Third", expected=1)

    assert conflict.value.current.text == "Second"
    assert queries.texts_of(report)["year"].text == "Second"


def test_two_first_texts_at_once_are_a_conflict_too(organisation, coordinator):
    report = ReportFactory(organisation=organisation)
    actions.write_report_text(coordinator, report=report, section="year", text="First", expected=0)

    with pytest.raises(Conflict):
        actions.write_report_text(coordinator, report=report, section="year", text="Also first", expected=0)


def test_publishing_shows_the_account_to_everyone_and_back(organisation, coordinator):
    report = signed(ReportFactory(organisation=organisation))
    assert not queries.reports_visible_to(PUBLIC).exists()

    actions.publish_report(coordinator, report=report)
    assert queries.reports_visible_to(PUBLIC).get() == report

    report = actions.unpublish_report(coordinator, report=report)
    assert report.state == ReportState.SIGNED
    assert not queries.reports_visible_to(PUBLIC).exists()


def test_trash_and_back(organisation, coordinator):
    report = ReportFactory(organisation=organisation)

    report = actions.trash_report(coordinator, report=report)
    assert not queries.reports_visible_to(coordinator).exists()
    assert queries.trashed_reports(coordinator) == [report]

    actions.restore_report(coordinator, report=report)
    assert queries.reports_visible_to(coordinator).get() == report
