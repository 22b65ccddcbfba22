"""Which goals an item serves in the end, and with how much of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content
from truenorth.plan.strategy import Goal, Objective, fraction
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case

Goals = Mapping[Ref, float]  # how much of an item each goal gets, from 0 to 1
Work = Activity | Content | Program
NOTHING: Goals = {}
_WHOLE_PLAN = ""


def goals_of(case: Case, item: Entity) -> Goals:
    """The goals that an item serves, directly or through others, each with the share of the item that does."""
    known = case.known("goals")
    if _WHOLE_PLAN not in known:
        known.update(_above(case.plan))
    found = known.get(item.ref)
    if found is None:
        found = _combined(item, known)
        if not found and isinstance(item, Content):
            return _through_users(case, item)
        known[item.ref] = found
    return found


def served(item: Entity) -> list[tuple[Ref, float]]:
    """What an item serves directly, each with its share; a share nobody states is the whole of it."""
    program = getattr(item, "program", None)
    shares = getattr(item, "serves", None)
    refs = [(f"program:{program}", 1.0)] if program else []
    if isinstance(shares, dict):
        refs += [(key if ":" in key else f"objective:{key}", float(fraction(share))) for key, share in shares.items()]
    return refs


def _combined(item: Entity, known: Mapping[Ref, Goals]) -> Goals:
    if isinstance(item, Activity) and not item.serves:  # most work: what its program serves
        return known.get(f"program:{item.program}", NOTHING)
    ways = [(goals, share) for ref, share in served(item) if share > 0 and (goals := known.get(ref))]
    if len(ways) == 1 and ways[0][1] == 1.0:
        return ways[0][0]
    total: dict[Ref, float] = {}
    for goals, share in ways:
        for goal, part in goals.items():
            total[goal] = min(1.0, total.get(goal, 0.0) + share * part)
    return total


def _through_users(case: Case, content: Content) -> Goals:
    """Content that is made for no program serves what the activities that use it serve."""
    if not case.plan.incoming.get(content.ref):
        return NOTHING
    total: dict[Ref, float] = {}
    for activity in case.plan.pointing_at(content.ref, Activity):
        if content.key in activity.content:
            for goal, part in goals_of(case, activity).items():
                total[goal] = max(total.get(goal, 0.0), part)
    return total


def _above(plan: Plan) -> dict[Ref, Goals]:
    """The goals of every goal, objective and program, those above first; circles are cut where they are entered."""
    known: dict[Ref, Goals] = {_WHOLE_PLAN: NOTHING}
    known.update((goal.ref, {goal.ref: 1.0}) for goal in plan.all(Goal))
    items: dict[Ref, Entity] = {item.ref: item for kind in (Objective, Program) for item in plan.all(kind)}
    waiting_for = {ref: {to for to, _ in served(item)} & items.keys() for ref, item in items.items()}
    below: dict[Ref, list[Ref]] = {}
    for ref, above in waiting_for.items():
        for to in sorted(above):
            below.setdefault(to, []).append(ref)
    left = {ref: len(above) for ref, above in waiting_for.items()}
    _climb((ref for ref in items if not left[ref]), items, below, left, known)
    circles = [ref for ref in items if ref not in known]
    entered = [ref for ref in circles if any(known.get(to) for to, _ in served(items[ref]))]
    _climb(entered, items, below, dict.fromkeys(circles, 0), known)
    return known


def _climb(
    first: Iterable[Ref],
    items: Mapping[Ref, Entity],
    below: Mapping[Ref, list[Ref]],
    left: dict[Ref, int],
    known: dict[Ref, Goals],
) -> None:
    waiting = deque(first)
    while waiting:
        ref = waiting.popleft()
        if ref in known:
            continue
        known[ref] = _combined(items[ref], known)
        for under in below.get(ref, ()):
            left[under] = left.get(under, 0) - 1
            if left[under] <= 0:
                waiting.append(under)
