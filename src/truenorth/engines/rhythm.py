"""The rhythm of a meeting or report: when it was due, and whether it was held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from truenorth.engines.asof import OVER
from truenorth.plan.calendar import Calendar
from truenorth.plan.consent import Cadence

GRACE = 2  # days in which what was held may still be written down
MOST = 1_000  # occurrences that are looked at


@dataclass(frozen=True)
class Occurrence:
    """One time that a meeting or report was due: the day, the day on which it was held, and where it stands."""

    due: date
    held: date | None
    state: Literal["held", "missed", "due"]


def occurrences(
    cadence: Cadence, held: Iterable[date], today: date, calendar: Calendar, grace: int = GRACE
) -> list[Occurrence]:
    """When something was due, from the first time that it was held until the next time to come.

    The next one is due a period after the last that was held, or was to be; one that is held nearer to it than to the
    ones before and after counts for it. Nothing is known of one without a period, that was never held, or is over.
    """
    days = sorted({day for day in held if day <= today})
    if not days or cadence.every is None or cadence.status in OVER or calendar.ahead(days[0], cadence.every) <= days[0]:
        return []
    found, last = [Occurrence(days[0], days[0], "held")], days[0]
    while len(found) < MOST:
        due = calendar.ahead(last, cadence.every)
        near = [day for day in days if day > last and abs(day - due) <= (due - last) / 2]
        if near:
            last = min(near, key=lambda day: abs(day - due))
            found.append(Occurrence(due, last, "held"))
        elif due + timedelta(days=grace) < today:
            last = due
            found.append(Occurrence(due, None, "missed"))
        else:
            return [*found, Occurrence(due, None, "due")]
    return found


def first_day(cadence: Cadence, day: date, calendar: Calendar) -> date:
    """The day after which a meeting on a day looks back, where none was held before: one period ago, or a week."""
    return calendar.back(day, cadence.every) if cadence.every else day - timedelta(days=7)
