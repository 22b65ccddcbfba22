"""What a plan keeps to itself: the values known to exist but not told, by kind of item and by team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.resources import Budget
from truenorth.plan.strategy import Expectation, Goal, Objective
from truenorth.plan.values import Money, Quantity
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case


@dataclass(frozen=True)
class Counted:
    """Items of one sort, and those of them whose value is not told."""

    noun: str
    value: str
    items: tuple[Entity, ...]
    hidden: tuple[Entity, ...]

    def __str__(self) -> str:
        article = "an" if self.value[0] in "aeiou" else "a"
        verb = "has" if len(self.hidden) == 1 else "have"
        one = f"{self.noun[:-3]}y" if self.noun.endswith("ies") else self.noun.removesuffix("s")
        share = f"{len(self.hidden):,} of {len(self.items):,} {self.noun}" if len(self.items) > 1 else f"the only {one}"
        return f"{share} {verb} {article} {self.value} that is not disclosed"


def undisclosed(case: Case) -> list[Counted]:
    """Every sort of item of which some have a value that is not told."""
    counted = (Counted(noun, value, tuple(items), tuple(hidden)) for noun, value, items, hidden in _sorts(case))
    return [one for one in counted if one.hidden]


def _sorts(case: Case) -> Iterator[tuple[str, str, Sequence[Entity], Sequence[Entity]]]:
    objectives = case.plan.all(Objective)
    hiding = [o for o in objectives if any(map(_is_hidden, (o.target, *o.targets.values())))]
    results = {objective.ref for objective in objectives if _is_key_result(case, objective)} if hiding else set()
    for noun, wanted in (("key results", True), ("objectives", False)):
        yield noun, "target", _some(objectives, results, wanted), _some(hiding, results, wanted)
    for noun, value, kind, name in _OTHERS:
        items: list[Entity] = case.plan.all(kind)
        told = attrgetter(name)
        yield noun, value, items, [item for item in items if (one := told(item)) is not None and one.hidden is not None]
    yield "activities", "cost", case.plan.all(Activity), _hidden_costs(case)


def _hidden_costs(case: Case) -> list[Entity]:
    """The activities whose cost is not told, of thousands; after an edit only what was edited is looked at again."""
    tally = case.tally("hidden costs", lambda item: (True, (1,)) if _is_hidden(getattr(item, "cost", None)) else None)
    return [item for ref in sorted(tally.parts) if isinstance(item := case.plan.find(ref), Activity)]


def _some(objectives: list[Objective], results: set[Ref], wanted: bool) -> list[Entity]:
    return [objective for objective in objectives if (objective.ref in results) is wanted]


_OTHERS: tuple[tuple[str, str, type[Entity], str], ...] = (
    ("goals", "target", Goal, "target"),
    ("expectations", "value", Expectation, "value"),
    ("budgets", "amount", Budget, "amount"),
    ("programs", "budget", Program, "budget"),
)


def _is_hidden(value: Quantity | Money | None) -> bool:
    return value is not None and value.hidden is not None


def _is_key_result(case: Case, objective: Objective) -> bool:
    """An objective that serves another, and that nothing but its own parts serves."""
    serves = any(ref.startswith("objective:") for ref in _served(objective))
    below = (one for one in case.plan.pointing_at(objective.ref, Objective) if objective.ref in _served(one))
    return serves and not _is_part(case, objective) and all(_is_part(case, one) for one in below)


def _is_part(case: Case, objective: Objective) -> bool:
    """A thing to hand over that is one of several of a key result."""
    above = (case.plan.find(ref) for ref in _served(objective))
    return bool(objective.deliverable) and any(isinstance(o, Objective) and o.deliverable for o in above)


def _served(objective: Objective) -> list[Ref]:
    return [key if ":" in key else f"objective:{key}" for key in objective.serves]


def by_team(case: Case, counted: Counted) -> dict[str, dict[str, int]]:
    """How many items each team has, and how many of them with a value that is not told."""
    hidden = {item.ref for item in counted.hidden}
    teams: dict[str, dict[str, int]] = {}
    for item in counted.items:
        entry = teams.setdefault(_team(case, item), {"not disclosed": 0, "of": 0})
        entry["of"] += 1
        entry["not disclosed"] += item.ref in hidden
    return dict(sorted(teams.items()))


def _team(case: Case, item: Entity) -> str:
    """The team of an item, or of the objective it serves."""
    seen: set[Ref] = set()
    above: Entity | None = item
    while above is not None and above.ref not in seen:
        seen.add(above.ref)
        if team := getattr(above, "team", None):
            return case.plan.title(f"team:{team}")
        served = _served(above) if isinstance(above, Objective) else []
        above = next((up for ref in served if (up := case.plan.find(ref))), None)
    return "no team"
