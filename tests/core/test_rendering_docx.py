"""Accounts as Word files, from our template and from templates that people make."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from docx import Document as Word
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from byalag.core import sandbox
from byalag.core.rendering import Cell, NotWritten, Source, TemplateFault, write
from byalag.core.rendering.docx import OWN_TEMPLATE
from byalag.core.rendering.preparing import clean_text
from tests.core.hostile import packages
from tests.core.samples import EMOJI, MARKUP, NOTICE, RIGHT_TO_LEFT, SAMPLE, as_docx, saying
from tools import make_word_template


def opened(data: bytes):
    return Word(io.BytesIO(data))


def text_of(data: bytes) -> str:
    word = opened(data)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


@pytest.fixture(scope="module")
def made() -> bytes:
    return as_docx(SAMPLE)


def test_everything_stands_in_it(made):
    text = text_of(made)

    for wanted in ["Året i siffror", "Norden", "Tyst", "Starkt", "Först", "Vi lärde oss mycket. – en deltagare",
                   "Kostnader", "Resa", "1 200,50 kr", "Summa", "Räknar aktiviteter. Till siffran",
                   "1. Aktiviteter: 2", "Möte i Hamina", "Ett belopp visas inte."]:  # fmt: skip
        assert wanted in text
    assert "{" not in text


def test_headings_are_headings_and_quiet_is_quiet(made):
    styles = {paragraph.text: paragraph.style.name for paragraph in opened(made).paragraphs}

    assert styles["Verksamhetsberättelse 2023"] == "Title"
    assert styles["Året i siffror"] == "Heading 1"
    assert styles["Norden"] == "Heading 2"
    assert styles["Tyst"] == "Quiet"
    assert styles["Först"] == "List Bullet"


def test_the_notice_stands_on_the_first_page_and_on_every_page(made):
    word = opened(made)

    assert word.paragraphs[0].text == NOTICE
    assert NOTICE in word.sections[0].header.paragraphs[0].text


def test_without_a_notice_there_is_no_empty_line_for_it():
    assert opened(as_docx(replace(SAMPLE, notice=""))).paragraphs[0].text == SAMPLE.title


def test_title_and_language_are_set_for_readers_of_screens(made):
    word = opened(made)

    assert (word.core_properties.title, word.core_properties.language) == (SAMPLE.title, "sv")
    marks = {mark.get(qn("w:val")) for mark in word.styles.element.iter(qn("w:lang"))}
    assert marks == {"sv-SE"}


def test_tables_have_headers_that_repeat_and_a_name(made):
    for table in opened(made).tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_a_figure_leads_to_its_source_and_back(made):
    body = opened(made).element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    links = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    numbers = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]

    assert marks == {"source_1", "source_2", "figure_1", "figure_2"}
    assert sorted(links) == sorted(marks)
    assert len(set(numbers)) == len(numbers)


def test_a_figure_that_comes_twice_is_marked_once():
    twice = as_docx(replace(SAMPLE, blocks=(SAMPLE.blocks[1], SAMPLE.blocks[1])))
    marks = [mark.get(qn("w:name")) for mark in opened(twice).element.body.iter(qn("w:bookmarkStart"))]

    assert sorted(marks) == ["figure_1", "figure_2", "source_1", "source_2"]


def test_fonts_have_a_fallback(made):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        fonts = archive.read("word/fontTable.xml").decode()
    assert 'w:name="Public Sans"><w:altName w:val="Calibri"/>' in fonts
    assert 'w:name="Literata"><w:altName w:val="Georgia"/>' in fonts


def test_the_template_is_made_by_its_script(tmp_path, monkeypatch):
    monkeypatch.setattr(make_word_template, "TARGET", tmp_path / "account.docx")
    make_word_template.main()
    with zipfile.ZipFile(tmp_path / "account.docx") as new, zipfile.ZipFile(OWN_TEMPLATE) as committed:
        assert {name: new.read(name) for name in new.namelist()} == {
            name: committed.read(name) for name in committed.namelist()
        }


@pytest.mark.parametrize("text", [MARKUP, RIGHT_TO_LEFT, EMOJI, "'; DROP TABLE people; --", "ord " * 5_000])
def test_text_stays_text(text):
    made = as_docx(saying(text))

    word = opened(made)
    title = " ".join(text.split())
    assert word.paragraphs[1].text == (title if len(title) < 400 else f"{title[:399].rstrip()}…")
    assert word.tables[1].rows[1].cells[0].text == text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_can_stand_in_it(text):
    made = as_docx(saying(text))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in ("word/document.xml", "docProps/core.xml"):
            etree.fromstring(archive.read(name))
    assert "".join(clean_text(text).split()) in "".join(text_of(made).split())


# --- Templates of the user's own --------------------------------------------------------------------------------------


def template(*paragraphs: str) -> bytes:
    word = Word()
    for text in paragraphs:
        word.add_paragraph(text)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def filled(*paragraphs: str) -> str:
    return text_of(write(SAMPLE, "docx", template=template(*paragraphs)))


def test_a_template_of_ones_own_is_filled():
    assert filled("{{ title }}", "{%p for s in sources %}", "{{ s.label }}", "{%p endfor %}").split("\n") == [
        "Verksamhetsberättelse 2023",
        "Aktiviteter",
        "Egna medel",
    ]


ATTACKS = {
    "{{ ''.__class__.__mro__[1].__subclasses__() }}": "forbidden",
    "{{ title.__class__.__init__.__globals__ }}": "forbidden",
    "{{ (title|attr('__class__')).__mro__ }}": "forbidden",
    "{{ self.__init__.__globals__ }}": "forbidden",
    "{{ '%s'.__mod__.__self__.__class__ }}": "forbidden",
    "{{ '{0.__class__.__mro__}'.format(title) }}": "forbidden",
    "{{ lipsum.__globals__['os'].popen('id').read() }}": "forbidden",
    "{{ blocks.append(1) }}": "forbidden",
    "{% set _ = labels.update({'page': 'x'}) %}": "forbidden",
    "{% include '/etc/passwd' %}": "fault",
    "{% import 'os' as os %}": "fault",
    "{{ open('/etc/passwd').read() }}": "unknown",
    "{{ titel }}": "unknown",
    "{{ blocks[999].text }}": "unknown",
    "{{ 1 / 0 }}": "fault",
    "{% for i in range(10**9) %}x{% endfor %}": "too_much",
    "{{ title|safe }}": "syntax",
    "{% for b in blocks %}": "syntax",
    "{{ title": "syntax",
}


@pytest.mark.parametrize("tag", ATTACKS)
def test_a_template_that_reaches_too_far_is_refused_with_its_tag(tag):
    with pytest.raises(TemplateFault) as fault:
        filled("An honest line: {{ title }}", tag, "The end")

    assert fault.value.code == ATTACKS[tag]
    assert str(fault.value.sentence).endswith(".")
    if fault.value.code != "syntax":
        assert fault.value.tag in tag
        assert fault.value.tag.startswith("{")


@pytest.mark.parametrize(
    ("tag", "instead"),
    [
        ("{{ titel }}", "title"),
        ("{% for b in blocks %}{{ b.tpye }}{% endfor %}", "type"),
        ("{{ labels.sorces }}", "sources"),
        ("{% for b in blocks %}", "{% endfor %}"),
        ("{% if title %}", "{% endif %}"),
        ("{{ zzzzzz }}", ""),
    ],
)
def test_a_broken_template_is_told_where_and_what_to_write(tag, instead):
    with pytest.raises(TemplateFault) as fault:
        filled("An honest line: {{ title }}", tag, "The end")

    assert fault.value.instead == instead
    assert fault.value.after in {"An honest line:", "The end"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "too_slow"),
        ("{{ 'a' * 10**10 }}", "too_much"),
        ("{{ 'a'|center(10**10) }}", "too_much"),
        ("{% set x = 'a' * 10**6 %}{% for i in range(99999) %}{{ x }}{% endfor %}", "too_much"),
    ],
)
def test_a_template_that_does_not_end_is_ended(tag, code, monkeypatch):
    run = sandbox.run
    less = {"seconds": 4 if code == "too_slow" else 25}
    monkeypatch.setattr(sandbox, "run", lambda *args, **limits: run(*args, **(limits | less)))

    with pytest.raises(TemplateFault) as fault:
        filled(tag)

    assert fault.value.code == code


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (packages.macros, "macros"),
        (packages.macro_enabled, "macros"),
        (packages.embedded, "embedded"),
        (lambda: packages.with_relation("attachedTemplate", "https://evil.example/x.dotm"), "outside"),
        (lambda: packages.with_relation("image", "https://evil.example/dot.png"), "outside"),
        (lambda: packages.with_relation("oleObject", "https://evil.example/x"), "outside"),
        (packages.bomb, "unsafe"),
        (packages.billion_laughs, "unsafe"),
        (packages.open_document, "not_word"),
        (packages.encrypted_word, "not_word"),
        (lambda: b"hello", "not_word"),
    ],
)
def test_a_template_that_carries_more_than_text_is_refused(make, code):
    with pytest.raises(TemplateFault) as fault:
        write(SAMPLE, "docx", template=make())
    assert fault.value.code == code


def test_an_account_that_is_too_large_is_told_so(monkeypatch):
    run = sandbox.run
    monkeypatch.setattr(sandbox, "run", lambda *args, **limits: run(*args, **(limits | {"seconds": 0.02})))

    with pytest.raises(NotWritten) as fault:
        write(SAMPLE, "docx")

    assert "shorter period" in str(fault.value.sentence)


def test_limits_are_those_that_were_promised(monkeypatch):
    seen = {}

    def spy(function, data, options, **limits):
        seen.update(limits)
        return b""

    monkeypatch.setattr(sandbox, "run", spy)
    write(SAMPLE, "docx")

    assert seen == {"seconds": 30, "memory_mb": 512, "output_mb": 50}


def test_templates_see_plain_values_only():
    """What a template is given is what JSON can hold; no object of ours comes near it."""
    kinds = filled(
        "{% for b in blocks %}{{ b is mapping }} {% endfor %}{{ title is string }} {{ sources is iterable }}"
    )
    assert set(re.findall(r"\w+", kinds)) == {"True"}


@pytest.mark.parametrize(("suffix", "all_of_them"), [("docx", False), ("xlsx", True)])
def test_a_figure_of_very_many_records_names_the_first_on_paper_and_all_in_the_spreadsheet(suffix, all_of_them):
    rows = tuple((Cell(f"Record {number}"), Cell("1", 1, "number")) for number in range(520))
    made = write(replace(SAMPLE, sources=(Source(1, "Records", "520", "Counts.", ("What", "Counts"), rows),)), suffix)

    with zipfile.ZipFile(io.BytesIO(made)) as package:
        said = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert "Record 499" in said
    assert ("Record 519" in said) is all_of_them
    assert ("20 poster till står i kalkylbladet." in said) is not all_of_them
