"""A takeout comes in elsewhere: seen first, all or nothing, once; and what is hostile is answered with a sentence."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from byalag.core import files, registries
from byalag.core.archives import MB
from byalag.core.models import LogEntry, StoredFile
from byalag.core.search import find
from byalag.core.verdicts import Refused
from byalag.rooms.cooperation.models import Cooperation, JointText, Party, SideText
from byalag.rooms.exchange import actions
from byalag.rooms.exchange.enums import TakeInState
from byalag.rooms.exchange.models import Origin, TakeIn
from byalag.rooms.exchange.takeout import reading
from byalag.rooms.exchange.takeout.job import throw_old_away
from byalag.rooms.exchange.takeout.reading import Unreadable, open_takeout
from byalag.rooms.people.api import Organisation
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Person, Post
from byalag.rooms.promises.models import Framework
from byalag.rooms.records.models import Document
from byalag.rooms.reports.models import FrozenAccount, Report
from byalag.rooms.work.models import Activity
from tests.factories import (
    ActivityFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PersonFactory,
    ReportFactory,
    member,
    signed,
)

from .leaving import (
    ELSEWHERE,
    Opened,
    administrator,
    edit,
    fill,
    four,
    from_elsewhere,
    rename,
    rewrite,
    take_in,
    take_out,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def there():
    """The keeper of a cooperation with a plan, an activity and a paper."""
    cooperation, who = four()
    fill(cooperation, who)
    town = who["keeper"]
    stored = files.take_in(ContentFile("Så här blev det.".encode()), kind="document").stored
    Document.objects.create(organisation=town, title="Minnesanteckningar", file=stored, file_name="anteckningar.txt")
    plan = FrameworkFactory(organisation=town, title="Plan 2024", cooperation=cooperation)
    ObjectiveFactory(framework=plan, text="Fler möts")
    ActivityFactory(organisation=town, title="Ungdomsmöte", cooperation=cooperation)
    return town


# --- Coming in --------------------------------------------------------------------------------------------------------


def test_what_would_be_made_is_said_and_nothing_is(there):
    takeout = rename(from_elsewhere(take_out(there)))
    before = Activity.objects.count(), Organisation.objects.count(), Origin.objects.count(), StoredFile.objects.count()
    found, _organisation = take_in(takeout, save=False)

    assert found.problems == []
    assert found.made["work.activity"] == found.made["promises.objective"] == 1
    assert before == (
        Activity.objects.count(), Organisation.objects.count(), Origin.objects.count(), StoredFile.objects.count()
    )  # fmt: skip


def test_it_comes_in_as_it_was_and_goes_out_again_as_it_came(there):
    takeout = rename(from_elsewhere(take_out(there)))
    found, town = take_in(takeout)
    again = take_out(town)

    assert found.problems == []
    assert (town.name, town.slug) == ("Nytt hem", "nytt-hem")
    assert again.checksums() == takeout.checksums()
    assert again.manifest["files"] == takeout.manifest["files"]
    activity = Activity.objects.get(organisation=town)
    assert activity.cooperation.organisation == town
    assert {row.text for row in SideText.objects.filter(organisation=town)} == {"keeper aims", "keeper plan"}
    assert Framework.objects.get(organisation=town).objectives.get().text == "Fler möts"


def test_the_second_time_changes_nothing(there):
    takeout = rename(from_elsewhere(take_out(there)))
    take_in(takeout)
    before = LogEntry.objects.count()
    found, _town = take_in(takeout)

    assert sum(found.made.values()) == 0
    assert found.problems == []
    assert found.there["work.activity"] == 1
    assert LogEntry.objects.count() == before + 1  # that it was brought, and nothing else


def test_what_was_written_after_the_first_time_comes_with_the_second(there):
    _found, town = take_in(rename(from_elsewhere(take_out(there))))
    ActivityFactory(organisation=there, title="Later")
    found, _town = take_in(rename(from_elsewhere(take_out(there))))

    assert found.made == {"work.activity": 1}
    assert {row.title for row in Activity.objects.filter(organisation=town)} == {"Ungdomsmöte", "Later"}


def test_the_log_says_where_it_came_from(there):
    _found, town = take_in(rename(from_elsewhere(take_out(there))))
    entry = LogEntry.objects.get(action="exchange.take_in.saved")

    assert (entry.organisation_id, entry.data["source"]) == (town.pk, ELSEWHERE)
    assert entry.data["made"]["work.activity"] == 1


def test_into_the_same_installation_where_all_is_there_still(there):
    found, town = take_in(take_out(there), there)

    assert (sum(found.made.values()), found.problems, town) == (0, [], there)


def test_into_the_same_installation_nothing_is_added_to_what_another_keeps():
    cooperation, who = four()
    fill(cooperation, who)
    before = Party.objects.count()
    found, _town = take_in(take_out(who["party"]), who["party"])

    assert (sum(found.made.values()), found.problems, Party.objects.count()) == (0, [], before)
    row = actions.bring_takeout(
        administrator(who["party"]), organisation=who["party"], upload=ContentFile(take_out(who["party"]).data, "t.zip")
    )
    assert row.found["problems"] == []


def test_into_the_same_installation_what_is_gone_comes_back(there):
    takeout = take_out(there)
    Activity.objects.filter(organisation=there).delete()
    found, _town = take_in(takeout, there)

    assert found.problems == []
    assert found.made["work.activity"] == 1
    assert Activity.objects.get(organisation=there).title == "Ungdomsmöte"
    assert take_out(there).checksums()["work.activity"] == takeout.checksums()["work.activity"]


def test_it_is_found_by_search_at_once(there):
    _found, town = take_in(rename(from_elsewhere(take_out(there))))
    kind = next(kind for kind in registries.searchables if kind.model_label == "work.activity")

    assert find(kind, member(town, Role.READER), "ungdomsmöte").filter(organisation=town).exists()


def test_a_partner_that_is_known_here_is_the_same_one(there):
    takeout = rename(from_elsewhere(take_out(there)))
    partner = Organisation.objects.get(name="Gmina Zachodnia")
    _found, town = take_in(takeout)

    assert Party.objects.filter(cooperation__organisation=town, organisation=partner).exists()


def test_a_party_that_left_keeps_the_cooperation_in_its_new_book():
    cooperation, who = four()
    fill(cooperation, who)
    _found, town = take_in(rename(from_elsewhere(take_out(who["party"]))))
    row = Cooperation.objects.get(organisation=town)

    assert {party.organisation.name for party in row.parties.all()} == {"Nytt hem", "Östby kommun", "Förra"}
    assert JointText.objects.filter(cooperation=row).count() == 2
    assert take_out(town).rows("cooperation.party") == take_out(town, row).rows("cooperation.party")


def test_a_signed_account_is_read_in_the_file_and_a_draft_goes_on(there):
    report = signed(ReportFactory(organisation=there))
    ReportFactory(organisation=there, framework=report.framework, title="Draft")
    before = FrozenAccount.objects.count()
    found, town = take_in(rename(from_elsewhere(take_out(there))))

    assert found.problems == []
    assert [row.title for row in Report.objects.filter(organisation=town)] == ["Draft"]
    assert FrozenAccount.objects.count() == before
    assert sum(found.stays.values()) > 3


def test_the_account_of_a_cooperation_goes_on_in_the_new_place(there):
    cooperation = Cooperation.objects.get(organisation=there)
    ReportFactory(organisation=there, framework=None, cooperation=cooperation, definition="cooperation_account")
    assert len(take_out(there, cooperation).rows("reports.report")) == 1
    found, town = take_in(rename(from_elsewhere(take_out(there))))

    assert found.problems == []
    report = Report.objects.get(organisation=town)
    assert (report.framework, report.cooperation.organisation) == (None, town)


def test_what_cannot_go_together_is_named_and_nothing_is_taken(there):
    takeout = rename(from_elsewhere(take_out(there)))
    home = OrganisationFactory(name="Hemma")
    FrameworkFactory(organisation=home, slug=Framework.objects.get(organisation=there).slug)
    found, _town = take_in(takeout, home)

    assert any("Plan 2024" in problem for problem in found.problems)
    assert not Activity.objects.filter(organisation=home).exists()
    assert not Origin.objects.exists()


def test_an_address_that_is_taken_is_asked_about(there):
    found, _town = take_in(from_elsewhere(take_out(there)))

    assert any("--organisation ostby" in problem for problem in found.problems)
    found, _town = take_in(from_elsewhere(take_out(there)), there, save=False)
    assert not any("--organisation" in problem for problem in found.problems)


def test_pictures_that_tell_nothing_more_stay_bit_by_bit_and_others_are_cleaned(there):
    clean = files.take_in(ContentFile(photo(), "p.jpg"), kind="image").stored
    for stored in (clean, files.keep_made(ContentFile(photo(comment=b"Anna's house")), "image/jpeg")):
        Document.objects.create(organisation=there, title="Picture", file=stored, file_name="p.jpg")
    takeout = rename(from_elsewhere(take_out(there)))
    checksum = clean.sha256
    as_if_no_file_were_known()
    _found, town = take_in(takeout)
    kept = [row.file.sha256 for row in Document.objects.filter(organisation=town, title="Picture")]

    assert checksum in kept
    assert len(set(kept) & set(takeout.manifest["files"])) == 1


def as_if_no_file_were_known() -> None:
    for row in StoredFile.objects.all():
        StoredFile.objects.filter(pk=row.pk).update(sha256=f"{row.pk:064d}")


def photo(**options) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "JPEG", **options)
    return made.getvalue()


# --- What others have here is not reached ------------------------------------------------------------------------------


def test_a_file_cannot_point_to_records_of_others(there):
    """Identifiers of this installation are easily guessed; they open nothing."""
    person = PersonFactory(name="Somebody of others")
    home = OrganisationFactory()
    takeout = take_out(there)
    Post.objects.create(organisation=there, title="Samordnare")
    takeout = take_out(there)
    name = takeout.manifest["installation"]
    forged = edit(takeout, "people.post", lambda row: row | {"id": f"{ELSEWHERE}.1", "person": f"{name}.{person.pk}"})
    found, _town = take_in(forged, home)

    assert any("Samordnare" in problem for problem in found.problems)
    assert not Post.objects.filter(person=person).exists()


def test_a_file_cannot_claim_records_of_others(there):
    person = PersonFactory(name="Somebody of others")
    PersonFactory(organisation=there)
    takeout = take_out(there)
    name = takeout.manifest["installation"]
    forged = edit(takeout, "people.person", lambda row: row | {"id": f"{name}.{person.pk}"})
    found, _town = take_in(forged, there)

    assert any("another organisation" in problem for problem in found.problems)
    assert Person.objects.get(pk=person.pk).organisation_id == person.organisation_id


def test_a_file_cannot_write_for_others(there):
    takeout = from_elsewhere(take_out(there))
    partner = next(row["id"] for row in takeout.rows("people.organisation") if row["name"] == "Gmina Zachodnia")
    forged = edit(takeout, "cooperation.sidetext", lambda row: row | {"organisation": partner})
    found, _town = take_in(rename(forged))

    assert [problem for problem in found.problems if "belongs to another organisation" in problem]


def test_a_page_takes_in_nothing_joint_with_somebody_who_works_here(there):
    takeout = from_elsewhere(take_out(there))
    member(Organisation.objects.get(name="Gmina Zachodnia"), Role.READER)
    row = actions.bring_takeout(administrator(there), organisation=there, upload=ContentFile(takeout.data, "t.zip"))

    assert any("works here itself" in problem for problem in row.found["problems"])
    problems = take_in(takeout, there, save=False)[0].problems
    assert not any("works here itself" in problem for problem in problems)  # those who run the installation may


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("work.activity", {"kind": "no_such_kind"}),
        ("work.activity", {"title": None}),
        ("work.activity", {"title": ["a", "list"]}),
        ("work.activity", {"starts": "yesterday"}),
        ("work.activity", {"cost": 12}),
        ("work.activity", {"cooperation": f"{ELSEWHERE}.999999"}),
        ("work.activity", {"status": "done", "result": ""}),
        ("promises.framework", {"ends": "1999-01-01"}),
        ("records.document", {"file": "0" * 64}),
        ("cooperation.party", {"organisation": {"id": 1}}),
    ],
)
def test_a_record_that_cannot_be_is_named_and_nothing_is_taken(there, key, change):
    found, _town = take_in(edit(rename(from_elsewhere(take_out(there))), key, lambda row: row | change))

    assert found.problems
    assert not Organisation.objects.filter(slug="nytt-hem").exists()


def test_kinds_of_a_newer_room_are_told(there):
    def newer(name, data):
        if name != "manifest.json":
            return data
        manifest = json.loads(data)
        manifest["kinds"]["learning.course"] = {"part": "", "count": 3, "sha256": ""}
        return json.dumps(manifest).encode()

    found, _town = take_in(rewrite(rename(from_elsewhere(take_out(there))), newer))

    assert 3 in found.stays.values()
    assert found.problems == []


# --- Hostile files ----------------------------------------------------------------------------------------------------


def refused(takeout: Opened, limits=reading.BY_COMMAND) -> str:
    with pytest.raises(Unreadable) as fault:
        open_takeout(io.BytesIO(takeout.data), limits)
    assert str(fault.value).endswith((".", "FILE"))
    return fault.value.code


def zipped(*members: tuple[str, bytes]) -> Opened:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return Opened(made.getvalue())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "other"),
        (b"no zip at all", "other"),
        (zipped(("readme.txt", b"x")).data, "other"),
        (zipped(("manifest.json", b"{")).data, "other"),
        (zipped(("manifest.json", b"[" * 200_000)).data, "other"),
        (zipped(("manifest.json", b'{"format": 1, "byalag": "1"}')).data, "other"),
        (zipped(("manifest.json", b'{"format": 99, "byalag": "9.9"}')).data, "newer"),
        (zipped(("../../etc/passwd", b"x"), ("manifest.json", b"{}")).data, "other"),
        (zipped(("/etc/passwd", b"x"), ("manifest.json", b"{}")).data, "other"),
        (zipped(("data/work.activity.jsonl", b"0" * (40 * MB)), ("manifest.json", b"{}")).data, "bomb"),
    ],
)
def test_what_is_no_takeout_is_answered_with_a_sentence(data, code):
    assert refused(Opened(data)) == code


def test_a_newer_program_is_named():
    with pytest.raises(Unreadable, match=r"newer program \(Byalag 9\.9\)"):
        open_takeout(io.BytesIO(zipped(("manifest.json", b'{"format": 99, "byalag": "9.9"}')).data))


def test_a_part_that_is_not_what_was_written(there):
    takeout = take_out(there)
    changed = rewrite(takeout, lambda name, data: data.replace(b"Ungdoms", b"Ingenms"), honest=False)

    assert refused(changed) == "damaged"
    assert refused(rewrite(takeout, lambda name, data: data, honest=False, leave=("index.html",))) == "damaged"
    assert (
        refused(rewrite(takeout, lambda name, data: data, honest=False, add=[("data/x.y.jsonl", b"{}")])) == "damaged"
    )


def test_parts_with_odd_names(there):
    takeout = take_out(there)
    for name in ("data/../../x.jsonl", "run.exe", "files/0123456789ab-a/b", "data/WORK.ACTIVITY.jsonl"):
        odd = rewrite(takeout, lambda name, data: data, add=[(name, b"x")])
        assert refused(odd) in ("damaged", "other")


def test_many_members_are_for_the_command(there, monkeypatch):
    takeout = take_out(there)
    monkeypatch.setattr(reading, "ON_A_PAGE", reading.Limits(members=3))

    assert refused(takeout, reading.ON_A_PAGE) == "too_large"


@pytest.mark.parametrize("line", [b"[]", b"{}", b'{"id": 5}', b'{"id": "x.1"}', b"\xff", b'{"id": NaN}', b"{" * 5000])
def test_lines_that_are_no_records(there, line):
    takeout = rename(from_elsewhere(take_out(there)))
    spoilt = rewrite(takeout, lambda name, data: line + b"\n" if name == "data/work.activity.jsonl" else data)

    with pytest.raises(Unreadable):
        take_in(spoilt)
    assert not Organisation.objects.filter(slug="nytt-hem").exists()


def test_a_file_that_is_none_that_may_come_in(there):
    stored = files.keep_made(ContentFile(b"MZ\x90\x00 this runs"), "application/zip")
    Document.objects.create(organisation=there, title="A program", file=stored, file_name="run.exe")
    takeout = rename(from_elsewhere(take_out(there)))
    StoredFile.objects.filter(pk=stored.pk).update(sha256="f" * 64)
    found, _town = take_in(takeout)

    assert any("A program" in problem for problem in found.problems)


# --- By a page --------------------------------------------------------------------------------------------------------


def test_brought_looked_through_and_taken_in_by_an_administrator(there):
    home = OrganisationFactory(name="Hemma")
    actor = administrator(home)
    row = actions.bring_takeout(
        actor, organisation=home, upload=ContentFile(from_elsewhere(take_out(there)).data, "../min fil.zip")
    )
    assert (row.name, row.found["problems"], row.state) == ("min fil.zip", [], TakeInState.READY)
    stored = row.stored
    row = actions.save_take_in(actor, take_in=row, expected=row.version)

    assert (row.state, row.stored) == (TakeInState.SAVED, None)
    assert Activity.objects.get(organisation=home).title == "Ungdomsmöte"
    assert not StoredFile.objects.filter(pk=stored.pk).exists()
    with pytest.raises(Refused):
        actions.save_take_in(actor, take_in=row)


def test_what_was_brought_is_thrown_away(there):
    home = OrganisationFactory()
    actor = administrator(home)
    row = actions.bring_takeout(actor, organisation=home, upload=ContentFile(take_out(there).data, "t.zip"))
    actions.discard_take_in(actor, take_in=row)

    assert TakeIn.objects.get().state == TakeInState.DISCARDED
    assert not Activity.objects.filter(organisation=home).exists()


def test_what_stays_forgotten_is_not_kept_for_ever(there):
    actor = administrator(OrganisationFactory())
    row = actions.bring_takeout(
        actor, organisation=actor.organisation, upload=ContentFile(take_out(there).data, "t.zip")
    )
    TakeIn.objects.update(brought_at=timezone.now() - timedelta(days=8))
    throw_old_away()
    row.refresh_from_db()

    assert (row.state, row.stored) == (TakeInState.DISCARDED, None)
