"""A plan comes in as the document it is today: read, looked through, saved all or nothing, undone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains

import byalag.demo
from byalag.core.files import FileRefused
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.exchange import actions, saving
from byalag.rooms.exchange.enums import ImportState
from byalag.rooms.exchange.models import PlanImport
from byalag.rooms.exchange.reading import PlanUnreadable, mark_of
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Body, Membership
from byalag.rooms.promises.enums import MeansKind, ObjectiveLevel
from byalag.rooms.promises.models import Framework, Means, Objective, RouteStep
from byalag.rooms.records.models import Document
from byalag.rooms.work.models import Activity, Contribution, WorkRules
from tests.factories import OrganisationFactory, UserFactory, member

pytestmark = pytest.mark.django_db
FALUN = (Path(byalag.demo.__file__).parent / "documents/falun-2023.txt").read_bytes()
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def organisation():
    return OrganisationFactory(language="sv")


@pytest.fixture
def coordinator(organisation):
    return member(organisation, Role.COORDINATOR)


@pytest.fixture
def falun(organisation, coordinator):
    return actions.start_import(
        coordinator, organisation=organisation, upload=SimpleUploadedFile("plan.txt", FALUN, "text/plain")
    )


def test_nothing_is_a_plan_before_it_is_saved(falun):
    assert falun.state == ImportState.READY
    assert Document.objects.count() == 1
    assert not Framework.objects.exists()
    assert not Activity.objects.exists()


def test_saving_writes_the_whole_plan(falun, coordinator, organisation):
    framework = actions.save_import(coordinator, plan_import=falun)

    goals = Objective.objects.filter(framework=framework)
    assert goals.filter(level=ObjectiveLevel.OVERALL_GOAL).count() == 8
    assert goals.filter(level=ObjectiveLevel.GOAL).count() == 9
    assert Contribution.objects.filter(framework=framework, listed=True).count() == 13
    assert Means.objects.filter(framework=framework, kind=MeansKind.AMOUNT).count() == 2
    assert [step.body.name for step in RouteStep.objects.filter(organisation=organisation)] == [
        "Internationella rådet",
        "Kommunstyrelsens ledningsutskott",
        "Kommunstyrelsen",
    ]
    assert framework.body.name == "Internationella rådet"
    assert framework.source_document == falun.document
    falun.refresh_from_db()
    assert falun.state == ImportState.SAVED


def test_undecided_lines_keep_their_words_in_their_section(falun, coordinator):
    framework = actions.save_import(coordinator, plan_import=falun)

    section = framework.sections.get(name="Övriga")
    assert "Inneha kunskap om EU" in section.text
    assert not WorkRules.objects.filter(directive_required=True).exists()


def test_a_line_chosen_as_a_rule_sets_the_rule(falun, coordinator, organisation):
    line = actions.line_that_begins(falun, "Aktiviteterna dokumenteras")
    falun = actions.change_line(coordinator, plan_import=falun, line=line, kind="rule")

    actions.save_import(coordinator, plan_import=falun)

    rules = WorkRules.objects.get(organisation=organisation)
    assert rules.directive_required
    assert "direktiv föreligger" in rules.directive_quote
    assert not rules.anchoring_required


def test_saving_fails_as_a_whole(falun, coordinator, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(saving, "_write_rules", broken)

    with pytest.raises(RuntimeError):
        actions.save_import(coordinator, plan_import=falun)

    assert not Framework.objects.exists()
    assert not Activity.objects.exists()
    assert not Body.objects.exists()
    assert PlanImport.objects.get().state == ImportState.READY


def test_undo_takes_back_plan_activities_route_and_rules(falun, coordinator, organisation):
    line = actions.line_that_begins(falun, "I de fall")
    falun = actions.change_line(coordinator, plan_import=falun, line=line, kind="rule")
    actions.save_import(coordinator, plan_import=falun)
    falun.refresh_from_db()

    actions.undo_import(coordinator, plan_import=falun)

    assert not Framework.objects.filter(trashed_at=None).exists()
    assert not Activity.objects.filter(trashed_at=None).exists()
    assert not RouteStep.objects.filter(organisation=organisation).exists()
    assert not WorkRules.objects.get(organisation=organisation).anchoring_required


def test_two_people_changing_the_same_import_are_told(falun, coordinator):
    line = actions.line_that_begins(falun, "Inneha kunskap")
    seen, version = mark_of(actions.reading_of(falun).lines[line]), falun.version
    actions.change_line(coordinator, plan_import=falun, line=line, kind="goal", seen=seen)

    with pytest.raises(Conflict):
        actions.change_line(coordinator, plan_import=falun, line=line, kind="activity", seen=seen)
    with pytest.raises(Conflict):
        actions.save_import(coordinator, plan_import=falun, expected=version)


def test_changing_one_line_does_not_stand_in_the_way_of_another(falun, coordinator):
    lines = actions.reading_of(falun).lines
    first, second = (actions.line_that_begins(falun, text) for text in ["Inneha kunskap", "I de fall"])
    actions.change_line(coordinator, plan_import=falun, line=first, kind="goal", seen=mark_of(lines[first]))
    falun = actions.change_line(coordinator, plan_import=falun, line=second, kind="rule", seen=mark_of(lines[second]))

    assert [actions.reading_of(falun).lines[n].kind.value for n in (first, second)] == ["goal", "rule"]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_coordinators_import(organisation, role):
    with pytest.raises(Refused):
        actions.start_import(member(organisation, role), organisation=organisation, pasted="Mål\n\n1. Lära av varandra")


def test_pasted_text_works_too(organisation, coordinator):
    made = actions.start_import(
        coordinator, organisation=organisation, pasted="Plan 2024\n\nGoals\n\n1. Learn from each other\n2. Meet"
    )

    assert made.document is None
    assert [line.text for line in actions.reading_of(made).lines if line.kind == "overall_goal"] or [
        line.text for line in actions.reading_of(made).lines if line.kind == "goal"
    ] == ["Learn from each other", "Meet"]


def packed(members: dict[str, bytes], **options) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


TYPES = (
    b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    b"</Types>"
)
HOSTILE = {
    "empty": b"",
    "a program": b"MZ\x90\x00" + b"\x00" * 100,
    "a truncated document": packed({"[Content_Types].xml": TYPES})[:80],
    "a bomb": packed({"[Content_Types].xml": TYPES, "word/document.xml": b" " * 90_000_000}),
    "two thousand and one parts": packed({f"part{n}": b"" for n in range(2001)}),
    "macros": packed({"[Content_Types].xml": TYPES, "word/vbaProject.bin": b"x"}),
    "an entity": packed(
        {"[Content_Types].xml": TYPES, "word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
    ),
    "an embedded object": packed({"[Content_Types].xml": TYPES, "word/embeddings/x.bin": b"x"}),
    "a path out": packed({"[Content_Types].xml": TYPES, "../../etc/passwd": b"x"}),
    "an old Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "an encrypted Word file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "an encrypted PDF": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Encrypt 2 0 R>>\nstartxref\n0\n%%EOF",
    "half a PDF": b"%PDF-1.7\n1 0 obj<<>>",
    "a web page": b"<!doctype html><script>alert(1)</script>",
    "a drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_answered_with_a_sentence(client, organisation, name):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=organisation, role=Role.COORDINATOR)
    client.force_login(user, backend=BACKEND)
    upload = SimpleUploadedFile("plan.docx", HOSTILE[name])

    page = client.post(reverse("exchange:start"), {"document": upload, "pasted": ""})

    assert page.status_code == 422
    assertContains(page, 'class="field-error"', status_code=422)
    assert not PlanImport.objects.exists()
    assert not Document.objects.exists()


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(organisation, coordinator):
    class Huge(io.BytesIO):
        size = 300 * 1024 * 1024

    with pytest.raises(FileRefused) as refusal:
        actions.start_import(coordinator, organisation=organisation, upload=Huge(b"plain text"))

    assert refusal.value.code == "too_large"


def test_a_picture_of_text_is_told_so_and_offered_paste(organisation, coordinator):
    from PIL import Image

    page = io.BytesIO()
    Image.new("RGB", (800, 1100), "white").save(page, "PDF")

    with pytest.raises(PlanUnreadable) as refusal:
        actions.start_import(
            coordinator, organisation=organisation, upload=SimpleUploadedFile("scan.pdf", page.getvalue())
        )

    assert refusal.value.code == "image_only"
    assert "paste" in str(refusal.value.sentence)


def test_what_was_pasted_stays_when_it_cannot_be_read(client, organisation):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=organisation, role=Role.COORDINATOR)
    client.force_login(user, backend=BACKEND)

    page = client.post(reverse("exchange:start"), {"pasted": "   \n "})

    assertContains(page, "Choose a document, or paste its text.", status_code=422)


@pytest.fixture
def signed_in(client, organisation):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=organisation, role=Role.COORDINATOR)
    client.force_login(user, backend=BACKEND)
    return client


def test_the_preview_shows_document_and_plan_side_by_side(signed_in, falun):
    page = signed_in.get(reverse("exchange:preview", args=[falun.pk]))

    assertContains(page, "Your document")
    assertContains(page, "The plan it makes")
    assertContains(page, "8 lines wait for your choice.")


def test_a_line_is_changed_without_script(signed_in, falun):
    line = actions.line_that_begins(falun, "Inneha kunskap")

    answer = signed_in.post(reverse("exchange:line", args=[falun.pk, line]), {"kind": "goal"})

    assert answer.status_code == 302
    falun.refresh_from_db()
    assert actions.reading_of(falun).lines[line].kind == "goal"


def test_with_script_only_the_two_sides_come_back(signed_in, falun):
    line = actions.line_that_begins(falun, "Inneha kunskap")

    answer = signed_in.post(
        reverse("exchange:line", args=[falun.pk, line]), {"kind": "goal"}, headers={"hx-request": "true"}
    )

    assertContains(answer, "7 lines wait for your choice.")
    assert b"<html" not in answer.content


def test_joining_and_splitting(signed_in, falun):
    line = actions.line_that_begins(falun, "Fördjupa samarbeten")
    text = actions.reading_of(falun).lines[line].text

    signed_in.post(
        reverse("exchange:line", args=[falun.pk, line]), {"split": "1", "text": text, "split_at": "Här avses"}
    )
    falun.refresh_from_db()
    assert actions.reading_of(falun).lines[line + 1].text.startswith("Här avses")

    signed_in.post(reverse("exchange:line", args=[falun.pk, line]), {"join": "1"})
    falun.refresh_from_db()
    assert actions.reading_of(falun).lines[line].text == text


def test_another_organisation_does_not_see_an_import(client, falun):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=OrganisationFactory(), role=Role.COORDINATOR)
    client.force_login(user, backend=BACKEND)

    assert client.get(reverse("exchange:preview", args=[falun.pk])).status_code == 404
    assert client.post(reverse("exchange:line", args=[falun.pk, 1]), {"kind": "goal"}).status_code == 404


NESTED = """Verksamhetsplan för Provrådet 2030

Mål och aktiviteter Norden

- Elever möts över gränserna
  - Skicka tio elever i april
  - Ta emot tio elever i maj
- Fler körer har kontakt
  - Anordna en körhelg
"""


def test_an_activity_under_a_goal_in_the_document_is_tied_to_that_goal(organisation, coordinator):
    made = actions.start_import(coordinator, organisation=organisation, pasted=NESTED)
    line = actions.line_that_begins(made, "Ta emot tio")
    made = actions.change_line(coordinator, plan_import=made, line=line, kind="activity")

    actions.save_import(coordinator, plan_import=made)

    places = {
        row.activity.title: (row.objective and row.objective.text, row.section and row.section.name)
        for row in Contribution.objects.select_related("activity", "objective", "section")
    }
    assert places == {
        "Skicka tio elever i april": ("Elever möts över gränserna", None),
        "Ta emot tio elever i maj": (None, "Norden"),
        "Anordna en körhelg": ("Fler körer har kontakt", None),
    }


def test_the_preview_offers_the_goal_above(organisation, coordinator, signed_in):
    made = actions.start_import(coordinator, organisation=organisation, pasted=NESTED)
    line = actions.line_that_begins(made, "Ta emot tio")
    made = actions.change_line(coordinator, plan_import=made, line=line, kind="activity")

    page = signed_in.get(reverse("exchange:preview", args=[made.pk]))
    signed_in.post(reverse("exchange:line", args=[made.pk, line]), {"kind": "activity_of_goal"})

    assertContains(page, "Activity of the goal above")
    made.refresh_from_db()
    assert actions.reading_of(made).lines[line].under_goal
