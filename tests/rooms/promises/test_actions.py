"""Writing a draft: each verb does its thing, leaves one trace, and refuses others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from byalag.core import log
from byalag.core.models import LogEntry
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises import actions, queries
from byalag.rooms.promises.enums import ConditionState, FrameworkKind, MeansKind, ObjectiveLevel
from byalag.rooms.promises.models import Framework, Objective
from tests.factories import (
    BodyFactory,
    CircleFactory,
    FrameworkFactory,
    MeansFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportingDutyFactory,
    SectionFactory,
    ThemeFactory,
    member,
)

pytestmark = pytest.mark.django_db

YEAR = {"starts": date(2023, 1, 1), "ends": date(2023, 12, 31)}
HARD = "A" * 4000 + " 🌍 שלום <script>alert('x')</script> '; DROP TABLE promises_framework; --"


def opened(actor, town, **values):
    return actions.open_framework(
        actor, **{"organisation": town, "kind": FrameworkKind.OPERATIONS_PLAN, "title": "Plan", **YEAR, **values}
    )


def codes(thing):
    return [entry.action for entry in log.entries(thing)]


def test_a_plan_is_opened_as_a_draft_with_an_address_from_its_title(coordinator, town):
    plan = opened(coordinator, town, title="  Verksamhetsplan för Internationella rådet 2023 ")

    assert (plan.title, plan.slug, plan.status, plan.language, plan.visibility) == (
        "Verksamhetsplan för Internationella rådet 2023",
        "verksamhetsplan-for-internationella-radet-2023",
        "draft",
        "sv",
        Visibility.ORGANISATION,
    )
    assert codes(plan) == ["promises.framework.opened"]


@pytest.mark.parametrize(
    ("title", "slug"), [("Plan", "plan-2"), ("🌍", "operations-plan-2023"), ("שלום", "operations-plan-2023")]
)
def test_every_title_gets_an_address_of_its_own(coordinator, town, title, slug):
    opened(coordinator, town)

    assert opened(coordinator, town, title=title).slug == slug


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": "  "}, "title"), ({"ends": date(2022, 1, 1)}, "ends")],
)
def test_a_plan_needs_a_title_and_a_period_that_goes_forward(coordinator, town, values, field):
    with pytest.raises(ValidationError) as fault:
        opened(coordinator, town, **values)

    assert list(fault.value.error_dict) == [field]
    assert not Framework.objects.exists()


def test_the_body_is_one_of_ours(coordinator, town):
    with pytest.raises(ValidationError, match="body of your own"):
        opened(coordinator, town, body=BodyFactory())


def test_a_reader_opens_nothing(reader, town):
    with pytest.raises(Refused):
        opened(reader, town)

    assert not Framework.objects.exists()
    assert not LogEntry.objects.exists()


def test_editing_says_what_changed_from_what_to_what(coordinator, plan):
    changed = actions.edit_framework(coordinator, framework=plan, expected=1, lead="Short", title=plan.title)

    assert (changed.lead, changed.version) == ("Short", 2)
    assert log.entries(plan).last().data == {"changed": ["lead"], "diff": {"lead": ["", "Short"]}}


def test_two_editors_do_not_overwrite_each_other(coordinator, plan):
    actions.edit_framework(coordinator, framework=plan, expected=1, lead="Hers")

    with pytest.raises(Conflict) as conflict:
        actions.edit_framework(coordinator, framework=plan, expected=1, lead="His")

    assert conflict.value.current.lead == "Hers"
    assert Framework.objects.get().lead == "Hers"


def test_a_plan_does_not_rest_on_what_rests_on_it(coordinator, town, plan):
    strategy = opened(coordinator, town, kind=FrameworkKind.STRATEGY, based_on=plan)

    with pytest.raises(ValidationError, match="rest on itself"):
        actions.tie_to_strategy(coordinator, framework=plan, based_on=strategy)


def test_a_plan_is_tied_to_its_strategy_also_when_adopted(coordinator, town, adopted):
    strategy = opened(coordinator, town, kind=FrameworkKind.STRATEGY)

    actions.tie_to_strategy(coordinator, framework=adopted, based_on=strategy)

    adopted.refresh_from_db()
    assert adopted.based_on == strategy
    assert codes(adopted)[-1] == "promises.framework.tied"


def test_hard_text_is_kept_as_it_is(coordinator, plan):
    section = actions.add_section(coordinator, framework=plan, name="שלום 🌍", text=HARD)
    goal = actions.add_objective(coordinator, framework=plan, text=HARD, section=section)

    section.refresh_from_db()
    goal.refresh_from_db()
    assert (section.name, section.text, goal.text) == ("שלום 🌍", HARD, HARD)


def test_sections_move_past_each_other_and_stop_at_the_ends(coordinator, plan):
    a, b, c = (actions.add_section(coordinator, framework=plan, name=name) for name in "abc")

    actions.move_section(coordinator, section=c, up=True)
    actions.move_section(coordinator, section=a, up=True)

    assert [row.name for row in queries.sections_of(plan)] == ["a", "c", "b"]
    assert codes(c)[-1] == "promises.section.moved"
    assert codes(a) == codes(b) == ["promises.section.added"], "what did not move leaves no trace"


def test_goals_move_within_their_section_only(coordinator, plan):
    north = SectionFactory(framework=plan)
    one, two = (actions.add_objective(coordinator, framework=plan, text=text, section=north) for text in "12")
    elsewhere = plan.objectives.exclude(section=north).get()

    actions.move_objective(coordinator, objective=two, up=True)

    assert [row.text for row in queries.sections_of(plan)[0].objectives.all()] == ["2", "1"]
    assert Objective.objects.get(pk=elsewhere.pk).order == elsewhere.order
    assert one.pk


def test_overall_goals_move_among_themselves(coordinator, plan):
    overall = [
        actions.add_objective(coordinator, framework=plan, text=text, level=ObjectiveLevel.OVERALL_GOAL)
        for text in "ab"
    ]

    actions.move_objective(coordinator, objective=overall[0], up=False)

    rows = plan.objectives.filter(level=ObjectiveLevel.OVERALL_GOAL)
    assert [row.text for row in rows] == ["b", "a"]


def test_a_section_goes_and_comes_back_with_what_stood_in_it(coordinator, plan):
    section = actions.add_section(coordinator, framework=plan, name="Norden")
    goal = actions.add_objective(coordinator, framework=plan, text="In it", section=section)
    before = actions.add_objective(coordinator, framework=plan, text="Gone before", section=section)
    actions.remove_objective(coordinator, objective=before)

    actions.remove_section(coordinator, section=section)
    assert not queries.sections_of(plan).exists()
    assert goal not in queries.objectives_of(plan)

    actions.put_back_section(coordinator, section=section)
    assert [row.text for row in queries.sections_of(plan)[0].objectives.all()] == ["In it"]
    assert codes(section) == ["promises.section.added", "promises.section.removed", "promises.section.put_back"]


def test_a_goal_comes_back_without_the_section_that_is_gone(coordinator, plan):
    section = actions.add_section(coordinator, framework=plan, name="Norden")
    goal = actions.add_objective(coordinator, framework=plan, text="In it", section=section)
    actions.remove_objective(coordinator, objective=goal)
    actions.remove_section(coordinator, section=section)

    back = actions.put_back_objective(coordinator, objective=goal)

    assert (back.removed_at, back.section) == (None, None)


def test_results_go_with_what_stands_above_them(coordinator, town):
    frame = FrameworkFactory(organisation=town, kind=FrameworkKind.RESULTS_FRAMEWORK)
    outcome = actions.add_objective(coordinator, framework=frame, text="Outcome", level=ObjectiveLevel.OUTCOME)
    output = actions.add_objective(
        coordinator, framework=frame, text="Output", level=ObjectiveLevel.OUTPUT, parent=outcome
    )

    actions.remove_objective(coordinator, objective=outcome)
    assert not queries.objectives_of(frame).exists()

    actions.put_back_objective(coordinator, objective=outcome)
    assert list(queries.objectives_of(frame)) == [outcome, output]

    with pytest.raises(ValidationError, match="under itself"):
        actions.edit_objective(coordinator, objective=outcome, parent=output)


def test_a_condition_waits_for_its_decision_until_it_is_taken_away(coordinator, plan):
    goal = actions.add_objective(coordinator, framework=plan, text="C-Cities", condition=" If there is money ")
    assert (goal.condition, goal.condition_state) == ("If there is money", ConditionState.OPEN)

    goal = actions.edit_objective(coordinator, objective=goal, condition="")
    assert (goal.condition, goal.condition_state) == ("", ConditionState.NONE)


def test_a_goal_supports_strategy_goals_and_carries_themes(coordinator, town, plan):
    theme = ThemeFactory(organisation=town)
    wish = ObjectiveFactory(framework=FrameworkFactory(organisation=town, kind=FrameworkKind.STRATEGY))

    goal = actions.add_objective(coordinator, framework=plan, text="Goal", themes=[theme], supports=[wish])

    assert (list(goal.themes.all()), list(goal.supports.all())) == ([theme], [wish])


def test_themes_of_others_are_refused_with_all_that_came_with_them(coordinator, plan):
    with pytest.raises(ValidationError, match="themes of your own"):
        actions.add_objective(coordinator, framework=plan, text="Goal", themes=[ThemeFactory()])

    assert plan.objectives.count() == 1


def test_adopted_goals_can_still_be_sorted(coordinator, town, adopted):
    goal, theme = adopted.objectives.get(), ThemeFactory(organisation=town)

    actions.set_themes(coordinator, objective=goal, themes=[theme])

    assert list(goal.themes.all()) == [theme]
    assert codes(goal)[-1] == "promises.objective.themes_set"


@pytest.mark.parametrize("status", ["proposed", "prepared", "adopted"])
def test_nothing_of_a_plan_on_its_way_is_changed(coordinator, town, status):
    plan = FrameworkFactory(organisation=town, status=status)
    goal, section = ObjectiveFactory(framework=plan), SectionFactory(framework=plan)
    means, duty = MeansFactory(framework=plan), ReportingDutyFactory(framework=plan)

    for attempt in (
        lambda: actions.edit_framework(coordinator, framework=plan, title="Other"),
        lambda: actions.add_section(coordinator, framework=plan, name="New"),
        lambda: actions.edit_section(coordinator, section=section, name="Other"),
        lambda: actions.move_section(coordinator, section=section, up=True),
        lambda: actions.remove_section(coordinator, section=section),
        lambda: actions.put_back_section(coordinator, section=section),
        lambda: actions.add_objective(coordinator, framework=plan, text="New"),
        lambda: actions.edit_objective(coordinator, objective=goal, text="Other"),
        lambda: actions.move_objective(coordinator, objective=goal, up=True),
        lambda: actions.remove_objective(coordinator, objective=goal),
        lambda: actions.put_back_objective(coordinator, objective=goal),
        lambda: actions.add_means(coordinator, framework=plan, kind="amount", amount=1, currency="SEK"),
        lambda: actions.edit_means(coordinator, means=means, amount=2),
        lambda: actions.remove_means(coordinator, means=means),
        lambda: actions.put_back_means(coordinator, means=means),
        lambda: actions.add_duty(coordinator, framework=plan, text="New"),
        lambda: actions.edit_duty(coordinator, duty=duty, text="Other"),
        lambda: actions.remove_duty(coordinator, duty=duty),
        lambda: actions.put_back_duty(coordinator, duty=duty),
        lambda: actions.trash_framework(coordinator, framework=plan),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not LogEntry.objects.exists()


def test_money_and_shares_of_posts(coordinator, plan):
    money = actions.add_means(
        coordinator, framework=plan, kind=MeansKind.AMOUNT, amount=180000, currency=" sek ", per_year=True
    )
    post = actions.add_means(coordinator, framework=plan, kind=MeansKind.SHARE, share=0.5, post="Coordinator")

    assert (money.currency, post.share, post.order) == ("SEK", Decimal("0.5"), 2)
    actions.remove_means(coordinator, means=money)
    assert list(queries.means_of(plan)) == [post]
    actions.put_back_means(coordinator, means=money)
    assert list(queries.means_of(plan)) == [money, post]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "amount", "amount": None, "currency": "SEK"}, "amount"),
        ({"kind": "amount", "amount": -1, "currency": "SEK"}, "amount"),
        ({"kind": "amount", "amount": 1, "currency": "KRN"}, "currency"),
        ({"kind": "amount", "amount": 1, "currency": "SEK", "share": 0.5}, "share"),
        ({"kind": "share", "share": None}, "share"),
        ({"kind": "share", "share": 1.5}, "share"),
        ({"kind": "share", "share": 0.5, "amount": 1}, "amount"),
        (
            {"kind": "amount", "amount": 1, "currency": "SEK", "starts": date(2023, 2, 1), "ends": date(2023, 1, 1)},
            "ends",
        ),
    ],
)
def test_means_that_make_no_sense_get_a_sentence(coordinator, plan, values, field):
    with pytest.raises(ValidationError) as fault:
        actions.add_means(coordinator, framework=plan, **values)

    assert list(fault.value.error_dict) == [field]


def test_duties_are_written_and_answered(coordinator, adopted, town):
    duty = ReportingDutyFactory(framework=adopted)

    actions.answer_duty(coordinator, duty=duty, answer=" Two courses. ", expected=1)

    duty.refresh_from_db()
    assert duty.answer == "Two courses."
    with pytest.raises(Conflict):
        actions.answer_duty(coordinator, duty=duty, answer="Three", expected=1)
    assert codes(duty) == ["promises.duty.answered"]


def test_a_duty_is_edited_removed_and_put_back(coordinator, plan):
    duty = actions.add_duty(coordinator, framework=plan, text="Courses", objective=plan.objectives.get())
    actions.edit_duty(coordinator, duty=duty, text="All courses", expected=1)
    actions.remove_duty(coordinator, duty=duty)
    assert not queries.duties_of(plan).exists()
    actions.put_back_duty(coordinator, duty=duty)
    assert [row.text for row in queries.duties_of(plan)] == ["All courses"]
    with pytest.raises(ValidationError, match="of this plan"):
        actions.add_duty(coordinator, framework=plan, text="Courses", objective=ObjectiveFactory())


def test_trash_and_back(coordinator, administrator, plan):
    actions.trash_framework(coordinator, framework=plan)
    assert not queries.frameworks_visible_to(coordinator).exists()
    assert list(queries.trashed_frameworks(administrator)) == [plan]

    actions.restore_framework(administrator, framework=plan)
    assert list(queries.frameworks_visible_to(coordinator)) == [plan]
    assert codes(plan)[-2:] == ["promises.framework.trashed", "promises.framework.restored"]


def test_publish_share_and_take_back(town, plan):
    circle = CircleFactory()
    partner = OrganisationFactory()
    circle.organisations.add(town, partner)
    from_town, from_partner = member(town, "coordinator"), member(partner, "reader")

    def seen():
        return [
            queries.frameworks_visible_to(who).exists()
            for who in (from_partner, member(OrganisationFactory(), "reader"))
        ]

    actions.share_framework(from_town, framework=plan, circle=circle)
    assert seen() == [True, False]
    actions.publish_framework(from_town, framework=plan)
    assert seen() == [True, True]
    actions.unpublish_framework(from_town, framework=plan)
    assert seen() == [False, False]
    with pytest.raises(ValidationError, match="shares with"):
        actions.share_framework(from_town, framework=plan, circle=CircleFactory())
    assert codes(plan) == [
        "promises.framework.shared",
        "promises.framework.published",
        "promises.framework.unpublished",
    ]


def test_the_system_writes_for_its_organisation(town):
    assert opened(system(town), town).pk
    with pytest.raises(Refused):
        opened(system(OrganisationFactory()), town)
