"""Forms that are uploaded: read, or told what is wrong with them, where, and in plain words."""

from __future__ import annotations

import io
import zipfile
from string import Formatter

import pytest
from pyxform.errors import ErrorCode, PyXFormError

from byalag.engines.survey_forms import SENTENCES, Kind, Question, from_json, read, to_json
from byalag.engines.survey_forms.faults import of_error, of_message, placeholders

from .sheets import REAL, md, no_seeds

GOOD = {
    "survey": [
        "type | name | label::Svenska (sv) | label::English (en) | relevant | core_area | choice_filter | calculation | guidance_hint::English (en)",
        "select_one region | region | Region | Region | | participation | | | As on the map",
        "select_one town | town | Ort | Town | ${region} != '' | | region = ${region} | |",
        "integer | age | Ålder | Age | | | | |",
        "calculate | young | | | | | | ${age} < 26 |",
        "note | thanks | Tack, ${town}! | Thanks, ${town}! | | | | |",
    ],
    "choices": [
        "list_name | name | label::Svenska (sv) | label::English (en) | region",
        "region | n | Norr | North |",
        "region | s | Söder | South |",
        "town | n1 | Ett | One | n",
        "town | s1 | Två | Two | s",
    ],
    "settings": [
        "form_title | form_id | version | default_language | form_title::English (en)",
        "Enkät | e | 7 | Svenska (sv) | Survey",
    ],
}


def test_a_form_is_read_with_its_languages_conditions_and_tags():
    found = read(md(GOOD))
    form = found.questionnaire

    assert found.errors == ()
    assert (form.id, form.version, form.languages, form.default_language) == (
        "e",
        "7",
        ("Svenska (sv)", "English (en)"),
        "Svenska (sv)",
    )
    assert (form.title.in_("Svenska (sv)"), form.title.in_("English (en)")) == ("Enkät", "Survey")
    region, town, _, young, thanks = form.questions
    assert (region.kind, region.core_area, region.guidance.in_("English (en)")) == (
        Kind.SELECT_ONE,
        "participation",
        "As on the map",
    )
    assert (town.relevant, town.choices.filter) == ("/data/region != ''", "region = /data/region")
    assert (young.kind, young.calculation) == (Kind.CALCULATE, "/data/age < 26")
    assert thanks.label.in_("English (en)") == "Thanks, ${/data/town}!"
    assert form.choice_list("town").choices[0].columns == (("region", "n"),)


def test_what_a_language_lacks_is_told_by_question_and_choice():
    form = {
        **GOOD,
        "survey": [*GOOD["survey"], "text | more | Mer | | | | | |"],
        "choices": [*GOOD["choices"], "town | s2 | Tre | | s"],
    }
    found = [
        (f.sheet, f.row, f.values["language"])
        for f in read(md(form)).warnings
        if f.code == "language_missing" and f.column.startswith("label")
    ]

    assert found == [("survey", 7, "English (en)"), ("choices", 6, "English (en)")]


def test_the_json_is_the_same_questionnaire():
    form = read(md(GOOD)).questionnaire

    assert from_json(to_json(form)) == form
    for broken in (
        "{}",
        "[]",
        '{"format":1,"items":[{"path":"/data/a","kind":"no"}],"id":"x"}',
        '{"format":1,"nosuch":1,"id":"x"}',
    ):
        with pytest.raises(ValueError):
            from_json(broken)


BROKEN = [
    # what is written in the survey sheet, what the fault is called, in which row, and in which column
    ("type | name | label\nnosuch | a | A", "pyxform_said_type", 2, "type"),
    ("type | name | label\n | a | A", "pyxform_said_no_type", 2, "type"),
    ("type | name | label\ntext | | A", "pyxform_said_no_name", 2, "name"),
    ("type | name | label\ntext | 1a | A", "pyxform_names_008", 2, "name"),
    ("type | name | label\ntext | a | A\ntext | a | B", "pyxform_names_001", 3, "name"),
    ("type | name | label\nselect_one nosuch | a | A", "pyxform_said_no_list", 2, "type"),
    ("type | name | label\nselect_multiple spaced | a | A", "pyxform_said_choice_space", 8, "name"),
    ("type | name | label\nbegin_group | g | G\ntext | a | A", "pyxform_survey_002", 2, "type"),
    ("type | name | label\ntext | a | A\nend_group", "pyxform_survey_001", 3, "type"),
    ("type | name | label\ncalculate | a |", "pyxform_said_no_calculation", 2, "calculation"),
    ("type | name | label | relevant\ntext | a | A | ${nosuch} = 1", "pyxform_pyref_003", 2, "relevant"),
    ("type | name | label | relevant\ntext | a | A | ${nosuch = 1", "pyxform_pyref_001", 2, "relevant"),
    ("type | name | label | relevant\ntext | a | A |\nbegin_group | g | G |\ntext | a | B |\nend_group\ntext | b | C | ${a} = 1", "pyxform_pyref_004", 6, "relevant"),
    ("type | name | label | parameters\nrange | a | A | start=x", "pyxform_range_001", 2, "parameters"),
    ("type | name | label | parameters\nrange | a | A | start=0 end=5 step=0", "pyxform_range_002", 2, "parameters"),
    ("type | name | label | parameters\nrange | a | A | nosuch=5", "pyxform_survey_005", 2, "parameters"),
    ("type | name | label | parameters\nrange | a | A | start 5", "pyxform_survey_004", 2, "parameters"),
    ("type | name | label | parameters\nselect_one mood | a | A | randomize=perhaps", "pyxform_said_randomize", 0, "parameters"),
    ("type | name | label\nselect_one_from_file towns.doc | a | A", "pyxform_said_file_ending", 2, "type"),
    ("type | name | label\ntext | a |", "pyxform_said_no_label", 2, "label"),
    ("type | name | label\nbegin_repeat | data | D\ntext | a | A\nend_repeat", "pyxform_names_003", 2, "name"),
    ("type | name | label | constraint\ntext | a | A | . > > 1", "expression_operand", 2, "constraint"),
    ("type | name | label | relevance\ntext | a | A | nosuch(1)", "function_unknown", 2, "relevance"),
    ("type | name | label | calculation\ncalculate | a | | if(1)", "function_arguments", 2, "calculation"),
    ("type | name | label | constraint\ntext | a | A | regex(., '(?=a)(a+)+')", "regex_slow", 2, "constraint"),
    ("type | name | label | constraint\ntext | a | A | regex(., '[')", "regex", 2, "constraint"),
    ("type | name | label | relevant\ntext | a | A | /data/nosuch = 1", "reference_unknown", 2, "relevant"),
    ("type | name | label | calculation\ncalculate | a | | ${b} + 1\ncalculate | b | | ${a} + 1", "reference_circle", 2, "calculation"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("survey", "code", "row", "column"), BROKEN, ids=[f"{case[1]}-{n}" for n, case in enumerate(BROKEN)]
)
def test_what_is_wrong_is_told_at_its_row_and_column(survey, code, row, column):
    choices = [
        "list_name | name | label",
        *(f"mood | {n} | {n}" for n in range(1, 6)),
        "spaced | x | X",
        "spaced | a b | B",
    ]
    found = read(md({"survey": survey.split("\n"), "choices": choices}))
    faults = [fault for fault in found.errors if fault.code == code]

    assert found.questionnaire is None
    assert faults, found.errors
    assert (faults[0].row, faults[0].column) == (row, column)
    assert faults[0].sentence
    assert "{" not in faults[0].sentence.replace("${", "")
    assert faults[0].cell.endswith(str(row)) or not row or column not in survey


@pytest.mark.parametrize("code", list(ErrorCode), ids=lambda code: code.name)
def test_every_error_of_pyxform_has_words_of_ours(code):
    wanted = {"row": 7, "sheet": "survey", "column": "name"}
    values = {name: wanted.get(name, f"its_{name}") for name in _names(code.value.msg)}
    [fault] = of_error(PyXFormError(code=code, context=values))

    assert fault.code == f"pyxform_{code.name.lower()}"
    assert placeholders(fault.code) <= {*values, "column"}
    assert fault.row == values.get("row", 0)
    # pyxform also says the same without its code.
    said = of_message(code.value.format(**values))
    assert SENTENCES[said.code] == SENTENCES[fault.code]
    assert said.sentence == fault.sentence


def _names(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_several_faults_of_one_kind_are_each_told():
    choices = ["list_name | name | label", "m | a | A", "m | a | B", "m | a | C"]
    found = read(md({"survey": ["type | name | label", "select_one m | x | X"], "choices": choices}))

    assert [(fault.code, fault.row) for fault in found.errors] == [("pyxform_names_007", 3), ("pyxform_names_007", 4)]


def test_what_pyxform_says_in_words_that_nobody_foresaw_is_passed_on():
    fault = of_message("[row : 12] Something entirely new.")

    assert (fault.code, fault.row) == ("pyxform_other", 12)
    assert "Something entirely new." in fault.sentence


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


BILLION = b"""<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><h:html
 xmlns:h="http://www.w3.org/1999/xhtml">&b;</h:html>"""
OUTSIDE = b"""<!DOCTYPE x SYSTEM "file:///etc/passwd"><h:html xmlns:h="http://www.w3.org/1999/xhtml"/>"""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n", "file_empty"),
        (b"hello", "file_kind"),
        (b"\0\1\2\3", "file_kind"),
        (b"%PDF-1.4", "file_kind"),
        (b"<a><b></a>", "xml_broken"),
        (b"<a/>", "xml_no_form"),
        (BILLION, "xml_entities"),
        (OUTSIDE, "xml_entities"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "xml_broken"),
        (packed(a="b"), "pyxform_said_form"),
        (b"PK\x03\x04broken", "file_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken", "file_broken"),
        (b"| survey |\n| | type | name | label |\n| | text | \xe5 | A |", "file_words"),
        (b"| survey |\n| | type |\n| | text | a | b | c | d |", "file_broken"),
        (b"a" * (16 * 1024 * 1024 + 1), "file_large"),
        (packed(a=b"\0" * (130 * 1024 * 1024)), "file_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_hostile_and_broken_files_are_refused_with_a_sentence(data, code):
    found = read(data)

    assert found.questionnaire is None
    assert [fault.code for fault in found.errors] == [code]
    assert found.errors[0].sentence


def test_an_xform_that_was_not_made_from_an_xlsform_is_read():
    xform = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
    <h:head><h:title>Old</h:title><model><instance><old id="o"><x>4</x><late/><g><y/></g></old></instance>
    <bind id="x" nodeset="/old/x" type="xsd:int"/><bind nodeset="/old/late" calculate="/old/x * 2"/></model></h:head><h:body>
    <group><label>Looks</label><input bind="x"><label>How many?</label></input>
    <select1 ref="/old/g/y"><label>Which?</label><item><label>One</label><value>1</value></item></select1></group></h:body></h:html>"""
    found = read(xform.encode())

    assert found.errors == ()
    assert [(item.path, item.kind, item.default) for item in found.questionnaire.questions] == [
        ("/old/x", Kind.INTEGER, "4"),
        ("/old/late", Kind.CALCULATE, ""),
        ("/old/g/y", Kind.SELECT_ONE, ""),
    ]  # fmt: skip
    assert found.questionnaire.lists[0].choices[0].label.in_("") == "One"


@pytest.mark.seeds
@pytest.mark.parametrize("name", ["group", "text_and_integer", "xlsform_spec_test", "yes_or_no_question"])
def test_forms_of_the_field_are_read(name):
    no_seeds()
    found = read((REAL / f"{name}.xlsx").read_bytes())

    assert found.errors == ()
    assert all(isinstance(item, Question) for item in found.questionnaire.questions)
    assert from_json(to_json(found.questionnaire)) == found.questionnaire
