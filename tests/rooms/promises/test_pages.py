"""Pages: who sees them, what they say, and what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import caches
from django.urls import reverse

from byalag.rooms.people.enums import Dimension, Role
from byalag.rooms.promises import actions
from byalag.rooms.promises.enums import ConditionState, MeansKind, StepKind
from byalag.rooms.promises.models import Framework
from tests.factories import (
    FrameworkFactory,
    MeansFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportingDutyFactory,
    SectionFactory,
    ThemeFactory,
    member,
)

from .conftest import DAY

pytestmark = pytest.mark.django_db

HARD = "A" * 3000 + " 🌍 שלום <b>bold</b> '; DROP TABLE promises_framework; --"


def url(name, *args):
    return reverse(f"promises:{name}", args=args)


def words(page):
    return page.content.decode()


def test_the_list_leads_to_the_document_that_one_has(sign_in, coordinator):
    page = sign_in(coordinator).get(url("list"))

    assert "Start from the document you have" in words(page)
    assert "Write a new plan" in words(page)


def test_a_reader_sees_why_there_is_no_button(sign_in, reader):
    page = words(sign_in(reader).get(url("list")))

    assert "Only a coordinator of the organisation can do this." in page
    assert "Write a new plan" not in page


def test_the_list_is_grouped_and_its_filters_stand_in_the_address(sign_in, reader, town, adopted):
    FrameworkFactory(organisation=town, kind="strategy", title="The strategy", starts=date(2020, 1, 1))
    FrameworkFactory(organisation=town, title="Next year", starts=date(2024, 1, 1), ends=date(2024, 12, 31))
    FrameworkFactory(title="Theirs")
    client = sign_in(reader)

    def shown(query=""):
        groups = client.get(url("list") + query).context["groups"]
        return [[row.title for year in group["years"] for row, _adopted in year["rows"]] for group in groups]

    assert shown() == [["The strategy"], ["Next year", adopted.title]]
    assert shown("?kind=strategy") == [["The strategy"]]
    assert shown("?status=adopted") == [[adopted.title]]
    assert shown("?year=2024") == [["Next year"]]
    assert shown("?year=2023") == [["The strategy"], [adopted.title]]
    assert shown("?year=nonsense&kind=nonsense") == shown()
    assert "Adopted by Kommunstyrelsen" in words(client.get(url("list")))


def costs(queries, visit, grow):
    """What a page costs in queries with 1, 3 and 30 rows of everything."""
    found, rows = [], 0
    for wanted in (1, 3, 30):
        grow(wanted - rows)
        rows = wanted
        with queries() as seen:
            assert visit().status_code == 200
        found.append(len(seen))
    return found


def test_the_list_costs_the_same_for_any_number_of_plans(sign_in, reader, town, route, queries):
    coordinator = member(town, Role.COORDINATOR)
    client = sign_in(reader)

    def grow(count):
        for number in range(count):
            plan = FrameworkFactory(organisation=town, starts=date(2023 - number % 4, 1, 1))
            ObjectiveFactory(framework=plan)
            actions.take_step(coordinator, framework=plan, kind=StepKind.PROPOSE, decided_on=DAY)

    one, three, thirty = costs(queries, lambda: client.get(url("list")), grow)

    assert one == three == thirty
    assert one <= 15


def fill(plan, count, town):
    goals = [ObjectiveFactory(framework=FrameworkFactory(organisation=town, kind="strategy")) for _ in range(2)]
    for number in range(count):
        section = SectionFactory(framework=plan, theme=ThemeFactory(organisation=town, dimension=Dimension.REGION))
        goal = ObjectiveFactory(
            framework=plan,
            section=section,
            condition="If" if number % 2 else "",
            condition_state=ConditionState.OPEN if number % 2 else ConditionState.NONE,
        )
        goal.themes.add(ThemeFactory(organisation=town))
        goal.supports.add(*goals)
        ReportingDutyFactory(framework=plan, objective=goal)
        ObjectiveFactory(framework=plan, section=section, parent=goal)
        MeansFactory(framework=plan)


def test_the_plan_costs_the_same_for_any_number_of_goals(sign_in, reader, town, adopted, queries):
    client = sign_in(reader)

    one, three, thirty = costs(
        queries, lambda: client.get(url("framework", adopted.pk)), lambda count: fill(adopted, count, town)
    )

    assert one == three == thirty
    assert one <= 45


def test_writing_costs_the_same_for_any_number_of_goals(sign_in, coordinator, town, plan, queries):
    client = sign_in(coordinator)

    one, three, thirty = costs(
        queries, lambda: client.get(url("outline", plan.pk)), lambda count: fill(plan, count, town)
    )

    assert one == three == thirty
    assert one <= 25


def test_what_one_may_not_see_does_not_exist(sign_in, plan):
    client = sign_in(member(OrganisationFactory(), Role.COORDINATOR))
    goal, section = plan.objectives.get(), SectionFactory(framework=plan)
    means, duty = MeansFactory(framework=plan), ReportingDutyFactory(framework=plan)

    for name, pk in (
        ("framework", plan.pk),
        ("edit", plan.pk),
        ("outline", plan.pk),
        ("tie", plan.pk),
        ("source", plan.pk),
        ("trash", plan.pk),
        ("publish", plan.pk),
        ("unpublish", plan.pk),
        ("share", plan.pk),
        ("section_add", plan.pk),
        ("objective_add", plan.pk),
        ("means_add", plan.pk),
        ("duty_add", plan.pk),
        ("amendment_start", plan.pk),
        ("section_edit", section.pk),
        ("objective", goal.pk),
        ("objective_edit", goal.pk),
        ("objective_themes", goal.pk),
        ("condition", goal.pk),
        ("means_edit", means.pk),
        ("duty_edit", duty.pk),
        ("duty_answer", duty.pk),
    ):
        assert client.get(url(name, pk)).status_code == 404, name
    for name, pk in (
        ("section_move", section.pk),
        ("section_remove", section.pk),
        ("objective_move", goal.pk),
        ("objective_remove", goal.pk),
        ("means_remove", means.pk),
        ("duty_remove", duty.pk),
    ):
        assert client.post(url(name, pk)).status_code == 404, name
    assert client.get(url("step", plan.pk, "propose")).status_code == 404
    assert client.get(url("version", plan.pk, 0)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "outline", "section_add", "objective_add", "means_add", "duty_add", "source"])
def test_an_adopted_plan_shows_the_reason_instead_of_the_form(sign_in, coordinator, adopted, name):
    page = sign_in(coordinator).get(url(name, adopted.pk))

    assert "This plan is adopted. It changes only by an amendment." in words(page)
    assert 'method="post" enctype' not in words(page)


def test_the_plan_page_tells_the_story(sign_in, reader, town, adopted):
    goal = ObjectiveFactory(
        framework=adopted,
        section=SectionFactory(framework=adopted, name="Europa"),
        text="Delta i C-Cities",
        condition="om finansieringen räcker",
        condition_state=ConditionState.OPEN,
        number="1.2",
    )
    ReportingDutyFactory(framework=adopted, objective=goal, text="Kurser", to_whom="Sida", answer="Två kurser")
    MeansFactory(framework=adopted, kind=MeansKind.SHARE, amount=None, currency="", share="0.5", post="Koordinator")

    page = words(sign_in(reader).get(url("framework", adopted.pk)))

    for told in (
        adopted.title,
        "Adopted by Kommunstyrelsen",
        "Europa",
        "1.2",
        "om finansieringen räcker",
        "Waits for go or no go",
        "Två kurser",
        "Koordinator",
        "Proposed by Internationella rådet",
        "The account was due on 31 January 2024.",
        "This plan rests on no strategy yet.",
    ):
        assert told in page, told
    assert "Amend the plan" not in page, "a reader amends nothing"


def test_filters_narrow_the_plan_and_its_figures(sign_in, reader, town, adopted):
    theme = ThemeFactory(organisation=town, dimension=Dimension.FOCUS, name="Solidarity", code="solidarity")
    goal = ObjectiveFactory(framework=adopted, text="Only this")
    goal.themes.add(theme)
    client = sign_in(reader)

    narrowed = client.get(url("framework", adopted.pk), {"focus": "solidarity"})

    assert [row.text for row in narrowed.context["reading"].objectives] == ["Only this"]
    assert narrowed.context["facts"]["goals"] == 1
    assert narrowed.context["framework"].scope.objective_ids == (goal.pk,)
    assert client.get(url("framework", adopted.pk), {"focus": "nonsense"}).context["facts"]["goals"] == 2


def test_an_empty_strategy_asks_for_its_text(sign_in, coordinator, town):
    strategy = FrameworkFactory(organisation=town, kind="strategy")

    page = words(sign_in(coordinator).get(url("framework", strategy.pk)))

    assert "Add the strategy" in page
    assert url("source", strategy.pk) in page


def test_a_plan_that_was_sent_back_says_why_at_the_top(sign_in, coordinator, route, plan):
    actions.take_step(coordinator, framework=plan, kind=StepKind.PROPOSE, decided_on=DAY)
    actions.take_step(
        coordinator, framework=plan, kind=StepKind.PREPARE, decided_on=DAY, outcome="sent_back", reasons="No budget."
    )

    page = words(sign_in(coordinator).get(url("framework", plan.pk)))

    assert "Sent back by Ledningsutskottet" in page
    assert page.index("No budget.") < page.index("Decision route")


def test_text_of_all_kinds_is_shown_as_text(sign_in, reader, plan):
    ObjectiveFactory(framework=plan, text=HARD)
    SectionFactory(framework=plan, name="<i>no</i>", text=HARD)

    page = words(sign_in(reader).get(url("framework", plan.pk)))

    assert "<b>bold</b>" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<i>no</i>" not in page


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
def test_the_page_speaks_three_languages(sign_in, coordinator, adopted, language):
    client = sign_in(coordinator)
    client.cookies["django_language"] = language

    heading = {"en": "Decision route", "sv": "Beslutsgång", "pl": "Ścieżka decyzji"}[language]

    assert heading in words(client.get(url("framework", adopted.pk), headers={"accept-language": language}))


def test_the_public_page_shows_what_was_published(client, coordinator, town, adopted):
    from_outside = f"/{town.slug}/{adopted.slug}/"
    assert client.get(from_outside).status_code == 404

    actions.publish_framework(coordinator, framework=adopted)
    page = client.get(from_outside)

    assert page.status_code == 200
    for told in (adopted.title, "Adopted by Kommunstyrelsen", "Danmark"):
        assert told in words(page), told
    assert url("framework", adopted.pk) not in words(page)
    assert "/records/" not in words(page)

    actions.unpublish_framework(coordinator, framework=adopted)
    assert client.get(from_outside).status_code == 404


def test_the_public_answer_of_a_declaration_stands_under_its_commitment(client, coordinator, town):
    declaration = FrameworkFactory(organisation=town, kind="declaration", slug="declaration")
    commitment = ObjectiveFactory(framework=declaration, level="commitment", text="We train ourselves.")
    ReportingDutyFactory(framework=declaration, objective=commitment, text="Courses", answer="Two courses.")
    ReportingDutyFactory(framework=declaration, objective=commitment, text="Instructors")
    actions.publish_framework(coordinator, framework=declaration)

    page = words(client.get(f"/{town.slug}/declaration/"))

    assert page.index("We train ourselves.") < page.index("Two courses.")
    assert "Not answered yet." in page
    assert "commitment" in page


def test_a_draft_in_the_trash_has_no_public_page(client, coordinator, town, plan):
    actions.publish_framework(coordinator, framework=plan)
    actions.trash_framework(coordinator, framework=plan)

    assert client.get(f"/{town.slug}/{plan.slug}/").status_code == 404
    assert Framework.objects.get().trashed_at


def test_the_public_page_costs_the_same_for_any_number_of_goals(client, coordinator, town, adopted, queries):
    actions.publish_framework(coordinator, framework=adopted)

    def ask():
        caches["public"].clear()
        return client.get(f"/{town.slug}/{adopted.slug}/")

    one, three, thirty = costs(queries, ask, lambda count: fill(adopted, count, town))

    assert one == three == thirty
    assert one <= 35


def test_partners_see_the_plan_and_nothing_of_how_we_came_to_it(sign_in, coordinator, town, route, plan):
    strategy = FrameworkFactory(organisation=town, kind="strategy", title="Secret strategy")
    wish = ObjectiveFactory(framework=strategy, text="Secret wish")
    plan.objectives.get().supports.add(wish)
    actions.tie_to_strategy(coordinator, framework=plan, based_on=strategy)
    actions.take_step(coordinator, framework=plan, kind=StepKind.PROPOSE, decided_on=DAY)
    actions.take_step(
        coordinator, framework=plan, kind=StepKind.PREPARE, decided_on=DAY, outcome="sent_back", reasons="Inner matter"
    )
    actions.publish_framework(coordinator, framework=plan)
    ours = words(sign_in(coordinator).get(url("framework", plan.pk)))
    theirs = words(sign_in(member(OrganisationFactory(), Role.READER)).get(url("framework", plan.pk)))

    for inner in ("Secret strategy", "Secret wish", "Inner matter", "Next step"):
        assert inner in ours, inner
        assert inner not in theirs, inner
    decision = reverse("records:decision", args=[plan.steps.get(kind=StepKind.PROPOSE).decision_id])
    assert decision in ours
    assert decision not in theirs


def test_an_empty_strategy_is_asked_for_on_the_plan(sign_in, coordinator, town, plan):
    strategy = FrameworkFactory(organisation=town, kind="strategy")
    actions.tie_to_strategy(coordinator, framework=plan, based_on=strategy)
    client = sign_in(coordinator)
    assert "Its text is not here yet." in words(client.get(url("framework", plan.pk)))

    ObjectiveFactory(framework=strategy)
    assert "Its text is not here yet." not in words(client.get(url("framework", plan.pk)))
