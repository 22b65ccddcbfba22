"""Work that costs more than its budget holds, and parts that are more than the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from truenorth.engines.ledger import (
    ROUNDING,
    Planned,
    amount_of,
    certain,
    paid_out,
    planned,
    pots,
    program_work,
    replaced,
    running,
    span_of,
    stated_once,
)
from truenorth.engines.words import largest_first, row
from truenorth.plan.calendar import Span, months
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Budget, Team
from truenorth.plan.sight import parents
from truenorth.plan.work import Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, TooMuch, found
from truenorth.rules.rule import rule


def _concerned(plan: Plan, ref: Ref) -> Iterable[Ref]:
    """An activity concerns its program and the budgets of its teams and aims; anything else concerns all budgets."""
    if not ref.startswith("activity:"):
        return [budget.ref for budget in plan.all(Budget)]
    same = plan.alike.get(ref, (ref,))
    above, waiting = set(same), list(same)
    while waiting:
        item = plan.find(waiting.pop())
        up = (item.part_of if isinstance(item, Team) else getattr(item, "team", None)) if item else None
        new = {*(parents(item) if item else ()), *([f"team:{up}"] if up else ())} - above
        above |= new
        waiting += new
    whole = (b for b in plan.all(Budget) if not (b.team or b.about) or not above.isdisjoint(b.links))
    return above | {budget.ref for budget in whole}


@rule(
    "COST01",
    asks="finance",
    each=(Budget, Program),
    reads=["activity", "team", "objective", "goal"],
    looks=_concerned,
    severity="error",
)
def over_budget(case: Case, item: Budget | Program) -> Iterator[Finding]:
    """
    The work costs more than its budget.

    ## Why it matters

    What is planned beyond the money that is there is cut in the end, and then out of whatever has not been ordered
    yet, not out of whatever matters least.

    For each program with a budget, and each budget of a team, a program, a goal or the whole: what its activities
    cost, planned and committed, against what it holds; a cost counts in its month, or evenly over the activity. It
    is an error where more is planned than there is, on whichever days between its dates the work is done: what FIT01
    reckons with, too. Where other days would do, or the time of the budget is over, it is a warning. Where the money
    is paid out in parts, more in some month than has been paid by then is a warning; where nothing is said of the
    months, more than an even share of them is only told. The budgets of a whole (all teams in a team, all categories
    of a team, all programs of a team) may not be more than it. Work that two documents state (`same_as`) counts once,
    with the higher cost. Amounts that are not disclosed, or in a currency without a rate, are left out. At stake is
    the least work that has to give way for the rest to fit. What was really spent comes with the ledger.

    ## Example

        activity: {open-house: {cost: 44000}}

    ## Finds

        program:launch holds 30,000 EUR, and its activities cost 53,000 EUR
        budget:demand-2027 holds 48,000 EUR, and 53,000 EUR are planned: it is used up in 2027-05

    ## Put right

        activity: {open-house: {cost: 14000}}
    """
    if isinstance(item, Program):
        yield from _program(case, item) if case.live(item) else ()
    elif not replaced(case, item) and ((span := span_of(case, item)) is None or span.meets(case.horizon)):
        alike = pots(case, item)
        yield from _budget(case, item, alike) if alike[0] is item else ()
        yield from _parts(case, item) if len(alike) == 1 else ()


def _program(case: Case, program: Program) -> Iterator[Finding]:
    holds = case.money(program.budget)
    work = stated_once(case, (a for a in program_work(case, program) if a.status not in ("stopped", "idea")))
    by = {a.ref: fee for a in work if (fee := case.fee(a))} if holds is not None else {}
    costs = sum(by.values())
    if holds is None or costs <= holds + ROUNDING:
        return
    yield found(
        program.ref,
        f"holds {_money(case, holds)}, and its activities cost {_money(case, costs)}",
        too_much=_too_much(holds, by),
        seen={"budget": holds, "cost": costs, "by": largest_first(by)},
        fixes=_ways_out(case, program.ref, "budget", by),
    )


def _budget(case: Case, budget: Budget, alike: list[Budget]) -> Iterator[Finding]:
    """What is planned against what there is in all budgets for the same and the same days: in all, and by month."""
    amounts, span = [amount_of(case, pot) for pot in alike], span_of(case, budget)
    holds = sum(amount for amount in amounts if amount is not None)
    if None in amounts or (span is None and (budget.start or budget.end)):
        return
    plan = planned(case, budget, span)
    if plan.money > holds + ROUNDING:
        over = plan.over(dict.fromkeys(months(span), holds)) if span else []
        also = f", with {row(pot.title for pot in alike[1:])}," if len(alike) > 1 else ""
        says = f"holds{also} {_money(case, holds)}, and {_money(case, plan.money)} are planned"
        used_up = f": it is used up in {over[0]['month']}" if over else ""
        finding = _breach(case, budget, plan, says + used_up, over, _too_much(holds, plan.by))
        sure = span is None or (span.end >= case.today and certain(case, plan.costs, span) > holds + ROUNDING)
        yield finding if sure else replace(finding, severity="warning")
    elif span and plan.money and len(alike) == 1:
        yield from _by_month(case, budget, plan, holds, span)


def _by_month(case: Case, budget: Budget, plan: Planned, holds: float, span: Span) -> Iterator[Finding]:
    """Months by which more is planned than is paid out, or than an even share where nothing is said of the months."""
    paid = paid_out(case, budget, span)
    if paid is None and budget.payments:
        return
    over = plan.over(running(paid or dict.fromkeys(plan.by_month, holds / len(plan.by_month))))
    if not over:
        return
    says = f"the work costs more than {'is paid out' if paid else 'an even share'} by {_listed(case, over)}"
    months_over = {o["month"]: o["planned"] - o["there"] - ROUNDING for o in over}
    too_much = TooMuch(months_over, plan.until(months_over))
    finding = _breach(case, budget, plan, says, over, too_much, part="months")
    if paid:
        yield replace(finding, severity="warning")
    else:
        cause = "would run short for some months if paid out evenly"
        yield replace(finding, kind="notice", severity="info", cause=cause)


def _too_much(holds: float, by: dict[Ref, float]) -> TooMuch:
    """By how much the work costs more than there is."""
    return TooMuch({"": sum(by.values()) - holds - ROUNDING}, {ref: {"": cost} for ref, cost in by.items()})


def _listed(case: Case, over: list[dict[str, Any]]) -> str:
    """The months as `2027-04 (17,000 of 4,000 EUR), 2027-05 (20,000 of 9,500 EUR) and 2 more months`."""
    named = [f"{o['month']} ({o['planned']:,.0f} of {_money(case, o['there'])})" for o in over]
    return row(named) if len(named) < 5 else f"{', '.join(named[:3])} and {len(named) - 3} more months"


def _breach(
    case: Case,
    budget: Budget,
    plan: Planned,
    says: str,
    over: list[dict[str, Any]],
    too_much: TooMuch,
    part: str = "",
) -> Finding:
    by = largest_first(plan.by)
    seen = {"planned": round(plan.money, 2), "committed": round(plan.committed, 2), "by": by, "months": over}
    fixes = _ways_out(case, budget.ref, "amount", plan.by)
    return found(budget.ref, says, part=part, too_much=too_much, seen=seen, fixes=fixes)


def _ways_out(case: Case, ref: Ref, field: str, by: dict[Ref, float]) -> Iterator[Fix]:
    largest = max(sorted(by), key=lambda item: by[item])
    title, asked = case.plan.title(largest), f"How much, for {_money(case, sum(by.values()))} of work?"
    yield Fix(f"Do {title}, the largest cost, for less", {largest: {"cost": Blank("What may it cost?"), "costs": None}})
    yield Fix(f"Move {title} to a later period", {largest: {"start": Blank("From when?"), "end": Blank("Until when?")}})
    yield Fix("Ask for more money", {ref: {field: Blank(asked)}})


def _parts(case: Case, whole: Budget) -> Iterator[Finding]:
    """Budgets of the parts of a whole that come to more than it."""
    holds, span = amount_of(case, whole), span_of(case, whole)
    if holds is None or (span is None and (whole.start or whole.end)):
        return
    for part, what, parts in _kinds_of_parts(case, whole):
        inside = {p.ref: money for p, money in parts if money is not None and _inside(case, p, span)}
        if sum(inside.values()) <= holds + ROUNDING:
            continue
        largest = max(sorted(inside), key=lambda ref: inside[ref])
        yield found(
            (whole.ref, *sorted(inside)),
            f"holds {_money(case, holds)}, and the budgets of {what} come to {_money(case, sum(inside.values()))}",
            severity="warning" if part == "programs" else "error",
            part=part,
            stake=[],
            seen={"holds": holds, "parts": largest_first(inside)},
            fixes=[
                Fix("Ask for more money", {whole.ref: {"amount": Blank(f"How much, for {len(inside)} parts?")}}),
                Fix(
                    f"Take less for {case.plan.title(largest)}",
                    {largest: {_field(largest): Blank("How much is enough?")}},
                ),
            ],
        )


def _kinds_of_parts(
    case: Case, whole: Budget
) -> Iterator[tuple[str, str, list[tuple[Budget | Program, float | None]]]]:
    """The ways a budget falls into parts, each with its parts and what they hold."""
    others = [b for b in _near(case, whole) if b.ref != whole.ref and not replaced(case, b)]
    same = [b for b in others if b.category.casefold() == whole.category.casefold()]
    if not whole.category:
        own = [b for b in others if (b.team, b.about) == (whole.team, whole.about) and b.category]
        yield "categories", "its categories", [(b, amount_of(case, b)) for b in own]
    if whole.about:
        return
    teams = [b for b in same if not b.about and b.team and b.team != whole.team]
    yield "teams", "its teams", [(b, amount_of(case, b)) for b in teams]
    if whole.team and not whole.category:
        programs = [p for p in case.plan.pointing_at(f"team:{whole.team}", Program) if p.team == whole.team]
        yield "programs", "its programs", [(p, case.money(p.budget)) for p in programs if p.status != "stopped"]


def _near(case: Case, whole: Budget) -> list[Budget]:
    """The budgets of the same team, and those of the teams right below it (of the topmost teams for the whole)."""
    if whole.team is None:
        top = {team.key for team in case.plan.all(Team) if not team.part_of}
        return [b for b in case.plan.all(Budget) if b.team is None or b.team in top]
    below = [t for t in case.plan.pointing_at(f"team:{whole.team}", Team) if t.part_of == whole.team]
    refs = [f"team:{whole.team}", *(team.ref for team in below)]
    return [b for ref in refs for b in case.plan.pointing_at(ref, Budget)]


def _inside(case: Case, part: Budget | Program, whole: Span | None) -> bool:
    if isinstance(part, Budget):
        span = span_of(case, part)
    else:
        start, end = case.calendar.start(part.start), case.calendar.end(part.end)
        span = Span(start, end) if start and end else None
    return span is None if whole is None else span is not None and whole.holds(span)


def _field(ref: Ref) -> str:
    return "amount" if ref.startswith("budget:") else "budget"


def _money(case: Case, money: float) -> str:
    return f"{money:,.0f} {case.whole.company.currency if case.whole.company else ''}".rstrip()
