"""Local ownership: those who support a plan comment on it and never write in it, whatever its state."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import LogEntry, SearchText
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import PUBLIC, WITHHELD, Person, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.people.models import Post
from byalag.rooms.promises import actions, queries, rules
from byalag.rooms.promises.enums import CommentState, FrameworkStatus, StepKind
from byalag.rooms.promises.models import Amendment, Comment, Indicator
from tests.duties import due
from tests.factories import (
    CircleFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    RouteStepFactory,
    SectionFactory,
    member,
)

pytestmark = pytest.mark.django_db

CO, C, CT = Role.COORDINATOR, Role.CONTRIBUTOR, Role.CONTROLLER
WHO = ("owner", "supporter", "party", "stranger")
WORDS = "Vi undrar hur kvinnorna i rörelsen har tagit del av målet."


@pytest.fixture
def who(town):
    """The owner of a plan, a supporter and another party that share a circle with it, and a stranger."""
    supporter, party = OrganisationFactory(name="Stödjaren"), OrganisationFactory(name="En part till")
    circle = CircleFactory()
    circle.organisations.add(town, supporter, party)
    return {"owner": town, "supporter": supporter, "party": party, "stranger": OrganisationFactory(name="Främling")}


@pytest.fixture
def circle(who):
    return who["owner"].circles.get()


@pytest.fixture
def shared(plan, circle):
    plan.visibility, plan.circle = Visibility.CIRCLE, circle
    plan.save()
    return plan


@pytest.fixture
def goal(shared):
    return shared.objectives.get()


@pytest.fixture
def supporter(who):
    return member(who["supporter"], CO)


def say(actor: Any, framework: Any, **more: Any) -> Comment:
    return actions.comment(actor, framework=framework, **({"text": WORDS, "language": "sv"} | more))


# --- The matrix: who × role × state of the plan -----------------------------------------------------------------------

DRAFT, ADOPTED = FrameworkStatus.DRAFT, FrameworkStatus.ADOPTED


def _amendment(plan: Any) -> Amendment:
    return Amendment(framework=plan, number=1, reason="x")


# How the rule is asked, who of the owner's may, and in which states of the plan.
WRITES: dict[str, tuple[Any, set[Role], set[FrameworkStatus]]] = {
    "edit_framework": (lambda plan: plan, {CO}, {DRAFT}),
    "set_themes": (lambda plan: plan.objectives.get(), {CO}, set(FrameworkStatus)),
    "tie_to_strategy": (lambda plan: plan, {CO}, set(FrameworkStatus)),
    "trash_framework": (lambda plan: plan, {CO}, {DRAFT}),
    "publish_framework": (lambda plan: plan, {CO}, set(FrameworkStatus)),
    "unpublish_framework": (lambda plan: plan, {CO}, set(FrameworkStatus)),
    "share_framework": (lambda plan: plan, {CO}, set(FrameworkStatus)),
    "start_amendment": (lambda plan: plan, {CO}, {ADOPTED}),
    "edit_amendment": (_amendment, {CO}, set(FrameworkStatus)),
    "edit_indicator": (lambda plan: plan, {CO}, set(FrameworkStatus)),
    "open_period": (lambda plan: plan, {CO}, set(FrameworkStatus)),
}


@pytest.mark.parametrize("status", FrameworkStatus)
@pytest.mark.parametrize(("position", "role"), list(product(("owner", "supporter"), Role)))
@pytest.mark.parametrize("question", WRITES)
def test_the_supporter_writes_nothing_in_the_plan_in_any_state(who, shared, question, position, role, status):
    shared.status = status
    shared.save()
    of, roles, states = WRITES[question]
    verdict = getattr(rules, f"may_{question}")(member(who[position], role), of(shared))

    assert bool(verdict) == (position == "owner" and role in roles and status in states)
    assert verdict or str(verdict.reason).endswith(".")


@pytest.mark.parametrize("status", FrameworkStatus)
@pytest.mark.parametrize(("position", "role"), list(product(("owner", "supporter"), Role)))
def test_the_supporter_takes_no_step_of_the_plan(who, shared, council, position, role, status):
    for order, kind in enumerate(StepKind, start=1):
        RouteStepFactory(
            organisation=shared.organisation, framework_kind=shared.kind, kind=kind, body=council, order=order
        )
    shared.status = status
    actor = member(who[position], role)
    may = [bool(rules.may_take_step(actor, shared, kind)) for kind in StepKind]

    assert any(may) == (position == "owner" and role == CO and status != ADOPTED)


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
@pytest.mark.parametrize("status", FrameworkStatus)
def test_who_comments(who, shared, position, role, visibility, status):
    shared.visibility, shared.status = visibility, status
    shared.save()
    sees = position == "owner" or (position != "stranger" and visibility != Visibility.ORGANISATION)
    verdict = rules.may_comment(member(who[position], role), shared)

    assert bool(verdict) == (sees and role in (CO, C, CT))
    assert verdict or str(verdict.reason).endswith(".")


def test_nobody_comments_on_what_lies_in_the_trash_nor_without_an_organisation(who, shared, coordinator):
    assert not rules.may_comment(PUBLIC, shared)
    assert not rules.may_comment(system(), shared)
    shared.trashed_at = timezone.now()
    shared.save()
    assert [bool(rules.may_comment(member(row, *Role), shared)) for row in who.values()] == [False] * 4
    with pytest.raises(Refused):
        say(coordinator, shared)


@pytest.mark.parametrize("state", CommentState)
@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_who_answers_and_who_withdraws(who, shared, position, role, state):
    settled = state in ("taken_in", "answered")
    row = Comment.objects.create(
        framework=shared, organisation=who["supporter"], role=CO, language="sv", state=state,
        text="" if state == "withdrawn" else WORDS, answer="Tack" if settled else "",
        answered_at=timezone.now() if settled else None,
    )  # fmt: skip
    actor = member(who[position], role)
    answers, withdraws = rules.may_answer_comment(actor, row), rules.may_withdraw_comment(actor, row)

    assert bool(answers) == (position == "owner" and role == CO and state != "withdrawn")
    assert bool(withdraws) == (position == "supporter" and role == CO and state == "open")
    assert all(verdict or str(verdict.reason).endswith(".") for verdict in (answers, withdraws))


def test_who_wrote_a_comment_withdraws_it_without_coordinating(who, shared):
    writer, other = member(who["supporter"], C), member(who["supporter"], C)
    person = Person.objects.create(organisation=who["supporter"], user_id=writer.user_id, name="Skribenten")
    row = say(type(writer)(**{**writer.__dict__, "person_id": person.pk}), shared)

    assert row.author == person
    assert rules.may_withdraw_comment(type(writer)(**{**writer.__dict__, "person_id": person.pk}), row)
    assert not rules.may_withdraw_comment(other, row)


# --- Who reads ----------------------------------------------------------------------------------------------------------


def reading(who: dict[str, Any], role: Role = Role.READER) -> set[str]:
    return {name for name, row in who.items() if queries.comments_visible_to(member(row, role)).exists()}


def test_comments_on_a_shared_plan_are_read_in_the_circle(who, shared, supporter):
    say(supporter, shared)

    assert reading(who) == {"owner", "supporter", "party"}
    assert not queries.comments_visible_to(PUBLIC).exists()


def test_comments_on_a_public_plan_stay_between_the_two(who, shared, supporter):
    shared.visibility = Visibility.PUBLIC
    shared.save()
    say(supporter, shared)

    assert reading(who) == {"owner", "supporter"}


def test_what_was_said_before_a_plan_was_shared_is_not_read_by_the_circle_afterwards(who, plan, circle, coordinator):
    say(coordinator, plan, text="Mellan oss")
    plan.visibility, plan.circle = Visibility.CIRCLE, circle
    plan.save()

    assert reading(who) == {"owner"}


def test_comments_go_out_of_sight_with_the_plan(who, shared, supporter):
    say(supporter, shared)
    shared.visibility, shared.circle = Visibility.ORGANISATION, None
    shared.save()
    assert reading(who) == {"owner"}
    shared.trashed_at = timezone.now()
    shared.save()
    assert reading(who) == set()


def test_what_the_public_is_given_says_nothing_of_comments(who, shared, supporter, client, sign_in):
    shared.visibility, shared.status = Visibility.PUBLIC, ADOPTED
    shared.save()
    row = say(supporter, shared)
    actions.answer_comment(system(shared.organisation), comment=row, state="answered", answer="Svaret till dem")
    organisation = shared.organisation
    addresses = [
        reverse("public:published", args=[organisation.slug, shared.slug]),
        reverse("public:box", args=[organisation.slug, shared.slug]),
        reverse("public:feed", args=[organisation.slug]),
    ]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200
        assertNotContains(page, WORDS)
        assertNotContains(page, "Svaret till dem")
    stranger = sign_in(member(who["stranger"], *Role))
    page = stranger.get(shared.get_absolute_url())
    assertNotContains(page, WORDS)
    assertNotContains(page, "comment-")
    assertNotContains(stranger.get(reverse("web:search"), {"q": "kvinnorna"}), WORDS)
    assert not SearchText.objects.filter(text__contains="kvinnorna").exists()


def test_a_withheld_plan_is_not_commented_on_by_those_who_do_not_see_it(who, shared):
    shared.visibility, shared.shown_from = Visibility.PUBLIC, WITHHELD
    shared.save()

    assert not rules.may_comment(member(who["supporter"], CO), shared)


# --- Written, answered, withdrawn ----------------------------------------------------------------------------------------


def test_a_comment_is_answered_with_words_and_changes_nothing(shared, goal, supporter, coordinator):
    before = (shared.version, goal.text)
    row = say(supporter, shared, objective=goal)
    with pytest.raises(ValidationError, match="a few words"):
        actions.answer_comment(coordinator, comment=row, state="taken_in", answer=" ")
    with pytest.raises(ValidationError, match="taken the comment in"):
        actions.answer_comment(coordinator, comment=row, state="open", answer="Tack")
    row = actions.answer_comment(coordinator, comment=row, state="taken_in", answer="Tack, vi skriver om målet.")
    again = {"comment": row, "state": "answered", "answer": "Vi låter det stå.", "expected": row.version}
    row = actions.answer_comment(coordinator, **again)
    with pytest.raises(Conflict):
        actions.answer_comment(coordinator, **again)
    with pytest.raises(Refused, match="beside its answer"):
        actions.withdraw_comment(supporter, comment=row)

    shared.refresh_from_db(), goal.refresh_from_db()
    assert (shared.version, goal.text) == before
    assert (row.state, row.answer) == ("answered", "Vi låter det stå.")


def test_a_withdrawn_comment_says_nothing_any_more_and_the_log_never_did(who, shared, supporter, coordinator):
    row = say(supporter, shared)
    actions.withdraw_comment(supporter, comment=row)
    row.refresh_from_db()

    assert (row.state, row.text) == ("withdrawn", "")
    assert reading(who) == set()
    told = LogEntry.objects.filter(object_label="promises.comment", object_id=str(row.pk))
    assert [entry.action for entry in told] == ["promises.comment.written", "promises.comment.withdrawn"]
    assert not any("kvinnorna" in str(entry.data) for entry in told)
    with pytest.raises(Refused, match="was withdrawn"):
        actions.answer_comment(coordinator, comment=row, state="answered", answer="Tack")


def test_the_log_holds_back_what_comments_and_answers_say(shared, supporter, coordinator):
    row = say(supporter, shared)
    actions.answer_comment(coordinator, comment=row, state="answered", answer="Ett hemligt svar")

    assert not LogEntry.objects.filter(data__icontains="hemligt").exists()
    last = LogEntry.objects.filter(action="promises.comment.answered").get()
    assert last.data["diff"]["answer"] == "held back"


def test_the_database_holds_what_a_comment_is(shared, who):
    facts = {"framework": shared, "organisation": who["supporter"], "role": CO, "language": "sv"}
    for wrong in (
        {"text": ""},
        {"text": "x", "state": "withdrawn"},
        {"text": "x", "state": "answered"},
        {"text": "x", "answer": "y"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.create(**facts, **wrong)


def test_a_comment_is_about_a_goal_that_stands_in_the_plan(shared, goal, supporter):
    elsewhere = ObjectiveFactory(framework=FrameworkFactory())
    for wrong in (elsewhere, goal):
        if wrong is goal:
            goal.removed_at = timezone.now()
            goal.save()
        with pytest.raises(ValidationError, match="no longer part"):
            say(supporter, shared, objective=wrong)
    with pytest.raises(ValidationError, match="want to say"):
        say(supporter, shared, text="  ")


def test_comments_on_a_goal_that_was_taken_out_wait_for_nobody(shared, goal, supporter, coordinator):
    say(supporter, shared, objective=goal)
    actions.remove_objective(coordinator, objective=goal)
    assert queries.comments_waiting(coordinator) == []
    actions.put_back_objective(coordinator, objective=goal)
    assert [row[2] for row in queries.comments_waiting(coordinator)] == [1]


def test_coordinators_of_the_owner_are_told_on_today(who, shared, supporter, coordinator):
    say(supporter, shared)
    row = say(supporter, shared, text="En sak till")
    told = [duty for duty in due(coordinator, "promises") if duty.key == f"promises.comments:{shared.pk}"]

    assert [(duty.title, duty.detail) for duty in told] == [("2 comments wait for an answer", shared.title)]
    assert not [duty for duty in due(supporter, "promises") if "comments" in duty.key]
    for waiting in Comment.objects.all():
        actions.answer_comment(coordinator, comment=waiting, state="taken_in", answer="Tack")
    assert not [duty for duty in due(coordinator, "promises") if "comments" in duty.key]
    assert row.framework == shared


# --- Pages ----------------------------------------------------------------------------------------------------------------


def test_from_comment_to_answer_on_pages(shared, goal, supporter, coordinator, sign_in):
    browser = sign_in(supporter)
    write = reverse("promises:comment", args=[shared.pk])
    assertContains(browser.get(f"{write}?goal={goal.pk}"), goal.text)
    assertContains(browser.get(write), "by the partners with whom the plan is shared")
    assertContains(browser.post(write, {"text": "", "language": "sv"}), "This field is required", status_code=422)
    page = browser.post(f"{write}?goal={goal.pk}", {"text": WORDS, "language": "sv"}, follow=True)
    assertContains(page, WORDS)
    row = Comment.objects.get()
    assert row.objective == goal
    assertNotContains(page, reverse("promises:comment_answer", args=[row.pk]))
    assertContains(browser.get(shared.get_absolute_url()), "1 open comment")

    browser = sign_in(coordinator)
    assertContains(browser.get(reverse("web:today")), "1 comment waits for an answer")
    answer = reverse("promises:comment_answer", args=[row.pk])
    assertContains(browser.get(shared.get_absolute_url()), answer)
    typed = {"state": "taken_in", "answer": "Tack, det tar vi in.", "version": row.version}
    assertContains(browser.post(answer, typed | {"answer": ""}), "This field is required", status_code=422)
    assertContains(browser.post(answer, typed, follow=True), "Tack, det tar vi in.")
    page = browser.get(shared.get_absolute_url())
    assertContains(page, "1 answered comment")
    assertNotContains(page, "open comment")
    assertContains(browser.get(reverse("web:history", args=["promises.framework", shared.pk])), "Answered a comment")


def test_withdrawing_asks_first_and_is_for_those_who_wrote(shared, supporter, coordinator, sign_in):
    row = say(supporter, shared)
    address = reverse("promises:comment_withdraw", args=[row.pk])
    assertContains(sign_in(coordinator).get(address), "Only those who wrote a comment withdraw it.")
    browser = sign_in(supporter)
    assertContains(browser.get(address), WORDS)
    assertNotContains(browser.post(address, {"version": row.version}, follow=True), WORDS)
    assert browser.get(address).status_code == 404


def test_who_it_is_stands_by_post_and_a_name_only_at_home(who, shared, sign_in):
    writer = member(who["supporter"], C)
    person = Person.objects.create(organisation=who["supporter"], user_id=writer.user_id, name="Ett Eget Namn")
    Post.objects.create(organisation=who["supporter"], person=person, title="Programhandläggare")
    Post.objects.create(organisation=who["supporter"], person=person, title="Förra posten", ends=date(2020, 1, 1))
    sign_in(writer).post(reverse("promises:comment", args=[shared.pk]), {"text": WORDS, "language": "sv"})

    for name, role, knows in (("supporter", C, True), ("supporter", Role.READER, False), ("owner", CO, False)):
        page = sign_in(member(who[name], role)).get(shared.get_absolute_url())
        assertContains(page, "Programhandläggare")
        assertNotContains(page, "Förra posten")
        (assertContains if knows else assertNotContains)(page, "Ett Eget Namn")
    person.alias, person.at_risk = "Handläggare 7", True
    person.save()
    page = sign_in(member(who["supporter"], CO)).get(shared.get_absolute_url())
    assertContains(page, "Handläggare 7")
    assertNotContains(page, "Ett Eget Namn")


@pytest.mark.parametrize("name", ["comment_answer", "comment_withdraw"])
def test_pages_of_a_comment_do_not_exist_for_those_who_do_not_read_it(who, shared, supporter, sign_in, name):
    row = say(supporter, shared)

    assert sign_in(member(who["stranger"], *Role)).get(reverse(f"promises:{name}", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "{{ 7 }}{% now %}", "שלום 🌍 " * 400, "\u202eabc"])
def test_awkward_text_is_shown_as_it_was_written(shared, supporter, sign_in, hostile):
    say(supporter, shared, text=hostile)
    page = sign_in(supporter).get(shared.get_absolute_url())

    assert page.status_code == 200
    assertNotContains(page, "<script>alert")


def test_the_pages_cost_the_same_for_any_number_of_comments(shared, goal, supporter, coordinator, sign_in):
    for actor in (coordinator, supporter):
        costs = []
        for more in (1, 2, 27):
            for number in range(more):
                other = ObjectiveFactory(framework=shared, section=SectionFactory(framework=shared))
                rows = [say(supporter, shared), say(supporter, shared, objective=goal)]
                say(coordinator, shared, objective=other)
                actions.answer_comment(coordinator, comment=rows[number % 2], state="taken_in", answer="Tack")
            browser = sign_in(actor)
            with CaptureQueriesContext(connection) as seen:
                browser.get(shared.get_absolute_url())
            with CaptureQueriesContext(connection) as of_goal:
                browser.get(goal.get_absolute_url())
            costs.append((len(seen), len(of_goal)))
        assert len(set(costs)) == 1, costs


def test_an_indicator_of_a_partner_is_not_written_by_the_supporter(shared, supporter):
    assert isinstance(actions.add_indicator(system(shared.organisation), framework=shared, name="Antal"), Indicator)
    with pytest.raises(Refused):
        actions.add_indicator(supporter, framework=shared, name="Deras")
