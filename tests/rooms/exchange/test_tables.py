"""Lists go out as spreadsheets and come in again: seen first, then saved all or nothing."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import log, registries, tables
from byalag.rooms.exchange import rules
from byalag.rooms.exchange.enums import ImportState
from byalag.rooms.exchange.models import TableImport
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.promises import actions as promises
from byalag.rooms.work.models import Activity, Participation
from tests.factories import (
    ActivityFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def town():
    return OrganisationFactory()


def sign_in(client, town, role=Role.COORDINATOR):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=town, role=role)
    client.force_login(user, backend=BACKEND)
    return client


def bring(client, kind, rows):
    upload = SimpleUploadedFile("table.csv", tables.as_csv(rows))
    return client.post(reverse("exchange:bring_table", args=[kind]), {"file": upload})


def test_a_spreadsheet_goes_out_is_worked_on_and_comes_in(client, town):
    activity = ActivityFactory(organisation=town, title="Visit", kind="visit")
    sign_in(client, town)
    made = client.get(reverse("exchange:table_file", args=["work.activities", "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    sheet = book.active
    titles = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, titles["What"]).value = "Visit from Hamina"
    sheet.cell(3, titles["What"]).value = "New meeting 🌲 <b>"
    sheet.cell(3, titles["Kind"]).value = "Meeting"
    changed = io.BytesIO()
    book.save(changed)

    answer = client.post(
        reverse("exchange:bring_table", args=["work.activities"]),
        {"file": SimpleUploadedFile("a.xlsx", changed.getvalue())},
    )
    page = client.get(answer["Location"])
    assertContains(page, "New meeting 🌲 &lt;b&gt;")
    assertContains(page, "from Hamina</ins>")
    assert Activity.objects.count() == 1, "nothing is saved before it has been seen"
    kept = TableImport.objects.get()
    saved = client.post(answer["Location"], {"version": kept.version}, follow=True)

    assertContains(saved, "The table is saved.")
    activity.refresh_from_db()
    assert activity.title == "Visit from Hamina"
    assert Activity.objects.exclude(pk=activity.pk).get().kind == "meeting"
    assert log.entries(activity).last().data["diff"]["title"] == ["Visit", "Visit from Hamina"]


def test_one_row_that_cannot_be_taken_over_stops_all(client, town):
    started = ActivityFactory(organisation=town, title="Done", status="done", result="x")
    sign_in(client, town)
    answer = bring(
        client, "work.activities", [["id", "What", "Kind"], ["", "New", "visit"], [str(started.pk), "Changed", "visit"]]
    )
    kept = TableImport.objects.get()

    page = client.post(answer["Location"], {"version": kept.version})

    assert page.status_code == 422
    assertContains(page, "“Done”:", status_code=422)
    assert Activity.objects.count() == 1
    kept.refresh_from_db()
    assert kept.state == ImportState.READY


def test_what_changed_meanwhile_is_not_overwritten(client, town):
    activity = ActivityFactory(organisation=town, title="Visit")
    sign_in(client, town)
    answer = bring(
        client, "work.activities", [["id", "version", "What"], [str(activity.pk), str(activity.version), "B"]]
    )
    activity.title, activity.version = "A", activity.version + 1
    activity.save()

    page = client.get(answer["Location"])

    assertContains(page, "Somebody changed this after the table was taken out.")
    assertNotContains(page, "Save the table")


def test_counts_of_participants_are_corrected(client, town):
    activity = ActivityFactory(organisation=town)
    row = Participation.objects.create(activity=activity, audience="pupil", sex="women", age_band="13-17", count=12)
    sign_in(client, town)
    answer = bring(client, "work.participants", [["id", "How many"], [str(row.pk), "13"]])

    client.post(answer["Location"], {"version": TableImport.objects.get().version})

    row.refresh_from_db()
    assert row.count == 13


def test_goals_of_a_draft_are_changed_and_those_of_an_adopted_plan_are_not(client, town):
    draft = ObjectiveFactory(framework__organisation=town, framework__status="draft", text="Old")
    adopted = ObjectiveFactory(framework__organisation=town, framework__status="adopted", text="Old")
    sign_in(client, town)

    for goal, text in ((draft, "New"), (adopted, "Old")):
        answer = bring(client, "promises.goals", [["id", "Goal"], [str(goal.pk), "New"]])
        kept = TableImport.objects.latest("pk")
        client.post(answer["Location"], {"version": kept.version})
        goal.refresh_from_db()
        assert goal.text == text


def test_what_others_own_neither_goes_out_nor_is_changed(client, town):
    theirs = ActivityFactory(title="Theirs", visibility="public")
    sign_in(client, town)

    made = client.get(reverse("exchange:table_file", args=["work.activities", "csv"]))
    answer = bring(client, "work.activities", [["id", "What"], [str(theirs.pk), "Ours"]])

    assertNotContains(made, "Theirs")
    assertContains(client.get(answer["Location"]), f"There is no row {theirs.pk} here.")


def test_a_table_of_another_organisation_has_no_page(client, town):
    kept = TableImport.objects.create(
        organisation=OrganisationFactory(), kind="work.activities", name="x", rows=[["What"], ["x"]]
    )
    sign_in(client, town)

    assert client.get(reverse("exchange:table_preview", args=[kept.pk])).status_code == 404
    assert client.post(reverse("exchange:discard_table", args=[kept.pk])).status_code == 404


def test_throwing_away_saves_nothing(client, town):
    sign_in(client, town)
    bring(client, "work.activities", [["What", "Kind"], ["x", "visit"]])

    client.post(reverse("exchange:discard_table", args=[TableImport.objects.get().pk]))

    assert not TableImport.objects.exists()
    assert not Activity.objects.exists()


@pytest.mark.parametrize("kind", ["work.activities", "work.participants", "promises.goals"])
@pytest.mark.parametrize("state", [ImportState.READY, ImportState.SAVED])
@pytest.mark.parametrize("role", Role)
def test_who_brings_tables_in(town, role, state, kind):
    actor = member(town, role)
    kept = TableImport(organisation=town, kind=kind, name="x", rows=[], state=state)
    writers = {Role.COORDINATOR} if kind == "promises.goals" else {Role.COORDINATOR, Role.CONTRIBUTOR}

    assert bool(rules.may_bring_table(actor, registries.tables[kind])) == (role in writers)
    assert bool(rules.may_save_table(actor, kept)) == (role in writers and state == ImportState.READY)


def test_tables_that_only_go_out_cannot_be_brought_in(client, town):
    sign_in(client, town)

    assert not rules.may_bring_table(member(town, Role.COORDINATOR), registries.tables["work.journal"])
    assert client.get(reverse("exchange:bring_table", args=["work.journal"])).status_code == 404


@pytest.mark.parametrize("kind", [kind.key for kind in registries.tables])
def test_every_table_goes_out_for_everyone_in_a_fixed_number_of_queries(client, town, queries, kind):
    sign_in(client, town, Role.READER)
    costs = []
    for _ in range(2):
        for _ in range(3):
            activity = ActivityFactory(organisation=town)
            activity.participation.create(audience="pupil", count=3)
            activity.funding.create(origin="own", name="x")
            activity.journal.create(written_on="2023-01-01", text="x")
            activity.evidence.create(organisation=town, kind="link", url="https://example.org/", shows="x")
            ObjectiveFactory(framework__organisation=town)
        with queries() as seen:
            assert client.get(reverse("exchange:table_file", args=[kind, "xlsx"])).status_code == 200
        costs.append(len(seen))

    assert costs[0] == costs[1]


def saved(client, kind, rows):
    """A table brought in and saved by the pages; its import."""
    answer = bring(client, kind, rows)
    client.post(answer["Location"], {"version": TableImport.objects.latest("pk").version})
    return TableImport.objects.latest("pk")


def undo(client, kept):
    return client.post(reverse("exchange:undo_table", args=[kept.pk]), {"version": kept.version}, follow=True)


def test_what_a_table_added_and_changed_is_undone(client, town):
    activity = ActivityFactory(organisation=town, title="Visit", kind="visit", cost=None, place_text="Hamina")
    sign_in(client, town)
    header = ["id", "What", "Kind", "Expected cost", "Currency", "Where"]
    changed, new = [str(activity.pk), "Call", "meeting", "500", "SEK", ""], ["", "New", "visit", "", "", ""]
    kept = saved(client, "work.activities", [header, changed, new])
    assertContains(client.get(reverse("exchange:tables")), reverse("exchange:undo_table", args=[kept.pk]))

    assertContains(undo(client, kept), "It is as it was before the table was saved.")

    activity.refresh_from_db()
    assert (activity.title, activity.kind, activity.cost, activity.place_text) == ("Visit", "visit", None, "Hamina")
    assert Activity.objects.get(title="New").trashed_at
    kept.refresh_from_db()
    assert kept.state == ImportState.UNDONE
    assert undo(client, kept).status_code == 422


def test_nothing_is_undone_when_somebody_has_gone_on_with_one_of_the_rows(client, town):
    first, second = (ActivityFactory(organisation=town, title=title, kind="visit") for title in ("A", "B"))
    sign_in(client, town)
    kept = saved(client, "work.activities", [["id", "What"], [str(first.pk), "A2"], [str(second.pk), "B2"]])
    Activity.objects.filter(pk=second.pk).update(title="B3", version=9)

    assertContains(undo(client, kept), "“B” has been changed since", status_code=422)

    first.refresh_from_db()
    assert first.title == "A2"


def test_a_change_of_another_field_since_stays_when_a_table_is_undone(client, town):
    activity = ActivityFactory(organisation=town, title="A", kind="visit")
    sign_in(client, town)
    kept = saved(client, "work.activities", [["id", "What"], [str(activity.pk), "A2"]])
    Activity.objects.filter(pk=activity.pk).update(place_text="Röros", version=7)

    undo(client, kept)

    activity.refresh_from_db()
    assert (activity.title, activity.place_text) == ("A", "Röros")


def test_counts_are_undone_too(client, town):
    row = ActivityFactory(organisation=town).participation.create(audience="pupil", count=4)
    sign_in(client, town)
    kept = saved(client, "work.participants", [["id", "How many"], [str(row.pk), "40"]])
    assert Participation.objects.get().count == 40

    undo(client, kept)

    assert Participation.objects.get().count == 4


@pytest.mark.parametrize("state", ImportState)
@pytest.mark.parametrize("role", Role)
def test_who_may_undo_a_table(town, role, state):
    made = {"added": [], "changed": []} if state != ImportState.READY else {}
    kept = TableImport(organisation=town, kind="work.activities", rows=[["What"]], state=state, made=made)
    allowed = {Role.CONTRIBUTOR, Role.COORDINATOR}

    verdict = rules.may_undo_table(member(town, role), kept)

    assert bool(verdict) == (role in allowed and state == ImportState.SAVED)
    assert bool(verdict) or str(verdict.reason)
    assert not rules.may_undo_table(member(OrganisationFactory(), role), kept)


def test_figures_are_written_in_a_spreadsheet_until_they_are_submitted(client, town):
    plan = FrameworkFactory(organisation=town, status="adopted")
    coordinator = member(town, Role.COORDINATOR)
    period = promises.add_period(coordinator, framework=plan, starts=plan.starts, ends=plan.ends)
    share = promises.add_indicator(coordinator, framework=plan, name="Women", kind="share")
    schools = promises.add_indicator(coordinator, framework=plan, name="Schools", unit="schools")
    first = promises.write_measurement(coordinator, indicator=share, period=period, numerator=3, denominator=4)
    second = promises.write_measurement(coordinator, indicator=schools, period=period, value=6)
    sign_in(client, town, Role.CONTRIBUTOR)

    went_out = tables.out(registries.tables["promises.figures"], coordinator)
    assert [dict(zip(went_out[0], row, strict=True))["Figure"] for row in went_out[1:]] == ["", "6"]
    assert [row[0] for row in tables.out(registries.tables["promises.indicators"], coordinator)[1:]] == [
        str(share.pk), str(schools.pk),
    ]  # fmt: skip
    saved(client, "promises.figures", [["id", "So many", "Of so many"], [str(first.pk), "5", "8"]])
    first.refresh_from_db()
    assert first.figure == 62.5

    promises.submit_measurement(coordinator, measurement=second)
    kept = saved(client, "promises.figures", [["id", "Figure"], [str(second.pk), "9"]])
    second.refresh_from_db()
    assert (second.value, kept.state) == (6, ImportState.READY)
