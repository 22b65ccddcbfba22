"""One of two versions that are compared: what it is called, the case it makes, and what is open in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from truenorth.engines.cost import states_most
from truenorth.engines.hours import in_hours
from truenorth.engines.ledger import amount_of, replaced
from truenorth.engines.seats import filled
from truenorth.plan.entity import Entity
from truenorth.plan.resources import Budget, Role
from truenorth.plan.story import Content
from truenorth.plan.strategy import fraction
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding
from truenorth.rules.tally import Numbers, Part

CENTS = 100
OF_NOBODY = ""  # work and seats of no team


@dataclass(frozen=True)
class Side:
    """A version: its name, the plan as of a day, and the findings that nobody has accepted; None where not judged."""

    name: str
    case: Case
    open: tuple[Finding, ...] | None = None

    @property
    def totals(self) -> Totals:
        """What its live work comes to, worked out once for a case."""
        return self.case.once(_totals)


class Totals(NamedTuple):
    """Live work: pieces, money besides hours, hours by team; the budgets, and the hours a week that seats have."""

    work: int
    money: float
    budgets: float | None  # None: no budget says an amount
    hours: dict[str, float]
    seats: dict[str, float]


def _totals(case: Case) -> Totals:
    sums: dict[str, Numbers] = {str(key): numbers for key, numbers in case.tally("compare", _part(case)).sums.items()}
    budgets = [much for one in case.all_live(Budget) if not replaced(case, one) for much in [amount_of(case, one)]]
    known = [much for much in budgets if much is not None]
    return Totals(
        work=sum(count for count, _, _ in sums.values()),
        money=sum(money for _, money, _ in sums.values()) / CENTS,
        budgets=sum(known) if known else None,
        hours={team: hours / CENTS for team, (_, _, hours) in sums.items() if hours},
        seats=_seats(case),
    )


def _part(case: Case) -> Callable[[Entity], Part | None]:
    """Live work under its team: one, its money besides hours in cents, its hours in hundredths."""

    def part(item: Entity) -> Part | None:
        if not isinstance(item, (Activity, Content)) or not case.live(item):
            return None
        money = (case.fee(item) or 0.0) if states_most(case, item, case.fee) else 0.0
        team = (item.team if isinstance(item, Activity) else None) or OF_NOBODY
        return team, (1, round(money * CENTS), round(case.spend(item).hours * CENTS))

    return part


def _seats(case: Case) -> dict[str, float]:
    """The hours a week of the seats that somebody sits in, by team, as far as they are for planned work."""
    found: dict[str, float] = {}
    for role in case.all_live(Role):
        numbers = in_hours(role.hours_per_week) if role.hours_per_week else None
        if numbers:
            share = float(fraction(role.utilisation))
            team = role.team or OF_NOBODY
            found[team] = found.get(team, 0.0) + numbers[1] * share * filled(role)
    return found
