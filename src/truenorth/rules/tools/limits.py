"""TOOL02: tools that are asked for more than their limit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import accumulate
from math import floor
from typing import NamedTuple

from truenorth.engines.between import between
from truenorth.engines.rates import period
from truenorth.engines.volumes import PLAIN, Volume, asked_of_tools, most_of, room_of_a_day, rooms, stretches
from truenorth.engines.within import too_much_within
from truenorth.engines.words import largest_first
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Tool
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, TooMuch, found, slug
from truenorth.rules.programs import by_program
from truenorth.rules.rule import rule

_ROUNDING = 1 + 1e-9
_TINY = 1e-9


def _to_the_tools(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """The tools that an activity or a tool has a bearing on: its own; those of work that uses it, or is the same."""
    if not isinstance(plan.find(ref), Tool):
        same = (item for one in plan.alike.get(ref, (ref,)) if (item := plan.find(one)))
        return [to for item in same for to in item.links if to.startswith("tool:")]
    return (f"tool:{key}" for activity in plan.pointing_at(ref, Activity) for key in activity.tools)


@rule("TOOL02", asks="mops", each=Tool, reads=["activity"], looks=_to_the_tools, severity="error")
def tool_over_its_limit(case: Case, tool: Tool) -> Iterator[Finding]:
    """
    A tool is asked for more than its limit.

    ## Why it matters

    Work that asks a tool for more than it can do fails on the day it runs, whatever was promised on it. Before
    that, marketing operations bends the strategy to the tool in silence, and what was agreed is not what is run.

    A capability that an activity needs falls on the tool it uses for it, evenly over its working days; where
    it uses several that offer it, nobody knows how much falls on which, and nothing is said. A limit is per month
    unless it says otherwise, such as `2000 per day`. It is an error where not even the least of it fits, on whichever
    days between its dates it is sent: what FIT01 reckons with, too. More than the limit where it is sent evenly, or by
    the middle of a range, is a warning. What two documents state (`same_as`) counts once. At stake is the least work
    that has to give way for the rest to fit. With facts on use, what is sent besides the plan would count too.

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
    for name, limit in sorted(limits.items()):
        every, has = period(limit, "month"), most_of(limit)
        asked = [
            one
            for by in by_program(case, "TOOL02", partial(asked_of_tools, case))
            for one in by.get((tool.key, name), ())
        ]
        if asked and (over := _over(case, has, every, asked)):
            yield _finding(case, tool, name, _Limit(has, every), over, asked, _never_fits(case, limit, asked))


class _Limit(NamedTuple):
    """How much of a capability, in each of which stretch of time."""

    has: float
    every: str


def _over(case: Case, has: float, every: str, asked: Iterable[Volume]) -> dict[str, float]:
    """The stretches of time, from the one under way to the horizon, in which more is asked than there is."""
    weeks = case.weeks
    steps = [0.0] * (weeks.before[-1] + 2)

    def number(day: date) -> int:
        return weeks.before[min(max((day - weeks.first).days, 0), len(weeks.before) - 1)]

    for one in asked:
        days = case.calendar.working_days(one.span) or 1
        begin, until = number(one.span.start), number(one.span.end + DAY)
        steps[begin] += one.much / days
        steps[max(until, begin + (days == 1))] -= one.much / days
    sums = [0.0, *accumulate(accumulate(steps))]
    over = {}
    for stretch in stretches(case.today, case.horizon.end, every):
        much = sums[number(stretch.end + DAY)] - sums[number(stretch.start)]
        if much > room_of_a_day(case.calendar, stretch.start, every) * has * _ROUNDING:
            over[stretch.name] = much
    return over


def _never_fits(case: Case, limit: Quantity, asked: Sequence[Volume]) -> bool:
    """Whether what has to be sent within some days is more than the limit lets through in them, however it is laid."""
    there = rooms(case, limit, asked, case.horizon.end)
    ends = [room.span.end for room in there]
    begins = [room.span.start for room in there]
    parts = []
    for one in asked:
        activity = case.plan.find(one.ref)
        dates = between(case, activity) if isinstance(activity, Activity) else None
        if dates is None or dates.last is None or dates.last > case.horizon.end:
            continue
        first, last = bisect_left(ends, dates.first or case.today), bisect_right(begins, dates.last) - 1
        if first <= last:
            parts.append((first, last, floor(one.least * dates.left(case) + _TINY)))
    return too_much_within(parts, [room.much for room in there])


def _shares(case: Case, asked: Volume, stretches: Iterable[str]) -> dict[str, float]:
    """How much of what is asked falls on each of some stretches of time."""
    span, count = asked.span, case.calendar.working_days
    a_day = asked.much / (count(span) or 1)
    shares = {}
    for when in stretches:
        stretch = PLAIN.span(when) or span
        if stretch.meets(span):
            both = Span(max(span.start, stretch.start), min(span.end, stretch.end))
            shares[when] = a_day * count(both) if count(span) else asked.much
    return shares


def _finding(
    case: Case,
    tool: Tool,
    name: str,
    limit: _Limit,
    over: Mapping[str, float],
    asked: Sequence[Volume],
    sure: bool,
) -> Finding:
    every, has, more = limit.every, limit.has, len(over) - 1
    also = f", and too many in {more} more {every}{'s' if more > 1 else ''}" if more else ""
    worst = max(over, key=lambda when: round(over[when], 6))
    parts = {one.ref: round(_shares(case, one, [worst]).get(worst, 0.0), 1) for one in asked}
    by = largest_first({ref: much for ref, much in parts.items() if much})
    first = next(iter(by))
    return found(
        tool.ref,
        f"{over[worst]:,.0f} {name} are planned in {worst}{also}{'' if sure else ', spread evenly'};"
        f" the limit is {has:,.0f}{'' if every == 'month' else f' a {every}'}",
        part=slug(name),
        severity="error" if sure else "warning",
        too_much=TooMuch(
            {when: much - has * _ROUNDING for when, much in over.items()},
            {one.ref: _shares(case, one, over) for one in asked},
        ),
        seen={"limit": has, "every": every, "needed": {when: round(much, 1) for when, much in over.items()}, "by": by},
        fixes=[
            Fix(
                f"Move or stretch {case.plan.title(first)}, the largest of them",
                {first: {"end": Blank("Until when can it be spread?")}},
            ),
            Fix("Raise the limit", {tool.ref: {"limits": Blank(f"How many {name} a {every}, from when?")}}),
        ],
    )
