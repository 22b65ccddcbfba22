"""What the storyboard is read from: the work, for whom it is, and what carries a message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case

Work = Activity | Content
Carrier = Activity | Content | Program


def audience(item: Carrier) -> list[str]:
    """The keys of the personas that an item names."""
    return item.persona if isinstance(item, Content) else item.personas


def reached(plan: Plan, item: Work) -> list[str]:
    """The keys of the personas that work is for: its own, or else those of its program."""
    program = None if audience(item) else plan.get(Program, item.program)
    return program.personas if program else audience(item)


def work_at(plan: Plan, ref: Ref) -> list[Work]:
    """The activities and content that point at an item."""
    return [*plan.pointing_at(ref, Activity), *plan.pointing_at(ref, Content)]


def work_of(plan: Plan, program: Program) -> list[Work]:
    """The activities and content of a program."""
    return [item for item in work_at(plan, program.ref) if item.program == program.key]


def carriers(case: Case, ref: Ref) -> Iterator[Carrier]:
    """What live work carries a message; for a program, its work that names no other one, or itself if it has no work.

    Everything that points at a message carries it, unless it is a message.
    """
    yield from (item for item in work_at(case.plan, ref) if case.live(item))
    for program in case.plan.pointing_at(ref, Program):
        work = work_of(case.plan, program)
        yield from (item for item in work if case.live(item) and not item.messages)
        if not work and case.live(program):
            yield program


def last_day(case: Case, item: Carrier) -> date:
    """The last day on which an item may meet the customer, as far as it is known; for content today or later."""
    if isinstance(item, Content):
        return max(case.calendar.end(item.date) or case.today, case.today)
    when = item.end or (isinstance(item, Activity) and (item.due or item.in_market)) or item.start
    return case.calendar.end(when or None) or case.today


def facing(case: Case, item: Work) -> bool:
    """Whether a customer will still meet an item: live, for somebody or somewhere, and not over."""
    if not (item.channel or item.stage or audience(item)) or not case.live(item):
        return False
    if isinstance(item, Content):
        return True
    return not item.keep_the_lights_on and not item.milestone and last_day(case, item) >= case.today
