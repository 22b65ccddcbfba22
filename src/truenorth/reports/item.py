"""A plan at a glance, and one item of it: what it says, why it is there, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.hanging import hanging
from truenorth.plan.plan import Plan, own_period
from truenorth.plan.sight import parents, why
from truenorth.plan.story import Content
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.reports.kinds import listing
from truenorth.reports.values import said, titles
from truenorth.reports.words import listed, plain, short

MOST = 24  # lines of the tree
MOST_APART = 12  # lines of what leads to no goal


def glance(plan: Plan) -> list[str]:
    """Whose plan it is, what it holds, and the way down from its goals to the work."""
    company = plan.company
    own = own_period(plan)
    period = f", from {own.start} to {own.end}" if own else ""
    counts = [(name, len(plan.all(KINDS[name]))) for _, name, _ in listing()]
    held = ", ".join(f"{count} {KINDS[name].plural if count != 1 else name}" for name, count in counts if count)
    title = f"{plain(company.title) if company else 'A plan'}{period}"
    return [title, held or "Nothing in it yet.", "", *_tree(plan)]


def _tree(plan: Plan) -> Iterator[str]:
    """Goals, and below each what serves it, down to the programs; then what leads to none."""
    seen: set[Ref] = set()
    yield from _cut([line for goal in plan.all(Goal) for line in _branch(plan, goal, "", seen)], MOST)
    items = (*plan.all(Objective), *plan.all(Program))
    yield from _apart(plan, "Serving no goal:", (item for item in items if not parents(item)), seen)
    yield from _apart(plan, "Leading to no goal:", items, seen)
    loose = [item for item in (*plan.all(Activity), *plan.all(Content)) if not parents(item) and not _of_itself(item)]
    if loose:
        yield f"Work that serves no goal: {listed((f'{plain(item.title)} ({item.ref})' for item in loose), 8)}"


def _cut(lines: list[str], most: int) -> list[str]:
    more = [f"  and {len(lines) - most} more lines: name an item to see what hangs on it"] if len(lines) > most else []
    return [*lines[:most], *more]


def _apart(plan: Plan, heading: str, items: Iterable[Entity], seen: set[Ref]) -> Iterator[str]:
    """What is not below a goal: it serves nothing, or what it serves is a circle or is not there."""
    lines = [line for item in items if item.ref not in seen for line in _branch(plan, item, "  ", seen)]
    if lines:
        yield heading
        yield from _cut(lines, MOST_APART)


def _of_itself(item: Entity) -> bool:
    """Whether work needs no goal."""
    return isinstance(item, Activity) and bool(item.keep_the_lights_on)


def _branch(plan: Plan, item: Entity, indent: str, seen: set[Ref]) -> Iterator[str]:
    seen.add(item.ref)
    yield f"{indent}{plain(item.title)} ({item.ref}){_work(plan, item)}"
    yield from _below(plan, item, indent + "  ", seen)


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
    """One item: its fields in words, why it is there, what hangs on it."""
    item = plan.entities[ref]
    lines = [f"{plain(item.title)} ({ref})"]
    if parents(item) or item.kind in ("activity", "content", "program", "objective"):
        lines += [plain(why(plan, ref))]
    lines.append("")
    for name in type(item).model_fields:
        value = getattr(item, name)
        if name not in ("key", "name") and value not in (None, "", [], {}):
            lines.append(f"{name.replace('_', ' ')}: {short(said(value, titles(plan, item, name), 20), 400)}")
    return [*lines, *_hanging(plan, ref)]


def _hanging(plan: Plan, ref: Ref) -> Iterator[str]:
    """What counts on an item, by how."""
    found = hanging(plan, ref)
    if found:
        yield ""
        yield "What hangs on it"
    for how, sources in found.items():
        count = f" ({len(sources)})" if len(sources) > 1 else ""
        yield f"  {how}{count}: {listed((plain(plan.title(source)) for source in sources), 8)}"
