"""The hours that work asks for, and those of the seats that can do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil, floor, inf

from truenorth.engines.cost import once
from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import in_words, of_skills, row
from truenorth.engines.feasibility.of.says import name as called
from truenorth.engines.feasibility.of.usual import Need, Usual, has_hours, with_usual_hours
from truenorth.engines.feasibility.problem import Staff, Use
from truenorth.engines.hours import hours_of, in_hours, plain
from truenorth.engines.seats import filled, is_there, roles_of, says_seats
from truenorth.plan.resources import Role, Team
from truenorth.plan.work import Activity

MINUTES = 60
_ROUNDING = 1e-6


def resource(team: str | None, skill: str) -> str:
    """The name under which hours of a skill of a team are drawn; work without a team draws on all who have it."""
    return f"{team or ''}/{skill}"


class People:
    """The seats of a plan, and which hours of its work they are for."""

    def __init__(self, draft: Draft, work: Sequence[Planned], *, assume: bool = True) -> None:
        """Find who can do what, and put their hours down; `assume` fills in what is usual where nobody states it."""
        self.draft, self._assume, plan = draft, assume, draft.asof.plan
        self._twice = _stated_twice(draft, work)
        self.seats = {team.key: seats for team in plan.all(Team) if (seats := roles_of(plan, team))}
        if loose := [role for role in plan.all(Role) if not role.team and is_there(role)]:
            self.seats[""] = loose
        self._everywhere = all(team.key in self.seats for team in plan.all(Team))
        usual = Usual(plan, self.seats) if assume else None
        self._asked = {one.activity.ref: self._hours(one.activity, usual) for one in work}
        self.drawn: dict[str, set[str]] = {}  # the skills that work asks of each team
        for needs in self._asked.values():
            for need in needs:
                self.drawn.setdefault(need.team, set()).add(need.skill)
        self._put_down()

    def uses(self, one: Planned) -> Iterator[Use]:
        """The hours that work asks for, as minutes: the least that is stated, and of it what is left to do."""
        for need in self._asked[one.activity.ref]:
            if minutes := floor(need.hours * MINUTES * one.share + _ROUNDING):
                claims = (self._is_assumed(one.activity, need.because),) if need.because else ()
                yield Use(resource(need.team, need.skill), minutes, claims=claims)

    def _hours(self, activity: Activity, usual: Usual | None) -> list[Need]:
        found: dict[str, float] = {}
        if activity.milestone or activity.ref in self._twice:
            return []
        for skill, stated in activity.effort.items():
            if numbers := in_hours(stated):
                found[plain(skill)] = found.get(plain(skill), 0.0) + numbers[0]
        if found or usual is None:
            return [Need(activity.team or "", skill, hours) for skill, hours in found.items()]
        return usual.hours(activity)

    def _is_assumed(self, activity: Activity, because: str) -> str:
        says = f"{called(activity.title)} takes {because}"
        return self.draft.claim(f"takes {activity.ref}", "lead", says, activity.ref, "effort", assumed=True)

    def offered(self, team: str) -> list[str]:
        """The teams whose work the seats of a team are for: its own, the one it is a part of, and work without one."""
        if not team:
            return [""]
        mine = self.draft.asof.plan.get(Team, team)
        for_whom = [team, *([mine.part_of] if mine and mine.part_of else [])]
        judged = [key for key in for_whom if self._has_no_parts_of_parts(key)]
        return [*judged, ""] if self._everywhere else judged

    def _has_no_parts_of_parts(self, key: str) -> bool:
        plan = self.draft.asof.plan
        parts = [part for part in plan.pointing_at(f"team:{key}", Team) if part.part_of == key]
        return not any(deep.part_of == part.key for part in parts for deep in plan.pointing_at(part.ref, Team))

    def _put_down(self) -> None:
        groups: dict[tuple[str, frozenset[str]], list[Role]] = {}
        for team, roles in sorted(self.seats.items()):
            for role in roles:
                groups.setdefault((team, frozenset(map(plain, role.skills))), []).append(role)
        named = {key: self._resources(*key) for key in groups}
        hours = {key: self._hours_of(roles) for key, roles in groups.items()}
        without_end = {name for key, many in hours.items() if inf in many for name in named[key]}
        for key, roles in groups.items():
            if offered := named[key] - without_end:
                self._staff(key, roles, frozenset(offered), hours[key])
        self._tell({name for names in named.values() for name in names}, without_end)

    def _resources(self, team: str, skills: frozenset[str]) -> set[str]:
        found = set()
        for whose in self.offered(team):
            asked = self.drawn.get(whose, set())
            found |= {resource(whose, skill) for skill in (asked & skills if skills else asked)}
        return found

    def _hours_of(self, roles: Sequence[Role]) -> list[float]:
        weeks = self.draft.clock.by_week
        rows = [hours_of(weeks, *self._known(role)) for role in roles]
        return [sum(week) for week in zip(*rows, strict=True)]

    def _known(self, role: Role) -> tuple[Role, int | None]:
        """A role with its filled seats; what it does not state as it usually is, or as unknown."""
        if self._assume:
            return with_usual_hours(role), filled(role)
        return role, filled(role) if says_seats(role) else None

    def _staff(
        self,
        group: tuple[str, frozenset[str]],
        roles: Sequence[Role],
        offered: frozenset[str],
        hours: Sequence[float],
    ) -> None:
        team, skills = group
        at = f"team:{team}" if team else roles[0].ref
        key = f"people {at} {'+'.join(sorted(skills))}".rstrip()
        title = self.draft.asof.plan.title(at)
        a_week = max(hours, default=0.0)
        can = f" for {of_skills(skills)}" if skills else ""
        planned = " of planned work" if any(role.utilisation for role in roles) else ""
        has = f"has {in_words(round(a_week, 1))}{planned} a week" if a_week else "has nobody"
        says = f"{title} {has}{can}"
        assumed = any(filled(role) and not (says_seats(role) and has_hours(role)) for role in roles)
        self.draft.claim(key, "people", says, at, "the hours a week of its roles", assumed=assumed)
        minutes = (ceil(hour * MINUTES - _ROUNDING) for hour in self.draft.clock.left_of(hours))
        name = f"{title}: {of_skills(skills)}" if skills else title
        self.draft.staff.append(Staff(key, name, offered, tuple(minutes), key))
        self.draft.seats[key] = list(roles)
        self.draft.units.update((one, ("h", MINUTES)) for one in offered)

    def _tell(self, named: set[str], without_end: set[str]) -> None:
        asked = {resource(team, skill) for team, skills in self.drawn.items() for skill in skills}
        if not asked - without_end & named:
            self.draft.say_silent("hours")
            return
        if unknown := sorted(asked - named | asked & without_end):
            self.draft.say_silent(f"hours of {row(map(self._called, unknown))}")

    def _called(self, name: str) -> str:
        team, _, skill = name.partition("/")
        return f"{skill} in {self.draft.asof.plan.title(f'team:{team}')}" if team else skill


def _stated_twice(draft: Draft, work: Sequence[Planned]) -> set[str]:
    """Work whose hours another document states as well, and no fewer: they count once."""
    plan = draft.asof.plan
    if not plan.alike:
        return set()
    every = [one.activity for one in work if one.activity.effort]
    counted = {one.ref for one in once(plan, every, _effort)}
    return {one.ref for one in every} - counted


def _effort(activity: Activity) -> float:
    return float(sum(hours.mid or 0 for hours in activity.effort.values()))
