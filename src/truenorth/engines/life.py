"""From when to when a tool can be used, as far as that is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from truenorth.engines.asof import OVER, AsOf
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.resources import Tool
from truenorth.plan.work import Activity


@dataclass(frozen=True)
class Life:
    """The first day on which a tool may be there and the one from which it surely is; the same for its end.

    The two differ where only a month, a quarter or a year is stated. `unknown` is a tool that is planned for no day
    at all; `over` one that is no longer in use since a day nobody says. None is a side without an end.
    """

    first: date | None = None
    sure: date | None = None
    last: date | None = None
    until: date | None = None
    contract: date | None = None  # where the contract ends before the tool does
    unknown: bool = False
    over: bool = False

    @property
    def told(self) -> dict[str, str]:
        """The days that are known, each with what happens then."""
        days = {
            "from": self.first,
            "surely from": self.sure if self.sure != self.first else None,
            "perhaps off from": self.last if self.last != self.until else None,
            "until": self.until,
            "contract until": self.contract,
        }
        return {name: str(day) for name, day in days.items() if day}

    def holds(self, span: Span) -> bool:
        """Whether the tool may be there for all of a span."""
        begun = self.first is None or self.first <= span.start
        return begun and not self.over and all(end is None or span.end <= end for end in (self.until, self.contract))


def life(case: AsOf, tool: Tool) -> Life:
    """The life that a tool's dates and status tell."""
    found = Life(over=tool.status in OVER and not tool.retired_on, unknown=_is_planned(case, tool))
    if opens := case.calendar.span(tool.available_from):
        found = replace(found, first=opens.start, sure=opens.end)
    if signed := case.calendar.start(tool.contract_from):
        first, sure = signed, signed
        if tool.set_up:
            first = case.calendar.ahead(signed, tool.set_up)
            sure = case.calendar.ahead(signed, tool.set_up, longest=True)
        found = replace(found, first=max(first, found.first or first), sure=max(sure, found.sure or sure))
    if tool.status == "planned" and found.first and found.sure and found.first <= case.today < found.sure:
        found = replace(found, first=case.today + DAY)  # not there yet
    if closes := case.calendar.span(tool.retired_on):
        found = replace(found, last=closes.start, until=closes.end)
    end = case.calendar.end(tool.contract_to)
    return replace(found, contract=end) if end and (found.until is None or end < found.until) else found


def _is_planned(case: AsOf, tool: Tool) -> bool:
    dated = case.calendar.span(tool.available_from) or case.calendar.span(tool.contract_from)
    return tool.status in ("planned", "idea") and dated is None


def used(case: AsOf, activity: Activity) -> tuple[date | None, date | None]:
    """From when to when an activity uses its tools, from today on; None for a side that it does not tell."""
    start = case.calendar.start(activity.start or activity.in_market)
    span = case.span(activity)
    return (max(start, case.today) if start else None), (span.end if span else None)
