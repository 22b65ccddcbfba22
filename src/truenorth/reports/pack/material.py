"""What a report is built from: the check in words, what was said, what was measured, and what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from truenorth.plan.consent import Commitment
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Expectation
from truenorth.records import Records
from truenorth.reports.diff import Difference
from truenorth.reports.page.page import Page
from truenorth.reports.report import Entry
from truenorth.rules.case import Case


@dataclass(frozen=True)
class Change:
    """A change of the plan: the day, why it was made, and by whom."""

    on: date | None
    why: str
    by: str = ""


@dataclass(frozen=True)
class News:
    """What is new: since when, in words and as a day; the changes, and what came of them, item by item."""

    since: str
    day: date | None = None
    changes: tuple[Change, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Material:
    """Everything that a report is built from: the check in words, what is new, and what the version is called."""

    page: Page
    news: News | None = None
    version: str = "as it is now"

    @property
    def case(self) -> Case:
        """The case that was judged."""
        return self.page.case

    @property
    def plan(self) -> Plan:
        """The plan as it is valid on the day."""
        return self.case.plan

    @property
    def records(self) -> Records:
        """What people said."""
        return self.case.records

    @property
    def today(self) -> date:
        """The day that it is about."""
        return self.case.today

    @property
    def currency(self) -> str:
        """What the plan counts money in."""
        return self.page.report.currency

    def is_asked(self, one: Commitment | Expectation) -> bool:
        """Whether something that people ask of each other was asked by the day that it is about."""
        asked = self.case.calendar.start(one.asked_on)
        return asked is None or asked <= self.today

    @property
    def open(self) -> tuple[Entry, ...]:
        """The findings that nobody has accepted."""
        return tuple(entry for entry in self.page.report.entries if entry.is_open)
