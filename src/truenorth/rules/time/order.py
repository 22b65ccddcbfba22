"""Work that waits for itself: circles of what must be over first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truenorth.plan.entity import Ref
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, Fix, found, slug
from truenorth.rules.rule import rule


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
    waits = {a.ref: tuple(first.ref for first in a.after) for a in case.plan.all(Activity) if a.after}
    for refs in _circles(waits):
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


def _circles(waits: Mapping[Ref, tuple[Ref, ...]]) -> Iterator[list[Ref]]:
    """Every circle met on a walk through all of it, from its first ref on; each item is entered once."""
    over: set[Ref] = set()
    for start in waits:
        way: dict[Ref, Iterator[Ref]] = {} if start in over else {start: iter(waits[start])}
        while way:
            here, ahead = next(reversed(way.items()))
            to = next(ahead, None)
            if to is None:
                over.add(here)
                del way[here]
            elif to in way:
                refs = list(way)
                yield _from_first(refs[refs.index(to) :])
            elif to in waits and to not in over:
                way[to] = iter(waits[to])


def _from_first(refs: list[Ref]) -> list[Ref]:
    first = refs.index(min(refs))
    return refs[first:] + refs[:first]
