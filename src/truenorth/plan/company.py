"""The company a plan belongs to: its money, its year and its working days."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, model_validator

from truenorth.plan.calendar import Calendar, Span
from truenorth.plan.entity import Entity, Part
from truenorth.plan.values import MoneyField, When, number

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "none")


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise ValueError(f"'{text[:60]}' is not a currency: write its three letters, such as EUR")
    return text.upper()


def _month_and_day(text: str) -> str:
    found = re.fullmatch(r"(?:--)?(\d{1,2})-(\d{1,2})", text)
    try:
        day = date(2001, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"'{text[:60]}' is not a month and a day: write 02-01 for the first of February")
    return f"{day:%m-%d}"


def _weekday(text: str) -> str:
    day = next((day for day in _DAYS if len(text) >= 2 and day.startswith(text.lower())), None)
    if day is None:
        raise ValueError(f"'{text[:60]}' is not a day of the week: write mon, tue, wed, thu, fri, sat, sun or none")
    return day if day == "none" else day[:3]


def _some_work(days: list[str]) -> list[str]:
    if len(set(days)) > 1 and ("none" in days or len(set(days)) == 7):
        raise ValueError("leaves it open on which days work is done: name one to six days, or none alone")
    return days


Currency = Annotated[str, AfterValidator(_currency)]
MonthDay = Annotated[str, AfterValidator(_month_and_day)]
Weekday = Annotated[str, AfterValidator(_weekday)]
Rate = Annotated[Decimal, Field(gt=0), AfterValidator(lambda rate: number(f"{rate:f}"))]


class Period(Part):
    """A stretch of the company's own calendar; both days are included."""

    start: Annotated[When | None, Field(description="The first day.")] = None
    end: Annotated[When | None, Field(description="The last day.")] = None
    quote: Annotated[str, Field(description="The words in which a document gives it.")] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        start, end = Calendar().start(self.start), Calendar().end(self.end)
        if start and end and end < start:
            raise ValueError(f"ends on {end}, before it starts on {start}")
        return self


class Company(Entity):
    """Whose plan this is, and what its money, years and working days mean. A plan has one."""

    plural: ClassVar[str] = "company"

    currency: Annotated[Currency, Field(description="What amounts without a currency are in: EUR.")] = ""
    rates: Annotated[
        dict[Currency, Rate],
        Field(description="What one unit of another currency is worth in this one: EUR=1.08."),
    ] = {}
    hourly_rate: Annotated[
        MoneyField | None, Field(description="The loaded cost of an hour where no role gives its own.")
    ] = None
    fiscal_start: Annotated[MonthDay, Field(description="Month and day on which the fiscal year starts: 02-01.")] = ""
    fiscal_named_by: Annotated[
        Literal["start", "end"] | None,
        Field(description="Which calendar year names a fiscal year, that of its start or its end. Left out means end."),
    ] = None
    periods: Annotated[
        dict[When, Period],
        Field(description="Periods with days of their own: {FY22-Q1: {start: 2021-02-01, end: 2021-04-30}}."),
    ] = {}
    weekend: Annotated[
        Annotated[list[Weekday], AfterValidator(_some_work)],
        Field(description="Days of the week without work; none where there is no such day. Left out means sat; sun."),
    ] = []
    holidays: Annotated[list[When], Field(description="Days, weeks or periods without work.")] = []
    time_zone: Annotated[str, Field(description="Such as Europe/Berlin.")] = ""


def calendar_of(company: Company | None) -> Calendar:
    """The calendar that a company's fields describe; the calendar year and a Saturday-Sunday weekend by default."""
    if company is None:
        return Calendar()
    plain = Calendar(starts=_starts(company.fiscal_start), named_by_start=company.fiscal_named_by == "start")
    named = {
        name: Span(start, end)
        for name, period in company.periods.items()
        if (start := plain.start(period.start)) and (end := plain.end(period.end)) and start <= end
    }
    with_periods = Calendar(plain.starts, plain.named_by_start, named)
    return Calendar(
        plain.starts, plain.named_by_start, named, _holidays(company, with_periods), _weekend(company.weekend)
    )


def _starts(month_day: str) -> tuple[int, int]:
    month, _, day = month_day.partition("-")
    return (int(month), int(day)) if day else (1, 1)


def _weekend(names: list[str]) -> frozenset[int]:
    if not names:
        return frozenset({5, 6})
    return frozenset(number for number, day in enumerate(_DAYS[:7]) if day[:3] in names)


def _holidays(company: Company, calendar: Calendar) -> frozenset[date]:
    spans = (calendar.span(when) for when in company.holidays)
    return frozenset(
        date.fromordinal(n) for span in spans if span for n in range(span.start.toordinal(), span.end.toordinal() + 1)
    )
