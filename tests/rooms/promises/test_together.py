"""Plans that the parties of a cooperation hold together: every role of every party × state, proposals and answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions as cooperation
from byalag.rooms.cooperation.enums import OVER, CooperationState
from byalag.rooms.cooperation.models import JointChange, JointText
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises import actions, figures, queries, rules
from byalag.rooms.promises.enums import AmendmentState, ChangeKind, FrameworkStatus
from byalag.rooms.promises.models import Amendment, Framework, Indicator, Measurement, Target
from byalag.rooms.promises.reading import read_as_of
from byalag.rooms.promises.wording import written
from byalag.rooms.work import actions as work
from byalag.rooms.work.models import Activity, Contribution
from tests.factories import (
    CooperationFactory,
    FrameworkFactory,
    OrganisationFactory,
    SectionFactory,
    member,
)

from .holding import WORDS, agree, amend, refuse

pytestmark = pytest.mark.django_db

C, CO, CT = Role.CONTRIBUTOR, Role.COORDINATOR, Role.CONTROLLER
WHO = ("keeper", "party", "former", "stranger")
DRAFT, PROPOSED, ADOPTED = FrameworkStatus.DRAFT, FrameworkStatus.PROPOSED, FrameworkStatus.ADOPTED
STATES = (DRAFT, PROPOSED, ADOPTED)


def put(framework: Framework, status: str) -> Framework:
    framework.status, framework.agreed_on = status, date(2022, 1, 1) if status == ADOPTED else None
    framework.save()
    return Framework.objects.select_related("cooperation").get(pk=framework.pk)


# --- The matrix: position × role × state ------------------------------------------------------------------------------

# Whose coordinators may, and in which states of the plan.
BOTH, KEEPER, NOBODY = ("keeper", "party"), ("keeper",), ()
WRITES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "edit_framework": (BOTH, (DRAFT,)),
    "propose_framework": (BOTH, (DRAFT,)),
    "edit_indicator": (BOTH, (DRAFT,)),
    "open_period": (BOTH, STATES),
    "start_amendment": (BOTH, (ADOPTED,)),
    "attach_source": (KEEPER, (DRAFT,)),
    "tie_to_strategy": (KEEPER, STATES),
    "trash_framework": (KEEPER, (DRAFT,)),
    "publish_framework": (KEEPER, (ADOPTED,)),
    "unpublish_framework": (NOBODY, ()),
    "share_framework": (NOBODY, ()),
    "hold_together": (NOBODY, ()),
}


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
@pytest.mark.parametrize("question", WRITES)
def test_who_does_what_with_a_plan_held_together(who, ours, question, position, role, status):
    whose, states = WRITES[question]
    verdict = getattr(rules, f"may_{question}")(member(who[position], role), put(ours, status))

    assert bool(verdict) == (position in whose and role == CO and status in states)
    assert verdict or str(verdict.reason).endswith(".")


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_no_body_decides_alone_on_what_is_held_together(who, ours, route, position, role, status):
    actor = member(who[position], role)
    for kind in ("propose", "prepare", "adopt"):
        assert not rules.may_take_step(actor, put(ours, status), kind)


@pytest.mark.parametrize("state", AmendmentState)
@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_who_does_what_with_an_amendment(who, ours, position, role, state):
    amendment = Amendment.objects.create(
        framework=put(ours, ADOPTED),
        number=1,
        reason="x",
        state=state,
        agreed_on=date(2023, 1, 1) if state == "adopted" else None,
    )
    amendment.changes.create(kind=ChangeKind.OBJECTIVE_ADDED, after="Nytt")
    actor = member(who[position], role)
    may = position in BOTH and role == CO and state == "draft"

    assert bool(rules.may_edit_amendment(actor, amendment)) == may
    assert bool(rules.may_propose_amendment(actor, amendment)) == may
    assert not rules.may_adopt_amendment(actor, amendment)


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_figures_are_written_by_those_who_hold_the_plan_and_approved_by_somebody_else(
    who, ours, measured, position, role
):
    indicator, period = measured
    actor = member(who[position], role)
    row = Measurement(indicator=indicator, period=period, state="submitted", value=1)

    assert bool(rules.may_write_measurement(actor, indicator, period, "draft")) == (
        position in BOTH and role in (C, CO)
    )
    assert bool(rules.may_judge_measurement(actor, row, is_alone=False)) == (position in BOTH and role in (CO, CT))


@pytest.mark.parametrize("state", CooperationState)
def test_nothing_is_proposed_in_a_cooperation_that_has_ended(ours, partnership, coordinator, state):
    partnership.state = state
    partnership.save()

    assert bool(rules.may_propose_framework(coordinator, put(ours, DRAFT))) == (state not in OVER)


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_who_lets_others_hold_a_draft(who, town, position, role):
    own = FrameworkFactory(organisation=town)
    actor = member(who[position], role)

    assert bool(rules.may_hold_together(actor, own)) == (position == "keeper" and role == CO)
    for status in (PROPOSED, ADOPTED):
        own.status = status
        assert not rules.may_hold_together(actor, own)
    assert not rules.may_propose_framework(actor, own)


# --- From draft to agreement ------------------------------------------------------------------------------------------


def test_both_write_in_the_draft_and_it_stands_when_the_other_has_agreed(ours, coordinator, theirs, partner):
    section = ours.sections.get()
    actions.add_objective(theirs, framework=ours, section=section, text="Lärare delar med sig.", level="outcome")
    actions.edit_section(theirs, section=section, text="Två skolor i varje kommun.")
    change = actions.propose_framework(theirs, framework=ours, why="Efter mötet i mars")
    ours.refresh_from_db()
    assert (ours.status, change.proposed_by) == (PROPOSED, partner)
    assert "Lärare delar med sig." in change.text
    assert change.before == ""
    with pytest.raises(Refused, match="waits for the answers"):
        actions.add_objective(coordinator, framework=ours, text="Bakom ryggen", level="outcome")
    with pytest.raises(Refused, match="You proposed this"):
        cooperation.answer_change(theirs, change=change, agrees=True)

    agree(coordinator, ours)
    assert (ours.status, ours.agreed_on) == (ADOPTED, timezone.localdate())
    assert not JointText.objects.exists(), "the plan itself stands; no joint text is written"
    with pytest.raises(Refused, match="only by an amendment"):
        actions.add_objective(coordinator, framework=ours, text="Efteråt", level="outcome")


def test_disagreement_is_recorded_and_the_plan_is_a_draft_again(ours, coordinator, theirs):
    actions.propose_framework(coordinator, framework=ours)
    change = refuse(theirs, ours)

    assert (ours.status, ours.agreed_on) == (DRAFT, None)
    assert (change.state, change.answers.get().words) == ("refused", WORDS)
    assert [row.state for row in queries.proposals_for(theirs, ours)] == ["refused"]
    actions.propose_framework(theirs, framework=ours)  # the next word is free
    assert [row.state for row in queries.proposals_for(coordinator, ours)] == ["open", "refused"]


def test_a_proposal_that_is_withdrawn_makes_it_a_draft_again(ours, coordinator):
    change = actions.propose_framework(coordinator, framework=ours)
    cooperation.withdraw_change(coordinator, change=change)
    ours.refresh_from_db()

    assert ours.status == DRAFT


def test_all_are_waited_for_and_one_without_a_sign_in_is_noted(ours, partnership, coordinator, theirs, town):
    third = OrganisationFactory(name="Tredje")
    cooperation.add_party(system(town), cooperation=partnership, organisation=third)
    change = actions.propose_framework(coordinator, framework=ours)
    cooperation.answer_change(theirs, change=change, agrees=True)
    ours.refresh_from_db()
    assert ours.status == PROPOSED
    cooperation.note_answer(coordinator, change=change, organisation=third, agrees=True, source="Brev 2022-02-01")
    ours.refresh_from_db()

    assert ours.status == ADOPTED


def test_what_is_laid_before_the_parties_and_a_joint_text_do_not_stand_in_each_others_way(
    ours, partnership, coordinator
):
    actions.propose_framework(coordinator, framework=ours)
    cooperation.propose_change(
        coordinator, cooperation=partnership, part="results", text="Vi mäter själva.", language="sv"
    )

    assert JointChange.objects.filter(state="open", part="results").count() == 2


def test_an_empty_plan_is_not_proposed(partnership, town, coordinator):
    row = FrameworkFactory(organisation=town, kind="results_framework")
    actions.hold_together(coordinator, framework=row, within=partnership)

    with pytest.raises(Refused, match="nothing to decide on"):
        actions.propose_framework(coordinator, framework=row)


def test_a_plan_is_held_together_only_where_there_is_somebody_else(town, coordinator):
    row = FrameworkFactory(organisation=town)
    alone = CooperationFactory(organisation=town)
    with pytest.raises(ValidationError, match="Nobody else"):
        actions.hold_together(coordinator, framework=row, within=alone)
    with pytest.raises(ValidationError, match="Choose a cooperation of yours"):
        actions.hold_together(coordinator, framework=row, within=CooperationFactory(visibility="public"))


def test_a_cooperation_that_the_others_do_not_see_is_shared_first(town, partnership, coordinator):
    partnership.visibility = Visibility.ORGANISATION
    partnership.save()
    with pytest.raises(ValidationError, match="Share it with them first"):
        actions.hold_together(coordinator, framework=FrameworkFactory(organisation=town), within=partnership)


def test_the_database_holds_what_is_held_together(ours, town):
    for wrong in (
        {"visibility": "organisation"},
        {"cooperation": None},
        {"status": ADOPTED},
        {"agreed_on": date(2022, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Framework.objects.filter(pk=ours.pk).update(**wrong)
    change = {
        "cooperation": ours.cooperation,
        "part": "plan",
        "text": "x",
        "language": "sv",
        "proposed_by": town,
        "matter": "a:1",
    }
    JointChange.objects.create(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        JointChange.objects.create(**change | {"part": "results"})


# --- Amendments -------------------------------------------------------------------------------------------------------


def test_an_amendment_changes_goals_texts_indicators_and_targets_when_all_have_agreed(
    ours, measured, coordinator, theirs
):
    indicator, period = measured
    actions.propose_framework(coordinator, framework=ours)
    agree(theirs, ours)
    goal, section = ours.objectives.get(), ours.sections.get()
    with pytest.raises(Refused, match="only by an amendment"):
        actions.set_targets(coordinator, indicator=indicator, targets={period: Decimal(4)})
    row = amend(
        theirs, ours,
        {"kind": ChangeKind.OBJECTIVE_TEXT, "objective": goal, "after": "Unga blir hörda i fyra skolor."},
        {"kind": ChangeKind.SECTION_TEXT, "section": section, "after": "Nu fyra."},
        {"kind": ChangeKind.TARGET, "indicator": indicator, "period": period, "value": Decimal(4)},
        {"kind": ChangeKind.INDICATOR_ADDED, "objective": goal, "after": "Svar från nämnder", "period": period, "value": Decimal(10)},
    )  # fmt: skip
    change = actions.propose_amendment(theirs, amendment=row)
    assert "→ 2023: 2" in change.before
    assert "→ 2023: 4" in change.text
    for words in ("fyra skolor", "Nu fyra.", "Svar från nämnder"):
        assert words in change.text
        assert words not in change.before
    goal.refresh_from_db()
    assert goal.text == "Unga blir hörda i två skolor.", "nothing changes before the others have answered"

    agree(coordinator, row)
    goal.refresh_from_db(), section.refresh_from_db()
    assert (row.state, row.agreed_on, row.decision) == ("adopted", timezone.localdate(), None)
    assert (goal.text, section.text) == ("Unga blir hörda i fyra skolor.", "Nu fyra.")
    assert Target.objects.get(indicator=indicator, period=period).value == 4
    assert Target.objects.get(indicator__name="Svar från nämnder").value == 10
    assert written(ours) == change.text, "what they agreed to is what stands"
    before = read_as_of(ours, 0)
    assert [row.text for row in before.objectives] == ["Unga blir hörda i två skolor."]
    assert [part.section.text for part in before.parts] == ["Från början två."]


def test_a_refused_amendment_changes_nothing_and_can_be_written_on(agreed, coordinator, theirs):
    goal = agreed.objectives.get()
    row = amend(coordinator, agreed, {"kind": ChangeKind.OBJECTIVE_REMOVED, "objective": goal})
    actions.propose_amendment(coordinator, amendment=row)
    with pytest.raises(Refused, match="waits for answers"):
        actions.add_change(theirs, amendment=row, kind=ChangeKind.OBJECTIVE_ADDED, after="Mer")
    refuse(theirs, row)
    goal.refresh_from_db()

    assert (row.state, goal.removed_at) == ("draft", None)
    actions.add_change(theirs, amendment=row, kind=ChangeKind.OBJECTIVE_ADDED, after="Ett annat mål")
    actions.propose_amendment(theirs, amendment=row)
    agree(coordinator, row)
    goal.refresh_from_db()
    assert goal.removed_at is not None


def test_an_indicator_is_removed_by_agreement(ours, measured, coordinator, theirs):
    indicator, period = measured
    actions.propose_framework(theirs, framework=ours)
    agree(coordinator, ours)
    row = amend(coordinator, ours, {"kind": ChangeKind.INDICATOR_REMOVED, "indicator": indicator})
    with pytest.raises(ValidationError, match="changes that indicator already"):
        actions.add_change(
            coordinator, amendment=row, kind=ChangeKind.TARGET, indicator=indicator, period=period, value=Decimal(9)
        )
    actions.propose_amendment(coordinator, amendment=row)
    agree(theirs, row)

    assert not figures.indicators_visible_to(theirs).exists()


WRONG = [
    ({"kind": ChangeKind.ACTIVITY_ADDED, "after": "Ett möte"}, "its own activities"),
    ({"kind": ChangeKind.TARGET, "value": Decimal(3)}, "Choose an indicator"),
    ({"kind": ChangeKind.TARGET, "value": Decimal(3), "indicator": "it"}, "Choose a period"),
    ({"kind": ChangeKind.TARGET, "value": Decimal("2.0"), "indicator": "it", "period": "it"}, "the target now"),
    ({"kind": ChangeKind.INDICATOR_ADDED, "after": ""}, "what shall stand"),
    ({"kind": ChangeKind.INDICATOR_ADDED, "after": "x", "value": Decimal(1)}, "needs its period"),
    ({"kind": ChangeKind.INDICATOR_REMOVED}, "Choose an indicator"),
    ({"kind": ChangeKind.SECTION_TEXT, "after": "x"}, "Choose a section"),
    ({"kind": ChangeKind.SECTION_TEXT, "section": "it", "after": "Från början två."}, "what stands there now"),
]


@pytest.mark.parametrize(("values", "sentence"), WRONG)
def test_a_change_that_names_nothing_or_changes_nothing_is_told(ours, measured, coordinator, theirs, values, sentence):
    actions.propose_framework(theirs, framework=ours)
    agree(coordinator, ours)
    it = {"indicator": measured[0], "period": measured[1], "section": ours.sections.get()}
    given = {name: it[name] if value == "it" else value for name, value in values.items()}

    with pytest.raises(ValidationError, match=sentence):
        amend(coordinator, ours, given)


def test_how_ones_own_plan_is_measured_needs_no_amendment(adopted, coordinator):
    indicator = Indicator.objects.create(framework=adopted, name="Antal")
    with pytest.raises(ValidationError, match="without an amendment"):
        amend(coordinator, adopted, {"kind": ChangeKind.INDICATOR_REMOVED, "indicator": indicator})


def test_the_text_of_a_section_of_ones_own_plan_is_amended_by_decision(adopted, coordinator):
    section = SectionFactory(framework=adopted, text="Före")
    row = amend(coordinator, adopted, {"kind": ChangeKind.SECTION_TEXT, "section": section, "after": "Efter"})
    actions.adopt_amendment(coordinator, amendment=row, decided_on=date(2023, 6, 1))
    section.refresh_from_db()

    assert section.text == "Efter"
    assert [part.section.text for part in read_as_of(adopted, 0).parts] == ["Före"]


# --- What serves it ---------------------------------------------------------------------------------------------------


def test_both_tie_their_own_activities_and_see_what_served(who, agreed, coordinator, theirs, partner, town):
    goal = agreed.objectives.get()
    ours = work.write_down(coordinator, organisation=town, title="Elevpanel i Falun", objectives=[goal])
    their_own = work.write_down(theirs, organisation=partner, title="Learner panel", objectives=[goal])

    for actor in (coordinator, theirs):
        seen = Activity.objects.visible_to(actor).filter(contributions__objective=goal)
        assert set(seen) == {ours, their_own}
    assert not Activity.objects.visible_to(member(who["stranger"], CO)).exists()


def test_each_party_says_what_of_its_own_serves_and_nobody_of_anothers(agreed, coordinator, theirs, partner, town):
    goal = agreed.objectives.get()
    their_own = work.write_down(theirs, organisation=partner, title="Learner panel", objectives=[goal])
    with pytest.raises(Refused, match="Each party says itself"):
        work.contribute(coordinator, activity=their_own, objective=goal)
    work.set_goals(coordinator, activity=their_own, objectives=[])
    assert Contribution.objects.filter(activity=their_own, objective=goal).exists(), "theirs is theirs to take away"
    work.set_goals(theirs, activity=their_own, objectives=[])
    assert not Contribution.objects.exists()


def test_what_the_others_do_not_see_does_not_serve_a_goal_held_together(agreed, coordinator, town):
    goal = agreed.objectives.get()
    hidden = work.plan_activity(coordinator, organisation=town, title="Internt")
    with pytest.raises(Refused, match="Share it with the partners"):
        work.contribute(coordinator, activity=hidden, objective=goal)


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_who_documents_at_a_goal_held_together(who, agreed, position, role, sign_in):
    actor = member(who[position], role)
    page = sign_in(actor).get(agreed.objectives.get().get_absolute_url())

    assert page.status_code == (200 if position in BOTH else 404)
    if position in BOTH:
        button = reverse("work:add") + f"?objective={agreed.objectives.get().pk}"
        assert (button in page.content.decode()) == (role in (C, CO))


def test_a_figure_of_the_party_is_approved_by_the_keeper(ours, measured, coordinator, theirs, partner):
    indicator, period = measured
    row = actions.write_measurement(member(partner, C), indicator=indicator, period=period, value=Decimal(3))
    row = actions.submit_measurement(theirs, measurement=row)
    assert figures.measurements_visible_to(coordinator).get() == row
    row = actions.approve_measurement(coordinator, measurement=row)

    assert row.state == "approved"
