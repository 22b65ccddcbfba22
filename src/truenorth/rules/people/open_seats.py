"""TEAM04: seats that nobody sits in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.seats import filled, is_there, says_seats, vacant
from truenorth.engines.words import row
from truenorth.plan.resources import Role, Team
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule("TEAM04", asks="business", reads=["role", "team", "activity"], kind="gap", severity="warning")
def open_seats(case: Case, *, share: float = 0.3) -> Iterator[Finding]:
    """
    Work counts on a seat that is open.

    ## Why it matters

    A plan that counts on people who are still to be found looks as good as any other until the work is due. Whoever
    agrees to it should see how many seats are open, and what waits for them.

    An activity that cannot do without a role of which no seat is filled is a warning. The seats of a team that are
    open are counted: a warning where at least `share` of them are, and a plain fact otherwise; where more than two
    teams have open seats it is one line. A role that means the same as another counts once.

    ## Example

        role: {designer: {filled: 0, open: 1}}
        activity: {spring-letter: {roles: [designer]}}

    ## Finds

        role:designer nobody sits in it, and 1 activity cannot do without it: Spring letter
        team:demand 1 of 2 seats is open: Designer

    ## Put right

        role: {designer: {filled: 1, open: 0}}
    """
    roles = _once([role for role in case.plan.all(Role) if is_there(role) and says_seats(role)])
    for role in roles:
        if vacant(role) and not filled(role):
            yield from _waited_for(case, role)
    teams = [count for count in _counted(case, roles) if count.open]
    if len(teams) > 2:
        yield _together(teams, sum(map(filled, roles)), sum(map(vacant, roles)), share)
    else:
        yield from (_of_team(count, share) for count in teams)


@dataclass(frozen=True)
class _Count:
    """The seats of one team, or of the roles without a team."""

    team: Team | None
    filled: int
    open: int
    roles: tuple[Role, ...]  # those with open seats

    @property
    def of(self) -> str:
        """How many of how many."""
        return f"{self.open} of {self.filled + self.open}"


def _once(roles: list[Role]) -> list[Role]:
    """The roles without those that mean the same as an earlier one."""
    there = {role.ref for role in roles}
    seen: set[str] = set()
    kept = []
    for role in roles:
        if not seen & {role.ref, *role.twins}:
            kept.append(role)
        seen.update({role.ref, *role.twins} & there)
    return kept


def _waited_for(case: Case, role: Role) -> Iterator[Finding]:
    work = [a for a in case.plan.pointing_at(role.ref, Activity) if role.key in a.roles and case.live(a)]
    if work:
        names = row(activity.title for activity in work)
        empty = "nobody sits in it" if role.filled == 0 else "its seat is open"
        activities = "1 activity" if len(work) == 1 else f"{len(work)} activities"
        yield found(
            (role.ref, *(activity.ref for activity in work)),
            f"{empty}, and {activities} cannot do without it: {names}",
            severity="warning",
            part="work",
            stake=[activity.ref for activity in work],
            fixes=[
                Fix("Fill the seat", {role.ref: {"filled": Blank("How many of its seats are filled, from when?")}}),
                Fix("Give the work to another seat", {work[0].ref: {"roles": Blank("Which roles can do it?")}}),
            ],
        )


def _counted(case: Case, roles: list[Role]) -> list[_Count]:
    by_team: dict[str, list[Role]] = {}
    for role in roles:
        by_team.setdefault(role.team or "", []).append(role)
    return [
        _Count(
            case.plan.get(Team, key),
            sum(map(filled, members)),
            sum(map(vacant, members)),
            tuple(role for role in members if vacant(role)),
        )
        for key, members in sorted(by_team.items())
    ]


def _of_team(count: _Count, share: float) -> Finding:
    refs = [role.ref for role in count.roles]
    return found(
        (count.team.ref, *refs) if count.team else tuple(refs),
        f"{count.of} seats {'is' if count.open == 1 else 'are'} open: {row((_named(r) for r in count.roles), 4)}",
        severity=_severity(count.open, count.filled, share),
        part="seats",
        stake=[],
        seen={"open": count.open, "filled": count.filled, "roles": {role.ref: vacant(role) for role in count.roles}},
        fixes=[_fill(count.roles[0])],
    )


def _together(teams: list[_Count], taken: int, free: int, share: float) -> Finding:
    most = sorted(teams, key=lambda count: -count.open)
    names = row((f"{count.team.title if count.team else 'no team'} {count.of}" for count in most), 3)
    refs = [count.team.ref if count.team else count.roles[0].ref for count in most]
    each = [{"at": ref, "says": f"{count.of} seats are open"} for ref, count in zip(refs, most, strict=True)]
    worst = max(teams, key=lambda count: count.open / (count.open + count.filled))
    return found(
        tuple(refs),
        f"{free} of {taken + free} seats are open: {names}",
        severity=_severity(worst.open, worst.filled, share),
        part="seats",
        stake=[],
        seen={"each": each, "open": free, "filled": taken},
        fixes=[_fill(most[0].roles[0])],
    )


def _named(role: Role) -> str:
    return f"{role.title} ({vacant(role)})" if vacant(role) > 1 else role.title


def _severity(free: int, taken: int, share: float) -> str:
    return "warning" if free >= share * (free + taken) else "info"


def _fill(role: Role) -> Fix:
    asks = Blank("How many of its seats are filled, from when?")
    return Fix(f"Fill {role.title}", {role.ref: {"filled": asks}})
