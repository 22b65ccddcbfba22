"""Where a finding stands in its life: open, acknowledged, accepted until a day, fixed; and whether it is new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from truenorth.records.record import Decision, Records

State = Literal["open", "acknowledged", "accepted", "fixed"]


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


def life(ids: Iterable[str], records: Records, today: date) -> dict[str, Life]:
    """The life of every finding by id: those that are there, and (fixed) those decided on or known that are gone."""
    there = set(ids)
    lives = {ident: _there(ident, records, today) for ident in sorted(there)}
    gone = ({one.finding for one in records.decisions} | records.baseline) - there
    for ident in sorted(gone):
        lives[ident] = Life(ident, "fixed", ident in records.baseline, records.decision_on(ident))
    return lives


def _there(ident: str, records: Records, today: date) -> Life:
    decision = records.decision_on(ident)
    known = ident in records.baseline
    if decision is None:
        return Life(ident, "open", known)
    if decision.state == "accepted" and decision.until is not None and decision.until < today:
        return Life(ident, "open", known, decision)
    return Life(ident, decision.state, known, decision)
