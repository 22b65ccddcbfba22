"""COST07: money in a currency that the plan has no rate for, so that it is in no sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from truenorth.engines.asof import in_money
from truenorth.engines.words import row
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Budget, Role
from truenorth.plan.story import Content
from truenorth.plan.values import Money
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, whole
from truenorth.rules.rule import rule
from truenorth.rules.tally import Part

_READS = ["activity", "content", "program", "budget", "role", "company"]
Strange = dict[str, dict[Ref, Decimal]]  # currency -> item -> how much of it


@rule("COST07", asks="finance", reads=_READS, kind="gap", severity="warning")
def no_rate(case: Case) -> Iterator[Finding]:
    """
    Money in a currency without a rate is in no sum.

    ## Why it matters

    What is left out of every sum looks like nothing, however much it is: every budget holds, and the index is full.
    One number for the whole plan, agreed once, puts it back.

    For each currency besides the company's own for which the company names no rate: the costs, budgets and hourly
    rates that are stated in it, of what is planned or under way within the horizon. Where the company names no
    currency of its own, every amount with a currency is found. This needs the plan alone.

    ## Example

        activity: {open-house: {cost: 44000 USD}}

    ## Finds

        company:acme has no rate from USD to EUR: 44,000 USD of Open house are in no sum

    ## Put right

        company: {acme: {rates: {USD: 0.9}}}
    """
    for currency, by in sorted(_strange(case).items()):
        yield _finding(case, currency, dict(sorted(by.items(), key=lambda one: (-one[1], one[0]))))


def _finding(case: Case, currency: str, by: dict[Ref, Decimal]) -> Finding:
    company = case.whole.company
    about = company.ref if company else "company:company"
    if company and company.currency:
        says = f"has no rate from {currency} to {company.currency}"
        asks = Blank(f"What is one {currency} worth in {company.currency}, beside the rates that are there?")
        fix = Fix(f"Freeze a rate for {currency}", {about: {"rates": asks}})
    else:
        says = "does not say which currency it counts in"
        fix = Fix("Say which currency the plan counts in", {about: {"currency": Blank("Which currency is it?")}})
    return found(
        (whole(case.whole), *by),
        f"{says}: {_in_no_sum(case, currency, by)}",
        part=currency.lower(),
        severity="warning",
        stake=list(by),
        seen={"in no sum": {ref: f"{much:,f} {currency}" for ref, much in by.items() if not ref.startswith("role:")}},
        fixes=[fix],
    )


def _in_no_sum(case: Case, currency: str, by: dict[Ref, Decimal]) -> str:
    """`90,000 USD of A and B are in no sum, and the hours of Writer have no price`."""
    titles = {ref: case.plan.title(ref) for ref in by}
    priced = [title for ref, title in titles.items() if ref.startswith("role:")]
    spent = [title for ref, title in titles.items() if not ref.startswith("role:")]
    total = sum((much for ref, much in by.items() if not ref.startswith("role:")), Decimal())
    says = [f"{total:,.0f} {currency} of {row(spent)} are in no sum"] if spent else []
    says += [f"the hours of {row(priced)} have no price"] if priced else []
    return ", and ".join(says)


def _strange(case: Case) -> Strange:
    company = case.whole.company
    named = {company.currency, *company.rates} if company and company.currency else set()

    def part(item: Entity) -> Part | None:
        if isinstance(item, Activity) and not item.costs and (item.cost is None or not item.cost.currency):
            return None  # most work: say so fast
        strange = any(money.currency and money.currency not in named for money in _amounts(item))
        return (item.ref, (1,)) if strange else None

    work = sorted(ref for ref in case.tally("COST07", part).sums if isinstance(ref, str))
    others = (item for kind in (Program, Budget, Role) for item in case.plan.all(kind))
    found_: Strange = {}
    for item in (*(case.plan.entities[ref] for ref in work), *others):
        for money in _amounts(item) if _counts(case, item) else ():
            if money.currency and money.currency not in named and money.amount is not None:
                by = found_.setdefault(money.currency, {})
                by[item.ref] = by.get(item.ref, Decimal()) + money.amount
    return found_


def _counts(case: Case, item: Entity) -> bool:
    span = case.span(item)
    return item.status not in ("idea", "stopped") and (span is None or span.meets(case.horizon))


def _amounts(item: Entity) -> Iterable[Money]:
    """What an item states in money: its own figure, or its lines where it states none."""
    match item:
        case Activity():
            stated, lines = item.cost, [line.amount for line in item.costs]
        case Content():
            return [money] if item.cost and (money := in_money(item.cost)) else []
        case Program():
            stated, lines = item.budget, []
        case Budget():
            stated, lines = item.amount, [line.amount for line in item.lines]
        case Role():
            stated, lines = item.rate, []
        case _:
            return []
    return [stated] if stated and stated.amount is not None else [money for money in lines if money]
