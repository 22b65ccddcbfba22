"""Numbers of a column are read with the decimal mark that the column proves, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.facts.bring import EUROPE, bring

from truenorth.facts.layout import Unclear
from truenorth.facts.money import Currencies


def amounts(folder: Path, texts: list[str], **said: Any) -> list[float]:
    text = "date,cost\n" + "".join(f'2027-01-01,"{one}"\n' for one in texts)
    return bring(folder, text, **said).of("amount")


def test_one_number_that_can_only_be_read_in_one_way_decides_for_all(tmp_path: Path) -> None:
    assert amounts(tmp_path, ["1.234", "1.234,50"]) == [1234.0, 1234.5]
    assert amounts(tmp_path, ["1,234", "1,234.50"]) == [1234.0, 1234.5]
    assert amounts(tmp_path, ["1.234", "0.244"]) == [1.234, 0.244]
    assert amounts(tmp_path, ["1.234", "12728.4888888889"]) == [1.234, 12728.4888888889]


def test_a_column_that_can_be_read_in_two_ways_is_asked_about_with_what_to_say(tmp_path: Path) -> None:
    with pytest.raises(Unclear) as asked:
        amounts(tmp_path, ["1.234", "5"])

    assert "say --decimal point or --decimal comma" in str(asked.value)
    assert amounts(tmp_path, ["1.234"], mark="comma") == [1234.0]
    assert amounts(tmp_path, ["1.234"], mark="point") == [1.234]


def test_a_column_without_proof_follows_the_others_of_its_file(tmp_path: Path) -> None:
    text = "path,conversions,value\na > b,1.000,0.25\nb,2.000,1.125\n"

    assert bring(tmp_path, text).of("conversions") == [1.0, 2.0]


def test_signs_currencies_and_words_beside_a_number_are_understood(tmp_path: Path) -> None:
    written = ["1,200.50", "-5", "5-", "5- EUR", "(300)", "EUR 12", "€7", "1'000", "2 000", "3e2", "7 %", "8,-"]

    assert amounts(tmp_path, written) == [1200.5, -5, -5, -5, -300, 12, 7, 1000, 2000, 300, 7, 8]


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e400", "12 apples", "1 2", "twelve", "0x10", "=A1", "#REF!"])
def test_what_is_no_number_is_refused(text: str, tmp_path: Path) -> None:
    came = bring(tmp_path, f'date,cost\n2027-01-01,5\n2027-01-02,6\n2027-01-03,"{text}"\n')

    assert came.of("amount") == [5.0, 6.0]
    assert came.lines == {"has an amount that is not a number": [4]}


@pytest.mark.parametrize("text", ["", "-", "n/a", "NaN", "null", "None", "(not set)"])
def test_what_says_that_there_is_nothing_is_empty_and_an_amount_must_be_there(text: str, tmp_path: Path) -> None:
    assert bring(tmp_path, f'date,cost\n2027-01-01,5\n2027-01-02,"{text}"\n').refused == {"has no amount": 1}


def test_amounts_below_zero_are_kept(tmp_path: Path) -> None:
    assert amounts(tmp_path, ["100", "-40"]) == [100.0, -40.0]


def test_other_currencies_are_brought_to_the_companys_by_its_rates(tmp_path: Path) -> None:
    came = bring(tmp_path, "date,cost,currency\n2027-01-01,100,usd\n2027-01-01,100,EUR\n2027-01-01,100,\n")

    assert came.of("amount") == [90.0, 100.0, 100.0]
    assert came.of("original") == [100.0, 100.0, 100.0]
    assert came.of("currency") == ["USD", "EUR", None]


def test_a_currency_without_a_rate_is_refused_with_what_to_do(tmp_path: Path) -> None:
    text = "date,cost,currency\n2027-01-01,100,JPY\n2027-01-01,5,EUR\n"

    (says,) = bring(tmp_path, text).refused
    assert "has no rate for it: set rates.XYZ to what one of it is worth in EUR" in says
    (says,) = bring(tmp_path, text, money=Currencies()).refused
    assert "names no currency of its own" in says


def test_the_currency_is_told_by_the_sign_the_column_or_the_command(tmp_path: Path) -> None:
    assert bring(tmp_path, "date,cost\n2027-01-01,$100\n2027-01-01,5\n").of("amount") == [90.0, 5.0]
    assert bring(tmp_path, "date,Spend (USD)\n2027-01-01,100\n").of("amount") == [90.0]
    assert bring(tmp_path, "date,cost_in_usd\n2027-01-01,100\n").of("amount") == [90.0]
    assert bring(tmp_path, "date,cost\n2027-01-01,100\n", fixed={"currency": "GBP"}).of("amount") == [120.0]


def test_millionths_and_thousands_are_told_by_the_name_of_the_column(tmp_path: Path) -> None:
    assert bring(tmp_path, "date,cost_micros\n2027-01-01,36150000\n").of("amount") == [36.15]
    assert bring(tmp_path, "date,Kosten (TEUR)\n2027-01-01,12\n").of("amount") == [12_000.0]
    assert bring(tmp_path, "date,spend\n2027-01-01,36150000\n", columns={"amount": "spend/1000000"}).of("amount") == [
        36.15
    ]


@settings(max_examples=15)
@given(st.lists(st.decimals(0, 10**7, places=2), min_size=1, max_size=20), st.sampled_from([",.", ".,", " ,"]))
def test_no_amount_is_ever_read_as_another_one(
    tmp_path_factory: pytest.TempPathFactory, given_: list[Any], marks: str
) -> None:
    """Money with two decimals leaves no doubt, whatever parts thousands and decimals."""
    written = [f"{one:,.2f}".translate(str.maketrans(",.", marks)) for one in given_]

    assert amounts(tmp_path_factory.mktemp("numbers"), written) == [float(one) for one in given_]


def test_the_companys_own_currency_needs_no_rate() -> None:
    assert Currencies("EUR", {"EUR": 7.0}).rates == {"EUR": 7.0}
    assert EUROPE.own == "EUR"
