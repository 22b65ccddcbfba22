"""What one team shares with another, and whether the other team's plan of the same period mentions it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from truenorth.engines.words import words
from truenorth.plan.calendar import Span
from truenorth.plan.consent import Commitment
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case

QUARTER = 92  # days of the longest quarter
_WITH = words("partnership partnering partner together jointly joint team teams")


_MENTIONING = (Objective, Activity, Commitment)


def counting_on(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """The items that count on another team and may find themselves in an edited one."""
    item = plan.find(ref)
    teams = [team.key for team in plan.all(Team)] if item is not None else []
    if isinstance(item, Activity):
        teams = [item.team, *_above(plan, item.team)] if item.team else []
    for team in teams:
        yield from (one.ref for one in plan.pointing_at(f"team:{team}", Objective) if team in one.shared_with)
        yield from (one.ref for one in plan.pointing_at(f"team:{team}", Activity) if team in one.shared_with)


def _above(plan: Plan, team: str | None) -> list[str]:
    """The teams that a team is part of, up to the whole."""
    found: list[str] = []
    while (one := plan.get(Team, team)) and one.part_of and one.part_of not in found:
        team = one.part_of
        found.append(team)
    return found


@dataclass(frozen=True)
class Silence:
    """A team that an item counts on, and its objectives of the period, none of which mentions the item."""

    team: Team
    period: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Partners:
    """The teams of a case, with what each plans."""

    case: Case
    _index: dict[str, dict[str, list[Entity]]] = field(default_factory=dict)

    def silences(self, item: Objective | Activity) -> Iterator[Silence]:
        """The teams an item counts on that plan in its period and do not mention it."""
        planning = [key for key in item.shared_with if key in self._objectives]
        period = self._period(item) if planning else None
        for key in planning:
            team = self.case.plan.get(Team, key)
            if team is None or period is None or key == self._team(item) or self._told_above(item, key):
                continue
            objectives = tuple(o for o in self._objectives[key] if self._same_period(o, period))
            if objectives and not self._is_mentioned(item, key, period):
                yield Silence(team, objectives[0].period or f"{period.start} to {period.end}", objectives)

    def _told_above(self, item: Objective | Activity, team: str) -> bool:
        """Whether an objective it serves counts on the team too: said there, once."""
        above = (self.case.plan.find(ref) for ref in item.links)
        return isinstance(item, Activity) and any(isinstance(o, Objective) and team in o.shared_with for o in above)

    def _is_mentioned(self, item: Objective | Activity, team: str, period: Span) -> bool:
        family = self._families[team]
        return any(self._team(other) in family for other in self._linked(item, period)) or any(
            other is not item and self._meets(other, period) for other in self._alike(item, team)
        )

    def _linked(self, item: Objective | Activity, period: Span) -> Iterator[Entity]:
        """What points at an item or is pointed at, and the work in a program that serves it, or that it is part of."""
        plan = self.case.plan
        near = [other for ref in (*plan.incoming.get(item.ref, ()), *item.links) if (other := plan.find(ref))]
        yield from (other for other in near if isinstance(other, (*_MENTIONING, Program)))
        for program in (other for other in near if isinstance(other, Program)):
            work = (one for one in plan.pointing_at(program.ref, Activity) if one.program == program.key)
            yield from (one for one in work if one is not item and self._meets(one, period))

    def _meets(self, other: Entity, period: Span) -> bool:
        span = self._period(other)
        return span is None or span.meets(period)

    def _alike(self, item: Objective | Activity, team: str) -> Iterator[Entity]:
        """What the team plans in the same words, or with the same metric or number."""
        index = self._words_of(team)
        its = self._words_without_names(item)
        common: dict[Ref, int] = {}
        for mark in _marks(item):
            yield from index.get(mark, ())
        for word in its:
            for other in index.get(word, ()):
                common[other.ref] = common.get(other.ref, 0) + 1
                shorter = min(len(its), len(_words(other)))
                if common[other.ref] == max(min(2, shorter), (shorter + 1) // 2):
                    yield other

    def _words_without_names(self, item: Entity) -> frozenset[str]:
        """The words that tell what it is, not with whom: "with Marketing" does not make it a matter of marketing."""
        its = _words(item) - _WITH
        for name in self._names:
            if name <= its:
                its -= name
        return its

    def _words_of(self, team: str) -> dict[str, list[Entity]]:
        """What a team, and the teams it is made of, plan, by each of its words."""
        if team not in self._index:
            index = self._index[team] = {}
            for key in self._families[team]:
                for item in self._plans.get(key, ()):
                    for word in (*_words(item), *_marks(item)):
                        index.setdefault(word, []).append(item)
        return self._index[team]

    @cached_property
    def _plans(self) -> dict[str, list[Entity]]:
        plans: dict[str, list[Entity]] = {}
        for kind in (Objective, Activity, Commitment):
            for item in self.case.plan.all(kind):
                plans.setdefault(self._team(item), []).append(item)
        return plans

    @cached_property
    def _objectives(self) -> dict[str, list[Objective]]:
        objectives: dict[str, list[Objective]] = {}
        for objective in self.case.plan.all(Objective):
            objectives.setdefault(self._team(objective), []).append(objective)
        return objectives

    @cached_property
    def _families(self) -> dict[str, set[str]]:
        """Each team with the teams that are part of it, at any depth."""
        families: dict[str, set[str]] = {team.key: {team.key} for team in self.case.plan.all(Team)}
        for team in self.case.plan.all(Team):
            for above in _above(self.case.plan, team.key):
                families.setdefault(above, {above}).add(team.key)
        return families

    @cached_property
    def _names(self) -> list[frozenset[str]]:
        company = self.case.plan.company
        titles = [team.title for team in self.case.plan.all(Team)] + ([company.title] if company else [])
        return [name for title in titles if (name := words(title))]

    def _above(self, item: Entity) -> Iterator[Entity]:
        """An item, the objective it serves, and on."""
        seen: set[Ref] = set()
        now: Entity | None = item
        while now is not None and now.ref not in seen:
            seen.add(now.ref)
            yield now
            serves = now.serves if isinstance(now, Objective) else ()
            now = next(
                (o for key in serves if (o := self.case.plan.get(Objective, key.removeprefix("objective:")))), None
            )

    def _team(self, item: Entity) -> str:
        if not isinstance(item, Objective):
            return getattr(item, "team", None) or ""
        return next((team for one in self._above(item) if (team := getattr(one, "team", None))), "")

    def _period(self, item: Entity) -> Span | None:
        """The period whose plan an item stands in: as stated, that of what it serves, or the days it names."""
        stated = (getattr(one, "period", None) for one in self._above(item))
        if span := next((span for period in stated if (span := self.case.calendar.span(period))), None):
            return span
        named = self.case.span(item)
        return self.case.calendar.year_of(named.end) if named and isinstance(item, Objective) else named

    def _same_period(self, objective: Objective, period: Span) -> bool:
        """Whether an objective is of the period, and not of one much longer."""
        span = self._period(objective)
        longest = 1.5 * max(_days(period), QUARTER)
        return span is not None and span.meets(period) and _days(span) <= longest


def _days(span: Span) -> int:
    return (span.end - span.start).days + 1


def _words(item: Entity) -> frozenset[str]:
    return words(f"{item.title} {item.what}" if isinstance(item, Commitment) else item.title)


def _marks(item: Entity) -> list[str]:
    """Its metric, and the key of a number that is not told: the same number means the same thing."""
    target = getattr(item, "target", None)
    hidden = [f"undisclosed {target.hidden}"] if target is not None and target.hidden else []
    return [f"metric:{metric}" for metric in [getattr(item, "metric", None)] if metric] + hidden
