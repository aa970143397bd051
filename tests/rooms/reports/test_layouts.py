"""An own Word layout: taken, changed in Word, brought in, used, and laid aside again."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Word
from docx.shared import RGBColor
from pytest_django.asserts import assertContains

from byalag.core.models import User
from byalag.core.rendering import own_template
from byalag.core.verdicts import Refused
from byalag.rooms.people.enums import Role
from byalag.rooms.reports import actions, queries, rules
from byalag.rooms.reports.models import Layout
from tests.core.hostile import packages
from tests.factories import OrganisationFactory, ReportFactory, member

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


def changed(*paragraphs: str, first: str = "Diarienummer KS 2024/1") -> bytes:
    """Our layout as somebody changed it in Word: a line and a colour of their own, and what else is given."""
    word = Word(io.BytesIO(own_template()))
    word.paragraphs[0].insert_paragraph_before(first)
    word.styles["Heading 1"].font.color.rgb = RGBColor(0x00, 0x51, 0x3A)
    for text in paragraphs:
        word.add_paragraph(text)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def upload(content: bytes, name: str = "our layout.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Town", language="en")


@pytest.fixture
def coordinator(organisation, client):
    actor = member(organisation, Role.COORDINATOR)
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return actor


@pytest.mark.parametrize("role", Role)
def test_who_may_set_the_layout(organisation, role):
    assert bool(rules.may_set_layout(member(organisation, role), organisation.pk)) == (
        role in {Role.COORDINATOR, Role.ADMINISTRATOR}
    )
    assert not rules.may_set_layout(member(OrganisationFactory(), role), organisation.pk)


def test_the_page_takes_a_changed_layout_and_accounts_look_like_it(organisation, coordinator, client):
    report = ReportFactory(organisation=organisation)
    ours = client.get(reverse("reports:layout_file", args=["ours"])).content
    assert Word(io.BytesIO(ours)).paragraphs[0].text == "{%p if notice %}"

    answer = client.post(reverse("reports:layout"), {"upload": upload(changed())}, follow=True)
    assertContains(answer, "our layout.docx")

    for address in (
        reverse("reports:download", args=[report.pk, "docx"]),
        reverse("reports:layout_file", args=["sample"]),
    ):
        word = Word(io.BytesIO(client.get(address).content))
        assert word.paragraphs[0].text == "Diarienummer KS 2024/1"
        assert word.styles["Heading 1"].font.color.rgb == RGBColor(0x00, 0x51, 0x3A)
    taken = client.get(reverse("reports:layout_file", args=["layout"])).content
    assert Word(io.BytesIO(taken)).paragraphs[0].text == "Diarienummer KS 2024/1"


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("{{ titel }}", ["The tag is: {{ titel }}", "after the words: The words before", "Write instead, or in addition: title"]),
        ("{% for b in blocks %}", ["{% endfor %}"]),
        ("{{ title.__class__ }}", ["may not do"]),
    ],
)  # fmt: skip
def test_a_broken_layout_is_answered_with_which_tag_where_and_what_to_write(coordinator, client, tag, told):
    answer = client.post(reverse("reports:layout"), {"upload": upload(changed("The words before", tag))})

    for words in told:
        assertContains(answer, words, status_code=422)
    assert not Layout.objects.exists()


@pytest.mark.parametrize("make", [packages.macros, packages.embedded, packages.bomb, lambda: b"hello", lambda: b""])
def test_a_hostile_layout_is_refused_with_a_sentence(coordinator, client, make):
    answer = client.post(reverse("reports:layout"), {"upload": upload(make())})

    assert answer.status_code == 422
    assert answer.context["form"].errors["upload"][0].endswith(".")
    assert not Layout.objects.exists()


def test_the_layout_before_comes_back(organisation, coordinator, client):
    for number in (1, 2):
        content = upload(changed(first=f"Number {number}"), f"{number}.docx")
        actions.add_layout(coordinator, organisation=organisation, upload=content, name=content.name)

    assertContains(client.post(reverse("reports:lay_aside_layout"), follow=True), "The layout “1.docx” is used again.")
    assert queries.layout_of(organisation.pk).name == "1.docx"
    client.post(reverse("reports:lay_aside_layout"))
    assert queries.template_of(organisation.pk) is None


def test_others_keep_their_layout_and_readers_change_none(organisation, coordinator):
    actions.add_layout(coordinator, organisation=organisation, upload=upload(changed()), name="a.docx")

    assert queries.layout_of(OrganisationFactory().pk) is None
    with pytest.raises(Refused):
        actions.lay_aside_layout(member(organisation, Role.READER), organisation=organisation)


def test_one_kind_of_account_has_a_layout_of_its_own(organisation, coordinator, client):
    report = ReportFactory(organisation=organisation)
    actions.add_layout(coordinator, organisation=organisation, upload=upload(changed(first="For all")), name="all.docx")
    for definition in (report.definition, "follow_up"):
        answer = client.post(
            reverse("reports:layout"),
            {"definition": definition, "upload": upload(changed(first=definition), f"{definition}.docx")},
            follow=True,
        )
        assertContains(answer, f"{definition}.docx")

    def first_line() -> str:
        made = client.get(reverse("reports:download", args=[report.pk, "docx"])).content
        return Word(io.BytesIO(made)).paragraphs[0].text

    assert first_line() == report.definition
    client.post(reverse("reports:lay_aside_layout"), {"definition": report.definition})
    assert first_line() == "For all"
    assert queries.layout_of(organisation.pk, "follow_up").name == "follow_up.docx"
    assert client.post(reverse("reports:layout"), {"definition": "x", "upload": upload(changed())}).status_code == 422
