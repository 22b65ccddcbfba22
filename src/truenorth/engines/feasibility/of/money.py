"""What work costs, and the budgets that it is paid from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil, floor

from truenorth.engines.feasibility.of.dates import Planned
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.says import amount, day
from truenorth.engines.feasibility.problem import Clash, Pot, Use
from truenorth.engines.ledger import (
    ROUNDING,
    UNDATED,
    Cost,
    amount_of,
    paid_out,
    planned,
    pots,
    program_work,
    replaced,
    running,
    span_of,
    stated_once,
)
from truenorth.plan.calendar import Span, months
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Budget
from truenorth.plan.work import Activity, Program

CENTS = 100
_SPARE = int(ROUNDING * CENTS)


class Money:
    """The budgets of a plan, and what each piece of work draws from them."""

    def __init__(self, draft: Draft, work: Sequence[Planned]) -> None:
        """Put the budgets down that pay for work."""
        self.draft = draft
        self._there = {one.activity.ref: one for one in work}
        self._uses: dict[Ref, list[Use]] = {}
        for program in draft.asof.all_live(Program):
            self._program(program)
        for budget in draft.asof.plan.all(Budget):
            self._budget(budget)
        self._tell(work)

    def uses(self, one: Planned) -> Iterable[Use]:
        """What a piece of work draws from budgets, in cents."""
        return self._uses.get(one.activity.ref, ())

    def _program(self, program: Program) -> None:
        asof = self.draft.asof
        holds = asof.money(program.budget)
        if holds is None:
            return
        work = stated_once(asof, (a for a in program_work(asof, program) if a.status not in ("stopped", "idea")))
        self._put_down(program, "budget", holds, None, [cost for activity in work for cost in self._fees(activity)])

    def _fees(self, activity: Activity) -> Iterator[Cost]:
        """What an activity costs in all, apart from what is ordered of it."""
        asof = self.draft.asof
        span, fee = asof.span(activity), asof.fee(activity) or 0.0
        ordered = min(fee, sum(asof.money(line.amount) or 0.0 for line in activity.costs if line.committed))
        when = tuple(months(span)) if span else (UNDATED,)
        yield from (Cost(activity.ref, when, money, "", so) for money, so in ((fee - ordered, False), (ordered, True)))

    def _budget(self, budget: Budget) -> None:
        """The budgets for the same and the same days are one pot of money, told by the first of them."""
        asof, span = self.draft.asof, span_of(self.draft.asof, budget)
        undated = span is None and bool(budget.start or budget.end)
        if undated or replaced(asof, budget) or (span and not span.meets(asof.horizon)):
            return
        alike = pots(asof, budget)
        amounts = [amount_of(asof, pot) for pot in alike]
        if alike[0] is not budget or None in amounts:
            return
        holds = sum(money for money in amounts if money is not None)
        gone = self._put_down(
            budget, "amount" if budget.amount else "lines", holds, span, planned(asof, budget, span).costs
        )
        if span and gone is not None and len(alike) == 1 and (paid := paid_out(asof, budget, span)):
            self._pay(budget, running(paid), gone)

    def _put_down(
        self, item: Entity, source: str, holds: float, span: Span | None, costs: Sequence[Cost]
    ) -> dict[str, float] | None:
        """A pot with what is left of it: what is done, ordered, or without a date is taken off.

        What was taken off in which month; None where nothing is left to be drawn.
        """
        draft, inside = self.draft, set(months(span)) if span else None
        gone, drawn = dict[str, float](), list[tuple[Ref, Use]]()
        for cost in (cost for cost in costs if cost.money):
            use, off = self._split(item.ref, cost, inside)
            gone.update((month, gone.get(month, 0.0) + money) for month, money in off.items())
            drawn += [(cost.activity, use)] if use else []
        first, last = draft.clock.between(span) if span else (0, draft.clock.size)
        off_in_all = sum(gone.values())
        over = off_in_all - holds - ROUNDING
        if not (drawn or over > 0) or first >= last:
            return None
        for ref, use in drawn:
            self._uses.setdefault(ref, []).append(use)
        says = self._says(item, holds, 0.0 if over > 0 else off_in_all)
        claim = draft.claim(f"budget {item.ref}", "budget", says, item.ref, source)
        if over > 0:
            self._overdrawn(item, claim, off_in_all, ceil(over))
        draft.units[item.ref] = (self.draft.currency, CENTS)
        draft.pots.append(Pot(item.ref, item.title, first, last, _left(holds, off_in_all), (claim,), _SPARE))
        return gone

    def _overdrawn(self, item: Entity, holds: str, gone: float, over: int) -> None:
        """More is gone than there was: a statement of its own, as no date can help."""
        much = f"{amount(round(gone))} {self.draft.currency}".rstrip()
        says = f"{much} of {item.title} are for what is done, ordered or without a date"
        claim = self.draft.claim(f"gone {item.ref}", "budget", says, item.ref, "")
        self.draft.overdrawn[claim] = over
        self.draft.clashes.append(Clash((holds, claim), says))

    def _pay(self, budget: Budget, paid: Mapping[str, float], gone: Mapping[str, float]) -> None:
        """Until the end of each month, no more is drawn than is paid out by then: one statement for all of them."""
        draft, calendar = self.draft, self.draft.asof.calendar
        first = draft.clock.first(calendar.start(min(paid)) or draft.asof.today)
        claim = f"paid {budget.ref}"
        for month, there in paid.items():
            end = calendar.end(month)
            if end is None or draft.clock.after(end) <= first or there >= paid[max(paid)]:
                continue
            if claim not in draft.claims:
                much, by = f"{amount(round(there))} {draft.currency}".rstrip(), day(end, draft.asof.today)
                says = f"{budget.title} is paid out in parts: {much} by {by}, the rest later"
                draft.claim(claim, "budget", says, budget.ref, "payments")
            left = _left(there, sum(money for when, money in gone.items() if UNDATED < when <= month))
            draft.pots.append(Pot(budget.ref, budget.title, first, draft.clock.after(end), left, (claim,), _SPARE))

    def _split(self, resource: Ref, cost: Cost, inside: set[str] | None) -> tuple[Use | None, dict[str, float]]:
        """What a cost draws as its work is done, and what of it is spent or ordered already, by month."""
        one, part = self._there.get(cost.activity), cost.money / len(cost.months)
        falls = {month: part for month in cost.months if inside is None or month in inside}
        if one is None or cost.committed or not one.share:
            return None, falls
        own = self.draft.asof.span(one.activity)
        if own and cost.months == tuple(months(own)):
            cents = floor(cost.money * one.share * CENTS)
            past = {month: money * (1 - one.share) for month, money in falls.items()}
            return (Use(resource, cents) if cents else None), past if one.share < 1 else {}
        if cost.months[0] < f"{self.draft.asof.today:%Y-%m}":
            return None, falls
        day = self.draft.asof.calendar.start(cost.months[0])
        on = self.draft.clock.first(day) if day else 0
        return Use(resource, floor(sum(falls.values()) * CENTS), on=min(on, self.draft.clock.size - 1)), {}

    def _says(self, item: Entity, holds: float, gone: float) -> str:
        spent = f", {amount(round(gone))} of it for what is done, ordered or without a date" if gone >= 1 else ""
        whose = "The budget of " if isinstance(item, Program) else ""
        return f"{whose}{item.title} holds {amount(round(holds))} {self.draft.currency}".rstrip() + spent

    def _tell(self, work: Sequence[Planned]) -> None:
        if not self._uses:
            self.draft.say_silent("money")
        for currency in sorted(set(self._without_a_rate(one.activity for one in work))):
            self.draft.say_silent(f"amounts in {currency}, for which no rate is stated")

    def _without_a_rate(self, work: Iterable[Activity]) -> Iterator[str]:
        money = self.draft.asof.money
        for activity in work:
            for stated in (activity.cost, *(line.amount for line in activity.costs)):
                if stated and stated.amount is not None and stated.currency and money(stated) is None:
                    yield stated.currency


def _left(holds: float, gone: float) -> int:
    """The cents that are left of an amount."""
    return max(round((holds - gone) * CENTS), 0)
