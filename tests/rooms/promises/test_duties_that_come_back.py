"""Reporting duties with a due rule: they wait until they are answered, and then for the next date."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from byalag.core.verdicts import Refused
from byalag.rooms.people.enums import Role
from byalag.rooms.promises import actions, queries, rules
from tests.duties import due
from tests.factories import FrameworkFactory, OrganisationFactory, ReportingDutyFactory, member

pytestmark = pytest.mark.django_db
YEARLY = "yearly 01-31"


@pytest.fixture
def yearly(adopted):
    return ReportingDutyFactory(framework=adopted, text="Courses held", due=date(2024, 1, 31), due_rule=YEARLY)


def waiting(actor) -> list[date]:
    return [duty.due for duty in due(actor, "promises") if duty.key.startswith("promises.duty")]


@pytest.mark.parametrize("today", ["2023-12-01", "2024-01-31", "2024-02-01", "2029-06-15"])
def test_an_unanswered_date_stays_the_same_however_late_it_is(freezer, coordinator, yearly, today):
    freezer.move_to(today)

    assert waiting(coordinator) == [date(2024, 1, 31)]


def test_an_answer_lets_the_next_date_wait(coordinator, yearly):
    actions.answer_duty(coordinator, duty=yearly, answer="Two courses")

    yearly.refresh_from_db()
    assert (yearly.answer, yearly.answered_for, yearly.due) == ("Two courses", date(2024, 1, 31), date(2025, 1, 31))
    assert waiting(coordinator) == [date(2025, 1, 31)]
    keys = [duty.key for duty in due(coordinator, "promises")]
    assert keys == [f"promises.duty:{yearly.pk}:2025-01-31"]


def test_the_last_date_of_a_rule_that_ends_waits_for_nothing_more(coordinator, adopted):
    duty = ReportingDutyFactory(framework=adopted, due=date(2024, 1, 31), due_rule="yearly 01-31 until 2024-12-31")

    actions.answer_duty(coordinator, duty=duty, answer="Two courses")

    duty.refresh_from_db()
    assert not duty.waits
    assert waiting(coordinator) == []


def test_an_answer_can_be_taken_back_and_nothing_written_is_lost(coordinator, yearly):
    for text in ("First", "Second"):
        actions.answer_duty(coordinator, duty=yearly, answer=text)

    actions.take_back_answer(coordinator, duty=yearly)

    yearly.refresh_from_db()
    assert (yearly.due, yearly.answered_for, yearly.answer) == (date(2025, 1, 31), date(2024, 1, 31), "Second")
    assert yearly.waits
    actions.take_back_answer(coordinator, duty=yearly)
    yearly.refresh_from_db()
    assert (yearly.due, yearly.answered_for) == (date(2024, 1, 31), None)
    with pytest.raises(Refused, match="no answer to take back"):
        actions.take_back_answer(coordinator, duty=yearly)


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("role", Role)
def test_who_may_take_back_an_answer(role, answered):
    town = OrganisationFactory()
    duty = ReportingDutyFactory(
        framework=FrameworkFactory(organisation=town),
        due_rule=YEARLY, due=date(2025, 1, 31), answered_for=date(2024, 1, 31) if answered else None,
    )  # fmt: skip

    verdict = rules.may_take_back_answer(member(town, role), duty)

    assert bool(verdict) == (role == Role.COORDINATOR and answered)
    assert bool(verdict) or str(verdict.reason)


def test_a_duty_counted_from_the_end_of_the_plan_follows_it(coordinator, plan):
    duty = actions.add_duty(coordinator, framework=plan, text="Final report", due_rule="after 2 months")
    assert duty.due == date(2024, 2, 29)

    actions.edit_framework(coordinator, framework=plan, ends=date(2024, 12, 31))

    duty.refresh_from_db()
    assert duty.due == date(2025, 2, 28)


def test_the_form_says_the_rule_back_and_an_untouched_one_keeps_it(sign_in, coordinator, plan, filled):
    client = sign_in(coordinator)
    add = reverse("promises:duty_add", args=[plan.pk])
    fields = filled(client.get(add)) | {"text": "Minutes", "due": "2026-04-30", "comes_back": "monthly"}
    assert client.post(add, fields).status_code == 302
    duty = queries.duties_of(plan).get()
    assert duty.due_rule == "monthly 31 from 2026-04-30"
    duty.due_rule, duty.due = "monthly 30 from 2026-01-30", date(2026, 2, 28)
    duty.save()

    edit = reverse("promises:duty_edit", args=[duty.pk])
    client.post(edit, filled(client.get(edit)))

    duty.refresh_from_db()
    assert (duty.due_rule, duty.due) == ("monthly 30 from 2026-01-30", date(2026, 2, 28))
    assert "every month on day 30" in client.get(plan.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"comes_back": "yearly"}, "Choose a date."),
        ({"comes_back": "after"}, "Write how long after, as a whole number."),
        ({"comes_back": "yearly", "due": "2026-01-31", "until": "2025-01-31"}, "It ends before it begins."),
    ],
)
def test_a_rule_that_makes_no_sense_gets_a_sentence(sign_in, coordinator, plan, filled, fields, sentence):
    client = sign_in(coordinator)
    add = reverse("promises:duty_add", args=[plan.pk])

    page = client.post(add, filled(client.get(add)) | {"text": "Minutes"} | fields)

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_the_answer_is_taken_back_on_the_page(sign_in, coordinator, yearly):
    actions.answer_duty(coordinator, duty=yearly, answer="Two courses")
    client = sign_in(coordinator)
    page = client.get(yearly.framework.get_absolute_url()).content.decode()
    assert "Answered for 31 January 2024:" in page
    assert "Write the next answer" in page

    answer = client.post(reverse("promises:duty_take_back", args=[yearly.pk]), follow=True).content.decode()

    assert "Two courses" in answer
    assert "Your answer is for 31 January 2024." in answer
