"""What became of leads: stages in the CRM, with lags by persona, amounts, and deals with customers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from tools.freight.facts.clock import END, START, busy, chicago, days, universal
from tools.freight.facts.journeys import Journeys, Lead, hashed
from tools.freight.facts.program import Programs, Run

# persona: share of leads that become an opportunity, days to it, share won, days from it to won (medians)
FUNNEL = {
    "owner": (0.180, 16.0, 0.29, 52.0),
    "pricing": (0.190, 14.0, 0.28, 48.0),
    "carrier": (0.140, 12.0, 0.25, 42.0),
    "floor": (0.125, 10.0, 0.24, 38.0),
    "systems": (0.155, 22.0, 0.27, 66.0),
}
SPREAD = {"opportunity": 0.70, "won": 0.45, "lost": 0.70}
LOST = 31.0  # days from opportunity to lost, median
AMOUNT = (38_000.0, 0.55)
EXPANSIONS = 150
PRODUCTS = {
    "owner": "Kestrel Quote",
    "pricing": "Kestrel Rates",
    "carrier": "Kestrel Connect",
    "floor": "Kestrel Quote",
}
STATES = ("IL", "TN", "TX", "OH", "GA", "MI", "CA", "MO", "NC", "PA", "KY", "MN")


class Deal(NamedTuple):
    """An opportunity: when it was accepted, what became of it and when, its worth then and at the end."""

    number: str
    persona: str
    run: Run
    opened: datetime
    closed: datetime
    won: bool
    amount: float
    final: float
    lead: Lead | None
    account: str


@dataclass
class History:
    """The CRM's stage history as it is exported, and the deals behind it."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    header: tuple[str, ...] = (
        "Record Type",
        "Record ID",
        "Stage",
        "Date Entered",
        "Amount",
        "Currency",
        "Campaign Name",
        "Lead Source",
        "Contact ID",
        "Account Name",
        "Product",
    )


def history(rng: random.Random, people: Journeys, programs: Programs) -> History:
    """The stages of all leads and deals, those that were entered by the last day."""
    made = History()
    entered: list[tuple[datetime, tuple[Any, ...]]] = []
    for number, lead in enumerate(people.leads, 1):
        entered += _of_lead(rng, made, number, lead)
    for _ in range(EXPANSIONS):
        made.deals.append(_expansion(rng, programs, len(made.deals) + 1))
    for deal in made.deals:
        entered += _of_deal(deal)
    known = [(at, row) for at, row in entered if chicago(at).date() <= END]
    made.rows = [row for _, row in sorted(known, key=lambda one: (one[0], one[1][1], one[1][2]))]
    return made


def _of_lead(rng: random.Random, made: History, number: int, lead: Lead) -> list[tuple[datetime, tuple[Any, ...]]]:
    record, account = f"L{number + 40000}", _account(rng)
    share, to_opportunity, wins, to_won = FUNNEL[lead.persona]
    worked = lead.at + timedelta(hours=rng.lognormvariate(0, 0.9) * 20)
    rows = [
        _row(lead.at, "Lead", record, "New", "", lead, account),
        _row(worked, "Lead", record, "Working", "", lead, account),
    ]
    if rng.random() >= share:
        ends = worked + timedelta(days=rng.lognormvariate(0, 0.6) * 12)
        return [*rows, _row(ends, "Lead", record, "Rejected", "", lead, account)]
    opened = lead.at + timedelta(days=rng.lognormvariate(0, SPREAD["opportunity"]) * to_opportunity)
    won = rng.random() < wins
    median, spread = (to_won, SPREAD["won"]) if won else (LOST, SPREAD["lost"])
    closed = opened + timedelta(days=rng.lognormvariate(0, spread) * median)
    amount = round(rng.lognormvariate(0, AMOUNT[1]) * AMOUNT[0], -2)
    final = round(amount * rng.uniform(0.88, 1.06), -2)
    name = f"D{len(made.deals) + 7001}"
    made.deals.append(Deal(name, lead.persona, lead.run, opened, closed, won, amount, final, lead, account))
    return [*rows, _row(opened, "Lead", record, "Accepted", "", lead, account)]


def _expansion(rng: random.Random, programs: Programs, number: int) -> Deal:
    """A deal with a customer: no lead, a shorter way, more of them won."""
    day = rng.choices(days(), [busy(one) for one in days()])[0]
    runs = [run for run in programs.met["pricing"] if run.program in ("lifecycle", "academy")]
    there = [run for run in runs if run.start <= day <= run.end]
    opened = universal(day, rng.uniform(8, 17))
    won = rng.random() < 0.45
    closed = opened + timedelta(days=rng.lognormvariate(0, 0.5) * (34 if won else 25))
    amount = round(rng.lognormvariate(0, 0.5) * 14_000, -2)
    final = round(amount * rng.uniform(0.9, 1.05), -2)
    return Deal(
        f"D{number + 7000}", "pricing", (there or runs)[0], opened, closed, won, amount, final, None, _account(rng)
    )


def _of_deal(deal: Deal) -> list[tuple[datetime, tuple[Any, ...]]]:
    half = deal.opened + (deal.closed - deal.opened) * 0.45
    ends = ("Won", deal.final) if deal.won else ("Lost", deal.amount)
    steps = [(deal.opened, "Opened", deal.amount), (half, "Proposal", deal.amount), (deal.closed, *ends)]
    return [_row(at, "Deal", deal.number, stage, f"{much:.2f}", deal, deal.account) for at, stage, much in steps]


def _row(
    at: datetime, kind: str, record: str, stage: str, amount: str, of: Lead | Deal, account: str
) -> tuple[datetime, tuple[Any, ...]]:
    lead = of if isinstance(of, Lead) else of.lead
    return at, (
        kind,
        record,
        stage,
        f"{chicago(at):%Y-%m-%d %H:%M}",
        amount,
        "USD" if amount else "",
        of.run.name,
        of.run.channel if lead else "customer",
        hashed(lead.person) if lead else "",
        account,
        PRODUCTS.get(of.persona, "Kestrel Quote") if kind == "Deal" else "",
    )


def _account(rng: random.Random) -> str:
    first = rng.choice(
        ("Prairie", "Lakeshore", "Summit", "Bluegrass", "Ironwood", "Cardinal", "Delta", "Harbor", "Mesa")
    )
    second = rng.choice(("Freight", "Logistics", "Brokerage", "Transport", "Lines", "Carriers"))
    return f"{first} {second} {rng.choice(STATES)} {rng.randint(1, 60)}"


def opened_on(deal: Deal) -> date:
    """The day, in Chicago, on which an opportunity was accepted."""
    return chicago(deal.opened).date()


def in_view(deal: Deal) -> bool:
    """Whether it was accepted within the eighteen months."""
    return START <= opened_on(deal) <= END
