"""Plans with much work for few people, as problems, each with a schedule that is known to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from benchmarks.staffed import Hired, spread
from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.problem import (
    After,
    Bundle,
    Claim,
    ClaimKind,
    Pot,
    Problem,
    Supply,
    Use,
    Window,
    Work,
)

DAYS, WEEK = 260, 5
WAITS = 60  # days, for somebody who has time
QUARTERS = ((0, 65), (65, 130), (130, 195), (195, 260))
DEPARTMENTS = (
    ("strategy", "product marketing", "brand"),
    ("copy", "design", "video", "translation"),
    ("automation", "data", "web", "quality"),
    ("paid media", "social", "email", "search"),
    ("events", "webinars", "partners"),
    ("press", "analysts", "communications"),
    ("analytics", "reporting", "CRM"),
    ("sales enablement", "customer marketing", "community"),
    ("field EMEA", "field APAC", "field Americas", "accounts"),
)
TOOLS = ("automation platform", "webinar platform", "content system", "ad platform")
REVIEWS = {"legal review": 5, "brand approval": 3}
MONEY = ("media", "content", "stands")
TAKERS = ("sales", "onboarding")
UNITS = {**{skill: ("h", 60) for many in DEPARTMENTS for skill in many}, **dict.fromkeys(MONEY, ("€", 100))}
SKILLS = {50: 10, 200: 14, 300: 16, 1_000: 24, 5_000: 33}


@dataclass(frozen=True)
class Crowded:
    """A problem, and a schedule that was made before its limits were drawn around it."""

    problem: Problem
    witness: dict[str, Placed]


def crowded(works: int, seed: int, *, wide: bool = False, margin: float = 0.1) -> Crowded:
    """A plan of a year with so many pieces of work, eight to a program; its due dates are near, or far (`wide`)."""
    return _Making(works, Random(f"{works} {seed} {wide}"), wide, margin).made()


class _Making:
    """A plan in the making: programs first, then a schedule, then limits that this schedule keeps."""

    def __init__(self, works: int, random: Random, wide: bool, margin: float) -> None:
        self.random, self.wide, self.margin = random, wide, margin
        self.claims: dict[str, Claim] = {}
        self.works: list[Work] = []
        self.afters: list[After] = []
        self.planned: dict[str, int] = {}  # days, by key of the work
        self.failed: Counter[str] = Counter()  # how often a program found no place
        self.begins: dict[str, int] = {}  # the first day, by key of the program
        self.departments = _departments(SKILLS.get(works, 16))
        self.programs = [self.program(c, works) for c in range(max(2, works // 8))]
        self.feeding()

    def made(self) -> Crowded:
        hired = Hired(self.random, self.departments, self.works, DAYS, WEEK)
        witness = self.witness(hired)
        works = self.dated(witness)
        staff = hired.staff(lambda key, says: self.claim("people", key, says))
        problem = Problem(
            DAYS,
            tuple(range(0, DAYS, WEEK)),
            self.claims,
            tuple(self.programs),
            works,
            tuple(self.afters),
            tuple(self.supplies(witness)),
            tuple(self.pots(witness)),
            staff,
            units=UNITS,
        )
        from benchmarks.levers import levers

        return Crowded(replace(problem, levers=tuple(levers(problem))), witness)

    def claim(self, kind: ClaimKind, name: str, says: str) -> str:
        key = f"{kind}:{name}"
        self.claims[key] = Claim(key, kind, says)
        return key

    def program(self, c: int, works: int) -> Bundle:
        r, name = self.random, f"p{c}"
        do = self.claim("do", name, f"Program {c} is done")
        self.begins[name] = r.randrange(0, DAYS - 110)
        programs = max(2, works // 8)
        size = 8 + (c < works - 8 * programs)
        brief = self.work(name, "brief", self.skill(0), r.randint(2, 5))
        made = []
        for n in range(size - 5):
            skill = self.skill(r.choice((1, 1, 1, 2, r.randrange(len(self.departments)))))
            made.append(self.work(name, f"make{n}", skill, r.randint(4, 14)))
            if r.random() < 0.3:
                self.more(Use(self.skill(r.choice((1, 2))), 60 * r.choice((4, 6, 12, 20))))
            self.after(made[-2] if n and r.random() < 0.3 else brief, made[-1])
        self.ending(name, made)
        return Bundle(name, f"Program {c}", do, float(r.choice((1, 2, 3, 5, 8, 13))))

    def ending(self, name: str, made: list[str]) -> None:
        """Review, build, launch and report of a program."""
        r = self.random
        review = self.review(name, r.choice(("legal review", "legal review", "brand approval")))
        for key in made:
            self.after(key, review)
        build = self.work(name, "build", self.skill(2), r.randint(3, 8))
        self.more(Use(r.choice((TOOLS[0], TOOLS[2])), 1))
        launch = self.work(name, "launch", self.skill(3 + self.random.randrange(6)), r.randint(5, 20))
        self.more(Use(r.choice((TOOLS[0], TOOLS[1], TOOLS[3])), 1))
        self.more(Use(r.choice(MONEY), 100_000 * r.choice((2, 5, 8, 12, 20))))
        self.more(Use(r.choice(TAKERS), r.choice((20, 40, 60, 100, 160)), lag=r.choice((5, 10, 15))))
        report = self.work(name, "report", self.skill(6), r.randint(2, 5))
        for first, then in ((review, build), (build, launch), (launch, report)):
            self.after(first, then)

    def skill(self, department: int) -> str:
        return self.random.choice(self.departments[department % len(self.departments)])

    def work(self, bundle: str, name: str, skill: str, days: int) -> str:
        """A piece of work planned for some days, which may take somewhat less or half as much again."""
        key = f"{bundle}/{name}"
        shortest, longest = max(1, days * 2 // 3), days + days // 2
        uses = (Use(skill, int(60 * days * self.random.choice((1.5, 2, 3, 4)))),)
        self.works.append(Work(key, f"{name.title()} of {bundle}", bundle, shortest, longest, 0, DAYS, uses))
        self.planned[key] = days
        return key

    def review(self, bundle: str, name: str) -> str:
        lead = self.claim("lead", name, f"{name} takes {REVIEWS[name]} days")
        key, days = f"{bundle}/review", REVIEWS[name]
        uses = (Use(name, 1),)
        self.works.append(Work(key, f"{name} of {bundle}", bundle, days, days, 0, DAYS, uses, lead=(lead,)))
        self.planned[key] = days
        return key

    def more(self, use: Use) -> None:
        work = self.works[-1]
        known = use.resource in {one.resource for one in work.uses}
        self.works[-1] = work if known else replace(work, uses=(*work.uses, use))

    def after(self, first: str, then: str, *claims: str) -> None:
        self.afters.append(After(first, then, 0, claims))

    def feeding(self) -> None:
        """One program in six feeds another that begins much later."""
        for _ in range(len(self.programs) // 6):
            one, other = self.random.sample(self.programs, 2)
            if self.begins[one.key] + 100 < self.begins[other.key]:
                says = f"{other.title} waits for {one.title}"
                self.after(f"{one.key}/launch", f"{other.key}/launch", self.claim("after", f"{other.key}", says))

    def witness(self, hired: Hired) -> dict[str, Placed]:
        """A schedule in which each work takes the days planned; people are hired until there is one."""
        before: dict[str, list[str]] = {}
        for after in self.afters:
            before.setdefault(after.then, []).append(after.first)
        order = self.order()
        while True:
            placed: dict[str, Placed] = {}
            hired.start_anew()
            failed = next((key for key in order if not self.place(key, placed, before, hired)), None)
            if failed is None:
                return placed
            self.ease(failed, hired)

    def ease(self, key: str, hired: Hired) -> None:
        """More hours for a work that found no place, in the end for all of its program; and it begins earlier."""
        bundle = hired.works[key].bundle
        self.failed[bundle] += 1
        self.begins[bundle] = max(0, self.begins[bundle] - 5)
        for work in self.works:
            if work.key == key or (work.bundle == bundle and self.failed[bundle] > 5):
                hired.hire(work.key)

    def order(self) -> list[str]:
        """Programs by their first day, the work of each in its order: so what feeds another comes before it."""
        return [work.key for work in sorted(self.works, key=lambda work: (self.begins[work.bundle], work.bundle))]

    def place(self, key: str, placed: dict[str, Placed], before: dict[str, list[str]], hired: Hired) -> bool:
        work = hired.works[key]
        days = self.planned[key]
        start = max([self.begins[work.bundle], *(placed[first].end for first in before.get(key, ()))])
        for day in range(start, min(start + WAITS, DAYS - days) + 1):
            if hired.take(work, Placed(day, day + days)):
                placed[key] = Placed(day, day + days)
                return True
        return False

    def dated(self, witness: dict[str, Placed]) -> tuple[Work, ...]:
        """Each program has a first day, and has to be over some days after it is in the schedule."""
        ends: Counter[str] = Counter()
        for work in self.works:
            ends[work.bundle] = max(ends[work.bundle], witness[work.key].end)
        slack = (30, 70) if self.wide else (0, 20)
        last = {key: min(DAYS, end + self.random.randint(*slack)) for key, end in ends.items()}
        for key, day in last.items():
            self.claim("ready", key, f"{key} begins on day {self.begins[key]} or later")
            self.claim("due", key, f"{key} is over by day {day}")
        return tuple(self.bounded(work, last[work.bundle]) for work in self.works)

    def bounded(self, work: Work, last: int) -> Work:
        """With its dates, and the contract of the tool it uses, which here holds for the whole year."""
        used = [use.resource for use in work.uses if use.resource in TOOLS]
        windows = tuple(Window(0, DAYS, (self.claim("tool", tool, f"There is: {tool}"),)) for tool in used)
        ready, due = (f"ready:{work.bundle}",), (f"due:{work.bundle}",)
        first = self.begins[work.bundle]
        return replace(work, earliest=first, latest=last, ready=ready, due=due, windows=windows)

    def supplies(self, witness: dict[str, Placed]) -> Iterator[Supply]:
        for key in (*TOOLS, *REVIEWS):
            used = Counter(
                day
                for work in self.works
                for use in work.uses
                if use.resource == key
                for day in range(witness[work.key].start, witness[work.key].end)
            )
            there = max(1, int(max(used.values(), default=1) * (1 + self.margin)))
            yield Supply(key, key, "", (there,) * DAYS, (self.claim("places", key, f"{there} at once: {key}"),))

    def pots(self, witness: dict[str, Placed]) -> Iterator[Pot]:
        weeks = [(first, first + WEEK) for first in range(0, DAYS, WEEK)]
        for resource in MONEY:
            for n, much in enumerate(self.drawn(resource, QUARTERS, witness)):
                amount = int(much * (1 + self.margin)) // 100 * 100 + 100
                claim = self.claim("budget", f"{resource} Q{n + 1}", f"{resource}, Q{n + 1}: {amount // 100:,} €")
                yield Pot(resource, resource, *QUARTERS[n], amount, (claim,))
        for resource in TAKERS:
            most = int(max(self.drawn(resource, weeks, witness)) * (1 + self.margin)) + 1
            claim = self.claim("takes", resource, f"{resource} takes {most} a week")
            for first, last in weeks:
                yield Pot(resource, resource, first, last, most, (claim,))

    def drawn(self, resource: str, periods: Sequence[tuple[int, int]], witness: dict[str, Placed]) -> list[int]:
        uses = [(use, witness[work.key]) for work in self.works for use in work.uses if use.resource == resource]
        return [sum(spread(use, place, *period) for use, place in uses) for period in periods]


def _departments(skills: int) -> list[tuple[str, ...]]:
    """The first skills, one of each department before the second of any, at least one in each of the first three."""
    flat = [(n, k, skill) for n, many in enumerate(DEPARTMENTS) for k, skill in enumerate(many)]
    kept = {skill for _, _, skill in sorted(flat, key=lambda one: (one[1], one[0]))[:skills]}
    return [many for one in DEPARTMENTS if (many := tuple(skill for skill in one if skill in kept))]
