"""BEAT02: teams that share work, and neither meet nor hand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations
from typing import NamedTuple

from truenorth.engines.words import percent, row
from truenorth.plan.consent import Cadence
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Capacity, Role, Team
from truenorth.plan.work import Activity, Feed, Program
from truenorth.records.week import StandUp
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

Pair = frozenset[str]  # two keys of teams
WORK = ("activity", "program", "feed", "capacity")
NAMED = ("persona", "tool", "objective", "goal")


@rule("BEAT02", asks="cmo", reads=[*NAMED, *WORK, "cadence", "role", "team", "company", "records"])
def shared_without_contact(case: Case, *, days: float = 21, weight: float = 0.1) -> Iterator[Finding]:
    """
    Two teams share work and have not met, nor taken anything over from each other.

    ## Why it matters

    Teams that speak to the same customer, use the same tool or work towards the same goal get in each other's way
    exactly where neither looks. A quarter of an hour together is cheaper than the first collision.

    Looks at teams whose live work shares a persona, a tool, an objective or goal, or a feed, where that work is more
    than `weight` of all work: by money, else by hours. They are in contact where roles of both were in a stand-up in
    the last `days` days (where nobody wrote down who was there, the teams that it is for), or one has accepted what
    the other hands on. Without a stand-up on record, nothing is said.

    ## Example

        records: {standup: [{cadence: weekly, day: 2027-01-05, there: [demand-lead, sales-lead]}]}

    ## Finds

        team:care shares Office manager with Demand generation (100 % of all work), and the two have not met in a stand-up in the last 21 days, nor has one accepted what the other hands on

    ## Put right

        records: {standup: [{cadence: weekly, day: 2027-01-05, there: [demand-lead, care-lead]}]}
    """  # noqa: E501
    if not case.records.standups:
        return
    met = {pair for one in _recent(case, days) for pair in _pairs(_there(case, one))} | case.once(_handed_on)
    apart = set(_pairs(team.key for team in case.plan.all(Team))) - met
    shared = case.once(_shared) if apart else None
    for pair in sorted(apart, key=sorted) if shared else ():
        things = shared.things(pair) if shared else []
        part = shared.part(pair, things) if shared and things else 0.0
        if part > weight:
            yield _finding(case, pair, things, part, int(days))


class _Shared(NamedTuple):
    """By team, the work on each thing that it touches, and how much of all work each piece is."""

    on: dict[str, dict[Ref, list[Ref]]]
    much: dict[Ref, float]

    def things(self, pair: Pair) -> list[Ref]:
        """What both teams of a pair touch."""
        one, other = (self.on.get(team, {}) for team in pair)
        return sorted(one.keys() & other.keys())

    def part(self, pair: Pair, things: Iterable[Ref]) -> float:
        """The part of all work that is the work of two teams on some things."""
        work = {ref for thing in things for team in pair for ref in self.on[team][thing]}
        return sum(self.much[ref] for ref in work)


def _shared(case: Case) -> _Shared:
    on: dict[str, dict[Ref, list[Ref]]] = {}
    live, known = case.all_live(Activity), case.known("what teams share")
    for item in live:
        if item.ref not in known:
            known[item.ref] = _touched(case, item)
        team, things = known[item.ref]
        mine = on.setdefault(team, {})
        for thing in things:
            mine.setdefault(thing, []).append(item.ref)
    on.pop("", None)
    return _Shared(on, _much(case, live))


def _touched(case: Case, item: Activity) -> tuple[str, tuple[Ref, ...]]:
    """The team of work, and the personas, tools, objectives, goals and feeds that it is for or uses."""
    program = case.plan.get(Program, item.program or "")
    personas = item.personas or (program.personas if program else [])
    serves = item.serves or (program.serves if program else {})
    aims = (key if ":" in key else f"objective:{key}" for key in serves)
    feeds = {feed.ref for at in (item, program) if at for feed in case.plan.pointing_at(at.ref, Feed)}
    things = {f"persona:{key}" for key in personas} | {f"tool:{key}" for key in item.tools} | {*aims, *feeds}
    return item.team or (program.team if program else None) or "", tuple(things)


def _much(case: Case, live: list[Activity]) -> dict[Ref, float]:
    """How much of all work each piece is: by money, or hours, or their number."""
    spend = [(item.ref, case.spend(item)) for item in live]
    total = sum(one.money or 0.0 for _, one in spend)
    if total:
        return {ref: (one.money or 0.0) / total for ref, one in spend}
    hours = sum(one.hours for _, one in spend)
    return {ref: one.hours / hours if hours else 1 / len(spend) for ref, one in spend}


def _pairs(teams: Iterable[str]) -> Iterator[Pair]:
    return map(frozenset, combinations(sorted(teams), 2))


def _recent(case: Case, days: float) -> Iterator[StandUp]:
    since = case.today - timedelta(days=days)
    reports = {one.key for one in case.plan.all(Cadence) if one.form == "report"}
    standups = (one for one in case.records.standups if one.cadence not in reports)
    return (one for one in standups if since <= one.day <= case.today)


def _there(case: Case, one: StandUp) -> set[str]:
    """The teams that were there: those of the roles, else those that the meeting is for."""
    if one.there:
        roles = (case.plan.get(Role, key) for key in one.there)
        return {role.team for role in roles if role and role.team}
    cadence = case.plan.get(Cadence, one.cadence)
    audience = set(cadence.audience) if cadence else set()
    every = {team.key for team in case.plan.all(Team)}
    return every if "lead" in audience else audience & every


def _handed_on(case: Case) -> set[Pair]:
    """The teams of which one has accepted what the other hands on."""
    feeds = (one for one in case.plan.all(Feed) if one.answer == "accepted" or (one.accepted_by and not one.answer))
    both = ({_team(case, one.giver), _team(case, one.taker)} - {""} for one in feeds)
    return {frozenset(pair) for pair in both if len(pair) == 2}


def _team(case: Case, ref: Ref | None) -> str:
    item: Entity | None = case.plan.find(ref or "")
    if isinstance(item, Activity) and not item.team:
        item = case.plan.get(Program, item.program or "")
    return item.team or "" if isinstance(item, (Activity, Program, Capacity)) else ""


def _finding(case: Case, pair: Pair, things: list[Ref], part: float, days: int) -> Finding:
    one, other = (f"team:{key}" for key in sorted(pair))
    names = row(case.plan.title(ref) for ref in sorted(things))
    return found(
        (one, other),
        f"shares {names} with {case.plan.title(other)} ({percent(part)} of all work), and the two have not met in a"
        f" stand-up in the last {days} days, nor has one accepted what the other hands on",
        part="-".join(sorted(pair)),
        cause="share work with another one, and the two neither meet nor hand on",
        stake=(),
        seen={"shared": sorted(things), "part": round(part, 3)},
        fixes=_fixes(case, one, other),
    )


def _fixes(case: Case, one: Ref, other: Ref) -> Iterator[Fix]:
    meetings = (item for item in case.plan.all(Cadence) if item.form == "meeting")
    if meeting := next(meetings, None):
        yield Fix(f"Have both in {meeting.title}", {meeting.ref: {"audience": Blank("Who takes part?")}})
    key = f"{one.partition(':')[2]}-to-{other.partition(':')[2]}"[:120]
    asks = {"giver": Blank("Which program hands on?"), "taker": Blank("Which one takes?")}
    yield Fix("Say what one hands on to the other", {f"feed:{key}": {**asks, "unit": Blank("What is handed on?")}})
