"""What the rules judge: a plan as of a day, what was agreed, and what they ask of it again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from truenorth.engines.asof import AsOf
from truenorth.engines.cost import Spend
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.proved import proved
from truenorth.engines.happened import NOTHING, Happened
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan, replaced, valid
from truenorth.plan.sight import below, path
from truenorth.plan.story import Content
from truenorth.plan.work import Activity, Program
from truenorth.records import Records
from truenorth.rules.tally import Part, Tally

E = TypeVar("E", bound=Entity)
M = TypeVar("M")
_NOT_YET: Any = object()
# A change of one of these kinds can change what any item costs, or which days a date means.
WEIGHTY = frozenset({"company", "role", "team"})
# Items of these kinds are looked up from, never to: a change of one changes nothing that is known of another.
_LEAVES = frozenset({"activity", "content"})


@dataclass(frozen=True)
class Case(AsOf):
    """A plan as it is valid on a day, the whole of it, the version both sides agreed, settings, what people said."""

    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    prove: Callable[[AsOf], Fit | None] = field(default=proved, repr=False, compare=False, kw_only=True)
    records: Records = field(default=Records(), repr=False, kw_only=True)
    facts: Happened = field(default=NOTHING, repr=False, compare=False, kw_only=True)
    _made: dict[Callable[[Case], Any], Any] = field(default_factory=dict, repr=False, compare=False)
    _then: dict[Callable[[Case], Any], Any] = field(default_factory=dict, repr=False, compare=False, kw_only=True)
    _tallies: dict[str, Tally] = field(default_factory=dict, repr=False, compare=False)
    _gathered: dict[str, dict[Ref, Any]] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[[Case], M]) -> M:
        """What a function makes of this case; it is made once."""
        found: M = self._made.get(make, _NOT_YET)
        if found is _NOT_YET:
            found = self._made[make] = make(self)
        return found

    def forget(self) -> None:
        """Let go of what was made once: it often holds the case, and both stayed until a collection else.

        Whoever still looks at this case has it made again.
        """
        self._made.clear()

    def then(self, make: Callable[[Case], M]) -> M | None:
        """What a function makes of the version both sides agreed, made once for it; None where there is none."""
        if self.agreed is None:
            return None
        if make not in self._then:
            self._then[make] = make(Case(self.agreed, self.today, None, self.settings, prove=self.prove))
        made: M = self._then[make]
        return made

    def hearing(self, records: Records, agreed: Plan | None) -> Case:
        """The same plan after people said more, with the version that both sides have agreed by now."""
        then = self._then if agreed is self.agreed else {}
        case = replace(self, records=records, agreed=agreed, _then=then, _made={})
        known = ("plan", "hourly_rate", "rates", "weeks", *(["verdict"] if agreed is self.agreed else []))
        case.__dict__.update({name: self.__dict__[name] for name in known if name in self.__dict__})
        return case

    @cached_property
    def verdict(self) -> Fit | None:
        """Whether it all fits, as the engine says; None where its solvers are not installed. It may take seconds."""
        return self.prove(self)

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
        refs = set(refs)  # pages of others may be working something out of this case meanwhile: its places are copied
        case = Case(
            whole,
            self.today,
            self.agreed,
            self.settings,
            prove=self.prove,
            records=self.records,
            facts=self.facts,
            _then=self._then,
        )
        if {ref.partition(":")[0] for ref in refs} & WEIGHTY:
            return case
        touched = {same for plan in (self.whole, whole) for ref in refs for same in plan.alike.get(ref, (ref,))}
        stale = _behind(self.whole, touched) | _behind(whole, touched)
        case._spend.update(_without(self._spend, stale))
        case._live.update(_without(self._live, refs))
        case._span.update(_without(self._span, refs))
        if {ref.partition(":")[0] for ref in refs} <= _LEAVES:
            case._known.update((what, _without(by_ref, touched)) for what, by_ref in tuple(self._known.items()))
            case._tallies.update((what, replace(t, stale=t.stale | stale)) for what, t in tuple(self._tallies.items()))
            case._gathered.update((what, _without(by_ref, stale)) for what, by_ref in tuple(self._gathered.items()))
        if "plan" in self.__dict__:
            case.__dict__["plan"] = self._plan_after(whole, refs)
            case._lists.update((kind, case._listed(kind, items, refs)) for kind, items in tuple(self._lists.items()))
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
