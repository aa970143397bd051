"""Filling in: what is asked, what is worked out, what is wrong, and in which words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from byalag.engines.survey_forms import Fill, Form, Repeat, canonical, read, read_xform, to_xml

from .generated import Made, answer_to
from .sheets import md

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=timezone(timedelta(hours=2)))
CHOICES = [
    "list_name | name | label::sv | label::en | region",
    "region | n | Norr | North |",
    "region | s | Söder | South |",
    "town | n1 | Ett | One | n",
    "town | n2 | Två | Two | n",
    "town | s1 | Tre | Three | s",
]


def form(*survey, files=None):
    sheets = {"survey": survey, "choices": CHOICES, "settings": ["form_id | version | default_language", "f | 1 | sv"]}
    found = read(md(sheets))
    assert found.errors == ()
    return Form(found.questionnaire, files)


def fill(*survey, **more):
    return Fill(form(*survey), now=NOW, zone=NOW.tzinfo, **more)


def shown(filled):
    return [node.address for node in filled.asked()]


def test_what_depends_on_an_answer_is_asked_when_it_is_given_and_kept_when_it_goes():
    f = fill("type | name | label::sv | relevant", "integer | age | Ålder |", "text | school | Skola | ${age} < 20")
    assert shown(f) == ["/data/age"]

    f.answer({"/data/age": "15", "/data/school": "Norra"})
    assert shown(f) == ["/data/age", "/data/school"]
    f.answer({"/data/age": "40"})
    assert f.answers() == {"/data/age": "40"}
    f.answer({"/data/age": "16"})
    assert f.answers() == {"/data/age": "16", "/data/school": "Norra"}


def test_what_is_wrong_is_told_in_the_words_of_the_form_and_what_was_typed_stays():
    f = fill(
        "type | name | label::sv | required | required_message::sv | required_message::en | constraint | constraint_message::sv | constraint_message::en",
        "integer | age | Ålder | yes | Skriv din ålder | Write your age | . >= 13 | Minst 13 | At least 13",
        "decimal | share | Andel | | | | | |",
        language="en",
    )
    assert [(w.what, w.message) for w in f.wrong()] == [("required", "Write your age")]
    f.answer({"/data/age": "7", "/data/share": "half"})
    assert [(w.address, w.what, w.message) for w in f.wrong()] == [
        ("/data/age", "constraint", "At least 13"),
        ("/data/share", "type", ""),
    ]
    assert f.at("/data/share").typed == "half"
    f.answer({"/data/age": "20", "/data/share": "1,5"})
    assert (f.wrong(), f.answers()) == ([], {"/data/age": "20", "/data/share": "1.5"})


def test_choices_follow_the_answer_before_and_fall_away_with_it():
    f = fill(
        "type | name | label::sv | choice_filter",
        "select_one region | region | R |",
        "select_multiple town | town | T | region = ${region}",
    )
    assert f.choices(f.at("/data/town")) == []
    f.answer({"/data/region": "n", "/data/town": ["n1", "n2", "s1"]})
    assert [(c.name, c.label) for c in f.choices(f.at("/data/town"))] == [("n1", "Ett"), ("n2", "Två")]
    assert (f.at("/data/town").text, f.dropped) == ("n1 n2", [("/data/town", "s1")])
    f.answer({"/data/region": "s"})
    assert f.at("/data/town").text == ""


def test_a_choice_that_is_not_in_the_list_is_not_taken():
    f = fill("type | name | label::sv", "select_one region | region | R")
    f.answer({"/data/region": "x' or '1'='1"})

    assert f.answers() == {}


def test_choices_from_a_file_are_those_of_its_rows():
    survey = (
        "type | name | label::sv | choice_filter",
        "text | q | Q |",
        "select_one_from_file towns.csv | town | T | size = ${q}",
    )
    without, rows = (
        form(*survey),
        [{"name": "a", "label": "Alfa", "size": "1"}, {"name": "b", "label": "Beta", "size": "2"}],
    )
    kept = Fill(without)
    kept.answer({"/data/q": "1", "/data/town": "zzz"})
    assert kept.at("/data/town").text == "zzz"  # the rows are not known here: nothing is thrown away

    f = Fill(form(*survey, files={"towns": rows}))
    f.answer({"/data/q": "2", "/data/town": "b"})
    assert [(c.name, c.label) for c in f.choices(f.at("/data/town"))] == [("b", "Beta")]
    assert f.answers() == {"/data/q": "2", "/data/town": "b"}


def test_repeats_are_added_and_removed_and_those_after_move_up():
    f = fill(
        "type | name | label::sv | calculation | default",
        "begin_repeat | place | Plats | |",
        "text | what | Vad | |",
        "calculate | number | | position(..) |",
        "end_repeat",
        "calculate | all | | count(${place}) |",
    )
    assert f.add("/data/place") == "/data/place[2]"
    assert f.add("/data/place[1]") == "/data/place[3]"
    f.answer({f"/data/place[{n}]/what": text for n, text in ((1, "a"), (2, "b"), (3, "c"))})
    assert f.remove("/data/place[2]")
    assert f.answers() == {
        "/data/place[1]/what": "a",
        "/data/place[1]/number": "1",
        "/data/place[2]/what": "c",
        "/data/place[2]/number": "2",
        "/data/all": "2",
    }
    assert f.remove("/data/place[1]")
    assert f.remove("/data/place[1]")
    assert f.answers() == {"/data/all": "0"}
    assert f.add("/data/place") == "/data/place[1]"
    assert not f.remove("/data/place[7]")
    assert f.add("/data/nosuch") is None
    assert f.add("/data/all") is None


def test_a_repeat_with_a_count_has_so_many():
    f = fill(
        "type | name | label::sv | repeat_count", "integer | many | Hur många |", "begin_repeat | child | Barn | ${many}",
        "text | name | Namn |", "end_repeat",
    )  # fmt: skip
    assert shown(f) == ["/data/many"]
    f.answer({"/data/many": "2", "/data/child[2]/name": "too early"})
    assert shown(f) == ["/data/many", "/data/child[1]/name", "/data/child[2]/name"]
    assert f.add("/data/child") is None
    assert not f.remove("/data/child[1]")
    f.answer({"/data/many": "1000000"})
    assert len(f.nodes("/data/child")) == 500


def test_labels_hold_answers_and_dates_in_the_language_of_the_reader():
    f = fill(
        "type | name | label::sv | label::en | calculation",
        "select_one region | region | R | R |",
        "calculate | told | | | jr:choice-name(${region}, '${region}')",
        "calculate | day | | | format-date(date('2026-02-01'), '%e %B')",
        "note | n | Du valde ${told} den ${day} <b> | You chose ${told} on ${day} <b> |",
    )
    english = Fill(f.form, language="en", now=NOW)
    for one in (f, english):
        one.answer({"/data/region": "s"})

    assert f.text(f.at("/data/n").item.label, f.at("/data/n")).startswith("Du valde Söder den 1 ")
    assert english.text(english.at("/data/n").item.label, english.at("/data/n")) == "You chose South on 1 February <b>"


def test_defaults_are_worked_out_once_and_what_is_set_off_each_time():
    f = fill(
        "type | name | label::sv | default | calculation | trigger",
        "date | day | Dag | today() | |",
        "text | plain | Text | en text | |",
        "integer | age | Ålder | | |",
        "text | seen | Sett | | concat('ålder ', ${age}) | ${age}",
    )
    assert f.answers() == {"/data/day": "2026-05-04", "/data/plain": "en text"}
    f.answer({"/data/day": "2026-01-01", "/data/age": "5"})
    assert f.answers()["/data/seen"] == "ålder 5"
    f.answer({"/data/seen": "mine"})
    assert f.answers()["/data/seen"] == "mine"
    f.answer({"/data/age": "6"})
    assert (f.answers()["/data/seen"], f.answers()["/data/day"]) == ("ålder 6", "2026-01-01")


def test_a_place_is_kept_as_roughly_as_the_form_says():
    f = fill("type | name | label::sv | gps_decimals", "geopoint | place | Var | 2", "geopoint | exact | Var |")
    f.answer({"/data/place": "57.70887 11.97456 12 5", "/data/exact": "57.70887, 11.97456"})

    assert f.answers() == {"/data/place": "57.71 11.97 0.0 0.0", "/data/exact": "57.70887 11.97456 0.0 0.0"}


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("integer", "12", "12"), ("integer", "−3", "-3"), ("integer", "1.5", None), ("integer", "99999999999", None),
        ("decimal", "1,50", "1.5"), ("decimal", "1e400", None), ("decimal", "nan", None),
        ("date", "2026-02-30", None), ("date", "1970-01-01", "1970-01-01"), ("date", "0000-00-00", None),
        ("time", "09:30", "09:30:00.000+02:00"), ("dateTime", "2026-05-04T09:30", "2026-05-04T09:30:00.000+02:00"),
        ("geopoint", "91 0", None), ("geopoint", "1 2 3 4 5", None), ("geopoint", "a b", None),
        ("text", " åäö \x00\x0b<&> ", " åäö <&> "), ("barcode", "735 ", "735"), ("acknowledge", "OK", "OK"),
    ],
)  # fmt: skip
def test_what_is_typed_has_a_value_or_is_told_to_have_none(kind, typed, value):
    f = fill("type | name | label::sv", f"{kind} | q | Q")
    f.answer({"/data/q": typed})

    assert (f.at("/data/q").text or None, [w.what for w in f.wrong()]) == (value, [] if value is not None else ["type"])


def test_a_range_is_held_to_its_ends_and_steps():
    f = fill("type | name | label::sv | parameters", "range | q | Q | start=0 end=10 step=2")
    found = []
    for typed in ("4", "5", "12", "-2"):
        f.answer({"/data/q": typed})
        found.append([w.what for w in f.wrong()])

    assert found == [[], ["range"], ["range"], ["range"]]


def test_what_is_not_to_be_changed_is_not_changed_by_what_is_sent():
    f = fill(
        "type | name | label::sv | readonly | calculation | default",
        "text | a | A | yes | | fixed",
        "calculate | b | | | 1 |",
        "hidden | t | | | | token",
        "note | n | N | | |",
    )
    f.answer(
        {
            "/data/a": "x",
            "/data/b": "x",
            "/data/t": "x",
            "/data/n": "x",
            "/data/nosuch": "x",
            "/data/a[3]": "x",
            "": "x",
            "/data": "x",
        }
    )

    assert f.answers() == {"/data/a": "fixed", "/data/b": "1", "/data/t": "token"}


def test_an_expression_that_cannot_be_worked_out_leaves_the_rest_standing():
    f = fill(
        "type | name | label::sv | calculation",
        "text | a | A |",
        "calculate | b | | date(${a})",
        "calculate | c | | concat(${a}, '!')",
    )
    f.answer({"/data/a": "not a day"})

    assert f.answers() == {"/data/a": "not a day", "/data/c": "not a day!"}
    assert [(where, use, trouble.what) for (where, use), trouble in f.troubles.items()] == [
        ("/data/b", "value", "no_date")
    ]


def test_what_is_random_is_the_same_for_the_same_seed():
    survey = (
        "type | name | label::sv | calculation | parameters",
        "calculate | r | | random() |",
        "select_one town | t | T | | randomize=true",
    )
    ready = form(*survey)

    def told(seed):
        f = Fill(ready, seed=seed, now=NOW)
        return f.answers(), [c.name for c in f.choices(f.at("/data/t"))]

    assert told("anna") == told("anna")
    assert len({str(told(n)) for n in range(20)}) > 10


def test_a_clock_that_stands_at_1970_hurts_nobody():
    f = Fill(
        form("type | name | label::sv | constraint", "start | s | |", "date | d | D | . <= today()"),
        now=datetime(1970, 1, 1, tzinfo=UTC),
    )
    f.answer({"/data/d": "2026-05-04"})

    assert [w.what for w in f.wrong()] == ["constraint"]
    assert f.answers()["/data/s"] == "1970-01-01T00:00:00.000Z"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_what_is_kept_is_taken_back_as_it_was(seed, r):
    ready = Form(read_xform(convert(Made(seed, size=14).book, validate=False).xform)[0])
    f = Fill(ready, now=NOW)
    for _ in range(2):
        f.answer({
            node.address: r.choice(["?", answer_to(node.item.kind.value, [c.name for c in f.choices(node)] if node.item.choices else [], r)])
            for node in f.asked()
        })  # fmt: skip
        for item in ready.items.values():
            if isinstance(item, Repeat) and f.nodes(item.path) and r.random() < 0.5:
                f.add(f.nodes(item.path)[0].address)
    back = Fill(ready, now=NOW, opened=False)
    back.load(f.kept())

    assert (back.kept(), back.answers(), back.wrong()) == (f.kept(), f.answers(), f.wrong())
    assert canonical(to_xml(back, instance_id="uuid:1")) == canonical(to_xml(f, instance_id="uuid:1"))
    f.work_out()  # once more changes nothing
    assert f.answers() == back.answers()
