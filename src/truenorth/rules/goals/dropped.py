"""Metrics of the year's objectives that the plans of the later quarters no longer name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.engines.words import same_text, words
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Metric, Objective
from truenorth.rules.case import Case
from truenorth.rules.goals.drivers import Drivers
from truenorth.rules.goals.standing import Standing, so_far

A_YEAR = 300  # days from which a period counts as a year
PART_OF_A_WORD = 3  # letters from which a word that holds another may mean the same: ARR, IARR


@dataclass(frozen=True)
class Dropped:
    """A year's objective, the periods that name its metric and by which objectives, and the later ones that do not."""

    objective: Objective
    named: tuple[str, ...]
    left_out: tuple[str, ...]
    by: tuple[Ref, ...]


class _Plan:
    """The objectives of one period: their metrics, the words they use, and whose they are."""

    def __init__(self, name: str, span: Span) -> None:
        self.name, self.span = name, span
        self.refs: list[Ref] = []
        self.teams: set[str] = set()
        self.by_metric: dict[str, list[Ref]] = {}
        self.by_word: dict[str, set[Ref]] = {}
        self.as_written: dict[str, set[Ref]] = {}

    def add(self, objective: Objective, team: str, metric: str, text: str) -> None:
        self.refs.append(objective.ref)
        self.teams.add(team)
        if metric:
            self.by_metric.setdefault(metric, []).append(objective.ref)
        for word in words(text):
            self.by_word.setdefault(word, set()).add(objective.ref)
        for word in same_text(text).split():
            self.as_written.setdefault(word, set()).add(objective.ref)

    def naming(self, metric: str, phrase: frozenset[str], twins: frozenset[Ref]) -> list[Ref]:
        """The objectives on a metric, or with all words of its name."""
        sets = [self.by_word.get(word, set()) for word in phrase]
        in_words = set.intersection(*sets) if sets else set()
        return sorted({*self.by_metric.get(metric, ()), *in_words, *(twins & set(self.refs))})

    def hints(self, phrase: frozenset[str]) -> bool:
        """Whether one objective uses at least half of some words, or longer words that hold them."""
        counts: dict[Ref, int] = {}
        for word in phrase:
            longer = [w for w in self.as_written if word in w] if len(word) >= PART_OF_A_WORD else []
            for ref in self.by_word.get(word, set()).union(*(self.as_written[w] for w in longer)):
                counts[ref] = counts.get(ref, 0) + 1
        return any(2 * count >= len(phrase) for count in counts.values())


def dropped(case: Case) -> Iterator[Dropped]:
    """Every live objective of a year whose metric plans of shorter periods name, and none of the later ones does."""
    standing, drivers = so_far(case), Drivers(case.plan)
    plans = _plans(case, standing, drivers)
    twins = _twins(standing)
    for objective in case.all_live(Objective):
        year = standing.span(objective)
        metric = case.plan.get(Metric, objective.metric)
        if year and metric and (year.end - year.start).days >= A_YEAR:
            inside = [plan for plan in plans if year.holds(plan.span)]
            phrase = words(metric.title)
            same = frozenset(twins.get(objective.ref, ()))
            found = _judged(case, objective, standing.team(objective), inside, drivers.key(metric.key), phrase, same)
            if found:
                yield found


def _judged(
    case: Case,
    objective: Objective,
    team: str,
    plans: list[_Plan],
    metric: str,
    phrase: frozenset[str],
    twins: frozenset[Ref],
) -> Dropped | None:
    naming = {plan.name: plan.naming(metric, phrase, twins) for plan in plans}
    named = [plan for plan in plans if naming[plan.name]]
    if not named:
        return None
    due = case.due(objective)
    later = [
        p for p in plans if p.span.start > named[-1].span.start and team in p.teams and (not due or due >= p.span.start)
    ]
    if not later or any(plan.hints(phrase) for plan in later):
        return None
    by = tuple(ref for plan in named for ref in naming[plan.name])
    return Dropped(objective, tuple(plan.name for plan in named), tuple(plan.name for plan in later), by)


def _plans(case: Case, standing: Standing, drivers: Drivers) -> list[_Plan]:
    """The plans of the periods shorter than a year, in their order."""
    plans: dict[Span, _Plan] = {}
    for objective in standing.objectives.values():
        span = standing.span(objective)
        if span and (span.end - span.start).days < A_YEAR and objective.status not in ("idea", "stopped"):
            plan = plans.setdefault(span, _Plan(standing.period(objective), span))
            metric = case.plan.title(f"metric:{objective.metric}") if objective.metric else ""
            said = f"{objective.title} {metric}"
            plan.add(objective, standing.team(objective), drivers.key(objective.metric), said)
    return [plans[span] for span in sorted(plans)]


def _twins(standing: Standing) -> dict[Ref, set[Ref]]:
    found: dict[Ref, set[Ref]] = {}
    for ref, objective in standing.objectives.items():
        for twin in objective.twins:
            found.setdefault(ref, set()).add(twin)
            found.setdefault(twin, set()).add(ref)
    return found
