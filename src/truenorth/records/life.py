"""Where a finding stands in its life: open, acknowledged, accepted until a day, fixed; and whether it is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from truenorth.records.record import Decision, Records

State = Literal["open", "acknowledged", "accepted", "fixed"]


@dataclass(frozen=True)
class Ids:
    """The id of a finding, those of the findings it gathers, and the one under which it is gathered with others."""

    id: str
    gathers: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True)
class Life:
    """The state of one finding; `known` tells that it was there when the plan was taken over."""

    id: str
    state: State
    known: bool = False
    decision: Decision | None = None

    @property
    def counts(self) -> bool:
        """Whether it is new and open: what makes the command exit with 1."""
        return self.state in ("open", "acknowledged") and not self.known


def life(found: Iterable[str | Ids], records: Records, today: date) -> dict[str, Life]:
    """The life of every finding by id: those that are there, and (fixed) those decided on or known that are gone.

    What was decided about findings as one counts for each of them, and what was decided about each for all as one.
    """
    present = [one if isinstance(one, Ids) else Ids(one) for one in found]
    lives = {one.id: _there(one, records, today) for one in sorted(present, key=lambda one: one.id)}
    there = {ident for one in present for ident in (one.id, one.group, *one.gathers)}
    for ident in sorted(({one.finding for one in records.decisions} | records.baseline) - there):
        lives[ident] = Life(ident, "fixed", ident in records.baseline, records.decision_on(ident))
    return lives


def _there(one: Ids, records: Records, today: date) -> Life:
    known = one.id in records.baseline or (bool(one.gathers) and records.baseline.issuperset(one.gathers))
    decision = _decision(one.id, records) or _decision(one.group, records)
    if decision is None and one.gathers:
        of_each = [_decision(ident, records) for ident in one.gathers]
        decision = (
            next((each for each in of_each if each and not _holds(each, today)), of_each[0]) if all(of_each) else None
        )
    if decision is None or not _holds(decision, today):
        return Life(one.id, "open", known, decision)
    return Life(one.id, decision.state, known, decision)


def _decision(ident: str, records: Records) -> Decision | None:
    return records.decision_on(ident) if ident else None


def _holds(decision: Decision, today: date) -> bool:
    """Whether a decision still stands; what was accepted is open again the day after."""
    return decision.state != "accepted" or decision.until is None or today <= decision.until
