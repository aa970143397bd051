"""Submissions: written as ODK Collect writes them, read from whichever version, compared."""

from __future__ import annotations

import pytest
from lxml import etree

from byalag.engines.survey_forms import NoForm, canonical, from_xml, to_xml

from .test_filling import NOW, fill

SURVEY = (
    "type | name | label::sv | relevant | calculation",
    "start | begun | | |",
    "end | ended | | |",
    "integer | age | Ålder | |",
    "text | school | Skola | ${age} < 20 |",
    "begin_group | g | G | |",
    "begin_repeat | place | Plats | |",
    "text | what | Vad | |",
    "end_repeat",
    "end_group",
)


def filled(**more):
    f = fill(*SURVEY, **more)
    f.add("/data/g/place")
    f.answer({"/data/age": "40", "/data/school": "N", "/data/g/place[1]/what": "a & b", "/data/g/place[2]/what": "<c>"})
    return f


def test_what_is_sent_has_what_is_asked_and_nothing_else():
    sent = to_xml(filled(), instance_id="uuid:1", ended=NOW, deprecated_id="uuid:0")

    assert sent.decode().partition("\n")[2] == (
        '<data id="f" version="1"><begun>2026-05-04T09:30:00.000+02:00</begun><ended>2026-05-04T09:30:00.000+02:00</ended>'
        "<age>40</age><g><place><what>a &amp; b</what></place><place><what>&lt;c&gt;</what></place></g>"
        "<meta><instanceID>uuid:1</instanceID><deprecatedID>uuid:0</deprecatedID></meta></data>"
    )


def test_what_was_sent_is_read_by_path_and_not_by_position():
    f = filled()
    sent = etree.fromstring(to_xml(f, instance_id="uuid:1"))
    sent[:] = sent[::-1]
    found = from_xml(etree.tostring(sent), f.form.questionnaire)

    assert (found.form, found.version, found.instance_id, found.unknown) == ("f", "1", "uuid:1", ())
    assert {
        key: value for key, value in found.answers.items() if not key.endswith("ed") and not key.endswith("begun")
    } == {
        "/data/age": "40",
        "/data/g/place[1]/what": "a & b",
        "/data/g/place[2]/what": "<c>",
    }


def test_a_submission_of_an_old_version_keeps_what_the_form_no_longer_asks():
    old = b"""<data xmlns="http://www.w3.org/2002/xforms" xmlns:orx="http://openrosa.org/xforms" id="f" version="0"><age>7</age>
    <gone>yes</gone><many><x>1</x></many><many><x>2</x></many>
    <orx:meta><orx:instanceID>uuid:old</orx:instanceID><orx:instanceName>Seven</orx:instanceName></orx:meta></data>"""
    found = from_xml(old, filled().form.questionnaire)

    assert (found.version, found.instance_id, found.instance_name) == ("0", "uuid:old", "Seven")
    assert found.answers == {"/data/age": "7", "/data/gone": "yes", "/data/many[1]/x": "1", "/data/many[2]/x": "2"}
    assert found.unknown == ("/data/gone", "/data/many[1]/x", "/data/many[2]/x")


def test_the_same_answers_are_the_same_whoever_sent_them_and_when():
    one, other = filled(), filled()
    form = one.form.questionnaire
    later = NOW.replace(year=2027)

    assert to_xml(one, instance_id="uuid:1") != to_xml(other, instance_id="uuid:2", ended=later)
    assert canonical(to_xml(one, instance_id="uuid:1"), form) == canonical(
        to_xml(other, instance_id="uuid:2", ended=later), form
    )
    other.answer({"/data/age": "41"})
    assert canonical(to_xml(one, instance_id="uuid:1"), form) != canonical(to_xml(other, instance_id="uuid:1"), form)


def test_the_order_of_what_repeats_matters():
    one, other = filled(), filled()
    other.answer({"/data/g/place[1]/what": "<c>", "/data/g/place[2]/what": "a & b"})

    assert canonical(to_xml(one, instance_id="u")) != canonical(to_xml(other, instance_id="u"))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<data", b"<other/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><data id='f'>&b;</data>",
        b"<data id='f'>" + b"<a>" * 100 + b"</a>" * 100 + b"</data>",
    ],
)  # fmt: skip
def test_what_is_no_submission_is_refused(data):
    with pytest.raises(NoForm) as trouble:
        from_xml(data, filled().form.questionnaire)

    assert trouble.value.fault.sentence


def test_what_was_sent_can_be_taken_up_again():
    f = filled()
    sent = to_xml(f, instance_id="uuid:1")
    again = fill(*SURVEY, opened=False)
    again.load(from_xml(sent, f.form.questionnaire).answers)

    assert canonical(to_xml(again, instance_id="uuid:1")) == canonical(sent)
