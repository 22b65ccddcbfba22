"""TEAM02: one seat that everything goes through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth.engines.seats import filled, is_there, roles_of
from truenorth.engines.words import row
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Capacity, Process, Role, Team
from truenorth.plan.sight import below, parents
from truenorth.plan.story import Content
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.people.sole import nearly_all
from truenorth.rules.rule import rule
from truenorth.rules.seats import Titles

_READS = ["role", "activity", "program", "objective", "product", "vision", "content", "capacity"]
_JUDGED = (Team, Process, Goal)


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """After a change of work: its teams, its process, the teams behind both, its goals; else everything judged."""
    item = plan.find(ref)
    if isinstance(item, Content):
        return
    if not isinstance(item, Activity):
        yield from (one.ref for kind in _JUDGED for one in plan.all(kind))
        return
    for to in item.links:
        yield to
        beside = plan.find(to)
        if isinstance(beside, (Process, Program, Role)) and beside.team:
            yield f"team:{beside.team}"
    yield from (goal.ref for goal in _goals_above(plan, [item]))


@rule("TEAM02", asks="mops", each=_JUDGED, reads=_READS, looks=_concerned, kind="notice", severity="info")
def one_seat_behind_it_all(
    case: Case,
    item: Team | Process | Goal,
    *,
    teams: int = 3,
    offers: int = 3,
    activities: int = 3,
    share: float = 0.8,
    most: int = 8,
) -> Iterator[Finding]:
    """
    One seat is what everything goes through.

    ## Why it matters

    Where one seat does all of something, its holiday is everybody's delay, and every request to it competes with
    every other. It is seldom seen, because each team sees only its own request.

    Named are: a team with one filled seat on which at least `teams` other teams rely, or which offers them at least
    `offers` things; a team with more seats, of whose activities (at least `most`) at least a `share` goes through one
    seat, for it alone has a skill that they need, or owns them without being the team's lead where they say nothing
    of skills; a goal all of whose work, at least `activities` activities, is done by one seat; a step of a process
    that one seat takes for the work of at least `teams` teams. Other teams rely on a team where they share work with
    it, where it works in their programs, and where their work goes through its processes or names its seat. With
    records, the step on which most of the waiting falls can be told.

    ## Example

        role: {sales-adviser: null}
        team: {sales: {offers: [calls, demos, visits]}}

    ## Finds

        team:sales one seat, Head of sales, does all its work, and other teams come to it for calls, demos and visits

    ## Put right

        role: {sales-lead: {filled: 2}}
    """
    match item:
        case Team():
            if role := _alone(case, item):
                yield from _relied_on(case, item, role, teams, offers)
            else:
                yield from _through_one(case, item, share, most)
        case Process():
            yield from _steps(case, item, teams)
        case Goal():
            yield from _all_of_a_goal(case, item, activities)


def _alone(case: Case, team: Team) -> Role | None:
    """The role of the one seat that is filled in a team without parts, where all its roles say how many are."""
    roles = [role for role in roles_of(case.plan, team) if filled(role)]
    if len(roles) != 1 or roles[0].filled != 1:
        return None
    parts = (part for part in case.plan.pointing_at(team.ref, Team) if part.part_of == team.key)
    return None if any(parts) else roles[0]


def _relied_on(case: Case, team: Team, role: Role, teams: int, offers: int) -> Iterator[Finding]:
    others = sorted({key for key in _relying(case, team, role) if key and key != team.key})
    said = []
    if len(others) >= teams:
        said.append(f"{len(others)} other teams rely on it: {row(case.plan.title(f'team:{key}') for key in others)}")
    if len(team.offers) >= offers:
        said.append(f"other teams come to it for {row(team.offers)}")
    if said:
        yield found(
            (team.ref, role.ref),
            f"one seat, {role.title}, does all its work, and {' and '.join(said)}",
            seen={"teams": others, "offers": team.offers, "capacity": dict(_capacity(case, team))},
            fixes=[_second(role)],
        )


def _through_one(case: Case, team: Team, share: float, most: int) -> Iterator[Finding]:
    for role, says in nearly_all(case, team, share, most):
        yield found((team.ref, role.ref), says, part=f"through-{role.key}", fixes=[_second(role)])


def _capacity(case: Case, team: Team) -> Iterator[tuple[str, str]]:
    """How much the team can take, where that is stated."""
    for one in case.plan.pointing_at(team.ref, Capacity):
        much = f"{one.per_day} a day" if one.per_day else f"{one.per_week} a week" if one.per_week else ""
        if much:
            yield one.unit or one.title, much.replace("..", " to ")


def _relying(case: Case, team: Team, role: Role) -> Iterator[str | None]:
    """The teams whose work counts on a team, itself included."""
    plan = case.plan
    for activity in plan.pointing_at(team.ref, Activity):
        if case.live(activity):
            program = plan.get(Program, activity.program)
            yield activity.team if team.key in activity.shared_with else program.team if program else None
    for program in plan.pointing_at(team.ref, Program):
        if case.live(program):
            yield program.team
    for objective in plan.pointing_at(team.ref, Objective):
        if case.live(objective):
            yield objective.team
    runs = [process for process in plan.pointing_at(team.ref, Process) if process.team == team.key]
    for item in (role, *runs):
        yield from (activity.team for activity in plan.pointing_at(item.ref, Activity) if case.live(activity))


def _all_of_a_goal(case: Case, goal: Goal, least: int) -> Iterator[Finding]:
    count, doing = 0, ""
    for item in below(case.plan, goal.ref):
        if isinstance(item, Activity) and case.live(item):
            count += 1
            doing = doing or item.team or ""
            if not doing or item.team != doing:
                return
    team = case.plan.get(Team, doing)
    role = _alone(case, team) if team and count >= least else None
    if team and role:
        yield found(
            (goal.ref, team.ref, role.ref),
            f"all {count} activities that serve it are done by one seat, {role.title}",
            seen={"activities": count},
            fixes=[_second(role)],
        )


def _goals_above(plan: Plan, items: Iterable[Entity]) -> Iterator[Goal]:
    """The goals that some items lead up to."""
    waiting = list(items)
    seen: set[Ref] = set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, Goal):
            yield item
        for ref in parents(item):
            if ref not in seen and (above := plan.find(ref)):
                seen.add(ref)
                waiting.append(above)


def _steps(case: Case, process: Process, least: int) -> Iterator[Finding]:
    if not any(step.role for step in process.steps):
        return
    users = _users(case, process, least)
    if len(users) < least:
        return
    titles = Titles(role for role in case.plan.all(Role) if is_there(role))
    taken = [(step.name, roles[0]) for step in process.steps if (roles := titles.named(step.role))]
    single = [(name, role) for name, role in taken if role.filled == 1]
    if single:
        names = row(f"{name or 'a step'} ({role.title})" for name, role in single)
        yield found(
            (process.ref, *dict.fromkeys(role.ref for _, role in single)),
            f"the work of {least} or more teams goes through one seat for {names}",
            cause="have a step that one seat takes for the work of several teams",
            part="steps",
            seen={"teams": sorted(users), "steps": [name for name, _ in single]},
            fixes=[_second(single[0][1])],
        )


def _users(case: Case, process: Process, enough: int) -> set[str]:
    """The teams whose live work goes through a process, no more of them than are asked for."""
    users: set[str] = set()
    for activity in case.plan.pointing_at(process.ref, Activity):
        if activity.team and activity.team not in users and case.live(activity):
            users.add(activity.team)
            if len(users) >= enough:
                break
    return users


def _second(role: Role) -> Fix:
    asks = Blank("How many seats can do this, with the one you train or add?")
    return Fix(f"Let a second seat do what {role.title} does", {role.ref: {"filled": asks}})
