"""Two folders that hold a plan, side by side: what one of them means for goals, money, hours, dates and findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from truenorth.reports.compare import Comparison, Side, compare
from truenorth.services.check import judge


def beside(one: Path, other: Path, today: date) -> Comparison:
    """Two folders side by side, each judged as its own settings and records say; whether it all fits is not asked."""
    was, now = (judge(path, today, prove=lambda _: None) for path in (one, other))
    return compare(Side(str(one), was.case, was.open), Side(str(other), now.case, now.open))
