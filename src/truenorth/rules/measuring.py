"""Whether a number can be read: what is judged by a metric, and by when the means to read it are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from truenorth.plan.entity import Entity, Ref
from truenorth.plan.strategy import Goal, Metric, Objective, Vision
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.words import words

_MEASURING = re.compile(
    r"\b(?:attribution|analytics|analysis|tracking|dashboards?|measur(?:e|es|ed|ing|ement)|reporting)\b", re.IGNORECASE
)
_MOVES = words("maximize minimize increase decrease raise grow growth improve reduce reach achieve drive generate get")


def judged_by(case: Case, metric: Metric) -> list[Entity]:
    """The live goals, objectives and parts of the vision that are seen in a metric."""
    pointing = (item for kind in (Vision, Goal, Objective) for item in case.plan.pointing_at(metric.ref, kind))
    return [item for item in pointing if metric.key in _metrics(item) and case.live(item)]


def _metrics(item: Entity) -> list[str]:
    return item.looks_like if isinstance(item, Vision) else [getattr(item, "metric", None) or ""]


def means_too_late(case: Case) -> list[tuple[Objective, Entity]]:
    """Objectives with a number of no known source, each with work on measuring that number which is due after it."""
    asked = _asked(case)
    having: dict[str, list[Ref]] = {}
    for ref, (_, its) in asked.items():
        for word in its:
            having.setdefault(word, []).append(ref)
    late: dict[Ref, Entity] = {}
    deliverables = [o for o in case.all_live(Objective) if o.deliverable and not _in_parts(case, o)]
    for work in (*case.all_live(Activity), *deliverables):
        if _MEASURING.search(work.title):
            said = words(work.title)
            for ref in dict.fromkeys(ref for word in sorted(said) for ref in having.get(word, [])):
                if _is_late(case, *asked[ref], work, said):
                    late.setdefault(ref, work)
    return [(asked[ref][0], work) for ref, work in sorted(late.items())]


def _in_parts(case: Case, objective: Objective) -> bool:
    """Whether it is several things to hand over, each of which says when."""
    return any(one.deliverable for one in case.plan.pointing_at(objective.ref, Objective) if one is not objective)


def _is_late(case: Case, objective: Objective, its: frozenset[str], work: Entity, said: frozenset[str]) -> bool:
    due, ready = case.due(objective), case.due(work)
    on_it = len(its & said) >= max(len(its) / 2, min(2, len(its)))
    return on_it and objective is not work and due is not None and ready is not None and due < ready


def _asked(case: Case) -> dict[Ref, tuple[Objective, frozenset[str]]]:
    """The objectives with a number that no source is named for, and the words that tell which number."""
    asked = {}
    for objective in case.all_live(Objective):
        metric = case.plan.get(Metric, objective.metric)
        if objective.deliverable or not (metric or objective.target) or (metric and metric.sources):
            continue
        if its := words(metric.name if metric and metric.name else objective.title) - _MOVES:
            asked[objective.ref] = (objective, its)
    return asked


def measured_otherwise(case: Case) -> Iterator[tuple[Activity, Program]]:
    """Activities that are measured by nothing their program is measured by, nor by what moves it."""
    for program in case.all_live(Program):
        if not program.measured_by:
            continue
        wanted = _numbers(case, program.measured_by)
        known: dict[tuple[str, ...], bool] = {}
        for activity in case.plan.pointing_at(program.ref, Activity):
            said = tuple(activity.measured_by)
            if said and activity.program == program.key and case.live(activity):
                if said not in known:
                    known[said] = bool(_numbers(case, said) & wanted)
                if not known[said]:
                    yield activity, program


def _numbers(case: Case, said: Iterable[str]) -> set[str]:
    """The words of some numbers, and those of the metrics that they move."""
    every = set(words(" ".join(said)))
    waiting = [metric for key in said if (metric := case.plan.get(Metric, key))]
    seen: set[Ref] = set()
    while waiting:
        metric = waiting.pop()
        if metric.ref not in seen:
            seen.add(metric.ref)
            every |= words(metric.title)
            above = case.plan.pointing_at(metric.ref, Metric)
            waiting += [one for one in above if any(driver.metric == metric.key for driver in one.drivers)]
    return every
