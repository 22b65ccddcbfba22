"""TEAM02: one seat that everything goes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truenorth.plan.entity import Entity
from truenorth.plan.resources import Process, Role, Team
from truenorth.plan.sight import below, parents
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.seats import Titles, filled, is_there, roles_of
from truenorth.rules.words import row

_READS = ["team", "role", "activity", "program", "process", "goal", "objective"]


@rule("TEAM02", asks="mops", reads=_READS, kind="notice", severity="info")
def one_seat_behind_it_all(case: Case, *, teams: int = 3, offers: int = 3, activities: int = 3) -> Iterator[Finding]:
    """
    One seat is what everything goes through.

    ## Why it matters

    Where one seat does all of something, its holiday is everybody's delay, and every request to it competes with
    every other. It is seldom seen, because each team sees only its own request.

    Named are: a team with one filled seat on which at least `teams` other teams rely, or which offers them at least
    `offers` things; a goal all of whose work, at least `activities` activities, is done by one seat; a step of a
    process that one seat takes for the work of at least `teams` teams. Other teams rely on a team where they share
    work with it, where it works in their programs, and where their work goes through its processes or names its
    seat. With records, the step on which most of the waiting falls can be told.

    ## Example

        role: {sales-adviser: null}
        team: {sales: {offers: [calls, demos, visits]}}

    ## Finds

        team:sales one seat, Head of sales, does all its work, and other teams come to it for calls, demos and visits

    ## Put right

        role: {sales-lead: {filled: 2}}
    """
    alone = dict(_alone(case))
    for team, role in alone.values():
        yield from _relied_on(case, team, role, teams, offers)
    yield from _all_of_a_goal(case, alone, activities)
    yield from _steps(case, teams)


def _alone(case: Case) -> Iterator[tuple[str, tuple[Team, Role]]]:
    """The teams in which one seat is filled, with its role."""
    for team in case.plan.all(Team):
        roles = [role for role in roles_of(case.plan, team) if filled(role)]
        if len(roles) == 1 and filled(roles[0]) == 1 and not _has_parts(case, team):
            yield team.key, (team, roles[0])


def _has_parts(case: Case, team: Team) -> bool:
    return any(part.part_of == team.key for part in case.plan.pointing_at(team.ref, Team))


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
            seen={"teams": others, "offers": team.offers},
            fixes=[_second(role)],
        )


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


def _all_of_a_goal(case: Case, alone: Mapping[str, tuple[Team, Role]], least: int) -> Iterator[Finding]:
    goals = {goal.ref: key for key in alone for goal in _goals_of(case, key)}
    for ref, key in sorted(goals.items()):
        count = 0
        for item in below(case.plan, ref):
            if isinstance(item, Activity) and case.live(item):
                count += 1
                if item.team != key:
                    break
        else:
            if count >= least:
                team, role = alone[key]
                yield found(
                    (ref, team.ref, role.ref),
                    f"all {count} activities that serve it are done by one seat, {role.title}",
                    part=role.key,
                    seen={"activities": count},
                    fixes=[_second(role)],
                )


def _goals_of(case: Case, key: str) -> Iterator[Goal]:
    """The goals that a team's live activities lead up to."""
    waiting: list[Entity] = [a for a in case.plan.pointing_at(f"team:{key}", Activity) if case.live(a)]
    seen: set[str] = set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, Goal):
            yield item
        for ref in parents(item):
            if ref not in seen and (above := case.plan.find(ref)):
                seen.add(ref)
                waiting.append(above)


def _steps(case: Case, least: int) -> Iterator[Finding]:
    processes = [process for process in case.plan.all(Process) if process.steps]
    titles = Titles(role for role in case.plan.all(Role) if is_there(role)) if processes else Titles(())
    for process in processes:
        taken = [(step.name, roles[0]) for step in process.steps if (roles := titles.named(step.role))]
        single = [(name, role) for name, role in taken if filled(role) == 1]
        if single and len(users := _users(case, process, least)) >= least:
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
