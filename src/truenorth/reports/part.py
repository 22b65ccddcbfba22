"""My part: what is mine in the plan, why each of it is there, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role
from truenorth.plan.sight import SERVING, why
from truenorth.plan.strategy import Expectation, Goal, Vision
from truenorth.reports.delay import by_delay
from truenorth.reports.report import Entry
from truenorth.reports.words import currency_of, plain
from truenorth.rules.case import Case

SOON = timedelta(days=14)
NEXT = 3


@dataclass(frozen=True)
class Whose:
    """Whose part it is: the party somebody speaks for, their team and their role, as keys."""

    party: str
    team: str = ""
    role: str = ""


@dataclass(frozen=True)
class Mine:
    """An item that is mine, the sentence from it to the vision, and how it stands in time."""

    ref: Ref
    title: str
    kind: str
    why: str
    due: date | None
    late: bool = False


@dataclass(frozen=True)
class Action:
    """Something to do: what, of which item, and why now; a finding has an id."""

    says: str
    ref: Ref
    when: str
    finding: str = ""


@dataclass(frozen=True)
class Part:
    """What is mine, those to come first, and the next actions."""

    items: tuple[Mine, ...]
    next: tuple[Action, ...]


def part(case: Case, whose: Whose, entries: Iterable[Entry]) -> Part:
    """Somebody's part of a case; `entries` are the open findings that they are asked about."""
    items = sorted(_items(case, whose), key=lambda one: (not one.late, one.due or date.max, one.title))
    return Part(tuple(items), tuple(_next(case, items, entries)))


def is_mine(plan: Plan, item: Entity, whose: Whose) -> bool:
    """Whether an item that is not over is somebody's: of their party, team or role."""
    return _is_mine(item, whose, _owned(plan, whose))


def all_mine(plan: Plan, whose: Whose) -> Iterator[Entity]:
    """All items that are not over and somebody's."""
    owned = _owned(plan, whose)
    return (item for item in plan.entities.values() if _is_mine(item, whose, owned))


def _items(case: Case, whose: Whose) -> list[Mine]:
    return [_mine(case, item) for item in all_mine(case.plan, whose)]


def _owned(plan: Plan, whose: Whose) -> frozenset[str]:
    """The words that mean the role somebody holds, as owners are written."""
    role = plan.get(Role, whose.role)
    words = (whose.role, f"role:{whose.role}", role.name if role else "") if whose.role else ()
    return frozenset(word.casefold() for word in words if word)


def _is_mine(item: Entity, whose: Whose, owned: frozenset[str]) -> bool:
    if item.status in OVER:
        return False
    if isinstance(item, (Commitment, Expectation)):
        return item.party == whose.party or (bool(whose.team) and getattr(item, "team", None) == whose.team)
    if isinstance(item, Goal) and item.business_owner.casefold() in owned:
        return True
    if item.owner and item.owner.casefold() in owned:
        return True
    return bool(whose.team) and isinstance(item, SERVING) and getattr(item, "team", None) == whose.team


def due_of(case: Case, item: Entity) -> date | None:
    """The last day on which an item is on time; a promise or an expectation names its own."""
    if isinstance(item, (Commitment, Expectation)):
        return case.calendar.end(item.by)
    return None if isinstance(item, Vision) else case.due(item)


def _mine(case: Case, item: Entity) -> Mine:
    due = due_of(case, item)
    title = plain(item.what or item.title) if isinstance(item, Commitment) else plain(item.title)
    return Mine(item.ref, title, item.kind, plain(why(case.plan, item.ref)), due, bool(due and due < case.today))


def _next(case: Case, items: Iterable[Mine], entries: Iterable[Entry]) -> list[Action]:
    """The next three: what costs most to leave, what is late, and what is due soon."""
    dear = [
        Action(entry.headline, entry.finding.at[0], waits.said(currency_of(case.whole)), entry.finding.id)
        for entry, waits in by_delay(case, entries)
    ]
    dated = [one for one in items if one.due and one.due <= case.today + SOON]
    soon = [Action(one.title, one.ref, _when(one, case.today)) for one in dated]
    first = dear[: NEXT - min(1, len(soon))]
    return [*first, *soon][:NEXT]


def _when(one: Mine, today: date) -> str:
    assert one.due is not None
    days = (one.due - today).days
    if days < 0:
        return f"was due {-days:,} {'day' if days == -1 else 'days'} ago"
    return "due today" if not days else f"due in {days} {'day' if days == 1 else 'days'}"
