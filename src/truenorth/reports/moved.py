"""What a team's work moved, as sources name it: touches, opportunities and what they are worth; no share is claimed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.happened import Came
from truenorth.engines.opportunities import Count
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Team
from truenorth.plan.work import Activity, Program
from truenorth.reports.words import amount, currency_of, in_full, plain
from truenorth.rules.case import Case

NO_CLAIM = (
    "This is what the sources name its work for. It is not claimed that it would not have come without it,"
    " nor whose share of it is how large."
)


@dataclass(frozen=True)
class Line:
    """A piece of work and what came of it."""

    ref: Ref
    title: str
    says: str


@dataclass(frozen=True)
class Moved:
    """What a team's work moved: in all, by piece of work, between which days; `lacks` says why nothing is known."""

    says: str = ""
    lines: tuple[Line, ...] = ()
    between: str = ""
    lacks: str = ""


def moved(case: Case, team: Team) -> Moved:
    """What the facts tell of a team's activities and programs, what brought most at the top."""
    if not case.facts.came:
        return Moved(lacks=case.facts.lacks or "no touches and no leads or deals are loaded")
    mine = [(ref, one) for ref, one in case.once(_by_work).items() if _is_of(case, ref, team)]
    if not mine:
        return Moved(lacks="nothing that was loaded names its work")
    ranked = sorted(mine, key=lambda one: (-one[1].count.opportunities, -one[1].touches, one[0]))
    total = Came(None, None)
    for _, one in mine:
        total = _added(total, one)
    first, last = case.facts.first, case.facts.last
    return Moved(
        _says(case, total),
        tuple(Line(ref, plain(case.plan.title(ref)), _says(case, one)) for ref, one in ranked),
        f"from {in_full(first)} to {in_full(last)}" if first and last else "",
    )


def _by_work(case: Case) -> dict[Ref, Came]:
    """What came, by the item of the plan that sources name."""
    from truenorth.facts.names import Names
    from truenorth.facts.tables import TOUCHES

    names, column = Names(case.plan, case.facts.told), TOUCHES.by_name["campaign"]
    found: dict[Ref, Came] = {}
    for one in case.facts.came:
        ref = names.item(column, (one.campaign, one.name))
        if ref:
            found[ref] = _added(found.get(ref, Came(None, None)), one)
    return found


def _added(one: Came, other: Came) -> Came:
    return Came(None, None, one.touches + other.touches, one.count + other.count)


def _is_of(case: Case, ref: Ref, team: Team) -> bool:
    item = case.plan.find(ref)
    return isinstance(item, (Activity, Program)) and item.team == team.key


def _says(case: Case, came: Came) -> str:
    """`1,204 touches, 40 leads, 12 opportunities, USD 96,000 open, 3 won worth USD 40,000`."""
    return ", ".join(_parts(came.touches, came.count, currency_of(case.whole))) or "nothing yet"


def _parts(touches: int, count: Count, currency: str) -> Iterator[str]:
    for much, one, many in (
        (touches, "touch", "touches"),
        (count.leads, "lead", "leads"),
        (count.opportunities, "opportunity", "opportunities"),
    ):
        if much:
            yield f"{much:,} {one if much == 1 else many}"
    if count.pipeline:
        yield f"{amount(count.pipeline, currency)} of pipeline still open"
    if count.won:
        yield f"{count.won:,} won" + (f" worth {amount(count.worth, currency)}" if count.worth else "")
