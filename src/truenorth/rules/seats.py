"""Seats: how many of a role are filled or open, and which role a text such as an owner means."""

from __future__ import annotations

from collections.abc import Iterable

from truenorth.plan.entity import Entity
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role, Team
from truenorth.rules.tally import Part
from truenorth.rules.words import same_text


def roles_of(plan: Plan, team: Team) -> list[Role]:
    """The roles of a team that are there."""
    return [role for role in plan.pointing_at(team.ref, Role) if role.team == team.key and is_there(role)]


def is_there(role: Role) -> bool:
    """Whether a role is more than an idea, and not over."""
    return role.status in (None, "planned", "active")


def filled(role: Role) -> int:
    """Seats that somebody sits in: a role that says nothing of seats is one place, and taken."""
    if role.filled is not None:
        return role.filled
    return 0 if role.open else 1


def vacant(role: Role) -> int:
    """Seats that nobody sits in: a role with no seat filled, and no word of open ones, is one."""
    if role.open is not None:
        return role.open
    return 1 if role.filled == 0 else 0


def says_seats(role: Role) -> bool:
    """Whether a role says how many of its seats are filled or open."""
    return role.filled is not None or role.open is not None


def owner_of_work(item: Entity) -> Part | None:
    """The owner that an activity or a piece of content names, and itself where something is undecided."""
    return ((item.owner, item.ref if item.undecided else ""), (1,)) if item.owner or item.undecided else None


class Titles:
    """The roles by key and by name."""

    def __init__(self, roles: Iterable[Role]) -> None:
        """Gather the roles."""
        self.by_key: dict[str, Role] = {}
        self.by_name: dict[str, list[Role]] = {}
        for role in roles:
            self.by_key[role.key] = role
            if name := same_text(role.name):
                self.by_name.setdefault(name, []).append(role)

    def named(self, text: str) -> list[Role]:
        """The roles that a text means, by key or by name; none where it is a title without a role."""
        key = text.strip().removeprefix("role:")
        return [self.by_key[key]] if key in self.by_key else self.by_name.get(same_text(text), [])
