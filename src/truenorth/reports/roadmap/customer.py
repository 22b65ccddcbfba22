"""What one person of a persona gets from all teams: what begins in which week, by stage, and what goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from truenorth.plan.entity import Ref
from truenorth.plan.story import Message, Persona
from truenorth.plan.work import Activity
from truenorth.reports.roadmap.calendar import Met
from truenorth.reports.roadmap.span import Window
from truenorth.reports.words import number, plain
from truenorth.rules.audience.collisions import week_of, weeks_in_market
from truenorth.rules.case import Case

NO_STAGE = "no stage named"
SHOWN = 6  # pieces of work that are named in a week and stage


@dataclass(frozen=True)
class Got:
    """What a person meets: the work, by which channel and team, and what it says."""

    ref: Ref
    title: str
    where: str
    says: str
    finding: str


@dataclass(frozen=True)
class Week:
    """A week of a person: what begins, by stage; how many go on; how often they are reached, where that is told."""

    number: int
    monday: date
    begins: tuple[tuple[Got, ...], ...]
    more: tuple[int, ...]
    goes_on: int
    contacts: float
    finding: str

    @property
    def is_now(self) -> bool:
        """Whether anything happens."""
        return any(self.begins) or bool(self.goes_on)

    @property
    def says(self) -> str:
        """What else there is in the week."""
        on = f"{self.goes_on} {'goes' if self.goes_on == 1 else 'go'} on" if self.goes_on else ""
        often = f"reached {number(self.contacts)} times" if self.contacts else ""
        return ", ".join(part for part in (on, often) if part)


@dataclass(frozen=True)
class Customer:
    """The weeks of one person, and the stages in their order."""

    key: str
    title: str
    stages: tuple[str, ...]
    weeks: tuple[Week, ...]
    teams: int
    work: int

    @property
    def says(self) -> str:
        """The timeline in a sentence."""
        if not self.work:
            return "Nothing reaches this persona in these weeks."
        teams = "1 team" if self.teams == 1 else f"{self.teams} teams"
        things = "1 thing" if self.work == 1 else f"{self.work} things"
        full = max(self.weeks, key=lambda week: (week.goes_on + sum(map(len, week.begins)), -week.number))
        count = full.goes_on + sum(map(len, full.begins)) + sum(full.more)
        return f"{things} from {teams} reach this persona; most at once in week {full.number}: {count}."


def customer(case: Case, persona: Persona, window: Window, collisions: Met) -> Customer:
    """What a persona gets in the weeks of a window."""
    first = (window.first.toordinal() - 1) // 7
    live = [one for one in case.all_live(Activity) if persona.key in one.personas]
    spans = {one.ref: weeks_in_market(case, one) for one in live}
    met = [one for one in live if spans[one.ref].start < first + window.weeks and spans[one.ref].stop > first]
    stages = _stages(persona, met)
    weeks = tuple(
        _week(case, persona, monday, first + n, [one for one in met if first + n in spans[one.ref]], stages, collisions)
        for n, monday in enumerate(window.mondays)
    )
    return Customer(
        persona.key, plain(persona.title), stages, weeks, len({one.team for one in met if one.team}), len(met)
    )


def _stages(persona: Persona, met: list[Activity]) -> tuple[str, ...]:
    """The persona's stages in their order, then others that work names; last what names none."""
    named = {stage.lower(): plain(stage) for stage in (*persona.stages, *(one.stage for one in met)) if stage}
    return (*named.values(), *([NO_STAGE] if any(not one.stage for one in met) else []))


def _week(
    case: Case,
    persona: Persona,
    monday: date,
    number_: int,
    there: list[Activity],
    stages: tuple[str, ...],
    collisions: Met,
) -> Week:
    hit = collisions.get((persona.ref, week_of(number_)), {})
    new = [one for one in there if weeks_in_market(case, one).start == number_]
    by_stage = [[one for one in new if _stage(one) == stage.lower()] for stage in stages]
    return Week(
        monday.isocalendar().week,
        monday,
        tuple(tuple(_got(case, one, hit.get(one.ref, "")) for one in many[:SHOWN]) for many in by_stage),
        tuple(max(len(many) - SHOWN, 0) for many in by_stage),
        len(there) - len(new),
        round(sum(float(one.contacts_per_week.mid or 0) for one in there if one.contacts_per_week), 2),
        next(iter(hit.values()), ""),
    )


def _stage(activity: Activity) -> str:
    return plain(activity.stage).lower() or NO_STAGE


def _got(case: Case, activity: Activity, finding: str) -> Got:
    return Got(
        activity.ref,
        plain(activity.title),
        ", ".join(_where(case, activity)),
        "; ".join(_messages(case, activity)),
        finding,
    )


def _where(case: Case, activity: Activity) -> Iterator[str]:
    if activity.channel:
        yield plain(activity.channel)
    if activity.team:
        yield plain(case.plan.title(f"team:{activity.team}"))


def _messages(case: Case, activity: Activity) -> Iterator[str]:
    for key in activity.messages[:2]:
        message = case.plan.get(Message, key)
        if message:
            yield plain(message.text or message.title)
