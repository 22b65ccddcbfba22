"""What goals and objectives were last measured at, in words and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from truenorth.plan.strategy import Goal, Objective
from truenorth.reports.measured import Measured, measured, stated
from truenorth.reports.words import in_full, plain
from truenorth.rules.case import Case


def every(case: Case) -> list[tuple[Goal | Objective, Measured]]:
    """The goals and objectives that name a metric, each with what it was last measured at."""
    items: list[Goal | Objective] = [*case.plan.all(Goal), *case.plan.all(Objective)]
    return [(item, found) for item in items if (found := measured(case, item)) is not None]


def lines(case: Case) -> Iterator[str]:
    """How each stands, in words."""
    found = every(case)
    if not found:
        yield "No goal and no objective names a metric yet."
    for item, one in found:
        by = f" by {in_full(due)}" if (due := case.due(item)) else ""
        aimed = f"; to reach: {target}{by}" if (target := stated(case.plan, item)) else ""
        yield f"{plain(item.title)} ({item.ref}): {one.says or 'no data'}{aimed}"
        why = f"{one.status}: {one.why}" if one.status and one.why else one.status or one.why
        yield f"  {why[:1].upper()}{why[1:]}."


def data(case: Case) -> dict[str, Any]:
    """The same for machines."""
    told = [{"item": item.ref, "title": plain(item.title), **asdict(one)} for item, one in every(case)]
    return {"schema": 1, "as_of": case.today.isoformat(), "goals": told}
