"""Durations and dates: what is read, what is refused, and what is written back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import DATES, TEXT

from truenorth.plan.calendar import Calendar
from truenorth.plan.times import duration, when


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10 wd", "10 working days"),
        ("1 week", "1 weeks"),
        ("2-4 weeks", "2..4 weeks"),
        ("2 to 4 weeks", "2..4 weeks"),
        ("6..9 months", "6..9 months"),
        ("24h", "24 hours"),
        ("1.5 days", "1.5 days"),
    ],
)
def test_a_duration_is_read_with_its_unit(text: str, written: str) -> None:
    assert str(duration(text)) == written
    assert duration(written) == duration(text)


@pytest.mark.parametrize(
    "text",
    ["5", "soon", "4..2 weeks", "2 fortnights", "-3 days", "1,5 days", "99999999999999 days"],
)
def test_a_duration_without_a_unit_upside_down_or_beyond_a_century_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a duration|upside down|longer than a hundred years"):
        duration(text)


def test_a_text_of_any_length_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match=r"^'1 a {54}\.\.\.' is not a duration"):
        duration(f"1 a{' ' * 10**6}!")


def test_a_duration_is_said_in_words() -> None:
    assert [duration(text).words for text in ("1 days", "6..9 months")] == ["1 day", "6 to 9 months"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2027-3-1", "2027-03-01"),
        (" 2027-q1 ", "2027-Q1"),
        ("2027-w05", "2027-W05"),
        ("fy22-q1", "FY22-Q1"),
        ("2026-W53", "2026-W53"),
        ("2024-02-29", "2024-02-29"),
        ("Launch", "Launch"),
    ],
)
def test_a_date_is_read(text: str, written: str) -> None:
    assert when(text) == written


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2021-04-31", "2021-04-31 does not exist: April 2021 has 30 days; did you mean 2021-04-30?"),
        ("2023-02-29", "2023-02-29 does not exist: February 2023 has 28 days; did you mean 2023-02-28?"),
        ("2027-W53", "2027-W53 does not exist: 2027 has 52 weeks"),
        ("2027-13-01", "2027-13-01 is not a date: the month must be 01 to 12"),
        ("0202-03-01", "0202-03-01 is not a date that a plan can hold: its year must be 1900 to 2199"),
        ("1.3.2027", "'1.3.2027' is not a date: write 2027-03-01"),
        ("9999", "9999 is not a date that a plan can hold: its year must be 1900 to 2199"),
        ("FY0000-Q1", "FY0000-Q1 is not a date that a plan can hold: its year must be 1900 to 2199"),
    ],
)
def test_a_date_that_does_not_exist_is_refused_with_what_may_be_meant(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(says)}$"):
        when(text)


@pytest.mark.parametrize("text", ["31/31/2027", "Spring 2027 early", "2027-13", "2027-Q5", "next week", "²⁰²⁷", ""])
def test_a_date_written_in_another_way_is_told_how_to_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date: write 2027-03-31"):
        when(text)


@given(st.one_of(DATES, TEXT, st.from_regex(r"(FY)?[0-9]{2,4}(-[QWHM]?[0-9]{1,2}){0,2}", fullmatch=True)))
def test_whatever_date_is_read_means_days_or_a_name_and_never_fails(text: str) -> None:
    try:
        read = when(text)
    except ValueError:
        return

    span = Calendar((2, 1)).span(read)

    assert when(read) == read
    assert span is None or span.start <= span.end
    assert span is not None or read[0].isalpha()
