"""The lanes of a roadmap: which work is in which, by team, goal, persona or program; and the hours of each by week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from truenorth.engines.weeks import Sum
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.plan.story import Persona
from truenorth.plan.strategy import Goal
from truenorth.plan.work import Activity, Program
from truenorth.reports.fit.heat import Cell
from truenorth.reports.fit.words import share_of
from truenorth.reports.load import Load, hours_of_work, load_of
from truenorth.reports.roadmap.bars import goal_of
from truenorth.reports.roadmap.span import Window
from truenorth.reports.words import in_full, number, plain
from truenorth.rules.case import Case

By = Literal["team", "goal", "persona", "program"]
NOBODY: dict[By, str] = {
    "team": "No team yet",
    "goal": "No line of sight to a goal",
    "persona": "No persona named",
    "program": "In no program",
}
FULL = 1 + 1e-9


@dataclass(frozen=True)
class Wanted:
    """What of the work is shown; what is left out does not narrow it."""

    text: str = ""
    team: str = ""
    goal: str = ""
    persona: str = ""
    program: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.team or self.goal or self.persona or self.program)


@dataclass(frozen=True)
class Strip:
    """The load of a lane by week: a cell for each week of the window that is told, and where most is asked."""

    cells: tuple[Cell, ...]
    asked: tuple[float, ...]  # hours, by week of the window; 0 where it is over
    there: tuple[float | None, ...]
    says: str
    over: bool


def personas_of(plan: Plan, activity: Activity) -> list[str]:
    """The personas it is for: its own, or those of its program."""
    program = plan.get(Program, activity.program)
    return activity.personas or (program.personas if program else [])


def keys_of(case: Case, activity: Activity, by: By) -> list[str]:
    """The lanes in which a piece of work stands; the one of "" holds what belongs to none."""
    match by:
        case "team":
            return [activity.team or ""]
        case "goal":
            return [goal_of(case, activity)]
        case "program":
            return [activity.program or ""]
    return personas_of(case.plan, activity) or [""]


def chosen(case: Case, wanted: Wanted) -> list[Activity]:
    """The work that is asked for, but what was stopped."""
    items = [one for one in case.plan.all(Activity) if one.status != "stopped"]
    for key, has in _NARROWS.items():
        if value := getattr(wanted, key):
            items = [one for one in items if has(case, one, value)]
    if words := wanted.text.casefold().split():
        items = [one for one in items if all(word in f"{one.name} {one.key} {one.note}".casefold() for word in words)]
    return items


_NARROWS: dict[str, Callable[[Case, Activity, str], bool]] = {
    "team": lambda case, one, key: one.team == key or key in one.shared_with,
    "program": lambda case, one, key: one.program == key,
    "persona": lambda case, one, key: key in personas_of(case.plan, one),
    "goal": lambda case, one, key: goal_of(case, one) == key,
}
_KINDS: dict[By, type[Team] | type[Goal] | type[Persona] | type[Program]] = {
    "team": Team,
    "goal": Goal,
    "persona": Persona,
    "program": Program,
}


def ordered(plan: Plan, keys: Iterable[str], by: By) -> list[tuple[str, str]]:
    """Lanes with their names, in the order of these; what belongs to none comes last."""
    named = [(key, title_of(plan, key, by)) for key in keys]
    return sorted(named, key=lambda lane: (not lane[0], lane[1].casefold(), lane[0]))


def title_of(plan: Plan, key: str, by: By) -> str:
    """What a lane is called."""
    return plain(plan.title(f"{by}:{key}")) if key else NOBODY[by]


def options(plan: Plan, by: By) -> list[tuple[str, str]]:
    """What the work can be narrowed to: keys and names, in the order of the names."""
    found = [(item.key, plain(item.title)) for item in plan.all(_KINDS[by])]
    return sorted(found, key=lambda one: (one[1].casefold(), one[0]))


def strip_of(case: Case, by: By, key: str, work: Iterable[Ref], window: Window) -> Strip | None:
    """The load of a lane by week; None where its work states no hours to come."""
    team = case.plan.get(Team, key) if by == "team" else None
    load = load_of(case, team) if team else Load(*_asked(case, work))
    weeks = case.weeks
    places = [(day - weeks.first).days // 7 for day in window.mondays]
    told = [n if weeks.now <= n < len(weeks.names) else None for n in places]
    asked = tuple(load.asked[n] if n is not None else 0.0 for n in told)
    if not any(asked):
        return None
    there = tuple(load.there[n] if n is not None else None for n in told)
    cells = tuple(
        _cell(place, window.mondays[place], asked[place], there[place]) for place, n in enumerate(told) if n is not None
    )
    return Strip(cells, asked, there, _peak(cells, asked), any(cell.share > FULL for cell in cells))


def _cell(place: int, monday: date, asked: float, there: float | None) -> Cell:
    share = asked / there if there else (0.0 if not asked or there is None else 9.99)
    has = f" of {number(round(there))}" if there is not None else ""
    full = f", {share_of(share)}" if there else ""
    week = monday.isocalendar().week
    return Cell(
        place, place + 1, share, f"Week {week}, from {in_full(monday)}: {number(round(asked))}{has} hours{full}"
    )


def _peak(cells: tuple[Cell, ...], asked: tuple[float, ...]) -> str:
    highest = max(cells, key=lambda cell: cell.share)
    if highest.share:
        return f"peak {share_of(highest.share)}"
    return f"up to {number(round(max(asked)))} hours a week"


def _asked(case: Case, work: Iterable[Ref]) -> tuple[tuple[float, ...], tuple[None, ...]]:
    """The hours that some work asks for by week, of whichever team."""
    total = Sum(case.weeks)
    for ref in work:
        item = case.plan.find(ref)
        team = case.plan.get(Team, item.team) if isinstance(item, Activity) else None
        for part in hours_of_work(case, team).get(ref, ()) if team else ():
            total.add(part.stretch, part.hours)
    return tuple(total.by_week()), (None,) * len(case.weeks.names)
