"""A plan as of a day, and what is asked of it again and again: dates, who is live, money, what things cost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar

from truenorth.engines.cost import Spend, cost
from truenorth.engines.weeks import Weeks
from truenorth.plan.calendar import DAY, Calendar, Span, add_months
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role
from truenorth.plan.values import Money, Quantity

E = TypeVar("E", bound=Entity)
OVER = ("done", "stopped")
_SPANNING = ("start", "in_market", "due", "end", "date", "by", "horizon")
_BEGINNING = ("in_market", "date", "start")


@cache
def _has(kind: type[Entity]) -> frozenset[str]:
    """The names of a kind's fields: asking an item for a field that its kind has not is slow."""
    return frozenset(kind.model_fields)


@dataclass(frozen=True)
class AsOf:
    """A plan as it is valid on a day, the whole of it, the version both sides agreed; what is worked out is kept."""

    whole: Plan
    today: date
    agreed: Plan | None = None
    _spend: dict[Ref, Spend] = field(default_factory=dict, repr=False, compare=False, kw_only=True)
    _live: dict[Ref, bool] = field(default_factory=dict, repr=False, compare=False, kw_only=True)
    _span: dict[Ref, Span | None] = field(default_factory=dict, repr=False, compare=False, kw_only=True)
    _lists: dict[str, list[Any]] = field(default_factory=dict, repr=False, compare=False, kw_only=True)
    _known: dict[str, dict[Ref, Any]] = field(default_factory=dict, repr=False, compare=False, kw_only=True)

    @cached_property
    def plan(self) -> Plan:
        """The plan as it is valid on the day."""
        return self.whole.as_of(self.today)

    @cached_property
    def calendar(self) -> Calendar:
        """The company's calendar."""
        return self.whole.calendar

    @cached_property
    def horizon(self) -> Span:
        """The fiscal year under way, and the one in which the next twelve months end: next year's plan is whole."""
        year_of = self.calendar.year_of
        return Span(year_of(self.today).start, year_of(add_months(self.today, 12) - DAY).end)

    @cached_property
    def weeks(self) -> Weeks:
        """The weeks of the horizon."""
        return Weeks.of(self.calendar, self.horizon, self.today)

    def span(self, item: Entity) -> Span | None:
        """From the first to the last day an item names; None where it names none."""
        if item.ref not in self._span:
            self._span[item.ref] = self._named(item)
        return self._span[item.ref]

    def _named(self, item: Entity) -> Span | None:
        has = _has(type(item))
        spans = [s for name in _SPANNING if name in has and (s := self.calendar.span(getattr(item, name)))]
        if not spans and "period" in has and (period := self.calendar.span(item.period)):  # type: ignore[attr-defined]
            return period
        return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None

    def due(self, item: Entity) -> date | None:
        """The last day on which an item is still on time: its due date, its end, or the end of its period."""
        has = _has(type(item))
        for name in ("due", "end", "in_market", "horizon", "date", "period"):
            if name in has and (text := getattr(item, name)) and (day := self.calendar.end(text)):
                return day
        return None

    def in_market(self, item: Entity) -> Span | None:
        """The days on which a customer meets an item; None where only its period, or nothing, is known."""
        has = _has(type(item))
        first = next((when for name in _BEGINNING if name in has and (when := getattr(item, name))), None)
        last = next((when for name in ("end", "due") if name in has and (when := getattr(item, name))), None)
        begin, until = self.calendar.span(first or last), self.calendar.span(last or first)
        if begin is None or until is None:
            return begin or until
        return begin if until.end < begin.start else Span(begin.start, until.end)

    def to_come(self, span: Span) -> float:
        """The share of the working days of a span that is to come; all of it where it holds none."""
        if span.start >= self.today:
            return 1.0
        every = self.calendar.working_days(span)
        return self.calendar.working_days(Span(self.today, span.end)) / every if every else 1.0

    def live(self, item: Entity) -> bool:
        """Whether an item is planned or under way within the horizon; without dates it is."""
        known = self._live.get(item.ref)
        if known is None:
            span = self.span(item)
            known = item.status not in (*OVER, "idea") and (span is None or span.meets(self.horizon))
            self._live[item.ref] = known
        return known

    def all_live(self, kind: type[E]) -> list[E]:
        """The live items of a kind."""
        if kind.kind not in self._lists:
            self._lists[kind.kind] = [item for item in self.plan.all(kind) if self.live(item)]
        return self._lists[kind.kind]

    def known(self, what: str) -> dict[Ref, Any]:
        """A place for what rules work out of items and what they serve; it is kept while only such work changes."""
        return self._known.setdefault(what, {})

    def money(self, amount: Money | None) -> float | None:
        """An amount in the company's currency, at the plan's frozen rates; None where hidden or without a rate."""
        if amount is None or amount.amount is None:
            return None
        company = self.whole.company
        if not amount.currency or (company and amount.currency == company.currency):
            return float(amount.amount)
        rate = company.rates.get(amount.currency) if company else None
        return float(amount.amount * rate) if rate is not None else None

    def fee(self, item: Entity) -> float | None:
        """What an item costs besides hours: its stated cost, or the sum of its cost lines."""
        stated = getattr(item, "cost", None)
        if isinstance(stated, Quantity):
            return self.money(in_money(stated))
        if isinstance(stated, Money) and (money := self.money(stated)) is not None:
            return money
        lines = [money for line in getattr(item, "costs", []) if (money := self.money(line.amount)) is not None]
        return sum(lines) if lines else None

    def spend(self, item: Entity) -> Spend:
        """What an item itself costs; of work that is stated twice, what only this item adds to it."""
        known = self._spend.get(item.ref)
        if known is None:
            known = self._spend[item.ref] = cost(self, item)
        return known

    @cached_property
    def hourly_rate(self) -> float | None:
        """What an hour costs where no role says it."""
        return self.money(self.whole.company.hourly_rate) if self.whole.company else None

    @cached_property
    def rates(self) -> dict[tuple[str, str], float]:
        """The mean rate of a team's roles by skill, and under "" of all of them."""
        gathered: dict[tuple[str, str], list[float]] = {}
        for role in self.plan.all(Role):
            if (rate := self.money(role.rate)) is not None:
                for skill in ("", *role.skills):
                    gathered.setdefault((role.team or "", skill), []).append(rate)
        return {key: sum(rates) / len(rates) for key, rates in gathered.items()}


def in_money(worth: Quantity) -> Money | None:
    """What something is worth, as an amount of money; the unit is its currency where it can be one."""
    if worth.mid is None or worth.how != "value":
        return None
    return Money(worth.mid, worth.unit.upper() if re.fullmatch("[A-Za-z]{3}", worth.unit) else "")
