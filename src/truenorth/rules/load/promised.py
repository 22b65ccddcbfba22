"""LOAD02: a time that is promised by a team whose seats are open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from truenorth.engines.seats import filled, roles_of, says_seats, vacant
from truenorth.engines.words import row, words
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity
from truenorth.plan.resources import Capacity, Process, Role, Team
from truenorth.plan.strategy import Metric, Objective
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

_READS = ["role", "capacity", "process", "commitment", "objective", "metric"]
_WITHIN = re.compile(r"\bwithin (?:an?|one|\d+)\s*(?:min|hour|day|working day|business day|week)", re.IGNORECASE)


@rule("LOAD02", asks="sales", each=Team, reads=_READS, looks=2, kind="gap", severity="warning")
def promise_on_open_seats(case: Case, team: Team, *, share: float = 0.25) -> Iterator[Finding]:
    """
    A time is promised by a team whose seats are open.

    ## Why it matters

    A time that is promised is kept by people, and open seats keep nothing. With them the promise is kept by luck,
    or by few who do the work of many; and what is not answered in time is lost, with what it has cost.

    Such a promise is the service level of a capacity or a process, the time within which a commitment is kept that
    was not declined, and an objective that says within how long, in its own field or in its words. It is a warning
    where at least `share` of the seats of the team that has to keep it are open: of those with a word in common with
    the open ones, such as "adviser", without the team's lead; these are named where the team has others (TEAM04
    counts all). Where the team has no seats of its own but one team in it has, those count.

    ## Example

        role: {sales-adviser: {name: Adviser, filled: 1, open: 2}}

    ## Finds

        team:sales as Adviser, 1 seat is filled and 2 are open; “Calls by sales” and “Sales follows up” rest on them

    ## Put right

        role: {sales-adviser: {filled: 3, open: 0}}
    """
    promises = [item for item in _promises(case, team) if case.live(item)]
    keeper = _keeper(case, team) if promises else None
    if keeper is None:
        return
    seats = _of_one_sort([role for role in roles_of(case.plan, keeper) if says_seats(role) and role.key != keeper.lead])
    taken, free = sum(map(filled, seats)), sum(map(vacant, seats))
    if free and free >= share * (taken + free):
        all_seats = [role for role in roles_of(case.plan, keeper) if says_seats(role)]
        yield _finding(team, keeper, promises, seats, some=len(seats) < len(all_seats))


def _promises(case: Case, team: Team) -> Iterator[Entity]:
    plan = case.plan
    yield from (item for item in plan.pointing_at(team.ref, Capacity) if item.service_level)
    yield from (item for item in plan.pointing_at(team.ref, Process) if item.team == team.key and item.service_level)
    for commitment in plan.pointing_at(team.ref, Commitment):
        if commitment.team == team.key and commitment.within and commitment.answer != "declined":
            yield commitment
    for objective in plan.pointing_at(team.ref, Objective):
        if objective.team == team.key and _says_within(case, objective):
            yield objective


def _says_within(case: Case, objective: Objective) -> bool:
    metric = case.plan.get(Metric, objective.metric)
    return bool(objective.within or _WITHIN.search(f"{objective.name}. {metric.name if metric else ''}"))


def _keeper(case: Case, team: Team) -> Team | None:
    """The team whose seats keep its promises: itself, or the one team in it that has seats."""
    if roles_of(case.plan, team):
        return team
    parts = [part for part in case.plan.pointing_at(team.ref, Team) if part.part_of == team.key]
    manned = [part for part in parts if roles_of(case.plan, part)]
    return manned[0] if len(manned) == 1 else None


def _of_one_sort(roles: Sequence[Role]) -> list[Role]:
    """The roles with a word in common with all that have open seats; all roles where those have none."""
    free = [words(role.title) for role in roles if vacant(role)]
    common = frozenset.intersection(*free) if free else frozenset()
    return [role for role in roles if not common or common & words(role.title)]


def _finding(team: Team, keeper: Team, promises: Sequence[Entity], seats: Sequence[Role], *, some: bool) -> Finding:
    """The finding; `some` tells that the team has other seats too, so that those counted are named."""
    taken, free = sum(map(filled, seats)), sum(map(vacant, seats))
    refs = [promise.ref for promise in promises]
    short = [role for role in seats if vacant(role)]
    few = [f"{word} in {row(names)}" for n, word in ((0, "nobody"), (1, "one")) if (names := _with(short, n))]
    where = f" ({', '.join(few)})" if few and len(seats) > 1 else ""
    of = f"as {row(role.title for role in seats)}, " if some else ""
    titles = row((f"“{promise.title}”" for promise in promises), 2)
    field = next((name for name in ("service_level", "within") if hasattr(promises[0], name)), "within")
    asks = Blank("Within how long can it be kept with the seats that are filled?")
    return found(
        (keeper.ref, *refs, *(role.ref for role in short)),
        f"{of}{taken} {'seat is' if taken == 1 else 'seats are'} filled and {free} {'is' if free == 1 else 'are'} open"
        f"{where}; {titles} {'rests' if len(promises) == 1 else 'rest'} on them",
        severity="warning",
        part="" if keeper is team else team.key,
        stake=refs,
        seen={
            "filled": taken,
            "open": free,
            "roles": {role.ref: {"filled": filled(role), "open": vacant(role)} for role in seats},
            "promises": refs,
        },
        fixes=[
            Fix(f"Fill {short[0].title}", {short[0].ref: {"filled": Blank("How many of its seats are filled?")}}),
            Fix(f"Promise what can be kept: {promises[0].title}", {refs[0]: {field: asks}}),
        ],
    )


def _with(roles: Sequence[Role], seats: int) -> list[str]:
    return [role.title for role in roles if filled(role) == seats]
