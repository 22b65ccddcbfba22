"""A plan at a glance, and one item of it: what it says, why it is there, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.plan import Plan, own_period
from truenorth.plan.sight import parents, why
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.reports.kinds import listing
from truenorth.reports.values import said, titles
from truenorth.reports.words import listed, plain, short

MOST = 24  # lines of the tree


def glance(plan: Plan) -> list[str]:
    """Whose plan it is, what it holds, and the way down from its goals to the work."""
    company = plan.company
    own = own_period(plan)
    period = f", from {own.start} to {own.end}" if own else ""
    counts = [(name, len(plan.all(KINDS[name]))) for _, name, _ in listing()]
    held = ", ".join(f"{count} {KINDS[name].plural if count != 1 else name}" for name, count in counts if count)
    title = f"{plain(company.title) if company else 'A plan'}{period}"
    return [title, held or "Nothing in it yet.", "", *_cut(list(_tree(plan)))]


def _cut(tree: list[str]) -> list[str]:
    more = [f"  and {len(tree) - MOST} more lines: name an item to see what hangs on it"] if len(tree) > MOST else []
    return [*tree[:MOST], *more]


def _tree(plan: Plan) -> Iterator[str]:
    """Goals, and below each what serves it, down to the programs."""
    seen: set[Ref] = set()
    for goal in plan.all(Goal):
        yield f"{plain(goal.title)} ({goal.ref})"
        yield from _below(plan, goal, "  ", seen)
    loose = [item for item in (*plan.all(Objective), *plan.all(Program)) if item.ref not in seen and not parents(item)]
    if loose:
        yield f"Serving no goal: {listed((f'{plain(item.title)} ({item.ref})' for item in loose), 4)}"
    seen.update(item.ref for item in loose)
    yield from _nowhere(plan, seen)


def _nowhere(plan: Plan, seen: set[Ref]) -> Iterator[str]:
    """What serves something from which no way leads to a goal: in a circle, or by a link that leads nowhere."""
    said = False
    for item in (*plan.all(Objective), *plan.all(Program)):
        if item.ref in seen:
            continue
        if not said:
            yield "Leading to no goal:"
            said = True
        seen.add(item.ref)
        yield f"  {plain(item.title)} ({item.ref}){_work(plan, item)}"
        yield from _below(plan, item, "    ", seen)


def _below(plan: Plan, item: Entity, indent: str, seen: set[Ref]) -> Iterator[str]:
    for child in (*plan.pointing_at(item.ref, Objective), *plan.pointing_at(item.ref, Program)):
        if item.ref not in parents(child):
            continue
        again = child.ref in seen
        seen.add(child.ref)
        yield f"{indent}{plain(child.title)} ({child.ref}){_work(plan, child)}{' (see above)' if again else ''}"
        if not again:
            yield from _below(plan, child, indent + "  ", seen)


def _work(plan: Plan, item: Entity) -> str:
    if not isinstance(item, Program):
        return ""
    count = sum(activity.program == item.key for activity in plan.pointing_at(item.ref, Activity))
    return f", {count} {'activity' if count == 1 else 'activities'}"


def shown(plan: Plan, ref: Ref) -> list[str]:
    """One item: its fields in words, why it is there, what points at it."""
    item = plan.entities[ref]
    lines = [f"{plain(item.title)} ({ref})"]
    if parents(item) or item.kind in ("activity", "content", "program", "objective"):
        lines += [plain(why(plan, ref))]
    lines.append("")
    for name in type(item).model_fields:
        value = getattr(item, name)
        if name not in ("key", "name") and value not in (None, "", [], {}):
            lines.append(f"{name.replace('_', ' ')}: {short(said(value, titles(plan, item, name), 20), 400)}")
    return [*lines, *_pointing(plan, ref)]


def _pointing(plan: Plan, ref: Ref) -> Iterator[str]:
    """What points at an item, by kind."""
    by_kind: dict[str, list[str]] = {}
    for source in sorted(plan.incoming.get(ref, ())):
        by_kind.setdefault(source.partition(":")[0], []).append(plain(plan.title(source)))
    if by_kind:
        yield ""
        yield "What points at it"
    for kind, names in by_kind.items():
        yield f"  {KINDS[kind].plural}: {listed(names, 8)}"
