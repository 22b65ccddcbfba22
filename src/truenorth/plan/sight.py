"""The line of sight: from any item up to the goals and the vision it serves, and from those down to the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.hanging import hanging
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content
from truenorth.plan.strategy import Goal, Objective, Product, Vision, fraction
from truenorth.plan.work import Activity, Program

SERVING = (Activity, Content, Program, Objective, Product, Goal)  # what is there for a goal, or for the vision
MOST = 4  # names of a longer list


def parents(item: Entity) -> list[Ref]:
    """What an item serves directly, with a share above zero: its reason to exist."""
    match item:
        case Activity() | Program() | Objective():
            own = [_objective(key) for key, share in item.serves.items() if fraction(share) > 0]
            program = [f"program:{item.program}"] if isinstance(item, Activity) and item.program else []
            return program + own
        case Content():
            return [f"program:{item.program}"] if item.program else []
        case Goal():
            return [f"vision:{key}" for key in item.serves]
        case Product():
            return [f"goal:{key}" for key in item.serves]
    return []


def _objective(key: str) -> Ref:
    return key if ":" in key else f"objective:{key}"


def path(plan: Plan, ref: Ref, *, to: tuple[str, ...] = ("goal", "vision")) -> list[Ref] | None:
    """The shortest way up from an item to one of some kinds, both ends included; None where there is none."""
    ways: list[list[Ref]] = [[ref]]
    seen = {ref}
    while ways:
        longer: list[list[Ref]] = []
        for way in ways:
            item = plan.find(way[-1])
            if item is None:
                continue
            if item.kind in to:
                return way
            for parent in parents(item):
                if parent not in seen:
                    seen.add(parent)
                    longer.append([*way, parent])
        ways = longer
    return None


def above(plan: Plan, refs: Iterable[Ref]) -> set[Ref]:
    """The refs of all that some items serve, directly or through others."""
    reached: set[Ref] = set()
    waiting = list(refs)
    while waiting:
        item = plan.find(waiting.pop())
        fresh = [to for to in parents(item) if to not in reached] if item else []
        reached.update(fresh)
        waiting += fresh
    return reached


def below(plan: Plan, ref: Ref) -> Iterator[Entity]:
    """Everything that serves an item, directly or through others, each once; not the item itself."""
    seen = {ref}
    waiting = [ref]
    while waiting:
        target = waiting.pop()
        for kind in (Vision, Goal, Product, Objective, Program, Activity, Content):
            for item in plan.pointing_at(target, kind):
                if item.ref not in seen and target in parents(item):
                    seen.add(item.ref)
                    waiting.append(item.ref)
                    yield item


def why(plan: Plan, ref: Ref) -> str:
    """The sentence from an item to the vision, or to where the line of sight ends."""
    item = plan.find(ref)
    if item is None:
        raise KeyError(ref)
    if not isinstance(item, SERVING):
        return _counted_on(plan, item)
    way = path(plan, ref, to=("vision",)) or path(plan, ref, to=("goal",)) or _longest(plan, ref)
    links = [f"{plan.find(r).kind if plan.find(r) else '?'} “{plan.title(r)}”" for r in way]  # type: ignore[union-attr]
    if len(links) == 1 and isinstance(item, Goal):
        return f"The {links[0]} is what others serve; it serves no vision yet."
    if len(links) == 1:
        return f"The {links[0]} serves nothing yet: no line of sight to a goal."
    sentence = f"The {links[0]} serves the " + ", which serves the ".join(links[1:])
    return sentence + ("." if way[-1].startswith(("goal:", "vision:")) else "; from there no line of sight to a goal.")


def _counted_on(plan: Plan, item: Entity) -> str:
    """What counts on an item that serves no goal itself: a role, a tool, a metric."""
    if item.kind == "company":
        return f"The company “{item.title}” is the one whose plan this is."
    serves = "is what all else serves" if item.kind == "vision" else "serves no goal itself"
    sources = sorted({ref for refs in hanging(plan, item.ref).values() for ref in refs})
    about = [f"the {one.kind} “{one.title}”" for ref in item.links if isinstance(one := plan.find(ref), SERVING)]
    if not sources and about:
        return f"The {item.kind} “{item.title}” {serves}; it is about {_row(about)}."
    if not sources:
        return f"The {item.kind} “{item.title}” {serves}; nothing in the plan counts on it yet."
    counts = Counter(ref.partition(":")[0] for ref in sources)
    kinds = [f"{count} {kind if count == 1 else KINDS[kind].plural}" for kind, count in counts.items()]
    verb = "counts" if len(sources) == 1 else "count"
    named = _row([f"“{plan.title(ref)}”" for ref in sources])
    return f"The {item.kind} “{item.title}” {serves}; {_row(kinds, 99)} {verb} on it: {named}."


def _row(names: Sequence[str], most: int = MOST) -> str:
    """Names in a row: `A, B, C, D and 5 more`."""
    shown = list(names) if len(names) <= most + 1 else [*names[:most], f"{len(names) - most} more"]
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else shown[0]


def _longest(plan: Plan, ref: Ref) -> list[Ref]:
    way = [ref]
    while (item := plan.find(way[-1])) and (above := [r for r in parents(item) if r not in way and plan.find(r)]):
        way.append(above[0])
    return way
