"""What is usual where nobody states it: the hours of a piece of work, and those of a seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from truenorth.engines.feasibility.estimate import estimate, skill_of
from truenorth.engines.feasibility.template import seat_hours
from truenorth.engines.hours import in_hours, plain
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role, Team
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity


class Need(NamedTuple):
    """Hours of a skill that work asks of a team, or of whoever has it; `because` where they are assumed, in words."""

    team: str
    skill: str
    hours: float
    because: str = ""


class Usual:
    """The hours that work of a known kind usually takes, at the least, in the skills that a plan names."""

    def __init__(self, plan: Plan, seats: Mapping[str, Sequence[Role]]) -> None:
        """Gather the skills that the roles of each team name."""
        self._functions = {team.key: team.function for team in plan.all(Team)}
        self._skills = {
            team: {plain(skill) for role in roles for skill in role.skills} for team, roles in seats.items()
        }
        self._anything = {team for team, roles in seats.items() if any(not role.skills for role in roles)}
        self._named = {skill for skills in self._skills.values() for skill in skills}

    def hours(self, activity: Activity) -> list[Need]:
        """What a piece of work is likely to ask for; nothing where its kind is not sure."""
        team = activity.team or ""
        guess = estimate(activity.title, activity.channel, self._functions.get(team, ""))
        if guess is None:
            return []
        sums: dict[tuple[str, str], float] = {}
        for skill, hours in guess.hours.items():
            name = plain(skill_of(skill, self._named) or skill)
            whose = team if self._does(team, name) else ""
            sums[whose, name] = sums.get((whose, name), 0.0) + float(hours.low or 0)
        return [Need(*whom, hours, guess.says) for whom, hours in sums.items() if hours]

    def _does(self, team: str, skill: str) -> bool:
        """Whether a team does work of a skill itself, as far as its roles tell."""
        return team not in self._skills or team in self._anything or skill in self._skills[team]


def has_hours(role: Role) -> bool:
    """Whether a role states the hours of its seats."""
    return bool(role.hours_per_week and in_hours(role.hours_per_week))


def with_usual_hours(role: Role) -> Role:
    """A role; where it states no hours, with the most that a seat usually has for its work."""
    if has_hours(role):
        return role
    most = seat_hours("part" in role.commitment.lower()).high
    return role.model_copy(update={"hours_per_week": Quantity(most, most, "h")})
