"""GOAL03: whether the number of an objective moves the number of a goal."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.words import row
from truenorth.plan.entity import Ref
from truenorth.plan.strategy import Goal, Metric, Objective
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.goals.drivers import Drivers
from truenorth.rules.goals.lineage import goals_of, served
from truenorth.rules.goals.standing import Standing
from truenorth.rules.rule import rule


@rule("GOAL03", asks="mops", reads=["objective", "goal", "metric"], kind="gap", severity="error")
def kpi_without_a_root(case: Case) -> Iterator[Finding]:
    """
    A KPI is not rooted in the strategy.

    ## Why it matters

    A number can be reached without the goal moving, as long as nobody has said how the one moves the other. Whoever
    looks at the number has to know which number of the goal it moves, and how; a sentence is enough.

    An objective's metric is looked for among the metrics that move the metric of a goal it serves: the `drives` of
    objectives and the `drivers` of metrics, directly or through others. That nobody has said it yet is a gap. A
    driver that is stated to bring nothing (factor 0), and has no other way, is a contradiction. An objective that
    serves no goal at all is found too, unless one that means the same (`same_as`) does. How strong the effect really
    is, data will tell.

    ## Example

        objective: {loyal: {drives: null}}
        metric: {retention: {drivers: null}}

    ## Finds

        objective:loyal is seen in Repeat orders, and nobody says yet how that moves Customers who stay

    ## Put right

        objective: {loyal: {drives: [{metric: retention, how: Whoever orders again stays.}]}}
    """
    standing, drivers = Standing(case.plan), Drivers(case.plan)
    tops = sum(not standing.above[objective.ref] for objective in case.all_live(Objective))
    for objective in case.all_live(Objective):
        goals = _goals(case, objective)
        if goals:
            yield from _rooted(case, drivers, objective, [goal for goal in goals if goal.metric])
        elif not standing.above[objective.ref] and not _is_answered(case, objective):
            yield _serves_no_goal(case, objective, tops)


def _goals(case: Case, objective: Objective) -> list[Goal]:
    return [goal for ref in goals_of(case, objective) if isinstance(goal := case.plan.find(ref), Goal)]


def _is_answered(case: Case, objective: Objective) -> bool:
    """Whether its goal is told elsewhere: by one that means the same, or by a link that leads nowhere (FACT09)."""
    same = (case.plan.find(ref) for ref in case.plan.alike.get(objective.ref, ()))
    if any(_goals(case, one) for one in same if isinstance(one, Objective)):
        return True
    return any(case.whole.find(ref) is None for ref, _ in served(objective))


def _rooted(case: Case, drivers: Drivers, objective: Objective, goals: list[Goal]) -> Iterator[Finding]:
    own = drivers.key(objective.metric)
    wanted = list(dict.fromkeys(drivers.key(goal.metric) for goal in goals))
    if not own or not wanted or any(own in drivers.tree(metric) for metric in wanted):
        return
    nothing = [metric for metric in wanted if (own, metric) in drivers.stated_to_move_nothing]
    title, names = case.plan.title(f"metric:{own}"), row(case.plan.title(f"metric:{metric}") for metric in wanted)
    yield found(
        (objective.ref, *(goal.ref for goal in goals)),
        f"is seen in {title}, and that is said to bring nothing for {names}"
        if nothing
        else f"is seen in {title}, and nobody says yet how that moves {names}",
        kind="contradiction" if nothing else "gap",
        cause="" if nothing else "do not say how their number moves the number of a goal",
        stake=[objective.ref],
        seen={
            "seen in": f"metric:{own}",
            "numbers of the goals": [{"number": f"metric:{one}", "moved by": _movers(drivers, one)} for one in wanted],
        },
        fixes=_roots(case, drivers, objective, wanted, names),
    )


def _movers(drivers: Drivers, metric: str) -> list[Ref] | str:
    return [f"metric:{key}" for key in sorted(drivers.tree(metric) - {metric})] or "nothing known yet"


def _roots(case: Case, drivers: Drivers, objective: Objective, wanted: list[str], names: str) -> list[Fix]:
    title = case.plan.title(f"metric:{objective.metric}")
    drives = Blank(f"How does {title} move {names}? A sentence is enough.")
    ways = [Fix(f"Say how {title} moves {names}", {objective.ref: {"drives": drives}})]
    known = sorted({key for metric in wanted for key in drivers.tree(metric)} - {drivers.key(objective.metric)})
    titles = [case.plan.title(f"metric:{key}") for key in known if case.plan.get(Metric, key)]
    if titles:
        asks = Blank(f"Which number is it seen in? Known to count: {row(titles)}")
        ways.append(Fix("Look at a number that is known to move it", {objective.ref: {"metric": asks}}))
    return ways


def _serves_no_goal(case: Case, objective: Objective, tops: int) -> Finding:
    goals = [goal.title for goal in case.all_live(Goal)]
    asks = Blank("Which goal does it serve?" + (f" There are {row(goals)}" if goals else ""))
    return found(
        objective.ref,
        "serves no goal",
        cause="serve no goal",
        among=(tops, "objectives that serve no other one"),
        fixes=[
            Fix("Say which goal it serves", {objective.ref: {"serves": asks}}),
            Fix("Decide to stop it", {objective.ref: {"status": Blank("Is it planned, active or stopped?")}}),
        ],
    )
