"""Seats: how many of a role are filled or open."""

from __future__ import annotations

from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role, Team


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
