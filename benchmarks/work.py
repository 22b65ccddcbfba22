"""The made-up company's work: programs, activities, content, and what they ask of others; a few faults in it."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks.company import PERSONAS, STAGES, TOOLS, VERTICALS, Documents, persona_key, teams_of
from truenorth.plan.calendar import week

FIRST, LAST = date(2027, 1, 18), date(2027, 12, 10)
PER_PROGRAM = 40
FAULTS = 0.004  # of the activities, for each kind of fault
FORMS = ["letter", "page", "talk", "film", "test", "call list", "study", "guide", "visit", "story", "offer", "briefing"]
SUBJECTS = [
    "spring",
    "pumps",
    "winter",
    "pressure",
    "refits",
    "audits",
    "leaks",
    "seals",
    "safety",
    "savings",
    "spares",
]
TOOL_OF = {
    "marketing automation": "mailer",
    "demand generation": "ads-desk",
    "social media": "film-store",
    "content": "film-store",
    "events": "event-desk",
    "business development": "call-desk",
    "public relations": "media-room",
}


def work(rng: random.Random, documents: Documents, activities: int) -> None:
    """Add the work, then size the roles, tools, budgets and capacities to carry it."""
    documents |= {kind: {} for kind in ("program", "activity", "content", "feed", "commitment", "budget", "role")}
    documents |= {"capacity": {}, "expectation": {}, "assumption": {}}
    teams = list(teams_of(activities))
    count = min(activities, max(len(teams), activities // PER_PROGRAM))
    for number in range(count):
        team = teams[number % len(teams)]
        size = activities // count + (number < activities % count)
        _program(rng, documents, team, number, size)
    _roles(documents, teams)
    _limits(documents)
    _budgets(documents, teams)
    _capacity(documents)
    _expectations(documents, teams)


def _program(rng: random.Random, documents: Documents, team: tuple[Any, ...], number: int, size: int) -> None:
    key, program = team[0], f"program-{number:03}"
    name = PERSONAS[number % len(PERSONAS)]
    reader = persona_key(name, team[1])
    own = [message for message, fields in documents["message"].items() if reader in fields["persona"]]
    messages = sorted(rng.sample(own, 2))
    keys = [f"{rng.choice(SUBJECTS)}-{number:03}-{n:03}" for n in range(size)]
    made = [_activity(rng, team, program, keys, n, reader, messages) for n in range(size)]
    documents["activity"] |= dict(zip(keys, made, strict=True))
    documents["content"] |= dict(_content(rng, key, program, keys, reader, messages))
    for activity in made[: len(made) // 3]:
        activity["content"] = [f"{program}-piece-{rng.randrange(max(1, size // 10))}"]
    documents["program"][program] = {
        "name": f"{rng.choice(SUBJECTS).capitalize()} for the {name.lower()}, {number:03}",
        "serves": {key: "100 %"},
        "team": key,
        "owner": f"{key}-lead",
        "personas": [reader],
        "stages": STAGES,
        "products": [f"line-{1 + number % 4}"],
        "messages": messages,
        "budget": str(math.ceil(1.1 * sum(int(a.get("cost", 0)) for a in made))),
        "start": "2027-01-04",
        "end": "2027-12-31",
        "expects": {"contacts": str(20 * size)},
        "measured_by": [f"result-{key}"],
        "promises": ["follow-up"],
    }
    _promises(rng, documents, program, number)


def _activity(
    rng: random.Random, team: tuple[Any, ...], program: str, keys: list[str], n: int, persona: str, messages: list[str]
) -> dict[str, Any]:
    key, region, (function, skills, channel, _) = team
    weeks = (LAST - FIRST).days // 7 - 8
    start = FIRST + timedelta(days=7 * (weeks * n // max(1, len(keys)) + rng.randint(0, 2)))
    end = start + timedelta(days=7 * rng.randint(3, 6) - 3)
    form = rng.choice(FORMS)
    cost = rng.randint(2, 90) * 100
    fields = {
        "name": f"{keys[n].split('-')[0].capitalize()} {form} for the {persona.replace('-', ' ')} {keys[n][-7:]}",
        "note": f"Asked for in meeting {rng.randint(1, 99)}; row {n} of the list of {program}.",
        "owner": f"{key}-lead",
        "status": rng.choice(["planned", "planned", "active"]),
        "labels": {
            "cost centre": str(rng.randint(4000, 4040)),
            "region": region,
            "approved": rng.choice(["yes", "no"]),
        },
        "source": [{"document": "Marketing plan 2027", "place": f"{program} row {n}", "date": "2026-12-01"}],
        "valid_from": "2026-12-01",
        "program": program,
        "team": key,
        "roles": [f"{key}-{rng.choice(skills)}"],
        "start": start.isoformat(),
        "end": end.isoformat(),
        "due": end.isoformat(),
        "brief_ready": (start - timedelta(days=35)).isoformat(),
        "in_market": (start + timedelta(days=rng.randint(4, 11))).isoformat(),
        "period": f"2027-Q{(end.month + 2) // 3}",
        "effort": {skill: f"{low}..{low + rng.randint(0, 6)}" for skill in skills if (low := rng.randint(2, 24))},
        "process": key,
        "cost": str(cost),
        "costs": [
            {"amount": str(cost // 2), "month": start.isoformat()[:7], "category": "media", "committed": "true"},
            {"amount": str(cost - cost // 2), "month": end.isoformat()[:7], "category": "make"},
        ],
        "channel": channel,
        "personas": [persona],
        "segment": f"{region} {VERTICALS[int(program[-3:]) % len(VERTICALS)]}",
        "stage": STAGES[3 * n // len(keys)],
        "messages": [rng.choice(messages)],
        "expects": {"contacts": str(rng.randint(10, 40))},
        "contacts_per_week": "0.1",
        "measured_by": [f"result-{key}"],
    }
    return fields | _tools(rng, function) | _order(rng, keys, n) | _seldom(rng, team, keys, n) | _fault(rng)


def _tools(rng: random.Random, function: str) -> dict[str, Any]:
    tool = TOOL_OF.get(function, "web-studio")
    capability = dict(TOOLS)[tool][0]
    return {"tools": [tool], "needs": {capability: str(rng.randint(1, 40) * 50)}}


def _order(rng: random.Random, keys: list[str], n: int) -> dict[str, Any]:
    """What comes before, and where the customer goes next: later work of the same program."""
    fields: dict[str, Any] = {}
    if n >= 10 and rng.random() < 0.5:
        fields["after"] = [{"activity": keys[n - rng.randint(9, 10)], "lag": "2 days"}]
    if n < len(keys) - 1:
        fields["next_step"] = f"activity:{keys[rng.randint(n + 1, len(keys) - 1)]}"
    return fields


def _seldom(rng: random.Random, team: tuple[Any, ...], keys: list[str], n: int) -> dict[str, Any]:
    """Fields that only some activities have."""
    seldom = {
        "shared_with": ["sales"],
        "repeats": "monthly",
        "milestone": "true",
        "enables": {"crm": "contacts"},
        "blocked_by": "The list of addresses is not there yet.",
        "serves": {f"{team[0]}-2027-q{rng.randint(1, 4)}": "50 %"},
        "valid_to": "2027-12-31",
        "same_as": [keys[n - 1]],
        "undecided": ["the speaker"],
        "keep_the_lights_on": "true",
    }
    often = {"serves": 0.3, "shared_with": 0.08, "valid_to": 0.1, "same_as": 0.003 if n else 0, "undecided": 0.003}
    return {name: value for name, value in seldom.items() if rng.random() < often.get(name, 0.02)}


def _fault(rng: random.Random) -> dict[str, Any]:
    """What makes an activity one to look at; None leaves a field out."""
    faults: list[dict[str, Any]] = [
        {"program": None, "serves": None},
        {"owner": None},
        {"personas": None},
        {"messages": None},
        {"brief_ready": "2027-12-30"},
        {"needs": {"holograms": "1"}},
    ]
    return next((fault for fault in faults if rng.random() < FAULTS), {})


def _content(
    rng: random.Random, team: str, program: str, keys: list[str], persona: str, messages: list[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for n in range(max(1, len(keys) // 10)):
        yield (
            f"{program}-piece-{n}",
            {
                "name": f"{rng.choice(SUBJECTS).capitalize()} {rng.choice(FORMS)} {n} of {program}",
                "text": f"What a reader learns from piece {n} of {program}, told in {rng.randint(300, 900)} words.",
                "format": rng.choice(["post", "study", "film"]),
                "team": team,
                "program": program,
                "channel": "blog",
                "persona": [persona],
                "stage": rng.choice(STAGES),
                "messages": messages[:1],
                "date": f"2027-{rng.randint(2, 11):02}-15",
                "next_step": f"activity:{rng.choice(keys)}",
                "cost": str(rng.randint(3, 30) * 100),
            },
        )


def _promises(rng: random.Random, documents: Documents, program: str, number: int) -> None:
    accepted = {"asked_on": "2026-11-02", "answer": "accepted"}
    documents["commitment"][f"{program}-follow-up"] = {
        "name": f"Sales calls what {program} brings",
        "party": "sales",
        "team": "sales",
        "to": "cmo",
        "about": [f"program:{program}"],
        "what": "Call everybody.",
        "within": "2 working days",
        "measured_by": "follow-up",
        "fulfils": "follow-up",
        **(accepted if number % 97 else {"asked_on": "2026-11-02"}),
    }
    feed = {
        "giver": f"program:{program}",
        "taker": "capacity:sales-calls",
        "unit": "contacts",
        "volume": f"{rng.randint(2, 9)} per week",
        "lag": "3 days",
        "accepted_by": "sales-lead",
        "answer": "accepted",
    }
    documents["feed"][f"{program}-to-sales"] = feed


def _roles(documents: Documents, teams: list[tuple[Any, ...]]) -> None:
    """A lead for each team, and seats for each skill that carry its busiest week."""
    roles = documents["role"]
    for key, team in (("managing-director", "management"), ("cmo", "management"), ("analyst", "management")):
        roles[key] = {"name": key.replace("-", " ").capitalize(), "team": team, "filled": "1", "hours_per_week": "38"}
    for key in ("sales", "service"):
        roles[f"{key}-lead"] = {"name": f"Head of {key}", "team": key, "filled": "1", "hours_per_week": "38"}
    hours = _hours_by_week(documents)
    for key, _, (function, skills, _, _) in teams:
        roles[f"{key}-lead"] = {"name": f"Head of {function}", "team": key, "filled": "1", "hours_per_week": "38"}
        for skill in skills:
            peak = max(hours.get((key, skill), {"": 0.0}).values())
            roles[f"{key}-{skill}"] = {
                "name": f"{skill.capitalize()} expert",
                "team": key,
                "skills": [skill],
                "hours_per_week": "38",
                "rate": "58",
                "filled": str(2 + math.ceil(1.5 * peak / 38)),
                "open": "0",
            }


def _hours_by_week(documents: Documents) -> dict[tuple[str, str], dict[str, float]]:
    hours: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for activity in documents["activity"].values():
        weeks = list(_weeks(activity))
        for skill, effort in activity["effort"].items():
            for name in weeks:
                hours[activity["team"], skill][name] += float(effort.split("..")[1]) / len(weeks)
    return hours


def _weeks(activity: dict[str, Any]) -> Iterator[str]:
    day, end = date.fromisoformat(activity["start"]), date.fromisoformat(activity["end"])
    while day <= end:
        yield week(day)
        day += timedelta(days=7)


def _limits(documents: Documents) -> None:
    """Each tool carries its busiest month, but the last of them only just does not."""
    used: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for activity in documents["activity"].values():
        for capability, volume in activity["needs"].items():
            for month in {activity["start"][:7], activity["end"][:7]}:
                used[activity["tools"][0], capability][month] += float(volume)
    for (tool, capability), by_month in used.items():
        if capability != "holograms":
            documents["tool"][tool]["limits"][capability] = str(round(1.3 * max(by_month.values())))


def _budgets(documents: Documents, teams: list[tuple[Any, ...]]) -> None:
    for key, _, _ in teams:
        total = sum(int(p["budget"]) for p in documents["program"].values() if p["team"] == key)
        documents["budget"][f"{key}-2027"] = {
            "name": f"Budget of {key}",
            "team": key,
            "start": "2027-01-01",
            "end": "2027-12-31",
            "amount": str(total),
            "lines": [{"item": "Programs", "amount": str(total), "share": "100 %"}],
            "payments": [{"amount": str(total), "date": "2027-01-04"}],
        }


def _capacity(documents: Documents) -> None:
    documents["capacity"]["sales-calls"] = {
        "name": "Calls by sales",
        "team": "sales",
        "unit": "contacts",
        "per_week": str(20 * max(100, len(documents["activity"]))),
        "conversion": "100 %",
        "lag": "2..5 days",
        "service_level": "2 working days",
        "backlog": "1000",
    }


def _expectations(documents: Documents, teams: list[tuple[Any, ...]]) -> None:
    for key, _, (_, _, _, outcome) in teams:
        documents["expectation"][key] = {
            "name": f"What the board expects of {key}",
            "party": "business",
            "about": f"objective:{key}",
            "metric": f"result-{key}",
            "outcome_type": outcome,
            "value": documents["objective"][key]["target"],
            "by": "2027-12",
            "asked_on": "2026-11-02",
            "answer": "accepted",
            "covered_by": [key],
        }
        documents["assumption"][key] = {
            "name": f"The market of {key} stays as it is",
            "about": f"objective:{key}",
            "value": "25 %",
            "evidence": "Orders of 2026.",
            "review_by": "2027-06-30",
        }
