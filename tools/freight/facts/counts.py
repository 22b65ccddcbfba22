"""Numbers that systems print: metrics from sources that differ for known reasons, content use, service desks."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tools.freight.facts.clock import DAY, END, START, busy, chicago, days, monday, month
from tools.freight.facts.journeys import Journeys
from tools.freight.facts.program import Programs
from tools.freight.facts.stages import History, in_view, opened_on

Export = tuple[tuple[str, ...], list[tuple[Any, ...]]]
SEEN = 0.91  # of requests that web analytics sees: the others have not agreed to be counted
WINDOW = 7  # days within which web analytics counts a request, on the day of the click that led to it
LATE = 3  # the day of the next month on which a month is reported
RESTATED = {"2026-10": 1.031}  # what the CRM says later of a month that was reported
UNUSED = (
    "press-kit",
    "fact-sheet-for-analysts-winter",
    "voicemail-in-eleven-words",
    "last-years-tour-in-nine-photographs",
)
DESKS = {"demo-desk": 84, "lead-desk": 240, "starts": 9, "questions": 620}


def observations(rng: random.Random, people: Journeys, deals: History) -> dict[str, Export]:
    """Demo requests from three systems, a row a day each, and what the reports said of each month."""
    local, universal_, windowed = demo_days(rng, people)
    return {
        "harbor_demo_requests.csv": _daily("Demo requests", local),
        "tern_demo_requests.csv": _daily("Demo requests", universal_),
        "wake_demo_requests.csv": _daily("Demo requests", windowed),
        "logbook_metrics.csv": _logbook(rng, local, people, deals),
    }


def demo_days(rng: random.Random, people: Journeys) -> tuple[Counter[date], Counter[date], Counter[date]]:
    """By day: the CRM (Chicago, once in ninety days), the mailer (universal time, every form), and web analytics."""
    local = Counter(chicago(demo.at).date() for demo in people.demos if demo.first)
    every = Counter(demo.at.date() for demo in people.demos)
    seen: Counter[date] = Counter()
    for demo in people.demos:
        clicked = demo.at - timedelta(days=rng.expovariate(1 / 2.2))
        if rng.random() < SEEN and demo.at - clicked <= timedelta(days=WINDOW):
            seen[clicked.date()] += 1
    return local, every, seen


def _daily(metric: str, counts: Counter[date]) -> Export:
    return ("Metric", "Date", "Value"), [(metric, str(day), counts[day]) for day in days()]


def _logbook(rng: random.Random, local: Counter[date], people: Journeys, deals: History) -> Export:
    """What the reports said, by month, on the third of the next; and what they said of October later."""
    leads = Counter(month(chicago(lead.at).date()) for lead in people.leads)
    opened = Counter(month(opened_on(deal)) for deal in deals.deals if in_view(deal))
    demos = _by_month(local)
    new = _won(deals)
    rows: list[tuple[Any, ...]] = []
    for number, name in enumerate(demos):
        so_far = number / len(demos)
        values: dict[str, float] = {
            "Demo requests": demos[name],
            "Leads": leads[name],
            "Opportunities": round(opened[name] / RESTATED.get(name, 1.0)),
            "Net new recurring revenue": new[name],
            "Quotes out within five minutes": 51 + 9 * so_far + rng.gauss(0, 0.6),
            "Bookings after a look at the scorecard": 24 + 9 * so_far + rng.gauss(0, 0.8),
            "Deals won against the incumbent": 22 + 3 * so_far + rng.gauss(0, 1.4),
            "Net revenue retention": 104 + 1.5 * so_far + rng.gauss(0, 0.4),
            "Demo requests called within four hours": 78 - 6 * busy_of(name) + rng.gauss(0, 1.5),
        }
        rows += [(metric, name, _said(value), _reported(name)) for metric, value in values.items()]
    rows += [("Opportunities", name, str(opened[name]), "2026-12-18") for name in RESTATED]
    return ("Metric", "Month", "Value", "As of"), [row for row in rows if row[3] <= str(END)]


def busy_of(name: str) -> float:
    """How busy a month was."""
    return busy(date.fromisoformat(f"{name}-15")) / busy(date(2026, 1, 15))


def _said(value: float) -> str:
    return f"{value:.0f}" if value == round(value) else f"{value:.1f}"


def _reported(name: str) -> str:
    year, number = map(int, name.split("-"))
    return str(date(year + number // 12, number % 12 + 1, LATE))


def _by_month(counts: Mapping[date, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for day in days():
        found[month(day)] += counts.get(day, 0)
    return found


def _won(deals: History) -> Counter[str]:
    found: Counter[str] = Counter()
    for deal in deals.deals:
        if deal.won and START <= chicago(deal.closed).date() <= END:
            found[month(chicago(deal.closed).date())] += round(deal.final)
    return found


def content_use(rng: random.Random, programs: Programs) -> Export:
    """Views of each piece, falling from week to week, and what sales sent; some pieces nobody used."""
    rows: list[tuple[Any, ...]] = []
    for piece in programs.content:
        out, strength = date.fromisoformat(piece.date or ""), rng.lognormvariate(0, 0.8) * 60
        for week in _mondays():
            if piece.key in UNUSED or week < monday(out):
                continue
            age = (week - monday(out)).days / 7
            views = round(strength * (0.12 + 0.88 * 0.86**age) * busy(week + DAY) * rng.uniform(0.6, 1.4))
            sent = sum(rng.random() < 0.06 for _ in range(12)) if piece.stage == "convert" else 0
            rows += [(str(week), piece.key, "view", views)] if views else []
            rows += [(str(week), piece.key, "sent", sent)] if sent else []
    return ("Week Start", "Asset", "Event", "Count"), sorted(rows)


def service_load(rng: random.Random, people: Journeys, deals: History) -> Export:
    """What came in at each desk, was dealt with, and was left, by week; the first answer slows as it piles up."""
    came: dict[str, Counter[date]] = {
        "demo-desk": _weekly(chicago(d.at).date() for d in people.demos if d.first),
        "lead-desk": _weekly(chicago(lead.at).date() for lead in people.leads),
        "starts": _weekly(chicago(d.closed).date() for d in deals.deals if d.won and d.lead),
    }
    rows: list[tuple[Any, ...]] = []
    for desk, most in DESKS.items():
        waiting = 0
        for week in _mondays():
            arrived = came[desk][week] if desk in came else round(430 * busy(week + DAY) * rng.uniform(0.9, 1.1))
            handled = min(waiting + arrived, round(most * rng.uniform(0.82, 1.0)))
            waiting += arrived - handled
            minutes = round((35 if desk == "questions" else 150) * (1 + 3 * waiting / most) * rng.uniform(0.85, 1.15))
            rows.append((str(week), desk, arrived, handled, waiting, minutes))
    return ("Week Start", "Desk", "Arrived", "Handled", "Waiting", "Avg Response Minutes"), rows


def _weekly(dates: Iterable[date]) -> Counter[date]:
    return Counter(monday(day) for day in dates)


def _mondays() -> list[date]:
    """The whole weeks of the eighteen months."""
    return [day for day in days() if day.weekday() == 0 and day + 6 * DAY <= END]
