"""When a meeting was due, and whether it was held."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.rhythm import Occurrence, occurrences
from truenorth.plan import entity
from truenorth.plan.calendar import Calendar
from truenorth.plan.consent import Cadence

WEEKLY = entity("cadence:weekly", {"name": "Weekly", "every": "1 week"})
MONTHLY = entity("cadence:monthly", {"name": "Monthly", "every": "1 months"})
FIRST = date(2027, 1, 4)


def told(cadence: object, held: list[date], today: date) -> list[str]:
    assert isinstance(cadence, Cadence)
    return [f"{one.due:%m-%d} {one.state}" for one in occurrences(cadence, held, today, Calendar())]


def test_a_meeting_on_another_day_moves_the_next_and_one_left_out_is_missed() -> None:
    held = [date(2027, 1, 4), date(2027, 1, 12), date(2027, 1, 25)]

    assert told(WEEKLY, held, date(2027, 2, 1)) == [
        "01-04 held",
        "01-11 held",
        "01-19 missed",
        "01-26 held",
        "02-01 due",
    ]


def test_a_report_is_due_on_the_same_day_of_the_month() -> None:
    assert told(MONTHLY, [FIRST], date(2027, 3, 7)) == ["01-04 held", "02-04 missed", "03-04 missed", "04-04 due"]


def test_nothing_is_known_of_one_that_was_never_held_is_over_or_has_no_period() -> None:
    stopped = entity("cadence:w", {"every": "1 week", "status": "stopped"})
    for cadence, held in ((WEEKLY, []), (stopped, [FIRST]), (entity("cadence:w", {}), [FIRST])):
        assert told(cadence, held, date(2027, 3, 7)) == []
    assert told(WEEKLY, [date(2027, 4, 1)], date(2027, 3, 7)) == []


@given(st.lists(st.integers(0, 120), min_size=1, max_size=30), st.integers(0, 150))
def test_each_time_is_told_once_in_order_and_only_the_last_is_to_come(days: list[int], today: int) -> None:
    held = [FIRST + timedelta(days=day) for day in days]
    found: list[Occurrence] = occurrences(WEEKLY, held, FIRST + timedelta(days=today), Calendar())  # type: ignore[arg-type]

    assert [one.due for one in found] == sorted({one.due for one in found})
    used = [one.held for one in found if one.held]
    assert used == sorted(set(used))
    assert set(used) <= set(held)
    assert [one.state for one in found[:-1]].count("due") == 0
    assert not found or found[-1].state == "due"
