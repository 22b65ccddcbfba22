"""What a plan keeps to itself: the values known to exist but not told, by kind of item and by team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from truenorth.engines.words import row
from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.resources import Budget
from truenorth.plan.story import Content
from truenorth.plan.strategy import Expectation, Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.facts.values import Field, hidden_fields, hides
from truenorth.rules.finding import plural
from truenorth.rules.tally import Part


@dataclass(frozen=True)
class Counted:
    """Items of one sort, or parts of items, and those of them whose value is not told."""

    noun: str
    value: str
    items: Sequence[Entity]
    hidden: Sequence[Entity]

    def __str__(self) -> str:
        article = "an" if self.value[0] in "aeiou" else "a"
        verb = "has" if len(self.hidden) == 1 else "have"
        one = f"{self.noun[:-3]}y" if self.noun.endswith("ies") else self.noun.removesuffix("s")
        share = f"{len(self.hidden):,} of {len(self.items):,} {self.noun}" if len(self.items) > 1 else f"the only {one}"
        return f"{share} {verb} {article} {self.value} that is not disclosed"


@dataclass(frozen=True)
class Hidden:
    """All that is not told: the sorts that are counted, and the values beside them, each by its item."""

    counted: list[Counted]
    others: Counter[Ref] = field(default_factory=Counter)

    def __str__(self) -> str:
        return "; ".join([*map(str, self.counted), *([self._others()] if self.others else [])])

    def _others(self) -> str:
        count, kinds = sum(self.others.values()), Counter(ref.partition(":")[0] for ref in self.others)
        of = row((plural(kind, many) for kind, many in sorted(kinds.items())), 6)
        more = "more value is" if count == 1 else "more values are"
        return f"{count:,} {more if self.counted else more.removeprefix('more ')} not disclosed, of {of}"

    @property
    def refs(self) -> list[Ref]:
        """The items that keep something to themselves, each once."""
        return list(dict.fromkeys([*(item.ref for one in self.counted for item in one.hidden), *sorted(self.others)]))


def undisclosed(case: Case) -> Hidden:
    """Every value of the plan that is not told; what is not work is looked at once while only work is edited."""
    kept = case.known("FACT06")
    if not kept:
        kept["all"] = _of_the_rest(case)
    rest: Hidden = kept["all"]
    parts = sorted(case.tally("FACT06", _kept_by_work).parts.items())
    costs = [case.plan.entities[ref] for ref, (_, (_, has_cost, _)) in parts if has_cost]
    work = [Counted("activities", "cost", case.plan.all(Activity), costs)] if costs else []
    others = Counter({ref: many for ref, (_, (_, _, many)) in parts if many})
    return Hidden([*rest.counted, *work], rest.others + others)


_COST: frozenset[Field] = frozenset({("Activity", "cost"), ("CostLine", "amount")})


def _kept_by_work(item: Entity) -> Part | None:
    """Whether the cost of an activity is not told, and how many of its other values; for content all of them."""
    if not hides(item):
        return None
    fields = hidden_fields(item)
    costs = sum(one in _COST for one in fields)
    return "", (1, int(costs > 0), len(fields) - costs)


@dataclass(frozen=True)
class Sort:
    """What is counted together: items, or parts of them, and the fields that hold the value in question."""

    noun: str
    value: str
    items: Sequence[Entity]
    fields: tuple[Field, ...]


def _sorts(case: Case, keeping: dict[Field, list[Entity]]) -> Iterator[Sort]:
    targets = (("Objective", "target"), ("Objective", "targets"))
    objectives = case.plan.all(Objective)
    results = [o for o in objectives if _is_key_result(case, o)] if any(one in keeping for one in targets) else []
    yield Sort("key results", "target", results, targets)
    yield Sort("objectives", "target", _without(objectives, results), targets)
    for noun, value, kind, name in _OTHERS:
        yield Sort(noun, value, case.plan.all(kind), ((kind.__name__, name),))
    budgets = case.plan.all(Budget)
    yield Sort("budget lines", "amount", [b for b in budgets for _ in b.lines], (("BudgetLine", "amount"),))
    yield Sort("payments", "amount", [b for b in budgets for _ in b.payments], (("Payment", "amount"),))


_OTHERS: tuple[tuple[str, str, type[Entity], str], ...] = (
    ("goals", "target", Goal, "target"),
    ("expectations", "value", Expectation, "value"),
    ("budgets", "amount", Budget, "amount"),
    ("programs", "budget", Program, "budget"),
)
_KINDS = [kind for kind in KINDS.values() if kind not in (Activity, Content)]


def _of_the_rest(case: Case) -> Hidden:
    keeping: dict[Field, list[Entity]] = {}
    for item in (item for kind in _KINDS for item in case.plan.all(kind)):
        for one in hidden_fields(item):
            keeping.setdefault(one, []).append(item)
    if not keeping:
        return Hidden([])
    sorts = list(_sorts(case, keeping))
    counted = (Counted(sort.noun, sort.value, sort.items, _keeping(sort, keeping)) for sort in sorts)
    known = {one for sort in sorts for one in sort.fields}
    others = Counter(item.ref for one, items in keeping.items() if one not in known for item in items)
    return Hidden([one for one in counted if one.hidden], others)


def _keeping(sort: Sort, keeping: dict[Field, list[Entity]]) -> list[Entity]:
    """Those of a sort that do not tell the value: a budget as often as lines of it do not, and an objective once."""
    of_sort = {item.ref for item in sort.items}
    hidden = [item for one in sort.fields for item in keeping.get(one, ()) if item.ref in of_sort]
    return hidden if len(sort.fields) == 1 else list({item.ref: item for item in hidden}.values())


def _without(objectives: Sequence[Objective], results: Sequence[Objective]) -> list[Entity]:
    refs = {result.ref for result in results}
    return [objective for objective in objectives if objective.ref not in refs]


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
    of_all = Counter(_team(case, item) for item in counted.items)
    hidden = Counter(_team(case, item) for item in counted.hidden)
    return {team: {"not disclosed": hidden[team], "of": many} for team, many in sorted(of_all.items())}


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
