"""What waits for a word: work under way by how much it needs an update, and the change that an update suggests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity, Ref, data
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program
from truenorth.records.week import Update, last_updates
from truenorth.reports.part import due_of
from truenorth.reports.standup.developments import said
from truenorth.reports.words import plain
from truenorth.rules.case import Case

STALE = 7  # days after which a word on work under way is old
SOON = timedelta(days=14)
LONG_PAST = timedelta(days=90)  # what was due before is no news any more
KINDS = (Activity, Content, Program, Commitment)
ENDS = ("due", "end", "in_market", "date", "by", "horizon")  # which date a new one replaces, the first that is there
FRESH = 4  # the need of what was heard of lately


@dataclass(frozen=True)
class Waiting:
    """An item under way: the last word on it and its age in days, when it is due, and how much it needs an update."""

    ref: Ref
    title: str
    kind: str
    due: date | None
    last: Update | None
    age: int | None
    need: int
    says: str

    @property
    def is_fresh(self) -> bool:
        """Whether it needs no update now."""
        return self.need >= FRESH


def waiting(case: Case, refs: Iterable[Ref] | None = None) -> list[Waiting]:
    """Work under way, or due soon, of some items or all: what needs an update most comes first."""
    last = last_updates(case.records.updates, case.today)
    wanted = None if refs is None else set(refs)
    items: Iterable[Entity] = (item for kind in KINDS for item in case.plan.all(kind))
    found = [
        one(case, item, last.get(item.ref))
        for item in items
        if (wanted is None or item.ref in wanted) and _is_under_way(case, item)
    ]
    return sorted(found, key=lambda w: (w.need, -(w.age if w.age is not None else 9999), w.due or date.max, w.title))


def _is_under_way(case: Case, item: Entity) -> bool:
    if item.status in (*OVER, "idea"):
        return False
    due = due_of(case, item)
    if isinstance(item, Commitment):
        return due is not None and due <= case.today + SOON and item.answer != "declined"
    start = case.calendar.start(getattr(item, "start", None))
    begun = item.status == "active" or (start is not None and start <= case.today)
    soon = due is not None and due <= case.today + SOON
    past = SOON if isinstance(item, Content) else LONG_PAST
    return (begun or soon) and (due is None or due >= case.today - past)


def one(case: Case, item: Entity, last: Update | None) -> Waiting:
    """How much an item needs an update, and why."""
    due = due_of(case, item)
    age = (case.today - last.on).days if last and last.on else None
    need, why = _need(case, due, last, age)
    title = item.what if isinstance(item, Commitment) and item.what else item.title
    return Waiting(item.ref, plain(title), item.kind, due, last, age, need, why)


def _need(case: Case, due: date | None, last: Update | None, age: int | None) -> tuple[int, str]:
    is_late = due is not None and due < case.today
    if is_late and (last is None or last.on is None or (due is not None and last.on <= due)):
        return 0, f"was due on {due}, and nothing was said since"
    if last is None or age is None:
        return 2, "no update yet"
    ago = "today" if not age else f"{age} {'day' if age == 1 else 'days'} ago"
    if last.says == "stuck":
        return 1, f"{said(last).rstrip('.')}, {ago}"
    return (3 if age > STALE else FRESH), f"{said(last).rstrip('.')}, {ago}"


def offer(case: Case, item: Entity, update: Update) -> Edit | None:
    """The change of the plan that an update suggests; None where the plan says so already, or there is none."""
    sets = _sets(case, item, update)
    before = data(item)
    after = {**before, **sets}
    return Edit(item.ref, before, after) if after != before else None


def _sets(case: Case, item: Entity, update: Update) -> dict[str, Any]:
    fields = type(item).model_fields
    match update.says:
        case "done":
            return {"status": "done"}
        case "stuck":
            return {"blocked_by": plain(update.note)} if "blocked_by" in fields else {}
        case "new date" if update.until:
            names = [name for name in ENDS if name in fields]
            name = next((name for name in names if getattr(item, name)), names[0] if names else "")
            same = name and case.calendar.end(getattr(item, name)) == update.until
            return {} if same or not name else {name: update.until.isoformat()}
    return {}
