"""Work by program: what is made of each program's activities, again only where these change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from truenorth.plan.entity import Entity
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.tally import Part

T = TypeVar("T")


def by_program(case: Case, what: str, made: Callable[[Program | None, list[Activity]], T]) -> Iterator[T]:
    """What a function makes of each program with its activities, and at last of the activities without one."""
    known = case.gathered(what)
    for program in case.plan.all(Program):
        if program.ref not in known:
            work = [a for a in case.plan.pointing_at(program.ref, Activity) if a.program == program.key]
            known[program.ref] = made(program, work)
        yield known[program.ref]
    if rest := _without_one(case):
        yield made(None, rest)


def _without_one(case: Case) -> list[Activity]:
    def part(item: Entity) -> Part | None:
        loose = isinstance(item, Activity) and case.plan.get(Program, item.program) is None
        return (item.ref, (1,)) if loose else None

    items = (case.plan.find(str(ref)) for ref in case.tally("work without a program", part).sums)
    return sorted((item for item in items if isinstance(item, Activity)), key=lambda item: item.ref)
