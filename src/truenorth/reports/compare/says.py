"""What an edit does to an item, in words: later, dearer, for another team, new, out; each field in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from truenorth.plan.calendar import Calendar
from truenorth.plan.edit import Edit
from truenorth.plan.entity import Entity
from truenorth.plan.links import Dated, marked
from truenorth.plan.plan import Plan
from truenorth.plan.values import Money, Quantity
from truenorth.reports.compare.rows import more_or_less
from truenorth.reports.diff import change, field
from truenorth.reports.words import amount, currency_of, in_full, number, stretch

BEGINS, ENDS = "start", "end"
MOST = 6  # fields of an item that are told
STATUS = {"stopped": "is stopped", "done": "is done", "idea": "is an idea only", "planned": "is planned"}


def says(old: Plan, new: Plan, edit: Edit) -> tuple[str, ...]:
    """The differences of an item between two plans, a phrase each; `is new` and `is taken out` among them."""
    before, after = old.find(edit.ref), new.find(edit.ref)
    if before is None or after is None:
        return ("is new",) if before is None else ("is taken out",)
    told = _told(old, new, before, after, edit)
    return (*told[:MOST], f"and {len(told) - MOST} more fields differ") if len(told) > MOST else tuple(told)


def _told(old: Plan, new: Plan, before: Entity, after: Entity, edit: Edit) -> list[str]:
    names = [name for name in type(after).model_fields if name in edit.fields]
    dated = {name for name, _ in marked(type(after), Dated)}
    found = list(_moved(new.calendar, before, after)) if {BEGINS, ENDS} <= set(names) else []
    currency = currency_of(new)
    left = [name for name in names if not (found and name in (BEGINS, ENDS))]
    for name in left:
        was, now = getattr(before, name), getattr(after, name)
        is_date = name in dated and isinstance(was, str) and isinstance(now, str)
        text = _date(new.calendar, name, was, now) if is_date else _value(name, was, now, currency)
        found.append(text or f"{field(name)} {change([(old, before), (new, after)], name)}".replace(" -> ", " → "))
    return found


def _moved(calendar: Calendar, before: Entity, after: Entity) -> Iterator[str]:
    """Work that begins and ends so much later, told once."""
    ones, others = _days(calendar, before), _days(calendar, after)
    if ones and others and (by := (others[0] - ones[0]).days) and by == (others[1] - ones[1]).days:
        yield f"moves {later(by)}: {in_full(others[0])} to {in_full(others[1])}"


def _days(calendar: Calendar, item: Entity) -> tuple[date, date] | None:
    first, last = calendar.start(getattr(item, BEGINS)), calendar.end(getattr(item, ENDS))
    return (first, last) if first and last else None


def later(days: int) -> str:
    """`9 days later`, `3 weeks earlier`."""
    return f"{stretch(abs(days))} {'later' if days > 0 else 'earlier'}"


VERBS = {"start": "begins", "end": "ends", "due": "is due", "in_market": "is in market", "brief_ready": "is briefed"}


def _date(calendar: Calendar, name: str, was: str, now: str) -> str:
    """`begins 9 days later, on 13 January 2027`; nothing where one of them is no date."""
    of = calendar.end if name in (ENDS, "due") else calendar.start
    one, other = of(was), of(now)
    if one is None or other is None or one == other:
        return ""
    return f"{VERBS.get(name, f'{field(name)} is')} {later((other - one).days)}, on {in_full(other)}"


def _value(name: str, was: Any, now: Any, unit: str) -> str:
    """A number that is more or less; a state; nothing for all else. Money without a currency is in `unit`."""
    if name == "status" and isinstance(now, str):
        return STATUS.get(now, "")
    match was, now:
        case Money(), Money() if _comparable(was, now):
            currency = now.currency or was.currency or unit
            by = more_or_less(float(was.amount or 0), float(now.amount or 0), lambda one: amount(one, currency))
            return f"{field(name)} {by}: {amount(float(now.amount or 0), currency)}"
        case Quantity(), Quantity() if was.mid is not None and now.mid is not None and _same(was, now):
            return f"{field(name)} {more_or_less(float(was.mid), float(now.mid), number, now.unit)}: {now}"
        case dict(), dict() if name == "effort":
            one, other = _hours(was), _hours(now)
            if by := more_or_less(one, other, number, "hours"):
                return f"takes {by}: {number(other)} hours"
    return ""


def _comparable(was: Money, now: Money) -> bool:
    known = was.amount is not None and now.amount is not None and was.amount != now.amount
    return known and (was.currency == now.currency or not was.currency or not now.currency)


def _same(was: Quantity, now: Quantity) -> bool:
    """Whether two numbers are counted alike, and are two numbers."""
    return (was.unit, was.how) == (now.unit, now.how) and was.mid != now.mid


def _hours(effort: dict[str, Quantity]) -> float:
    return sum(float(one.mid or 0) for one in effort.values())
