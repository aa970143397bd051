"""Masked copies with the ground of each masking, and a log that does not ask who wants to know."""

from __future__ import annotations

from datetime import date

import pytest
import typst
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import files, log
from byalag.core.registries import tables
from byalag.core.verdicts import Refused
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role
from byalag.rooms.records import actions, queries, rules
from byalag.rooms.records.enums import Answer
from byalag.rooms.records.forms import DisclosureForm, MaskForm
from byalag.rooms.records.models import Disclosure, Document, MaskedCopy
from tests.factories import DecisionFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
DAY = date(2023, 5, 8)
WRITES = {Role.CONTRIBUTOR, Role.COORDINATOR}
SEES_SECRET = {Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR}


@pytest.fixture
def secret(register) -> Document:
    return register("Hemlig handling", secrecy_ground="OSL 15:1")


@pytest.fixture
def mask(coordinator):
    def copy(document: Document, text: str = "xxx") -> MaskedCopy:
        return actions.add_masked_copy(
            coordinator,
            document=document,
            upload=ContentFile(text.encode(), name="maskad.txt"),
            maskings=[{"what": "page 2, name", "ground": "OSL 21:7"}, {"what": "page 3", "ground": "OSL 15:1"}],
        )

    return copy


# --- What is written --------------------------------------------------------------------------------------------------


def test_a_masked_copy_keeps_the_ground_of_each_masking(coordinator, secret, mask):
    copy = mask(secret)

    assert (copy.file_name, copy.grounds, copy.made_by_id) == ("maskad.txt", "OSL 21:7, OSL 15:1", coordinator.user_id)
    with files.open_stored(copy.file) as kept:
        assert kept.read() == b"xxx"
    assert [entry.action for entry in log.entries(copy)] == ["records.copy.masked"]


def test_a_copy_in_which_nothing_is_masked_is_none(coordinator, register):
    document = register("Samma")

    with pytest.raises(ValidationError, match="nothing is masked"):
        actions.add_masked_copy(
            coordinator,
            document=document,
            upload=ContentFile(b"Samma", name="a.txt"),
            maskings=[{"what": "x", "ground": "OSL 21:7"}],
        )
    for maskings in ([], [{"what": "x", "ground": ""}], [{"ground": "OSL 21:7"}]):
        with pytest.raises(ValidationError):
            actions.add_masked_copy(
                coordinator, document=document, upload=ContentFile(b"x", name="a.txt"), maskings=maskings
            )


def test_the_log_says_what_by_whom_and_by_which_law(coordinator, secret, mask):
    copy = mask(secret)
    masked = actions.answer_request(
        coordinator, document=secret, answer=Answer.MASKED, given_on=DAY, given_as="file", masked_copy=copy
    )
    refused = actions.answer_request(
        coordinator, document=secret, answer=Answer.REFUSED, given_on=DAY, given_as="file", ground="OSL 15:1"
    )

    assert (masked.ground, masked.masked_copy, masked.made_by_id) == (copy.grounds, copy, coordinator.user_id)
    assert (refused.ground, refused.given_as) == ("OSL 15:1", "")
    assert [entry.action for entry in log.entries(masked)] == ["records.disclosure.written"]


def test_nobody_is_asked_who_they_are_or_why():
    """What can be written down about an answer is about the document and about us."""
    told = {"answer", "given_as", "masked_copy", "ground", "given_on"}
    assert set(DisclosureForm.base_fields) == told
    assert set(MaskForm.base_fields) == {"words", "upload", "maskings"}
    ours = {"id", "organisation", "document", "made_by", "made_at", "struck_at"}
    assert {field.name for field in Disclosure._meta.get_fields()} == told | ours


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "refused"},
        {"answer": "masked", "given_as": "file", "ground": "OSL 21:7"},
        {"answer": "whole"},
    ],
)
def test_an_answer_without_what_it_needs_is_none(town, coordinator, register, wrong):
    document = register()
    with pytest.raises(ValidationError):
        actions.answer_request(coordinator, document=document, given_on=DAY, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.create(organisation=town, document=document, given_on=DAY, **wrong)


def test_a_copy_of_another_paper_is_not_given_out(coordinator, register, mask):
    copy = mask(register("A"))

    with pytest.raises(ValidationError):
        actions.answer_request(
            coordinator, document=register("B"), answer="masked", given_on=DAY, given_as="file", masked_copy=copy
        )


def test_a_line_written_by_mistake_is_struck_out_and_stays(coordinator, register):
    line = actions.answer_request(coordinator, document=register(), answer="whole", given_on=DAY, given_as="paper")
    line = actions.strike_disclosure(coordinator, disclosure=line)

    assert line.struck_at
    assert list(queries.disclosures_visible_to(coordinator)) == [line]
    with pytest.raises(Refused, match="struck out already"):
        actions.strike_disclosure(coordinator, disclosure=line)


def test_masked_copies_go_with_the_paper(town, coordinator, register, mask, board, django_capture_on_commit_callbacks):
    actions.set_retention(coordinator, organisation=town, months=0, ground="§ 1")
    document = register("Kallelse", dated=DAY)
    copy = mask(document)
    path = files.path_of(copy.file.sha256)
    assert default_storage.exists(path)

    with django_capture_on_commit_callbacks(execute=True):
        actions.dispose_documents(
            coordinator, documents=[document], decision=DecisionFactory(organisation=town, body=board)
        )

    copy.refresh_from_db()
    assert (copy.file, copy.file_name, copy.grounds) == (None, "", "OSL 21:7, OSL 15:1")
    assert not default_storage.exists(path)
    assert "nothing left to give out" in str(
        rules.may_answer_request(coordinator, Document.objects.get(pk=document.pk)).reason
    )


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", ["open", "secret"])
@pytest.mark.parametrize("answer", Answer)
def test_who_gives_out_what(town, register, role, state, answer):
    document = register(secrecy_ground="OSL 15:1" if state == "secret" else "")
    actor = member(town, role)
    handles = role in WRITES and (state == "open" or role in SEES_SECRET)

    assert bool(rules.may_answer_request(actor, document)) == handles
    verdict = rules.may_give_out(actor, document, answer)
    assert bool(verdict) == (handles and not (state == "secret" and answer == Answer.WHOLE))
    assert verdict or str(verdict.reason).endswith(".")
    for stranger in (member(OrganisationFactory(), *Role), PUBLIC):
        assert not rules.may_give_out(stranger, document, answer)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("struck", [True, False])
def test_who_strikes_a_line_out(town, coordinator, register, role, struck):
    line = actions.answer_request(coordinator, document=register(), answer="whole", given_on=DAY, given_as="paper")
    if struck:
        line = actions.strike_disclosure(coordinator, disclosure=line)

    assert bool(rules.may_strike_disclosure(member(town, role), line)) == (role == Role.COORDINATOR and not struck)
    assert not rules.may_strike_disclosure(member(OrganisationFactory(), *Role), line)


def test_what_was_asked_for_stays_in_the_register(coordinator, register, mask):
    asked, masked = register("A"), register("B")
    actions.answer_request(coordinator, document=asked, answer="whole", given_on=DAY, given_as="paper")
    mask(masked)

    for document in (asked, masked):
        assert "so it stays in the register" in str(rules.may_trash_document(coordinator, document).reason)


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_the_pages_and_secret_lines_are_for_those_who_may(
    town, sign_in, coordinator, register, secret, mask, role
):
    copy = mask(secret)
    actions.answer_request(coordinator, document=secret, answer="refused", given_on=DAY, ground="OSL 15:1")
    actions.answer_request(coordinator, document=register("Öppen"), answer="whole", given_on=DAY, given_as="paper")
    browser, seen = sign_in(member(town, role)), role in SEES_SECRET
    page = browser.get(reverse("records:disclosures"))

    assertContains(page, "Öppen")
    (assertContains if seen else assertNotContains)(page, "Hemlig handling")
    assert browser.get(reverse("records:masked_file", args=[copy.pk])).status_code == (200 if seen else 404)
    for name in ("mask", "disclose"):
        assert browser.get(reverse(f"records:{name}", args=[secret.pk])).status_code == (200 if seen else 404)
    titles = {row["title"] for row in tables["records.disclosures"].rows(member(town, role))}
    assert titles == ({"Öppen", "Hemlig handling"} if seen else {"Öppen"})


def test_others_find_nothing(sign_in, coordinator, register, mask):
    copy = mask(register("A"))
    line = actions.answer_request(coordinator, document=copy.document, answer="whole", given_on=DAY, given_as="paper")
    browser = sign_in(member(OrganisationFactory(), *Role))

    assertContains(browser.get(reverse("records:disclosures")), "Nobody has asked for a document yet.")
    assert browser.get(reverse("records:masked_file", args=[copy.pk])).status_code == 404
    assert browser.post(reverse("records:strike_disclosure", args=[line.pk])).status_code == 404
    for name in ("mask", "disclose"):
        assert browser.get(reverse(f"records:{name}", args=[copy.document_id])).status_code == 404


def test_masking_and_giving_out_on_the_page(sign_in, coordinator, secret):
    browser = sign_in(coordinator)
    address = reverse("records:mask", args=[secret.pk])
    wrong = browser.post(address, {"upload": SimpleUploadedFile("m.txt", b"xxx"), "maskings": "the name on page 2"})
    assertContains(wrong, "what was masked, a semicolon, and the law and section", status_code=422)
    assertContains(wrong, "the name on page 2", status_code=422)

    browser.post(
        address,
        {"upload": SimpleUploadedFile("m.txt", b"xxx"), "maskings": "page 2; a name; OSL 21:7\n\npage 3 ; OSL 15:1 "},
    )
    copy = MaskedCopy.objects.get()
    assert copy.maskings == [
        {"what": "page 2; a name", "ground": "OSL 21:7"}, {"what": "page 3", "ground": "OSL 15:1"},
    ]  # fmt: skip
    served = browser.get(reverse("records:masked_file", args=[copy.pk]))
    assert served["Content-Disposition"] == 'attachment; filename="m.txt"'

    form = reverse("records:disclose", args=[secret.pk])
    assertContains(browser.get(form), "Do not ask who it is, or what it is for")
    today = timezone.localdate().isoformat()
    for fields, said in (
        ({"answer": "whole", "given_as": "paper"}, "Give out a masked copy, refuse"),
        ({"answer": "masked", "given_as": "file"}, "Choose the masked copy"),
        ({"answer": "masked", "masked_copy": copy.pk}, "Say in which form"),
        ({"answer": "refused"}, "Name the law and the section by which it was refused"),
        ({"answer": "refused", "ground": "OSL 15:1", "given_on": "2999-01-01"}, "Choose today or an earlier day"),
    ):
        assertContains(browser.post(form, {"given_on": today} | fields), said, status_code=422)
    assert not Disclosure.objects.exists()

    page = browser.post(
        form, {"answer": "masked", "given_as": "file", "masked_copy": copy.pk, "given_on": today}, follow=True
    )
    assertContains(page, "It is written down in the disclosure log.")
    struck = browser.post(reverse("records:strike_disclosure", args=[Disclosure.objects.get().pk]), follow=True)
    assertContains(struck, "struck out: written by mistake")


@pytest.mark.parametrize("address", ["records:document", "records:disclosures"])
def test_pages_cost_the_same_whatever_they_show(coordinator, sign_in, register, mask, queries, address):
    browser, document = sign_in(coordinator), register()
    url = reverse(address, args=[document.pk] if address == "records:document" else [])
    costs = []
    for more in (1, 2, 27):
        for number in range(more):
            copy = mask(document, f"{more} {number}")
            actions.answer_request(
                coordinator, document=document, answer="masked", given_on=DAY, given_as="file", masked_copy=copy
            )
        browser.get(url)
        with queries() as seen:
            browser.get(url)
        costs.append(len(seen))

    assert len(set(costs)) == 1


# --- Masked here ------------------------------------------------------------------------------------------------------


@pytest.fixture
def letter(coordinator, town) -> Document:
    made = typst.compile(b"Eleven Elin \xc3\x96stberg skrev till oss.", format="pdf", ignore_system_fonts=True)
    upload = ContentFile(bytes(made), name="brev.pdf")
    return actions.register_document(
        coordinator, organisation=town, upload=upload, title="Brev", language="sv", secrecy_ground="OSL 23:2"
    )


def test_words_of_a_pdf_are_masked_here(sign_in, coordinator, letter):
    browser, address = sign_in(coordinator), reverse("records:mask", args=[letter.pk])
    asked = {"words": "elin östberg\n", "maskings": "sida 1, elevens namn; OSL 23:2"}

    assertContains(browser.get(address), "Words to mask in this PDF")
    assertContains(browser.post(address, asked, follow=True), "1 place was masked.")
    copy = MaskedCopy.objects.get(document=letter)
    with files.open_stored(copy.file) as kept:
        assert b"stberg" not in kept.read()
    assert copy.file_name == "brev-masked.pdf"
    assert "stberg" not in str(list(log.entries(copy).values()))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"words": "Östman"}, "“Östman” does not stand in the text of this document"),
        ({"words": "x"}, "is too short to be looked for"),
        ({"words": ""}, "Write which words to mask"),
        ({"words": "Elin", "upload": True}, "Choose one of the two"),
    ],
)
def test_what_cannot_be_masked_here_is_told_and_kept(sign_in, coordinator, letter, asked, sentence):
    if asked.get("upload"):
        asked = asked | {"upload": SimpleUploadedFile("a.txt", b"xxx")}
    page = sign_in(coordinator).post(
        reverse("records:mask", args=[letter.pk]), asked | {"maskings": "sida 1, namn; OSL 23:2"}
    )

    assertContains(page, sentence, status_code=422)
    assertContains(page, "sida 1, namn; OSL 23:2", status_code=422)
    assert not MaskedCopy.objects.exists()


def test_other_files_are_masked_outside(sign_in, coordinator, secret):
    page = sign_in(coordinator).get(reverse("records:mask", args=[secret.pk]))

    assertNotContains(page, "Words to mask in this PDF")
    with pytest.raises(ValidationError, match="in a PDF only"):
        actions.mask_document(coordinator, document=secret, words=["x"], maskings=[{"what": "x", "ground": "OSL 21:7"}])


@pytest.mark.parametrize("role", Role)
def test_who_may_answer_may_mask(town, letter, role):
    for actor, own in ((member(town, role), True), (member(OrganisationFactory(), role), False)):
        maskings = [{"what": "x", "ground": "OSL 21:7"}]
        if own and role == Role.COORDINATOR:
            assert actions.mask_document(actor, document=letter, words=["Elin"], maskings=maskings)[1].pages == 1
        elif not (own and role == Role.CONTRIBUTOR):
            with pytest.raises(Refused):
                actions.mask_document(actor, document=letter, words=["Elin"], maskings=maskings)
