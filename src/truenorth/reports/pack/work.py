"""The work of the next six weeks, how full the teams are, and the pages of a team and of a partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from datetime import date, timedelta

from truenorth.engines.asof import OVER
from truenorth.plan.calendar import Span as Days
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Team
from truenorth.plan.sight import why
from truenorth.plan.work import Activity, Program
from truenorth.records.week import last_updates
from truenorth.reports.load import load_of
from truenorth.reports.pack import owed
from truenorth.reports.pack.blocks import AnyBlock, Figure, Findings, Heading, Table, Text
from truenorth.reports.pack.charts import Span, Strip, Timeline
from truenorth.reports.pack.material import Material
from truenorth.reports.team import Line, view
from truenorth.reports.words import in_full, number, plain

WEEKS = 6
ROWS = 12
TEAMS = 12
FULL = 1 + 1e-9
ASKED = 5


def roadmap(material: Material, most: int = ROWS) -> Iterator[AnyBlock]:
    """What reaches customers, and the milestones, of the next six weeks."""
    yield from _ahead(material, material.case.all_live(Activity), most)


def _ahead(material: Material, work: Iterable[Activity], most: int = ROWS) -> Iterator[AnyBlock]:
    first = material.today - timedelta(days=material.today.weekday())
    last = first + timedelta(days=7 * WEEKS - 1)
    coming = list(_coming(material, work, last))
    yield Heading("The next six weeks")
    if not coming:
        yield Text(f"Nothing goes to market and no milestone falls between today and {in_full(last)}.", "quiet")
        return
    weighed = sorted(
        coming, key=lambda one: (not one[0].milestone, -_worth(material, one[0]), one[1].start, one[0].ref)
    )
    spans = tuple(sorted((span for _, span in weighed[:most]), key=lambda one: (one.start, one.end, one.name)))
    soonest = min((span for _, span in coming), key=lambda one: (one.start, one.name))
    yield Figure(_says(soonest, len(coming), last, most), Timeline(first, last, material.today, spans))


def _worth(material: Material, one: Activity) -> float:
    spend = material.case.spend(one)
    return spend.money or spend.hours


def _coming(material: Material, work: Iterable[Activity], last: date) -> Iterator[tuple[Activity, Span]]:
    """The work that goes to market, or the milestones reached, from today on until a day."""
    case = material.case
    for one in work:
        days = case.in_market(one) if one.in_market or one.milestone else None
        if days and material.today <= days.start <= last:
            says = "milestone" if one.milestone else _team(material, one)
            yield one, Span(plain(one.title), days.start, max(days.end, days.start), says)


def _team(material: Material, one: Activity) -> str:
    return plain(material.plan.title(f"team:{one.team}")) if one.team else ""


def _says(soonest: Span, many: int, last: date, most: int) -> str:
    what = "1 piece of work goes" if many == 1 else f"{many:,} pieces of work go"
    shown = f" Shown are the {most} that matter most: milestones, then by money." if many > most else ""
    return (
        f"{what} to market, or reach{'es' if many == 1 else ''} a milestone, until {in_full(last)};"
        f" the first is {soonest.name} on {in_full(soonest.start)}.{shown}"
    )


def load(material: Material) -> Iterator[AnyBlock]:
    """How full the teams are, week by week."""
    weeks = material.case.weeks
    numbers = range(weeks.now, min(weeks.now + WEEKS, len(weeks.names)))
    rows = []
    for team in material.plan.all(Team):
        found = load_of(material.case, team)
        shares = tuple(found.share(n) for n in numbers)
        if any(found.asked[n] for n in numbers):
            rows.append((max((one or 0.0 for one in shares), default=0.0), plain(team.title), shares))
    if not rows:
        return
    rows.sort(key=lambda one: (-one[0], one[1]))
    shown = rows[:TEAMS]
    yield Heading("How full the teams are")
    strip = Strip(tuple(weeks.names[n][5:] for n in numbers), tuple(r[1] for r in shown), tuple(r[2] for r in shown))
    yield Figure(_full(rows, strip), strip)


def _full(rows: list[tuple[float, str, tuple[float | None, ...]]], strip: Strip) -> str:
    over = [row for row in rows if row[0] > FULL]
    unknown = sum(all(one is None for one in row[2]) for row in rows)
    tail = f" Of {unknown:,} nobody says how many hours they have." if unknown else ""
    if not over:
        top = rows[0]
        if not top[0]:
            return f"Nobody says how many hours the teams have.{'' if unknown == len(rows) else tail}"
        fullest = f"the fullest is {top[1]}, at {100 * top[0]:.0f} %"
        return f"No team is asked for more hours in all than it has in these six weeks; {fullest}.{tail}"
    peak, name, shares = over[0]
    week = strip.weeks[[one or 0.0 for one in shares].index(peak)]
    whole = (
        f"{len(over):,} of {len(rows):,} teams {'is' if len(over) == 1 else 'are'}" if len(rows) > 1 else "The team is"
    )
    most = f"most of all {name}, at {100 * peak:.0f} % in week {week}"
    return f"{whole} asked for more hours than there are; {most}.{tail}"


def of_team(material: Material, key: str) -> Iterator[AnyBlock]:
    """A team's page: what it does and why, when, how full it is, whom it feeds, what it owes, and what asks it."""
    team = material.plan.get(Team, key)
    if team is None:
        return
    seen = view(material.case, team)
    work = [one for one in material.case.all_live(Activity) if one.team == key]
    count = len(seen.work)
    many = "1 piece of work is" if count == 1 else f"{count:,} pieces of work are"
    yield Text(f"{many} planned or under way: {seen.worth}.")
    yield from _served(material, seen.serves)
    yield from _ahead(material, work)
    yield from _own_load(material, team)
    yield from _table("What it hands on", ("To", "What"), seen.gives)
    yield from _table("What it gets", ("From", "What"), seen.takes)
    live = [one for one in material.plan.all(Commitment) if one.status not in OVER]
    yield from owed.promises(material, [one for one in live if one.team == key], "What the team owes", to_them=False)
    yield from owed.promises(material, [one for one in live if one.to == key], "What is owed to it", to_them=True)
    mine = {team.ref, *(one.ref for one in (*seen.work, *seen.programs))}
    yield from _found(material, mine, every=False)


def _served(material: Material, serves: tuple[Line, ...]) -> Iterator[AnyBlock]:
    objectives = [one for one in serves if one.ref.startswith("objective:")]
    if objectives:
        yield Heading("What it is for")
        shown = objectives[:ASKED]
        rows = tuple((one.title, _up(material, one.ref)) for one in shown)
        yield Table(("Objective", "Where it leads"), rows, tuple(one.ref for one in shown), _left(objectives))


def _up(material: Material, ref: Ref) -> str:
    """The names of what an item leads to, one after the other."""
    way = material.case.path(ref) or [ref]
    return " \N{RIGHTWARDS ARROW} ".join(plain(material.plan.title(one)) for one in way[1:])


def _own_load(material: Material, team: Team) -> Iterator[AnyBlock]:
    found, weeks = load_of(material.case, team), material.case.weeks
    numbers = range(weeks.now, min(weeks.now + WEEKS, len(weeks.names)))
    if not any(found.asked[n] for n in numbers):
        return
    yield Heading("How full it is")
    asked = sum(found.asked[n] for n in numbers)
    there = [found.there[n] for n in numbers]
    have = "nobody says how many it has" if None in there else f"it has {number(round(sum(h or 0 for h in there)))}"
    says = f"{number(round(asked))} hours are asked for in six weeks, and {have}."
    shares = tuple(found.share(n) for n in numbers)
    yield Figure(says, Strip(tuple(weeks.names[n][5:] for n in numbers), (plain(team.title),), (shares,)))


def _table(says: str, head: tuple[str, str], some: tuple[Line, ...]) -> Iterator[AnyBlock]:
    if some:
        yield Heading(says)
        shown = some[:ASKED]
        yield Table(head, tuple((one.title, one.says) for one in shown), tuple(one.ref for one in shown), _left(some))


def _left(some: Sized) -> str:
    many = len(some) - ASKED
    return f"{many:,} more" if many > 0 else ""


def _found(material: Material, refs: set[Ref], *, every: bool) -> Iterator[AnyBlock]:
    """The findings about some items: with `every`, only those about nothing else, and no ways out of other work."""
    hit = all if every else any
    entries = [
        one
        for one in material.open
        if one.finding.kind == "contradiction" and hit(ref in refs for ref in one.finding.at)
    ]
    if entries:
        yield Heading("What does not fit together")
        left = len(entries) - ASKED
        told = tuple(owed.told(material, one, ways=not every) for one in entries[:ASKED])
        yield Findings(told, f"{left:,} more" if left > 0 else "")


def of_program(material: Material, key: str) -> Iterator[AnyBlock]:
    """A partner's page of a program: what it is for, what comes, what is owed; nothing of any other work."""
    program = material.plan.get(Program, key)
    if program is None:
        return
    work = [one for one in material.case.all_live(Activity) if one.program == key]
    count = "1 piece of work is" if len(work) == 1 else f"{len(work):,} pieces of work are"
    yield Text(f"{plain(program.title)}: {count} planned or under way.")
    yield Text(plain(why(material.plan, program.ref)), "quiet")
    yield from _ahead(material, work)
    yield from _dated(material, work)
    theirs = [
        one
        for one in material.plan.all(Commitment)
        if one.status not in OVER and one.party == "partner" and program.ref in one.about
    ]
    yield from owed.promises(material, theirs, "What you owe", to_them=False)
    yield from _found(material, {program.ref, *(one.ref for one in work)}, every=True)


def _dated(material: Material, work: list[Activity]) -> Iterator[AnyBlock]:
    """Work by its dates, with the last word on it where there is one."""
    ranked = sorted(work, key=lambda one: (material.case.due(one) or date.max, one.title))[:ROWS]
    if not ranked:
        return
    updates = last_updates(material.records.updates, material.today)
    how = [updates[one.ref].says if one.ref in updates else one.status or "" for one in ranked]
    rows = [(plain(one.title), _dates(material, one)) for one in ranked]
    left = len(work) - len(ranked)
    refs, more = tuple(one.ref for one in ranked), f"{left:,} more" if left > 0 else ""
    yield Heading("The work")
    if any(how):
        told = tuple((*row, says) for row, says in zip(rows, how, strict=True))
        yield Table(("Work", "When", "How it is"), told, refs, more)
    else:
        yield Table(("Work", "When"), tuple(rows), refs, more)


def _dates(material: Material, one: Entity) -> str:
    days: Days | None = material.case.span(one)
    return f"{in_full(days.start)} to {in_full(days.end)}" if days else "no date"
