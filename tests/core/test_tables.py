"""A table goes out, comes in again unchanged, and says row by row what would change."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from byalag.core import table_sheet, tables
from byalag.core.tables import ID, VERSION, Column, TableKind, Unreadable

COLUMNS = (
    Column("title", _("What"), required=True),
    Column("kind", _("Kind"), "choice", (("visit", _("Visit")), ("meeting", _("Meeting")))),
    Column("day", _("Date"), "date"),
    Column("cost", _("Amount"), "number"),
    Column("count", _("How many"), "whole"),
    Column("state", _("State"), read_only=True),
)
ROWS = [
    {ID: 7, VERSION: 2, "title": "Visit", "kind": "visit", "day": date(2023, 5, 8), "cost": Decimal("10.50"), "count": 3, "state": "x"},
    {ID: 9, VERSION: 1, "title": "=1+1", "kind": "", "day": None, "cost": None, "count": None, "state": ""},
]  # fmt: skip


def kind(rows=ROWS, **more):
    return TableKind("test.rows", "Rows", "", COLUMNS, lambda actor: rows, **more)


def compared(rows, **more):
    return tables.compare(kind(**more), None, rows)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_goes_out_comes_in_untouched(suffix):
    made = table_sheet.as_xlsx(kind(), None) if suffix == "xlsx" else tables.as_csv(tables.out(kind(), None))

    found = compared(tables.read_file(made, suffix))

    assert (found.untouched, found.added, found.changed, found.faults, found.not_in_file) == (2, [], [], [], 0)


cell = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40).map(str.strip)
a_row = st.fixed_dictionaries(
    {
        "title": cell.filter(bool),
        "kind": st.sampled_from(["visit", "meeting", ""]),
        "day": st.none() | st.dates(date(1900, 1, 1), date(2999, 12, 31)),
        "cost": st.none() | st.decimals(-(10**9), 10**9, places=2),
        "count": st.none() | st.integers(-(10**9), 10**9),
        "state": cell,
    }
)


@given(rows=st.lists(a_row, max_size=5))
def test_any_rows_survive_the_journey(rows):
    numbered = [row | {ID: number, VERSION: 1} for number, row in enumerate(rows, start=1)]
    made = tables.as_csv(tables.out(kind(numbered), None))
    if rows:
        found = tables.compare(kind(numbered), None, tables.read_file(made, "csv"))
        assert (found.untouched, found.changed, found.faults) == (len(rows), [], [])


def test_nothing_in_a_spreadsheet_is_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(table_sheet.as_xlsx(kind(), None)))
    sheet = book.active

    assert sheet["C3"].value == "=1+1"
    assert sheet["C3"].data_type == "s"
    assert "'=1+1" in tables.as_csv(tables.out(kind(), None)).decode()


def test_added_changed_untouched_and_left_out_are_told_apart():
    found = compared(
        [
            ["id", "version", "What", "Kind", "Date"],
            ["7", "2", "Visit from Hamina", "Visit", "2023-05-09"],
            ["", "", "Something new", "meeting", ""],
        ]
    )

    assert [(change.pk, change.version, change.fields) for change in found.changed] == [
        (7, 2, {"title": ("Visit", "Visit from Hamina"), "day": ("2023-05-08", "2023-05-09")})
    ]
    assert [row["title"] for row in found.added] == ["Something new"]
    assert found.not_in_file == 1
    assert found.does_something


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
def test_headers_and_choices_are_known_in_every_language(language):
    with translation.override(language):
        rows = tables.out(kind(), None)
    with translation.override("en"):
        assert compared(rows).untouched == 2


@pytest.mark.parametrize(
    ("header", "text", "sentence"),
    [
        ("What", "", "This must not be empty."),
        ("Date", "8 May", "is not a date. Write it as 2023-05-08."),
        ("Amount", "much", "is not a number"),
        ("Amount", "NaN", "is not a number"),
        ("How many", "1.5", "must be a whole number"),
        ("Kind", "trip", "is not among the choices: Visit, Meeting"),
    ],
)
def test_a_cell_that_cannot_be_read_says_where_and_what_to_write(header, text, sentence):
    found = compared(
        [["id", "What", header], ["7", "Visit", text]] if header != "What" else [["id", "What"], ["7", text]]
    )

    assert [(fault.row, fault.column) for fault in found.faults] == [(2, header)]
    assert sentence in found.faults[0].sentence


@pytest.mark.parametrize(("text", "number"), [("1 234,50", "1234.50"), ("1\u00a0234.5", "1234.50"), ("\u22125", "-5")])
def test_numbers_as_people_write_them(text, number):
    assert Column("cost", "Cost", "number").read(text) == Decimal(number)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["8", "", "x"], "There is no row 8 here."),
        (["abc", "", "x"], "There is no row abc here."),
        (["7", "1", "x"], "Somebody changed this after the table was taken out."),
    ],
)
def test_rows_are_tied_by_their_number_and_version(row, sentence):
    found = compared([["id", "version", "What"], row])

    assert sentence in found.faults[0].sentence
    assert not found.changed


def test_a_row_stands_once():
    found = compared([["id", "What"], ["7", "a"], ["7", "b"]])

    assert "stands twice" in found.faults[0].sentence


def test_a_table_that_takes_no_new_rows_says_so():
    found = compared([["id", "What"], ["", "new"]], adds=False)

    assert "New rows are not added here." in found.faults[0].sentence


def test_what_is_for_reading_only_is_not_taken_over():
    found = compared([["id", "version", "What", "State"], ["7", "2", "Visit", "changed by hand"]])

    assert (found.untouched, found.changed) == (1, [])


@pytest.mark.parametrize(
    ("data", "suffix", "sentence"),
    [
        (b"", "csv", "There is nothing in this table."),
        (b"PK\x03\x04 not really", "xlsx", "could not be read"),
        (b"a\0b", "csv", "This is not a table."),
        (b"x", "docx", "Tables are read from"),
        (b"x\n" * 20_002, "csv", "too large"),
    ],
    ids=["empty", "broken", "binary", "other kind", "too long"],
)
def test_a_file_that_is_no_table_is_answered(data, suffix, sentence):
    with pytest.raises(Unreadable) as fault:
        tables.read_file(data, suffix)
    assert sentence in fault.value.sentence


def test_a_header_that_names_nothing_is_answered():
    with pytest.raises(Unreadable) as fault:
        compared([["A", "B"], ["1", "2"]])
    assert "The first row must name the columns. They are: What, Kind" in fault.value.sentence


def test_other_spreadsheets_ways_of_csv_are_read():
    assert tables.read_file("Vad;Datum\r\nBesök;2023-05-08\r\n".encode("cp1252"), "csv") == [
        ["Vad", "Datum"],
        ["Besök", "2023-05-08"],
    ]
