"""FACT08: the same thing with two numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Budget, Capacity, Process, Role, Tool
from truenorth.plan.story import Content
from truenorth.plan.strategy import Expectation, Goal, Objective
from truenorth.plan.values import Duration, Money, Quantity
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule

# What is compared of each kind: the fields, and how their values are said.
_WORDS: dict[type[Entity], dict[str, str]] = {
    Goal: {"target": "is to reach", "value": "is worth", "weight": "counts", "horizon": "is due by"},
    Objective: {"target": "is to reach", "baseline": "starts from", "value": "is worth", "within": "is done within"},
    Activity: {"cost": "costs"},
    Program: {"budget": "may cost"},
    Content: {"cost": "costs"},
    Budget: {"amount": "holds"},
    Commitment: {"within": "is promised within", "by": "is promised by"},
    Expectation: {"by": "is expected by"},
    Capacity: {"per_week": "takes a week", "per_day": "takes a day", "service_level": "is handled within"},
    Process: {"lead_time": "takes", "decided_before": "is decided before it by", "service_level": "is promised within"},
    Role: {"hours_per_week": "has hours a week", "rate": "costs an hour"},
    Tool: {"cost": "costs a year"},
}
_ROUNDING = 1.0  # of money
Value = Quantity | Money | Duration | str


def _same(plan: Plan, ref: Ref) -> Iterable[Ref]:
    return plan.alike.get(ref, ())


@rule("FACT08", asks="cmo", each=tuple(_WORDS), looks=_same)
def two_numbers(case: Case, item: Entity) -> Iterator[Finding]:
    """
    The same thing has two numbers.

    ## Why it matters

    Where one thing is stated with two numbers, each side works towards its own. When the thing is reached, or paid
    for, one of them finds that it was not what had been agreed.

    Items of one kind that mean the same (`same_as`), also by way of a third, are compared: what they are to reach
    and start from, what they cost, hold or are worth, how long they take, and by when a goal, a promise or an
    expectation is due (TIME04 compares the dates of objectives and activities). A range that holds the other number
    is no disagreement; nor are numbers for different periods, in units that cannot be compared, or not disclosed.
    Sums of the plan count such a thing once, with the highest it states. The plan alone tells.

    ## Example

        activity:
          letter-offer: {name: Spring letter, program: launch, cost: 4000, same_as: [spring-letter], source: Offer}

    ## Finds

        activity:letter-offer costs 4,000 (Offer); and 3,000

    ## Put right

        activity: {letter-offer: {cost: 3000}}
    """
    group = case.plan.alike.get(item.ref, ())
    if not group or group[0] != item.ref:
        return  # the first speaks for all
    items = [one for ref in group if (one := case.plan.entities[ref]).status not in ("idea", "stopped")]
    if any(map(case.live, items)):
        for name, words in _WORDS[type(item)].items():
            said = [_Said(one, name, value) for one in items if (value := getattr(one, name)) is not None]
            yield from _compared(case, words, said)
        if isinstance(item, Objective):
            yield from _by_period(case, [one for one in items if isinstance(one, Objective)])


@dataclass(frozen=True)
class _Said:
    """What an item says in a field."""

    item: Entity
    field: str
    value: Value

    @property
    def words(self) -> str:
        """The value, as it is said; not what an hour costs, which is not for everybody who reads a finding."""
        if self.field == "rate":
            return "a rate of its own"
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, Duration):
            return self.value.words
        return _with_thousands(self.value)

    @property
    def where(self) -> str:
        """Where it is stated."""
        source = str(self.item.source[0]) if self.item.source else ""
        return f" ({source})" if source else ""


def _with_thousands(value: Quantity | Money) -> str:
    if isinstance(value, Money):
        return f"{value.amount or 0:,f} {value.currency}".strip()
    if value.how == "value" and value.low is not None and value.high is not None:
        ends = [f"{end:,f}" for end in dict.fromkeys((value.low, value.high))]
        return f"{' to '.join(ends)} {value.unit}".strip()
    return str(value)


def _compared(case: Case, words: str, said: list[_Said], **more: Any) -> Iterator[Finding]:
    apart = [one for one in said if any(_differ(case, one, other) for other in said)]
    if not apart:
        return
    first, *others = apart
    also = [f"{_as(first.item, other.item)}{other.words}{other.where}" for other in others]
    is_date = isinstance(first.value, str)
    yield found(
        tuple(one.item.ref for one in apart),
        f"{words} {first.words}{first.where}; {', '.join(also)}",
        cause=f"have two {'dates' if is_date else 'numbers'}",
        seen={one.item.ref: {first.field.replace("_", " "): one.words, "source": _sources(one.item)} for one in apart},
        **{"part": first.field, "fixes": list(_keep(apart)), **more},
    )


def _as(first: Entity, item: Entity) -> str:
    return f"as {item.title} " if item.title != first.title else "and "


def _sources(item: Entity) -> list[str]:
    return [str(source) for source in item.source]


def _keep(said: list[_Said]) -> Iterator[Fix]:
    """One way out for each number: keep it for all of them."""
    for value in dict.fromkeys(one.value for one in said):
        kept = next(one for one in said if one.value == value)
        stated = data(kept.item)[kept.field]
        yield Fix(
            f"Keep {kept.words} for all of them",
            {one.item.ref: {one.field: stated} for one in said if one.value != value},
        )


def _by_period(case: Case, items: list[Objective]) -> Iterator[Finding]:
    """What objectives are to reach period by period."""
    for period in sorted({period for item in items for period in item.targets}):
        said = [_Said(item, "targets", item.targets[period]) for item in items if period in item.targets]
        asks = Blank(f"How much is to be reached in {period}?")
        fixes = [Fix("Say which it is", {one.item.ref: {"targets": asks} for one in said})]
        yield from _compared(case, f"is to reach in {period}", said, part=f"targets-{period}", fixes=fixes)


def _differ(case: Case, one: _Said, other: _Said) -> bool:
    if one is other or (one.field != "targets" and not _same_time(case, one, other)):
        return False
    match one.value, other.value:
        case Money(), Money():
            mine, theirs = case.money(one.value), case.money(other.value)
            return mine is not None and theirs is not None and abs(mine - theirs) > _ROUNDING
        case Quantity(), Quantity():
            return _numbers_differ(one.value, other.value)
        case Duration(), Duration():
            return _apart(_days(one.value, other.value), _days(other.value, one.value))
        case str(), str():
            mine_, theirs_ = case.calendar.span(one.value), case.calendar.span(other.value)
            return bool(mine_ and theirs_) and not mine_.holds(theirs_) and not theirs_.holds(mine_)  # type: ignore
    return False


def _same_time(case: Case, one: _Said, other: _Said) -> bool:
    """Whether two numbers are for the same time: what stands in the plans of two periods is work that comes again."""
    if one.field in ("horizon", "by"):
        return True
    periods = [(item.period, getattr(item, "due", None)) for item in (one.item, other.item) if hasattr(item, "period")]
    if len(periods) == 2 and all(period and not due for period, due in periods) and periods[0] != periods[1]:
        return False
    if isinstance(one.item, Objective) and isinstance(other.item, Objective) and one.field != "within":
        days = case.due(one.item), case.due(other.item)
        both_say = one.item.due and other.item.due
        return bool(both_say) or None in days or days[0] == days[1]
    if isinstance(one.item, Budget) and isinstance(other.item, Budget):
        spans = case.span(one.item), case.span(other.item)
        return None in spans or spans[0] == spans[1]
    return True


def _numbers_differ(one: Quantity, other: Quantity) -> bool:
    units = {unit.casefold() for unit in (one.unit, other.unit) if unit}
    if not (one.is_number and other.is_number) or one.how != other.how or len(units) > 1:
        return False
    return _apart(_ends(one), _ends(other))


def _ends(number: Quantity) -> tuple[float, float]:
    low = float("-inf") if number.low is None else float(number.low)
    return low, float("inf") if number.high is None else float(number.high)


def _days(one: Duration, other: Duration) -> tuple[float, float]:
    """A duration in a unit that can be compared with another's."""
    if one.unit == other.unit:
        return float(one.low), float(one.high)
    return one.shortest_days, one.longest_days


def _apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether neither of two ranges holds the other."""
    return not (one[0] <= other[0] and other[1] <= one[1]) and not (other[0] <= one[0] and one[1] <= other[1])
