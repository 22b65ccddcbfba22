"""Numbers and money as people write them; which mark parts the decimals is never guessed from one number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.plan.sheet.numbers import Mark, amount, decided, in_point, may_be, unit_of


@pytest.mark.parametrize(
    ("text", "mark", "read"),
    [
        ("1200", "point", "1200"),
        ("1.234,56 €", "comma", "1234.56 EUR"),
        ("1,234.56", "point", "1234.56"),
        ("1'200.50 CHF", "point", "1200.5 CHF"),
        ("1 200,00", "comma", "1200"),
        ("$1,200", "point", "1200 USD"),
        ("EUR 5.000,-", "comma", "5000 EUR"),
        ("12.000 €", "comma", "12000 EUR"),
        ("12 T€", "comma", "12000 EUR"),
        ("TEUR 12", "comma", "12000 EUR"),
        ("12k", "point", "12000"),
        ("3 Mio. €", "comma", "3000000 EUR"),
        ("40,5 %", "comma", "40.5 %"),
        ("(500)", "point", "-500"),
        ("500-", "point", "-500"),
        ("1.234,56- €", "comma", "-1234.56 EUR"),
        ("500\u2212EUR", "point", "-500 EUR"),
        ("500,-", "comma", "500"),
        ("5-fold", "point", "5 -fold"),
    ],
)
def test_an_amount_is_read_with_what_stands_around_it(text: str, mark: Mark, read: str) -> None:
    found = amount(text, mark)

    assert f"{found.number.normalize():f} {found.currency or found.unit}".strip().removesuffix(" -") == read


@pytest.mark.parametrize("text", ["", "abc", "5-10", "ca. 5000", "12 3", "1.2.3,4,5", "9" * 40])
def test_what_is_not_one_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is|has|cannot"):
        amount(text, "point")


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("1.234", {"comma", "point"}),
        ("1,234", {"comma", "point"}),
        ("1,5", {"comma"}),
        ("1.5", {"point"}),
        ("0,123", {"comma"}),
        ("1.234.567", {"comma"}),
        ("1.234,5", {"comma"}),
        ("1200", {"comma", "point"}),
    ],
)
def test_one_number_tells_the_mark_only_where_it_can_be_nothing_else(text: str, marks: set[str]) -> None:
    assert may_be(text) == marks


def test_one_number_decides_a_column_and_a_column_without_a_tell_is_open() -> None:
    assert decided(["12.000 €", "3.500,50 €"]) == ("comma", "3.500,50 €")
    assert decided(["12.000 €", "3.500 €"]) == (None, "'12.000 €'")
    assert decided(["12", "3"]) == ("point", "")
    assert decided(["1,5", "1.5"]) == (None, "'1,5' and '1.5'")


def test_the_name_of_a_column_may_tell_currency_and_thousands() -> None:
    assert unit_of("Kosten (T€)") == ("EUR", 1000)
    assert unit_of("Budget in EUR") == ("EUR", 1)
    assert unit_of("Spend [USD]") == ("USD", 1)
    assert unit_of("Anteil (%)") == ("%", 1)
    assert unit_of("Kosten (geplant)") == ("", 1)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["comma", "point"]))
def test_an_amount_written_with_its_marks_comes_back(number: Decimal, mark: Mark) -> None:
    english = f"{number:,.2f}"
    text = english if mark == "point" else english.translate(str.maketrans(",.", ".,"))

    assert amount(f"{text} €", mark).number == number
    assert Decimal(in_point(text, mark)) == number
