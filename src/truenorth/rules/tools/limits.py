"""TOOL02: tools that are asked for more than their limit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from truenorth.plan.calendar import DAY, Span, week
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Tool
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.rates import period
from truenorth.rules.rule import rule


@rule("TOOL02", asks="mops", each=Tool, reads=["activity"], looks=2, severity="error")
def tool_over_its_limit(case: Case, tool: Tool) -> Iterator[Finding]:
    """
    A tool is asked for more than its limit.

    ## Why it matters

    The strategy is promised on work that the stack cannot carry. Marketing operations then bends the strategy to
    the tool in silence, and what was agreed is not what is run.

    A capability that an activity needs falls on the tool it uses for it, evenly over the days of the activity; where
    it uses several that offer it, nobody knows how much falls on which, and nothing is said. A limit is per month
    unless it says otherwise, such as `2000 per day`. More than the limit by the middle of a range, but not by its low
    end, is a warning. With facts on use, what is sent besides the plan would count too.

    ## Example

        activity: {spring-letter: {needs: {emails: 24000}}}

    ## Finds

        tool:mailer 24,000 emails are planned in 2027-03; the limit is 20,000

    ## Put right

        activity: {spring-letter: {start: 2027-02-01}}
    """
    limits = {name: limit for name, limit in tool.limits.items() if limit.is_number and limit.how == "value"}
    if not limits:
        return
    asked: dict[str, list[Activity]] = {}
    for activity in case.plan.pointing_at(tool.ref, Activity):
        if activity.needs and tool.key in activity.tools and case.live(activity):
            for name in limits.keys() & activity.needs.keys():
                if not _offered_twice(case, activity, name):
                    asked.setdefault(name, []).append(activity)
    for name, activities in sorted(asked.items()):
        yield from _over(case, tool, name, limits[name], activities)


@dataclass(frozen=True)
class _Asked:
    """What is asked of a tool in one stretch of time: the least, by the middle of the ranges, and by activity."""

    least: list[float] = field(default_factory=list)
    by: dict[Ref, float] = field(default_factory=dict)

    @property
    def much(self) -> float:
        """How much in all."""
        return sum(self.by.values())


def _offered_twice(case: Case, activity: Activity, capability: str) -> bool:
    """Whether an activity uses more than one tool that offers a capability."""
    if len(activity.tools) < 2:
        return False
    tools = [tool for key in activity.tools if (tool := case.plan.get(Tool, key))]
    return sum(capability in tool.limits or capability in tool.capabilities for tool in tools) > 1


def _over(case: Case, tool: Tool, name: str, limit: Quantity, activities: Iterable[Activity]) -> Iterator[Finding]:
    every = period(limit, "month")
    has = float((limit.high if limit.high is not None else limit.low) or 0)
    stretches: dict[str, _Asked] = {}
    for activity in activities:
        _spread(case, activity, activity.needs[name], every, stretches)
    over = {when: asked for when, asked in sorted(stretches.items()) if asked.much > has * (1 + 1e-9)}
    if not over:
        return
    worst = max(over, key=lambda when: over[when].much)
    also = f", and too many in {len(over) - 1} more {every}{'s' if len(over) > 2 else ''}" if len(over) > 1 else ""
    first = max(over[worst].by, key=lambda ref: over[worst].by[ref])
    yield found(
        tool.ref,
        f"{over[worst].much:,.0f} {name} are planned in {worst}{also};"
        f" the limit is {has:,.0f}{'' if every == 'month' else f' a {every}'}",
        part=slug(name),
        severity="error" if any(sum(asked.least) > has * (1 + 1e-9) for asked in over.values()) else "warning",
        stake=sorted({ref for asked in over.values() for ref in asked.by}),
        seen={"limit": has, "every": every, "needed": {when: round(asked.much, 1) for when, asked in over.items()}}
        | {"by": {ref: round(much, 1) for ref, much in over[worst].by.items()}},
        fixes=[
            Fix(
                f"Move or stretch {case.plan.title(first)}, the largest of them",
                {first: {"end": Blank("Until when can it be spread?")}},
            ),
            Fix("Raise the limit", {tool.ref: {"limits": Blank(f"How many {name} a {every}, from when?")}}),
        ],
    )


def _spread(case: Case, activity: Activity, volume: Quantity | None, every: str, stretches: dict[str, _Asked]) -> None:
    """Add a volume to the stretches of time it falls on, by days, from the one under way on."""
    span = case.span(activity)
    if volume is None or span is None or not volume.is_number or volume.how != "value":
        return
    length = (span.end - span.start).days + 1
    day = span.start
    while day <= span.end:
        name = _stretch(day, every)
        stretch = case.calendar.span(name) or Span(day, day)
        share = ((min(stretch.end, span.end) - day).days + 1) / length
        if stretch.end >= case.today:
            asked = stretches.setdefault(name, _Asked())
            asked.least.append(share * float(volume.low if volume.low is not None else 0))
            asked.by[activity.ref] = asked.by.get(activity.ref, 0.0) + share * float(volume.mid or 0)
        day = stretch.end + DAY


def _stretch(day: date, every: str) -> str:
    """The day, week, month, quarter or year that a day is in."""
    match every:
        case "day":
            return day.isoformat()
        case "week":
            return week(day)
        case "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04}"
    return f"{day.year:04}-{day.month:02}"
