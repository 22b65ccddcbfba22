"""What the rules judge: a plan as of a day, what was agreed, and what they ask of it again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar

from truenorth.plan.calendar import DAY, Calendar, Span, add_months
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan, replaced, valid
from truenorth.plan.resources import Role
from truenorth.plan.sight import below, path
from truenorth.plan.story import Content
from truenorth.plan.values import Money, Quantity
from truenorth.plan.work import Activity, Program
from truenorth.rules.cost import Spend, cost
from truenorth.rules.tally import Part, Tally
from truenorth.rules.weeks import Weeks

E = TypeVar("E", bound=Entity)
M = TypeVar("M")
OVER = ("done", "stopped")
_SPANNING = ("start", "in_market", "due", "end", "date", "by", "horizon")
_BEGINNING = ("in_market", "date", "start")
# A change of one of these kinds can change what any item costs, or which days a date means.
WEIGHTY = frozenset({"company", "role", "team"})
# Items of these kinds are looked up from, never to: a change of one changes nothing that is known of another.
_LEAVES = frozenset({"activity", "content"})


@cache
def _has(kind: type[Entity]) -> frozenset[str]:
    """The names of a kind's fields: asking an item for a field that its kind has not is slow."""
    return frozenset(kind.model_fields)


@dataclass(frozen=True)
class Case:
    """A plan as it is valid on a day, the whole of it, the version both sides agreed, and this workspace's settings."""

    whole: Plan
    today: date
    agreed: Plan | None = None
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _spend: dict[Ref, Spend] = field(default_factory=dict, repr=False, compare=False)
    _live: dict[Ref, bool] = field(default_factory=dict, repr=False, compare=False)
    _span: dict[Ref, Span | None] = field(default_factory=dict, repr=False, compare=False)
    _lists: dict[str, list[Any]] = field(default_factory=dict, repr=False, compare=False)
    _made: dict[Callable[[Case], Any], Any] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[str, dict[Ref, Any]] = field(default_factory=dict, repr=False, compare=False)
    _tallies: dict[str, Tally] = field(default_factory=dict, repr=False, compare=False)
    _gathered: dict[str, dict[Ref, Any]] = field(default_factory=dict, repr=False, compare=False)

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

    def once(self, make: Callable[[Case], M]) -> M:
        """What a function makes of this case; it is made once."""
        if make not in self._made:
            self._made[make] = make(self)
        made: M = self._made[make]
        return made

    def known(self, what: str) -> dict[Ref, Any]:
        """A place for what rules work out of items and what they serve; it is kept while only such work changes."""
        return self._known.setdefault(what, {})

    def gathered(self, what: str) -> dict[Ref, Any]:
        """The same for what is worked out of an item and the work that points at it: kept while other work changes."""
        return self._gathered.setdefault(what, {})

    def tally(self, what: str, part: Callable[[Entity], Part | None]) -> Tally:
        """Sums over the activities and the content; while only those change, just the changed are counted again."""
        kept = self._tallies.get(what)
        if kept is None:
            kept = self._tallies[what] = Tally.of((*self.plan.all(Activity), *self.plan.all(Content)), part)
        elif kept.stale:
            leaves = (ref for ref in kept.stale if ref.partition(":")[0] in _LEAVES)
            found = self.plan.find
            kept = kept.counted(leaves, lambda ref: part(item) if (item := found(ref)) else None)
            self._tallies[what] = kept
        return kept

    def path(self, ref: Ref) -> list[Ref] | None:
        """The way from an item up to a goal or the vision."""
        return path(self.plan, ref)

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

    def units(self, ref: Ref) -> list[Entity]:
        """The items with a cost of their own behind an item: itself, what serves it, or the work that uses it."""
        item = self.plan.find(ref)
        if item is None:
            return []
        match item:
            case Activity() | Content():
                return [item]
            case Program():
                return [
                    item,
                    *(a for a in self.plan.pointing_at(ref, Activity) if a.program == item.key),
                    *self.plan.pointing_at(ref, Content),
                ]
        served: list[Entity] = [
            unit for unit in below(self.plan, ref) if isinstance(unit, (Activity, Content, Program))
        ]
        return served or list(self.plan.pointing_at(ref, Activity))

    def total(self, items: Iterable[Entity]) -> Spend:
        """What some items cost together."""
        money, hours = None, 0.0
        for spend in map(self.spend, items):
            if spend.money is not None:
                money = (money or 0.0) + spend.money
            hours += spend.hours
        return Spend(money, hours)

    def after(self, whole: Plan, refs: Iterable[Ref]) -> Case:
        """The case of a plan in which some items changed; what is known of the others is carried along."""
        refs = set(refs)
        case = Case(whole, self.today, self.agreed, self.settings)
        if {ref.partition(":")[0] for ref in refs} & WEIGHTY:
            return case
        touched = {same for plan in (self.whole, whole) for ref in refs for same in plan.alike.get(ref, (ref,))}
        stale = _behind(self.whole, touched) | _behind(whole, touched)
        case._spend.update(_without(self._spend, stale))
        case._live.update(_without(self._live, refs))
        case._span.update(_without(self._span, refs))
        if {ref.partition(":")[0] for ref in refs} <= _LEAVES:
            case._known.update((what, _without(by_ref, touched)) for what, by_ref in self._known.items())
            case._tallies.update((what, replace(t, stale=t.stale | stale)) for what, t in self._tallies.items())
            case._gathered.update((what, _without(by_ref, stale)) for what, by_ref in self._gathered.items())
        if "plan" in self.__dict__:
            case.__dict__["plan"] = self._plan_after(whole, refs)
            case._lists.update((kind, case._listed(kind, items, refs)) for kind, items in self._lists.items())
        for name in ("hourly_rate", "rates", "weeks"):
            if name in self.__dict__:
                case.__dict__[name] = self.__dict__[name]
        return case

    def _listed(self, kind: str, items: list[Any], refs: set[Ref]) -> list[Any]:
        """The live items of a kind after some have changed."""
        found = {ref: self.plan.find(ref) for ref in refs if ref.startswith(f"{kind}:")}
        live = {ref: item if item and self.live(item) else None for ref, item in found.items()}
        return replaced(items, live) if live else items

    def _plan_after(self, whole: Plan, refs: set[Ref]) -> Plan:
        now = {ref: item for ref in refs if (item := whole.find(ref))}
        so = {ref: item for ref, item in now.items() if valid(item, self.today, whole.calendar)}
        if self.plan is self.whole and len(so) == len(now):
            return whole
        return self.plan.changed({ref: so.get(ref) for ref in refs})


def in_money(worth: Quantity) -> Money | None:
    """What something is worth, as an amount of money; the unit is its currency where it can be one."""
    if worth.mid is None or worth.how != "value":
        return None
    return Money(worth.mid, worth.unit.upper() if re.fullmatch("[A-Za-z]{3}", worth.unit) else "")


def _behind(plan: Plan, refs: set[Ref]) -> set[Ref]:
    """Some items and what they point at, with all that means the same as what they point at."""
    targets = {to for ref in refs if (item := plan.find(ref)) for to in item.links}
    return refs | {same for to in targets for same in plan.alike.get(to, (to,))}


def _without(known: dict[Ref, Any], stale: set[Ref]) -> dict[Ref, Any]:
    """What is known of all but some items."""
    kept = dict(known)
    for ref in stale:
        kept.pop(ref, None)
    return kept
