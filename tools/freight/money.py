"""Kestrel's budgets: what each program and each team may spend, and when the money is released."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from truenorth.plan.calendar import Calendar, Span, months

START, END = date(2026, 10, 1), date(2027, 9, 30)
QUARTERS = ("2026-10", "2027-01", "2027-04", "2027-07")
RESERVE = 0.06  # of a program
SPARE = 0.11  # of a team
OTHERS = "Reserve and other teams' part in our programs"


def budgets(found: dict[str, dict[str, Any]], calendar: Calendar) -> None:
    """Give every program and team a budget: its work, with a little to spare."""
    for key, program in found["program"].items():
        work = [a for a in found["activity"].values() if a.get("program") == key]
        program["budget"] = str(_rounded(sum(float(a["cost"]) for a in work)))
        program["start"], program["end"] = min(a["start"] for a in work), max(a["end"] for a in work)
    found["budget"] = {
        f"{team}-2027": _of_team(found, team) for team in found["team"] if any(_work(found, team)) or team == "mops"
    }


def _work(found: dict[str, dict[str, Any]], team: str) -> list[dict[str, Any]]:
    return [a for a in found["activity"].values() if a["team"] == team]


def _rounded(money: float) -> int:
    return -(-round(money * (1 + RESERVE)) // 500) * 500


def _of_team(found: dict[str, dict[str, Any]], team: str) -> dict[str, Any]:
    """What a team's own work costs, by sort of spending, and enough for the programs that it answers for."""
    lines: dict[str, float] = defaultdict(float)
    by_month: dict[str, float] = defaultdict(float)
    for activity in _work(found, team):
        cost = float(activity["cost"])
        lines[_heading(activity.get("channel", "preparation"))] += cost
        span = months(Span(date.fromisoformat(activity["start"]), date.fromisoformat(activity["end"])))
        for month in span:
            by_month[month] += cost / len(span)
    programs = sum(float(p["budget"]) for p in found["program"].values() if p["team"] == team)
    own = sum(lines.values())
    rest = max(programs - own, own * SPARE)
    amounts = {item: round(much) for item, much in lines.items()}
    amounts[OTHERS] = round(rest) + -(sum(amounts.values()) + round(rest)) % 500
    total = sum(amounts.values())
    groups = {"Our own work": total - amounts[OTHERS], "Reserve and programs": amounts[OTHERS]}
    return {
        "name": f"{found['team'][team]['name']}, fiscal 2027",
        "team": team,
        "start": str(START),
        "end": str(END),
        "amount": str(total),
        "lines": [{"item": item, "group": _group(item), "amount": str(much)} for item, much in amounts.items()],
        "groups": [
            {"group": group, "amount": str(much), "share": f"{100 * much / total:.1f} %"}
            for group, much in groups.items()
        ],
        "payments": _released(by_month, total),
        "owner": "controller",
    }


def _heading(channel: str) -> str:
    return channel[:1].upper() + channel[1:]


def _group(item: str) -> str:
    return "Reserve and programs" if item == OTHERS else "Our own work"


def _released(by_month: dict[str, float], total: int) -> list[dict[str, str]]:
    """A quarter's money on its first day: what its months need, and the reserve with the first."""
    need = [sum(by_month[month] for month in _three(first)) for first in QUARTERS]
    sums = [-(-round(much) // 100) * 100 for much in need]
    sums[0] += total - sum(sums)
    return [{"amount": str(much), "date": first} for first, much in zip(QUARTERS, sums, strict=True)]


def _three(first: str) -> list[str]:
    year, month = map(int, first.split("-"))
    return [f"{year}-{month + n:02}" for n in range(3)]
