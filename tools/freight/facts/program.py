"""What Kestrel ran on a day: the activities of the plan from October 2026 on, and the programs before them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tools.freight.facts.clock import END, START

from truenorth.plan.plan import Plan
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program

FISCAL = date(2026, 10, 1)
MEDIA = ("search", "display", "LinkedIn ads")  # what is paid through the ad platforms


@dataclass(frozen=True)
class Run:
    """A piece of work as facts see it: its name in the systems, from when to when customers meet it, and its money."""

    key: str
    name: str
    program: str
    team: str
    channel: str
    persona: str
    start: date
    end: date
    begins: date  # when the work on it begins, before customers meet it
    cost: float
    effort: tuple[tuple[str, float], ...]
    owner: str


class Programs:
    """All runs, by program and persona."""

    def __init__(self, plan: Plan) -> None:
        """Read the plan; before its year every program runs as one piece of work, a little smaller."""
        self.plan = plan
        self.runs = [*self._before(), *self._planned()]

    def _planned(self) -> list[Run]:
        return [self._run(a) for a in self.plan.all(Activity) if a.start and date.fromisoformat(a.start) <= END]

    def _run(self, activity: Activity) -> Run:
        start, end = date.fromisoformat(activity.start or ""), date.fromisoformat(activity.end or "")
        effort = tuple((skill, float(much.mid or 0)) for skill, much in activity.effort.items())
        return Run(
            activity.key,
            activity.name,
            activity.program or "",
            activity.team or "",
            activity.channel,
            activity.personas[0] if activity.personas else "",
            date.fromisoformat(activity.in_market or activity.start or ""),
            end,
            start,
            float(activity.cost.amount or 0) if activity.cost else 0.0,
            effort,
            activity.owner,
        )

    def _before(self) -> list[Run]:
        """Each program in fiscal 2026, by channel and persona, with the mean of what it is planned at in 2027."""
        gathered: dict[tuple[str, str, str, str], list[Activity]] = defaultdict(list)
        for activity in self.plan.all(Activity):
            program = self.plan.get(Program, activity.program)
            if program and program.key not in ("quote-live", "owners-club"):
                persona = activity.personas[0] if activity.personas else ""
                gathered[program.key, activity.team or "", activity.channel, persona].append(activity)
        return [self._edition(*key, work) for key, work in gathered.items()]

    def _edition(self, program: str, team: str, channel: str, persona: str, work: list[Activity]) -> Run:
        part = 0.86 * (FISCAL - START).days / 365
        effort: dict[str, float] = defaultdict(float)
        for activity in work:
            for skill, much in activity.effort.items():
                effort[skill] += float(much.mid or 0) * part
        title = self.plan.title(f"program:{program}").replace("2027", "2026")
        return Run(
            program,
            title,
            program,
            team,
            channel,
            persona,
            START,
            date(2026, 10, 31),
            START,
            part * sum(float(a.cost.amount or 0) for a in work if a.cost),
            tuple(effort.items()),
            work[0].owner,
        )

    @cached_property
    def met(self) -> dict[str, list[Run]]:
        """By persona, what customers can meet."""
        found: dict[str, list[Run]] = defaultdict(list)
        for run in self.runs:
            if run.channel and run.persona:
                found[_person(run.persona)].append(run)
        return found

    @cached_property
    def content(self) -> list[Content]:
        """What was there before the last day."""
        return [piece for piece in self.plan.all(Content) if piece.date and date.fromisoformat(piece.date) <= END]


def _person(persona: str) -> str:
    return "carrier" if persona == "compliance-desk" else persona
