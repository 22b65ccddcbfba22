"""Plans in the database: the only module that reads or writes Revision. One history table; a what-if is one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import count
from threading import RLock
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.timezone import now

from truenorth.plan import edit
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Ref, data
from truenorth.plan.garbage import keep, uncollected
from truenorth.plan.plan import Plan
from truenorth.server.kept import Kept
from truenorth.server.models import Change, Member, Revision, Scenario, Workspace

ROOM = 100_000  # items in the plans that a process remembers; those that are the same are shared
MANY = 2_000
CHUNK = 500
MAIN = "main"

_known: Kept[tuple[UUID, int], Plan] = Kept(ROOM)
_reading = RLock()  # two readers of a plan that nobody knows yet would only do the same work twice


class Closed(ValueError):
    """A what-if that was taken over or archived is not changed any more."""


def begin(workspace: Workspace, *, by: Member | None = None) -> Scenario:
    """The main scenario of a new workspace: an empty plan."""
    return Scenario.objects.create(workspace=workspace, key=MAIN, name="Plan", by=by)


def load(scenario: Scenario, at: int | None = None) -> Plan:
    """The plan of a scenario now, or after one of its changes: the nearest plan known, and what changed since."""
    at = scenario.head if at is None else at
    if at > scenario.head:  # made by others meanwhile, or not made yet
        scenario.refresh_from_db(fields=["head"])
        at = min(at, scenario.head)
    found = _known.get((scenario.token, at))
    return _read(scenario, at) if found is None else found


def _read(scenario: Scenario, at: int) -> Plan:
    with _reading:
        start, since = _nearest(scenario, at)
        if since == at:
            return start
        rows = _standing(scenario, at).filter(since__gt=since).values_list("ref", "data")
        with uncollected():
            plan = edit.apply(start, (Edit(ref, None, found) for ref, found in rows.iterator(CHUNK)))
        if len(plan) - len(start) > MANY:
            keep()  # items are there to stay, and hold no cycles
        _remember(scenario, at, plan)
    return plan


def _nearest(scenario: Scenario, at: int) -> tuple[Plan, int]:
    """The latest plan known up to a change, and its number; else what the scenario began with."""
    numbers = (number for token, number in _known if token == scenario.token and number <= at)
    nearest = max(numbers, default=0)
    found = _known.get((scenario.token, nearest))
    return (begun(scenario), 0) if found is None else (found, nearest)


def begun(scenario: Scenario) -> Plan:
    """The plan a scenario began with: an empty one, or its parent's where it left it."""
    return load(scenario.parent, scenario.parent_at) if scenario.parent else Plan({})


def _standing(scenario: Scenario, at: int) -> QuerySet[Revision]:
    rows = Revision.objects.using(scenario._state.db)  # also out of a backup
    return rows.filter(Q(until=None) | Q(until__gt=at), scenario=scenario, since__lte=at)


def _remember(scenario: Scenario, at: int, plan: Plan) -> None:
    """Keep a plan once it is sure: what a transaction has seen of its own may still be taken back."""
    transaction.on_commit(partial(_known.put, (scenario.token, at), plan, len(plan)))


def apply(
    scenario: Scenario,
    edits: Iterable[Edit],
    *,
    by: Member | None,
    why: str = "",
    does: str = Change.Does.EDIT,
    undoes: Change | None = None,
) -> Change | None:
    """Record edits as one change, merged by field with what others did meanwhile; None where they change nothing.

    Raises edit.Clashes, edit.Broken or Unreadable, and Closed; nothing is recorded then.
    """
    load(scenario)  # what takes long is done before others have to wait
    with transaction.atomic():
        head = _held(scenario)
        after, merged = edit.change(load(head), edits)
        if not merged:
            return None
        number = head.head + 1
        _write(head, merged, number)
        made = Change.objects.create(
            scenario=head, number=number, does=does, by=by, why=why, items=len(merged), undoes=undoes
        )
        _remember(head, number, after)
    scenario.head = number
    return made


def _held(scenario: Scenario) -> Scenario:
    """A scenario as it is, that nobody else changes until this transaction ends. Closed where it is."""
    head = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if head.closed:
        raise Closed(f"“{head.name}” is closed: it was taken over or archived")
    return head


def _write(scenario: Scenario, edits: Sequence[Edit], number: int) -> None:
    refs = [one.ref for one in edits]
    for some in (refs[i : i + CHUNK] for i in range(0, len(refs), CHUNK)):
        Revision.objects.filter(scenario=scenario, until=None, ref__in=some).update(until=number)
    Revision.objects.bulk_create(
        (Revision(scenario=scenario, ref=one.ref, since=number, data=one.after) for one in edits), batch_size=CHUNK
    )
    Scenario.objects.filter(pk=scenario.pk).update(head=number)


def edits_of(change: Change) -> list[Edit]:
    """What a change did, in the order of the refs."""
    after = dict(Revision.objects.filter(scenario=change.scenario, since=change.number).values_list("ref", "data"))
    before = dict(Revision.objects.filter(scenario=change.scenario, until=change.number).values_list("ref", "data"))
    new = after.keys() - before.keys()
    start = begun(change.scenario) if new and change.scenario.parent else Plan({})
    before |= {ref: _data(start, ref) for ref in new}
    return [Edit(ref, before[ref], after[ref]) for ref in sorted(after)]


def fork(scenario: Scenario, key: str, name: str, *, by: Member | None) -> Scenario:
    """A what-if: one row, whatever the size of the plan."""
    with transaction.atomic():
        head = Scenario.objects.select_for_update().get(pk=scenario.pk)
        return Scenario.objects.create(
            workspace_id=head.workspace_id, key=key, name=name, parent=head, parent_at=head.head, by=by
        )


def adopt(scenario: Scenario, settle: Callable[[list[Edit]], list[Edit]] = list, *, by: Member | None) -> Change | None:
    """Bring a what-if's changes into the plan that it left, and close it; people may `settle` them first.

    Raises edit.Clashes with both values where the plan changed in the same fields since.
    """
    if scenario.parent is None:
        raise Closed("the main plan is no what-if")
    with transaction.atomic():
        head = _held(scenario)
        made = apply(
            scenario.parent,
            settle(differences(head)),
            by=by,
            why=f"take over {scenario.name}",
            does=Change.Does.ADOPT,
        )
        close(head)
        if made:
            Scenario.objects.filter(pk=head.pk).update(taken=made.number)
    return made


def differences(scenario: Scenario) -> list[Edit]:
    """What a what-if changes of the plan that it left."""
    return edit.diff(begun(scenario), load(scenario))


def close(scenario: Scenario) -> None:
    """End a what-if; it stays readable."""
    Scenario.objects.filter(pk=scenario.pk, closed=None).update(closed=now())


def reopen(scenario: Scenario) -> None:
    """Let a what-if be changed again."""
    Scenario.objects.filter(pk=scenario.pk).update(closed=None)


def at(scenario: Scenario, moment: datetime) -> int:
    """The number of the last change made up to a moment; 0 before the first."""
    found = Change.objects.filter(scenario=scenario, at__lte=moment).order_by("-number").first()
    return found.number if found else 0


def history(scenario: Scenario, ref: Ref | None = None) -> QuerySet[Change]:
    """The changes of a scenario, or those that touched an item, the newest first."""
    changes = Change.objects.filter(scenario=scenario).select_related("by__user", "undoes").order_by("-number")
    if ref is None:
        return changes
    return changes.filter(number__in=Revision.objects.filter(scenario=scenario, ref=ref).values("since"))


def steps(scenario: Scenario, ref: Ref, most: int) -> list[tuple[Change, dict[str, Any] | None, dict[str, Any] | None]]:
    """The last changes of an item, the newest first, each with the item before and after it."""
    rows = list(Revision.objects.filter(scenario=scenario, ref=ref).order_by("-since")[: most + 1])
    first = _data(begun(scenario), ref) if len(rows) <= most else None
    befores = [*(row.data for row in rows[1:]), first]
    changes = {one.number: one for one in history(scenario, ref).filter(number__in=[row.since for row in rows])}
    return [(changes[row.since], was, row.data) for row, was in list(zip(rows, befores, strict=False))[:most]]


def trash(scenario: Scenario) -> Iterator[tuple[Ref, dict[str, Any], Change]]:
    """The items that were taken out and are not back, the latest first, as they last were."""
    gone = Revision.objects.filter(scenario=scenario, until=None, data__isnull=True).order_by("-since", "ref")
    changes = {one.number: one for one in history(scenario).filter(number__in={row.since for row in gone})}
    for row in gone:
        found = before(scenario, row.ref, row.since)
        if found is not None:
            yield row.ref, found, changes[row.since]


def before(scenario: Scenario, ref: Ref, number: int) -> dict[str, Any] | None:
    """An item as it was before a change; None where it was not there."""
    row = Revision.objects.filter(scenario=scenario, ref=ref, since__lt=number).order_by("-since").first()
    return row.data if row else _data(begun(scenario), ref)


def between(scenario: Scenario, one: int, other: int) -> list[Edit]:
    """The edits that turn the plan after one change into the plan after another."""
    return edit.diff(load(scenario, one), load(scenario, other))


def free_key(name: str, other: str, among: QuerySet[Any]) -> str:
    """A key made from a name, or from another word where nothing of it is left, that none of some rows has."""
    wanted = slugify(name)[:50] or other
    taken = set(among.filter(key__startswith=wanted).values_list("key", flat=True))
    return next(key for n in count(1) if (key := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def _data(plan: Plan, ref: Ref) -> dict[str, Any] | None:
    found = plan.find(ref)
    return data(found) if found else None
