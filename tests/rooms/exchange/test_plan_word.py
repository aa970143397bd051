"""A plan goes out to Word, and what comes in again is the same plan."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as Word
from docx.shared import RGBColor

import byalag.demo
from byalag.core.rendering import own_template
from byalag.rooms.exchange import actions
from byalag.rooms.exchange.outcome import outcome_of
from byalag.rooms.exchange.plan_word import plan_as_word
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.promises.models import Framework
from byalag.rooms.reports import actions as reports
from tests.engines.plan_reading.labelled import plans
from tests.factories import FrameworkFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FALUN = Path(byalag.demo.__file__).parent / "documents/falun-2023.txt"


def outcome(actor, organisation, **document):
    made = actions.start_import(actor, organisation=organisation, **document)
    return made, outcome_of(actions.reading_of(made), this_year=2023)


def plain(found):
    """What must survive: everything but the wording that frames money, and the order of rows of means."""
    return replace(
        found,
        sections=tuple(replace(section, texts=()) for section in found.sections if section.goals or section.activities),
        overall_goals=tuple(found.overall_goals),
        passages=(),
        money=tuple(
            sorted((row.amount, row.currency, row.per_year, row.starts, row.is_own, row.source) for row in found.money)
        ),
        shares=tuple(sorted(found.shares, key=lambda row: row.post)),
        rules=(),
        route=tuple(found.route),
    )


def there_and_back(text_or_file, layout=None):
    organisation = OrganisationFactory()
    if layout is not None:
        reports.add_layout(system(organisation), organisation=organisation, upload=layout, name="layout.docx")
    actor = system(organisation)
    first, before = outcome(actor, organisation, **text_or_file)
    framework = actions.save_import(actor, plan_import=first)
    made = plan_as_word(actor, framework)
    again = OrganisationFactory()
    _second, after = outcome(system(again), again, upload=SimpleUploadedFile("plan.docx", made))
    return before, after


def test_the_falun_plan_survives_the_journey():
    before, after = there_and_back({"pasted": FALUN.read_text("utf-8")})

    assert plain(after) == plain(before)
    assert before.activities == after.activities == 13


def own_layout() -> SimpleUploadedFile:
    """A layout as an organisation makes it: a logo's line above the title, its own header, its own colour."""
    word = Word(io.BytesIO(own_template()))
    word.paragraphs[0].insert_paragraph_before("Kommunledningskontoret")
    word.sections[0].header.paragraphs[0].text = "{{ organisation }} · Vårt sidhuvud"
    word.styles["Normal"].font.color.rgb = RGBColor(0x10, 0x20, 0x30)
    made = io.BytesIO()
    word.save(made)
    return SimpleUploadedFile("layout.docx", made.getvalue())


def test_the_falun_plan_survives_the_journey_in_the_organisations_own_layout():
    before, after = there_and_back({"pasted": FALUN.read_text("utf-8")}, own_layout())

    assert plain(after) == plain(before)


def test_a_plan_wears_the_organisations_own_layout():
    organisation = OrganisationFactory(name="Falun")
    actor = system(organisation)
    framework = FrameworkFactory(organisation=organisation, title="Plan 2024")
    reports.add_layout(actor, organisation=organisation, upload=own_layout(), name="layout.docx")

    word = Word(io.BytesIO(plan_as_word(actor, framework)))

    assert word.paragraphs[0].text == "Kommunledningskontoret"
    assert [paragraph.text for paragraph in word.paragraphs].count("Plan 2024") == 1
    assert word.sections[0].header.paragraphs[0].text == "Falun · Vårt sidhuvud"
    assert word.styles["Normal"].font.color.rgb == RGBColor(0x10, 0x20, 0x30)


@pytest.mark.parametrize("plan", plans(), ids=lambda plan: plan.name)
def test_any_plan_survives_the_journey(plan):
    before, after = there_and_back({"upload": SimpleUploadedFile(f"plan.{plan.kind}", plan.source.encode())})

    assert plain(after) == plain(before)


def test_what_is_changed_in_word_comes_in_as_what_it_is():
    organisation = OrganisationFactory()
    actor = system(organisation)
    first, _before = outcome(actor, organisation, pasted=FALUN.read_text("utf-8"))
    paper = Word(io.BytesIO(plan_as_word(actor, actions.save_import(actor, plan_import=first))))
    goal = next(each for each in paper.paragraphs if each.text.startswith("Fördjupa samarbeten"))
    goal.text = "Ett nytt mål för Norden"
    goal.insert_paragraph_before("Ännu ett mål", style="Plan goal")
    added = goal.insert_paragraph_before("En aktivitet för det", style="Plan activity of the goal")
    assert added.style.name == "Plan activity of the goal"
    made = io.BytesIO()
    paper.save(made)

    again = OrganisationFactory()
    _second, after = outcome(system(again), again, upload=SimpleUploadedFile("plan.docx", made.getvalue()))

    north = next(section for section in after.sections if section.name == "Norden")
    assert [(row.text, row.activities) for row in north.goals[:2]] == [
        ("Ännu ett mål", ("En aktivitet för det",)),
        ("Ett nytt mål för Norden", ()),
    ]


def test_the_page_gives_the_document_to_those_who_see_the_plan(client):
    town = OrganisationFactory()
    plan = FrameworkFactory(organisation=town, title="Plan 🌲 <b>")
    user = UserFactory()
    Membership.objects.create(user=user, organisation=town, role=Role.READER)
    client.force_login(user, backend=BACKEND)

    answer = client.get(reverse("exchange:plan_word", args=[plan.pk]))

    assert Word(io.BytesIO(answer.content)).paragraphs[0].text == "Plan 🌲 <b>"
    assert client.get(reverse("exchange:plan_word", args=[FrameworkFactory().pk])).status_code == 404
    assert Framework.objects.count() == 2
