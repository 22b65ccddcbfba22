"""TIME07: chains that lead back to where they start."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Budget, Process, Team, Tool
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, Fix, found, slug
from truenorth.rules.rule import rule

_FEW = 50  # so many edited items are followed one by one


@dataclass(frozen=True)
class _Chain:
    """A sort of link from one item to another of its kind: the field, where it leads, and how it is said."""

    kind: type[Entity]
    field: str
    leads: Callable[[Any], list[Ref]]
    itself: str
    word: str
    severity: str = "warning"


def _one(field: str) -> Callable[[Any], list[Ref]]:
    return lambda item: [f"{item.kind}:{key}"] if (key := getattr(item, field)) else []


def _served(item: Objective) -> list[Ref]:
    refs = (key if ":" in key else f"objective:{key}" for key in item.serves)
    return [ref for ref in refs if ref.startswith("objective:")]


_AFTER = _Chain(Activity, "after", lambda item: [first.ref for first in item.after], "waits for", "after", "error")
_OTHERS = (
    _Chain(Budget, "replaces", _one("replaces"), "replaces", "replaces"),
    _Chain(Objective, "serves", _served, "serves", "serves"),
    _Chain(Process, "part_of", _one("part_of"), "is a part of", "part of"),
    _Chain(
        Process,
        "steps",
        lambda item: [f"process:{step.process}" for step in item.steps if step.process],
        "goes through",
        "goes through",
    ),
    _Chain(Team, "part_of", _one("part_of"), "is a part of", "part of"),
    _Chain(Tool, "replaced_by", _one("replaced_by"), "is replaced by", "replaced by"),
)


@rule(
    "TIME07",
    asks="mops",
    reads=["activity", *(chain.kind.kind for chain in _OTHERS)],
    severity="error",
)
def circle(case: Case) -> Iterator[Finding]:
    """
    A chain leads back to where it starts.

    ## Why it matters

    Where pieces of work wait for each other in a circle none of them can ever start, and every date after them is
    fiction. It happens when two teams each write down only their own half of a hand-off.

    Follows what must be over first from activity to activity, and names every circle once. The same is looked for
    where objectives serve objectives, teams and processes are parts of others, processes go through others, tools
    are replaced by others, and budgets replace others: these are warnings. This needs the plan alone.

    ## Example

        activity: {spring-letter: {after: [demo-days]}}

    ## Finds

        activity:demo-days waits for itself: Demo days after Open house after Spring letter after Demo days

    ## Put right

        activity: {spring-letter: {after: null}}
    """
    for refs in _of_work(case):
        yield _finding(case, _AFTER, refs)
    for chain in _OTHERS:
        links = {item.ref: leads for item in case.plan.all(chain.kind) if (leads := chain.leads(item))}
        for refs in _all_circles(links):
            yield _finding(case, chain, refs)


def _finding(case: Case, chain: _Chain, refs: list[Ref]) -> Finding:
    names = [case.plan.title(ref) for ref in (*refs, refs[0])]
    ways = zip(refs, (*refs[1:], refs[0]), strict=True)
    return found(
        tuple(refs),
        f"{chain.itself} itself: {f' {chain.word} '.join(names)}",
        severity=chain.severity,
        part=slug(
            "-".join([*([] if chain is _AFTER else [chain.field]), *(ref.partition(":")[2] for ref in refs[1:])])
        ),
        seen={"circle": list(refs)},
        fixes=[_without(case, chain, one, other) for one, other in ways],
    )


def _without(case: Case, chain: _Chain, ref: Ref, other: Ref) -> Fix:
    item, key = case.plan.entities[ref], other.partition(":")[2]
    left: Any = None
    match item:
        case Activity():
            left = [waits.model_dump(mode="json", exclude_none=True) for waits in item.after if waits.ref != other]
        case Objective():
            left = {to: share and str(share) for to, share in item.serves.items() if to not in (key, other)}
        case Process() if chain.field == "steps":
            steps = (step.model_dump(mode="json", exclude_defaults=True) for step in item.steps)
            left = [{n: v for n, v in step.items() if (n, v) != ("process", key)} for step in steps]
    says = f"Let {item.title} go ahead without" if chain is _AFTER else f"Take away that {item.title} {chain.itself}"
    return Fix(f"{says} {case.plan.title(other)}", {ref: {chain.field: left}})


def _of_work(case: Case) -> list[list[Ref]]:
    """Every circle of work. Where there was none before some edits, only what was edited can have made one."""
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
