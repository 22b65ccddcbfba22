"""Numbers and money: what is read, what is refused, and what is written back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import NUMBERS, TEXT

from truenorth.plan.amounts import Money, Quantity, money, quantity


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "how"),
    [
        ("40", 40, 40, "", "value"),
        ("1,200.50 EUR", "1200.50", "1200.50", "EUR", "value"),
        ("40%", 40, 40, "%", "value"),
        ("20..30 %", 20, 30, "%", "value"),
        ("20-30 %", 20, 30, "%", "value"),
        ("5 to 10 hours", 5, 10, "hours", "value"),
        (">= 15 champions", 15, None, "champions", "value"),
        ("< 5", None, 5, "", "value"),
        ("+30 %", 30, 30, "%", "change"),
        ("-5..-3 %", -5, -3, "%", "change"),
        ("x3", 3, 3, "", "factor"),
        ("3x", 3, 3, "", "factor"),
        ("40 % of 18-24 year olds", 40, 40, "% of 18-24 year olds", "value"),
        ("40-hour weeks", 40, 40, "-hour weeks", "value"),
        ("maximise reach", None, None, "reach", "maximize"),
    ],
)
def test_a_quantity_is_read(text: str, low: object, high: object, unit: str, how: str) -> None:
    bounds = [None if bound is None else Decimal(str(bound)) for bound in (low, high)]

    read = quantity(text)

    assert [read.low, read.high, read.unit, read.how] == [*bounds, unit, how]


@pytest.mark.parametrize(
    "text",
    [
        "1,50",
        "1.200,50",
        "12,5 %",
        "1 200",
        "1'200",
        "1\u2019200",
        "12k",
        "5M",
        "1e5",
        "1,234,56",
        "5.",
        "5..",
        "12.5.2027",
        "x",
        "",
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a quantity: write"):
        quantity(text)


def test_a_range_with_the_unit_twice_is_told_how_to_be_written() -> None:
    with pytest.raises(ValueError, match=r"write a range as 5\.\.10 %"):
        quantity("5 % to 10 %")


@pytest.mark.parametrize("text", ["30..20", "> 3..5"])
def test_a_range_upside_down_or_with_a_bound_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"upside down|a bound and a range"):
        quantity(text)


def test_a_number_longer_than_any_plan_needs_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a number"):
        quantity("9" * 31)


@given(st.one_of(NUMBERS, TEXT, st.text("0123456789,._x%+-<>= to", max_size=10)))
def test_whatever_quantity_is_read_is_written_so_that_it_reads_the_same(text: str) -> None:
    try:
        read = quantity(text)
    except ValueError:
        return

    assert quantity(str(read)) == read


def test_an_undisclosed_number_is_no_number_and_is_compared_by_its_key() -> None:
    assert quantity("undisclosed N0") == quantity("Undisclosed  N0")
    assert quantity("undisclosed N0") != quantity("undisclosed N1")
    assert quantity("undisclosed") != quantity("0")
    assert [quantity("undisclosed N0").is_number, quantity("undisclosed N0").mid] == [False, None]
    assert money("undisclosed A") == Money(hidden="A")


def test_the_middle_of_a_range_or_its_one_bound_stands_for_it() -> None:
    assert [quantity(text).mid for text in ("20..30", ">= 15", "< 5")] == [Decimal(25), Decimal(15), Decimal(5)]
    assert Quantity(how="maximize").mid is None


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("1200", "1200", ""), ("1,200.50 eur", "1200.50", "EUR"), (".5", "0.5", ""), ("1,234.56 USD", "1234.56", "USD")],
)
def test_money_is_read(text: str, amount: str, currency: str) -> None:
    assert money(text) == Money(Decimal(amount), currency)
    assert money(str(money(text))) == money(text)


@pytest.mark.parametrize("text", ["-5", "€5", "12k", "1,50", "5 EURO", "1.200,50 EUR", "3000..5000", "free", ""])
def test_what_is_no_amount_of_money_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of money: write"):
        money(text)


def test_three_digits_after_a_point_may_be_thousands_and_are_asked_about() -> None:
    with pytest.raises(ValueError, match=r"'3\.000 EUR' may be read in two ways: write 3000 or 3\.00"):
        money("3.000 EUR")


def test_the_same_number_is_kept_in_one_way() -> None:
    assert [str(quantity(text)) for text in ("1.50", "1.5", "100", "1.00", "-0", "0.0 %")] == [
        *("1.5", "1.5", "100", "1", "+0", "0 %")
    ]
    assert [str(money(text)) for text in ("900.50", "900.5", "900.00", "0.25")] == ["900.50", "900.50", "900", "0.25"]
