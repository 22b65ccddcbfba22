"""Where a finding stands in its life: open, acknowledged, accepted until a day, fixed; whether it is new, or grew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from truenorth.records.record import Decision, Known, Level, Records

State = Literal["open", "acknowledged", "accepted", "fixed"]
GROWN = 0.25  # a known finding counts again when what is at stake grew by more than this
_SERIOUS: tuple[Level | None, ...] = ("info", "warning", "error")


@dataclass(frozen=True)
class Weight:
    """How much a finding matters: how serious it is, where that is its own, and the money and hours behind it."""

    severity: Level | None = None
    money: float | None = None
    hours: float | None = None

    def risen(self, was: Weight) -> bool:
        """Whether it is more serious than it was."""
        known = self.severity is not None and was.severity is not None
        return known and _SERIOUS.index(self.severity) > _SERIOUS.index(was.severity)

    def grown(self, was: Weight, by: float) -> bool:
        """Whether it is more serious than it was, or more is at stake by more than a share."""
        pairs = ((was.money, self.money), (was.hours, self.hours))
        return self.risen(was) or any(now > old * (1 + by) for old, now in pairs if old and now)


@dataclass(frozen=True)
class Ids:
    """The id of a finding, those of the findings it gathers, the one under which it is gathered, and its weight."""

    id: str
    gathers: tuple[str, ...] = ()
    group: str = ""
    weight: Weight = Weight()


@dataclass(frozen=True)
class Life:
    """The state of one finding; `known` tells that it was there when the plan was taken over.

    `grown` holds its weight when it was taken for known or accepted, and its weight now, where it is clearly worse.
    """

    id: str
    state: State
    known: bool = False
    decision: Decision | None = None
    grown: tuple[Weight, Weight] | None = None

    @property
    def counts(self) -> bool:
        """Whether it is open, and new or clearly worse than it was: what makes the command exit with 1."""
        return self.state in ("open", "acknowledged") and (not self.known or self.grown is not None)


def life(found: Iterable[str | Ids], records: Records, today: date, grown: float = GROWN) -> dict[str, Life]:
    """The life of every finding by id: those that are there, and (fixed) those decided on or known that are gone.

    What was decided about findings as one counts for each of them, and what was decided about each for all as one.
    """
    present = [one if isinstance(one, Ids) else Ids(one) for one in found]
    lives = {one.id: _there(one, records, today, grown) for one in sorted(present, key=lambda one: one.id)}
    there = {ident for one in present for ident in (one.id, one.group, *one.gathers)}
    for ident in sorted(({one.finding for one in records.decisions} | records.known) - there):
        lives[ident] = Life(ident, "fixed", ident in records.known, records.decision_on(ident))
    return lives


def _there(one: Ids, records: Records, today: date, share: float) -> Life:
    known = records.known.issuperset(one.gathers or (one.id,))
    decision = _decided(one, records, today)
    holds = decision is not None and _holds(decision, today)
    accepted = holds and decision is not None and decision.state == "accepted"
    grown = _grown(one, decision if accepted else records.known_as(one.id) if known else None, share)
    if decision is None or not holds or (accepted and grown):
        return Life(one.id, "open", known, decision, grown)
    return Life(one.id, decision.state, known, decision, grown)


def _decided(one: Ids, records: Records, today: date) -> Decision | None:
    """What was decided about a finding, about those with which it was one, or about each that it stands for."""
    decision = _decision(one.id, records) or _decision(one.group, records)
    if decision is not None or not one.gathers:
        return decision
    of_each = [_decision(ident, records) for ident in one.gathers]
    if not all(of_each):
        return None
    return next((each for each in of_each if each and not _holds(each, today)), of_each[0])


def _grown(one: Ids, said: Decision | Known | None, share: float) -> tuple[Weight, Weight] | None:
    """The weight of a finding when something was said about it and now, where it is clearly worse."""
    ident = said.finding if isinstance(said, Decision) else said.id if said else ""
    if said is None or ident != one.id:
        return None
    at_stake = said.at_stake
    was = Weight(said.severity, at_stake.money if at_stake else None, at_stake.hours if at_stake else None)
    return (was, one.weight) if one.weight.grown(was, share) else None


def _decision(ident: str, records: Records) -> Decision | None:
    return records.decision_on(ident) if ident else None


def _holds(decision: Decision, today: date) -> bool:
    """Whether a decision still stands; what was accepted is open again the day after."""
    return decision.state != "accepted" or decision.until is None or today <= decision.until
