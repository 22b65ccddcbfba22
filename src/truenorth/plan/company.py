"""The company a plan belongs to: its money, its year and its working days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field

from truenorth.plan.calendar import Calendar, Span
from truenorth.plan.entity import Entity, Part
from truenorth.plan.values import MoneyField, When


class Period(Part):
    """A stretch of the company's own calendar; both days are included."""

    start: When | None = None
    end: When | None = None
    quote: str = ""


class Company(Entity):
    """Whose plan this is, and what its money, years and working days mean. A plan has one."""

    plural: ClassVar[str] = "company"

    currency: Annotated[str, Field(description="What amounts without a currency are in.")] = ""
    rates: Annotated[
        dict[str, Decimal],
        Field(description="What one unit of another currency is worth in this one: EUR=1.08."),
    ] = {}
    hourly_rate: Annotated[
        MoneyField | None, Field(description="The loaded cost of an hour where no role gives its own.")
    ] = None
    fiscal_start: Annotated[str, Field(description="Month and day on which the fiscal year starts: 02-01.")] = ""
    fiscal_named_by: Annotated[
        str,
        Field(description="start or end: the calendar year that names a fiscal year. Left out means end."),
    ] = ""
    periods: Annotated[
        dict[str, Period],
        Field(description="Periods with days of their own: {FY22-Q1: {start: 2021-02-01, end: 2021-04-30}}."),
    ] = {}
    weekend: Annotated[list[str], Field(description="Days without work: sat; sun.")] = []
    holidays: Annotated[list[When], Field(description="Days, weeks or periods without work.")] = []
    time_zone: Annotated[str, Field(description="Such as Europe/Berlin.")] = ""


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def calendar_of(company: Company | None) -> Calendar:
    """The calendar that a company's fields describe; the calendar year and a Saturday-Sunday weekend by default."""
    if company is None:
        return Calendar()
    plain = Calendar(starts=_month_day(company.fiscal_start), named_by_start=company.fiscal_named_by == "start")
    named = {
        name: Span(start, end)
        for name, period in company.periods.items()
        if (start := plain.start(period.start)) and (end := plain.end(period.end)) and start <= end
    }
    with_periods = Calendar(plain.starts, plain.named_by_start, named)
    return Calendar(
        plain.starts, plain.named_by_start, named, _holidays(company, with_periods), _weekend(company.weekend)
    )


def _month_day(text: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2001-{text}")
    except ValueError:
        return (1, 1)
    return (day.month, day.day)


def _weekend(names: list[str]) -> frozenset[int]:
    if not names:
        return frozenset({5, 6})
    return frozenset(_WEEKDAYS.index(name[:3].lower()) for name in names if name[:3].lower() in _WEEKDAYS)


def _holidays(company: Company, calendar: Calendar) -> frozenset[date]:
    spans = (calendar.span(when) for when in company.holidays)
    return frozenset(
        date.fromordinal(n) for span in spans if span for n in range(span.start.toordinal(), span.end.toordinal() + 1)
    )
