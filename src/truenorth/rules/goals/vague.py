"""GOAL04: what is still too vague to be reached: vision, goals, objectives and key results without a target value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truenorth.plan.entity import Ref
from truenorth.plan.resources import Team
from truenorth.plan.strategy import Goal, Metric, Objective, Vision
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, Severity, found, slug
from truenorth.rules.fold import FOLD_FROM
from truenorth.rules.goals.standing import Standing, direction_only, has_target
from truenorth.rules.rule import rule
from truenorth.rules.words import row

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


@rule("GOAL04", asks="cmo", reads=["vision", "goal", "objective", "metric", "team", "activity"], kind="gap")
def too_vague(case: Case, *, at_least: int = 6) -> Iterator[Finding]:
    """
    A goal or the vision is vague.

    ## Why it matters

    What nobody can measure, nobody can miss: both sides agree to it, each with a picture of its own, and find out at
    the end. A number, where it stands, what is to be reached, by when, whose it is and for whom make it one picture.

    Found are: parts of the vision that are missing, or that no metric shows; goals with neither a metric nor an
    objective; objectives that name fewer than `at_least` of metric, baseline, target, due date, owner, outcome type,
    and persona or segment (what the objective above says counts too; things to hand over need no number); and key
    results whose target is only a direction, or is missing, counted by team and period. An objective that key
    results serve is judged by them. Targets that are known to exist but not told are never counted as missing.

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
    for objective in leaves:
        yield from _unclear(case, standing, objective, at_least)
    yield from _targets(case, standing, leaves)


def _vision(case: Case) -> Iterator[Finding]:
    visions = case.plan.all(Vision)
    first = next(iter((*visions, *case.plan.all(Goal))), None)
    if first is None:
        return
    stated = {vision.part for vision in visions}
    if missing := [part for part in PARTS if part not in stated]:
        yield found(
            case.plan.company.ref if case.plan.company else first.ref,
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
    bare = [goal for goal in case.all_live(Goal) if not goal.metric and not case.plan.pointing_at(goal.ref, Objective)]
    meant = _meant_to_define(case) if bare else []
    for goal in bare:
        tail = f"; to define them is the work of {row(meant)}" if meant else ""
        yield found(
            goal.ref,
            f"has no metric and no objective, so nobody can tell whether it is reached{tail}",
            cause="have no metric and no objective",
            part="number",
            fixes=[Fix("Say in which number it is seen", {goal.ref: {"metric": Blank("Which metric shows it?")}})],
        )


def _meant_to_define(case: Case) -> list[str]:
    """The work that is planned for defining objectives and numbers, with its date."""
    work = (activity for activity in case.plan.all(Activity) if _DEFINING.search(activity.title))
    return [f"“{a.title}”" + (f", due {when}" if (when := a.due or a.end or a.period) else "") for a in work]


def _unclear(case: Case, standing: Standing, objective: Objective, at_least: int) -> Iterator[Finding]:
    missing = list(_missing(case, standing, objective))
    named = len(_FIELDS) - len(missing)
    if named < at_least:
        yield found(
            objective.ref,
            f"names {named} of {len(_FIELDS)} things that make it clear: no {' and no '.join(missing[:2])}"
            + (f" (and {len(missing) - 2} more)" if len(missing) > 2 else ""),
            cause=f"name fewer than {at_least} of metric, baseline, target, due date, owner, outcome type and persona",
            part="unclear",
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


Group = tuple[str, str]  # team, period


def _targets(case: Case, standing: Standing, leaves: list[Objective]) -> Iterator[Finding]:
    """The key results without a target value, by team and period; those of three groups or more together."""
    groups: dict[Group, list[Objective]] = {}
    for objective in leaves:
        if standing.is_key_result(objective) or direction_only(objective):
            groups.setdefault((standing.team(objective), standing.period(objective)), []).append(objective)
    without = {group: [o for o in many if not has_target(o)] for group, many in sorted(groups.items())}
    is_usual = 2 * sum(map(len, without.values())) <= sum(map(len, groups.values()))
    severity: Severity = "warning" if is_usual else "info"
    bare = [group for group, many in without.items() if any(map(direction_only, many))]
    plain = [group for group, many in without.items() if many and group not in bare]
    for same in (bare, plain):
        if len(same) < FOLD_FROM:
            for group in same:
                yield _group(case, standing, group, groups[group], severity)
        else:
            yield _together(case, standing, {group: groups[group] for group in same}, severity)


def _group(case: Case, standing: Standing, group: Group, many: list[Objective], severity: Severity) -> Finding:
    without = [o for o in many if not has_target(o)]
    refs = [o.ref for o in without]
    team = f"team:{group[0]}"
    return found(
        (team, *refs) if case.plan.find(team) else tuple(refs),
        _says(case, standing, group, many),
        part="target-" + slug(group[1]),
        severity=severity,
        stake=refs,
        seen={"without": refs, "of": len(many), "not disclosed": [o.ref for o in many if _is_hidden(o)]},
        fixes=[_ask_for_targets(without)],
    )


def _says(case: Case, standing: Standing, group: Group, many: list[Objective]) -> str:
    """`6 of the 8 key results of Marketing in FY27-Q3 have no target value`, and how."""
    team, period = group
    without = [o for o in many if not has_target(o)]
    whose = f" of {case.plan.title(f'team:{team}')}" if team else " of the company" if case.plan.all(Team) else ""
    noun = _noun(standing, many)
    count = f"{len(without)} of the {len(many)} {noun}s" if len(many) > 1 else f"the only {noun}"
    when = f" in {period}" if period else ""
    return f"{count}{whose}{when} {'has' if len(without) == 1 else 'have'} no target value{_how(without)}"


def _noun(standing: Standing, many: list[Objective]) -> str:
    return "key result" if all(map(standing.is_key_result, many)) else "objective"


def _together(case: Case, standing: Standing, groups: dict[Group, list[Objective]], severity: Severity) -> Finding:
    every = [o for many in groups.values() for o in many]
    without = [o for o in every if not has_target(o)]
    lacking = {group: next(o.ref for o in many if not has_target(o)) for group, many in groups.items()}
    each = [{"at": lacking[group], "says": _says(case, standing, group, many)} for group, many in groups.items()]
    noun = _noun(standing, every)
    return found(
        tuple(sorted(o.ref for o in without)),
        f"{len(without)} of the {len(every)} {noun}s in {len(groups)} plans have no target value{_how(without)}",
        part="directions" if any(map(direction_only, without)) else "no-targets",
        severity=severity,
        seen={"each": each},
        fixes=[_ask_for_targets(without)],
    )


def _how(without: list[Objective]) -> str:
    """How many only say a direction, and how many nothing: `: 4 only say “maximize” and 2 name none`."""
    directions = [o.target.how for o in without if o.target and direction_only(o)]
    parts = [
        f"{count} only {'says' if count == 1 else 'say'} “{word}”"
        for word in sorted(set(directions))
        for count in (directions.count(word),)
    ]
    if parts and (none := len(without) - len(directions)):
        parts.append(f"{none} {'names' if none == 1 else 'name'} none")
    return f": {row(parts)}" if parts else ""


def _is_hidden(objective: Objective) -> bool:
    return objective.target is not None and objective.target.hidden is not None


def _ask_for_targets(without: list[Objective]) -> Fix:
    asks = {o.ref: {"target": Blank(f"What is to be reached by “{o.title}”?")} for o in without}
    return Fix("Say what is to be reached", asks)
