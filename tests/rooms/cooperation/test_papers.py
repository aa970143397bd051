"""The papers that each kind of cooperation needs: what shows that they are there, and where it is told that they are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import StoredFile
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation import actions, kinds, papers
from byalag.rooms.cooperation.enums import CooperationKind, CooperationState, NeededPaper, PhaseKind
from byalag.rooms.cooperation.models import KeptPaper
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records.models import Document
from tests.duties import due
from tests.factories import CaseFactory, CooperationFactory, DecisionFactory, OrganisationFactory, PartyFactory, member

pytestmark = pytest.mark.django_db


def document(town, title="Avtalet", **fields):
    stored = StoredFile.objects.create(sha256=f"{StoredFile.objects.count():064x}", size=1, media_type="text/plain")
    return Document.objects.create(organisation=town, title=title, file=stored, direction="received", **fields)


def lacks(actor, row, state=None):
    return [str(each.needed.paper) for each in papers.missing(actor, row, state=state)]


@pytest.mark.parametrize("kind", CooperationKind)
@pytest.mark.parametrize("state", CooperationState)
def test_what_is_asked_for_follows_kind_and_state(town, coordinator, kind, state):
    row = CooperationFactory(organisation=town, kind=kind, state=state)
    PartyFactory(cooperation=row)
    needed = kinds.KINDS[kind].papers
    begun = state in ("decided", "signed", "active", "dormant")
    asked = [each for each in needed if begun and (each.since == "decided" or state != "decided")]

    assert lacks(coordinator, row) == [each.paper for each in asked]
    assert needed
    assert {each.since for each in needed} <= {CooperationState.DECIDED, CooperationState.SIGNED}


def test_every_phase_belongs_to_a_kind_and_twin_towns_have_none():
    assert {phase for kind in kinds.KINDS.values() for phase in kind.phases} == set(PhaseKind)
    assert kinds.KINDS[CooperationKind.TWIN_TOWN].phases == ()


def test_a_phase_that_the_kind_does_not_have_is_refused_and_not_offered(town, coordinator, sign_in):
    today = timezone.localdate()
    row = CooperationFactory(organisation=town, kind="consortium")
    with pytest.raises(ValidationError, match="no such phase"):
        actions.plan_phase(coordinator, cooperation=row, kind="inception", starts=today, ends=today)
    page = sign_in(coordinator).get(reverse("cooperation:plan_phase", args=[row.pk]))
    assertNotContains(page, 'value="inception"')
    assertContains(page, 'value="steering"')
    twin = CooperationFactory(organisation=town, kind="twin_town")
    assertNotContains(sign_in(coordinator).get(reverse("cooperation:cooperation", args=[twin.pk])), "Plan a phase")


# --- What shows a paper -----------------------------------------------------------------------------------------------


def test_the_decision_behind_a_step_and_a_signed_agreement_show_themselves(town, coordinator):
    row = CooperationFactory(organisation=town, kind="twin_town", state="exploring")
    council = DecisionFactory(organisation=town, decided_on=date(2024, 5, 1))
    actions.move_cooperation(coordinator, cooperation=row, to="decided", on=date(2024, 5, 2), decision=council)
    row.refresh_from_db()
    assert lacks(coordinator, row) == []
    assert lacks(coordinator, row, "signed") == ["agreement"]

    agreement = actions.draft_agreement(coordinator, cooperation=row, title="Vänortsavtal")
    assert lacks(coordinator, row, "signed") == ["agreement"]  # a draft is none
    actions.sign_agreement(coordinator, agreement=agreement, on=date(2024, 6, 1))
    assert lacks(coordinator, row, "signed") == []


def test_a_decision_of_the_other_party_is_not_ones_own(town, partner, coordinator):
    row = CooperationFactory(organisation=town, kind="twin_town", state="active")
    PartyFactory(cooperation=row, organisation=partner)
    agreement = actions.draft_agreement(coordinator, cooperation=row, title="Vänortsavtal")
    for whose, left in ((partner, ["decision", "agreement"]), (town, ["agreement"])):
        actions.note_agreement_decision(
            coordinator, agreement=agreement, organisation=whose, reference="XII/1/2024", on=date(2024, 1, 1)
        )
        assert lacks(coordinator, row) == left


def test_documents_in_the_case_of_the_decision_show_it_but_working_papers_do_not(town, coordinator):
    row = CooperationFactory(organisation=town, kind="partnership", state="exploring")
    case = CaseFactory(organisation=town)
    council = DecisionFactory(organisation=town, decided_on=date(2024, 5, 1), case=case)
    actions.move_cooperation(coordinator, cooperation=row, to="decided", on=date(2024, 5, 2), decision=council)
    draft = document(town, case=case, paper_kind="application")
    Document.objects.filter(pk=draft.pk).update(direction="working")
    row.refresh_from_db()
    assert lacks(coordinator, row) == ["letter_of_intent", "application"]

    Document.objects.filter(pk=draft.pk).update(direction="drawn_up")
    assert lacks(coordinator, row) == ["letter_of_intent"]


def test_a_check_is_asked_of_every_party_and_no_document_stands_in_for_it(town, partner, coordinator):
    row = CooperationFactory(organisation=town, kind="programme_support", state="decided")
    third = OrganisationFactory(name="Tredje")
    for each in (partner, third):
        PartyFactory(cooperation=row, organisation=each)
    step = {"cooperation": row, "to": "active", "on": timezone.localdate()}
    with pytest.raises(ValidationError, match=r"Check of the partner \(Gmina Zachodnia, Tredje\)"):
        actions.move_cooperation(coordinator, **step)
    with pytest.raises(ValidationError, match="does not ask for that paper"):
        actions.keep_paper(coordinator, cooperation=row, paper="check", note="vi vet")

    checked = {"by": "Controller", "found": "Sett.", "until": timezone.localdate() + timedelta(30)}
    actions.check_partner(coordinator, partner=partner, outcome="yes", **checked)
    with pytest.raises(ValidationError, match=r"Check of the partner \(Tredje\)"):
        actions.move_cooperation(coordinator, **step)
    actions.check_partner(coordinator, partner=third, outcome="no", **checked)
    with pytest.raises(ValidationError, match="Tredje"):
        actions.move_cooperation(coordinator, **step)
    actions.check_partner(coordinator, partner=third, outcome="conditions", **checked)
    actions.move_cooperation(coordinator, **step)
    row.refresh_from_db()
    assert (row.state, lacks(coordinator, row)) == ("active", ["agreement"])


def test_a_document_or_words_name_where_it_is_and_the_trash_is_no_place(town, coordinator):
    row = CooperationFactory(organisation=town, kind="twin_town", state="active")
    paper = document(town)
    actions.keep_paper(coordinator, cooperation=row, paper="agreement", document=paper)
    kept = actions.keep_paper(coordinator, cooperation=row, paper="decision", note="Stadsarkivet, volym 12")
    assert lacks(coordinator, row) == []

    Document.objects.update(trashed_at=timezone.now())
    actions.let_go_of_paper(coordinator, kept=kept)
    assert lacks(coordinator, row) == ["decision", "agreement"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"paper": "agreement"}, "Choose the document"),
        ({"paper": "agreement", "note": "   "}, "Choose the document"),
        ({"paper": "declaration", "note": "x"}, "does not ask for that paper"),
    ],
)
def test_what_says_nothing_is_not_taken(town, coordinator, values, words):
    row = CooperationFactory(organisation=town, kind="twin_town", state="active")
    with pytest.raises(ValidationError, match=words):
        actions.keep_paper(coordinator, cooperation=row, **values)
    assert not KeptPaper.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_coordinators_of_the_keeper_say_where_papers_are(town, partner, role):
    row = CooperationFactory(organisation=town, kind="twin_town", state="active")
    PartyFactory(cooperation=row, organisation=partner)
    for actor in (member(partner, role), member(OrganisationFactory(), role)):
        with pytest.raises(Refused):
            actions.keep_paper(actor, cooperation=row, paper="agreement", note="x")
    ours = member(town, role)
    if role == Role.COORDINATOR:
        kept = actions.keep_paper(ours, cooperation=row, paper="agreement", note="x")
        actions.let_go_of_paper(ours, kept=kept)
    else:
        with pytest.raises(Refused):
            actions.keep_paper(ours, cooperation=row, paper="agreement", note="x")


# --- Where it is told -------------------------------------------------------------------------------------------------


@pytest.fixture
def active(town, partner):
    row = CooperationFactory(
        organisation=town, kind="twin_town", state="active", name="Östby och Zachodnia", visibility=Visibility.CIRCLE
    )
    actions.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


def test_the_page_says_what_is_there_and_what_is_missing_to_the_keeper_only(
    town, partner, active, coordinator, sign_in
):
    page = reverse("cooperation:cooperation", args=[active.pk])
    actions.keep_paper(coordinator, cooperation=active, paper="decision", note="Stadsarkivet, volym 12")
    answer = sign_in(coordinator).get(page)
    for words in ("Papers it needs", "Stadsarkivet, volym 12", "Missing", "?paper=agreement"):
        assertContains(answer, words)
    assertNotContains(sign_in(member(partner, Role.COORDINATOR)).get(page), "Papers it needs")
    reader = sign_in(member(town, Role.READER)).get(page)
    assertContains(reader, "Stadsarkivet")
    assertNotContains(reader, "?paper=agreement")


def test_a_secret_document_is_there_but_not_named(town, active, coordinator, sign_in):
    paper = document(town, "Hemligt avtal", secrecy_ground="OSL 15:1")
    actions.keep_paper(coordinator, cooperation=active, paper="agreement", document=paper)
    page = reverse("cooperation:cooperation", args=[active.pk])
    assertContains(sign_in(coordinator).get(page), "Hemligt avtal")
    reader = sign_in(member(town, Role.READER)).get(page)
    assertContains(reader, "A document that you may not read")
    assertNotContains(reader, "Hemligt avtal")


def test_it_is_named_and_taken_away_on_pages(town, active, coordinator, sign_in):
    browser = sign_in(coordinator)
    add = reverse("cooperation:keep_paper", args=[active.pk])
    assertContains(browser.get(f"{add}?paper=agreement"), '<option value="agreement" selected>')
    wrong = browser.post(add, {"paper": "agreement", "note": ""})
    assertContains(wrong, "Choose the document", status_code=422)
    paper = document(town)
    assert browser.post(add, {"paper": "agreement", "document": paper.pk}).status_code == 302
    kept = KeptPaper.objects.get()
    away = reverse("cooperation:let_go_of_paper", args=[active.pk, kept.pk])
    assertContains(browser.get(away), "Signed agreement: Avtalet")
    assert browser.post(away).status_code == 302
    assert not KeptPaper.objects.exists()
    stranger = sign_in(member(OrganisationFactory(), Role.COORDINATOR))
    assert stranger.get(add).status_code == 404


def test_a_step_says_what_it_will_find_missing_and_what_it_found(town, coordinator, sign_in):
    row = CooperationFactory(organisation=town, kind="twin_town", state="decided")
    browser = sign_in(coordinator)
    move = reverse("cooperation:move", args=[row.pk])
    assertContains(browser.get(f"{move}?to=signed"), "For “Signed” these papers are missing:")
    answer = browser.post(move, {"to": "signed", "on": "2024-05-02", "version": row.version}, follow=True)
    assertContains(answer, "Still missing: Decision on the cooperation, Signed agreement.")
    support = CooperationFactory(organisation=town, kind="programme_support", state="decided")
    PartyFactory(cooperation=support)
    assertContains(browser.get(reverse("cooperation:move", args=[support.pk])), "The step waits for it.")
    held = browser.post(reverse("cooperation:move", args=[support.pk]), {"to": "signed", "on": "2024-05-02"})
    assertContains(held, "This step waits for what is missing", status_code=422)


def papers_due(actor):
    return [row for row in due(actor, "cooperation") if row.key.startswith("cooperation.papers")]


@pytest.mark.parametrize("role", Role)
def test_today_lists_what_is_missing_for_coordinators(town, active, role):
    rows = papers_due(member(town, role))
    if role != Role.COORDINATOR:
        assert rows == []
        return
    (row,) = rows
    assert row.missing == "Missing: Decision on the cooperation, Signed agreement"
    assert row.url == f"{reverse('cooperation:cooperation', args=[active.pk])}#papers"


@pytest.mark.parametrize("state", CooperationState)
def test_what_is_not_under_way_lacks_nothing_today(town, coordinator, state):
    CooperationFactory(organisation=town, kind="twin_town", state=state)
    assert bool(papers_due(coordinator)) == (state in papers.UNDER_WAY)


def test_many_are_one_line_that_leads_to_a_list_of_them(town, coordinator, sign_in):
    for number in range(6):
        CooperationFactory(organisation=town, kind="twin_town", state="active", name=f"Ort {number}")
    CooperationFactory(organisation=town, kind="twin_town", state="idea", name="En tanke")
    (row,) = papers_due(coordinator)
    assert row.title == "Papers are missing in 6 cooperations"
    answer = sign_in(coordinator).get(row.url)
    assertContains(answer, "Ort 5")
    assertContains(answer, "Missing: Decision on the cooperation, Signed agreement")
    assertNotContains(answer, "En tanke")


def test_it_costs_the_same_for_one_and_for_many(town, coordinator):
    costs, made = [], 0
    for more in (1, 2, 27):
        for _ in range(more):
            row = CooperationFactory(organisation=town, kind="programme_support", state="active")
            PartyFactory(cooperation=row)
            twin = CooperationFactory(organisation=town, kind="partnership", state="active")
            actions.keep_paper(coordinator, cooperation=twin, paper="agreement", document=document(town))
        made += 2 * more
        with CaptureQueriesContext(connection) as seen:
            assert len(papers.incomplete(coordinator)) == made
        costs.append(len(seen))
    assert len(set(costs)) == 1


@pytest.mark.parametrize("paper", NeededPaper)
def test_every_paper_is_asked_for_by_some_kind(paper):
    assert any(paper == each.paper for kind in kinds.KINDS.values() for each in kind.papers)
