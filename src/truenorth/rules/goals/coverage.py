"""How live work is spread over the goals, the products and the teams, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from math import fsum
from typing import NamedTuple

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.story import Content, Message
from truenorth.plan.strategy import Goal, Product
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.goals.lineage import goals_of
from truenorth.rules.tally import Numbers, Part, Tally


class Sort(NamedTuple):
    """What live work is for: goals with shares, products, the team, and whether it keeps the lights on.

    Work that serves no goal, or keeps the lights on, is a sort of its own, named by its ref.
    """

    goals: tuple[tuple[Ref, float], ...] = ()
    products: tuple[Ref, ...] = ()
    team: str = ""
    lights_on: bool = False
    item: Ref = ""


class Cost(NamedTuple):
    """Of some work: how many pieces, what they cost in hundredths of money and of hours, and how much is unknown."""

    pieces: int
    cents: int
    hours: int
    no_money: int
    no_hours: int


Lots = list[tuple[Sort, Cost]]


@dataclass
class Got:
    """What one goal or product gets: pieces of work, their cost, and how many have no known cost."""

    pieces: int = 0
    costs: list[float] = field(default_factory=list)
    unknown: int = 0

    @property
    def cost(self) -> float:
        """The cost of all of it; the same in whatever order it was counted."""
        return fsum(self.costs)


class Coverage:
    """All live work, sorted by what it is for. Costs are in money, or in hours where the plan states no money."""

    def __init__(self, case: Case) -> None:
        """Sort it; after an edit only the edited work is sorted again."""
        self.case = case
        self.tally = tallied(case)
        known: dict[Ref, Part | None] = case.gathered("what programs are for")
        for program in case.all_live(Program):
            if program.ref not in known:
                known[program.ref] = _part(case, program)
        self.programs = {program.ref: known[program.ref] for program in case.all_live(Program)}
        parts = [*self.tally.sums.items(), *(part for part in self.programs.values() if part)]
        self.lots: Lots = [(sort, Cost(*numbers)) for sort, numbers in parts if isinstance(sort, Sort)]
        self.unit = "money" if any(cost.cents for _, cost in self.lots) else "hours"
        self.total = self.sum(lambda sort: True).cost
        self.goals = self._by(lambda sort: sort.goals)
        self.products = self._by(lambda sort: tuple((ref, 1.0) for ref in sort.products))
        self.loose = self.sum(lambda sort: not sort.goals and not sort.lights_on)

    def sum(self, wanted: Callable[[Sort], bool]) -> Got:
        """What the work of some sorts comes to."""
        return self._by(lambda sort: (("", 1.0),) if wanted(sort) else ()).get("", Got())

    def of(self, item: Goal | Product) -> Got:
        """What a goal or product gets."""
        return (self.goals if isinstance(item, Goal) else self.products).get(item.ref, Got())

    def at_most(self, item: Goal | Product) -> float | None:
        """The largest share of what all live work costs that can go to it; None where that is not known."""
        got, loose = self.of(item), self.loose if isinstance(item, Goal) else Got()
        return (got.cost + loose.cost) / self.total if self.total and not got.unknown and not loose.unknown else None

    def refs(self, wanted: Callable[[Sort], bool]) -> list[Ref]:
        """The activities, content and programs of some sorts: of those that are named."""
        return sorted(sort.item for sort, _ in self.lots if sort.item and wanted(sort))

    def cost(self, ref: Ref) -> float:
        """What one piece of work costs."""
        part = self.tally.parts.get(ref) or self.programs.get(ref)
        return self._cost(Cost(*part[1])) if part else 0.0

    def words(self, cost: float) -> str:
        """A cost as it is said: `EUR 3,000`, `40 hours`."""
        company = self.case.plan.company
        if self.unit == "hours":
            return f"{cost:,.0f} hours"
        return f"{company.currency if company else ''} {cost:,.0f}".strip()

    def _cost(self, cost: Cost) -> float:
        return (cost.cents if self.unit == "money" else cost.hours) / 100

    def _by(self, shares: Callable[[Sort], Iterable[tuple[Ref, float]]]) -> dict[Ref, Got]:
        by_ref: dict[Ref, Got] = {}
        for sort, cost in self.lots:
            for ref, share in shares(sort):
                got = by_ref.setdefault(ref, Got())
                got.pieces += cost.pieces
                got.costs.append(share * self._cost(cost))
                got.unknown += cost.no_money if self.unit == "money" else cost.no_hours
        return by_ref


def tallied(case: Case) -> Tally:
    """The live activities and content by what they are for."""
    return case.tally("what work is for", partial(_part, case))


def _part(case: Case, item: Entity) -> Part | None:
    return (_sort(case, item), _numbers(case, item)) if case.live(item) else None


def _sort(case: Case, item: Entity) -> Sort:
    goals = tuple(goals_of(case, item).items())
    team = getattr(item, "team", None) or ""
    lights_on = isinstance(item, Activity) and bool(item.keep_the_lights_on)
    return Sort(goals, _products_of(case, item), team, lights_on, item.ref if lights_on or not goals else "")


def _numbers(case: Case, item: Entity) -> Numbers:
    spend = case.spend(item)
    is_program = isinstance(item, Program)
    no_hours = not spend.hours and not is_program
    no_money = spend.money is None and not _is_paid_elsewhere(case, item)
    return 1, round(100 * (spend.money or 0)), round(100 * spend.hours), int(no_money), int(no_hours)


def _is_paid_elsewhere(case: Case, item: Entity) -> bool:
    """Whether its cost lies in the budget of its program, or, for a program, in its activities."""
    if isinstance(item, Program):
        return any(a.program == item.key for a in case.plan.pointing_at(item.ref, Activity))
    program = case.plan.get(Program, getattr(item, "program", None))
    return program is not None and case.money(program.budget) is not None


def _products_of(case: Case, item: Entity) -> tuple[Ref, ...]:
    """The products that a piece of work is about: those of its program, and of what it says."""
    if not isinstance(item, (Activity, Content, Program)):
        return ()
    known = case.once(_none_known)
    program = item.key if isinstance(item, Program) else item.program
    key = program, *item.messages, (item.product or "") if isinstance(item, Content) else ""
    if key not in known:
        known[key] = tuple(sorted({f"product:{name}" for name in _named(case, program, item)}))
    return known[key]


def _none_known(case: Case) -> dict[tuple[str | None, ...], tuple[Ref, ...]]:
    return {}


def _named(case: Case, key: str | None, item: Activity | Content | Program) -> Iterator[str]:
    program = case.plan.get(Program, key)
    yield from program.products if program else ()
    messages = (case.plan.get(Message, key) for key in item.messages)
    yield from (message.product for message in messages if message and message.product)
    if isinstance(item, Content) and item.product:
        yield item.product


def weights(items: Iterable[Goal | Product]) -> dict[Ref, float]:
    """How much each counts, in percent: as stated, or by its part of the whole where plain numbers are given to all."""
    every = list(items)
    given = {item.ref: item.weight for item in every if item.weight and item.weight.mid is not None}
    numbers = {ref: float(weight.mid or 0) for ref, weight in given.items()}
    in_percent = [weight.unit.startswith("%") for weight in given.values()]
    if all(in_percent):
        return numbers
    total = sum(numbers.values())
    if len(numbers) < len(every) or total <= 0 or any(in_percent):
        return {}
    return {ref: 100 * number / total for ref, number in numbers.items()}


def hours_by_goal(case: Case) -> dict[str, dict[Ref, float]]:
    """The hours of each team's live work, by the goals they serve."""
    found: dict[str, dict[Ref, list[float]]] = {}
    for sort, numbers in tallied(case).sums.items():
        if isinstance(sort, Sort) and sort.team and (hours := Cost(*numbers).hours):
            team = found.setdefault(sort.team, {})
            for goal, share in sort.goals:
                team.setdefault(goal, []).append(share * hours / 100)
    return {team: {goal: fsum(parts) for goal, parts in goals.items()} for team, goals in found.items()}
