"""Whether a number can be read: what is judged by a metric, and by when the means to read it are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from truenorth.engines.words import words
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Goal, Metric, Objective, Vision
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case

_MEASURING = re.compile(
    r"\b(?:attribution|analytics|analysis|tracking|dashboards?|measur(?:e|es|ed|ing|ement)|reporting)\b", re.IGNORECASE
)
_MOVES = words("maximize minimize increase decrease raise grow growth improve reduce reach achieve drive generate get")
Work = Activity | Objective


def judged_by(case: Case, metric: Metric) -> list[Entity]:
    """The live goals, objectives and parts of the vision that are seen in a metric."""
    pointing = (item for kind in (Vision, Goal, Objective) for item in case.plan.pointing_at(metric.ref, kind))
    return [item for item in pointing if metric.key in _metrics(item) and case.live(item)]


def _metrics(item: Entity) -> list[str]:
    return item.looks_like if isinstance(item, Vision) else [getattr(item, "metric", None) or ""]


def hangs_on(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """The metrics, objectives and activities of which an edited item tells whether they can be read."""
    item = plan.find(ref)
    match item:
        case Activity():
            yield from _objectives(plan) if _MEASURING.search(item.title) else ()
        case Objective():
            yield from _objectives(plan)
            yield from item.links
        case Metric():
            yield from _objectives(plan)
            yield from (activity.ref for activity in plan.all(Activity))
        case Program():
            yield from (activity.ref for activity in plan.pointing_at(ref, Activity))
        case Vision() | Goal():
            yield from item.links


def _objectives(plan: Plan) -> Iterator[Ref]:
    return (objective.ref for objective in plan.all(Objective))


def means_too_late(case: Case, objective: Objective) -> Work | None:
    """For an objective with a number of no known source: work on measuring that number which is due after it."""
    its = _asked(case, objective)
    due = case.due(objective)
    if not its or due is None or not case.live(objective):
        return None
    works = case.once(_measuring)
    near = {work.ref: work for word in its for work in works.get(word, ()) if work is not objective}
    late = (work for _, work in sorted(near.items()) if (ready := case.due(work)) and due < ready)
    return next((work for work in late if len(its & words(work.title)) >= max(len(its) / 2, min(2, len(its)))), None)


def _asked(case: Case, objective: Objective) -> frozenset[str]:
    """The words that tell which number an objective is about; none where it has no number, or one with a source."""
    metric = case.plan.get(Metric, objective.metric)
    if objective.deliverable or not (metric or objective.target) or (metric and metric.sources):
        return frozenset()
    return words(metric.name if metric and metric.name else objective.title) - _MOVES


def _measuring(case: Case) -> dict[str, list[Work]]:
    """The work on measuring something, by each of the words that tell what."""
    known = case.known("measuring")
    works: dict[str, list[Work]] = {}
    for activity in case.all_live(Activity):
        if activity.ref not in known:
            known[activity.ref] = bool(_MEASURING.search(activity.title))
        if known[activity.ref]:
            _add(works, activity)
    for objective in case.all_live(Objective):
        if objective.deliverable and _MEASURING.search(objective.title) and not _in_parts(case, objective):
            _add(works, objective)
    return works


def _add(works: dict[str, list[Work]], work: Work) -> None:
    for word in words(work.title):
        works.setdefault(word, []).append(work)


def _in_parts(case: Case, objective: Objective) -> bool:
    """Whether it is several things to hand over, each of which says when."""
    return any(one.deliverable for one in case.plan.pointing_at(objective.ref, Objective) if one is not objective)


def measured_otherwise(case: Case, activity: Activity) -> Program | None:
    """The program of an activity that is measured by none of the program's numbers, and by nothing that moves them."""
    program = case.plan.get(Program, activity.program)
    if not program or not activity.measured_by or not program.measured_by:
        return None
    if activity.measured_by == program.measured_by or not case.live(activity) or not case.live(program):
        return None
    return None if _numbers(case, activity.measured_by) & _numbers(case, program.measured_by) else program


def _numbers(case: Case, said: Iterable[str]) -> set[str]:
    """The words of some numbers, and those of the metrics that they move."""
    known = case.once(_none_known)
    key = tuple(said)
    if key not in known:
        known[key] = _words_of(case, key)
    return known[key]


def _none_known(case: Case) -> dict[tuple[str, ...], set[str]]:
    return {}


def _words_of(case: Case, said: tuple[str, ...]) -> set[str]:
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
