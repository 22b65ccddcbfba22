"""Five of the plan's rules over model instances, to the same effect."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from benchmarks.rival.load import Plan
from truenorth.plan.values import quantity

Found = dict[str, int]


def check(plan: Plan, today: date) -> Found:
    """How many findings each rule has."""
    return {
        "no line of sight": _no_line_of_sight(plan),
        "tool over its limit": _over_limits(plan),
        "no answer": _waiting(plan, today),
        "no owner": sum(1 for item in plan["activity"].values() if not item.owner),
        "no persona": sum(1 for item in plan["activity"].values() if not item.personas.all()),
    }


def _no_line_of_sight(plan: Plan) -> int:
    work = (activity for activity in plan["activity"].values() if not activity.keep_the_lights_on)
    return sum(1 for activity in work if not _reaches_goal(plan, activity))


def _reaches_goal(plan: Plan, activity: Any) -> bool:
    waiting: list[Any] = [activity]
    seen: set[Any] = set()
    while waiting:
        item = waiting.pop()
        if item._meta.model_name == "goal":
            return True
        if item in seen:
            continue
        seen.add(item)
        if getattr(item, "program_id", None):
            waiting.append(plan["program"][item.program_id])
        for ref in item.serves:
            kind, _, key = ref.rpartition(":")
            waiting.append(plan[kind or "objective"][key])
    return False


def _over_limits(plan: Plan) -> int:
    used: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for activity in plan["activity"].values():
        touched = _months(activity)
        for tool in activity.tools.all():
            for capability, volume in activity.needs.items():
                if capability in tool.limits:
                    for month in touched:
                        used[tool.pk, capability][month] += float(quantity(volume).mid or 0) / len(touched)
    limits = {
        (tool.pk, name): float(quantity(text).mid or 0)
        for tool in plan["tool"].values()
        for name, text in tool.limits.items()
    }
    return sum(1 for key, by_month in used.items() for volume in by_month.values() if volume > limits[key])


def _months(activity: Any) -> list[str]:
    start, end = date.fromisoformat(activity.start), date.fromisoformat(activity.end)
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(start.year * 12 + start.month - 1, end.year * 12 + end.month)]


def _waiting(plan: Plan, today: date) -> int:
    return sum(
        1 for one in plan["commitment"].values() if not one.answer and one.asked_on and _working_days(one, today) > 5
    )


def _working_days(commitment: Any, today: date) -> int:
    asked = date.fromisoformat(commitment.asked_on)
    days = (asked + timedelta(days=n) for n in range(1, (today - asked).days + 1))
    return sum(day.weekday() < 5 for day in days)
