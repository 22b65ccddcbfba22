"""What waiting costs: the money behind a finding over the days until the first work behind it begins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truenorth.reports.report import Entry
from truenorth.reports.words import amount
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding

LOOKED_AT = 200  # items of one finding whose dates are looked at
SAYS = "Ordered by what waiting costs: the money at stake over the days until the work behind it begins or ends"


@dataclass(frozen=True)
class Delay:
    """The money behind a finding, and the days left; without a date to come, those until the end of the year."""

    money: float | None
    days: int
    dated: bool

    @property
    def a_day(self) -> float:
        """What a day of waiting costs; 0 where no money is known."""
        return (self.money or 0) / max(self.days, 1)

    def said(self, currency: str) -> str:
        """In words: `USD 12,148 a day, 29 days left`; nothing where the plan names neither money nor a date."""
        left = "today" if self.days == 0 else "1 day left" if self.days == 1 else f"{self.days:,} days left"
        costs = f"{amount(self.a_day, currency)} a day" if self.money else ""
        return ", ".join(part for part in (costs, left if self.dated else "") if part)


def delay(case: Case, finding: Finding) -> Delay:
    """What waiting with a finding costs. Hours count at the company's rate where no money is known."""
    stake = finding.at_stake
    money = stake.money
    if not money and stake.hours and case.hourly_rate:
        money = stake.hours * case.hourly_rate
    refs = dict.fromkeys((*finding.at, *stake.items[:LOOKED_AT]))
    spans = [span for ref in refs if (item := case.plan.find(ref)) and (span := case.span(item))]
    coming = [day for span in spans for day in (span.start, span.end) if day >= case.today]
    until = min(coming, default=case.horizon.end)
    return Delay(money, (until - case.today).days, bool(coming))


def by_delay(case: Case, entries: Iterable[Entry]) -> list[tuple[Entry, Delay]]:
    """Findings with what waiting costs, the dearest first."""
    rated = [(entry, delay(case, entry.finding)) for entry in entries]
    return sorted(rated, key=lambda one: (-one[1].a_day, one[0].finding.order))
