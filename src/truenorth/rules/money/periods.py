"""Months of a budget without payment, and months without budget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from truenorth.engines.ledger import payment_span, span_of
from truenorth.engines.words import row
from truenorth.plan.calendar import DAY, Span, add_months, months
from truenorth.plan.resources import Budget
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.money.versions import versions
from truenorth.rules.rule import rule


@rule("COST05", asks="finance", reads=["budget"])
def not_paid_out(case: Case) -> Iterator[Finding]:
    """
    The payments of a budget do not cover its period.

    ## Why it matters

    A budget whose payments do not cover all of its time is either spent too early or was meant for less, and nobody
    can tell which until the money is out. Where it holds salaries, people find out in the month that is left over.

    Where money is paid out evenly between two days, or in three or more payments at an even distance, every month
    of the budget's period must be reached; a payment stands for as much time as lies between two, such as the year
    for what comes every March. Money that comes in one or two sums, or in sums that leave more than a third of the
    months, may be for any time, and is left alone. The plan alone tells.

    ## Example

        budget:
          demand-2027:
            payments:
            - {amount: 24000, date: 2027-01}
            - {amount: 24000, start: 2027-02-01, end: 2027-10-31}

    ## Finds

        budget:demand-2027 is for 2027-01-01 to 2027-12-31 (12 months) but paid out until 2027-10-31 (10 months)

    ## Put right

        budget: {demand-2027: {end: 2027-10-31}}
    """
    for budget in case.whole.all(Budget):
        span = span_of(case, budget) if budget.payments else None
        paid = _reached(case, budget, span) if span else []
        missing = [month for month in months(span) if not _in(month, paid)] if span and paid else []
        if span and missing and not _may_be_early(budget, span, missing):
            yield _uncovered(budget, span, paid, missing)


def _reached(case: Case, budget: Budget, whole: Span) -> list[Span]:
    """The stretches of time that payments stand for; none where it is not clear what time they are for."""
    spans = [span for payment in budget.payments if (span := payment_span(case, payment))]
    if len(spans) < len(budget.payments):
        return []
    if any(not payment.date for payment in budget.payments):
        return sorted(spans)
    firsts = sorted({span.start.replace(day=1) for span in spans})
    gaps = {_apart(one, other) for one, other in pairwise(firsts)}
    if len(firsts) < 3 or len(gaps) != 1:
        return []
    every = gaps.pop()
    if every * len(firsts) >= len(months(whole)):  # each for the time around it: a grant that comes every March
        return [whole]
    return [Span(firsts[0], add_months(firsts[-1], every) - DAY)]


def _apart(one: date, other: date) -> int:
    """How many months lie between two firsts of a month."""
    return 12 * (other.year - one.year) + other.month - one.month


def _may_be_early(budget: Budget, span: Span, missing: list[str]) -> bool:
    """Whether the money comes in sums that leave so many months that it may be meant for all of them."""
    return all(payment.date for payment in budget.payments) and 3 * len(missing) > len(months(span))


def _in(month: str, paid: list[Span]) -> bool:
    return any(f"{span.start:%Y-%m}" <= month <= f"{span.end:%Y-%m}" for span in paid)


def _uncovered(budget: Budget, span: Span, paid: list[Span], missing: list[str]) -> Finding:
    last = max(each.end for each in paid)
    count, covered = len(months(span)), len(months(span)) - len(missing)
    only_end = missing == months(span)[covered:]
    how = f"but paid out until {last} ({covered} months)" if only_end else f"and nothing is paid for {row(missing)}"
    fixes = [Fix("Say when it is paid", {budget.ref: {"payments": Blank(f"How is it paid out until {span.end}?")}})]
    if only_end:
        fixes.append(Fix(f"End it on {last}", {budget.ref: {"end": str(last)}}))
    return found(
        budget.ref,
        f"is for {span.start} to {span.end} ({count} months) {how}",
        part="payments",
        seen={"from": str(span.start), "to": str(span.end), "paid_until": str(last), "months_without": missing},
        fixes=fixes,
    )


@rule("COST06", asks="finance", reads=["budget"], kind="gap")
def month_without_budget(case: Case) -> Iterator[Finding]:
    """
    No version of a budget covers a month.

    ## Why it matters

    In a month that no budget covers the work goes on all the same, and somebody pays for it: from a reserve, or not
    at all. In no list of budgets does that month appear.

    The versions of a budget are those that replace one another, and those of the same team, for the same thing and
    category. A month is found where the one before has ended and the next has not begun on any of its days. The plan
    alone tells.

    ## Example

        budget:
          demand-2028: {name: Demand generation 2028, team: demand, start: 2028-02-01, end: 2028-12-31, amount: 50000}

    ## Finds

        budget:demand-2028 starts on 2028-02-01; 2028-01 has no budget, Demand generation 2027 ends on 2027-12-31

    ## Put right

        budget: {demand-2028: {start: 2028-01-01}}
    """
    for chain in versions(case):
        (reached, last), *later = chain
        end = reached.end
        for span, budget in later:
            between = Span(end + DAY, span.start - DAY)
            missing = [m for m in months(between) if _whole(case, m, between)] if between.start <= between.end else []
            if missing:
                yield _without(budget, span, last, end, missing)
            if span.end > end:
                end, last = span.end, budget


def _whole(case: Case, month: str, between: Span) -> bool:
    days = case.calendar.span(month)
    return days is not None and between.holds(days)


def _without(budget: Budget, span: Span, last: Budget, end: date, missing: list[str]) -> Finding:
    asked = Blank(f"From when does it hold, so that {row(missing)} has a budget?")
    return found(
        (budget.ref, last.ref),
        f"starts on {span.start}; {row(missing)} {'has' if len(missing) == 1 else 'have'} no budget, "
        f"{last.title} ends on {end}",
        severity="warning",
        seen={"months": missing, "before": last.ref, "ends": str(end), "starts": str(span.start)},
        fixes=[
            Fix(f"Let {budget.title} start earlier", {budget.ref: {"start": asked}}),
            Fix(f"Let {last.title} run longer", {last.ref: {"end": Blank("Until when, and for how much?")}}),
        ],
    )
