"""The pages of documents, decisions and cases."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records import actions
from byalag.rooms.records.models import Case, Decision, Document
from byalag.rooms.work import actions as work
from tests.factories import BodyFactory, CaseFactory, DecisionFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
DAY = date(2023, 1, 17)
HOSTILE = "<script>alert(1)</script> 🌲 مرحبا ' OR 1=1 --"
SEES_SECRET = {Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR}


@pytest.fixture
def decision(town, board) -> Decision:
    return DecisionFactory(organisation=town, body=board, matter="Verksamhetsplan", case=CaseFactory(organisation=town))


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_each_page(town, sign_in, register, decision, role):
    browser, document = sign_in(member(town, role)), register()
    pages = [reverse(f"records:{name}") for name in ("documents", "decisions", "cases")]
    pages += [reverse(f"records:{name}") for name in ("add_document", "record_decision", "open_case")]
    pages += [reverse(f"records:{name}", args=[document.pk]) for name in ("document", "change_document", "download")]
    pages += [reverse("records:trash_document", args=[document.pk])]
    pages += [reverse(f"records:{name}", args=[decision.pk]) for name in ("decision", "correct_decision")]
    pages += [reverse(f"records:{name}", args=[decision.case.pk]) for name in ("case", "change_case")]

    assert [browser.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.parametrize("name", ["document", "change_document", "trash_document", "download"])
def test_other_organisations_do_not_find_a_document(town, sign_in, register, name):
    browser = sign_in(member(OrganisationFactory(), *Role))

    assert browser.get(reverse(f"records:{name}", args=[register().pk])).status_code == 404


@pytest.mark.parametrize("name", ["decision", "correct_decision"])
def test_other_organisations_do_not_find_a_decision(sign_in, decision, name):
    browser = sign_in(member(OrganisationFactory(), *Role))

    assert browser.get(reverse(f"records:{name}", args=[decision.pk])).status_code == 404
    assert browser.get(reverse("records:case", args=[decision.case.pk])).status_code == 404


# --- Documents --------------------------------------------------------------------------------------------------------


def test_an_empty_list_leads_to_the_next_step(town, sign_in):
    assertContains(sign_in(member(town, Role.CONTRIBUTOR)).get(reverse("records:documents")), "No documents yet")
    page = sign_in(member(town, Role.READER)).get(reverse("records:documents"))
    assertNotContains(page, reverse("records:add_document"))
    assertContains(page, "Documents are added by contributors and coordinators.")


def test_the_list_is_narrowed_by_origin_case_and_year(town, sign_in, register):
    case = CaseFactory(organisation=town)
    register("Inkommen", direction="received", dated=date(2022, 3, 1))
    register("I ärende", case=case, dated=DAY)
    browser = sign_in(member(town, Role.READER))

    def titles(**chosen) -> list[str]:
        page = browser.get(reverse("records:documents"), chosen)
        return sorted(row.title for row in page.context["page"].object_list)

    assert titles() == ["I ärende", "Inkommen"]
    assert titles(direction="received") == ["Inkommen"]
    assert titles(case=case.pk) == ["I ärende"]
    assert titles(year="2022") == ["Inkommen"]
    assert titles(year="2022", direction="working") == []
    for nonsense in ({"year": "0000"}, {"case": "9" * 40}, {"case": "²"}, {"direction": "x"}, {"page": "x"}):
        assert len(titles(**nonsense)) == 2
    assertContains(browser.get(reverse("records:documents"), {"year": "1999"}), "No document fits.")


@pytest.mark.parametrize("role", Role)
def test_secret_documents_are_nowhere_for_those_who_may_not_see_them(town, sign_in, register, decision, role):
    secret = register("Hemlig handling", secrecy_ground="OSL 15:1", case=decision.case, dated=date(1987, 1, 1))
    decision.document = secret
    decision.save()
    browser, seen = sign_in(member(town, role)), role in SEES_SECRET
    said = assertContains if seen else assertNotContains

    listed = browser.get(reverse("records:documents"))
    said(listed, "Hemlig handling")
    said(listed, "1987")
    said(browser.get(reverse("records:case", args=[decision.case.pk])), "Hemlig handling")
    page = browser.get(reverse("records:decision", args=[decision.pk]))
    said(page, "Hemlig handling")
    (assertNotContains if seen else assertContains)(page, "A document that you may not see")
    for name in ("document", "download", "change_document", "trash_document"):
        assert browser.get(reverse(f"records:{name}", args=[secret.pk])).status_code == (200 if seen else 404)


def upload(**more):
    return {
        "upload": SimpleUploadedFile("protokoll.txt", b"Protokoll"),
        "direction": "received",
        "language": "sv",
        "visibility": "organisation",
        **more,
    }


def test_adding_a_document(town, sign_in):
    case = CaseFactory(organisation=town)
    answer = sign_in(member(town, Role.CONTRIBUTOR)).post(
        reverse("records:add_document"), upload(title="Protokoll", case=case.pk, dated="2023-01-17", language="pl")
    )
    document = Document.objects.get()

    assertRedirects(answer, reverse("records:document", args=[document.pk]))
    assert (document.title, document.case, document.dated, document.language) == ("Protokoll", case, DAY, "pl")


@pytest.mark.parametrize("name", [HOSTILE[:80] + ".txt", "../../etc/passwd.txt", "a" * 240 + ".txt", "مستند.txt"])
def test_a_hostile_file_name_is_only_a_name(town, sign_in, name):
    browser = sign_in(member(town, Role.CONTRIBUTOR))
    page = browser.post(reverse("records:add_document"), upload(upload=SimpleUploadedFile(name, b"text")), follow=True)
    document = Document.objects.get()

    assertNotContains(page, "<script>alert")
    assert "/" not in document.file_name
    served = browser.get(reverse("records:download", args=[document.pk]))
    assert served["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("title", [HOSTILE, "å" * 300])
def test_whatever_is_typed_is_text(town, sign_in, title):
    page = sign_in(member(town, Role.CONTRIBUTOR)).post(
        reverse("records:add_document"), upload(title=title), follow=True
    )

    assertContains(page, Document.objects.get().title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;"))  # fmt: skip
    assertNotContains(page, "<script>alert")


def test_a_refused_file_is_answered_in_words_and_nothing_typed_is_lost(town, sign_in):
    page = sign_in(member(town, Role.CONTRIBUTOR)).post(
        reverse("records:add_document"),
        upload(upload=SimpleUploadedFile("x.exe", b"MZ\x00\x01"), title="Det jag skrev"),
    )

    assertContains(page, "This kind of file cannot be used here", status_code=422)
    assertContains(page, "Det jag skrev", status_code=422)
    assert not Document.objects.exists()


def test_a_secret_document_cannot_be_public(town, sign_in):
    page = sign_in(member(town, Role.COORDINATOR)).post(
        reverse("records:add_document"), upload(secrecy_ground="OSL 15:1", visibility="public")
    )

    assertContains(page, "A secret document cannot be shown to everyone.", status_code=422)


def test_a_contributor_may_hand_in_what_is_secret(town, sign_in):
    answer = sign_in(member(town, Role.CONTRIBUTOR)).post(
        reverse("records:add_document"), upload(secrecy_ground="OSL 15:1")
    )
    document = Document.objects.get()

    assertRedirects(answer, reverse("records:document", args=[document.pk]))
    assert document.secrecy_ground == "OSL 15:1"
    other = sign_in(member(town, Role.CONTRIBUTOR))
    assert other.get(reverse("records:document", args=[document.pk])).status_code == 404


def test_a_file_is_served_so_that_it_runs_nothing(town, sign_in, register):
    document = register("Rapport", upload=SimpleUploadedFile("rapport.txt", b"Hej <script>alert(1)</script>"))
    served = sign_in(member(town, Role.READER)).get(reverse("records:download", args=[document.pk]))

    assert b"".join(served) == b"Hej <script>alert(1)</script>"
    assert served["Content-Disposition"] == 'attachment; filename="rapport.txt"'
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert served["Cache-Control"] == "private, no-store"


def test_the_public_downloads_what_is_public_and_nothing_else(client, register):
    public, own = register("Öppen", visibility=Visibility.PUBLIC), register("Intern")

    assert client.get(reverse("records:download", args=[public.pk])).status_code == 200
    assert client.get(reverse("records:download", args=[own.pk])).status_code == 404


def test_the_page_of_a_document_says_what_it_is_and_where_it_is_used(town, sign_in, register, board):
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    document = register("Foto", upload=SimpleUploadedFile("foto.png", picture.getvalue()), language="uk")
    coordinator = member(town, Role.COORDINATOR)
    browser, address = sign_in(coordinator), reverse("records:document", args=[document.pk])
    page = browser.get(address)
    for words in ("Picture", "Ukrainian", document.file.sha256, "foto.png", "Nowhere yet"):
        assertContains(page, words)

    activity = work.plan_activity(coordinator, organisation=town, title="Besök i Östby")
    work.add_evidence(coordinator, kind="photo", shows="Vi var där", activity=activity, document=document)
    actions.record_decision(
        coordinator, organisation=town, body=board, decided_on=DAY, matter="Besöket", document=document
    )
    page = browser.get(address)

    for words in ("Besök i Östby", "Besöket", "rests on this document"):
        assertContains(page, words)
    assertNotContains(page, "Nowhere yet")


def test_changing_keeps_what_the_other_wrote_beside(town, sign_in, register):
    document = register()
    browser, address = sign_in(member(town, Role.COORDINATOR)), reverse("records:change_document", args=[document.pk])
    typed = {"title": "Min titel", "direction": "working", "language": "sv", "visibility": "organisation", "version": 1}
    actions.change_document(member(town, Role.COORDINATOR), document=document, expected=1, title="Deras titel")

    page = browser.post(address, typed)
    assertContains(page, "Deras titel", status_code=409)
    assertContains(page, "Min titel", status_code=409)
    answer = browser.post(address, {**typed, "version": 2})
    assertRedirects(answer, reverse("records:document", args=[document.pk]))


def test_to_the_trash_and_the_reason_why_not(town, sign_in, register, decision):
    document = register()
    address = reverse("records:trash_document", args=[document.pk])
    assertContains(sign_in(member(town, Role.CONTRIBUTOR)).get(address), "put in the trash by coordinators")
    browser = sign_in(member(town, Role.COORDINATOR))
    decision.document = document
    decision.save()
    browser.post(address)
    document.refresh_from_db()
    assert document.trashed_at is None

    decision.document = None
    decision.save()
    assertRedirects(browser.post(address), reverse("records:documents"))
    assert browser.get(reverse("records:document", args=[document.pk])).status_code == 404


# --- Decisions and cases ----------------------------------------------------------------------------------------------


def decided(board, **more):
    return {
        "body": board.pk,
        "decided_on": "2023-01-17",
        "matter": "Verksamhetsplan",
        "outcome": "approved",
        "visibility": "organisation",
        **more,
    }


def test_recording_a_decision(town, sign_in, board, register):
    document = register()
    answer = sign_in(member(town, Role.COORDINATOR)).post(
        reverse("records:record_decision"),
        decided(board, paragraph="14", case_number="KS 2023/1", document=document.pk),
    )
    decision = Decision.objects.get()

    assertRedirects(answer, reverse("records:decision", args=[decision.pk]))
    assert (decision.paragraph, decision.case.number, decision.document) == ("14", "KS 2023/1", document)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"outcome": "sent_back"}, "Write why it was sent back."),
        ({"decided_on": "17/1"}, "Enter a valid date."),
        ({"matter": ""}, "This field is required."),
        ({"matter": "x" * 301}, "at most 300 characters"),
    ],
)
def test_faults_are_told_and_nothing_is_lost(town, sign_in, board, wrong, sentence):
    page = sign_in(member(town, Role.COORDINATOR)).post(
        reverse("records:record_decision"), decided(board, reasons="Det jag skrev") | wrong | {"reasons": "" if "outcome" in wrong else "Det jag skrev"}
    )  # fmt: skip

    assertContains(page, sentence, status_code=422)
    assert not Decision.objects.exists()


def test_a_decision_of_tomorrow_is_not_one_yet(town, sign_in, board):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = sign_in(member(town, Role.COORDINATOR)).post(
        reverse("records:record_decision"), decided(board, decided_on=tomorrow.isoformat())
    )

    assertContains(page, "A decision is recorded once it is taken.", status_code=422)


def test_a_body_of_another_organisation_is_no_choice(town, sign_in):
    page = sign_in(member(town, Role.COORDINATOR)).post(reverse("records:record_decision"), decided(BodyFactory()))

    assert page.status_code == 422


def test_a_correction_shows_on_the_page(town, sign_in, board, decision):
    browser, address = sign_in(member(town, Role.COORDINATOR)), reverse("records:correct_decision", args=[decision.pk])
    page = browser.get(address)
    assertContains(page, decision.case.number)
    answer = browser.post(address, decided(board, paragraph="15", case_number=decision.case.number, version=1))

    page = browser.get(answer["Location"])
    assertContains(page, "Corrections")
    assert [row["what"] for row in page.context["corrections"]] == ["§"]


def test_body_and_outcome_are_not_asked_for_when_a_plan_rests_on_them(town, sign_in, board, decision):
    work.plan_activity(member(town, Role.COORDINATOR), organisation=town, title="Besök", directive=decision)
    browser, address = sign_in(member(town, Role.COORDINATOR)), reverse("records:correct_decision", args=[decision.pk])
    page = browser.get(address)
    assertContains(page, "so its body and outcome stand")
    assert not {"body", "outcome"} & set(page.context["form"].fields)

    browser.post(address, decided(board, outcome="rejected", paragraph="15", version=1))
    decision.refresh_from_db()
    assert (decision.outcome, decision.paragraph) == ("approved", "15")
    assertContains(browser.get(reverse("records:decision", args=[decision.pk])), "Besök")


def test_a_case_gathers_what_belongs_to_it(town, sign_in, decision, register):
    register("I ärendet", case=decision.case)
    page = sign_in(member(town, Role.COORDINATOR)).get(reverse("records:case", args=[decision.case.pk]))

    for words in ("Verksamhetsplan", "I ärendet", f"?case={decision.case.pk}"):
        assertContains(page, words)


def test_a_case_is_opened_and_changed(town, sign_in):
    browser = sign_in(member(town, Role.COORDINATOR))
    browser.post(reverse("records:open_case"), {"number": "KS 2023/7", "title": "Vänort", "opened_on": "2023-01-17"})
    case = Case.objects.get()
    page = browser.post(reverse("records:open_case"), {"number": "KS 2023/7", "title": "Igen"})
    assert page.status_code == 422
    assertContains(page, "Igen", status_code=422)

    browser.post(reverse("records:change_case", args=[case.pk]), {"number": "KS 2023/7", "title": "Vänort i norr"})
    case.refresh_from_db()
    assert case.title == "Vänort i norr"


# --- Cost -------------------------------------------------------------------------------------------------------------


def test_pages_cost_the_same_whatever_there_is(town, sign_in, register, board, decision, queries):
    browser, coordinator = sign_in(member(town, Role.COORDINATOR)), member(town, Role.COORDINATOR)
    shown = register("Visad")
    pages = [reverse(f"records:{name}") for name in ("documents", "decisions", "cases")]
    pages += [
        reverse("records:document", args=[shown.pk]),
        reverse("records:decision", args=[decision.pk]),
        reverse("records:case", args=[decision.case.pk]),
    ]
    costs = []
    for more in (1, 2, 27):
        for number in range(more):
            title = f"Rad {more} {number}"
            register(title, case=decision.case, dated=DAY)
            actions.record_decision(
                coordinator, organisation=town, body=board, decided_on=DAY, matter=title,
                case_number=decision.case.number, document=shown,
            )  # fmt: skip
            CaseFactory(organisation=town)
            activity = work.plan_activity(coordinator, organisation=town, title=title, directive=decision)
            work.add_evidence(coordinator, kind="file", shows=title, activity=activity, document=shown)
            work.add_evidence(coordinator, kind="decision", shows=title, activity=activity, decision=decision)
        row = []
        for page in pages:
            with queries() as seen:
                assert browser.get(page).status_code == 200
            row.append(len(seen))
        costs.append(row)

    assert costs[0] == costs[1] == costs[2]
    assert max(costs[0]) <= 21
