"""TEAM01: the hours that the work of a team asks for, by skill and week, against those of its seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from truenorth.engines.hours import UTILISATION, Seats, Work, seats_of, unnamed, work_of
from truenorth.engines.weeks import highest
from truenorth.engines.words import largest_first, row
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, TooMuch, found, slug
from truenorth.rules.people.cuts import NOISE, Cut, cuts
from truenorth.rules.rule import rule


def _concerned(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """The teams whose hours hang on an item: its own and the one above, for work also those of what means the same."""
    for same in plan.alike.get(ref, (ref,)):
        item = plan.find(same)
        key = item.key if isinstance(item, Team) else getattr(item, "team", None)
        for _ in range(3):  # a team, the one that it is a part of, and the one that looks whether its parts have parts
            if team := plan.get(Team, key):
                yield team.ref
                key = team.part_of


@rule("TEAM01", asks="mops", each=Team, reads=["activity", "role"], looks=_concerned, severity="error")
def more_work_than_hours(case: Case, team: Team, *, utilisation: float = UTILISATION) -> Iterator[Finding]:
    """
    The work of a team asks for more hours than its seats have.

    ## Why it matters

    A strategy is promised by people who know what they want, and carried by people who have so many hours a week.
    Work that nobody has the hours for is done late, badly or at night, and the blame for it comes after.

    The hours of each activity fall evenly on the working days from its start to its end; holidays and leave are taken
    off the hours of the seats. A seat that can do several things is counted for each of them, so the finding names
    the skills that together have too few hours, whoever does what. Of a seat's hours, the share that its role states
    (`utilisation`) is for planned work; where it states none, all of them are there, and more than the setting
    `utilisation` of them is warned of. It is an error where not even the least hours fit into all that are there,
    with open seats filled, on whichever days between its dates the work is done: what FIT01 reckons with, too. A
    role that says nothing of seats is one, or more, so it is no error; one that names no skills may do anything, and
    one without hours is never short. Work that starts and ends on one day, or at one weekend, names a date rather
    than a stretch of work, and is not counted; nor is effort without a team; what two documents state (`same_as`)
    counts once. A team's seats are its own and those of the teams that are part of it. At stake is the least work
    that has to give way for the rest to fit. With records of who did what, the hours that are left can be told.

    ## Example

        activity: {spring-letter: {end: 2027-03-05, effort: {copy: 70, design: null}}}

    ## Finds

        team:demand 2027-W09 needs 70 hours of copy and its seats have 58: 12 short, most for Spring letter

    ## Put right

        activity: {spring-letter: {end: 2027-03-31}}
    """
    work = list(work_of(case, team))
    seats = seats_of(case, team, utilisation) if work else []
    if not seats:
        return
    if strange := unnamed(work, seats):
        yield _nobody_names(team, work, strange, seats)
    for cut in cuts(case, [one for one in work if one.skill not in strange], seats):
        yield _finding(case, team, cut, utilisation)


class _Short(NamedTuple):
    """The weeks in which a cut is short, and of how many hours: of all, or else of those for planned work."""

    weeks: Sequence[int]
    of: Sequence[float]


def _short(cut: Cut) -> _Short:
    beyond = [n for n in cut.weeks if cut.need[n] > cut.full[n] + NOISE]
    return _Short(beyond, cut.full) if beyond else _Short(cut.weeks, cut.have)


def _finding(case: Case, team: Team, cut: Cut, utilisation: float) -> Finding:
    short = _short(cut)
    worst = highest(short.weeks, [need - have for need, have in zip(cut.need, short.of, strict=True)])
    by = {one.ref: 0.0 for one in cut.work if case.weeks.share(one.stretch, worst)}
    for one in cut.work:
        if one.ref in by:
            by[one.ref] += one.hours * case.weeks.share(one.stretch, worst)
    by = largest_first(by)
    first = next(iter(by))
    names = case.weeks.names
    return found(
        (team.ref, *list(by)[:3]),
        f"{_says(case, cut, short, worst)}, most for {case.plan.title(first)}",
        part=slug("-".join(sorted(cut.skills))),
        severity="error" if cut.sure else "warning",
        too_much=_too_much(case, cut, short),
        seen={
            "skills": sorted(cut.skills),
            "roles": sorted(role for one in cut.seats for role in one.roles),
            "utilisation": utilisation,
            "weeks": {names[n]: _numbers(cut, n) for n in cut.weeks},
            "work": {names[worst]: {ref: round(hours, 1) for ref, hours in by.items()}},
        },
        fixes=_fixes(case, cut, first),
    )


def _numbers(cut: Cut, number: int) -> dict[str, float]:
    """The hours of a week: what is needed, what there is for planned work, and all there is."""
    named = {"need": cut.need[number], "planned": cut.have[number], "have": cut.full[number]}
    return {name: round(hours, 1) for name, hours in named.items()}


def _says(case: Case, cut: Cut, short: _Short, worst: int) -> str:
    need, have, of = (round(hours[worst]) for hours in (cut.need, cut.full, short.of))
    has = f"its seats have {have:,}" if have else "none of its seats for this is filled"
    planned = f", {of:,} of them for planned work" if of < have else ""
    too_many = "too many" if planned else "short"
    needs = f"{case.weeks.names[worst]} needs {need:,} hours of {row(sorted(cut.skills))}"
    says = f"{needs} and {has}{planned}: {need - of:,} {too_many}"
    if len(short.weeks) > 1:
        in_all = sum(round(cut.need[n]) - round(short.of[n]) for n in short.weeks)
        says += f" ({in_all:,} hours in all, in {case.weeks.said(short.weeks)})"
    return says


def _too_much(case: Case, cut: Cut, short: _Short) -> TooMuch:
    """How many hours are short in each week, and which work asks for them."""
    by: dict[Ref, dict[int, float]] = {}
    for one in cut.work:
        mine = by.setdefault(one.ref, {})
        for n in short.weeks:
            if share := case.weeks.share(one.stretch, n):
                mine[n] = mine.get(n, 0.0) + one.hours * share
    return TooMuch({n: cut.need[n] - short.of[n] - NOISE for n in short.weeks}, by)


def _fixes(case: Case, cut: Cut, first: Ref) -> Iterator[Fix]:
    title = case.plan.title(first)
    yield Fix(f"Stretch or move {title}", {first: {"end": Blank("Until when can it be spread?")}})
    for role in sorted(role for one in cut.seats for role in one.roles)[:1]:
        asks = Blank("How many seats can do this, counting those you add?")
        yield Fix(f"Add hours: one more {case.plan.title(role)}", {role: {"filled": asks}})
    yield Fix(f"Leave out a part of {title}", {first: {"effort": Blank("How many hours of each skill stay in?")}})


def _nobody_names(team: Team, work: Sequence[Work], skills: set[str], seats: Sequence[Seats]) -> Finding:
    hours = {skill: sum(one.hours for one in work if one.skill == skill) for skill in sorted(skills)}
    planned = row([f"{amount:,.0f} hours of {skill}" for skill, amount in hours.items()])
    refs = sorted({one.ref for one in work if one.skill in skills})
    role = min(ref for one in seats for ref in one.roles)
    return found(
        (team.ref, *refs),
        f"{planned} are planned, and no seat of the team names this as a skill",
        kind="gap",
        cause="plan hours of a skill that none of their seats names",
        part="skills",
        seen={"hours": hours},
        fixes=[
            Fix("Say which seat does it", {role: {"skills": Blank(f"Which seat does {row(hours)}?")}}),
            Fix("Say which team does it", {refs[0]: {"team": Blank(f"Which team does {row(hours)}?")}}),
        ],
    )
