"""A party leaves with what is its own and what is joint: who may, and what each takeout shows."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import date, timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from byalag.core import files
from byalag.core.files import take_in as take_in_file
from byalag.rooms.cooperation.enums import ChangeState, CooperationState
from byalag.rooms.cooperation.models import ContactPost, JointChange, Party
from byalag.rooms.exchange import rules
from byalag.rooms.exchange.enums import TakeInState, TakeoutState
from byalag.rooms.exchange.models import TakeIn, Takeout
from byalag.rooms.exchange.takeout import writing
from byalag.rooms.exchange.takeout.choosing import taking_of
from byalag.rooms.exchange.takeout.columns import Numbers
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.people.models import CountrySafety, Invitation, Person, Post, ProtectedName
from byalag.rooms.records.models import Document
from byalag.rooms.visits.models import Exchange, Pupil, Visit
from tests.factories import (
    ActivityFactory,
    BodyFactory,
    ContributionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ReportFactory,
    member,
    signed,
)

from .leaving import LEFT_ON, fill, four, take_out

pytestmark = pytest.mark.django_db
WHO = ("keeper", "party", "former", "stranger")
A = Role.ADMINISTRATOR


@pytest.fixture
def world():
    cooperation, who = four()
    return SimpleNamespace(cooperation=cooperation, **who)


# --- The rules: position × role × state -------------------------------------------------------------------------------


@pytest.mark.parametrize(("position", "role"), list(product(WHO, Role)))
def test_who_takes_out_a_cooperation(world, position, role):
    verdict = rules.may_take_out_cooperation(member(getattr(world, position), role), world.cooperation)

    assert bool(verdict) == (role == A and position != "stranger")
    assert verdict or str(verdict.reason).endswith(".")


@pytest.mark.parametrize("state", CooperationState)
def test_a_cooperation_is_taken_out_in_every_state(world, state):
    world.cooperation.state = state
    world.cooperation.save()

    for position in ("keeper", "party", "former"):
        assert rules.may_take_out_cooperation(member(getattr(world, position), A), world.cooperation)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("question", ["take_out", "take_out_protected", "take_in"])
def test_who_takes_out_everything_and_takes_in(world, question, role):
    ask = getattr(rules, f"may_{question}")

    assert bool(ask(member(world.keeper, role), world.keeper.pk)) == (role == A)
    assert not ask(member(world.party, role), world.keeper.pk)
    assert not ask(PUBLIC, world.keeper.pk)
    assert ask(system(world.keeper), world.keeper.pk)


@pytest.mark.parametrize(("state", "role"), list(product(TakeoutState, Role)))
def test_who_fetches_and_throws_away(world, state, role):
    made = state not in (TakeoutState.WAITING, TakeoutState.RUNNING)
    stored = files.keep_made(ContentFile(b"PK"), "application/zip") if state == TakeoutState.READY else None
    row = Takeout(
        organisation=world.keeper, state=state, stored=stored,
        expires_at=writing.timezone.now() + timedelta(1) if stored else None,
    )  # fmt: skip

    for organisation in (world.keeper, world.party):
        actor, own = member(organisation, role), organisation == world.keeper and role == A
        assert bool(rules.may_fetch_takeout(actor, row)) == (own and state == TakeoutState.READY)
        assert bool(rules.may_throw_takeout_away(actor, row)) == (own and made and state != TakeoutState.GONE)


def test_a_takeout_whose_days_are_over_is_not_fetched(world):
    stored = files.keep_made(ContentFile(b"PK"), "application/zip")
    row = Takeout(
        organisation=world.keeper, state=TakeoutState.READY, stored=stored,
        expires_at=writing.timezone.now() - timedelta(minutes=1),
    )  # fmt: skip

    assert not rules.may_fetch_takeout(member(world.keeper, A), row)


@pytest.mark.parametrize(("state", "role"), list(product(TakeInState, Role)))
def test_who_saves_what_was_brought(world, state, role):
    row = TakeIn(organisation=world.keeper, state=state)

    assert bool(rules.may_save_take_in(member(world.keeper, role), row)) == (role == A and state == TakeInState.READY)
    assert not rules.may_save_take_in(member(world.party, role), row)


# --- What each takeout shows: own side, other side, joint side --------------------------------------------------------


@pytest.mark.parametrize("only_this", [True, False])
@pytest.mark.parametrize("position", ["keeper", "party", "former"])
def test_own_side_shared_or_not_and_nothing_of_another_side(world, position, only_this):
    fill(world.cooperation, {n: getattr(world, n) for n in WHO})
    takeout = take_out(getattr(world, position), world.cooperation if only_this else None)

    sides = {row["text"] for row in takeout.rows("cooperation.sidetext")}
    assert sides == {f"{position} aims", f"{position} plan"}
    assert {row["told"] for row in takeout.rows("cooperation.contact")} == {f"{position} told"}
    for other in {"keeper", "party", "former"} - {position}:
        for said in (f"{other} aims", f"{other} plan", f"{other} told"):
            assert said not in takeout.everything


@pytest.mark.parametrize("position", ["keeper", "party", "former"])
def test_what_others_share_is_told_by_title_and_whose_it_is_while_one_is_in_it(world, position):
    fill(world.cooperation, {n: getattr(world, n) for n in WHO})
    shared = take_out(getattr(world, position)).shared()

    others = {str(getattr(world, n)) for n in ("keeper", "party", "former")} - {str(getattr(world, position))}
    assert {row["whose"] for row in shared} == (set() if position == "former" else others)
    assert {row["title"] for row in shared} <= {"Plan"}


@pytest.mark.parametrize("position", ["keeper", "party"])
def test_all_that_is_joint(world, position):
    fill(world.cooperation, {n: getattr(world, n) for n in WHO})
    takeout = take_out(getattr(world, position))

    assert {row["text"] for row in takeout.rows("cooperation.jointtext")} == {"joint before", "joint after"}
    assert len(takeout.rows("cooperation.jointchange")) == len(takeout.rows("cooperation.agreement")) == 2
    assert {row["words"] for row in takeout.rows("cooperation.jointanswer")} == {"yes before", "yes after"}
    assert {row["text"] for row in takeout.rows("cooperation.agreedaction")} == {"agreed before", "agreed after"}
    made = {row["title"] for row in takeout.rows("cooperation.jointoutput")}
    assert made == {"made before, agreed", "made after, agreed"}


def test_one_that_has_left_takes_what_was_joint_when_it_left(world):
    world.cooperation.about, world.cooperation.state = "Written after they left", CooperationState.DORMANT
    world.cooperation.save()
    fill(world.cooperation, {n: getattr(world, n) for n in WHO})
    takeout = take_out(world.former)

    assert "joint before" in takeout.everything
    assert "made before" in takeout.everything
    assert "after" not in "".join(
        line for line in takeout.everything.splitlines() if "joint" in line or "agree" in line
    )
    assert "Written after they left" not in takeout.everything
    row = takeout.rows("cooperation.cooperation")[0]
    assert (row["state"], row["ends"], row["circle"]) == ("ended", LEFT_ON.isoformat(), None)


def test_a_stranger_takes_nothing_of_it(world):
    fill(world.cooperation, {n: getattr(world, n) for n in WHO})
    takeout = take_out(world.stranger)

    assert takeout.rows("cooperation.cooperation") == []
    assert world.cooperation.name not in takeout.everything


@pytest.mark.parametrize("state", ChangeState)
@pytest.mark.parametrize("position", ["keeper", "party"])
def test_proposals_go_along_in_every_state(world, position, state):
    JointChange.objects.create(
        cooperation=world.cooperation, part="plan", text="x", language="sv", proposed_by=world.party, state=state
    )

    rows = take_out(getattr(world, position), world.cooperation).rows("cooperation.jointchange")
    assert [row["state"] for row in rows] == [state]


@pytest.mark.parametrize("state", CooperationState)
@pytest.mark.parametrize("position", ["keeper", "party", "former"])
def test_what_is_ones_own_goes_along_whatever_the_cooperation_has_become(world, position, state):
    world.cooperation.state = state
    world.cooperation.save()
    fill(world.cooperation, {n: getattr(world, n) for n in WHO})

    assert len(take_out(getattr(world, position)).rows("cooperation.sidetext")) == 2


def test_a_party_sees_nothing_of_a_cooperation_that_is_not_shared_with_it(world):
    """Named as a party only: it does not know of it, and takes nothing of it along."""
    world.cooperation.visibility = Visibility.ORGANISATION
    world.cooperation.save()

    assert take_out(world.party).rows("cooperation.cooperation") == []


def test_in_the_new_place_one_keeps_it_oneself_with_the_former_keeper_as_a_party(world):
    takeout = take_out(world.party)
    own = takeout.manifest["organisation"]["id"]
    keeper = next(row["id"] for row in takeout.rows("people.organisation") if row["name"] == world.keeper.name)

    assert takeout.rows("cooperation.cooperation")[0]["organisation"] == own
    assert (keeper, "lead") in {(row["organisation"], row["role"]) for row in takeout.rows("cooperation.party")}


def test_whom_to_turn_to_at_another_party_goes_along_only_with_the_one_that_noted_it(world):
    other = OrganisationFactory(name="Tredje")
    Party.objects.create(cooperation=world.cooperation, organisation=other)
    ContactPost.objects.create(cooperation=world.cooperation, organisation=other, title="Kansliet", phone="+46 1")

    assert "+46 1" in take_out(world.keeper).everything
    assert "+46 1" not in take_out(world.party).everything


# --- What never leaves ------------------------------------------------------------------------------------------------


def test_persons_of_others_never_and_those_at_risk_as_their_alias(world):
    PersonFactory(organisation=world.party, name="Somebody elsewhere")
    Person.objects.create(
        organisation=world.keeper, name="Real name", alias="The carpenter", at_risk=True, email="real@example.org"
    )
    takeout = take_out(world.keeper)

    assert [row["alias"] for row in takeout.rows("people.person")] == ["The carpenter"]
    for said in ("Somebody elsewhere", "Real name", "real@example.org"):
        assert said not in takeout.everything
    assert "Real name" in take_out(world.keeper, with_protected=True).everything


@pytest.mark.parametrize("whose", ["keeper", "party"])
def test_the_name_of_somebody_at_risk_that_was_typed_into_a_text_leaves_as_the_alias(world, whose):
    owner = getattr(world, whose)
    person = Person.objects.create(organisation=owner, name="Real Name", alias="The carpenter", at_risk=True)
    ProtectedName.objects.create(organisation=owner, person=person, name="Real Name", alias="The carpenter")
    world.cooperation.about = "What NAME REAL told us"
    world.cooperation.save()
    everything = take_out(world.keeper).everything
    along = take_out(world.keeper, with_protected=True).everything

    assert "NAME REAL" not in everything
    assert "What The carpenter told us" in everything
    # One's own go along when that is asked for; those that a partner protects never do.
    assert ("NAME REAL" in along) == (whose == "keeper")


def test_secret_papers_stay_unless_what_is_protected_goes_along(world):
    stored = take_in_file(ContentFile(b"Plain words"), kind="document").stored
    Document.objects.create(organisation=world.keeper, title="A secret", file=stored, secrecy_ground="OSL 15:1")

    assert "A secret" not in take_out(world.keeper).everything
    takeout = take_out(world.keeper, with_protected=True)
    assert "A secret" in takeout.everything
    assert "Plain words" in takeout.everything


def test_no_secrets_no_party_of_a_mandate_and_nobody_who_signs_in(world):
    member(world.keeper, A)
    Invitation.objects.create(organisation=world.keeper, email="new@example.org", roles=["reader"], language="sv")
    Post.objects.create(
        organisation=world.keeper,
        title="Ledamot",
        party="The Blue",
        party_ground="made_public",
        body=BodyFactory(organisation=world.keeper),
    )
    everything = take_out(world.keeper, with_protected=True).everything

    assert "Ledamot" in everything
    for said in ("The Blue", "new@example.org", "password", "example.org"):
        assert said not in everything


def test_exchanges_of_pupils_never(world):
    activity = ActivityFactory(organisation=world.keeper, title="Skolresa")
    visit = Visit.objects.create(activity=activity, direction="out", partner=world.party, purpose="The children travel")
    exchange = Exchange.objects.create(visit=visit, school="Åsens skola 8B")
    Pupil.objects.create(exchange=exchange, number=1, name="A child", health="Nuts")
    everything = take_out(world.keeper, with_protected=True).everything

    assert "Skolresa" in everything
    for said in ("The children travel", "Åsens skola", "A child", "Nuts"):
        assert said not in everything


def test_what_is_in_the_trash_stays(world):
    ActivityFactory(organisation=world.keeper, title="Thrown away", trashed_at=writing.timezone.now())

    assert "Thrown away" not in take_out(world.keeper).everything


def test_records_of_others_are_named_by_title_only(world):
    circle = world.cooperation.circle
    theirs = ActivityFactory(
        organisation=world.party, title="Their activity", result="Their result", circle=circle, visibility="circle"
    )
    ActivityFactory(organisation=world.party, title="Their own only")
    ActivityFactory(organisation=world.party, title="Public anyway", visibility="public")
    plan = FrameworkFactory(organisation=world.keeper)
    ContributionFactory(activity=theirs, objective=ObjectiveFactory(framework=plan))
    takeout = take_out(world.keeper)

    assert {"kind": "work.activity", "title": "Their activity", "whose": "Gmina Zachodnia"} in takeout.shared()
    assert takeout.rows("work.activity") == takeout.rows("work.contribution") == []
    for said in ("Their result", "Their own only", "Public anyway"):
        assert said not in takeout.everything


def test_only_one_cooperation_brings_what_it_names_and_no_more(world):
    post, other_post = (
        PostFactory(organisation=world.keeper, title="Samordnare"),
        PostFactory(organisation=world.keeper),
    )
    ActivityFactory(organisation=world.keeper, cooperation=world.cooperation, title="In it", responsible=post)
    ActivityFactory(organisation=world.keeper, title="Beside it", responsible=other_post)
    CountrySafety.objects.create(organisation=world.keeper, country="PL", level="high")
    takeout = take_out(world.keeper, world.cooperation)

    assert [row["title"] for row in takeout.rows("work.activity")] == ["In it"]
    assert [row["title"] for row in takeout.rows("people.post")] == ["Samordnare"]
    assert takeout.rows("people.countrysafety") == []


def test_the_paper_of_an_agreement_is_joint_and_its_decision_stands_by_name(world):
    stored = take_in_file(ContentFile("Avtalet gäller.".encode()), kind="document").stored
    shared = {"organisation": world.keeper, "circle": world.cooperation.circle, "visibility": "circle"}
    paper = Document.objects.create(title="Avtalet", file=stored, file_name="avtal.txt", sender="A person", **shared)
    hidden = Document.objects.create(organisation=world.keeper, title="Not shared", file=stored)
    agreement = world.cooperation.agreements.create(title="Avtal", number=1, signed_on=date(2023, 1, 1))
    for document in (paper, hidden):
        agreement.papers.create(document=document, language="sv")
    takeout = take_out(world.party)

    assert [row["title"] for row in takeout.rows("records.document")] == ["Avtalet"]
    assert len(takeout.rows("cooperation.agreementpaper")) == 1
    assert "Avtalet gäller." in takeout.everything
    assert "A person" not in takeout.everything
    assert "Not shared" not in takeout.everything


def test_signed_accounts_are_in_it_to_be_read(world):
    signed(ReportFactory(organisation=world.keeper))
    takeout = take_out(world.keeper)

    frozen = takeout.rows("reports.frozenaccount")[0]
    assert frozen["checksum"] in takeout.everything
    assert len(takeout.rows("reports.signature")) == 2


# --- The file itself --------------------------------------------------------------------------------------------------


def test_every_part_is_on_the_list_with_its_checksum(world):
    fill(world.cooperation, {n: getattr(world, n) for n in WHO})
    takeout = take_out(world.keeper)
    archive, manifest = takeout.archive, takeout.manifest

    assert set(archive.namelist()) == {*manifest["parts"], "manifest.json"}
    for name, told in manifest["parts"].items():
        data = archive.read(name)
        assert (len(data), writing.hashlib.sha256(data).hexdigest()) == (told["size"], told["sha256"])
    assert manifest["format"] == writing.FORMAT
    assert manifest["kinds"]["cooperation.sidetext"]["count"] == 2


def test_lists_are_read_without_byalag_and_run_nothing(world):
    ActivityFactory(organisation=world.keeper, title="=cmd|'/c calc'!A1", status="done", result="Klart", starts=LEFT_ON)
    takeout = take_out(world.keeper)
    rows = list(csv.DictReader(io.StringIO(takeout.archive.read("lists/work.activity.csv").decode("utf-8-sig"))))

    assert next(iter(rows[0].values())).startswith("'=cmd")
    assert "Möte" in rows[0].values()  # in words, in the reader's language
    assert LEFT_ON.isoformat() in rows[0].values()


def test_a_page_explains_it_in_the_persons_language(world):
    page = take_out(world.keeper).archive.read("index.html").decode()

    assert '<html lang="sv">' in page
    assert "Östby kommun" in page
    assert "<script" not in page
    assert 'href="data/people.organisation.jsonl"' in page


def test_texts_of_others_cannot_write_into_the_page(world):
    stored = take_in_file(ContentFile(b"x"), kind="document").stored
    Document.objects.create(organisation=world.keeper, title="x", file=stored, file_name="<img src=x>../../etc.txt")
    takeout = take_out(world.keeper)

    assert "<img" not in takeout.archive.read("index.html").decode()
    assert not [name for name in takeout.archive.namelist() if ".." in name.split("/")]


def test_rows_that_go_away_meanwhile_make_it_begin_anew(world, monkeypatch):
    ActivityFactory.create_batch(3, organisation=world.keeper)
    calls, real = [], writing._write_kind

    def write(work, kind):
        if kind.key == "people.organisation":
            calls.append(1)
            if len(calls) == 1:
                work.choice.ids["work.activity"].add(999_999)
        real(work, kind)

    monkeypatch.setattr(writing, "_write_kind", write)
    takeout = take_out(world.keeper)

    assert len(calls) == 2
    assert len(takeout.rows("work.activity")) == 3


@pytest.mark.embedded
def test_memory_stays_the_same_however_much_there_is(world, tmp_path):
    def peak() -> int:
        tracemalloc.start()
        with (tmp_path / "takeout.zip").open("w+b") as target:
            taking = taking_of(world.keeper.pk)
            writing.make_takeout(target, organisation=world.keeper, taking=taking, language="en")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    model = ActivityFactory._meta.model

    def more(count):
        model.objects.bulk_create(
            model(organisation=world.keeper, title=f"Activity {n} {'x' * 500}", kind="meeting") for n in range(count)
        )

    more(1_000)
    peak()
    little = peak()
    more(5_000)
    assert peak() < little * 1.5


def test_numbers_take_one_bit_each():
    numbers = Numbers()
    assert [numbers.add(n) for n in (3, 1_000_000, 3)] == [True, True, False]
    assert (list(numbers), len(numbers)) == ([3, 1_000_000], 2)
    numbers.discard(3)
    assert (3 in numbers, -1 in numbers, list(numbers)) == (False, False, [1_000_000])
