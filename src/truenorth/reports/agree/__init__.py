"""The room where both sides agree, as values: what is intended, what was said, and what stands in the way."""

from __future__ import annotations

from truenorth.reports.agree.again import Again, Drift, again, drift
from truenorth.reports.agree.room import Heard, Promise, Room, State, room
from truenorth.reports.agree.stands import Stand, stands_in_the_way

__all__ = [
    "Again",
    "Drift",
    "Heard",
    "Promise",
    "Room",
    "Stand",
    "State",
    "again",
    "drift",
    "room",
    "stands_in_the_way",
]
