"""What is behind the money at stake: the work that open contradictions are about, each piece once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truenorth.plan.entity import Ref
from truenorth.reports.words import amount, number, plain
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding

MOST = 12


@dataclass(frozen=True)
class Piece:
    """A piece of work with the money (or the hours) that it holds."""

    ref: Ref
    title: str
    said: str
    much: float = 0.0  # in the unit that is asked for


def behind(case: Case, open_: Iterable[Finding], unit: str, currency: str) -> tuple[tuple[Piece, ...], int]:
    """The largest pieces of what is at stake, in the unit of the index, and how many more there are."""
    refs = {ref for one in open_ if one.kind == "contradiction" for ref in one.at_stake.items}
    items = [item for ref in refs if (item := case.plan.find(ref)) and case.live(item)]
    spent = ((case.spend(item), item) for item in items)
    rated = [((spend.money or 0.0) if unit == "money" else spend.hours, item) for spend, item in spent]
    held = sorted(((much, item) for much, item in rated if much), key=lambda one: (-one[0], one[1].ref))
    pieces = tuple(
        Piece(item.ref, plain(item.title), amount(much, currency) if unit == "money" else f"{number(much)} hours", much)
        for much, item in held[:MOST]
    )
    return pieces, len(held) - len(pieces)
