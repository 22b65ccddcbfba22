"""Teams hired for a plan, and their hours while its work is placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.problem import Staff, Use, Work

HOURS = (16, 20, 24, 32, 38, 40, 40)
USED = 0.85  # the part of all hours that the work takes over the year


def spread(use: Use, place: Placed, first: int, last: int) -> int:
    """What a use draws from day `first` to before `last`, spread evenly over the days of its work."""
    days, begin = place.end - place.start, place.start + use.lag
    before, until = (max(0, min(days, day - begin)) for day in (first, last))
    return use.amount * until // days - use.amount * before // days


@dataclass
class Seats:
    """People with the same skills: their hours a week, and the weeks they are away."""

    skills: tuple[str, ...]
    hours: int
    away: frozenset[int]


class Hired:
    """Enough people for the work over the year; more where a week turns out to be too full."""

    def __init__(
        self, random: Random, departments: Sequence[Sequence[str]], works: Sequence[Work], days: int, week: int
    ) -> None:
        self.random, self.week, self.weeks = random, week, days // week
        self.works = {work.key: work for work in works}
        self.mates = {skill: many for many in departments for skill in many}
        self.seats: list[Seats] = []
        self._hire_all(works)
        self.start_anew()

    def _hire_all(self, works: Sequence[Work]) -> None:
        left: Counter[str] = Counter()
        for work in works:
            for use in work.uses:
                if use.resource in self.mates:
                    left[use.resource] += use.amount
        while left and max(left.values()) > 0:
            skill = max(sorted(left), key=lambda one: left[one])
            seats = self._seats(skill)
            self.seats.append(seats)
            for one in seats.skills:
                left[one] -= int(60 * seats.hours * (self.weeks - 4) * USED / len(seats.skills))

    def _seats(self, skill: str) -> Seats:
        r = self.random
        others = [one for one in self.mates[skill] if one != skill]
        skills = {skill, *([r.choice(others)] if others and r.random() < 0.5 else [])}
        if r.random() < 0.1:
            skills.add(r.choice(sorted(self.mates)))
        summer = r.randrange(24, self.weeks - 18)
        away = frozenset((summer, summer + 1, r.choice((0, self.weeks - 2, self.weeks - 1)), r.randrange(self.weeks)))
        return Seats(tuple(sorted(skills)), r.choice(HOURS), away)

    def start_anew(self) -> None:
        """All hours are free again."""
        self.free = [[60 * one.hours * (n not in one.away) for n in range(self.weeks)] for one in self.seats]
        self.able: dict[str, list[int]] = {}
        for n, one in sorted(enumerate(self.seats), key=lambda pair: len(pair[1].skills)):
            for skill in one.skills:
                self.able.setdefault(skill, []).append(n)

    def hire(self, key: str) -> None:
        """More hours for the skills of a work that found no place."""
        for use in self.works[key].uses:
            for n in self.able.get(use.resource, ()):
                self.seats[n].hours = int(self.seats[n].hours * 1.05) + 1

    def take(self, work: Work, place: Placed) -> bool:
        """Take the hours that a work needs at a place, if they are all free."""
        taken: list[tuple[int, int, int]] = []
        for use in work.uses:
            if use.resource in self.mates and not self._taken(use, place, taken):
                for seat, week, much in taken:
                    self.free[seat][week] += much
                return False
        return True

    def _taken(self, use: Use, place: Placed, taken: list[tuple[int, int, int]]) -> bool:
        for week in range(place.start // self.week, (place.end - 1) // self.week + 1):
            need = spread(use, place, week * self.week, (week + 1) * self.week)
            for seat in self.able.get(use.resource, ()):
                much = min(need, self.free[seat][week])
                if much:
                    self.free[seat][week] -= much
                    taken.append((seat, week, much))
                    need -= much
            if need:
                return False
        return True

    def staff(self, claim: Callable[[str, str], str]) -> tuple[Staff, ...]:
        """Those with the same skills together."""
        alike: dict[tuple[str, ...], list[Seats]] = {}
        for one in self.seats:
            alike.setdefault(one.skills, []).append(one)
        return tuple(self._staff(skills, many, claim) for skills, many in sorted(alike.items()))

    def _staff(self, skills: tuple[str, ...], many: Sequence[Seats], claim: Callable[[str, str], str]) -> Staff:
        key = "+".join(skills)
        title = f"{len(many)} for {' and '.join(skills)}"
        hours = tuple(60 * sum(one.hours for one in many if n not in one.away) for n in range(self.weeks))
        return Staff(key, title, frozenset(skills), hours, claim(key, f"{title}: {max(hours) // 60} h a week"))
