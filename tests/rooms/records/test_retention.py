"""How long papers are kept, which rules say so, and that only a decision lets them go."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import files, log, search
from byalag.core.models import LogEntry, StoredFile
from byalag.core.registries import searchables
from byalag.core.verdicts import Refused
from byalag.engines.retention import Keep
from byalag.rooms.people.enums import Role
from byalag.rooms.records import actions, queries, retention, rules
from byalag.rooms.records.enums import BelongsTo, CountedFrom, Direction, Outcome, PaperKind
from byalag.rooms.records.models import Document, RetentionRule
from byalag.rooms.records.queries import RegisterFilter
from byalag.rooms.work import api as work
from tests.factories import (
    ActivityFactory,
    CaseFactory,
    DecisionFactory,
    FrameworkFactory,
    OrganisationFactory,
    member,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2001, 5, 8)


@pytest.fixture
def decision(town, board):
    return DecisionFactory(organisation=town, body=board, matter="Gallring 2023")


@pytest.fixture
def invitations(town, coordinator) -> RetentionRule:
    return actions.set_retention(
        coordinator, organisation=town, paper_kind=PaperKind.INVITATION, months=24, ground="Dokumenthanteringsplan § 4"
    )


@pytest.fixture
def old(register, invitations) -> Document:
    return register(
        "Kallelse", paper_kind=PaperKind.INVITATION, dated=LONG_AGO, sender="En avsändare", description="Om mötet"
    )


# --- Which rule wins --------------------------------------------------------------------------------------------------


def test_the_longest_of_the_rules_that_hold_wins_and_the_page_says_why(
    town, coordinator, sign_in, register, invitations
):
    actions.set_retention(
        coordinator, organisation=town, case_begins="KS 2001", months=600, ground="Beslut KS 2001 § 9"
    )
    plain = register("A", paper_kind=PaperKind.INVITATION, dated=LONG_AGO)
    in_case = register(
        "B", paper_kind=PaperKind.INVITATION, dated=LONG_AGO, case=CaseFactory(organisation=town, number="ks 2001/3")
    )
    other = register("C", dated=LONG_AGO)

    assert retention.kept_now(plain).standing.until == date(2003, 5, 8)
    assert retention.kept_now(in_case).standing.until == date(2051, 5, 8)
    assert retention.kept_now(other).standing.keep == Keep.NO_RULE
    page = sign_in(coordinator).get(reverse("records:document", args=[in_case.pk]))
    for said in ("Until 8 May 2051.", "Several rules hold for it; the longest wins.", "Dokumenthanteringsplan § 4"):
        assertContains(page, said)
    assertContains(sign_in(coordinator).get(reverse("records:document", args=[other.pk])), "so it is kept")


def _some_rules(organisation, chance) -> list[RetentionRule]:
    return [
        RetentionRule.objects.create(
            organisation=organisation,
            paper_kind=chance.choice(["", "", PaperKind.MINUTES, PaperKind.LETTER]),
            direction=chance.choice(["", "", Direction.RECEIVED]),
            case_begins=chance.choice(["", "", "KS 1", "ks"]),
            belongs_to=chance.choice(["", "", *BelongsTo.values]),
            months=chance.choice([0, 1, 12, 13, 48, None] if chance.random() < 0.3 else [0, 1, 12, 13]),
            counted_from=chance.choice(CountedFrom.values),
            ground="x",
        )
        for _ in range(chance.randint(1, 4))
    ]


@pytest.mark.parametrize("seed", range(12))
def test_what_the_database_finds_due_is_what_each_paper_says_for_itself(town, register, seed):
    chance = random.Random(seed)
    today = chance.choice(
        [date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2024, 12, 31), date(2024, 1, 1)]
    )
    days = [
        None,
        today,
        *(today - timedelta(days=chance.randint(0, 1500)) for _ in range(6)),
        date(2023, 12, 31),
        date(2024, 2, 29),
    ]
    cases = [
        CaseFactory(
            organisation=town, number=f"{chance.choice(['KS', 'Ks', 'UN'])} {number}", closed_on=chance.choice(days)
        )
        for number in range(4)
    ]
    for number in range(30):
        document = register(
            str(number),
            upload=ContentFile(b"same", name="a.txt"),
            dated=chance.choice(days),
            direction=chance.choice(Direction.values),
            paper_kind=chance.choice([PaperKind.MINUTES, PaperKind.LETTER, PaperKind.OTHER]),
            case=chance.choice([None, *cases]),
        )
        came = datetime.combine(chance.choice(days) or today, datetime.min.time(), ZoneInfo(town.time_zone))
        Document.objects.filter(pk=document.pk).update(created_at=came + timedelta(minutes=chance.randint(0, 1439)))
        if chance.random() < 0.3:
            DecisionFactory(organisation=town, document=document)
        if chance.random() < 0.3:
            FrameworkFactory(organisation=town, source_document=document)
    standing = _some_rules(town, chance)

    found = retention.due(Document.objects.all(), standing, today=today, zone=town.time_zone)
    rows = retention.with_belonging(Document.objects.select_related("case", "organisation"))
    each = {row.pk for row in rows if retention.kept(row, standing).standing.due_on(today)}

    assert set(found.values_list("pk", flat=True)) == each


def test_every_kind_of_thing_that_may_rest_on_a_paper_is_there():
    for label in BelongsTo.values:
        assert retention.resting_on(label)
    with pytest.raises(LookupError):
        retention.resting_on("work.nothing")


# --- Disposal ---------------------------------------------------------------------------------------------------------


def stored(document) -> str:
    return files.path_of(document.file.sha256)


def test_the_bytes_go_and_the_line_in_the_register_stays(
    town, coordinator, old, decision, django_capture_on_commit_callbacks
):
    path = stored(old)
    assert default_storage.exists(path)

    with django_capture_on_commit_callbacks(execute=True):
        disposal = actions.dispose_documents(coordinator, documents=[old], decision=decision)

    assert not default_storage.exists(path)
    assert not StoredFile.objects.exists()
    old.refresh_from_db()
    assert (old.title, old.dated, old.disposal, old.disposed_because) == (
        "Kallelse", LONG_AGO, disposal, "2 years (Dokumenthanteringsplan § 4)",
    )  # fmt: skip
    assert (old.file, old.file_name, old.sender, old.recipient, old.description) == (None, "", "", "", "")
    assert disposal.decision == decision
    assert [entry.action for entry in log.entries(disposal)] == ["records.documents.disposed"]
    assert list(queries.register(coordinator, RegisterFilter(direction="all"))) == [old]
    assert not search.find(searchables["records.document"], coordinator, "avsändare").exists()
    assert "avsändare" not in str(list(LogEntry.objects.values_list("data", flat=True)))


def test_the_bytes_stay_while_another_paper_is_the_same_file(
    coordinator, register, old, decision, django_capture_on_commit_callbacks
):
    twin = register("Samma", upload=ContentFile(b"Kallelse", name="b.txt"))
    assert twin.file == old.file

    with django_capture_on_commit_callbacks(execute=True):
        actions.dispose_documents(coordinator, documents=[old], decision=decision)

    twin.refresh_from_db()
    assert default_storage.exists(stored(twin))
    with files.open_stored(twin.file) as kept:
        assert kept.read() == b"Kallelse"


def test_two_papers_of_one_file_go_together(coordinator, register, old, decision, django_capture_on_commit_callbacks):
    twin = register("Samma", upload=ContentFile(b"Kallelse", name="b.txt"), paper_kind="invitation", dated=LONG_AGO)
    path = stored(twin)

    with django_capture_on_commit_callbacks(execute=True):
        actions.dispose_documents(coordinator, documents=[old, twin], decision=decision)

    assert not default_storage.exists(path)


def test_one_that_is_not_due_stops_all_and_nothing_is_lost(coordinator, register, old, decision):
    young = register("Ny kallelse", paper_kind=PaperKind.INVITATION, dated=date(2999, 1, 1))

    with pytest.raises(Refused, match="is kept until"):
        actions.dispose_documents(coordinator, documents=[old, young], decision=decision)

    old.refresh_from_db()
    assert old.disposal is None
    assert default_storage.exists(stored(old))


def test_nothing_is_disposed_of_without_a_choice(coordinator, decision):
    with pytest.raises(ValidationError):
        actions.dispose_documents(coordinator, documents=[], decision=decision)


def test_what_is_gone_is_neither_changed_nor_trashed_nor_disposed_of_again(coordinator, old, decision):
    actions.dispose_documents(coordinator, documents=[old], decision=decision)
    old.refresh_from_db()

    for verdict in (
        rules.may_change_document(coordinator, old),
        rules.may_trash_document(coordinator, old),
        rules.may_dispose_document(coordinator, old),
    ):
        assert "has been disposed of" in str(verdict.reason)


def test_the_database_keeps_file_or_disposal(old):
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=old.pk).update(file=None)


# --- Who may, and when ------------------------------------------------------------------------------------------------


STATES = {
    "due": {"months": 24, "dated": LONG_AGO},
    "not yet": {"months": 24, "dated": date(2999, 1, 1)},
    "for ever": {"months": None, "dated": LONG_AGO},
    "day not known": {"months": 24, "dated": None},
    "no rule": {"months": None, "dated": LONG_AGO, "kind": PaperKind.LETTER},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("outcome", Outcome)
def test_who_disposes_of_what_by_which_decision(town, board, register, role, state, outcome):
    told = STATES[state]
    RetentionRule.objects.create(
        organisation=town, paper_kind=told.get("kind", PaperKind.INVITATION), months=told["months"], ground="x"
    )
    document = register(paper_kind=PaperKind.INVITATION, dated=told["dated"])
    decision = DecisionFactory(
        organisation=town, body=board, outcome=outcome, reasons="x" if outcome == Outcome.SENT_BACK else ""
    )
    actor = member(town, role)

    assert bool(rules.may_set_retention(actor, town.pk)) == (role in {Role.COORDINATOR, Role.ADMINISTRATOR})
    verdict, by = rules.may_dispose_document(actor, document), rules.may_dispose_by(actor, decision)
    assert bool(verdict) == (role == Role.COORDINATOR and state == "due")
    assert bool(by) == (role == Role.COORDINATOR and outcome == Outcome.APPROVED)
    assert all(each or str(each.reason).endswith(".") for each in (verdict, by))
    if not (verdict and by):
        with pytest.raises(Refused):
            actions.dispose_documents(actor, documents=[document], decision=decision)


def test_nobody_disposes_of_what_others_keep(town, old, decision, invitations):
    stranger = member(OrganisationFactory(), *Role)
    theirs = DecisionFactory(organisation=stranger.organisation)

    for attempt in (decision, theirs):
        with pytest.raises(Refused):
            actions.dispose_documents(stranger, documents=[old], decision=attempt)
    for deed in (
        lambda: actions.set_retention(stranger, organisation=town, months=1, ground="x"),
        lambda: actions.change_retention(stranger, rule=invitations, expected=None, months=1),
        lambda: actions.remove_retention(stranger, rule=invitations),
        lambda: actions.put_back_retention(stranger, rule=invitations),
    ):
        with pytest.raises(Refused):
            deed()


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_the_pages(town, sign_in, invitations, old, role):
    browser = sign_in(member(town, role))
    pages = [reverse(f"records:{name}") for name in ("retention", "add_retention", "disposal")]
    pages.append(reverse("records:change_retention", args=[invitations.pk]))

    assert [browser.get(page).status_code for page in pages] == [200] * 4
    assertContains(browser.get(reverse("records:disposal")), "Kallelse")
    (assertContains if role == Role.COORDINATOR else assertNotContains)(
        browser.get(reverse("records:disposal")), "Dispose of the chosen documents"
    )


def test_others_rules_are_not_found(sign_in, invitations):
    browser = sign_in(member(OrganisationFactory(), *Role))

    for name in ("change", "remove", "put_back"):
        address = reverse(f"records:{name}_retention", args=[invitations.pk])
        assert (browser.get if name == "change" else browser.post)(address).status_code == 404


def test_a_rule_is_written_changed_removed_and_put_back(town, sign_in):
    browser = sign_in(member(town, Role.COORDINATOR))
    fields = {"paper_kind": "voucher", "years": "7", "counted_from": "year_end", "ground": "Bokföringslagen 7:2"}
    assertContains(browser.get(reverse("records:retention")), "No rules yet")
    page = browser.post(reverse("records:add_retention"), fields, follow=True)
    rule = RetentionRule.objects.get()
    assert (rule.months, rule.counted_from) == (84, "year_end")
    assertContains(page, "7 years")

    browser.post(reverse("records:change_retention", args=[rule.pk]), fields | {"months": "6", "version": "1"})
    rule.refresh_from_db()
    assert str(rule) == "7 years + 6 months (Bokföringslagen 7:2)"
    gone = browser.post(reverse("records:remove_retention", args=[rule.pk]), follow=True)
    assertContains(gone, "Rules that no longer hold")
    assert not queries.retention_rules(member(town, Role.READER)).exists()
    browser.post(reverse("records:put_back_retention", args=[rule.pk]))
    assert queries.retention_rules(member(town, Role.READER)).exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Write how many years"),
        ({"for_ever": "on", "years": "2"}, "Choose either for ever"),
        ({"years": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_rule_that_says_nothing_is_asked_again(town, sign_in, fields, said):
    page = sign_in(member(town, Role.COORDINATOR)).post(
        reverse("records:add_retention"), {"counted_from": "dated", "ground": "Det jag skrev", **fields}
    )

    assertContains(page, said, status_code=422)
    assertContains(page, "Det jag skrev", status_code=422)
    assert not RetentionRule.objects.exists()


def test_disposing_on_the_page(town, sign_in, old, decision):
    browser = sign_in(member(town, Role.COORDINATOR))
    chosen = {"documents": [old.pk], "decision": decision.pk}
    unsure = browser.post(reverse("records:disposal"), chosen)
    assert unsure.status_code == 422
    assertContains(unsure, f'value="{old.pk}" checked', status_code=422)

    done = browser.post(reverse("records:disposal"), chosen | {"sure": "on"}, follow=True)

    assertContains(done, "1 document has been disposed of. Its line in the register stays.")
    assertContains(done, "Nothing is due.")
    assertContains(done, "Disposed of before")
    page = browser.get(reverse("records:document", args=[old.pk]))
    assertContains(page, "when this had run out: 2 years (Dokumenthanteringsplan § 4).")
    assert browser.get(reverse("records:download", args=[old.pk])).status_code == 404
    assertContains(browser.get(reverse("records:register"), {"direction": "all"}), "disposed of on")
    assertContains(browser.get(f"/history/records.document/{old.pk}/"), "Disposed of documents")


def test_evidence_on_a_paper_that_is_gone_still_says_what_it_showed(town, sign_in, old, decision, coordinator):
    activity = ActivityFactory(organisation=town)
    work.add_evidence(coordinator, kind="file", shows="The call went out", activity=activity, document=old)
    actions.dispose_documents(coordinator, documents=[old], decision=decision)

    assertContains(sign_in(coordinator).get(activity.get_absolute_url()), "The call went out")


def test_the_register_is_narrowed_to_what_is_due(town, coordinator, register, old):
    register("Annat", dated=LONG_AGO)

    assert list(queries.register(coordinator, RegisterFilter(direction="all", due=True))) == [old]


def test_an_upload_says_what_kind_of_paper_it_is(town, sign_in):
    fields = {"direction": "received", "language": "sv", "visibility": "organisation", "paper_kind": "minutes"}
    sign_in(member(town, Role.CONTRIBUTOR)).post(
        reverse("records:add_document"), fields | {"upload": SimpleUploadedFile("p.txt", b"Protokoll")}
    )

    assert Document.objects.get().paper_kind == PaperKind.MINUTES


@pytest.mark.parametrize("address", ["records:retention", "records:disposal", "records:document"])
def test_pages_cost_the_same_whatever_they_show(
    town, coordinator, sign_in, register, queries, old, invitations, address
):
    browser = sign_in(coordinator)
    url = reverse(address, args=[old.pk] if address == "records:document" else [])
    costs = []
    for more in (1, 2, 27):
        for number in range(more):
            register(f"{more} {number}", paper_kind=PaperKind.INVITATION, dated=LONG_AGO)
            actions.set_retention(coordinator, organisation=town, case_begins=f"{more} {number}", months=1, ground="x")
        browser.get(url)
        with queries() as seen:
            browser.get(url)
        costs.append(len(seen))

    assert len(set(costs)) == 1
