"""From draft to accepted: partners, two signatures, a frozen account, what changed since, and the recipient."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import log
from byalag.core.models import User
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.reports import actions, api, queries, showing
from byalag.rooms.reports.completeness import lacks
from byalag.rooms.reports.enums import ReportState, ReviewAnswer
from byalag.rooms.reports.freezing import freeze, thaw
from byalag.rooms.reports.models import FrozenAccount, Review
from byalag.rooms.work.enums import ActivityStatus
from tests.duties import due
from tests.factories import (
    ActivityFactory,
    ContributionFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportFactory,
    ReportingDutyFactory,
    SectionFactory,
    member,
    signed,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Town")


@pytest.fixture
def coordinator(organisation):
    return member(organisation, Role.COORDINATOR)


@pytest.fixture
def report(organisation):
    return ReportFactory(organisation=organisation, definition_version=2, language="en")


@pytest.fixture
def activity(organisation, report):
    """Done, public, with 20 pupils and a decision that shows it, under a goal of the account's plan."""
    section = SectionFactory(framework=report.framework)
    goal = ObjectiveFactory(framework=report.framework, section=section)
    row = ActivityFactory(
        organisation=organisation,
        title="Youth exchange",
        status=ActivityStatus.DONE,
        result="They met",
        visibility=Visibility.PUBLIC,
        language="en",
    )
    ContributionFactory(activity=row, objective=goal, framework=report.framework)
    row.participation.create(audience="pupil", count=20)
    row.evidence.create(
        organisation=organisation, kind="link", shows="A film", url="https://example.org/", visibility="public"
    )
    return row


def figure(account, key):
    return next(figure for figure in account.figures if figure.key == key)


def page_of(client, actor, name, *args):
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client.get(reverse(f"reports:{name}", args=args))


# --- Freezing ---------------------------------------------------------------------------------------------------------


def test_what_was_frozen_comes_back_as_the_same_values(report, activity):
    account = showing.made_now(system(report.organisation), report)

    content, checksum = freeze(account)

    assert thaw(content) == account
    assert freeze(thaw(content)) == (content, checksum)
    assert hashlib.sha256(content.encode()).hexdigest() == checksum


def test_another_digit_is_another_checksum(report, activity):
    account = showing.made_now(system(report.organisation), report)
    other = replace(account, figures=(replace(account.figures[0], value=4711), *account.figures[1:]))

    assert freeze(account)[1] != freeze(other)[1]


def test_two_persons_sign_and_the_account_stays_as_it_was(report, activity, coordinator, organisation):
    signed(report)
    before = api.account_of(coordinator, report)

    activity.participation.create(audience="resident", count=5)
    activity.result = "They quarrelled"
    activity.save()

    after = api.account_of(coordinator, report)
    assert report.state == ReportState.SIGNED
    assert after == before
    assert figure(after, "participations").value == 20
    assert [row.capacity for row in after.seal.signatures] == ["Coordinator", "Auditor"]
    assert after.seal.checksum == FrozenAccount.objects.get(report=report).checksum


def test_what_changed_since_is_told_row_by_row(report, activity, coordinator, organisation):
    signed(report)
    assert showing.changed_since_signing(coordinator, report) == []

    activity.participation.create(audience="resident", count=5)
    activity.result = "They quarrelled"
    activity.save()
    activity.evidence.all().delete()
    new = ActivityFactory(organisation=organisation, title="A later visit", status=ActivityStatus.DONE, result="Good")
    ContributionFactory(activity=new, objective=activity.contributions.get().objective, framework=report.framework)

    found = {(c.about, c.what): (c.before, c.after) for c in showing.changed_since_signing(coordinator, report)}
    assert found["Participations", "Figure"] == ("20", "25")
    assert found["Youth exchange", "Participations"] == ("20", "25")
    assert found["Youth exchange", "Result"] == ("They met", "They quarrelled")
    assert found["Youth exchange", "What shows it"] == ("A film", "")
    assert found["A later visit", "Status"] == ("", "Done")
    assert found["Activities done", "Figure"] == ("1", "2")


def test_one_signs_where_the_organisation_lets_one_and_the_account_says_so(report, organisation, coordinator):
    actions.set_account_rules(member(organisation, Role.ADMINISTRATOR), organisation=organisation, signers=1)
    for section in ("year", "ahead"):
        actions.write_report_text(coordinator, report=report, section=section, text="Said.", expected=0)

    actions.sign_report(coordinator, report=report, capacity="Chair")

    report.refresh_from_db()
    assert report.state == ReportState.SIGNED
    assert "one person" in api.account_of(coordinator, report).seal.sentences[0]


def test_the_same_person_does_not_sign_twice(report, coordinator):
    for section in ("year", "ahead"):
        actions.write_report_text(coordinator, report=report, section=section, text="Said.", expected=0)
    actions.sign_report(coordinator, report=report, capacity="Chair")

    with pytest.raises(Refused, match="second person"):
        actions.sign_report(coordinator, report=report, capacity="Coordinator")
    report.refresh_from_db()
    assert report.state == ReportState.SIGNING
    assert "second person" in api.account_of(coordinator, report).seal.sentences[0]


def test_nobody_signs_without_saying_as_what_or_what_somebody_changed_meanwhile(report, coordinator):
    for section in ("year", "ahead"):
        actions.write_report_text(coordinator, report=report, section=section, text="Said.", expected=0)

    with pytest.raises(ValidationError):
        actions.sign_report(coordinator, report=report, capacity="  ")
    with pytest.raises(Conflict):
        actions.sign_report(coordinator, report=report, capacity="Chair", expected=report.version + 5)
    assert not FrozenAccount.objects.exists()


def test_texts_that_are_not_written_hold_the_signature_back(report, coordinator, activity):
    with pytest.raises(Refused, match="missing"):
        actions.sign_report(coordinator, report=report, capacity="Chair")

    missing = lacks(report, api.account_of(coordinator, report))
    assert [(lack.sentence, lack.blocks) for lack in missing if lack.blocks] == [
        ("Nothing is written in “The year in short”.", True),
        ("Nothing is written in “Looking ahead”.", True),
    ]


def test_an_unanswered_duty_holds_the_answer_to_a_declaration_back(organisation, coordinator):
    report = ReportFactory(organisation=organisation, definition="declaration_answer", language="en")
    goal = ObjectiveFactory(framework=report.framework, section=SectionFactory(framework=report.framework))
    duty = ReportingDutyFactory(framework=report.framework, objective=goal, text="How many met")

    blocking = [lack.sentence for lack in lacks(report, api.account_of(coordinator, report)) if lack.blocks]
    assert blocking == ["To be reported, and not answered: How many met"]

    duty.answer = "Forty"
    duty.save()
    assert not any(lack.blocks for lack in lacks(report, api.account_of(coordinator, report)))


def test_signatures_are_taken_back_and_the_account_follows_its_sources_again(report, activity, coordinator):
    signed(report)

    actions.withdraw_signing(coordinator, report=report)
    activity.participation.create(audience="resident", count=5)

    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert figure(api.account_of(coordinator, report), "participations").value == 25
    actions.sign_report(coordinator, report=report, capacity="Chair")
    assert FrozenAccount.objects.get(number=2).signatures.count() == 1


# --- Who sees what ----------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_after_signing_is_gone_for_the_public_and_no_figure_changes(report, activity, organisation):
    signed(report, public=True)
    seen = api.account_of(PUBLIC, report)
    assert "Youth exchange" in str(seen)
    assert "A film" in str(seen)

    activity.evidence.update(visibility=Visibility.ORGANISATION)
    assert "A film" not in str(api.account_of(PUBLIC, report))
    activity.visibility = Visibility.ORGANISATION
    activity.save()

    now = api.account_of(PUBLIC, report)
    assert "Youth exchange" not in str(now)
    assert figure(now, "participations").value == 20
    assert figure(now, "participations").hidden == 1
    assert "Youth exchange" in str(api.account_of(member(organisation, Role.READER), report))


def test_the_organisation_itself_does_not_see_papers_that_are_hidden_from_the_reader(report, activity, coordinator):
    other = member(OrganisationFactory(), Role.COORDINATOR)
    report.recipient_id = other.organisation_id
    signed(report)
    actions.submit_report(coordinator, report=report, recipient=other.organisation)
    report.refresh_from_db()
    activity.visibility = Visibility.ORGANISATION
    activity.save()

    assert "Youth exchange" not in str(api.account_of(other, report))
    assert figure(api.account_of(other, report), "participations").value == 20


def test_a_partner_sees_the_draft_when_asked_and_answers_in_its_own_language(report, coordinator, client):
    partner = member(OrganisationFactory(name="Partner town"), Role.COORDINATOR)
    assert not queries.reports_visible_to(partner).exists()

    actions.ask_partners(coordinator, report=report, organisations=[partner.organisation])
    review = Review.objects.get()
    assert queries.reports_visible_to(partner).get() == report
    with pytest.raises(ValidationError):
        actions.answer_review(partner, review=review, answer=ReviewAnswer.REMARKS, words=" ", language="uk")
    actions.answer_review(partner, review=review, answer=ReviewAnswer.REMARKS, words="Бракує нас", language="uk")

    assertContains(page_of(client, coordinator, "report", report.pk), '<blockquote lang="uk"')
    assertContains(page_of(client, partner, "report", report.pk), "Бракує нас")
    actions.end_review(coordinator, report=report)
    with pytest.raises(Refused):
        actions.answer_review(partner, review=review, answer=ReviewAnswer.AGREES, words="", language="uk")


def test_one_partner_does_not_see_what_another_said(report, coordinator, client):
    partners = [member(OrganisationFactory(), Role.COORDINATOR) for _ in range(2)]
    actions.ask_partners(coordinator, report=report, organisations=[partner.organisation for partner in partners])
    review = Review.objects.get(organisation=partners[0].organisation)
    actions.answer_review(partners[0], review=review, answer=ReviewAnswer.REMARKS, words="Not so", language="en")

    assertNotContains(page_of(client, partners[1], "report", report.pk), "Not so")


def test_what_was_signed_can_be_taken_and_checked_by_those_who_sign(report, organisation, client):
    signed(report)

    taken = page_of(client, member(organisation, Role.CONTROLLER), "signed_data", report.pk)

    assert hashlib.sha256(taken.content).hexdigest() == FrozenAccount.objects.get().checksum
    assert json.loads(taken.content)["title"] == report.title
    assert page_of(client, member(organisation, Role.READER), "signed_data", report.pk).status_code == 404


# --- The recipient ----------------------------------------------------------------------------------------------------


def test_submitted_returned_worked_on_again_and_accepted(report, coordinator, client):
    funder = member(OrganisationFactory(name="Fund"), Role.COORDINATOR)
    signed(report)
    assert not queries.reports_visible_to(funder).exists()
    actions.submit_report(coordinator, report=report, recipient=funder.organisation)
    assertContains(page_of(client, funder, "list"), report.title)

    with pytest.raises(ValidationError):
        actions.return_report(funder, report=report, answered_on="2024-02-01", words="")
    actions.return_report(funder, report=report, answered_on="2024-02-01", words="Which schools?", language="en")
    report.refresh_from_db()
    assertContains(page_of(client, coordinator, "report", report.pk), "Which schools?")
    with pytest.raises(Refused):
        actions.write_report_text(coordinator, report=report, section="year", text="Three.", expected=None)

    actions.rework_report(coordinator, report=report)
    assert not queries.reports_visible_to(funder).exists()
    signed(report)
    actions.submit_report(coordinator, report=report, recipient=funder.organisation)
    actions.accept_report(funder, report=report, answered_on="2024-03-01")

    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    assert [answer.outcome for answer in queries.answers_to(report)] == ["accepted", "returned"]
    assert [entry.action.split(".", 1)[1] for entry in log.entries(report) if "text" not in entry.action] == [
        "report.signed", "report.signed", "report.submitted", "report.returned", "report.reworked",
        "report.signed", "report.signed", "report.submitted", "report.accepted",
    ]  # fmt: skip


def test_an_account_for_somebody_who_is_not_here_is_answered_for_them(report, coordinator):
    signed(report)
    with pytest.raises(ValidationError):
        actions.submit_report(coordinator, report=report)

    actions.submit_report(coordinator, report=report, recipient_name="The ministry")
    answer = actions.accept_report(coordinator, report=report, answered_on="2024-03-01", words="Thank you")

    assert answer.by is None
    report.refresh_from_db()
    assert report.to_whom == "The ministry"


def test_an_account_that_everyone_reads_is_not_taken_apart(report, coordinator):
    signed(report, public=True)

    with pytest.raises(Refused, match="from the public first"):
        actions.withdraw_signing(coordinator, report=report)


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_the_whole_way_by_the_buttons_on_the_pages(report, organisation, coordinator, client):
    other = member(organisation, Role.CONTROLLER)
    client.force_login(User.objects.get(pk=coordinator.user_id), backend=BACKEND)
    refused = client.post(reverse("reports:sign", args=[report.pk]), {"capacity": "Chair"})
    assertContains(refused, "must be there before anybody signs", status_code=422)
    assertContains(refused, 'value="Chair"', status_code=422)
    for section in ("year", "ahead"):
        client.post(reverse("reports:text", args=[report.pk, section]), {"text": "Said.", "version": 0})

    assert client.post(reverse("reports:sign", args=[report.pk]), {"capacity": "Chair"}).status_code == 302
    assertContains(client.get(reverse("reports:report", args=[report.pk])), "A second person signs now")
    client.force_login(User.objects.get(pk=other.user_id), backend=BACKEND)
    client.post(reverse("reports:sign", args=[report.pk]), {"capacity": "Auditor"})
    client.force_login(User.objects.get(pk=coordinator.user_id), backend=BACKEND)
    assertContains(client.get(reverse("reports:report", args=[report.pk])), "SHA-256")
    client.post(reverse("reports:submit", args=[report.pk]), {"recipient_name": "The ministry"})
    details = {"outcome": "accepted", "answered_on": "2024-03-01", "language": "en"}
    client.post(reverse("reports:answer", args=[report.pk]), details)
    assertContains(client.get(reverse("reports:publish", args=[report.pk])), "exactly what everyone")
    client.post(reverse("reports:publish", args=[report.pk]))

    report.refresh_from_db()
    assert (report.state, report.is_public) == (ReportState.ACCEPTED, True)


def test_a_signed_account_costs_the_same_whatever_it_holds(
    report, activity, coordinator, organisation, client, queries
):
    costs = []
    for extra in (1, 3, 30):
        for _ in range(extra):
            more = ActivityFactory(organisation=organisation, status=ActivityStatus.DONE, result="Good")
            ContributionFactory(activity=more, framework=report.framework, section=report.framework.sections.first())
            more.evidence.create(organisation=organisation, kind="link", shows="It", url="https://example.org/")
        signed(report)
        page_of(client, coordinator, "report", report.pk)
        with queries() as seen:
            client.get(reverse("reports:report", args=[report.pk]))
        costs.append(len(seen))
        actions.withdraw_signing(coordinator, report=report)
        report.refresh_from_db()

    assert len(set(costs)) == 1, costs


def test_today_tells_who_waits_for_what(report, organisation, coordinator):
    funder = member(OrganisationFactory(), Role.COORDINATOR)
    signed(report)
    actions.submit_report(coordinator, report=report, recipient=funder.organisation)

    assert [duty.missing for duty in due(funder, "reports")] == ["Your answer is missing."]
    actions.return_report(funder, report=report, answered_on="2024-02-01", words="Which schools?")
    assert due(funder, "reports") == []
    assert [duty.urgency for duty in due(coordinator, "reports")] == [0]


def test_an_account_says_what_is_not_in_its_own_language(report, activity, coordinator, organisation):
    report.framework.language = "sv"
    report.framework.save()
    activity.language = "uk"
    activity.save()
    swedish = ReportFactory(organisation=organisation, framework=report.framework, definition_version=2, language="sv")
    actions.write_report_text(coordinator, report=swedish, section="year", text="Ett gott år.", expected=0)

    assert api.account_of(coordinator, report).untranslated == (
        "Goals and sections stand in Swedish: the plan is written in it.",
        "1 activity is written in Ukrainian.",
        "“The year in short” is written in Swedish only.",
    )
    actions.write_report_text(coordinator, report=report, section="year", text="A good year.", expected=0)
    assert len(api.account_of(coordinator, report).untranslated) == 2
