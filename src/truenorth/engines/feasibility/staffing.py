"""Whether the hours of a schedule can be shared out among those who have the skills, week by week."""

from __future__ import annotations

from collections.abc import Sequence

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.kernel import parts
from truenorth.engines.feasibility.problem import Staff
from truenorth.engines.feasibility.view import View
from truenorth.engines.hall import Sharing, short


def short_sets(view: View, placing: Sequence[Placed]) -> frozenset[frozenset[str]]:
    """The sets of skills, not yet looked at, that need more hours in some week than all who have one of them."""
    problem = view.kernel.problem
    shared = _shared(view)
    if not shared:
        return frozenset()
    need = _needs(view, placing, shared)
    skills = sorted(shared)
    able = {skill: [n for n, one in enumerate(problem.staff) if skill in one.skills] for skill in skills}
    found: set[frozenset[str]] = set()
    for week in range(len(problem.weeks)):
        asked = {skill: float(need[skill][week]) for skill in skills if need[skill][week]}
        if len(asked) > 2:
            have = [float(staff.per_week[week]) for staff in problem.staff]
            found |= set(short(asked, have, able))
    return frozenset(found) - view.kernel.sets


class Hours:
    """The hours of each week given to those who have the skills, while work is placed."""

    def __init__(self, view: View) -> None:
        """Nobody has anything to do."""
        problem = view.kernel.problem
        self.shared = _shared(view)
        able = {skill: [n for n, one in enumerate(problem.staff) if skill in one.skills] for skill in self.shared}
        self._weeks = [
            Sharing([staff.per_week[week] for staff in problem.staff], able) for week in range(len(problem.weeks))
        ]

    def take(self, asked: Sequence[tuple[str, int, int]]) -> bool:
        """Give out (skill, week, how much), all of it; where that cannot be, nothing is changed."""
        for n, (skill, week, much) in enumerate(asked):
            left = self._weeks[week].add(skill, much)
            if left:
                self._weeks[week].take_back(skill, much - left)
                self.give_back(asked[:n])
                return False
        return True

    def give_back(self, asked: Sequence[tuple[str, int, int]]) -> None:
        """It is not asked for after all."""
        for skill, week, much in asked:
            self._weeks[week].take_back(skill, much)


def _shared(view: View) -> set[str]:
    """The skills whose hours are limited, where three or more hang together by those who have several of them.

    Each skill, and each two of them, are looked at in any case.
    """
    staff: Sequence[Staff] = view.kernel.problem.staff
    free = {skill for one in staff if not view.holds((one.claim,)) for skill in one.skills}
    groups: list[set[str]] = []
    for one in staff:
        mine = set(one.skills) - free
        apart = [group for group in groups if not group & mine]
        groups = [*apart, mine.union(*(group for group in groups if group & mine))]
    return {skill for group in groups if len(group) > 2 for skill in group}


def _needs(view: View, placing: Sequence[Placed], skills: set[str]) -> dict[str, list[int]]:
    """By skill, how much of it a placing draws in each week."""
    need = {skill: [0] * len(view.kernel.problem.weeks) for skill in skills}
    for p, place in enumerate(placing):
        for spread in view.hours[p]:
            if spread.skill in need:
                for week, much in parts(spread, place.start, place.end - place.start):
                    need[spread.skill][week] += much
    return need
