"""Work that waits for itself: circles of what must be over first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truenorth.plan.entity import Ref
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, Fix, found, slug
from truenorth.rules.rule import rule

_FEW = 50  # so many edited items are followed one by one


@rule("TIME07", asks="mops", reads=["activity"], severity="error")
def circle(case: Case) -> Iterator[Finding]:
    """
    Work waits for itself.

    ## Why it matters

    Where A waits for B and B waits for A, neither can ever start, and every date after them is fiction. It happens
    when two teams each write down only their own half of a hand-off.

    Follows what must be over first from activity to activity, and names every circle once. This needs the plan
    alone.

    ## Example

        activity: {spring-letter: {after: [demo-days]}}

    ## Finds

        activity:demo-days waits for itself: Demo days after Open house after Spring letter after Demo days

    ## Put right

        activity: {spring-letter: {after: null}}
    """
    for refs in _circles(case):
        names = [case.plan.title(ref) for ref in (*refs, refs[0])]
        yield found(
            tuple(refs),
            f"waits for itself: {' after '.join(names)}",
            part=slug("-".join(ref.partition(":")[2] for ref in refs[1:])),
            seen={"circle": list(refs)},
            fixes=[_without(case, one, other) for one, other in zip(refs, (*refs[1:], refs[0]), strict=True)],
        )


def _without(case: Case, ref: Ref, first: Ref) -> Fix:
    item = case.plan.find(ref)
    after = item.after if isinstance(item, Activity) else []
    rest = [waits.model_dump(mode="json", exclude_none=True) for waits in after if waits.ref != first]
    return Fix(f"Let {case.plan.title(ref)} go ahead without {case.plan.title(first)}", {ref: {"after": rest}})


def _circles(case: Case) -> list[list[Ref]]:
    """Every circle there is. Where there was none before some edits, only what was edited can have made one."""
    known: dict[Ref, bool] = case.known("waits for itself")
    new = [ref for ref in case.plan.entities.keys() - known.keys() if ref.startswith("activity:")]
    if known and not any(known.values()) and len(new) < _FEW and not any(_reaches_itself(case, ref) for ref in new):
        known.update(dict.fromkeys(new, False))
        return []
    waits = {a.ref: [first.ref for first in a.after] for a in case.plan.all(Activity) if a.after}
    circles = list(_all_circles(waits))
    known.update(dict.fromkeys(new, False) | {ref: True for refs in circles for ref in refs})
    return circles


def _reaches_itself(case: Case, ref: Ref) -> bool:
    seen: set[Ref] = set()
    waiting = [ref]
    while waiting:
        item = case.plan.find(waiting.pop())
        firsts = [first.ref for first in item.after] if isinstance(item, Activity) else []
        if ref in firsts:
            return True
        waiting += [first for first in firsts if first not in seen]
        seen.update(firsts)
    return False


def _all_circles(waits: Mapping[Ref, list[Ref]]) -> Iterator[list[Ref]]:
    """Every circle met on a walk through all of it, from its first ref on; each item is entered once."""
    over: set[Ref] = set()
    for start in waits:
        if start in over:
            continue
        way, on_it, ahead = [start], {start}, [iter(waits[start])]
        while way:
            to = next(ahead[-1], None)
            if to is None:
                over.add(way[-1])
                on_it.remove(way.pop())
                ahead.pop()
            elif to in on_it:
                yield _from_first(way[way.index(to) :])
            elif to in waits and to not in over:
                way.append(to)
                on_it.add(to)
                ahead.append(iter(waits[to]))


def _from_first(refs: list[Ref]) -> list[Ref]:
    first = refs.index(min(refs))
    return refs[first:] + refs[:first]
