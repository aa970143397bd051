"""Names are found however they are written, and nothing else is."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html
import pytest

from byalag.core.name_matching import Names

NAMES = Names(
    [("Exempla Próbna-Ørn", "Maria"), ("Bohdan", "B."), ("Екзампла Приклад", "Maria"), ("Anna Æbø", "Q"), ("Li", "L.")]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Met Exempla Próbna-Ørn in town", "Met Maria in town"),
        ("EXEMPLA PROBNA ORN", "Maria"),
        ("Ørn, Exempla", "Maria"),
        ("Próbna-Ørn Exempla", "Maria"),
        ("Exempla Ørn", "Maria"),
        ("E. Ørn", "Maria"),
        ("exempla_probna-orn.pdf", "Maria.pdf"),
        ("ExemplaOrn.docx", "Maria.docx"),
        ("Exempla Próbna-Ørns syster", "Marias syster"),
        ("Exempla Ørn's sister", "Maria's sister"),
        ("Exempla Ørn’s sister", "Maria’s sister"),
        ("z Exemplą Ørn", "z Maria"),
        ("Exemple\u0301 Ørn", "Maria"),
        ("Bohdanowi, Bohdana", "B., B."),
        ("з Екзамплою Приклад", "з Maria"),
        ("ANNA AEBO och Anna Æbø", "Q och Q"),
        ("Li and Lis", "L. and L."),
    ],
)
def test_a_name_is_found_however_it_is_written(text, told):
    assert NAMES.text(text) == told


@pytest.mark.parametrize(
    "text", ["Exempla", "Ørn", "Exempla and Ørn", "Exempla Ørnsson", "Bohdanski", "Lie", "Anna Aebotte"]
)
def test_half_a_name_and_a_longer_one_are_somebody_else(text):
    assert NAMES.text(text) == text
    assert NAMES.found_in(text) == []


def test_what_to_write_instead_is_told():
    assert NAMES.found_in("Bohdan met BOHDAN") == [("Bohdan", "B."), ("BOHDAN", "B.")]


def test_without_names_nothing_is_touched():
    page = "<p>Bohdan &amp; <b>co</p>"
    assert not Names([])
    assert Names([]).markup(page) is page
    assert Names([("", "x"), ("–", "x")]).text("–") == "–"


def test_markup_stays_what_it_is():
    page = (
        "<!doctype html><tr><td class='Bohdan'>Exempla</td>\n<td><b>Ørn</b>s</td></tr>"
        '<input name="x" value="a &lt; Exempla Ørn &quot;"><a href="/x/?q=Bohdan" title=\'Bohdan &gt; "y"\'>Bohdan</a>'
        "<p>1 &lt; 2 &amp; <mark>Exempla</mark> <mark>Ørn</mark> &amp; 3</p><!-- <p>Bohdan -->"
    )
    told = Names([("Exempla Ørn", '<i>"M"&'), ("Bohdan", "B.")]).markup(page)
    tree, before = lxml.html.fromstring(f"<div>{told}</div>"), lxml.html.fromstring(f"<div>{page}</div>")

    assert [each.tag for each in tree.iter()] == [each.tag for each in before.iter()]
    assert "Ørn" not in told
    assert tree.xpath("//input/@value") == ['a < <i>"M"& "']
    assert tree.xpath("//a/@title") == ['B. > "y"']
    assert tree.xpath("//a/@href") == ["/x/?q=Bohdan"]
    assert tree.xpath("//p")[0].text_content() == '1 < 2 & <i>"M"& & 3'


def test_pages_without_a_name_stay_byte_for_byte():
    page = "<p title='a'>&#x27;é&nbsp;</p><script>if (a<b) {}</script>"
    assert NAMES.markup(page) == page


def test_what_the_reader_typed_is_left_to_them_and_nothing_else():
    page = (
        "<p>Nothing was found for “Bohdan”. Bohdan came.</p><input value='Bohdan'><input value='Bohdan!'>"
        "<textarea>\nBohdan</textarea>"
    )
    assert NAMES.markup(page, frozenset({"Bohdan"})) == (
        "<p>Nothing was found for “Bohdan”. B. came.</p><input value='Bohdan'><input value=\"B.!\">"
        "<textarea>\nBohdan</textarea>"
    )


def test_everything_inside_a_value_is_seen():
    @dataclass(frozen=True)
    class Line:
        text: str
        parts: tuple[str, ...]
        number: int = 3

    value = [{"a": Line("Bohdan", ("x", "Bohdan"))}, None]
    assert NAMES.value(value) == [{"a": Line("B.", ("x", "B."))}, None]
