"""What is true of the exports: totals, the parameters they were made with, and why sources differ."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from tools.freight.facts.books import UNKNOWN
from tools.freight.facts.clock import END, START, chicago, month
from tools.freight.facts.counts import RESTATED, SEEN, UNUSED, WINDOW
from tools.freight.facts.journeys import DEMO_LAG, LEAD_LAG, PERSONAS, Journeys
from tools.freight.facts.program import Programs
from tools.freight.facts.stages import FUNNEL, LOST, SPREAD, History, in_view

Exports = Mapping[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]]


def truth(seed: int, made: Exports, people: Journeys, deals: History, programs: Programs) -> dict[str, Any]:
    """The manifest."""
    return {
        "seed": seed,
        "from": str(START),
        "to": str(END),
        "spend": _spend(made, programs),
        "touches": {
            "people": len({row[2] for row in people.rows}),
            "by_channel": dict(sorted(Counter(row[4] for row in people.rows).items())),
        },
        "leads": _leads(people),
        "demo_requests": _demos(made, people),
        "deals": _deals(deals),
        "lags_in_days": _lags(deals),
        "made_with": _made_with(),
        "restated": {
            name: f"Opportunities of {name} were reported low and restated by {100 * (factor - 1):.1f} %"
            for name, factor in RESTATED.items()
        },
        "content_never_used": sorted(UNUSED),
        "hours": round(sum(row[5] for row in made["hours.csv"][1]), 1),
    }


def _spend(made: Exports, programs: Programs) -> dict[str, Any]:
    ledger = [(row[3], float(row[5].replace(",", ""))) for row in made["ballast_ledger.csv"][1]]
    by_name = [*ledger, *((row[2], float(row[4])) for row in made["beacon_ads.csv"][1])]
    ads = [amount for _, amount in by_name[len(ledger) :]]
    program_of = {run.name: run.program for run in programs.runs}
    by_program: dict[str, float] = {}
    for name, amount in by_name:
        program = program_of.get(name) or "none"
        by_program[program] = by_program.get(program, 0.0) + amount
    return {
        "ledger": round(sum(amount for _, amount in ledger), 2),
        "ledger_credits": round(sum(amount for _, amount in ledger if amount < 0), 2),
        "ledger_in_no_plan": round(sum(amount for name, amount in ledger if name in UNKNOWN), 2),
        "ads": round(sum(ads), 2),
        "all": round(sum(amount for _, amount in by_name), 2),
        "by_program": {program: round(much, 2) for program, much in sorted(by_program.items())},
    }


def _leads(people: Journeys) -> dict[str, Any]:
    inside = [lead for lead in people.leads if chicago(lead.at).date() <= END]
    return {
        "all": len(inside),
        "by_persona": dict(sorted(Counter(lead.persona for lead in inside).items())),
        "by_month": dict(sorted(Counter(month(chicago(lead.at).date()) for lead in inside).items())),
    }


def _demos(made: Exports, people: Journeys) -> dict[str, Any]:
    """Three sources, and what lies between them."""
    inside = [demo for demo in people.demos if chicago(demo.at).date() <= END]
    first = [demo for demo in inside if demo.first]
    sums = {name: sum(row[2] for row in made[f"{name}_demo_requests.csv"][1]) for name in ("harbor", "tern", "wake")}
    return {
        **sums,
        "by_month": dict(sorted(Counter(month(chicago(demo.at).date()) for demo in first).items())),
        "repeats_that_tern_counts": sum(not demo.first for demo in inside),
        "on_the_next_day_in_tern": sum(demo.at.date() != chicago(demo.at).date() for demo in inside),
        "wake_sees": SEEN,
        "wake_window_in_days": WINDOW,
        "why": {
            "tern": "counts every form, also a second one of the same person, by the day of universal time",
            "wake": f"counts {SEEN:.0%} of the requests (consent), within {WINDOW} days, on the day of the click",
            "logbook": "says what the CRM said on the third of the next month",
        },
    }


def _deals(deals: History) -> dict[str, Any]:
    inside = [deal for deal in deals.deals if in_view(deal)]
    closed = [deal for deal in inside if chicago(deal.closed).date() <= END]
    won = [deal for deal in closed if deal.won]
    return {
        "opened": len(inside),
        "opened_from_leads": sum(deal.lead is not None for deal in inside),
        "expansions": sum(deal.lead is None for deal in inside),
        "won": len(won),
        "lost": len(closed) - len(won),
        "open": len(inside) - len(closed),
        "won_later": sum(deal.won for deal in inside) - len(won),
        "pipeline": round(sum(deal.amount for deal in inside)),
        "won_amount": round(sum(deal.final for deal in won)),
        "opened_by_month": dict(sorted(Counter(month(chicago(deal.opened).date()) for deal in inside).items())),
        "won_by_persona": dict(sorted(Counter(deal.persona for deal in won if deal.lead).items())),
    }


def _lags(deals: History) -> dict[str, Any]:
    """Medians as they came out, of all deals that leads became, also of those that end after the last day."""
    of_leads = [deal for deal in deals.deals if deal.lead]
    return {
        persona: {
            "touch_to_lead": _median((d.lead.at - d.lead.first_touch).days for d in _of(of_leads, persona)),
            "lead_to_opportunity": _median((d.opened - d.lead.at).days for d in _of(of_leads, persona)),
            "opportunity_to_won": _median((d.closed - d.opened).days for d in _of(of_leads, persona) if d.won),
        }
        for persona in PERSONAS
    }


def _of(deals: list[Any], persona: str) -> list[Any]:
    return [deal for deal in deals if deal.persona == persona]


def _median(numbers: Iterable[int]) -> float | None:
    known = list(numbers)
    return round(float(statistics.median(known)), 1) if known else None


def _made_with() -> dict[str, Any]:
    return {
        "lags_are": "lognormal, by the median in days and the spread of the logarithm",
        "touch_to_lead": LEAD_LAG,
        "lead_to_demo_request": DEMO_LAG,
        "by_persona": {
            persona: {
                "becomes_an_opportunity": share,
                "in": [days, SPREAD["opportunity"]],
                "is_won": won,
                "won_in": [to_won, SPREAD["won"]],
            }
            for persona, (share, days, won, to_won) in FUNNEL.items()
        },
        "lost_in": [LOST, SPREAD["lost"]],
    }
