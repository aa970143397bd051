"""Accounts as spreadsheets: real tables, real numbers, and nothing that runs."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byalag.core.rendering import Cell, Facts, Table
from byalag.core.rendering.sheets import read_csv, write_csv
from tests.core.samples import EMOJI, LABELS, MARKUP, NOTICE, RIGHT_TO_LEFT, SAMPLE, as_xlsx, saying

FORMULAS = ['=HYPERLINK("http://evil.example")', "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "=1+1", "\t=1+1", "\r=1"]


def opened(document):
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(document)), rich_text=False)


def cells_of(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def cell_that_says(sheet, value):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == value)


def day(*parts: int) -> datetime:
    """As sheets know days: without a time zone."""
    return datetime(*parts)  # noqa: DTZ001


@pytest.fixture(scope="module")
def book():
    return opened(SAMPLE)


def test_the_notice_and_the_title_come_first_on_every_sheet(book):
    for sheet, title in zip(book, ["Verksamhetsberättelse 2023", "Källor"], strict=True):
        assert [sheet["A1"].value, sheet["A2"].value] == [NOTICE, title]
        assert NOTICE in sheet.oddHeader.right.text
    assert book.properties.title == SAMPLE.title
    assert book.custom_doc_props["Language"].value == "sv"


def test_tables_are_real_tables(book):
    account, sources = book.worksheets

    assert dict(account.tables.items()) == {"Table1": "A6:C8", "Table2": "A18:C20"}
    assert sources.tables["Table3"].ref == "A3:F6"
    assert sources.freeze_panes == "A4"


def test_numbers_are_numbers_and_days_are_days(book):
    account, sources = book.worksheets

    own = cell_that_says(account, 180000)
    assert own.number_format == '#,##0.00 "SEK"'
    assert cell_that_says(account, 1200.5).number_format == '#,##0.00 "SEK"'
    assert cell_that_says(account, day(2023, 2, 1)).is_date
    assert cell_that_says(account, 1500.5).font.b
    assert [row[4].value for row in sources["A4:F5"]] == [day(2023, 3, 3), day(2023, 5, 4)]
    assert [row[1].value for row in sources["A4:F6"]] == [1, 1, 2]


def test_a_figure_leads_to_its_sources(book):
    account = book.worksheets[0]

    first, second = cell_that_says(account, 2), cell_that_says(account, 180000)
    assert (first.hyperlink.location, second.hyperlink.location) == ("'Källor'!A4", "'Källor'!A6")
    assert account.cell(first.row, 3).hyperlink.location == "'Källor'!A4"


def test_without_sources_there_is_one_sheet():
    assert opened(replace(SAMPLE, sources=())).sheetnames == ["Redovisning"]


@pytest.mark.parametrize("text", [*FORMULAS, MARKUP, RIGHT_TO_LEFT, EMOJI, "http://evil.example", "mailto:a@b.example"])
def test_text_stays_text(text):
    data = as_xlsx(saying(text))

    assert {cell.data_type for cell in cells_of(openpyxl.load_workbook(io.BytesIO(data)))} <= {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        written = b"".join(archive.read(name) for name in archive.namelist() if "/worksheets/" in name)
    assert b"<f>" not in written
    assert b"evil" not in b"".join(
        zipfile.ZipFile(io.BytesIO(data)).read(name) for name in archive.namelist() if name.endswith(".rels")
    )


@pytest.mark.parametrize(
    ("wanted", "name"),
    [("A/B: [x]?*\\", "A B x"), ("'quoted'", "quoted"), ("x" * 60, "x" * 28), ("", "–"), ("History", "History 2")],
)
def test_sheets_get_names_that_sheets_may_have(wanted, name):
    assert opened(replace(SAMPLE, labels=LABELS | {"account": wanted})).sheetnames == [name, "Källor"]


def test_two_sheets_never_have_one_name():
    assert opened(replace(SAMPLE, labels=LABELS | {"sources": "redovisning"})).sheetnames == [
        "Redovisning",
        "redovisning 2",
    ]


def test_columns_of_one_name_are_told_apart():
    table = Table(("A", "a", "", ""), ((Cell("1"), Cell("2"), Cell("3"), Cell("4")),))
    sheet = opened(replace(SAMPLE, blocks=(table,))).worksheets[0]
    assert sheet.tables["Table1"].column_names == ["A", "a (2)", "–", "– (2)"]


def test_rows_of_unequal_length_are_filled():
    table = Table(("A",), ((Cell("1"), Cell("2")), (Cell("3"),)))
    sheet = opened(replace(SAMPLE, blocks=(table,))).worksheets[0]
    assert sheet.tables["Table1"].ref == "A5:B7"


@pytest.mark.parametrize(
    "cell",
    [
        Cell("oändligt", "Infinity", "number"),
        Cell("inget tal", "NaN", "money", "SEK"),
        Cell("år 1621", "1621-01-01", "date"),
        Cell("ingen dag", "yesterday", "date"),
        Cell("inget", None, "number"),
    ],
)
def test_what_is_no_number_or_day_is_text(cell):
    sheet = opened(replace(SAMPLE, blocks=(Facts((("A", cell),)),))).worksheets[0]
    assert cell_that_says(sheet, cell.text).data_type == "s"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_stand_in_it(text):
    assert opened(saying(text)).sheetnames == ["Redovisning", "Källor"]


def test_a_very_long_text_is_cut_where_sheets_end():
    assert max(len(str(cell.value)) for cell in cells_of(opened(saying("x" * 40_000)))) == 32_767


# --- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_file_begins_like_a_formula(text):
    (line,) = read_csv_plainly(write_csv([[text]]))
    assert line == [f"'{text}"]


def read_csv_plainly(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=4), max_size=5
    )
)
def test_csv_comes_back_as_it_was(rows):
    written = write_csv(rows)

    assert read_csv(written) == rows
    for row in read_csv_plainly(written):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
