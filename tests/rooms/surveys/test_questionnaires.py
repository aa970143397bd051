"""How a coordinator writes what is asked: in files of their own, in the browser, in versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.engines import survey_forms
from byalag.engines.survey_forms import Fault, Kind, Question
from byalag.engines.survey_forms.faults import placeholders
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.surveys import actions, faults
from byalag.rooms.surveys.models import Form
from tests.factories import OrganisationFactory, member

from .conftest import asked, said

pytestmark = pytest.mark.django_db

GOOD = """
| survey  |                 |        |                          |                         |          |                   |
|         | type            | name   | label::English (en)      | label::Svenska (sv)     | required | relevant          |
|         | select_one yn   | water  | Is there water?          | Finns det vatten?       | yes      |                   |
|         | integer         | hours  | How many hours a day?    |                         |          | ${water} = 'yes'  |
| choices |                 |        |                          |                         |          |                   |
|         | list_name       | name   | label::English (en)      | label::Svenska (sv)     |          |                   |
|         | yn              | yes    | Yes                      | Ja                      |          |                   |
|         | yn              | no     | No                       | Nej                     |          |                   |
| settings |                |        |                          |                         |          |                   |
|         | form_title      | default_language |                |                         |          |                   |
|         | Water           | English (en)     |                |                         |          |                   |
"""
BROKEN = """
| survey  |                |        |                 |                  |
|         | type           | name   | label           | relevant         |
|         | integer        | age    | How old?        |                  |
|         | text           | why    | Why?            | ${nobody} = 'x'  |
"""


def file(text: str | bytes, name: str = "form.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.fixture
def at() -> Callable[..., str]:
    def address(name: str, *arguments: Any) -> str:
        return reverse(f"surveys:{name}", args=[one.pk if isinstance(one, Form) else one for one in arguments])

    return address


@pytest.fixture
def written(town, draft) -> Form:
    """The draft, with a question of choice and a number."""
    return actions.write_form(system(town), form=draft, questionnaire=asked(draft.value), expected=None)


def now(form: Form) -> survey_forms.Questionnaire:
    return Form.objects.get(pk=form.pk).value


def typed(form: Form, **values: Any) -> dict[str, Any]:
    return {"version": Form.objects.get(pk=form.pk).version, **values}


# Files


def test_a_form_is_looked_at_before_it_takes_the_place_of_the_draft(sign_in, coordinator, written, at):
    browser, address = sign_in(coordinator), at("questionnaire_upload", written)
    page = browser.post(address, typed(written, file=file(GOOD)))
    assertContains(page, "Finns det vatten?")
    assertContains(page, "Asked only if “Is there water?” is “Yes”.")
    assertContains(page, "Missing")  # the second question has no Swedish
    assertContains(page, "No longer asked.")  # what the draft asked until now
    assert [one.name for one in now(written).questions] == ["say", "age"]

    looked_at = page.context["looked_at"]
    answer = browser.post(address, typed(written, looked_at=looked_at))
    assertRedirects(answer, at("questionnaire", written))
    assert [one.name for one in now(written).questions] == ["water", "hours"]
    assert now(written).id == f"survey-{written.survey_id}"


def test_a_broken_form_tells_every_fault_at_its_place_in_the_language_of_the_reader(sign_in, coordinator, written, at):
    browser = sign_in(coordinator)
    page = browser.post(at("questionnaire_upload", written), typed(written, file=file(BROKEN)))
    assertContains(page, "Sheet survey, row 3, column relevant", status_code=422)
    assertContains(page, "nobody", status_code=422)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "sv"
    page = browser.post(at("questionnaire_upload", written), typed(written, file=file(BROKEN)))
    assertContains(page, "Bladet survey, rad 3, kolumn relevant", status_code=422)
    assertContains(page, "Det finns ingen fråga som heter ”nobody”", status_code=422)
    assert [one.name for one in now(written).questions] == ["say", "age"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4 no form at all", "This is no form"),
        (b"PK\x03\x04 not really a workbook", "The file cannot be opened"),
        (b"<html><body/></html>", "The XML is no XForm"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "document type or entities"),
    ],
)
def test_what_is_no_form_is_refused_with_what_to_do(sign_in, coordinator, draft, at, content, sentence):
    page = sign_in(coordinator).post(at("questionnaire_upload", draft), typed(draft, file=file(content)))
    assertContains(page, sentence, status_code=422)


def test_a_looked_at_file_cannot_be_made_up_or_used_for_another_version(sign_in, coordinator, town, written, at):
    browser = sign_in(coordinator)
    looked_at = browser.post(at("questionnaire_upload", written), typed(written, file=file(GOOD))).context["looked_at"]
    other = actions.open_survey(system(town), organisation=town, title="Another").forms.get()
    page = browser.post(at("questionnaire_upload", other), typed(other, looked_at=looked_at))
    assertContains(page, "meant for another version", status_code=422)
    page = browser.post(at("questionnaire_upload", other), typed(other, looked_at=looked_at[:-2] + "xx"))
    assertContains(page, "Choose it again", status_code=422)
    assert now(other).items == ()


def test_what_is_downloaded_is_read_again_as_the_same(sign_in, coordinator, written, at):
    browser = sign_in(coordinator)
    for name in ("questionnaire_xlsform", "questionnaire_xform"):
        answer = browser.get(at(name, written))
        assert answer["Content-Disposition"].startswith("attachment")
        reading = survey_forms.read(answer.content)
        assert [one.path for one in reading.questionnaire.questions] == ["/data/say", "/data/age"]
    sheet = load_workbook(BytesIO(browser.get(at("questionnaire_xlsform", written)).content))["survey"]
    assert sheet["A1"].value == "type"


# In the browser


def test_a_question_with_choices_is_added_in_the_language_of_the_survey(sign_in, coordinator, draft, at):
    sign_in(coordinator).post(
        at("question_add", draft),
        typed(draft, kind="select_one", label_0="Is there water?", choices_0="Yes\r\nNo\r\n", required="on", after=""),
    )
    question = now(draft).questions[0]
    assert (question.path, question.kind, question.required) == ("/data/is_there_water", Kind.SELECT_ONE, "true()")
    listed = now(draft).choice_list(question.choices.list)
    assert [(one.name, one.label.in_("en")) for one in listed.choices] == [("yes", "Yes"), ("no", "No")]


def test_a_question_is_asked_only_if_another_was_answered_so(sign_in, coordinator, written, at):
    browser = sign_in(coordinator)
    browser.post(
        at("question_add", written),
        typed(written, kind="text", label_0="Why none?", condition="/data/say = 'none'", after="/data/say"),
    )
    assert [one.path for one in now(written).questions] == ["/data/say", "/data/why_none", "/data/age"]
    assertContains(browser.get(at("questionnaire", written)), "Asked only if “How much say have you?” is “none”.")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "select_one", "label_0": "Which?", "choices_0": "One"}, "at least two choices"),
        ({"kind": "select_one", "label_0": "Which?", "choices_0": "One\nOne"}, "stands here twice"),
        ({"kind": "text", "label_0": "", "choices_0": ""}, "This field is required"),
        ({"kind": "text", "label_0": "And ${/data/nobody}?", "choices_0": ""}, "there is no such question"),
    ],
)
def test_what_cannot_be_asked_is_told_and_stays_typed(sign_in, coordinator, written, at, values, sentence):
    page = sign_in(coordinator).post(at("question_add", written), typed(written, **values))
    assertContains(page, sentence, status_code=422)
    assertContains(page, values["label_0"], status_code=422)
    assert len(now(written).questions) == 2


def test_a_changed_question_keeps_the_names_of_its_choices_and_what_cannot_be_written_here(
    sign_in, coordinator, written, at
):
    address = at("question_change", written, "data/say")
    page = sign_in(coordinator).get(address)
    assertContains(page, "none\nsome\na lot")
    page.client.post(
        address,
        typed(written, kind="select_multiple", label_0="What say have you?", choices_0="none\na little\na lot\nall"),
    )
    value = now(written)
    question = value.at("/data/say")
    assert (question.kind, question.required, question.label.in_("en")) == (
        Kind.SELECT_MULTIPLE,
        "",
        "What say have you?",
    )
    assert [one.name for one in value.choice_list("say").choices] == ["none", "a_little", "a_lot", "all"]
    page.client.post(at("question_change", written, "data/age"), typed(written, kind="integer", label_0="Your age?"))
    assert now(written).at("/data/age").constraint == ". >= 18"


def test_a_choice_in_other_words_in_the_same_place_keeps_its_name(sign_in, coordinator, written, at):
    sign_in(coordinator).post(
        at("question_change", written, "data/say"),
        typed(written, kind="select_one", label_0="How much say have you?", choices_0="None at all\nsome\na lot"),
    )
    first = now(written).choice_list("say").choices[0]
    assert (first.name, first.label.in_("en")) == ("none", "None at all")


def test_a_question_is_moved_and_taken_out_after_one_has_been_asked(sign_in, coordinator, written, at):
    browser, address = sign_in(coordinator), at("questionnaire", written)
    browser.post(address, typed(written, move="later:/data/say"))
    assert [one.name for one in now(written).questions] == ["age", "say"]
    browser.post(address, typed(written, move="earlier:/data/say"))
    assert [one.name for one in now(written).questions] == ["say", "age"]

    remove = at("question_remove", written, "data/say")
    assertContains(browser.get(remove), "How much say have you?")
    browser.post(remove, typed(written))
    assert [one.name for one in now(written).questions] == ["age"]
    assert now(written).lists == ()
    assert browser.get(remove).status_code == 404


def test_a_question_that_a_condition_rests_on_is_not_taken_out(sign_in, coordinator, town, written, at):
    value = written.value
    items = (value.items[0], replace(value.items[1], relevant="/data/say = 'some'"))
    actions.write_form(system(town), form=written, questionnaire=replace(value, items=items), expected=None)
    page = sign_in(coordinator).post(at("question_remove", written, "data/say"), typed(written))
    assertContains(page, "/data/say is used here, but there is no such question", status_code=422)
    assert len(now(written).questions) == 2


def test_a_condition_of_another_kind_stays_when_the_question_is_changed(sign_in, coordinator, town, written, at):
    value = written.value
    complex_one = "/data/say = 'some' or /data/say = 'none'"
    items = (value.items[0], replace(value.items[1], relevant=complex_one))
    actions.write_form(system(town), form=written, questionnaire=replace(value, items=items), expected=None)
    browser, address = sign_in(coordinator), at("question_change", written, "data/age")
    assertContains(browser.get(address), "Asked only if: say = ")
    browser.post(address, typed(written, kind="integer", label_0="Your age?", condition="kept"))
    assert now(written).at("/data/age").relevant == complex_one
    browser.post(address, typed(written, kind="integer", label_0="Your age?", condition=""))
    assert now(written).at("/data/age").relevant == ""


def test_standard_questions_come_from_the_bank_once(sign_in, coordinator, written, at):
    browser, address = sign_in(coordinator), at("questionnaire_standard", written)
    assertContains(browser.get(address), "16.7.2")
    browser.post(address, typed(written, standard="sdg_16_7_2"))
    assert now(written).at("/data/sdg_16_7_2/say_in_government").core_area == "participation"
    assertNotContains(browser.get(address), "16.7.2")
    assertContains(browser.get(at("questionnaire", written)), "Participation")
    browser.post(at("question_remove", written, "data/sdg_16_7_2"), typed(written))
    assert [one.name for one in now(written).questions] == ["say", "age"]


def test_a_language_is_added_and_what_is_missing_in_it_is_marked_until_it_is_written(sign_in, coordinator, written, at):
    browser, address = sign_in(coordinator), at("questionnaire", written)
    browser.post(at("questionnaire_language", written), typed(written, language="sv", title="Har du något att säga?"))
    assert now(written).languages == ("en", "sv")
    page = browser.get(address)
    assertContains(page, "Swedish: 5 texts are missing.")
    browser.post(
        at("question_change", written, "data/say"),
        typed(
            written, kind="select_one", label_0="How much say have you?", label_1="Hur mycket?",
            choices_0="none\nsome\na lot", choices_1="inget\nnågot\nmycket",
        ),
    )  # fmt: skip
    assertContains(browser.get(address), "Swedish: 1 text is missing.")
    assert now(written).choice_list("say").choices[2].label.in_("sv") == "mycket"


def test_words_of_a_form_without_a_language_belong_to_that_of_the_survey_when_another_is_added(
    sign_in, coordinator, town, draft, at
):
    value = survey_forms.read(b"|survey|||\n||type|name|label|\n||text|why|Why?|\n").questionnaire
    actions.write_form(system(town), form=draft, questionnaire=value, expected=None)
    sign_in(coordinator).post(at("questionnaire_language", draft), typed(draft, language="pl"))
    assert now(draft).languages == ("en", "pl")
    assert now(draft).questions[0].label.words == (("en", "Why?"),)


def test_the_title_and_what_is_new_are_written(sign_in, coordinator, written, at):
    sign_in(coordinator).post(at("questionnaire_title", written), typed(written, title_0="Your say", note="Shorter"))
    assert now(written).title.in_("en") == "Your say"
    assert Form.objects.get(pk=written.pk).note == "Shorter"


# Versions


def test_a_version_is_frozen_after_a_question_and_corrected_in_the_next(sign_in, coordinator, written, at):
    browser = sign_in(coordinator)
    assertContains(browser.get(at("questionnaire_freeze", written)), "nobody can change it any more")
    browser.post(at("questionnaire_freeze", written), typed(written))
    assert Form.objects.get(pk=written.pk).is_frozen
    page = browser.get(at("questionnaire", written))
    assertNotContains(page, "Add a question")
    assertContains(page, "Begin a new version")

    browser.post(at("begin_version", written.survey_id))
    draft = Form.objects.get(survey=written.survey_id, frozen_at=None)
    browser.post(
        at("question_change", draft, "data/say"),
        typed(draft, kind="select_one", label_0="How much say have you?", choices_0="none\nsome\na lot\nall"),
    )
    page = browser.get(at("questionnaire", draft))
    assertContains(page, "What changed against version 1")
    assertContains(page, "Other choices: answers cannot be compared.")
    assertContains(page, "1 question is asked as before.")


def test_what_a_version_lacks_is_told_before_it_is_frozen(sign_in, coordinator, town, written, at):
    value = replace(written.value, languages=("en", "sv"))
    actions.write_form(system(town), form=written, questionnaire=value, expected=None)
    assertContains(sign_in(coordinator).get(at("questionnaire_freeze", written)), "In Swedish, this has no text.")


def test_what_cannot_be_frozen_says_why_in_the_words_of_the_reader(sign_in, coordinator, town, draft, at):
    broken = Question("/data/say", Kind.SELECT_ONE, said("Say?"), choices=survey_forms.Choices("gone"))
    actions.write_form(system(town), form=draft, questionnaire=replace(draft.value, items=(broken,)), expected=None)
    page = sign_in(coordinator).post(at("questionnaire_freeze", draft), typed(draft))
    assertContains(page, "The questionnaire cannot be used yet", status_code=422)
    assert not Form.objects.get(pk=draft.pk).is_frozen


WRITING = [
    ("question_add", (), {"kind": "text", "label_0": "Why?"}),
    ("question_change", ("data/age",), {"kind": "integer", "label_0": "Why?"}),
    ("question_remove", ("data/age",), {}),
    ("questionnaire_language", (), {"language": "sv"}),
    ("questionnaire_standard", (), {"standard": "sdg_16_7_2"}),
    ("questionnaire_title", (), {"title_0": "Other"}),
    ("questionnaire", (), {"move": "later:/data/say"}),
]


@pytest.mark.parametrize(("name", "arguments", "values"), WRITING, ids=[one[0] for one in WRITING])
def test_a_frozen_version_is_never_written(sign_in, coordinator, form, at, name, arguments, values):
    before = form.questionnaire
    page = sign_in(coordinator).post(at(name, form, *arguments), typed(form, **values))
    assertContains(page, "This version is frozen", status_code=422)
    assert Form.objects.get(pk=form.pk).questionnaire == before


@pytest.mark.parametrize(("name", "arguments", "values"), WRITING, ids=[one[0] for one in WRITING])
@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_only_coordinators_write(sign_in, town, written, at, role, name, arguments, values):
    browser = sign_in(member(town, role))
    page = browser.post(at(name, written, *arguments), typed(written, **values))
    assertContains(page, "Surveys are kept by coordinators.", status_code=422)
    assert Form.objects.get(pk=written.pk).questionnaire == written.questionnaire
    page = browser.get(at("questionnaire", written))
    assertNotContains(page, "Add a question")
    assertNotContains(page, at("preview", written.survey_id, written))


@pytest.mark.parametrize("name", ["questionnaire", "question_add", "questionnaire_upload", "questionnaire_xlsform"])
def test_others_do_not_find_it(sign_in, written, at, name):
    assert sign_in(member(OrganisationFactory(), Role.COORDINATOR)).get(at(name, written)).status_code == 404


def test_the_page_leads_to_what_those_who_answer_see(sign_in, coordinator, written, at):
    browser, address = sign_in(coordinator), at("preview", written.survey_id, written)
    assertContains(browser.get(at("questionnaire", written)), address)
    assertContains(browser.get(address, follow=True), "How much say have you?")


# Two at once


@pytest.mark.parametrize(("name", "arguments", "values"), WRITING, ids=[one[0] for one in WRITING])
def test_nobody_overwrites_another_who_writes_at_the_same_time(
    sign_in, coordinator, town, written, at, name, arguments, values
):
    opened = written.version
    other = replace(written.value, title=said("Somebody else’s title"))
    actions.write_form(system(town), form=written, questionnaire=other, expected=None)
    browser = sign_in(coordinator)
    page = browser.post(at(name, written, *arguments), {"version": opened, **values})
    assertContains(page, "Somebody changed the questionnaire", status_code=409)
    assert now(written) == replace(other, version="1")

    # Saved again, it goes into what the other has left.
    version = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
    browser.post(at(name, written, *arguments), {"version": version, **values})
    assert now(written) != replace(other, version="1")
    assert name == "questionnaire_title" or now(written).title.in_("en") == "Somebody else’s title"


def test_one_sees_what_another_wrote_about_the_same_question(sign_in, coordinator, town, written, at):
    opened = written.version
    items = (written.value.items[0], replace(written.value.items[1], label=said("Which age have you?")))
    actions.write_form(system(town), form=written, questionnaire=replace(written.value, items=items), expected=None)
    page = sign_in(coordinator).post(
        at("question_change", written, "data/age"), {"version": opened, "kind": "integer", "label_0": "Your age?"}
    )
    assertContains(page, "Which age have you?", status_code=409)
    assertContains(page, "Your age?", status_code=409)


def test_a_file_that_was_looked_at_is_shown_again_when_somebody_wrote_meanwhile(
    sign_in, coordinator, town, written, at
):
    browser, address = sign_in(coordinator), at("questionnaire_upload", written)
    opened = written.version
    looked_at = browser.post(address, typed(written, file=file(GOOD))).context["looked_at"]
    actions.write_form(system(town), form=written, questionnaire=written.value, expected=None)
    page = browser.post(address, {"version": opened, "looked_at": looked_at})
    assertContains(page, "Somebody changed the questionnaire", status_code=409)
    browser.post(address, {"version": page.context["version"], "looked_at": page.context["looked_at"]})
    assert [one.name for one in now(written).questions] == ["water", "hours"]


# Cost and words


def test_the_page_costs_the_same_whatever_is_asked_and_however_often(sign_in, coordinator, town, written, at):
    browser, costs = sign_in(coordinator), []
    row = written
    for many in (1, 3, 30):
        items = tuple(Question(f"/data/q{n}", Kind.TEXT, said(f"Question {n}?")) for n in range(many))
        row = actions.write_form(
            system(town), form=row, questionnaire=replace(row.value, items=items, lists=()), expected=None
        )
        actions.freeze_form(system(town), form=row)
        row = actions.begin_version(system(town), survey=row.survey)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(at("questionnaire", row)).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]


def test_every_fault_of_the_engine_has_its_sentence_with_the_same_blanks():
    with translation.override("en"):
        assert {code: str(text) for code, text in faults.SENTENCES.items()} == dict(survey_forms.SENTENCES)


@pytest.mark.parametrize("language", ["sv", "pl"])
@pytest.mark.parametrize("code", sorted(survey_forms.SENTENCES))
def test_every_sentence_can_be_filled_in_every_language(language, code):
    filled = {name: f"«{name}»" for name in placeholders(code)}
    with translation.override(language):
        told = faults.sentence(Fault(code, values=filled))
        assert told != Fault(code, values=filled).sentence
    if code != "language_missing":  # what is missing is told in words of its own
        assert all(one in told for one in filled.values())
