"""What a budget holds and when, which work it pays for, and what that work costs by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from truenorth.engines.asof import AsOf
from truenorth.engines.between import between
from truenorth.engines.cost import once
from truenorth.plan.calendar import Span, months
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Budget, Payment, Team
from truenorth.plan.sight import below
from truenorth.plan.work import Activity, Program

UNDATED = ""
ROUNDING = 1.0


class Cost(NamedTuple):
    """Money that an activity costs, evenly in some months (UNDATED where its dates are not known)."""

    activity: Ref
    months: tuple[str, ...]
    money: float
    category: str
    committed: bool


@dataclass
class Planned:
    """What is planned from a budget: by month, by activity, and how much of it is committed."""

    by_month: dict[str, float]
    by: dict[Ref, float] = field(default_factory=dict)
    committed: float = 0.0
    costs: list[Cost] = field(default_factory=list)

    @property
    def money(self) -> float:
        """All of it."""
        return sum(self.by.values())

    def over(self, there: dict[str, float]) -> list[dict[str, Any]]:
        """The months by whose end more is planned than there is, with both."""
        planned = running(self.by_month)
        return [
            {"month": month, "planned": round(planned[month], 2), "there": round(there[month], 2)}
            for month in self.by_month
            if planned[month] > there[month] + ROUNDING
        ]

    def until(self, lasts: Iterable[str]) -> dict[Ref, dict[str, float]]:
        """What each activity costs from the first month to the end of each of some."""
        sums: dict[Ref, dict[str, float]] = {}
        for cost in self.costs:
            share, inside = cost.money / len(cost.months), [m for m in cost.months if m in self.by_month]
            mine = sums.setdefault(cost.activity, {})
            for last in lasts:
                mine[last] = mine.get(last, 0.0) + share * sum(month <= last for month in inside)
        return sums


def span_of(case: AsOf, budget: Budget) -> Span | None:
    """From the first to the last day of a budget; None where one of them is not known."""
    start, end = case.calendar.span(budget.start), case.calendar.span(budget.end)
    if start and end:
        return Span(start.start, end.end) if start.start <= end.end else None
    return start if start and start.start != start.end else None


def amount_of(case: AsOf, budget: Budget) -> float | None:
    """The total that is stated, else what its lines add up to; None where some of it is not told."""
    if budget.amount is not None:
        return case.money(budget.amount)
    amounts = [case.money(line.amount) for line in budget.lines]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known and len(known) == len(amounts) else None


def replaced(case: AsOf, budget: Budget) -> bool:
    """Whether another version of a budget holds for the same days."""
    span = span_of(case, budget)
    later = (b for b in case.plan.pointing_at(budget.ref, Budget) if b.replaces == budget.key)
    spans = [span_of(case, b) for b in later]
    return any(span is None or other is None or span.meets(other) for other in spans)


def pots(case: AsOf, budget: Budget) -> list[Budget]:
    """The budgets for the same and the same days, this one among them: pots of the same money."""
    near = case.plan.pointing_at(f"team:{budget.team}", Budget) if budget.team else case.plan.all(Budget)
    same = (b for b in near if purpose(b) == purpose(budget) and span_of(case, b) == span_of(case, budget))
    return [b for b in same if not replaced(case, b)]


def purpose(budget: Budget) -> tuple[str | None, str | None, str]:
    """What a budget is for: its team, the thing it is about, its category."""
    return budget.team, budget.about, budget.category.casefold()


def paid_out(case: AsOf, budget: Budget, span: Span) -> dict[str, float] | None:
    """What is handed over in each month of a budget, what comes earlier in the first; None where that is not told."""
    by_month = dict.fromkeys(months(span), 0.0)
    first = next(iter(by_month))
    for payment in budget.payments:
        money, when = case.money(payment.amount), payment_span(case, payment)
        if money is None or when is None:
            return None
        touched = months(when)
        for month in touched:
            if month <= max(by_month):
                by_month[max(month, first)] += money / len(touched)
    return by_month if budget.payments else None


def payment_span(case: AsOf, payment: Payment) -> Span | None:
    """The days over which a payment is handed over; its first day where it is a payment on a date."""
    if payment.date:
        day = case.calendar.start(payment.date)
        return Span(day, day) if day else None
    start, end = case.calendar.start(payment.start), case.calendar.end(payment.end)
    return Span(start, end) if start and end and start <= end else None


def work_of(case: AsOf, budget: Budget) -> list[Activity]:
    """The activities that a budget pays for: those of its team and the teams in it, or of what it is about."""
    teams = set(_teams(case, budget.team)) if budget.team else None
    found = _under(case, budget, teams)
    if teams is not None and budget.about:
        found = [a for a in found if (a.team or _team_of_program(case, a)) in teams]
    return [a for a in found if a.status not in ("stopped", "idea")]


def _under(case: AsOf, budget: Budget, teams: set[str] | None) -> list[Activity]:
    if budget.about:
        about = case.plan.find(budget.about if ":" in budget.about else f"program:{budget.about}")
        if isinstance(about, Program):
            return program_work(case, about)
        return [a for a in below(case.plan, about.ref) if isinstance(a, Activity)] if about else []
    if teams is None:
        return case.plan.all(Activity)
    own = {a.ref: a for key in teams for a in case.plan.pointing_at(f"team:{key}", Activity) if a.team == key}
    for key in teams:
        for program in case.plan.pointing_at(f"team:{key}", Program):
            if program.team == key:
                own.update((a.ref, a) for a in program_work(case, program) if a.team is None)
    return [own[ref] for ref in sorted(own)]


def program_work(case: AsOf, program: Program) -> list[Activity]:
    """The activities of a program."""
    return [a for a in case.plan.pointing_at(program.ref, Activity) if a.program == program.key]


def _team_of_program(case: AsOf, activity: Activity) -> str | None:
    program = case.plan.get(Program, activity.program)
    return program.team if program else None


def _teams(case: AsOf, key: str) -> Iterator[str]:
    """A team and all teams in it."""
    seen, waiting = {key}, [key]
    while waiting:
        here = waiting.pop()
        yield here
        for team in case.plan.pointing_at(f"team:{here}", Team):
            if team.part_of == here and team.key not in seen:
                seen.add(team.key)
                waiting.append(team.key)


def planned(case: AsOf, budget: Budget, span: Span | None) -> Planned:
    """What the work of a budget costs within its days, of its category or (where it names none) of all."""
    plan = Planned(dict.fromkeys(months(span), 0.0) if span else {})
    category = budget.category.casefold()
    for activity in stated_once(case, work_of(case, budget)):
        for cost in costs_of(case, activity):
            if category and cost.category != category:
                continue
            plan.costs.append(cost)
            share = cost.money / len(cost.months)
            for month in cost.months:
                if span is None or month in plan.by_month:
                    plan.by_month[month] = plan.by_month.get(month, 0.0) + share
                    plan.by[activity.ref] = plan.by.get(activity.ref, 0.0) + share
                    plan.committed += share if cost.committed else 0.0
    return plan


def certain(case: AsOf, costs: Iterable[Cost], span: Span) -> float:
    """What of some costs falls within some days, on whichever days between its dates the work is done."""
    return sum(_certain(case, cost, span) for cost in costs)


def _certain(case: AsOf, cost: Cost, span: Span) -> float:
    inside = sum(cost.money / len(cost.months) for month in cost.months if month in _months(span))
    item = case.plan.find(cost.activity)
    own = case.span(item) if item else None
    if cost.committed or own is None or not isinstance(item, Activity) or not case.live(item):
        return inside
    if own.end < case.today or cost.months != _months(own):
        return inside
    dates = between(case, item)
    left = dates.left(case)
    first = max(dates.first or case.today, case.today)
    within = dates.last is not None and span.start <= first and dates.last <= span.end
    return inside * (1 - left) + (cost.money * left if within else 0.0)


def stated_once(case: AsOf, work: Iterable[Activity]) -> list[Activity]:
    """Some work; of what two documents state, the one that states the higher cost."""
    return once(case.plan, work, lambda activity: case.fee(activity) or 0.0)


def costs_of(case: AsOf, activity: Activity) -> list[Cost]:
    """The costs of an activity: a line in its month, and evenly over the activity where it names none, as the rest."""
    found, lined = [], 0.0
    for line in activity.costs:
        if (money := case.money(line.amount)) is not None:
            lined += money
            found.append(_cost(case, activity, money, line.month, line.category.casefold(), line.committed))
    rest = ((case.money(activity.cost) if activity.cost else None) or 0.0) - lined
    return [*found, _cost(case, activity, rest, None, "", False)] if rest > 0 else found


def _cost(case: AsOf, activity: Activity, money: float, when: str | None, category: str, committed: bool) -> Cost:
    span = (case.calendar.span(when) if when else None) or case.span(activity)
    return Cost(activity.ref, _months(span) if span else (UNDATED,), money, category, committed)


@lru_cache(maxsize=4096)
def _months(span: Span) -> tuple[str, ...]:
    return tuple(months(span))


def running(by_month: dict[str, float]) -> dict[str, float]:
    """What comes together until each month."""
    return dict(zip(by_month, accumulate(by_month.values()), strict=True))
