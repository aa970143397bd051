"""A questionnaire goes out as an XLSForm and comes in again as the same questionnaire."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from byalag.engines.survey_forms import (
    Choice,
    ChoiceList,
    Choices,
    Group,
    Kind,
    Question,
    Questionnaire,
    Repeat,
    Text,
    Unwritable,
    from_json,
    read,
    read_xform,
    to_json,
    to_xform,
    to_xlsx,
)

from .generated import Made
from .sheets import REAL, no_seeds

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(st.integers(0, 10**6), st.integers(0, 2), st.integers(4, 24))
def test_a_form_made_by_chance_comes_back_the_same(seed, languages, size):
    form, faults = read_xform(convert(Made(seed, size=size, languages=languages).book, validate=False).xform)
    assert faults == []

    assert from_json(to_json(form)) == form
    assert read(to_xlsx(form)).questionnaire == form
    assert read_xform(to_xform(form))[0] == form


def both(sv, en):
    return Text((("Svenska (sv)", sv), ("English (en)", en)))


def written_by_hand():
    """What the generator does not make."""
    q = Question
    items = (
        q("/data/start", Kind.METADATA, parameters=(("preload", "timestamp"), ("params", "start")), cast="dateTime"),
        q("/data/device", Kind.METADATA, parameters=(("preload", "property"), ("params", "deviceid"))),
        q("/data/token", Kind.HIDDEN, default="ABC"),
        q("/data/photo", Kind.IMAGE, label=both("Foto", "Photo"), parameters=(("max-pixels", "1024"),)),
        q("/data/voice", Kind.AUDIO, label=both("Röst", "Voice")),
        q("/data/paper", Kind.FILE, label=both("Papper", "Paper")),
        q("/data/place", Kind.GEOPOINT, label=both("Var?", "Where?"), tags=(("gps_decimals", "2"),)),
        q("/data/code", Kind.BARCODE, label=both("Kod", "Code")),
        q("/data/at", Kind.TIME, label=both("När", "When")),
        q("/data/moment", Kind.DATETIME, label=both("När", "When"), first="now()"),
        q("/data/share", Kind.RANGE, label=both("Hur", "How"), parameters=(("start", "0"), ("end", "1"), ("step", "0.1")), cast="decimal"),
        q("/data/many", Kind.INTEGER, label=both("Hur många?", "How many?"), default="2", readonly="/data/token = ''"),
        Group(
            "/data/matrix",
            label=both("Tycker du", "Do you think"),
            appearance="field-list",
            items=tuple(
                q(f"/data/matrix/{name}", Kind.SELECT_ONE, label=both(name, name), choices=Choices("agree"), appearance=looks, required="true()")
                for name, looks in (("head", "label"), ("one", "list-nolabel"), ("two", "list-nolabel"))
            ),
        ),
        Repeat(
            "/data/visit",
            label=both("Besök", "Visit"),
            count="/data/many",
            items=(
                q("/data/visit/who", Kind.TEXT, label=both("Vem", "Who"), guidance=both("Tyst", "Quietly")),
                q("/data/visit/again", Kind.NOTE, label=both("Hej ${../who}", "Hello ${../who}")),
                q("/data/visit/mood", Kind.SELECT_MULTIPLE, label=both("Hur", "How"), choices=Choices("agree", randomized=True, seed="7")),
            ),
        ),
        q("/data/best", Kind.SELECT_ONE, label=both("Bäst", "Best"), choices=Choices(nodeset="/data/visit", filter="./who != ''", value="who", label="who")),
        q("/data/town", Kind.SELECT_ONE, label=both("Ort", "Town"), choices=Choices("towns")),
        q("/data/why", Kind.TEXT, label=both("Varför", "Why"), triggers=("/data/town",), triggered="concat(/data/town, '!')"),
    )  # fmt: skip
    choices = tuple(
        Choice(str(n), Text(both(f"svar {n}", f"answer {n}").words, (("Svenska (sv)", "image", f"{n}.png"),)))
        for n in range(3)
    )
    return Questionnaire(
        "by_hand",
        "2026-1",
        title=both("Enkät", "Survey"),
        languages=("Svenska (sv)", "English (en)"),
        default_language="Svenska (sv)",
        items=items,
        lists=(ChoiceList("agree", choices), ChoiceList("towns", source="towns.csv")),
        instance_name="concat(/data/code, '-', /data/many)",
        style="pages",
    )


def test_every_kind_of_question_comes_back_the_same():
    form = written_by_hand()
    found = read(to_xlsx(form))

    assert found.errors == ()
    assert found.questionnaire == form
    assert from_json(to_json(form)) == form


def test_names_stand_where_a_person_would_write_them():
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(written_by_hand())))
    cells = {cell.value for sheet in book for row in sheet for cell in row}

    assert {
        "Hej ${who}",
        "concat(${code}, '-', ${many})",
        "select_one ${who}",
        "select_one_from_file towns.csv",
        "${many}",
    } <= cells


def test_a_text_that_looks_like_a_formula_stays_a_text():
    form = replace(
        written_by_hand(),
        items=(Question("/data/a", Kind.TEXT, label=both("=1+1", "@cmd")),),
        instance_name="",
        lists=(),
    )
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(form)))

    assert all(cell.data_type == "s" for row in book["survey"] for cell in row if cell.value is not None)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (Question("/data/a", Kind.TEXT, label=Text((("default", "${concat('a')}"),))), "text_unwritable"),
        (Question("/data/a", Kind.TEXT, default="a + b"), "default_unwritable"),
        (Question("/data/a", Kind.TEXT, relevant="1 +"), "expression_ends"),
    ],
)
def test_what_an_xlsform_cannot_say_is_told(item, code):
    with pytest.raises(Unwritable) as trouble:
        to_xlsx(Questionnaire("x", items=(item,)))

    assert [(fault.code, fault.path) for fault in trouble.value.faults] == [(code, "/data/a")]
    assert trouble.value.faults[0].sentence


def test_a_form_that_pyxform_refuses_is_told_in_our_words():
    twice = tuple(Question("/data/a", Kind.TEXT, label=Text((("default", "A"),))) for _ in range(2))
    with pytest.raises(Unwritable) as trouble:
        to_xform(Questionnaire("x", items=twice))

    assert trouble.value.faults[0].code == "pyxform_names_001"


@pytest.mark.seeds
@pytest.mark.parametrize("name", ["group", "text_and_integer", "xlsform_spec_test", "yes_or_no_question"])
def test_forms_of_the_field_come_back_the_same(name):
    no_seeds()
    form = read((REAL / f"{name}.xlsx").read_bytes()).questionnaire

    assert read(to_xlsx(form)).questionnaire == form
