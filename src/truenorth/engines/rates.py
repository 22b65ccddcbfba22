"""How much in which stretch of time: quantities such as `40 per week`, `20000 per month` or `5 a day`."""

from __future__ import annotations

import re

from truenorth.plan.values import Quantity

_PER = re.compile(
    r"(?:\b(?:per|a|an|each|every)\s+|/\s*)(day|week|month|quarter|year)\b|\b(dai|week|month|quarter|year)ly\b"
)
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}


def period(amount: Quantity, default: str) -> str:
    """The stretch of time that a quantity is for: day, week, month, quarter or year."""
    found = _PER.search(amount.unit.lower())
    return (found[1] or found[2].replace("dai", "day")) if found else default


def per_week(amount: Quantity | None, default: str = "week") -> tuple[float, float] | None:
    """The least and the most of a quantity in a week; None where no number is stated."""
    if amount is None or not amount.is_number or amount.how != "value":
        return None
    factor = 7 / DAYS[period(amount, default)]
    low = amount.low if amount.low is not None else amount.high
    high = amount.high if amount.high is not None else amount.low
    return float(low or 0) * factor, float(high or 0) * factor
