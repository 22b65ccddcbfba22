"""Dates of a column are read as the column proves, or not at all; nobody guesses what 11-03-17 means."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.facts.bring import bring

from truenorth.facts.layout import Unclear


def days(folder: Path, texts: list[str], **said: Any) -> list[date]:
    text = "date,cost\n" + "".join(f'"{one}",1\n' for one in texts)
    return bring(folder, text, **said).of("on")


def times(folder: Path, texts: list[str]) -> list[datetime]:
    text = "timestamp,contact_id,campaign\n" + "".join(f'"{one}",c,x\n' for one in texts)
    return bring(folder, text).of("at")


def test_a_day_over_twelve_decides_the_order_for_the_whole_column(tmp_path: Path) -> None:
    assert days(tmp_path, ["11-03-2017", "25-03-2017"]) == [date(2017, 3, 11), date(2017, 3, 25)]
    assert days(tmp_path, ["11-03-2017", "03-25-2017"]) == [date(2017, 11, 3), date(2017, 3, 25)]


def test_a_column_that_can_be_read_in_two_ways_is_asked_about_with_what_to_say(tmp_path: Path) -> None:
    with pytest.raises(Unclear) as asked:
        days(tmp_path, ["11-03-2017", "01-02-2017"])

    assert str(asked.value) == (
        "'01-02-2017' in column 'date' may be 2017-02-01 (day, month, year) or 2017-01-02 (month, day, year):"
        " say --date-order dmy or --date-order mdy"
    )


def test_two_digits_for_the_year_leave_a_third_way_open(tmp_path: Path) -> None:
    with pytest.raises(Unclear, match="--date-order dmy or --date-order mdy or --date-order ymd"):
        days(tmp_path, ["11-03-17"])

    assert days(tmp_path, ["11-03-17"], order="dmy") == [date(2017, 3, 11)]
    assert days(tmp_path, ["11-03-17"], order="mdy") == [date(2017, 11, 3)]
    assert days(tmp_path, ["11-03-17"], order="ymd") == [date(2011, 3, 17)]


def test_what_the_column_proves_stands_against_what_was_said(tmp_path: Path) -> None:
    assert days(tmp_path, ["25-03-2017", "01-02-2017"], order="mdy") == [date(2017, 3, 25), date(2017, 2, 1)]


def test_a_column_that_mixes_orders_is_asked_about(tmp_path: Path) -> None:
    with pytest.raises(Unclear, match="the column mixes orders"):
        days(tmp_path, ["25-03-2017", "03-25-2017"])

    came = bring(tmp_path, "date,cost\n25-03-2017,1\n03-25-2017,1\n", order="dmy")
    assert came.lines == {"has a date that is none": [3]}


def test_a_date_that_does_not_exist_is_refused_and_the_reason_says_so(tmp_path: Path) -> None:
    came = bring(tmp_path, "date,cost\n2021-04-30,1\n2021-04-31,1\nsoon,1\n")

    assert came.lines == {"has a date that is none": [3, 4]}
    assert "April 2021 has 30 days" in came.found.refused[0].examples[0].says


@pytest.mark.parametrize(
    "text", ["infinity", "epoch", "today", "now", "0001-01-01", "9999-12-31", "2027-13-01", "2027"]
)
def test_what_a_database_would_take_for_a_date_is_none(text: str, tmp_path: Path) -> None:
    came = bring(tmp_path, f"date,cost\n2027-01-01,1\n2027-01-02,1\n{text},1\n2027-01-04,1\n")

    if text == "2027":  # a year is a period: its first day
        assert came.of("on")[2] == date(2027, 1, 1)
    else:
        assert len(came.rows) == 3


def test_dates_are_read_in_words_and_periods_stand_for_their_first_day(tmp_path: Path) -> None:
    written = ["1. März 2027", "Mar 2, 2027", "KW 14/2027", "Q2 2027", "2027-03", "45000"]
    meant = [
        date(2027, 3, 1),
        date(2027, 3, 2),
        date(2027, 4, 5),
        date(2027, 4, 1),
        date(2027, 3, 1),
        date(2023, 3, 15),
    ]

    assert days(tmp_path, written) == meant


def test_times_of_day_and_zones_are_brought_to_universal_time(tmp_path: Path) -> None:
    written = [
        "2027-01-02 05:06:07",
        "2027-01-02T05:06:07.250Z",
        "2027-01-02T05:06:07+02:00",
        "2027-01-02T05:06:07-0530",
        "1/15/2027 3:04 PM",
        "1/15/2027 12:30 AM",
        "1800000000",
        "1800000000123",
    ]
    meant = [
        datetime(2027, 1, 2, 5, 6, 7),
        datetime(2027, 1, 2, 5, 6, 7, 250_000),
        datetime(2027, 1, 2, 3, 6, 7),
        datetime(2027, 1, 2, 10, 36, 7),
        datetime(2027, 1, 15, 15, 4),
        datetime(2027, 1, 15, 0, 30),
        datetime(2027, 1, 15, 8, 0),
        datetime(2027, 1, 15, 8, 0),
    ]

    assert times(tmp_path, written) == meant


@settings(max_examples=15)
@given(
    st.lists(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1, max_size=30), st.sampled_from(["dmy", "mdy"])
)
def test_no_date_is_ever_read_as_another_one(
    tmp_path_factory: pytest.TempPathFactory, given_: list[date], order: str
) -> None:
    """Whatever the days: the column is read as it was written, or asked about."""
    form = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    folder = tmp_path_factory.mktemp("dates")

    try:
        found = days(folder, [f"{one:{form}}" for one in given_])
    except Unclear:
        assert all(one.day <= 12 for one in given_)
    else:
        assert found == given_
