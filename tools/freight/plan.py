"""Kestrel's plan as plain data: the parts written by hand, the work with its dates, hours and money, and the faults."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tools.freight.money import budgets

from truenorth.plan import text
from truenorth.plan.calendar import Calendar
from truenorth.plan.company import calendar_of
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.plan.values import duration
from truenorth.rules.acme import merged

HERE = Path(__file__).parent
TODAY = date(2027, 1, 15)
SEED = 2027
HAND_WRITTEN = ("strategy", "story", "people", "stack", "promises")
# What a name before "=" in a line of work.yaml is asked of a tool; all others are what the work brings.
ASKED = ("emails", "calls", "usage events", "in-app messages", "registrations")
# How much more, or less, a team plans for its work than work.yaml says, so that its fullest week is just full.
PACE = {
    "automation": 1.7,
    "corpcomms": 1.6,
    "events": 1.4,
    "mops": 1.3,
    "pr": 1.2,
    "product-marketing": 1.7,
    "service": 1.5,
    "social": 1.6,
    "telemarketing": 1.15,
    "web": 1.4,
}
Fields = dict[str, Any]
Documents = dict[str, dict[str, Fields]]


def plan(*, faults: bool = True) -> Plan:
    """Kestrel's plan, with its faults or without."""
    found = documents(faults=faults)
    refs = {f"{kind}:{key}": fields for kind, keyed in found.items() for key, fields in keyed.items()}
    return Plan({ref: entity(ref, fields) for ref, fields in refs.items()})


def documents(*, faults: bool = True) -> Documents:
    """The plan as plain data."""
    found: Documents = {}
    for name in HAND_WRITTEN:
        found |= source(name)
    work = source("work")
    found["program"] = {key: _program(row) for key, row in work.items() if "serves" in row}
    found["activity"] = dict(_activities(work, found))
    found["feed"] = dict(_feed(line, found) for line in found["feed"])
    found["content"] = dict(_content(found))
    _led_on(found)
    budgets(found, calendar())
    for fault in source("planted") if faults else ():
        found = merged(found, fault["change"])
    return found


@cache
def source(name: str) -> Any:
    """One of the files written by hand."""
    return text.loaded((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def calendar() -> Calendar:
    """Kestrel's calendar."""
    return calendar_of(entity("company:kestrel", source("strategy")["company"]["kestrel"]))  # type: ignore[arg-type]


def slug(name: str) -> str:
    """A name as a key."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")[:60].strip("-")


def day(text_: str) -> date:
    """A month and a day of fiscal 2027: 10-05 is in 2026, 02-05 in 2027."""
    month, day_ = map(int, text_.split("-"))
    return date(2026 if month > 9 else 2027, month, day_)


def _program(row: Fields) -> Fields:
    return {name: value for name, value in row.items() if name != "work"}


def _activities(work: Documents, found: Documents) -> Iterator[tuple[str, Fields]]:
    rng = random.Random(SEED)
    for program, row in work.items():
        for line in row["work"]:
            name, sort, dates, whom, hours, cost, *brings = [part.strip() for part in f"{line} |".split("|")]
            start, end = map(day, dates.split())
            fields = {
                "name": name,
                "program": program if "serves" in row else None,
                "keep_the_lights_on": None if "serves" in row else "true",
                **_dated(sort, start, end, found),
                **_done_by(rng, sort, float(hours)),
                **_for(sort, whom, found["program"].get(program, {}), found),
                **_brings(brings[0], source("sorts")[sort].get("needs", {})),
                "enables": {"bridge": "usage events"} if "connection and tests" in name else None,
                "cost": str(round(1000 * float(cost))),
            }
            yield slug(name), {name: value for name, value in fields.items() if value not in (None, "", {}, [])}


def _dated(sort: str, start: date, end: date, found: Documents) -> Fields:
    """From when to when, and when the customer meets it: a few days after its process at its longest."""
    process = source("sorts")[sort].get("process")
    meets = start
    if process:
        takes = [duration(step["takes"]) for step in found["process"][process]["steps"]]
        for step in takes:
            meets = calendar().ahead(meets, step, longest=True)
        meets = calendar().ahead(meets, duration("2 working days"))
        assert meets <= end, f"{sort} from {start} cannot be ready before {end}: {meets}"
    fields: Fields = {"start": str(start), "end": str(end), "process": process}
    if process:
        fields["brief_ready"] = str(start)
    if source("sorts")[sort].get("channel"):
        fields["in_market"] = str(meets)
    if end < TODAY:
        fields["status"] = "done"
    elif start <= TODAY:
        fields["status"] = "active"
    return fields


def _done_by(rng: random.Random, sort: str, hours: float) -> Fields:
    made = source("sorts")[sort]
    paced = {skill: hours * float(part) * PACE.get(made["team"], 1.0) for skill, part in made["skills"].items()}
    effort = {skill: _range(rng, round(much)) for skill, much in paced.items() if round(much)}
    return {"owner": made["owner"], "effort": effort} | {name: made.get(name) for name in ("team", "tools", "channel")}


def _range(rng: random.Random, hours: int) -> str:
    """Hours as people say them: exact, or a tenth more or less."""
    spread = round(hours / 10)
    return f"{hours - spread}..{hours + spread}" if spread and rng.random() < 0.4 else str(hours)


def _for(sort: str, whom: str, program: Fields, found: Documents) -> Fields:
    if not whom:
        return {}
    persona, stage = whom.split()
    messages = [key for key in program["messages"] if persona in found["message"][key]["persona"]]
    return {"personas": [persona], "stage": stage, "messages": messages[:1]}


def _brings(given: str, needs: Fields) -> Fields:
    numbers = dict(part.strip().split("=") for part in given.split(";") if part.strip())
    asked = {name: much for name, much in numbers.items() if name in ASKED}
    expects = {name: much for name, much in numbers.items() if name not in ASKED or name == "registrations"}
    return {"needs": {**needs, **asked}, "expects": expects}


def _feed(line: str, found: Documents) -> tuple[str, Fields]:
    giver, taker, unit, volume, lag, role = [part.strip() for part in line.split("|")]
    ref = taker if ":" in taker else f"program:{taker}"
    kind, _, key = ref.partition(":")
    return f"{giver}-to-{key}", {
        "name": f"{unit.capitalize()} from {found['program'][giver]['name']} to {found[kind][key]['name']}",
        "giver": f"program:{giver}",
        "taker": ref,
        "unit": unit,
        "volume": f"{volume} per week",
        "lag": lag,
        "accepted_by": role,
        "answer": "accepted",
    }


def _content(found: Documents) -> Iterator[tuple[str, Fields]]:
    for program, pieces in source("content").items():
        for head, said in pieces.items():
            name, form, whom, on = [part.strip() for part in head.split("|")]
            made = source("forms")[form]
            persona, stage = whom.split()
            messages = found["program"][program]["messages"]
            fitting = [key for key in messages if persona in found["message"][key]["persona"]]
            yield (
                slug(name),
                {
                    "name": name,
                    "text": said,
                    "format": form,
                    "team": made["team"],
                    "program": program,
                    "channel": made["channel"],
                    "persona": [persona],
                    "stage": stage,
                    "messages": fitting[:1] or messages[:1],
                    "date": on,
                    **({"status": "planned"} if date.fromisoformat(on) > TODAY else {}),
                    "cost": str(made["cost"]),
                },
            )


def _led_on(found: Documents) -> None:
    """Where the customer goes next: to later work of the program at the next stages, and content by way of it."""
    stages = ("attract", "engage", "convert", "grow")
    for kind in ("activity", "content"):
        for key, item in found[kind].items():
            if item.get("stage") in stages[:3]:
                ahead = stages[stages.index(item["stage"]) + 1 :]
                later = [
                    (ahead.index(one["stage"]), one["end"], other)
                    for other, one in found["activity"].items()
                    if other != key and one.get("program") == item.get("program") and one.get("stage") in ahead
                    if one["end"] >= item.get("end", item.get("date"))
                ]
                if later:
                    item["next_step"] = f"activity:{min(later)[2]}"
                elif item["stage"] == "convert":
                    item["next_step"] = "program:first-thirty"
    for key, item in found["content"].items():
        users = [
            one
            for one in found["activity"].values()
            if one.get("program") == item["program"] and one.get("stage") == item["stage"]
            if one["end"] >= item["date"] >= one["start"] and len(one.get("content", [])) < 4
        ]
        if users:
            users[0].setdefault("content", []).append(key)
