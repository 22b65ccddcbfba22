"""Money and hours: the ledger, the days of the ad platforms, and the hours that were written down."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tools.freight.facts.clock import DAY, END, START, busy, days, monday
from tools.freight.facts.program import MEDIA, Programs, Run

Export = tuple[tuple[str, ...], list[tuple[Any, ...]]]
SUPPLIERS = ("Halden Print", "Okafor & Lee", "Rivertown Venues", "Northside Film", "Pinecrest Catering", "Atlas Panels")
UNKNOWN = ("Sundry printing", "Gifts, customers", "Travel, marketing", "Subscription, unassigned")


def ledger(rng: random.Random, programs: Programs) -> Export:
    """Invoices: a little off what was planned, some weeks late, a few credits, and some for nothing in the plan."""
    rows: list[tuple[date, tuple[Any, ...]]] = []
    for run in programs.runs:
        if run.channel not in MEDIA and run.cost:
            rows += _invoices(rng, run)
    rows += [_unknown(rng, day) for day in days() if rng.random() < 0.09]
    rows.sort(key=lambda one: (one[0], one[1]))
    header = ("Invoice Number", "Posting Date", "Cost Center", "Campaign Name", "Supplier", "Net Amount", "Currency")
    return header, [(f"INV-{n:05}", *row) for n, (_, row) in enumerate(rows, 20001)]


def _invoices(rng: random.Random, run: Run) -> Iterator[tuple[date, tuple[Any, ...]]]:
    length = (run.end - run.begins).days + 1
    parts = max(1, min(round(run.cost / 2500), length // 12 + 1, 24))
    factor = rng.gauss(1.0, 0.06)
    for n in range(parts):
        work = run.begins + timedelta(days=round(length * (n + rng.random()) / parts))
        posted = work + timedelta(days=round(rng.lognormvariate(0, 0.5) * 16))
        amount = run.cost / parts * factor * rng.uniform(0.8, 1.2)
        if START <= posted <= END:
            yield _invoice(rng, posted, run.team, run.name, amount)
            if rng.random() < 0.012:
                yield _invoice(rng, min(posted + 20 * DAY, END), run.team, run.name, -amount * 0.3)


def _unknown(rng: random.Random, day: date) -> tuple[date, tuple[Any, ...]]:
    return _invoice(
        rng, day, rng.choice(("marketing", "events", "corpcomms")), rng.choice(UNKNOWN), rng.uniform(300, 3200)
    )


def _invoice(rng: random.Random, posted: date, team: str, name: str, amount: float) -> tuple[date, tuple[Any, ...]]:
    """A row as the ledger prints it: the month first, thousands parted by a comma."""
    day = f"{posted.month}/{posted.day}/{posted.year}"
    return posted, (day, team, name, rng.choice(SUPPLIERS), f"{amount:,.2f}", "USD")


def ads(rng: random.Random, programs: Programs) -> Export:
    """What the ad platforms charged, by campaign and day of their own clock."""
    rows: list[tuple[Any, ...]] = []
    for run in programs.runs:
        if run.channel in MEDIA:
            there = [day for day in days() if run.start <= day <= run.end]
            whole = (run.end - run.start).days + 1
            weights = [busy(day) * rng.uniform(0.75, 1.25) for day in there]
            spent = run.cost * rng.gauss(1.0, 0.04) * len(there) / whole
            for day, weight in zip(there, weights, strict=True):
                cost = spent * weight / sum(weights)
                clicks = round(cost / rng.uniform(3.8, 6.4))
                rows.append(
                    (
                        str(day),
                        run.key,
                        run.name,
                        run.channel,
                        f"{cost:.2f}",
                        round(clicks * rng.uniform(24, 40)),
                        clicks,
                    )
                )
    rows.sort(key=lambda row: (row[0], row[1], row[3]))
    return ("Day", "Campaign ID", "Campaign", "Network", "Cost", "Impressions", "Clicks"), rows


def hours(rng: random.Random, programs: Programs) -> Export:
    """Hours by week, team, role and piece of work, as they were written down on Fridays."""
    rows: list[tuple[Any, ...]] = []
    for run in programs.runs:
        weeks = _weeks(run)
        factor = rng.gauss(1.04, 0.1)
        for skill, much in run.effort:
            for week in (week for week in weeks if START <= week <= END):
                worked = round(much / len(weeks) * factor * rng.uniform(0.6, 1.4) * 2) / 2
                if worked:
                    rows.append((str(week), run.team, run.owner, skill, run.name, worked))
    return ("Week Start", "Team", "Role", "Task", "Activity Name", "Hours"), sorted(rows)


def _weeks(run: Run) -> list[date]:
    found: dict[date, None] = defaultdict()
    day = run.begins
    while day <= run.end:
        found[monday(day)] = None
        day += 7 * DAY
    return list(found)
