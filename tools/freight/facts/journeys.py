"""People and what they met of us: some 30,000 of them, about 200,000 touches, and the requests they made."""

from __future__ import annotations

import hashlib
import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from tools.freight.facts.clock import END, busy, chicago, days, universal
from tools.freight.facts.program import Programs, Run

from truenorth.plan.story import Content

PEOPLE = 30_500
# persona: how many of a hundred, how often one of them becomes a lead, and how often a lead asks for a demo
PERSONAS = {
    "owner": (20, 0.25, 0.30),
    "pricing": (24, 0.27, 0.38),
    "carrier": (14, 0.19, 0.26),
    "floor": (31, 0.20, 0.44),
    "systems": (11, 0.22, 0.28),
}
LEAD_LAG = (11.0, 1.0)  # days from the first touch to becoming a lead: median, spread of the logarithm
DEMO_LAG = (4.0, 0.8)
TWICE = 0.062  # the share of demo requests that are sent again within minutes: one person, one wish
AGAIN = 0.035  # and that come again from the same person within ninety days
KINDS = {
    "search": ("ad click", "page view"),
    "display": ("ad view", "ad click"),
    "LinkedIn ads": ("ad view", "ad click"),
    "LinkedIn": ("post view", "post click"),
    "e-mail": ("mail open", "mail click"),
    "e-mail track": ("mail open", "mail click"),
    "website": ("page view", "form"),
    "webinar": ("registration", "attended"),
    "phone": ("call", "call answered"),
    "press": ("article read", "page view"),
    "podcast": ("listen", "page view"),
}
OTHER_KINDS = ("visit", "page view")


class Demo(NamedTuple):
    """A demo request: when, by whom, from which run, and whether it is the person's first in ninety days."""

    at: datetime
    person: str
    persona: str
    run: Run
    first: bool


class Lead(NamedTuple):
    """A person who became a lead: when, from which run, and when they asked for a demo."""

    at: datetime
    person: str
    persona: str
    run: Run
    first_touch: datetime


@dataclass
class Journeys:
    """The touches as they are exported, the leads, and the demo requests."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    demos: list[Demo] = field(default_factory=list)
    header: tuple[str, ...] = (
        "event_id",
        "event_time",
        "contact_id",
        "event_type",
        "channel",
        "utm_campaign",
        "asset",
    )


def journeys(rng: random.Random, programs: Programs) -> Journeys:
    """Everybody's way, in the order of time."""
    made, when = Journeys(), _Days()
    met = {persona: _Met(programs.met[persona]) for persona in PERSONAS}
    assets = _assets(programs)
    names, weights = list(PERSONAS), [share for share, _, _ in PERSONAS.values()]
    touched: list[tuple[datetime, str, str, Run, str]] = []
    for number in range(PEOPLE):
        persona = rng.choices(names, weights)[0]
        touched += _one(rng, made, when, met[persona], f"C{number + 100001}", persona, assets)
    touched.sort(key=lambda one: (one[0], one[1]))
    made.rows = [_row(n, *one) for n, one in enumerate(touched, 1)]
    made.leads.sort()
    made.demos.sort(key=lambda demo: (demo.at, demo.person))
    return made


def _one(
    rng: random.Random,
    made: Journeys,
    when: _Days,
    met: _Met,
    person: str,
    persona: str,
    assets: dict[str, list[Content]],
) -> Iterator[tuple[datetime, str, str, Run, str]]:
    """The touches of one person; leads and demo requests are noted on the way."""
    day = when.drawn(rng)
    first = at = universal(day, _hour(rng))
    _, leads, asks = PERSONAS[persona]
    becomes = first + timedelta(days=rng.lognormvariate(0, LEAD_LAG[1]) * LEAD_LAG[0]) if rng.random() < leads else None
    run = met.on(rng, day)
    while at.date() <= END and run:
        kind = rng.choices(KINDS.get(run.channel, OTHER_KINDS), (3, 2))[0]
        yield at, person, kind, run, _asset(rng, assets, run, at)
        if becomes and at >= becomes:
            yield at + timedelta(minutes=rng.randint(1, 20)), person, "form", run, ""
            made.leads.append(Lead(at, person, persona, run, first))
            _asks(rng, made, at, person, persona, run, asks)
            becomes = None
        if rng.random() < 0.128:
            return
        at += timedelta(days=rng.lognormvariate(0, 1.15) * 5.0)
        run = met.on(rng, chicago(at).date())


def _asks(rng: random.Random, made: Journeys, at: datetime, person: str, persona: str, run: Run, asks: float) -> None:
    if rng.random() >= asks:
        return
    then = at + timedelta(days=rng.lognormvariate(0, DEMO_LAG[1]) * DEMO_LAG[0])
    then = universal(chicago(then).date(), _hour(rng))
    made.demos.append(Demo(then, person, persona, run, True))
    if rng.random() < TWICE:
        made.demos.append(Demo(then + timedelta(minutes=rng.randint(1, 9)), person, persona, run, False))
    if rng.random() < AGAIN:
        made.demos.append(Demo(then + timedelta(days=rng.randint(3, 80)), person, persona, run, False))


def _hour(rng: random.Random) -> float:
    """An hour of the day: mostly at work, a sixth of it in the evening."""
    return rng.gauss(12.4, 2.6) % 24 if rng.random() < 0.83 else rng.uniform(17.5, 23.9)


class _Days:
    """Days drawn by how busy they are."""

    def __init__(self) -> None:
        self.days = days()
        self.sums = list(accumulate(map(busy, self.days)))

    def drawn(self, rng: random.Random) -> date:
        return self.days[bisect(self.sums, rng.random() * self.sums[-1])]


class _Met:
    """What one persona can meet on a day, drawn by what it costs and how long it is there."""

    def __init__(self, runs: list[Run]) -> None:
        self.runs = runs
        self.by_day: dict[date, tuple[list[Run], list[float]]] = {}

    def on(self, rng: random.Random, day: date) -> Run | None:
        if day > END:
            return None
        if day not in self.by_day:
            there = [run for run in self.runs if run.start <= day <= run.end]
            self.by_day[day] = there, list(accumulate(map(_pull, there)))
        there, sums = self.by_day[day]
        return there[bisect(sums, rng.random() * sums[-1])] if there else None


def _pull(run: Run) -> float:
    """How many meet it a day: the square root of its money, and a little for its hours."""
    length = max((run.end - run.start).days, 7)
    return ((run.cost + 40 * sum(hours for _, hours in run.effort)) / length) ** 0.5 + 0.5


def _assets(programs: Programs) -> dict[str, list[Content]]:
    found: dict[str, list[Content]] = {}
    for piece in programs.content:
        found.setdefault(piece.program or "", []).append(piece)
    return found


def _asset(rng: random.Random, assets: dict[str, list[Content]], run: Run, at: datetime) -> str:
    if rng.random() > 0.3:
        return ""
    there = [piece.key for piece in assets.get(run.program, ()) if (piece.date or "") <= f"{at:%Y-%m-%d}"]
    return rng.choice(there) if there else ""


def _row(number: int, at: datetime, person: str, kind: str, run: Run, asset: str) -> tuple[str, ...]:
    return f"E{number:07}", f"{at:%Y-%m-%dT%H:%M:%SZ}", hashed(person), kind, run.channel, run.key, asset


def hashed(person: str) -> str:
    """A person as the systems share them: a number from which nobody is read."""
    return hashlib.sha256(f"kestrel {person}".encode()).hexdigest()[:16]
