"""What is written when papers are registered, changed, decided on and thrown away."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from byalag.core import log
from byalag.core.files import FileRefused
from byalag.core.models import StoredFile
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records import actions, rules
from byalag.rooms.records.models import Case, Decision, Document
from tests.factories import CaseFactory, DecisionFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
DAY = date(2023, 1, 17)


def codes(thing) -> list[str]:
    return [entry.action for entry in log.entries(thing)]


def test_a_document_is_kept_under_what_its_bytes_are(town, coordinator):
    upload = ContentFile("Protokoll från rådet".encode(), name="C:\\Temp\\protokoll.txt")
    document = actions.register_document(coordinator, organisation=town, upload=upload)

    assert (document.title, document.file_name, document.language) == ("protokoll", "protokoll.txt", "sv")
    assert document.file.sha256 == hashlib.sha256("Protokoll från rådet".encode()).hexdigest()
    assert codes(document) == ["records.document.registered"]


def test_the_same_bytes_are_stored_once(register):
    first, second = (
        register("A", upload=ContentFile(b"same", name="a.txt")),
        register("B", upload=ContentFile(b"same", name="b.txt")),
    )

    assert first.file == second.file
    assert StoredFile.objects.count() == 1


def test_a_refused_file_leaves_nothing(town, coordinator):
    with pytest.raises(FileRefused):
        actions.register_document(coordinator, organisation=town, upload=ContentFile(b"", name="tom.txt"))

    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


def test_those_who_may_not_leave_nothing(town):
    with pytest.raises(Refused):
        actions.register_document(
            member(town, Role.READER), organisation=town, upload=ContentFile(b"text", name="a.txt")
        )

    assert not StoredFile.objects.exists()


def test_a_secret_document_is_never_public(town, coordinator, register):
    with pytest.raises(ValidationError):
        register(secrecy_ground="OSL 15:1", visibility=Visibility.PUBLIC)
    document = register(secrecy_ground="OSL 15:1")
    with pytest.raises(ValidationError):
        actions.change_document(coordinator, document=document, expected=1, visibility=Visibility.PUBLIC)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(visibility=Visibility.PUBLIC)


def test_two_who_change_the_same_document_do_not_overwrite_each_other(coordinator, register):
    document = register()
    actions.change_document(coordinator, document=document, expected=1, title="Först")

    with pytest.raises(Conflict) as raised:
        actions.change_document(coordinator, document=document, expected=1, title="Sedan")
    assert raised.value.current.title == "Först"
    assert codes(document)[1:] == ["records.document.changed"]


def test_trash_and_back(coordinator, register):
    document = actions.trash_document(coordinator, document=register())
    assert document.trashed_at
    document = actions.restore_document(coordinator, document=document)

    assert document.trashed_at is None
    assert codes(document)[1:] == ["records.document.trashed", "records.document.restored"]


# --- Decisions and cases ----------------------------------------------------------------------------------------------


@pytest.fixture
def decision(town, coordinator, board) -> Decision:
    return actions.record_decision(
        coordinator, organisation=town, body=board, decided_on=DAY, matter="Verksamhetsplan", case_number="KS 2023/1"
    )


def test_a_new_number_opens_its_case_and_a_known_one_does_not(town, coordinator, board, decision):
    assert (decision.case.number, decision.case.title, decision.case.opened_on) == ("KS 2023/1", "Verksamhetsplan", DAY)
    again = actions.record_decision(
        coordinator, organisation=town, body=board, decided_on=DAY, matter="Annat", case_number="KS 2023/1"
    )

    assert again.case == decision.case
    assert Case.objects.count() == 1
    assert codes(decision) == ["records.decision.recorded"]


def test_numbers_are_each_organisations_own(town, decision):
    other = OrganisationFactory()
    theirs = actions.record_decision(
        member(other, Role.COORDINATOR),
        organisation=other,
        body=DecisionFactory(organisation=other).body,
        decided_on=DAY,
        matter="Annat",
        case_number="KS 2023/1",
    )

    assert theirs.case != decision.case


def test_what_was_sent_back_says_why(town, coordinator, board):
    with pytest.raises(ValidationError):
        actions.record_decision(
            coordinator, organisation=town, body=board, decided_on=DAY, matter="Plan", outcome="sent_back"
        )


def test_a_correction_names_what_was_corrected(coordinator, decision):
    actions.correct_decision(
        coordinator, decision=decision, expected=1, paragraph="14", case_number="KS 2023/2", matter=decision.matter
    )
    decision.refresh_from_db()

    assert (decision.paragraph, decision.case.number) == ("14", "KS 2023/2")
    entry = log.entries(decision).last()
    assert (entry.action, entry.data["fields"]) == ("records.decision.corrected", ["case", "paragraph"])


def test_a_correction_that_corrects_nothing_leaves_no_trace(coordinator, decision):
    actions.correct_decision(
        coordinator, decision=decision, expected=1, matter=decision.matter, case_number=decision.case.number
    )
    decision.refresh_from_db()

    assert decision.version == 1
    assert codes(decision) == ["records.decision.recorded"]


def test_body_and_outcome_stand_when_a_plan_rests_on_the_decision(coordinator, decision):
    from byalag.rooms.promises.models import FrameworkDecision
    from tests.factories import FrameworkFactory

    assert rules.may_change_what_was_decided(coordinator, decision)
    framework = FrameworkFactory(organisation=decision.organisation)
    FrameworkDecision.objects.create(framework=framework, kind="propose", decision=decision)

    with pytest.raises(Refused, match="rests on this decision"):
        actions.correct_decision(coordinator, decision=decision, expected=1, outcome="rejected")
    actions.correct_decision(coordinator, decision=decision, expected=1, paragraph="15", outcome="approved")
    decision.refresh_from_db()
    assert (decision.paragraph, decision.outcome) == ("15", "approved")


def test_a_case_is_opened_once_and_changed(town, coordinator):
    case = actions.open_case(coordinator, organisation=town, number="KS 2023/9", title="Vänort")
    with pytest.raises(ValidationError):
        actions.open_case(coordinator, organisation=town, number="KS 2023/9", title="Igen")
    actions.change_case(coordinator, case=case, title="Vänort i norr")
    case.refresh_from_db()

    assert case.title == "Vänort i norr"
    assert codes(case) == ["records.case.opened", "records.case.changed"]


def test_only_ones_own_organisation(town, register):
    stranger = member(OrganisationFactory(), *Role)
    for deed in (
        lambda: actions.change_document(stranger, document=register(), expected=1, title="X"),
        lambda: actions.trash_document(stranger, document=register()),
        lambda: actions.restore_document(stranger, document=register()),
        lambda: actions.correct_decision(stranger, decision=DecisionFactory(organisation=town), expected=1, matter="X"),
        lambda: actions.change_case(stranger, case=CaseFactory(organisation=town), title="X"),
        lambda: actions.open_case(stranger, organisation=town, number="1", title="X"),
    ):
        with pytest.raises(Refused):
            deed()
