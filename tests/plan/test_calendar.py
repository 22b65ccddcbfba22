"""What days a date means: fiscal periods, weeks, working days and counting back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.plan import entity
from truenorth.plan.calendar import Calendar, Span, add_months, days, months, weeks
from truenorth.plan.company import Company, calendar_of
from truenorth.plan.times import duration

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
FEBRUARY = Calendar((2, 1))


def company(**fields: object) -> Calendar:
    found = entity("company:acme", fields)
    assert isinstance(found, Company)
    return calendar_of(found)


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("FY22", "2021-02-01", "2022-01-31"),
        ("FY22-Q1", "2021-02-01", "2021-04-30"),
        ("FY2022-Q4", "2021-11-01", "2022-01-31"),
        ("FY22-H2", "2021-08-01", "2022-01-31"),
        ("FY22-M12", "2022-01-01", "2022-01-31"),
        ("2022-Q1", "2022-01-01", "2022-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("2027-03-31", "2027-03-31", "2027-03-31"),
    ],
)
def test_a_fiscal_year_that_starts_in_february_is_named_by_its_end(when: str, start: str, end: str) -> None:
    assert FEBRUARY.span(when) == Span(date.fromisoformat(start), date.fromisoformat(end))


def test_a_fiscal_year_may_be_named_by_its_start() -> None:
    named = company(fiscal_start="02-01", fiscal_named_by="start")

    assert named.span("FY22-Q1") == Span(date(2022, 2, 1), date(2022, 4, 30))
    assert named.year_of(date(2023, 1, 31)) == Span(date(2022, 2, 1), date(2023, 1, 31))


def test_a_fiscal_year_of_the_calendar_is_named_alike_by_both_ends() -> None:
    assert Calendar().span("FY22-Q1") == Calendar(named_by_start=True).span("FY22-Q1") == Calendar().span("2022-Q1")


def test_a_year_of_53_weeks_is_given_by_its_periods() -> None:
    retail = company(
        fiscal_start="02-01",
        periods={
            "FY23": {"start": "2023-01-29", "end": "2024-02-03"},
            "FY23-Q4": {"start": "2023-10-29", "end": "2024-02-03"},
        },
    )
    whole, quarter = retail.span("FY23"), retail.span("FY23-Q4")

    assert whole is not None
    assert quarter is not None
    assert len(list(days(whole))) == 53 * 7
    assert len(list(days(quarter))) == 14 * 7
    assert retail.span("FY24") == FEBRUARY.span("FY24")


def test_a_name_that_the_company_does_not_define_means_no_days() -> None:
    assert [Calendar().span(name) for name in ("Launch", "FY27-Q7", "FYXX", None)] == [None] * 4


@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_the_fiscal_year_of_a_day_holds_the_day_and_is_twelve_months(day: date, month: int, first: int) -> None:
    year = Calendar((month, first)).year_of(day)

    assert year.start <= day <= year.end
    assert add_months(year.start, 12) == date.fromordinal(year.end.toordinal() + 1)


@given(st.integers(2000, 2090), st.integers(1, 12), st.booleans())
def test_the_quarters_of_a_fiscal_year_fill_it_without_gap_or_overlap(year: int, month: int, by_start: bool) -> None:
    calendar = Calendar((month, 1), named_by_start=by_start)
    quarters = [calendar.span(f"FY{year}-Q{number}") for number in (1, 2, 3, 4)]
    whole = calendar.span(f"FY{year}")

    assert whole == Span(quarters[0].start, quarters[3].end)  # type: ignore[union-attr]
    for one, other in pairwise(quarters):
        assert (other.start - one.end).days == 1  # type: ignore[union-attr]


def test_holidays_and_another_weekend_are_no_working_days() -> None:
    gulf = company(weekend="fri; sat", holidays=["2027-01-03", "2027-W02"])
    week = Span(date(2027, 1, 3), date(2027, 1, 9))  # Sunday to Saturday

    assert [gulf.is_working(day) for day in days(week)] == [False, True, True, True, True, False, False]
    assert gulf.working_days(Span(date(2027, 1, 11), date(2027, 1, 17))) == 0
    assert company(weekend="none").working_days(week) == 7


@given(DAYS, st.integers(0, 200), st.sets(st.integers(-10, 210), max_size=12), st.sampled_from(["sat sun", "fri sat"]))
def test_working_days_are_counted_alike_day_by_day_and_at_once(
    start: date, length: int, off: set[int], weekend: str
) -> None:
    span = Span(start, start + timedelta(days=length))
    weekdays = {"sat sun": frozenset({5, 6}), "fri sat": frozenset({4, 5})}[weekend]
    calendar = Calendar(holidays=frozenset(start + timedelta(days=n) for n in off), weekend=weekdays)

    assert calendar.working_days(span) == sum(map(calendar.is_working, days(span)))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("10 days", "2027-12-17"),
        ("2 weeks", "2027-12-13"),
        ("3 months", "2027-09-27"),
        ("5 working days", "2027-12-17"),
        ("36 hours", "2027-12-26"),
    ],
)
def test_work_that_ends_on_a_day_starts_a_duration_before(text: str, start: str) -> None:
    acme = company(holidays=["2027-12-24"])

    assert acme.back(date(2027, 12, 27), duration(text)) == date.fromisoformat(start)


def test_the_longest_duration_starts_earlier_and_ends_later() -> None:
    by = duration("2..4 weeks")

    assert Calendar().back(date(2027, 3, 29), by, longest=True) == date(2027, 3, 1)
    assert Calendar().ahead(date(2027, 3, 1), by, longest=True) == date(2027, 3, 29)


def test_counting_back_passes_a_year_of_holidays() -> None:
    assert company(holidays=["2026", "2027"]).back(date(2028, 1, 3), duration("1 working days")) == date(2025, 12, 31)


def test_a_month_on_from_its_last_day_is_the_last_day_of_the_next() -> None:
    assert [add_months(date(2024, 1, 31), n) for n in (1, 2, -11, 12)] == [
        date(2024, 2, 29),
        date(2024, 3, 31),
        date(2023, 2, 28),
        date(2025, 1, 31),
    ]


def test_months_and_weeks_of_a_span_are_those_it_touches() -> None:
    over_new_year = Span(date(2026, 12, 31), date(2027, 1, 4))

    assert months(over_new_year) == ["2026-12", "2027-01"]
    assert weeks(over_new_year) == ["2026-W53", "2027-W01"]
