"""The cases that the feasibility engine and its rivals are measured on, each known by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.crowded import DAYS, Crowded, crowded
from benchmarks.planting import NothingMust, planted, windows_of
from truenorth.engines.feasibility.problem import Claim, Problem, Supply, Work

SEEDS = (1, 2, 3)
KINDS = ("feasible", "window", "overload", "budget", "contract", "downstream", "window, overload, budget")
DATES = ("tight", "wide")


@dataclass(frozen=True)
class Case:
    """So many pieces of work, near or far dates (or "plain": what every rival can say), a planted conflict, a seed."""

    works: int
    dates: str
    kinds: str
    seed: int

    @classmethod
    def named(cls, name: str) -> Case:
        """The case of a name."""
        works, dates, *kinds, seed = name.split(" ")
        return cls(int(works), dates, " ".join(kinds), int(seed))

    @property
    def name(self) -> str:
        """As it is given to a process of its own."""
        return f"{self.works} {self.dates} {self.kinds} {self.seed}"

    @property
    def problem(self) -> Problem:
        """What is asked. Raises NothingMust where this plan has no weeks for such a conflict."""
        plan = crowded(self.works, self.seed, wide=self.dates == "wide")
        if self.dates == "plain":
            return _plain_planted(plain(plan), self.kinds, self.seed)
        return plan.problem if self.kinds == "feasible" else planted(plan, self.kinds, self.seed)


def cases(works: int, seeds: tuple[int, ...] = SEEDS) -> Iterator[Case]:
    """All cases of a size whose conflict could be planted."""
    for kinds in KINDS:
        for dates in DATES:
            for seed in seeds:
                case = Case(works, dates, kinds, seed)
                try:
                    case.problem  # noqa: B018
                except NothingMust:
                    continue
                yield case


def plain(plan: Crowded) -> Problem:
    """As much of a plan as every rival can say: fixed lengths, and so many minutes of each skill on each day.

    The lengths are those of the schedule that is known to hold, and so are the minutes, with a tenth more.
    """
    problem, witness = plan.problem, plan.witness
    skills = {skill for staff in problem.staff for skill in staff.skills}
    kept = skills | {supply.key for supply in problem.supplies}
    works = []
    for work in problem.works:
        days = witness[work.key].end - witness[work.key].start
        uses = (replace(use, amount=-(-use.amount // days)) if use.resource in skills else use for use in work.uses)
        mine = tuple(use for use in uses if use.resource in kept)
        works.append(replace(work, shortest=days, longest=days, uses=mine, windows=(), lead=()))
    claims = {**problem.claims, **{f"people:{skill}": Claim(f"people:{skill}", "people", skill) for skill in skills}}
    team = tuple(_team(skill, works, plan) for skill in sorted(skills))
    supplies = (*problem.supplies, *(one for one in team if max(one.per_day)))
    return replace(problem, claims=claims, works=tuple(works), supplies=supplies, pots=(), staff=(), levers=())


def _team(skill: str, works: list[Work], plan: Crowded) -> Supply:
    used: Counter[int] = Counter()
    for work in works:
        for use in work.uses:
            if use.resource == skill:
                used.update(dict.fromkeys(range(plan.witness[work.key].start, plan.witness[work.key].end), use.amount))
    there = max(used.values(), default=0) * 11 // 10
    return Supply(skill, skill, "min", (there,) * DAYS, (f"people:{skill}",))


def _plain_planted(problem: Problem, kinds: str, seed: int) -> Problem:
    if kinds == "feasible":
        return problem
    if kinds == "window":
        return planted(Crowded(problem, {}), kinds, seed)
    return _fewer(problem)


def _fewer(problem: Problem) -> Problem:
    """Five weeks in which a team has nine tenths of the minutes that have to be worked then."""
    windows = windows_of(problem)
    must: dict[tuple[str, int], int] = {}
    for first in range(0, DAYS - 25 + 1, 5):
        for work in problem.works:
            for use in work.uses:
                if windows[work.key][0] >= first and windows[work.key][1] <= first + 25:
                    key = use.resource, first
                    must[key] = must.get(key, 0) + work.shortest * use.amount
    teams = {one.key: one for one in problem.supplies if one.claims[0].startswith("people")}
    chosen = max((key for key in must if key[0] in teams), key=lambda key: (must[key] / teams[key[0]].per_day[0], key))
    skill, first = chosen
    there = must[chosen] * 9 // (10 * 25)

    def fewer(day: int, much: int) -> int:
        return min(much, there) if first <= day < first + 25 else much

    per_day = tuple(fewer(day, much) for day, much in enumerate(teams[skill].per_day))
    supplies = (replace(one, per_day=per_day) if one.key == skill else one for one in problem.supplies)
    return replace(problem, supplies=tuple(supplies))
