"""What nobody stated and the verdict rests on: each as a question, with how far its answer could turn the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.asked import Asked, Question
from truenorth.engines.feasibility.estimate import Estimate, estimate, skill_of
from truenorth.engines.feasibility.needed import Needed
from truenorth.engines.feasibility.of.says import day, in_words
from truenorth.engines.feasibility.template import does, seat_hours
from truenorth.engines.feasibility.who import Who, hours_of, parted
from truenorth.engines.hours import in_hours, plain
from truenorth.engines.seats import filled
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Budget, Process, Role, Team
from truenorth.plan.values import Quantity
from truenorth.plan.work import Activity

_SOON = 20  # working days within which a process of unknown length is likely to matter: about a month
_ANY = ("*",)  # the skill of a role that names none: it may do anything
_FAR = 0.04  # a fifth of what whoever does it has, squared: whoever it is, it can be done
_NOBODY = 0.2  # how far hours of work turn the verdict while nobody knows who does it: that is asked first
_NO_PRICE = 0.5  # how far an unknown budget turns the verdict: nothing tells how near the costs are to it


@dataclass(frozen=True)
class Unknown:
    """A question with how far its answer could turn the verdict: the share of the plan's hours that rest on it.

    `about` are the items that an assumption of it stands at.
    """

    question: Question
    turn: float
    about: frozenset[Ref]


class Unknowns:
    """The unknowns of a plan, found from the plan and from the problem that it poses."""

    def __init__(self, case: AsOf, asked: Asked) -> None:
        """Keep the plan as of its day, and what its work needs."""
        self.case, self.asked = case, asked
        self.needed = Needed(asked.problem, self._assumed())
        self.who = Who(case.plan, self.needed)

    def every(self) -> Iterator[Unknown]:
        """All of them, in no particular order."""
        yield from self._seats()
        yield from self._nobody()
        yield from self._efforts()
        yield from self._dates()
        yield from self._processes()
        yield from self._budget()

    @cached_property
    def _work(self) -> Sequence[Activity]:
        return [one for one in self.case.all_live(Activity) if not one.milestone and not _is_over(self.case, one)]

    @cached_property
    def _estimates(self) -> Mapping[Ref, Estimate | None]:
        """What the templates say of work whose hours nobody stated."""
        plan = self.case.plan
        functions = {team.key: team.function for team in plan.all(Team)}
        return {
            one.ref: estimate(one.title, one.channel, functions.get(one.team or "", ""))
            for one in self._work
            if not any(in_hours(hours) for hours in one.effort.values())
        }

    def _assumed(self) -> Mapping[Ref, Mapping[str, float]]:
        """The least hours of work by the templates, under the plan's own words for skills.

        What nobody in the team does, whoever in the plan does it is taken to do.
        """
        offered: dict[str, set[str]] = {}
        for role in self.case.plan.all(Role):
            offered.setdefault(role.team or "", set()).update(map(plain, role.skills or _ANY))
        every = {skill for skills in offered.values() for skill in skills if skill not in _ANY}
        found: dict[Ref, dict[str, float]] = {}
        for one in self._work:
            if guess := self._estimates.get(one.ref):
                own = offered.get(one.team or "", set(_ANY))
                named = ((skill_of(skill, every) or skill, hours) for skill, hours in guess.hours.items())
                found[one.ref] = {
                    f"{one.team or '' if own & {skill, *_ANY} else ''}/{skill}": float(hours.low or 0)
                    for skill, hours in named
                }
        return found

    @cached_property
    def _total(self) -> float:
        """All hours of the plan: work of which nothing is known counts as usual work."""
        return sum(map(self._hours, self._work)) or 1.0

    def _hours(self, one: Activity) -> float:
        """The hours of a piece of work: stated, assumed, or as many as usual."""
        return self.needed.of_bundles.get(one.ref) or self.needed.usual

    def _seats(self) -> Iterator[Unknown]:
        """Filled roles whose hours a week nobody states, by what falls on them."""
        falls: dict[Ref, tuple[Role, list[str]]] = {}
        for name in self.needed.drawn:
            for role in self.who.able(name):
                if filled(role) and not (role.hours_per_week and in_hours(role.hours_per_week)):
                    falls.setdefault(role.ref, (role, []))[1].append(name)
        for role, names in falls.values():
            if self.who.near(names) >= _FAR:
                yield self._of_role(role, names)

    def _of_role(self, role: Role, names: Sequence[str]) -> Unknown:
        seats, each = filled(role), seat_hours("part" in role.commitment.lower())
        alone = [name for name in names if self.who.able(name) == [role]]
        of = f" for each of its {seats:,} seats" if seats > 1 else ""
        question = Question(
            role.ref,
            "hours_per_week",
            f"How many hours a week has the role '{role.title}'{of}?",
            f"{each.low:f} to {each.high:f} hours a week{of}",
            len(self.needed.bundles(names)),
            _below(self.needed.a_week(alone) / seats, of),
        )
        part = hours_of(role) / self.who.have(names)
        share = self.needed.hours(names) / self._total
        return Unknown(question, share * part * self.who.near(names), frozenset({role.ref, f"team:{role.team}"}))

    def _nobody(self) -> Iterator[Unknown]:
        """Work of teams and skills for which the plan has no role."""
        lacking: dict[tuple[str, str], list[str]] = {}
        for name in self.needed.drawn:
            team, skill = parted(name)
            if not self.who.able(name):
                has_roles = any(role.team == team for role in self.case.plan.all(Role))
                lacking.setdefault((team, skill if has_roles or not team else ""), []).append(name)
        for (team, skill), names in lacking.items():
            yield self._of_nobody(team, skill, names)

    def _of_nobody(self, team: str, skill: str, names: Sequence[str]) -> Unknown:
        who = self._whoever(team, skill)
        name = who[:1].upper() + who[1:] if skill else f"{self.case.plan.title(f'team:{team}')}, all seats"
        creates: dict[str, Any] = {"name": name, "filled": 1}
        creates |= {"team": team} if team else {}
        creates |= {"skills": [skill]} if skill else {}
        question = Question(
            self._free_ref(team, skill),
            "hours_per_week",
            f"How many hours a week has {who}?",
            rests=len(self.needed.bundles(names)),
            turns=_below(self.needed.a_week(names)),
            creates=creates,
        )
        return Unknown(question, self.needed.hours(names) / self._total, frozenset({f"team:{team}"} if team else ()))

    def _whoever(self, team: str, skill: str) -> str:
        title = self.case.plan.title(f"team:{team}") if team else ""
        if not skill:
            return f"the team '{title}' for all its work"
        what = does(skill)
        return f"whoever {what} in the team '{title}'" if title else f"whoever {what}"

    def _free_ref(self, team: str, skill: str) -> Ref:
        """A ref for a role that is not there yet."""
        base = re.sub(r"[^a-z0-9]+", "-", f"{team}-{skill}".lower()).strip("-") or "work"
        taken = self.case.whole.entities
        return next(
            ref for n in range(1, len(taken) + 2) if (ref := f"role:{base}{f'-{n}' if n > 1 else ''}") not in taken
        )

    def _efforts(self) -> Iterator[Unknown]:
        """Work without hours: those assumed of a kind by their spread, those nothing is known of as usual ones."""
        alike: dict[tuple[str, int], list[Activity]] = {}
        for one in self._work:
            if one.ref in self._estimates:
                guess = self._estimates[one.ref]
                alike.setdefault((guess.kind, guess.pieces) if guess else (one.ref, 0), []).append(one)
        for many in alike.values():
            yield self._of_effort(many, self._estimates[many[0].ref])

    def _of_effort(self, many: Sequence[Activity], guess: Estimate | None) -> Unknown:
        first, *others = sorted(many, key=lambda one: (self.case.due(one) or date.max, one.ref))
        spread = _spread(guess.total) if guess else self.needed.usual
        turn = sum(spread * self._nearest(one) for one in many) / self._total
        one_of = f"one '{guess.title}' such as '{first.title}'" if guess and others else f"'{first.title}'"
        question = Question(
            first.ref,
            "effort",
            f"How many hours does {one_of} take?",
            guess.says if guess else "",
            len(many),
            also=tuple(one.ref for one in others),
        )
        return Unknown(question, turn, frozenset(one.ref for one in many))

    def _nearest(self, one: Activity) -> float:
        """How near the busiest of those who do a piece of work are to what they have; little where nobody is known."""
        names = self._drawn_by.get(one.ref) or tuple(self.needed.drawn)
        if not names:
            return 1.0
        known = [self.who.near([name]) for name in names if self.who.able(name)]
        return max(known, default=_NOBODY)

    @cached_property
    def _drawn_by(self) -> Mapping[Ref, Sequence[str]]:
        """The resources that each piece of work draws on."""
        found: dict[Ref, list[str]] = {}
        for name, many in self.needed.drawn.items():
            for work, _ in many:
                found.setdefault(work.bundle, []).append(name)
        return found

    def _dates(self) -> Iterator[Unknown]:
        """Work without any date, by its hours and those of the work that waits for it."""
        behind: dict[Ref, list[Activity]] = {}
        for one in self._work:
            for first in dict.fromkeys(before.ref for before in one.after):
                behind.setdefault(first, []).append(one)
        for one in self._work:
            if self.case.span(one) is None and not one.repeats:
                waiting = behind.get(one.ref, [])
                hours = sum(self._hours(each) for each in (one, *waiting))
                question = Question(one.ref, "due", f"By when has '{one.title}' to be done?", rests=1 + len(waiting))
                share = hours / self._total * (1.0 if waiting else 0.5)
                yield Unknown(question, share, frozenset({one.ref}))

    def _processes(self) -> Iterator[Unknown]:
        """Processes of unknown length, by the hours of the work that goes through them and how soon it is due."""
        for process in self.case.plan.all(Process):
            through = [one for one in self._work if one.process == process.key]
            if not through or process.lead_time or any(step.takes or step.process for step in process.steps):
                continue
            share = sum(self._hours(one) * self._soon(one) for one in through) / self._total
            asks = f"How long does '{process.title}' take from request to result?"
            yield Unknown(Question(process.ref, "lead_time", asks, rests=len(through)), share, frozenset({process.ref}))

    def _soon(self, one: Activity) -> float:
        """How near the end of work is, from 0 to 1: it is 1 within a month."""
        due = self.case.due(one)
        if due is None or due < self.case.today:
            return 0.0
        return min(1.0, _SOON / max(self.case.calendar.working_days(Span(self.case.today, due)), 1))

    def _budget(self) -> Iterator[Unknown]:
        """What may be spent, where work costs money and no budget says how much there is."""
        paid = [one for one in self._work if self.case.fee(one)]
        if not paid or any(budget.amount or budget.lines for budget in self.case.plan.all(Budget)):
            return
        year = self.case.calendar.year_of(self.case.today)
        there = min((budget.ref for budget in self.case.plan.all(Budget)), default="")
        asks = f"How much may be spent from {day(year.start, date.min)} to {day(year.end, date.min)}?"
        total = sum(self.case.fee(one) or 0.0 for one in paid)
        company = self.case.plan.company
        question = Question(
            there or f"budget:from-{year.start}",
            "amount",
            asks,
            rests=len(paid),
            turns=f"below {company.currency if company else ''} {total:,.0f} not all of it can be paid".replace(
                "  ", " "
            ),
            creates={} if there else {"name": "Budget", "start": str(year.start), "end": str(year.end)},
        )
        yield Unknown(question, _NO_PRICE * len(paid) / len(self._work), frozenset({question.item}))


def _is_over(case: AsOf, one: Activity) -> bool:
    span = case.span(one)
    return span is not None and span.end < case.today


def _spread(hours: Quantity) -> float:
    return float((hours.high or Decimal(0)) - (hours.low or Decimal(0)))


def _below(hours: float, of: str = "") -> str:
    """Where too few hours make it impossible, in words."""
    return f"below {in_words(int(hours))} a week{of} it cannot be done in time" if hours >= 1 else ""
