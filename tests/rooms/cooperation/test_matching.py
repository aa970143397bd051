"""Matchings: who takes part, what is to be kept, what comes of it and why, and the cooperations that are made of pairs."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions, assignments, matching_rules
from byalag.rooms.cooperation.enums import RunState
from byalag.rooms.cooperation.models import Matching, MatchingRun, MatchQuota
from byalag.rooms.cooperation.tasks import work_out_run
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from tests.factories import OrganisationFactory, member
from tests.rooms.cooperation.matchings import SWEDISH, UKRAINIAN, join, named, pairs, told, wish, work_out

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
# --- Who may what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken_up", [None, TODAY])
@pytest.mark.parametrize("state", RunState)
@pytest.mark.parametrize("role", Role)
def test_matchings_are_made_by_coordinators(town, role, state, taken_up):
    matching = Matching.objects.create(organisation=town, title="M")
    done = {"finished_at": timezone.now(), "checksum": "x", "found": {"pairs": [1]}} if state == RunState.DONE else {}
    run = MatchingRun.objects.create(matching=matching, state=state, given={}, taken_up_on=taken_up, **done)
    may = role == Role.COORDINATOR

    for actor, own in ((member(town, role), True), (member(OrganisationFactory(), role), False)):
        assert bool(matching_rules.may_match(actor, town.pk)) == (own and may)
        assert bool(matching_rules.may_change_matching(actor, matching)) == (own and may)
        assert bool(matching_rules.may_restore_matching(actor, matching)) == (
            own and role in {Role.COORDINATOR, Role.ADMINISTRATOR}
        )
        assert bool(matching_rules.may_trash_matching(actor, matching)) == (own and may and taken_up is None)
        ready = state == RunState.DONE and taken_up is None
        assert bool(matching_rules.may_take_up_run(actor, run)) == (own and may and ready)
        assert bool(matching_rules.may_undo_take_up(actor, run)) == (own and may and taken_up is not None)
        assert not matching_rules.may_work_out_run(actor, run)
    assert bool(matching_rules.may_work_out_run(system(town), run)) == (state == RunState.QUEUED)


def test_others_do_not_see_a_matching(sign_in, town, matching):
    run = work_out(matching)
    browser = sign_in(member(OrganisationFactory(), *Role))
    for name, pk in (("matching", matching.pk), ("change_matching", matching.pk), ("matching_run", run.pk)):
        assert browser.get(reverse(f"cooperation:{name}", args=[pk])).status_code == 404
    assertNotContains(browser.get(reverse("cooperation:matchings")), "Ukraine 2026")
    assert browser.post(reverse("cooperation:start_run", args=[matching.pk])).status_code == 404
    reader = sign_in(member(town, Role.READER))
    assertContains(reader.get(reverse("cooperation:matching", args=[matching.pk])), "made by coordinators")
    reader.post(reverse("cooperation:start_run", args=[matching.pk]))
    assert matching.runs.count() == 1


# --- What comes of it -------------------------------------------------------------------------------------------------


def test_those_who_fit_are_paired_with_reasons_as_they_were_written(matching):
    about = told(work_out(matching))

    assert {(row.one, row.other) for row in about.pairs} == {
        ("Falun", "Kolomyia"), ("Höör", "Kopychyntsi"), ("Kalmar", "Poltava"),
    }  # fmt: skip
    assert all(row.percent == 100 for row in about.pairs)
    assert "One seeks what the other offers: Water." in about.pairs[0].why
    assert about.notes == ("It is stable: no two who are not paired would both rather have each other.",)
    assert about.clash == ()


def test_who_stays_without_is_told_why_and_what_would_change_it(matching):
    about = told(work_out(matching))

    ((name, why),) = about.without
    assert name == "Slavuta"
    assert why == "Those who fit it have others with whom all together fit better: Höör."
    assert about.changes[0] == (
        "If Höör could take 2, Slavuta would get Höör. All together would fit by 100 points more."
    )
    assert about.changes[-1] == (
        "If Slavuta were paired with Höör: These would give way: Höör–Kopychyntsi. "
        "All together would fit by 0 points more."
    )


def test_the_same_in_gives_the_same_out_and_the_checksum_shows_it(matching):
    first, second = work_out(matching), work_out(matching)

    assert (first.given, first.found, first.checksum) == (second.given, second.found, second.checksum)
    assert assignments.checksum(first.given, first.found) == first.checksum
    assert assignments.checksum(first.given, first.found | {"total": 0}) != first.checksum


def test_a_run_stays_as_it_was_when_the_matching_changes(matching):
    run = work_out(matching)
    actions.remove_participant(system(matching.organisation), participant=named(matching, "Höör"))
    run.refresh_from_db()

    assert ("Höör", "Kopychyntsi") in pairs(run)
    assert ("Höör", "Kopychyntsi") not in pairs(work_out(matching))


def test_what_is_to_be_and_may_not_be_is_kept(matching):
    wish(matching, "Kolomyia", "Kalmar", True)
    wish(matching, "Höör", "Kopychyntsi", False)
    found = pairs(work_out(matching))

    assert ("Kalmar", "Kolomyia") in found
    assert ("Höör", "Slavuta") in found
    wish(matching, "Kalmar", "Kolomyia", False)  # the last that was said counts
    assert ("Kalmar", "Kolomyia") not in pairs(work_out(matching))


def test_how_many_each_and_each_country_takes_is_kept(town, matching):
    actions.change_participant(system(town), participant=named(matching, "Höör"), expected=None, most=2)
    assert len(pairs(work_out(matching))) == 4
    actions.set_match_quota(system(town), matching=matching, country="UA", most=2)
    run = work_out(matching)
    assert len(pairs(run)) == 2
    assert any(why.startswith("Its country") for _name, why in told(run).without)
    assert any(sentence.startswith("If Ukraine could take part in 3 pairs") for sentence in told(run).changes)


@pytest.mark.parametrize("aim", ["total", "fair", "stable"])
def test_limits_that_clash_are_named_and_nothing_else(town, matching, aim):
    actions.change_matching(system(town), matching=matching, expected=None, aim=aim)
    wish(matching, "Höör", "Kopychyntsi", True)
    wish(matching, "Höör", "Slavuta", True)

    about = told(work_out(matching))
    assert about.pairs == ()
    assert set(about.clash) == {
        "Höör can take at most 1 partner.",
        "Höör is to be paired with Kopychyntsi.",
        "Höör is to be paired with Slavuta.",
    }


def test_a_country_that_cannot_take_part_so_often_is_named(town, matching):
    actions.set_match_quota(system(town), matching=matching, country="UA", least=9)

    assert "Ukraine is to take part in at least 9 pairs." in told(work_out(matching)).clash


def test_the_worst_off_come_first_where_that_can_be(town, matching):
    actions.remove_participant(system(town), participant=named(matching, "Slavuta"))
    matching = actions.change_matching(system(town), matching=matching, expected=None, aim="fair")
    assert len(pairs(work_out(matching))) == 3
    join(matching, "Berdychiv", "UA", side="second", seeks=["Water"])
    assert "Somebody stays without whatever is done" in told(work_out(matching)).notes[0]


def test_a_stable_answer_is_stable_and_where_limits_forbid_it_those_who_would_rather_are_counted(town, matching):
    matching = actions.change_matching(system(town), matching=matching, expected=None, aim="stable")
    run = work_out(matching)
    assert run.found["aim_kept"]
    assert run.found["blocking"] == []
    wish(matching, "Höör", "Kolomyia", True)
    run = work_out(matching)
    assert not run.found["aim_kept"]
    assert len(run.found["blocking"]) >= 1


def test_one_pool_pairs_everybody_with_everybody(town):
    matching = actions.open_matching(system(town), organisation=town, title="Pool", sides="one")
    for name, words in (("A", ["x"]), ("B", ["x"]), ("C", ["y"]), ("D", ["y"])):
        join(matching, name, seeks=words, offers=words)

    assert pairs(work_out(matching)) == {("A", "B"), ("C", "D")}


def test_only_pairs_that_can_be_paid_for(town, matching):
    funds = actions.make_list(system(town), organisation=town, name="Partnerships", funder="F")
    matching = actions.change_matching(system(town), matching=matching, expected=None, under=funds)
    with pytest.raises(ValidationError, match="says nothing of that day"):
        actions.start_run(system(town), matching=matching)
    actions.write_edition(
        system(town), eligibility_list=funds, starts=TODAY, source="Page", countries={"UA": (None, None)}
    )
    join(matching, "Aalborg", "DK", side="second", seeks=["Roads"])
    run = work_out(matching)
    about = told(run)
    assert (
        "Aalborg",
        "Neither its own country nor that of anybody it could be paired with is on the list.",
    ) in about.without
    assert "“Partnerships”" in about.kept[-1]
    assert run.given["eligible"]["source"] == "Page"


def test_why_somebody_stays_without(town, matching):
    join(matching, "Closed", "UA", side="second", seeks=["Water"], most=0)
    join(matching, "Silent", "UA", side="second")
    join(matching, "Barred", "UA", side="second", seeks=["Roads"])
    for name in SWEDISH:
        wish(matching, "Barred", name, False)
    reasons = dict(told(work_out(matching)).without)
    assert reasons["Closed"] == "Takes nobody."
    assert reasons["Barred"] == "Nobody may be paired with it."
    assert reasons["Silent"] == "Nothing that is known of it fits anybody else."


# --- What is missing or wrong -----------------------------------------------------------------------------------------


def test_a_run_that_could_not_begin_says_what_to_do(sign_in, coordinator, town):
    matching = actions.open_matching(coordinator, organisation=town, title="Empty")
    browser, page = sign_in(coordinator), reverse("cooperation:start_run", args=[matching.pk])
    assertContains(browser.post(page, follow=True), "At least two have to take part")
    join(matching, "A")
    join(matching, "B")
    assertContains(browser.post(page, follow=True), "All stand on the same side")
    join(matching, "C", side="second", least=2)
    assertContains(browser.post(page, follow=True), "C is to take at least 2 and at most 1")
    assert not matching.runs.exists()


def test_what_the_database_refuses(town, matching):
    with pytest.raises(ValidationError, match="takes part already"):
        join(matching, "Falun", "SE")
    with pytest.raises(ValidationError, match="two different"):
        wish(matching, "Falun", "Falun", True)
    with pytest.raises(ValidationError, match="must not be less"):
        actions.set_match_quota(system(town), matching=matching, country="UA", least=2, most=1)
    with pytest.raises(Conflict):
        actions.change_matching(system(town), matching=matching, expected=99, title="X")
    with pytest.raises(IntegrityError):
        MatchQuota.objects.create(matching=matching, country="UA", least=2, most=1)


def test_what_fails_is_told_and_can_be_tried_again(sign_in, coordinator, matching):
    run = actions.start_run(coordinator, matching=matching)
    MatchingRun.objects.filter(pk=run.pk).update(given=run.given | {"aim": "none that there is"})
    assert actions.work_out_run(run.pk).state == RunState.FAILED
    assertContains(
        sign_in(coordinator).get(reverse("cooperation:matching_run", args=[run.pk])), "could not be worked out"
    )
    assert work_out(matching).state == RunState.DONE


# --- Cards and lists --------------------------------------------------------------------------------------------------


def test_cards_are_read_when_a_run_begins_and_one_that_is_withdrawn_is_told(sign_in, coordinator, town, matching):
    other = OrganisationFactory(name="Chortkiv", country="UA")
    card = actions.write_card(system(other), organisation=other, title="We seek", seeks=["Roads"], languages=["uk"])
    bring = reverse("cooperation:bring_cards", args=[matching.pk])
    assertContains(sign_in(coordinator).get(bring), "No card to choose from")
    actions.publish_card(system(other), card=card)
    sign_in(coordinator).post(bring, {"cards": [card.pk], "side": "second"})
    row = matching.participants.get(card=card)
    assert (row.name, row.country, row.side, row.organisation) == ("Chortkiv", "UA", "second", other)

    assert [m["seeks"] for m in work_out(matching).given["participants"] if m["name"] == "Chortkiv"] == [["Roads"]]
    actions.withdraw_card(system(other), card=card)
    with pytest.raises(ValidationError, match="The card is not shown any more: Chortkiv"):
        actions.start_run(coordinator, matching=matching)
    with pytest.raises(ValidationError, match="at least one of the cards"):
        actions.bring_cards(coordinator, matching=matching, cards=[card])


def test_many_are_looked_at_and_read_in(sign_in, coordinator, matching):
    browser, page = sign_in(coordinator), reverse("cooperation:bring_participants", args=[matching.pk])
    taken = browser.get(reverse("cooperation:participants_file", args=[matching.pk, "xlsx"])).content
    for row in list(matching.participants.all()):
        actions.remove_participant(coordinator, participant=row)
    looked = browser.post(page, {"file": SimpleUploadedFile("list.xlsx", taken)})
    assertContains(looked, "7 take part.")
    assert not matching.participants.exists()
    browser.post(page, {"rows": looked.context["form"].data["rows"], "save": "1"})

    assert {row.name: (row.side, row.country) for row in matching.participants.all()} == {
        **dict.fromkeys(SWEDISH, ("first", "SE")), **dict.fromkeys(UKRAINIAN, ("second", "UA")),
    }  # fmt: skip
    assert named(matching, "Slavuta").size == 900
    assert pairs(work_out(matching)) >= {("Falun", "Kolomyia")}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("Name; Side; Country\nA; Swedish; Atlantis", "Line 2: “Atlantis” is no country"),
        ("Name; Side\nA; Danish", "is not among the choices"),
        ("Name; Side\nA; Swedish\nA; Swedish", "Line 3: “A” stands there twice."),
        ("Name; Side; Takes at most\nA; Swedish; 99", "must be between 0 and 50"),
        ("Name; Side; Takes at least; Takes at most\nA; Swedish; 2; 1", "must not be less"),
        ("Foo; Bar\nA; B", "must name the columns"),
        ("", "nothing in this table"),
        ("Name; Side\n", "at least one line"),
        ("Name; Side; Country\nFalun; Swedish; SE", "takes part already"),
    ],
)
def test_rows_that_cannot_be_read_are_told_by_line_and_stay(sign_in, coordinator, matching, rows, words):
    page = sign_in(coordinator).post(
        reverse("cooperation:bring_participants", args=[matching.pk]), {"rows": rows, "save": "1"}
    )
    assertContains(page, words, status_code=422)
    assert matching.participants.count() == 7


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_matching_from_begin_to_end_on_the_pages(sign_in, coordinator, network):
    browser = sign_in(coordinator)
    fields = {"title": "Call", "network": network.pk, "sides": "two", "aim": "total", "least": "2", "most": "1"}
    assertContains(browser.post(reverse("cooperation:add_matching"), fields), "must not be less", status_code=422)
    browser.post(reverse("cooperation:add_matching"), fields | {"least": "0"})
    row = Matching.objects.get()
    one = {"name": "A", "side": "first", "country": "SE", "seeks": "Water, Waste\nWater"}
    browser.post(reverse("cooperation:add_participant", args=[row.pk]), one)
    browser.post(
        reverse("cooperation:add_participant", args=[row.pk]), {"name": "B", "side": "second", "offers": "Water"}
    )
    assert named(row, "A").seeks == ["Water", "Waste"]
    change = reverse("cooperation:change_participant", args=[row.pk, named(row, "A").pk])
    browser.post(change, one | {"name": "A-town", "version": "1"})
    browser.post(
        reverse("cooperation:set_match_wish", args=[row.pk]),
        {"one": named(row, "A-town").pk, "other": named(row, "B").pk, "together": "0"},
    )
    browser.post(reverse("cooperation:set_match_quota", args=[row.pk]), {"country": "SE", "least": "0", "most": "3"})
    page = reverse("cooperation:matching", args=[row.pk])
    assertContains(browser.get(page), "A-town may not be paired with B.")
    assertContains(browser.get(page), "Sweden: at most 3 pairs")
    browser.post(reverse("cooperation:drop_match_wish", args=[row.pk, row.wishes.get().pk]))
    browser.post(reverse("cooperation:drop_match_quota", args=[row.pk, row.quotas.get().pk]))
    answer = browser.post(reverse("cooperation:start_run", args=[row.pk]), follow=True)
    assertContains(answer, "A-town – B")
    browser.post(
        reverse("cooperation:change_matching", args=[row.pk]),
        fields | {"least": "0", "title": "Call 2", "version": "1"},
    )
    assertContains(browser.get(reverse("cooperation:matchings")), "worked out 1 time")
    browser.post(reverse("cooperation:remove_participant", args=[row.pk, named(row, "B").pk]))
    assert row.participants.count() == 1
    browser.post(reverse("cooperation:trash_matching", args=[row.pk]))
    assert browser.get(page).status_code == 404
    assertContains(browser.get(reverse("web:trash")), "Call 2")


def test_the_result_is_taken_out(sign_in, coordinator, matching):
    run, browser = work_out(matching), sign_in(coordinator)
    sheet = openpyxl.load_workbook(
        io.BytesIO(browser.get(reverse("cooperation:matching_run_file", args=[run.pk, "xlsx"])).content)
    ).active
    assert [cell.value for cell in sheet[2]][2:5] == ["Falun", "Kolomyia", 100]
    assert "Slavuta" in browser.get(reverse("cooperation:matching_run_file", args=[run.pk, "csv"])).content.decode()
    word = zipfile.ZipFile(
        io.BytesIO(browser.get(reverse("cooperation:matching_run_file", args=[run.pk, "docx"])).content)
    ).read("word/document.xml").decode()  # fmt: skip
    assert run.checksum in word
    assert "If Höör could take 2" in word
    assert browser.get(reverse("cooperation:matching_run_file", args=[run.pk, "pdf"])).content.startswith(b"%PDF")
    assert browser.get(reverse("cooperation:matching_run_file", args=[run.pk, "exe"])).status_code == 404


def test_many_are_worked_out_aside_and_the_page_says_how_far_it_is(sign_in, coordinator, town):
    matching = actions.open_matching(coordinator, organisation=town, title="Large")
    actions.add_participants(
        coordinator, matching=matching,
        rows=[
            {"name": f"N{n}", "country": "SE", "side": "first" if n % 2 else "second", "seeks": [f"w{n % 7}"], "offers": [f"w{n % 5}"]}
            for n in range(70)
        ],
    )  # fmt: skip
    browser = sign_in(coordinator)
    page = browser.post(reverse("cooperation:start_run", args=[matching.pk]), follow=True)
    assertContains(page, "0 of 100 done")
    run = matching.runs.get()
    assert DBTaskResult.objects.filter(task_path__endswith="cooperation.tasks.work_out_run").count() == 1
    work_out_run.func(run=run.pk)
    assert len(told(MatchingRun.objects.get()).pairs) == 35
    before = MatchingRun.objects.get().checksum
    work_out_run.func(run=run.pk)  # a worker that died after it was done
    assert MatchingRun.objects.get().checksum == before


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_pages_cost_the_same_for_many(sign_in, coordinator, town, network, rows, django_assert_num_queries):
    matching = actions.open_matching(coordinator, organisation=town, title="M", network=network)
    for n in range(rows + 1):
        join(matching, f"N{n}", "SE", side="second" if n else "first", seeks=["x"], offers=["x"], most=40)
        if n:
            wish(matching, "N0", f"N{n}", True)
    for code in ["SE", "UA", "PL"][:rows]:
        actions.set_match_quota(coordinator, matching=matching, country=code, most=40)
    for _ in range(min(rows, 3) - 1):
        work_out(matching)
    run = work_out(matching)
    browser = sign_in(coordinator)
    with django_assert_num_queries(8):
        browser.get(reverse("cooperation:matchings"))
    with django_assert_num_queries(13):
        browser.get(reverse("cooperation:matching", args=[matching.pk]))
    with django_assert_num_queries(8):
        browser.get(reverse("cooperation:matching_run", args=[run.pk]))
