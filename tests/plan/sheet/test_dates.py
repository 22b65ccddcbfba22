"""Dates as people write them: every way has one reading, or is not taken for a date at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.plan.sheet.dates import decided, reading
from truenorth.plan.times import when


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-31", "2027-03-31"),
        ("2027/3/31", "2027-03-31"),
        ("31.03.2027", "2027-03-31"),
        ("31.3.27", "2027-03-31"),
        ("Mi, 31.03.2027", "2027-03-31"),
        ("31. März 2027", "2027-03-31"),
        ("31 March 2027", "2027-03-31"),
        ("31-Mar-2027", "2027-03-31"),
        ("Mar 31 2027", "2027-03-31"),
        ("March 31st, 2027", "2027-03-31"),
        ("Wednesday, March 31, 2027", "2027-03-31"),
        ("2027-03-31T08:15:00.123", "2027-03-31"),
        ("2027-03-31 08:15:00 UTC", "2027-03-31"),
        ("31.03.2027 08:15 Uhr", "2027-03-31"),
        ("46477", "2027-03-31"),
        ("March 2027", "2027-03"),
        ("März 2027", "2027-03"),
        ("03/2027", "2027-03"),
        ("Q2 2027", "2027-Q2"),
        ("Q2/27", "2027-Q2"),
        ("2027 Q2", "2027-Q2"),
        ("2. Quartal 2027", "2027-Q2"),
        ("KW 14 2027", "2027-W14"),
        ("KW14/27", "2027-W14"),
        ("2027-W14", "2027-W14"),
        ("FY27 Q1", "FY27-Q1"),
        ("2027", "2027"),
    ],
)
def test_a_date_that_can_mean_one_thing_is_that(text: str, day: str) -> None:
    assert reading(text).sure == day


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("11-03-17", {"dmy": "2017-03-11", "mdy": "2017-11-03", "ymd": "2011-03-17"}),
        ("3/4/2027", {"dmy": "2027-04-03", "mdy": "2027-03-04"}),
        ("3/31/2027", {"mdy": "2027-03-31"}),
        ("31/3/2027", {"dmy": "2027-03-31"}),
    ],
)
def test_a_date_in_an_order_that_may_differ_keeps_all_its_ways(text: str, ways: dict[str, str]) -> None:
    assert dict(reading(text).by_order) == ways
    assert reading(text).sure == ""


@pytest.mark.parametrize(
    "text",
    [
        "KW 14",
        "Q2",
        "mid-June",
        "Mitte Juni",
        "Mar-27",
        "31.03.",
        "ASAP",
        "H1 2027",
        "spring 2027",
        "12. bis 14. März 2027",
    ],
)
def test_words_about_a_time_are_no_date_and_no_mistake(text: str) -> None:
    found = reading(text)

    assert (found.sure, dict(found.by_order), found.vague) == ("", {}, True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2021-04-31", "2021-04-31 does not exist: April 2021 has 30 days; did you mean 2021-04-30?"),
        ("31.04.2021", "2021-04-31 does not exist: April 2021 has 30 days; did you mean 2021-04-30?"),
        ("2/30/2021", "2021-02-30 does not exist: February 2021 has 28 days; did you mean 2021-02-28?"),
        ("2027-13-01", "2027-13-01 is not a date: the month must be 01 to 12"),
        ("0000-00-00", "0000-00-00 is not a date that a plan can hold: its year must be 1900 to 2199"),
        ("the blue one", "is not a date: write 2027-03-31, 31.03.2027, March 2027 or Q2 2027"),
    ],
)
def test_a_date_that_does_not_exist_is_said_with_its_mend(text: str, says: str) -> None:
    found = reading(text)

    assert (found.sure, dict(found.by_order), found.vague) == ("", {}, False)
    assert found.says == says


def test_one_impossible_month_decides_the_column() -> None:
    found = decided(["3/4/2027", "3/31/2027", "1/2/2027"])

    assert found.order == "mdy"
    assert found.why == "'3/31/2027' can be nothing else"


def test_a_column_without_a_tell_is_left_open() -> None:
    found = decided(["11-03-17", "01-12-17"])

    assert found.order is None
    assert found.left == ("dmy", "mdy", "ymd")


def test_dates_scattered_over_decades_rule_an_order_out_and_it_is_said() -> None:
    found = decided(["20-10-16", "25-10-16", "01-03-17"])

    assert found.order == "dmy"
    assert found.why == "read as year, month, day they would run from 2001 to 2025"


def test_orders_that_cannot_both_hold_are_named() -> None:
    found = decided(["25/10/2026", "10/25/2026"])

    assert found.order is None
    assert "'25/10/2026' only as day, month, year, '10/25/2026' only as month, day, year" in found.why


def test_days_that_every_order_gives_alike_need_no_answer() -> None:
    assert decided(["3/3/2027", "4/4/2027"]).order == "dmy"


@given(
    st.dates(date(1970, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["dmy", "mdy", "ymd"]),
    st.sampled_from("-/"),
)
def test_a_date_written_in_an_order_comes_back_in_that_order(day: date, order: str, mark: str) -> None:
    parts = {"d": f"{day:%d}", "m": f"{day:%m}", "y": f"{day:%y}"}

    assert reading(mark.join(parts[part] for part in order)).under(order) == f"{day:%Y-%m-%d}"  # type: ignore[arg-type]


@given(st.text(max_size=30))
def test_whatever_stands_in_a_cell_is_read_or_said(text: str) -> None:
    found = reading(text)

    for day in (found.sure, *found.by_order.values()):
        assert not day or when(day) == day
    assert found.sure or found.by_order or found.says
