"""GOAL: whether the work serves the strategy, and whether the strategy can be seen to be reached."""

from __future__ import annotations

from truenorth.rules.goals import (
    answers,
    expectations,
    kpis,
    periods,
    priorities,
    repeated,
    rows,
    shares,
    sight,
    targets,
    unplanned,
    vague,
)

__all__ = [
    "answers",
    "expectations",
    "kpis",
    "periods",
    "priorities",
    "repeated",
    "rows",
    "shares",
    "sight",
    "targets",
    "unplanned",
    "vague",
]
