"""What is written another way is refused with what to write instead, where that is clear."""

from __future__ import annotations

import pytest

from truenorth.plan.values import money, quantity, when


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("1.200,50", "1200.50"),
        ("1.200.000", "1200000"),
        ("1,50", "1.50"),
        ("1 234,5", "1234.5"),
        ("12 000", "12000"),
        ("12\u00a0000 EUR", "12000 EUR"),
        ("12'000", "12000"),
        ("£900", "900 GBP"),
        ("€ 1.200,50", "1200.50 EUR"),
        ("900 €", "900 EUR"),
        ("$1,200", "1200 USD"),
        ("12k", "12000"),
        ("1.5M EUR", "1500000 EUR"),
    ],
)
def test_an_amount_written_another_way_is_refused_with_what_to_write(text: str, instead: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of money") as refused:
        money(text)

    assert str(refused.value) == f"'{text}' is not an amount of money: write {instead}"
    assert money(instead).amount is not None


@pytest.mark.parametrize(
    ("text", "instead"),
    [("1.200,50", "1200.50"), ("12 000 leads", "12000 leads"), ("£900", "900 GBP"), ("1,5 %", "1.5 %"), ("3k", "3000")],
)
def test_a_quantity_written_another_way_is_refused_with_what_to_write(text: str, instead: str) -> None:
    with pytest.raises(ValueError, match="is not a quantity") as refused:
        quantity(text)

    assert str(refused.value) == f"'{text}' is not a quantity: write {instead}"
    assert quantity(instead).is_number


@pytest.mark.parametrize("text", ["about 900", "1.200.50", "12 34", "ten", "1,2,3", "5 apples and 3 pears"])
def test_where_it_is_not_clear_what_is_meant_all_ways_are_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"write 1200, 1,200\.50 EUR or undisclosed"):
        money(text)


def test_an_amount_that_may_be_read_in_two_ways_is_asked_back() -> None:
    with pytest.raises(ValueError, match=r"may be read in two ways: write 1200 or 1\.20"):
        money("1.200")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("15.03.2027", "2027-03-15"),
        ("15.3.27", "2027-03-15"),
        ("4. 3. 2027", "2027-03-04"),
        ("03/15/2027", "2027-03-15"),
        ("15/03/2027", "2027-03-15"),
        ("03/04/2027", "2027-04-03 or 2027-03-04"),
        ("2027/03/15", "2027-03-15"),
        ("20270315", "2027-03-15"),
        ("2027-03-15T10:00:00Z", "2027-03-15"),
        ("2027-03-15 00:00:00", "2027-03-15"),
        ("3/2027", "2027-03"),
        ("15 March 2027", "2027-03-15"),
        ("March 15th, 2027", "2027-03-15"),
        ("März 2027", "2027-03"),
        ("15. Dez. 2027", "2027-12-15"),
        ("KW 12 2027", "2027-W12"),
        ("KW12/27", "2027-W12"),
        ("2027 KW 12", "2027-W12"),
        ("KW 12", "its year too, such as 2027-W12"),
        ("Q1 2027", "2027-Q1"),
        ("2027 Q1", "2027-Q1"),
    ],
)
def test_a_date_written_another_way_is_refused_with_what_to_write(text: str, instead: str) -> None:
    with pytest.raises(ValueError, match="is not a date") as refused:
        when(text)

    assert str(refused.value) == f"'{text}' is not a date: write {instead}"
    for part in instead.removeprefix("its year too, such as ").split(" or "):
        assert when(part) == part


@pytest.mark.parametrize(
    "text", ["31.02.2027", "40/40/2027", "KW 60", "13/2027", "2 days", "next week", "32 March 2027"]
)
def test_a_date_that_does_not_exist_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="write 2027-03-31, 2027-W13"):
        when(text)
