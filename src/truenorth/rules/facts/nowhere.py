"""FACT09: links that lead nowhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from truenorth.engines.words import row
from truenorth.plan.entity import KINDS, Entity, Ref, To
from truenorth.plan.links import marked
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

_NEAR = 3  # so many keys are offered
_MOST = 5000  # comparisons of keys: in a large plan with many holes nothing is offered


@rule("FACT09", asks="mops", reads=["*"])
def points_nowhere(case: Case) -> Iterator[Finding]:
    """
    An item points at something that is not in the plan.

    ## Why it matters

    A link that leads nowhere is a slip of the pen or a piece that is missing, and everything that follows the link
    breaks off there: who does it, for whom, with what money, and for which goal.

    Every field that holds the key of another item is followed, and `same_as` too. What was in the plan once, or will
    be (`valid_from`, `valid_to`), is no hole. Owners may be titles, and are not looked at here.

    ## Example

        activity: {demo-days: {program: lunch}}

    ## Finds

        activity:demo-days points at the program “lunch”, which is not in the plan; did you mean launch?

    ## Put right

        activity: {demo-days: {program: launch}}
    """
    pointed_at, there = case.whole.incoming, case.whole.entities
    if pointed_at.keys() <= there.keys():
        return
    holes = sorted(pointed_at.keys() - there.keys())
    by_source: dict[Ref, list[Ref]] = {}
    for target in holes:
        for source in pointed_at[target]:
            by_source.setdefault(source, []).append(target)
    keys = _Keys(case, len(holes))
    for ref, targets in sorted(by_source.items()):
        if item := case.plan.find(ref):
            yield _finding(item, targets, keys)


class _Keys:
    """The keys of a plan, and those like one that is not there; each is looked for once."""

    def __init__(self, case: Case, holes: int) -> None:
        self.case, self.most = case, _MOST // holes
        self.known: dict[Ref, list[str]] = {}

    def near(self, target: Ref) -> list[str]:
        """The keys of the kind that are nearly the one that is not there."""
        if target not in self.known:
            kind, _, key = target.partition(":")
            items = self.case.whole.all(KINDS[kind]) if kind in KINDS else []
            keys = [item.key for item in items] if len(items) <= self.most else []
            self.known[target] = difflib.get_close_matches(key, keys, _NEAR)
        return self.known[target]


def _finding(item: Entity, targets: list[Ref], keys: _Keys) -> Finding:
    first = keys.near(targets[0]) if len(targets) == 1 else []
    hint = f"; did you mean {first[0]}?" if first else ""
    return found(
        item.ref,
        f"points at {row(map(_named, targets))}, which {'is' if len(targets) == 1 else 'are'} not in the plan{hint}",
        cause="point at something that is not in the plan",
        stake=(),
        seen={"not there": targets},
        fixes=[_other(item, targets, keys), _add(targets)],
    )


def _named(ref: Ref) -> str:
    kind, _, key = ref.partition(":")
    return f"the {kind} “{key}”"


def _other(item: Entity, targets: list[Ref], keys: _Keys) -> Fix:
    """The fields that point nowhere, to be filled in anew."""
    asks = {}
    for name, ref in _fields(item):
        if ref in targets and name not in asks:
            near = keys.near(ref)
            asks[name] = Blank(f"What instead of {ref.partition(':')[2]}?{f' {row(near)} is there' if near else ''}")
    return Fix("Point at something that is there", {item.ref: asks})


def _fields(item: Entity) -> Iterator[tuple[str, Ref]]:
    """(field, ref) of everything that an item points at."""
    for name, pick in marked(type(item), To):
        if value := getattr(item, name):
            yield from ((name, ref) for ref in pick(value))
    yield from (("same_as", ref) for ref in item.twins)


def _add(targets: list[Ref]) -> Fix:
    names = {ref: {"name": Blank(f"What is {_named(ref)} called?")} for ref in targets}
    return Fix(f"Add {row(map(_named, targets))} to the plan", names)
