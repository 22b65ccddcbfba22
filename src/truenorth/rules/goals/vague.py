"""GOAL04: what is still too vague to be reached: vision, goals, objectives and key results without a target value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truenorth.engines.words import row
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Goal, Metric, Objective, Vision
from truenorth.plan.work import Activity
from truenorth.rules.aims import ahead, is_bare, is_only_a_name
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug, whole
from truenorth.rules.goals.standing import Standing, has_target
from truenorth.rules.goals.untold import without_target
from truenorth.rules.rule import rule

_DEFINING = re.compile(r"\b(?:KPIs?|OKRs?|metrics|objectives|key results)\b", re.IGNORECASE)
PARTS = ("customer value", "differentiation", "working together")
_ASKS = {
    "customer value": "What will be better for the customer?",
    "differentiation": "What do we do that nobody else does?",
    "working together": "How will marketing and the business work together?",
}
_FIELDS = {
    "metric": ("metric", "What is measured?"),
    "baseline": ("baseline", "Where does it stand today?"),
    "target": ("target", "What is to be reached?"),
    "due date": ("due", "By when?"),
    "owner": ("owner", "Which role answers for it?"),
    "outcome type": ("outcome_type", "Brand, demand, pipeline, revenue, retention or efficiency?"),
    "persona or segment": ("persona", "For whom?"),
}


@rule("GOAL04", asks="cmo", reads=["vision", "goal", "objective", "metric", "team", "program", "activity"], kind="gap")
def too_vague(case: Case, *, at_least: int = 6) -> Iterator[Finding]:
    """
    A goal or the vision is vague.

    ## Why it matters

    What nobody can measure, nobody can miss: both sides agree to it, each with a picture of its own, and find out at
    the end. A number, where it stands, what is to be reached, by when, whose it is and for whom make it one picture.

    Found are: parts of the vision that are missing, or that no metric shows; goals with neither a metric nor an
    objective; objectives that name fewer than `at_least` of metric, baseline, target, due date, owner, outcome type,
    and persona or segment (what the objective above says counts too; things to hand over need no number, and a share
    of a whole says enough); and key results whose target is only a direction, or is missing, counted by team and
    period. An objective that key results serve is judged by them. Targets that are known to exist but not told are
    never counted as missing. A goal that is only a name is said once, here.

    ## Example

        objective: {loyal: {baseline: null, owner: null}}

    ## Finds

        objective:loyal names 5 of 7 things that make it clear: no baseline and no owner

    ## Put right

        objective: {loyal: {baseline: 70}}
    """
    known = case.known("GOAL04")
    if not known:
        known["vague"] = (*_vision(case), *_objectives(case, int(at_least)))
    yield from known["vague"]
    yield from _goals(case)


def _objectives(case: Case, at_least: int) -> Iterator[Finding]:
    standing = Standing(case.plan)
    leaves = [objective for objective in case.all_live(Objective) if standing.is_leaf(objective)]
    judged = [objective for objective in leaves if not objective.share_of]
    for objective in judged:
        yield from _unclear(case, standing, objective, at_least, len(judged))
    yield from without_target(case, standing, leaves)


def _vision(case: Case) -> Iterator[Finding]:
    visions = case.plan.all(Vision)
    if not visions and not case.plan.all(Goal):
        return
    stated = {vision.part for vision in visions}
    if missing := [part for part in PARTS if part not in stated]:
        yield found(
            whole(case.plan),
            f"has no vision yet of {row(missing)}",
            part="vision",
            stake=[],
            seen={"stated": sorted(part for part in stated if part)},
            fixes=[Fix(f"Say what the vision is of {row(missing)}", dict(_new_part(case, part) for part in missing))],
        )
    yield from (_unseen(vision) for vision in visions if vision.part in PARTS and not vision.looks_like)


def _unseen(vision: Vision) -> Finding:
    return found(
        vision.ref,
        "names no metric in which it can be seen",
        cause="name no metric in which they can be seen",
        part="looks-like",
        fixes=[Fix("Say how it will be seen", {vision.ref: {"looks_like": Blank("In which metric?")}})],
    )


def _new_part(case: Case, part: str) -> tuple[Ref, dict[str, str | Blank]]:
    ref = f"vision:{slug(part)}"
    ref = ref if case.whole.find(ref) is None else f"{ref}-1"
    return ref, {"part": part, "statement": Blank(_ASKS[part])}


def _goals(case: Case) -> Iterator[Finding]:
    goals = ahead(case)
    bare = [goal for goal in goals if is_bare(case, goal)]
    meant = _meant_to_define(case) if bare else []
    for goal in bare:
        is_named = is_only_a_name(case, goal)
        plainly = "has no metric and no objective, so nobody can tell whether it is reached"
        yield found(
            goal.ref,
            (_only_a_name(goal) if is_named else plainly)
            + (f"; to define them is the work of {row(meant)}" if meant else ""),
            cause=_ONLY_A_NAME if is_named else "have no metric and no objective",
            part="number",
            among=(len(goals), Goal.plural),
            fixes=_first_steps(goal, is_named),
        )


_ONLY_A_NAME = "are only a name: no metric, no objective and no live work"


def _only_a_name(goal: Goal) -> str:
    nobody = () if goal.owner or goal.business_owner else ("nobody who answers for it",)
    return f"is only a name: {row(('no metric', 'no objective', 'no live work', *nobody))}"


def _first_steps(goal: Goal, is_named: bool) -> list[Fix]:
    asks: dict[str, Blank] = {"metric": Blank("Which metric shows it?")}
    if not goal.owner and is_named:
        asks["owner"] = Blank("Which role answers for it?")
    steps = [Fix("Say in which number it is seen", {goal.ref: asks})]
    retire = Fix("Retire it", {goal.ref: {"status": Blank("Is it planned, active or stopped?")}})
    return [*steps, retire] if is_named else steps


def _meant_to_define(case: Case) -> list[str]:
    """The work that is planned for defining objectives and numbers, with its date."""
    work = (activity for activity in case.plan.all(Activity) if _DEFINING.search(activity.title))
    return [f"“{a.title}”" + (f", due {when}" if (when := a.due or a.end or a.period) else "") for a in work]


def _unclear(case: Case, standing: Standing, objective: Objective, at_least: int, judged: int) -> Iterator[Finding]:
    missing = list(_missing(case, standing, objective))
    named = len(_FIELDS) - len(missing)
    if named < at_least:
        yield found(
            objective.ref,
            f"names {named} of {len(_FIELDS)} things that make it clear: no {' and no '.join(missing[:2])}"
            + (f" (and {len(missing) - 2} more)" if len(missing) > 2 else ""),
            cause=f"name fewer than {at_least} of metric, baseline, target, due date, owner, outcome type and persona",
            part="unclear",
            among=(judged, "objectives without key results"),
            seen={"missing": missing},
            fixes=[
                Fix(
                    "Fill in what is missing",
                    {objective.ref: {field: Blank(asks) for field, asks in (_FIELDS[name] for name in missing)}},
                )
            ],
        )


def _missing(case: Case, standing: Standing, objective: Objective) -> Iterator[str]:
    """The things that neither the objective nor, where that makes sense, one above it names."""
    metric = case.plan.get(Metric, objective.metric)
    is_number = not objective.deliverable
    if is_number and not objective.metric:
        yield "metric"
    if is_number and objective.baseline is None:
        yield "baseline"
    if not has_target(objective):
        yield "target"
    if not standing.nearest(objective, lambda one: one.due or one.period):
        yield "due date"
    if not standing.nearest(objective, lambda one: one.owner):
        yield "owner"
    if not objective.outcome_type and not (metric and metric.outcome_type):
        yield "outcome type"
    if not standing.nearest(objective, lambda one: one.persona or one.segment) and not any(
        goal.persona for one in standing.chain(objective) for goal in standing.goals(one)
    ):
        yield "persona or segment"
