"""An adopted plan changes by amendment only, and what it was can still be read."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from byalag.core import log, registries, search
from byalag.core.verdicts import Refused
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.promises import actions, queries
from byalag.rooms.promises.enums import AmendmentState, ChangeKind, ConditionState
from byalag.rooms.promises.models import Amendment
from byalag.rooms.promises.reading import read, read_as_of
from tests.factories import ObjectiveFactory, SectionFactory

from .conftest import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def north(adopted):
    return SectionFactory(framework=adopted, name="Norden")


@pytest.fixture
def goals(adopted, north):
    return [ObjectiveFactory(framework=adopted, section=north, text=text, order=10) for text in ("One", "Two")]


@pytest.fixture
def amendment(coordinator, adopted, goals):
    return actions.start_amendment(coordinator, framework=adopted, reason="Things changed")


def change(actor, amendment, kind, **values):
    return actions.add_change(actor, amendment=amendment, kind=kind, **values)


def texts(reading):
    return sorted(row.text for row in reading.objectives)


def test_an_adopted_amendment_changes_the_plan_at_once_and_keeps_what_it_was(
    coordinator, adopted, amendment, goals, north, board
):
    danish = adopted.objectives.get(section=None)
    change(coordinator, amendment, ChangeKind.OBJECTIVE_TEXT, objective=goals[0], after="One, better")
    change(coordinator, amendment, ChangeKind.OBJECTIVE_REMOVED, objective=goals[1])
    change(coordinator, amendment, ChangeKind.OBJECTIVE_CONDITION, objective=danish, after="If they answer")
    change(coordinator, amendment, ChangeKind.OBJECTIVE_ADDED, section=north, after="Three")
    activity = change(coordinator, amendment, ChangeKind.ACTIVITY_ADDED, objective=goals[0], after="A meeting")
    before = texts(read(adopted))
    assert before == sorted([danish.text, "One", "Two"]), "nothing changes before the decision"

    done = actions.adopt_amendment(coordinator, amendment=amendment, decided_on=DAY, paragraph="21")

    assert (done.state, done.decision.body, done.decision.paragraph) == (AmendmentState.ADOPTED, board, "21")
    assert texts(read(adopted)) == sorted([danish.text, "One, better", "Three"])
    danish.refresh_from_db()
    assert (danish.condition, danish.condition_state) == ("If they answer", ConditionState.OPEN)
    assert texts(read_as_of(adopted, 0)) == before
    assert texts(read_as_of(adopted, 1)) == texts(read(adopted))
    entry = log.entries(amendment).last()
    assert entry.action == "promises.amendment.adopted"
    assert [row["kind"] for row in entry.data["changes"]] == [
        "objective_text",
        "objective_removed",
        "objective_condition",
        "objective_added",
        "activity_added",
    ]
    assert {"id": activity.pk, "kind": "activity_added", "objective": goals[0].pk, "section": north.pk} in (
        entry.data["changes"]
    )
    assert all(row["objective"] for row in entry.data["changes"])


def test_every_version_can_be_read(coordinator, adopted, goals):
    for wording in ("First", "Second"):
        goals[0].refresh_from_db()
        amendment = actions.start_amendment(coordinator, framework=adopted, reason=wording)
        change(coordinator, amendment, ChangeKind.OBJECTIVE_TEXT, objective=goals[0], after=wording)
        actions.adopt_amendment(coordinator, amendment=amendment, decided_on=DAY)

    versions = [next(r.text for r in read_as_of(adopted, n).objectives if r.pk == goals[0].pk) for n in range(3)]
    assert versions == ["One", "First", "Second"]


def test_an_amendment_without_changes_is_not_adopted(coordinator, amendment):
    with pytest.raises(Refused, match="changes nothing"):
        actions.adopt_amendment(coordinator, amendment=amendment, decided_on=DAY)


def test_an_amendment_is_not_decided_before_the_plan(coordinator, amendment, north):
    change(coordinator, amendment, ChangeKind.OBJECTIVE_ADDED, section=north, after="Three")

    with pytest.raises(ValidationError) as fault:
        actions.adopt_amendment(coordinator, amendment=amendment, decided_on=date(2022, 1, 1))

    assert list(fault.value.error_dict) == ["decided_on"]


def test_a_withdrawn_amendment_changes_nothing_and_stays_readable(coordinator, adopted, amendment, goals):
    change(coordinator, amendment, ChangeKind.OBJECTIVE_REMOVED, objective=goals[0])

    actions.withdraw_amendment(coordinator, amendment=amendment)

    assert "One" in texts(read(adopted))
    assert Amendment.objects.get().state == AmendmentState.WITHDRAWN
    assert log.entries(amendment).last().action == "promises.amendment.withdrawn"
    assert actions.start_amendment(coordinator, framework=adopted, reason="Again").number == 2


def test_a_change_can_be_taken_away_again(coordinator, amendment, goals):
    row = change(coordinator, amendment, ChangeKind.OBJECTIVE_REMOVED, objective=goals[0])

    actions.remove_change(coordinator, change=row)

    assert not amendment.changes.exists()


@pytest.mark.parametrize(
    ("kind", "which", "after", "field"),
    [
        (ChangeKind.OBJECTIVE_TEXT, None, "New", "objective"),
        (ChangeKind.OBJECTIVE_TEXT, 0, "One", "after"),
        (ChangeKind.OBJECTIVE_TEXT, 0, " ", "after"),
        (ChangeKind.OBJECTIVE_CONDITION, 0, "", "after"),
        (ChangeKind.OBJECTIVE_REMOVED, None, "", "objective"),
        (ChangeKind.OBJECTIVE_ADDED, None, "", "after"),
        (ChangeKind.ACTIVITY_ADDED, None, "", "after"),
    ],
)
def test_a_change_that_changes_nothing_gets_a_sentence(coordinator, amendment, goals, kind, which, after, field):
    with pytest.raises(ValidationError) as fault:
        change(coordinator, amendment, kind, objective=None if which is None else goals[which], after=after)

    assert list(fault.value.error_dict) == [field]


def test_a_goal_is_changed_once_and_belongs_to_the_plan(coordinator, amendment, goals):
    change(coordinator, amendment, ChangeKind.OBJECTIVE_TEXT, objective=goals[0], after="Better")

    for kind, goal in (
        (ChangeKind.OBJECTIVE_TEXT, goals[0]),
        (ChangeKind.OBJECTIVE_REMOVED, goals[0]),
        (ChangeKind.OBJECTIVE_TEXT, ObjectiveFactory()),
    ):
        with pytest.raises(ValidationError) as fault:
            change(coordinator, amendment, kind, objective=goal, after="Else")
        assert list(fault.value.error_dict) == ["objective"]


def test_the_reason_is_edited_and_asked_for(coordinator, adopted, amendment):
    actions.edit_amendment(coordinator, amendment=amendment, reason="Better said", expected=1)

    assert Amendment.objects.get().reason == "Better said"
    with pytest.raises(ValidationError):
        actions.edit_amendment(coordinator, amendment=amendment, reason=" ")


def test_the_public_sees_adopted_amendments_only(reader, coordinator, adopted, amendment):
    actions.publish_framework(coordinator, framework=adopted)

    assert list(queries.amendments_visible_to(reader)) == [amendment]
    assert not queries.amendments_visible_to(PUBLIC).exists()


def test_search_finds_the_new_wording(coordinator, adopted, amendment, goals):
    change(coordinator, amendment, ChangeKind.OBJECTIVE_TEXT, objective=goals[0], after="Partnerskap med Łódź")
    kind = registries.searchables["promises.objective"]
    assert not search.find(kind, coordinator, "lodz")

    actions.adopt_amendment(coordinator, amendment=amendment, decided_on=DAY)

    assert list(search.find(kind, coordinator, "lodz")) == [goals[0]]
