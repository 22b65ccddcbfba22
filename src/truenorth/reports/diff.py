"""What differs between two plans, or between items of one, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from truenorth.plan.calendar import DAY, months
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Budget
from truenorth.plan.values import Money
from truenorth.reports.values import said, titles
from truenorth.reports.words import amount, number, plain, short

ARROW = " -> "
LONGEST = 160


@dataclass(frozen=True)
class Difference:
    """What differs of one item: it has come (+), gone (-), changed (~) or got another key (=); field by field."""

    mark: str
    ref: Ref
    title: str
    fields: tuple[tuple[str, str], ...] = ()  # the field in words, its value before and after
    now: Ref = ""  # its other key

    @property
    def line(self) -> str:
        """The item in a line."""
        moved = f" is now {self.now}" if self.now else ""
        return f"{self.mark} {self.title} ({self.ref}){moved}"


def changes(old: Plan, new: Plan, edits: Sequence[Edit]) -> list[str]:
    """The edits between two plans, item by item, and a sentence that counts them."""
    lines: list[str] = []
    for one in differences(old, new, edits):
        lines += [one.line, *(f"    {name}: {text}" for name, text in one.fields)]
    return [*lines, counted(edits)]


def differences(old: Plan, new: Plan, edits: Sequence[Edit]) -> Iterator[Difference]:
    """The edits between two plans, item by item."""
    moved = renamed(edits)
    for edit in edits:
        if edit.ref not in moved.values():
            yield from _item(old, new, edit, moved.get(edit.ref))


def counted(edits: Sequence[Edit]) -> str:
    """How many items changed, came and went, in a sentence."""
    return _count(edits, len(renamed(edits)))


def renamed(edits: Sequence[Edit]) -> dict[Ref, Ref]:
    """Items that are there under another key, saying the same: old ref, new ref."""
    gone = [edit for edit in edits if edit.after is None]
    come = [edit for edit in edits if edit.before is None]
    found: dict[Ref, Ref] = {}
    for edit in gone:
        same = [e for e in come if e.after == edit.before and _kind(e.ref) == _kind(edit.ref)]
        if edit.before and len(same) == 1 and same[0].ref not in found.values():
            found[edit.ref] = same[0].ref
    return found


def _kind(ref: Ref) -> str:
    return ref.partition(":")[0]


def _item(old: Plan, new: Plan, edit: Edit, moved: Ref | None) -> Iterator[Difference]:
    before, after = old.find(edit.ref), new.find(edit.ref)
    if moved:
        yield Difference("=", edit.ref, plain(old.title(edit.ref)), now=moved)
    elif before is None and after is not None:
        yield Difference("+", edit.ref, plain(after.title))
    elif after is None and before is not None:
        yield Difference("-", edit.ref, plain(before.title))
    elif before is not None and after is not None:
        names = (field for field in type(after).model_fields if field in edit.fields)
        fields = tuple((field(name), change([(old, before), (new, after)], name)) for name in names)
        yield Difference("~", edit.ref, plain(after.title), fields)


def field(name: str) -> str:
    """A field in words."""
    return name.replace("_", " ")


def change(items: Sequence[tuple[Plan, Entity]], name: str) -> str:
    """The value of a field in each of some items; of names with values, those that differ."""
    values = [getattr(item, name, None) for _, item in items]
    if sum(isinstance(value, dict) and bool(value) for value in values) > 1:
        return "; ".join(_entries(items, name))
    names = [said(getattr(item, name, None), titles(plan, item, name)) for plan, item in items]
    if len(set(names)) == 1:  # two items of one name: their keys tell them apart
        names = [said(value) for value in values]
    return ARROW.join(short(text, LONGEST) for text in names)


def _entries(items: Sequence[tuple[Plan, Entity]], name: str) -> Iterator[str]:
    values: list[dict[str, Any]] = [getattr(item, name) for _, item in items]
    for key in dict.fromkeys(key for value in values for key in value):
        inner = ["none" if key not in value else said(value[key]) for value in values]
        if any(one != inner[0] for one in inner):
            plan, item = next(pair for pair, value in zip(items, values, strict=True) if key in value)
            yield f"{titles(plan, item, name)(key)} {ARROW.join(inner)}"


def _count(edits: Sequence[Edit], moved: int) -> str:
    come = sum(edit.before is None for edit in edits) - moved
    gone = sum(edit.after is None for edit in edits) - moved
    changed = len(edits) - come - gone - 2 * moved
    counts = ((changed, "changed"), (come, "added"), (gone, "taken away"), (moved, "renamed"))
    said_ = ", ".join(f"{count} {word}" for count, word in counts if count)
    return f"{said_}." if said_ else "Nothing differs: the two say the same."


def compared(plan: Plan, refs: Sequence[Ref]) -> list[str]:
    """Some items of a plan side by side: their totals and what they come to a month, then every field that differs."""
    items = [plan.entities[ref] for ref in refs]
    pairs = [(plan, item) for item in items]
    lines = [ARROW.join(f"{plain(item.title)} ({item.ref})" for item in items)]
    budgets = [item for item in items if isinstance(item, Budget)]
    if len(budgets) == len(items):
        lines += _budgets(plan, budgets)
    skip = {"amount", "lines", "groups"} if len(budgets) == len(items) else set()
    names = dict.fromkeys(name for item in items for name in type(item).model_fields if name not in {*skip, "key"})
    for name in names:
        values = [getattr(item, name, None) for item in items]
        if any(value != values[0] for value in values):
            lines.append(f"    {field(name)}: {change(pairs, name)}")
    return lines if len(lines) > 1 else [*lines, "Nothing differs."]


def _budgets(plan: Plan, budgets: Sequence[Budget]) -> Iterator[str]:
    totals = [_total(budget) for budget in budgets]
    if any(total.known or total.hidden for total in totals):
        yield f"    total: {ARROW.join(map(str, totals))}"
    lengths = [_months(plan, budget) for budget in budgets]
    if all(lengths):
        rates = [total.over(length or 1) for total, length in zip(totals, lengths, strict=True)]
        same = len(set(lengths)) == 1
        spans = number(lengths[0] or 0) if same else ", ".join(number(length or 0) for length in lengths)
        yield f"    per month: {ARROW.join(map(str, rates))} (over {spans} months)"
    for heading, names in (("line", "lines"), ("group", "groups")):
        yield from _lines(budgets, heading, names)


@dataclass(frozen=True)
class Sum:
    """What some amounts come to; `hidden` tells that there are more, which are not told."""

    known: float | None = None
    hidden: bool = False

    def plus(self, amount: Money | None) -> Sum:
        """With one more amount."""
        if amount is None or amount.amount is None:
            return Sum(self.known, self.hidden or amount is not None)
        return Sum((self.known or 0.0) + float(amount.amount), self.hidden)

    def over(self, months: float) -> Sum:
        """What comes to a month."""
        return Sum(None if self.known is None or self.hidden else self.known / months, self.hidden)

    def __str__(self) -> str:
        if self.known is None:
            return "undisclosed" if self.hidden else "unknown"
        return f"{amount(self.known, '')}{' and what is undisclosed' if self.hidden else ''}"


def a_month(plan: Plan, budget: Budget) -> Sum:
    """What a budget comes to a month; unknown where its amount or its period is."""
    length = _months(plan, budget)
    return _total(budget).over(length) if length else Sum()


def _total(budget: Budget) -> Sum:
    """The stated total, or the sum of the lines where none is stated."""
    if budget.amount is not None:
        return Sum().plus(budget.amount)
    total = Sum()
    for line in budget.lines:
        total = total.plus(line.amount)
    return total


def _months(plan: Plan, budget: Budget) -> float | None:
    """How many months a budget runs: whole ones counted, others by their days."""
    start, end = plan.calendar.span(budget.start), plan.calendar.span(budget.end or budget.start)
    if start is None or end is None or end.end < start.start:
        return None
    first, last = start.start, end.end
    if first.day == 1 and (last + DAY).day == 1:
        return float(len(months(start._replace(end=last))))
    return round(((last - first).days + 1) / 30.4, 1)


def _lines(budgets: Sequence[Budget], heading: str, names: str) -> Iterator[str]:
    by_name: list[dict[str, Sum]] = []
    for budget in budgets:
        sums: dict[str, Sum] = {}
        for line in getattr(budget, names):
            label = plain(getattr(line, "item", "") or line.group)
            sums[label] = sums.get(label, Sum()).plus(line.amount)
        by_name.append(sums)
    for label in dict.fromkeys(label for sums in by_name for label in sums):
        values = [sums.get(label) for sums in by_name]
        if any(value != values[0] for value in values):
            said_ = ARROW.join("none" if value is None else str(value) for value in values)
            yield f"    {heading} {label}: {said_}"
