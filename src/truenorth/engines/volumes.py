"""How much work asks of which tool, and the days, weeks, months, quarters and years that limits are for."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date
from functools import lru_cache
from math import floor
from typing import NamedTuple

from truenorth.engines.asof import AsOf
from truenorth.engines.cost import states_most
from truenorth.engines.rates import period
from truenorth.plan.calendar import DAY, Calendar, Span, week
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Tool
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity, Program

_TINY = 1e-9
PLAIN = Calendar()  # days, weeks, months, quarters and years are the same in every company


class Volume(NamedTuple):
    """What an activity asks of a tool: how much at least, by the middle of the range, and when."""

    ref: Ref
    least: float
    much: float
    span: Span


def asked_of_tools(case: AsOf, _: Program | None, work: Iterable[Activity]) -> dict[tuple[str, str], list[Volume]]:
    """What some work asks, by tool and capability; nothing where several of its tools offer the capability."""
    asked: dict[tuple[str, str], list[Volume]] = {}
    for activity in work:
        span = case.span(activity) if activity.needs and activity.tools and case.live(activity) else None
        for name, volume in activity.needs.items() if span else ():
            numbers = _numbers(volume) if volume else None
            tools = [key for key in activity.tools if name in _offered(case, key)]
            if numbers and span and len(tools) == 1 and states_most(case, activity, _much_of(name)):
                asked.setdefault((tools[0], name), []).append(Volume(activity.ref, *numbers, span))
    return asked


def _much_of(name: str) -> Callable[[Activity], float | None]:
    """How much of a capability an activity needs."""

    def much(activity: Activity) -> float | None:
        volume = activity.needs.get(name)
        numbers = _numbers(volume) if volume else None
        return numbers and numbers[1]

    return much


def _offered(case: AsOf, key: str) -> Container[str]:
    tool = case.plan.get(Tool, key)
    return {*tool.capabilities, *tool.limits} if tool else ()


class Room(NamedTuple):
    """How much more a limit lets through in some days; not what was sent in them before today."""

    span: Span
    much: int


def rooms(case: AsOf, limit: Quantity, asked: Iterable[Volume], last: date) -> list[Room]:
    """What a limit has room for from today on, for each day, week, month, quarter or year that it is for.

    Working days share the room of the free days of their week. What is asked goes evenly over its working days.
    """
    has, every, today = most_of(limit), period(limit, "month"), case.today
    under_way = [one for one in asked if one.span.start < today]
    found = []
    for span, many in _spans(case.calendar, today, last, every):
        sent = sum(_before(case, one, span) for one in under_way) if span.start < today else 0.0
        found.append(Room(span, floor(has * many + _TINY) - floor(sent + _TINY)))
    return found


def most_of(limit: Quantity) -> float:
    """How much a limit is."""
    return float((limit.high if limit.high is not None else limit.low) or 0)


def _before(case: AsOf, one: Volume, span: Span) -> float:
    """What of a volume was sent within some days and before today."""
    past = Span(max(one.span.start, span.start), min(one.span.end, case.today - DAY))
    every = case.calendar.working_days(one.span)
    return one.least * case.calendar.working_days(past) / every if every and past.start <= past.end else 0.0


def _spans(calendar: Calendar, today: date, last: date, every: str) -> Iterator[tuple[Span, float]]:
    """The stretches that a limit is for, of days the working days; each with how many of the limit it has room for."""
    for one in stretches(today, last, every):
        if many := room_of_a_day(calendar, one.start, every):
            yield Span(one.start, one.end), many


def room_of_a_day(calendar: Calendar, day: date, every: str) -> float:
    """How much of a daily limit a day has room for: those of a week share it out; 1 where a limit is for longer."""
    if every != "day":
        return 1.0
    if not calendar.is_working(day):
        return 0.0
    monday = day - day.weekday() * DAY
    return 7 / calendar.working_days(Span(monday, monday + 6 * DAY))


@lru_cache(maxsize=4096)
def _numbers(volume: Quantity) -> tuple[float, float] | None:
    if not volume.is_number or volume.how != "value":
        return None
    return float(volume.low or 0), float(volume.mid or 0)


class Stretch(NamedTuple):
    """A day, week, month, quarter or year."""

    name: str
    start: date
    end: date


@lru_cache(maxsize=64)
def stretches(first: date, last: date, every: str) -> list[Stretch]:
    """The stretches of time from one day to another."""
    found: list[Stretch] = []
    day = first
    while day <= last:
        name = _name(day, every)
        span = PLAIN.span(name) or Span(day, day)
        found.append(Stretch(name, *span))
        day = span.end + DAY
    return found


def _name(day: date, every: str) -> str:
    """What the day, week, month, quarter or year that a day is in is called."""
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
