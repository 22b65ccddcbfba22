"""The made-up company: who works there, what it wants, to whom it speaks, and what it has."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

Documents = dict[str, dict[str, dict[str, Any]]]

# function, skills, channel, kind of result
FUNCTIONS = [
    ("brand", ("strategy", "design"), "press", "brand"),
    ("content", ("copy", "video"), "blog", "demand"),
    ("demand generation", ("copy", "ads"), "search ads", "pipeline"),
    ("product marketing", ("strategy", "copy"), "webinar", "pipeline"),
    ("marketing automation", ("automation", "copy"), "e-mail", "demand"),
    ("business development", ("calling",), "phone", "pipeline"),
    ("public relations", ("press", "copy"), "podcast", "brand"),
    ("social media", ("social", "video"), "social", "brand"),
    ("events", ("events", "design"), "event", "pipeline"),
    ("web", ("web", "design"), "website", "demand"),
]
REGIONS = ["Europe", "Americas", "Asia", "Africa"]
VERTICALS = [
    "banks",
    "insurers",
    "hospitals",
    "makers",
    "retailers",
    "schools",
    "cities",
    "carriers",
    "labs",
    "utilities",
]
PERSONAS = ["Head of operations", "Finance lead", "Plant manager", "Head of purchasing", "Security officer", "Founder"]
STAGES = ["attract", "engage", "convert"]
TOPICS = ["speed", "price", "safety", "service", "openness", "energy", "reach", "ease"]
TOOLS = [
    ("mailer", ["emails", "forms"]),
    ("crm", ["contacts", "opportunities"]),
    ("ads-desk", ["ad sets", "audiences"]),
    ("web-studio", ["landing pages", "tests"]),
    ("event-desk", ["registrations", "badges"]),
    ("call-desk", ["calls", "scripts"]),
    ("media-room", ["releases", "clippings"]),
    ("film-store", ["videos", "subtitles"]),
]
QUARTERS = {"2027-Q1": "2027-03-31", "2027-Q2": "2027-06-30", "2027-Q3": "2027-09-30", "2027-Q4": "2027-12-31"}


def company(rng: random.Random, activities: int) -> Documents:
    """Everything but the work."""
    teams, regions = list(teams_of(activities)), _regions(activities)
    return {
        "company": {"northwind": _northwind()},
        "vision": _vision(),
        "goal": _goals(),
        "metric": _metrics(teams),
        "persona": {
            persona_key(name, region): _persona(name, region, teams) for region in regions for name in PERSONAS
        },
        "product": {f"line-{n}": _product(n) for n in range(1, 5)},
        "message": {
            f"{topic}-{n}-{slug(region)}": _message(rng, topic, n, region)
            for region in regions
            for topic in TOPICS
            for n in range(1, 4)
        },
        "team": {key: _team(key, region, function) for key, region, function in teams} | _others(),
        "tool": {key: _tool(key, capabilities) for key, capabilities in TOOLS},
        "process": {key: _process(rng, key, function) for key, _, function in teams},
        "objective": {key: fields for team in teams for key, fields in _objectives(rng, team)},
        "cadence": {"weekly": _weekly(teams), "board": _board()},
    }


def teams_of(activities: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Key, region and function of each marketing team: ten in one region, and more regions for more work."""
    for region in _regions(activities):
        for function in FUNCTIONS:
            yield slug(f"{function[0]} {region}"), region, function


def _regions(activities: int) -> list[str]:
    return REGIONS[: max(1, min(len(REGIONS), math.ceil(activities / 2500)))]


def persona_key(name: str, region: str) -> str:
    """The key of a persona: each region pictures its own."""
    return slug(f"{name} {region}")


def slug(text: str) -> str:
    """A key from a name."""
    return text.lower().replace(" ", "-")


def _northwind() -> dict[str, Any]:
    return {
        "name": "Northwind Valves",
        "currency": "EUR",
        "rates": {"USD": "0.92", "GBP": "1.15"},
        "hourly_rate": "65",
        "fiscal_start": "01-01",
        "holidays": ["2027-01-01", "2027-12-24", "2027-12-27"],
        "time_zone": "Europe/Berlin",
    }


def _vision() -> dict[str, dict[str, Any]]:
    parts = {"value": "customer value", "different": "differentiation", "together": "working together"}
    return {
        key: {
            "name": f"Our {part}",
            "part": part,
            "statement": f"What we mean by {part}, in one sentence that everybody here can say.",
            "looks_like": [metric],
            "owner": "cmo",
        }
        for (key, part), metric in zip(parts.items(), ("retention", "win-rate", "follow-up"), strict=True)
    }


def _goals() -> dict[str, dict[str, Any]]:
    goals = {"grow": ("organisation", "revenue", "70 %"), "stay": ("customer", "retention", "30 %")}
    return {
        key: {
            "name": f"Goal: {key}",
            "of": of,
            "serves": ["value", "different", "together"],
            "weight": weight,
            "metric": metric,
            "target": "90 %" if metric == "retention" else "40000000 EUR",
            "horizon": "2028",
            "owner": "cmo",
            "business_owner": "managing-director",
            **({"persona": persona_key(PERSONAS[0], REGIONS[0])} if of == "customer" else {}),
        }
        for key, (of, metric, weight) in goals.items()
    }


def _metrics(teams: list[tuple[str, str, tuple[Any, ...]]]) -> dict[str, dict[str, Any]]:
    keys = [team for team, _, _ in teams]
    shared = {
        "revenue": ("EUR", "revenue", "ledger", ["pipeline"], []),
        "retention": ("%", "retention", "ledger", ["follow-up"], []),
        "win-rate": ("%", "efficiency", "crm", ["pipeline"], ["sales"]),
        "pipeline": ("EUR", "pipeline", "crm", [f"result-{key}" for key in keys], ["sales", *keys]),
        "follow-up": ("%", "efficiency", "crm", [], ["sales", "service"]),
    }
    metrics = {key: _metric(key, *rest) for key, rest in shared.items()}
    for key, _, (function, _, _, outcome) in teams:
        metrics[f"result-{key}"] = _metric(f"{function} result of {key}", "contacts", outcome, "crm", [], [key])
    return metrics


def _metric(
    name: str, unit: str, outcome: str, source: str, drivers: list[str], scorecard: list[str]
) -> dict[str, Any]:
    return {
        "name": name.capitalize(),
        "unit": unit,
        "direction": "up",
        "outcome_type": outcome,
        "definition": f"Everything that counts as {name}, by the day on which it was booked.",
        "sources": [source],
        "owner": "analyst",
        "drivers": [{"metric": key, "effect": "up", "lag": "20..40 days", "evidence": "B"} for key in drivers],
        "scorecard_of": scorecard,
    }


def _persona(name: str, region: str, teams: list[tuple[str, str, tuple[Any, ...]]]) -> dict[str, Any]:
    return {
        "name": f"{name} in {region}",
        "titles": [name, f"Deputy {name.lower()}"],
        "departments": [f"{name.split()[-1]} office"],
        "segments": [f"{region} {vertical}" for vertical in VERTICALS],
        "needs": [f"What a {name.lower()} needs first", f"What a {name.lower()} needs next"],
        "pains": [f"What keeps a {name.lower()} awake"],
        "goals": [f"What a {name.lower()} is praised for"],
        "stages": STAGES,
        "buying_cycle": "20..40 days",
        "evidence": [{"kind": "interviews", "date": "2026-11-02", "quote": f"As a {name.lower()} I want it to work."}],
        "used_by": [key for key, where, _ in teams if where == region],
    }


def _product(number: int) -> dict[str, Any]:
    return {"name": f"Valve line {number}", "serves": ["grow", "stay"], "weight": "25 %", "segments": VERTICALS}


def _message(rng: random.Random, topic: str, number: int, region: str) -> dict[str, Any]:
    return {
        "name": f"{topic.capitalize()}, said in way {number}",
        "text": f"A sentence on {topic} that nobody forgets, in its version {number}.",
        "pillar": f"Pillar {1 + TOPICS.index(topic) // 3}",
        "claim": f"Our valves are known for {topic}.",
        "topic": topic,
        "position": f"best in {topic}",
        "proof": [f"Survey of {rng.randint(200, 900)} customers in 2026"],
        "proof_until": "2028-12-31",
        "persona": [persona_key(name, region) for name in PERSONAS],
    }


def _team(key: str, region: str, function: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "name": f"{function[0].capitalize()} {region}",
        "function": function[0],
        "lead": f"{key}-lead",
        "declares_owners": "true",
    }


def _others() -> dict[str, dict[str, Any]]:
    return {
        "management": {"name": "Management", "function": "business", "lead": "managing-director"},
        "sales": {"name": "Sales", "function": "sales", "lead": "sales-lead"},
        "service": {"name": "Service", "function": "service", "lead": "service-lead"},
    }


def _tool(key: str, capabilities: list[str]) -> dict[str, Any]:
    return {
        "name": key.replace("-", " ").capitalize(),
        "category": "marketing",
        "owner": "analyst",
        "capabilities": capabilities,
        "limits": {},  # set once the work is known
        "integrates_with": ["crm"] if key != "crm" else [],
        "contract_from": "2026-01-01",
        "contract_to": "2029-12-31",
        "cost": "12000",
    }


def _process(rng: random.Random, team: str, function: tuple[Any, ...]) -> dict[str, Any]:
    roles = {"draft": function[1][0], "make": function[1][-1], "approve": "lead"}
    return {
        "name": f"How {function[0]} works",
        "steps": [
            {"name": step, "role": f"{team}-{role}", "takes": f"{rng.randint(1, 2)}..{rng.randint(3, 4)} working days"}
            for step, role in roles.items()
        ],
        "team": team,
        "owner": f"{team}-lead",
    }


def _objectives(rng: random.Random, team: tuple[str, str, tuple[Any, ...]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """One objective of the year for a team, and a key result for each quarter."""
    key, region, (function, *_) = team
    target = rng.randint(20, 60) * 40
    goal = "stay" if function in ("content", "social media") else "grow"
    yield key, _objective(f"{function.capitalize()} in {region}", f"goal:{goal}", team, str(target), "2027-12-31")
    for quarter, due in QUARTERS.items():
        name = f"{function.capitalize()} in {region}, {quarter}"
        yield f"{key}-{quarter.lower()}", _objective(name, key, team, str(target // 4), due, quarter)


def _objective(
    name: str, serves: str, team: tuple[str, str, tuple[Any, ...]], target: str, due: str, period: str | None = None
) -> dict[str, Any]:
    key, region, (_, _, _, outcome) = team
    return {
        "name": name,
        "serves": {serves: "100 %"},
        "team": key,
        "period": period or "2027",
        "metric": f"result-{key}",
        "baseline": "10",
        "target": target,
        "due": due,
        "outcome_type": outcome,
        "owner": f"{key}-lead",
        "persona": persona_key(PERSONAS[len(key) % len(PERSONAS)], region),
        "drives": [
            {
                "metric": metric,
                "how": "More contacts, more orders.",
                "effect": "up",
                "lag": "20..40 days",
                "evidence": "B",
            }
            for metric in ("revenue", "retention")
        ],
    }


def _weekly(teams: list[tuple[str, str, tuple[Any, ...]]]) -> dict[str, Any]:
    audience = [key for key, _, _ in teams]
    return {"name": "Stand-up", "form": "meeting", "every": "1 week", "owner": "cmo", "audience": [*audience, "sales"]}


def _board() -> dict[str, Any]:
    metrics = ["revenue", "pipeline", "retention"]
    return {
        "name": "Board report",
        "form": "report",
        "every": "3 months",
        "owner": "cmo",
        "audience": ["business"],
        "metrics": metrics,
    }
