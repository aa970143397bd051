"""Visits: planned, asked for, held against the money of the plan, counted, agreed upon, printed."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document as Word
from icalendar import Calendar
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation.actions import draft_agreement
from byalag.rooms.cooperation.models import AgreedAction, Agreement
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises.models import Means
from byalag.rooms.visits import actions, programme, queries, rules
from byalag.rooms.visits.models import CostLine, Visit, VisitRequest
from byalag.rooms.work.api import finish_activity
from byalag.rooms.work.models import Activity
from tests.duties import due
from tests.factories import FrameworkFactory, OrganisationFactory, member

from .conftest import SOON, TODAY

pytestmark = pytest.mark.django_db


# --- Who may what --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["planned", "under_way", "done", "cancelled"])
@pytest.mark.parametrize("role", Role)
def test_who_keeps_a_visit_and_who_reads_of_its_money(town, partner, visit, role, status):
    Activity.objects.filter(pk=visit.activity_id).update(status=status, result="x")
    visit.activity.refresh_from_db()
    ours, theirs, stranger = (member(of, role) for of in (town, partner, OrganisationFactory()))
    works = role in (Role.CONTRIBUTOR, Role.COORDINATOR)

    assert bool(rules.may_plan_visit(ours, town.pk)) == works
    assert bool(rules.may_keep_visit(ours, visit)) == (works and status != "cancelled")
    assert rules.may_see_inside(ours, visit)
    for other in (theirs, stranger):
        assert not rules.may_keep_visit(other, visit)
        assert not rules.may_see_inside(other, visit)
        assert not rules.may_plan_visit(other, town.pk)


def test_a_partner_reads_programme_and_delegation_and_nothing_of_money_gifts_or_risk(
    sign_in, visit, coordinator, partner
):
    Activity.objects.filter(pk=visit.activity_id).update(visibility=Visibility.CIRCLE)
    actions.add_item(coordinator, visit=visit, day=SOON, starts=time(9), title="The library")
    actions.add_delegate(coordinator, visit=visit, post="Head librarian", audience="official")
    actions.add_cost(coordinator, visit=visit, item="meals", payer="host", amount=Decimal(1234), currency="SEK")
    actions.note_gift(coordinator, visit=visit, way="given", on=TODAY, what="A wooden horse", post="Mayor")
    actions.note_incident(coordinator, visit=visit, on=TODAY, what="The bus broke down")
    actions.change_visit(coordinator, visit=visit, expected=None, risk="some", risks="Ice on the roads")
    inner = ("1,234", "wooden horse", "bus broke down", "Ice on the roads")
    page = reverse("visits:visit", args=[visit.pk])

    ours = sign_in(coordinator).get(page)
    for words in ("The library", "Head librarian", *inner):
        assertContains(ours, words)
    theirs = sign_in(member(partner, Role.COORDINATOR)).get(page)
    for words in ("The library", "Head librarian"):
        assertContains(theirs, words)
    for words in inner:
        assertNotContains(theirs, words)
    browser = sign_in(member(partner, Role.COORDINATOR))
    cost = CostLine.objects.get()
    assert browser.get(reverse("visits:spent", args=[visit.pk, cost.pk])).status_code == 404
    assert browser.post(reverse("visits:remove", args=[visit.pk, "cost", cost.pk])).status_code == 404
    assert CostLine.objects.exists()


def test_what_is_not_shared_does_not_exist_for_others(sign_in, visit, partner):
    browser = sign_in(member(partner, Role.COORDINATOR))
    for name in ("visits:visit", "visits:change", "visits:add_item"):
        assert browser.get(reverse(name, args=[visit.pk])).status_code == 404
    assert browser.get(reverse("visits:programme", args=[visit.pk, "pdf"])).status_code == 404
    assertNotContains(browser.get(reverse("visits:list")), "Kulturveckan")


# --- Asking --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_asks_and_who_answers(town, partner, role):
    ours, theirs, stranger = (member(of, role) for of in (town, partner, OrganisationFactory()))
    assert bool(rules.may_ask(ours)) == (role in (Role.CONTRIBUTOR, Role.COORDINATOR))
    request = VisitRequest.objects.create(asked=partner, asker=town, purpose="x", language="en")

    assert bool(rules.may_answer_request(theirs, request)) == (role == Role.COORDINATOR)
    assert not rules.may_answer_request(ours, request)  # they sign in, and answer themselves
    assert not rules.may_answer_request(stranger, request)


def test_from_the_question_to_a_visit_in_the_book_of_each(sign_in, town, partner, coordinator):
    host = member(partner, Role.COORDINATOR)
    request = actions.ask(coordinator, asked=partner, purpose="See your school", starts=SOON, ends=SOON, size=12)
    assert [duty.title for duty in due(host, "visits")] == ["Östby kommun asks to visit you"]
    assert not list(due(coordinator, "visits"))
    with pytest.raises(Refused):
        actions.plan_visit(
            coordinator,
            organisation=town,
            title="x",
            direction="outgoing",
            purpose="x",
            partner=partner,
            request=request,
        )
    with pytest.raises(ValidationError, match="Write why"):
        actions.answer_request(host, request=request, welcome=False)
    actions.answer_request(host, request=request, welcome=True, answer="Serdecznie zapraszamy")

    for actor, direction in ((coordinator, "outgoing"), (host, "incoming")):
        browser = sign_in(actor)
        assertContains(browser.get(reverse("visits:answer", args=[request.pk])), "Serdecznie zapraszamy")
        page = f"{reverse('visits:add')}?request={request.pk}"
        form = browser.get(page).context["form"]
        assert (form.initial["direction"], form.initial["purpose"]) == (direction, "See your school")
        fields = {"title": "Skolbesök", "kind": "visit", "interpreter": "none", "language": "sv"}
        given = {name: value for name, value in form.initial.items() if value is not None}
        assert browser.post(page, given | fields).status_code == 302
        assert not rules.may_plan_from_request(actor, request)
    assert sorted(request.visits.values_list("direction", flat=True)) == ["incoming", "outgoing"]


def test_the_answer_of_those_without_a_sign_in_is_noted_by_those_who_asked(town, partner, coordinator):
    request = actions.ask(coordinator, asked=partner, purpose="See your school")
    answered = actions.answer_request(coordinator, request=request, welcome=False, answer="Their school is closed.")
    assert answered.state == "declined"
    with pytest.raises(Refused):
        actions.answer_request(coordinator, request=request, welcome=True)


def test_others_asked_us_by_letter(coordinator, town):
    request = actions.ask(coordinator, asker_name="Ville de X", purpose="Archives")
    assert (request.asked, request.who_asks) == (town, "Ville de X")
    assert rules.may_answer_request(coordinator, request)
    for both in ({}, {"asked": OrganisationFactory(), "asker_name": "Ville de X"}):
        with pytest.raises(ValidationError, match="one of the two"):
            actions.ask(coordinator, purpose="x", **both)


def test_a_request_is_read_by_both_sides_only(sign_in, coordinator, partner):
    request = actions.ask(coordinator, asked=partner, purpose="See your school")
    stranger = sign_in(member(OrganisationFactory(), Role.COORDINATOR))
    assert stranger.get(reverse("visits:answer", args=[request.pk])).status_code == 404


# --- Planning ------------------------------------------------------------------------------------------------------------


def test_an_activity_is_made_a_visit_from_its_page_once(sign_in, coordinator, town, partner):
    activity = Activity.objects.create(organisation=town, title="Besök", kind="visit")
    browser = sign_in(coordinator)
    page = reverse("visits:open", args=[activity.pk])
    assertContains(browser.get(activity.get_absolute_url()), page)
    fields = {"direction": "outgoing", "partner": partner.pk, "purpose": "x", "interpreter": "needed"}

    assert browser.post(page, fields).status_code == 302
    assertContains(browser.get(activity.get_absolute_url()), reverse("visits:visit", args=[Visit.objects.get().pk]))
    assertContains(browser.post(page, fields), "is a visit already", status_code=422)


def test_what_was_typed_stays_when_the_partner_is_missing(sign_in, coordinator):
    fields = {
        "title": "Besök från Hamina",
        "direction": "incoming",
        "purpose": "Hamnen",
        "kind": "visit",
        "interpreter": "none",
    }
    answer = sign_in(coordinator).post(reverse("visits:add"), fields)

    assertContains(answer, "Choose the partner, or write its name.", status_code=422)
    assertContains(answer, "Besök från Hamina", status_code=422)
    assert not Activity.objects.exists()


def test_two_who_change_the_same_visit(coordinator, visit):
    actions.change_visit(coordinator, visit=visit, expected=1, purpose="Libraries and archives")
    with pytest.raises(Conflict):
        actions.change_visit(coordinator, visit=visit, expected=1, purpose="Schools")


def test_the_programme_keeps_to_the_days_of_the_visit(coordinator, visit):
    with pytest.raises(ValidationError, match="not on that day"):
        actions.add_item(coordinator, visit=visit, day=SOON + timedelta(days=3), starts=time(9), title="Too late")
    with pytest.raises(ValidationError):
        actions.add_item(coordinator, visit=visit, day=SOON, starts=time(9), ends=time(8), title="Backwards")
    item = actions.add_item(coordinator, visit=visit, day=SOON, starts=time(9), title="The library")
    actions.change_item(coordinator, item=item, expected=1, starts=time(10))
    with pytest.raises(Conflict):
        actions.change_item(coordinator, item=item, expected=1, title="x")


def test_the_delegation_is_counted_as_it_stands_by_group(coordinator, visit):
    with pytest.raises(ValidationError, match="Write who comes first"):
        actions.count_delegation(coordinator, visit=visit)
    for post, audience, sex, count in (
        ("Chair of the council", "politician", "women", 1),
        ("Opposition leader", "politician", "women", 1),
        ("Singers", "association", "unknown", 11),
    ):
        actions.add_delegate(coordinator, visit=visit, post=post, audience=audience, sex=sex, count=count)

    for _again in range(2):
        assert actions.count_delegation(coordinator, visit=visit) == 13
    assert sorted(visit.activity.participation.values_list("audience", "sex", "count")) == [
        ("association", "unknown", 11),
        ("politician", "women", 2),
    ]


# --- Money ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def means(town):
    plan = FrameworkFactory(organisation=town)
    return Means.objects.create(framework=plan, kind="amount", amount=Decimal(10_000), currency="SEK")


def cost(coordinator, visit, payer, amount, *, spent=None, currency="SEK", item="meals"):
    return actions.add_cost(
        coordinator, visit=visit, item=item, payer=payer, amount=Decimal(amount), currency=currency, spent=spent
    )


def test_own_costs_are_held_against_what_other_visits_leave(coordinator, town, partner, visit, means):
    actions.change_visit(coordinator, visit=visit, expected=None, means=means)
    visit.refresh_from_db()
    cost(coordinator, visit, "host", 3_000)
    cost(coordinator, visit, "guest", 50_000)  # theirs
    cost(coordinator, visit, "shared", 1_000)  # half of it ours
    cost(coordinator, visit, "host", 2_000, spent=Decimal(2_500))  # what it came to counts
    cost(coordinator, visit, "host", 400, currency="EUR")
    ours = actions.plan_visit(
        coordinator, organisation=town, title="Resa", direction="outgoing", purpose="x", partner=partner, means=means
    )
    cost(coordinator, ours, "guest", 4_000)  # we are the guests
    cost(coordinator, ours, "host", 9_000)

    budget = queries.budget_of(visit)
    assert budget.own == {"SEK": Decimal(6_000), "EUR": Decimal(400)}
    assert (budget.others, budget.left, budget.is_over, budget.uncounted) == (4_000, 0, False, ("EUR",))
    cost(coordinator, visit, "host", 1)
    assert queries.budget_of(visit).is_over
    Activity.objects.filter(pk=ours.activity_id).update(status="cancelled")
    assert queries.budget_of(visit).left == Decimal(3_999)


def test_money_of_others_pays_for_nothing(coordinator, visit):
    theirs = Means.objects.create(framework=FrameworkFactory(), kind="amount", amount=Decimal(1), currency="SEK")
    with pytest.raises(ValidationError, match="one of your own plans"):
        actions.change_visit(coordinator, visit=visit, expected=None, means=theirs)


def test_who_pays_is_taken_over_from_the_agreement_in_force(coordinator, visit, twin):
    with pytest.raises(ValidationError, match="No agreement in force"):
        actions.take_costs_from_agreement(coordinator, visit=visit, currency="SEK")
    agreement = draft_agreement(
        coordinator, cooperation=twin, title="Vänort", costs={"travel": "guest", "lodging": "host", "meals": "host"}
    )
    Agreement.objects.filter(pk=agreement.pk).update(signed_on=date(2020, 1, 1))
    cost(coordinator, visit, "guest", 100, item="meals")  # written by hand before

    assert actions.take_costs_from_agreement(coordinator, visit=visit, currency="SEK") == 2
    assert sorted(visit.costs.values_list("item", "payer")) == [
        ("lodging", "host"),
        ("meals", "guest"),
        ("travel", "guest"),
    ]
    assert actions.take_costs_from_agreement(coordinator, visit=visit, currency="SEK") == 0


# --- What was agreed, and what came of it --------------------------------------------------------------------------------


def test_what_was_agreed_stands_in_the_cooperation_and_on_the_visit(sign_in, coordinator, visit, partner, twin):
    browser = sign_in(coordinator)
    browser.post(
        reverse("visits:note_agreed", args=[visit.pk]), {"text": "Send the song book", "organisation": partner.pk}
    )

    agreed = AgreedAction.objects.get()
    assert (agreed.cooperation, agreed.organisation, agreed.source) == (twin, partner, "Kulturveckan")
    for page in (reverse("visits:visit", args=[visit.pk]), reverse("cooperation:cooperation", args=[twin.pk])):
        assertContains(browser.get(page), "Send the song book")


def test_outside_a_cooperation_nothing_is_agreed(coordinator, town, visit, partner):
    Activity.objects.filter(pk=visit.activity_id).update(cooperation=None)
    visit.activity.refresh_from_db()
    with pytest.raises(ValidationError, match="to which cooperation"):
        actions.note_agreed(coordinator, visit=visit, text="x", organisation=partner)


def test_a_visit_stands_on_the_partners_page_and_in_the_brief(sign_in, coordinator, visit, partner):
    browser = sign_in(coordinator)
    assertContains(browser.get(reverse("cooperation:partner", args=[partner.pk])), "Kulturveckan")
    brief = browser.get(reverse("cooperation:brief", args=[partner.pk, "docx"])).content
    assert any("Kulturveckan" in row.text for row in Word(io.BytesIO(brief)).paragraphs)


# --- The programme -------------------------------------------------------------------------------------------------------


@pytest.fixture
def with_programme(coordinator, visit):
    add = {"visit": visit, "day": SOON}
    actions.add_item(
        coordinator, starts=time(13), ends=time(14, 30), title="Lunch <b>med</b> nämnden", place="Stadshuset",
        host="Ordföranden", interpreted=True, **add,
    )  # fmt: skip
    actions.add_item(coordinator, starts=time(9), title="The library", **add)
    actions.add_delegate(coordinator, visit=visit, post="Head librarian", audience="official", count=2)
    actions.add_cost(coordinator, visit=visit, item="meals", payer="host", amount=Decimal(1234), currency="SEK")
    return visit


def test_the_programme_for_a_calendar(with_programme):
    calendar = Calendar.from_ical(programme.calendar(with_programme))
    events = list(calendar.walk("VEVENT"))

    assert [str(row["summary"]) for row in events] == ["The library", "Lunch <b>med</b> nämnden"]
    lunch = events[1]
    assert lunch.decoded("dtstart").isoformat().startswith(f"{SOON}T13:00:00")
    assert str(lunch.decoded("dtstart").tzinfo) == "Europe/Stockholm"
    assert lunch.decoded("dtend") - lunch.decoded("dtstart") == timedelta(minutes=90)
    assert len({row["uid"] for row in events}) == 2


def test_a_visit_without_a_programme_is_whole_days_in_a_calendar(visit):
    event = Calendar.from_ical(programme.calendar(visit)).walk("VEVENT")[0]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (SOON, SOON + timedelta(days=3))


def test_the_programme_printed_tells_hours_and_nothing_of_money(sign_in, coordinator, with_programme):
    browser = sign_in(coordinator)
    made = browser.get(reverse("visits:programme", args=[with_programme.pk, "docx"])).content
    word = Word(io.BytesIO(made))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "13:00–14:30" in cells
    assert any("Lunch <b>med</b> nämnden (with an interpreter)" in text for text in cells)
    assert not any("1,234" in text for text in [*cells, *(row.text for row in word.paragraphs)])

    pdf = browser.get(reverse("visits:programme", args=[with_programme.pk, "pdf"])).content
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert read.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in read.Root
    assert browser.get(reverse("visits:programme", args=[with_programme.pk, "exe"])).status_code == 404


def test_pages_cost_the_same_however_much_there_is(sign_in, coordinator, town, partner, with_programme, queries):
    browser = sign_in(coordinator)
    pages = [reverse("visits:list"), reverse("visits:visit", args=[with_programme.pk])]

    def costs() -> list[int]:
        told = []
        for page in pages:
            browser.get(page)
            with queries() as seen:
                browser.get(page)
            told.append(len(seen))
        return told

    before = costs()
    for number in range(5):
        actions.add_item(coordinator, visit=with_programme, day=SOON, starts=time(15, number), title=f"{number}")
        actions.add_cost(
            coordinator, visit=with_programme, item="meals", payer="host", amount=Decimal(1), currency="SEK"
        )
        actions.plan_visit(
            coordinator, organisation=town, title=f"{number}", direction="incoming", purpose="x", partner=partner
        )
        actions.ask(coordinator, asked=partner, purpose=f"{number}")
    assert costs() == before


def test_a_visit_that_is_done_may_still_be_settled(coordinator, visit):
    Activity.objects.filter(pk=visit.activity_id).update(status="under_way")
    visit.activity.refresh_from_db()
    line = cost(coordinator, visit, "host", 10)
    with pytest.raises(Refused):  # no goal yet: work's own rule stands
        finish_activity(coordinator, activity=visit.activity, result="We learnt")
    Activity.objects.filter(pk=visit.activity_id).update(status="done", result="We learnt")
    assert actions.say_spent(coordinator, cost=line, spent=Decimal(12)).spent == 12
