"""Numbers, money, days and periods as a language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.core import formats

NBSP = "\N{NO-BREAK SPACE}"
LANGUAGES = ["en", "sv", "pl"]


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        (180000, "SEK", "sv", f"180{NBSP}000{NBSP}kr"),
        (180000, "SEK", "en", f"SEK{NBSP}180,000"),
        (180000, "SEK", "pl", f"180{NBSP}000{NBSP}SEK"),
        (Decimal("1250.50"), "EUR", "sv", f"1{NBSP}250,50{NBSP}€"),
        (Decimal("1250.50"), "EUR", "en", "€1,250.50"),
        (Decimal("1250.00"), "PLN", "pl", f"1{NBSP}250{NBSP}zł"),
        (0, "SEK", "sv", f"0{NBSP}kr"),
        (Decimal("-1250"), "SEK", "en", f"-SEK{NBSP}1,250"),
        (180000, "SEK", "xx-unknown", f"SEK{NBSP}180,000"),
    ],
)
def test_money(amount, currency, language, written):
    assert formats.money(amount, currency, language) == written


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (1234567, "sv", f"1{NBSP}234{NBSP}567"),
        (1234567, "en", "1,234,567"),
        (Decimal("12.50"), "pl", "12,5"),
        (Decimal("12.5"), "en", "12.5"),
        (0, "sv", "0"),
    ],
)
def test_numbers(value, language, written):
    assert formats.number(value, language) == written


@pytest.mark.parametrize(("language", "written"), [("sv", f"50{NBSP}%"), ("en", "50%"), ("pl", "50%")])
def test_percent(language, written):
    assert formats.percent(50, language) == written


@pytest.mark.parametrize(
    ("language", "written"), [("sv", "17 januari 2023"), ("en", "17 January 2023"), ("pl", "17 stycznia 2023")]
)
def test_a_day(language, written):
    assert formats.day(date(2023, 1, 17), language) == written


@pytest.mark.parametrize(
    ("starts", "ends", "english", "swedish", "polish"),
    [
        ((2023, 1, 1), (2023, 12, 31), "2023", "2023", "2023"),
        ((2022, 1, 1), (2024, 12, 31), "2022–2024", "2022–2024", "2022–2024"),
        ((2022, 4, 1), (2023, 3, 31), "April 2022–March 2023", "april 2022–mars 2023", "kwiecień 2022–marzec 2023"),
        ((2023, 4, 1), (2023, 6, 30), "April–June 2023", "april–juni 2023", "kwiecień–czerwiec 2023"),
        ((2023, 4, 1), (2023, 4, 30), "April 2023", "april 2023", "kwiecień 2023"),
        ((2023, 4, 17), (2023, 4, 17), "17 April 2023", "17 april 2023", "17 kwietnia 2023"),
        ((2023, 4, 17), (2023, 4, 21), "17–21 April 2023", "17–21 april 2023", "17–21 kwietnia 2023"),
        ((2023, 4, 17), (2023, 5, 2), "17 April – 2 May 2023", "17 april – 2 maj 2023", "17 kwietnia – 2 maja 2023"),
        (
            (2022, 12, 30),
            (2023, 1, 2),
            "30 December 2022 – 2 January 2023",
            "30 december 2022 – 2 januari 2023",
            "30 grudnia 2022 – 2 stycznia 2023",
        ),
        ((2024, 2, 1), (2024, 2, 29), "February 2024", "februari 2024", "luty 2024"),
    ],
)
def test_a_period_is_said_as_shortly_as_it_can_be(starts, ends, english, swedish, polish):
    first, last = date(*starts), date(*ends)

    assert [formats.period(first, last, language) for language in LANGUAGES] == [english, swedish, polish]


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends on or after"):
        formats.period(date(2023, 5, 1), date(2023, 4, 1), "en")


@given(
    amount=st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    currency=st.sampled_from(["SEK", "EUR", "PLN", "USD", "ZAR", "CHF"]),
    language=st.sampled_from(LANGUAGES),
)
def test_no_digit_of_an_amount_is_lost(amount, currency, language):
    written = formats.money(amount, currency, language)
    digits = "".join(sign for sign in written if sign.isdigit())
    exact = f"{abs(amount):.2f}"
    expected = exact.removesuffix(".00").replace(".", "")

    assert digits == expected
    assert ("-" in written or "\N{MINUS SIGN}" in written) == (amount < 0)
