"""Which roles of a plan may do the work of a problem, and how near that is to what they have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truenorth.engines.feasibility.needed import Needed
from truenorth.engines.feasibility.template import seat_hours
from truenorth.engines.hours import in_hours, plain
from truenorth.engines.seats import filled, is_there
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role, Team


class Who:
    """The roles that may do the work behind each resource (`team/skill`)."""

    def __init__(self, plan: Plan, needed: Needed) -> None:
        """Keep the plan and what its work needs."""
        self.plan, self.needed = plan, needed
        self._able: dict[str, list[Role]] = {}
        self._near: dict[tuple[str, ...], float] = {}

    def able(self, name: str) -> list[Role]:
        """The roles that may do it: those of the team and of its parts; any role where the work has no team."""
        if name not in self._able:
            self._able[name] = self._found(*parted(name))
        return self._able[name]

    def _found(self, team: str, skill: str) -> list[Role]:
        teams = {team, *(one.key for one in self.plan.all(Team) if team and one.part_of == team)}
        roles = (role for role in self.plan.all(Role) if is_there(role) and (not team or role.team in teams))
        return [role for role in roles if not role.skills or skill in map(plain, role.skills)]

    def have(self, names: Iterable[str]) -> float:
        """The hours a week of all who may do some of it: stated, or the least that is assumed of a seat."""
        return sum(map(hours_of, {role.ref: role for name in names for role in self.able(name)}.values()))

    def near(self, names: Sequence[str]) -> float:
        """How near it is to what they have, from 0 to 1: at 1 it is at the edge or beyond, at half of it a quarter."""
        key = tuple(names)
        if key not in self._near:
            have = self.have(names)
            self._near[key] = min(1.0, self.needed.a_week(names) / have) ** 2 if have else 1.0
        return self._near[key]


def parted(name: str) -> tuple[str, str]:
    """The team and the skill of a resource."""
    team, _, skill = name.partition("/")
    return team, skill


def hours_of(role: Role) -> float:
    """The hours a week of a role's filled seats: stated, or the least that is assumed of them."""
    stated = in_hours(role.hours_per_week) if role.hours_per_week else None
    each = stated[1] if stated else float(seat_hours("part" in role.commitment.lower()).low or 0)
    return filled(role) * each
