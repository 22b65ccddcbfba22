"""GOAL01 and GOAL02: whether all work has a goal, and every goal and product its work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth.engines.words import percent, row
from truenorth.plan.entity import Ref
from truenorth.plan.story import Content
from truenorth.plan.strategy import Goal, Objective, Product
from truenorth.plan.work import Activity, Program
from truenorth.rules.aims import ahead, is_only_a_name
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, plural, whole
from truenorth.rules.goals.candidates import Candidates
from truenorth.rules.goals.coverage import Coverage, weights
from truenorth.rules.goals.lineage import Work, served
from truenorth.rules.rule import rule

SHOWN = 5
_ABOVE = "objective, goal or program"
_READS = ("program", "content", "objective", "goal", "product", "message", "metric", "persona", "role")


@rule("GOAL01", asks="lead", reads=["activity", *_READS], kind="gap")
def work_without_a_goal(case: Case, *, lights_on: float = 10.0) -> Iterator[Finding]:
    """
    Work has no line of sight to a goal.

    ## Why it matters

    Work that serves no goal costs what the goals needed, and nobody can say afterwards what it was for. The line of
    sight is worked out from what the plan says an item serves; nobody ticks a box.

    Live programs, activities and content are looked at. Work that keeps things running (`keep_the_lights_on`) needs
    no goal; where it takes more than `lights_on` percent of what all live work costs (money, or hours where no money
    is stated), that is said once: as a notice, or as a contradiction where the workspace sets the limit itself.
    Where the way breaks at an objective that serves no goal, GOAL03 says so there, once. Unplanned hours and work
    that came after the agreement need records, and are looked at by GOAL08.

    ## Example

        activity:
          summer-party: {name: Summer party, team: demand, personas: [office-manager], cost: 2000}

    ## Finds

        activity:summer-party names no objective, goal or program that it serves

    ## Put right

        activity: {summer-party: {program: launch}}
    """
    coverage = case.once(Coverage)
    if coverage.loose.pieces:
        refs = coverage.refs(lambda sort: not sort.goals and not sort.lights_on)
        yield from _without_a_goal(case, [item for ref in refs if isinstance(item := case.plan.find(ref), Work)])
    yield from _lights_on(coverage, lights_on)


def _without_a_goal(case: Case, loose: list[Work]) -> Iterator[Finding]:
    candidates = Candidates(case)
    made = case.known("GOAL01")
    broken_off: dict[Ref, list[Ref]] = {}
    for item in loose:
        named = [ref for ref, share in served(item) if share > 0]
        there = [ref for ref in named if case.plan.find(ref)]
        if any(ref.startswith("objective:") for ref in there) or any(case.whole.find(ref) is None for ref in named):
            continue  # the way breaks at the objective (GOAL03), or at a link that leads nowhere (FACT09)
        if programs := [ref for ref in there if ref.startswith("program:")]:
            for ref in programs:
                broken_off.setdefault(ref, []).append(item.ref)
        elif not isinstance(item, Program):
            if item.ref not in made:
                made[item.ref] = _serves_nothing(case, candidates, item)
            yield made[item.ref]
    yield from _programs(case, candidates, loose, broken_off)


def _serves_nothing(case: Case, candidates: Candidates, item: Work) -> Finding:
    content = isinstance(item, Content)
    what, short = ("program that it is made for", "program") if content else (f"{_ABOVE} that it serves", _ABOVE)
    named = served(item)
    gone = [ref for ref, share in named if share > 0]
    says, cause = f"names no {what}", f"name no {short}"
    if gone:
        titles = row(case.whole.title(ref) for ref in gone)
        says, cause = f"serves only {titles}, which the plan does not hold", "serve only what the plan does not hold"
    elif named:
        says += f": its share in {row(case.whole.title(ref) for ref, _ in named)} is 0"
    return found(
        item.ref,
        says,
        cause=cause,
        seen={"may serve": _alike(candidates, item)},
        fixes=[*candidates.fixes(item), *_other_ways(item)],
    )


def _alike(candidates: Candidates, item: Work) -> dict[Ref, str]:
    """What it may serve, each with what both are about: `same persona and team`."""
    return {ref: f"(same {row(common)})" for ref, common in candidates.nearest(item)}


def _other_ways(item: Work) -> list[Fix]:
    stop = Fix("Decide to stop it", {item.ref: {"status": Blank("Is it planned, active or stopped?")}})
    if not isinstance(item, Activity):
        return [stop]
    asks = Blank("Does it keep things running, without a goal of its own? true or false")
    return [Fix("Count it as keeping the lights on", {item.ref: {"keep_the_lights_on": asks}}), stop]


def _programs(
    case: Case, candidates: Candidates, loose: list[Work], broken_off: dict[Ref, list[Ref]]
) -> Iterator[Finding]:
    """Programs that serve nothing, with the work in them; one whose work only keeps the lights on needs no goal."""
    empty = (item.ref for item in loose if isinstance(item, Program) and not _has_work(case, item))
    for ref in sorted({*broken_off, *empty}):
        program = case.plan.find(ref)
        if isinstance(program, Program) and not _reaches_an_objective(case, program):
            inside = sorted(broken_off.get(ref, ()))
            tail = f"; {_counted(inside)} in it" if inside else ""
            yield found(
                (ref, *inside),
                f"serves no objective or goal{tail}",
                cause="serve no objective or goal",
                seen={"work in it": inside, "may serve": _alike(candidates, program)},
                stake=[ref, *inside],
                fixes=[*candidates.fixes(program), *_other_ways(program)],
            )


def _has_work(case: Case, program: Program) -> bool:
    activities = case.plan.pointing_at(program.ref, Activity)
    content = case.plan.pointing_at(program.ref, Content)
    return any(i.program == program.key and case.live(i) for many in (activities, content) for i in many)


def _reaches_an_objective(case: Case, program: Program) -> bool:
    return any(share > 0 and ref.startswith("objective:") and case.plan.find(ref) for ref, share in served(program))


def _counted(refs: Iterable[Ref]) -> str:
    kinds = [ref.partition(":")[0] for ref in refs]
    return " and ".join(plural(kind, kinds.count(kind)) for kind in sorted(set(kinds)))


def _lights_on(coverage: Coverage, limit: float) -> Iterator[Finding]:
    keeping = coverage.sum(lambda sort: sort.lights_on)
    share = 100 * keeping.cost / coverage.total if coverage.total else 0.0
    if share <= limit:
        return
    case = coverage.case
    refs = sorted(coverage.refs(lambda sort: sort.lights_on), key=lambda ref: (-coverage.cost(ref), ref))
    asks = {"serves": Blank("Is there an objective that it serves?")}
    yield found(
        (whole(case.plan), *refs),
        f"{share:.0f} % of what all live work costs keeps the lights on: {coverage.words(keeping.cost)} of"
        f" {coverage.words(coverage.total)}; the limit is {limit:g} %",
        part="keep-the-lights-on",
        kind="contradiction" if "lights_on" in case.settings.get("GOAL01", {}) else "notice",
        asks="cmo",
        stake=refs,
        seen={"of all that the work costs": f"{share:.1f} %", "limit": f"{limit:g} %", "largest": refs[:SHOWN]},
        fixes=[Fix(f"Look again at {case.plan.title(refs[0])}, the largest of them", {refs[0]: asks})],
    )


@rule("GOAL02", asks="cmo", reads=["activity", *_READS])
def nobody_works_for_it(case: Case, *, spend: float = 2.0, weight: float = 10.0) -> Iterator[Finding]:
    """
    A goal or product gets no work, or next to none.

    ## Why it matters

    A goal that nobody works for is reached by luck. Where it counts for much and gets next to nothing, the plan and
    the strategy say two different things, and whoever asked for it finds out at the end of the year.

    Goals of the organisation, goals of the customer and products are looked at. That no live work serves one is a
    gap, also for a goal of a later year: what is to be reached in three years is begun in this one. A goal that is
    only a name is left to GOAL04. A contradiction needs numbers: its weight is above `weight` percent, and less than
    `spend` percent of what all live work costs goes to it, even if all work without a line of sight were counted as
    its own. Work whose cost is unknown keeps the rule silent. When work last served it is a matter of records.

    ## Example

        goal: {healthy-teams: {weight: 60 %}, grow: {weight: 40 %}}
        program: {care: {serves: {pipeline: 100 %, loyal: 1 %}}}

    ## Finds

        goal:healthy-teams counts 60 %, and 0.34 % of what all live work costs goes to it: EUR 225 of EUR 66,075

    ## Put right

        program: {care: {serves: {pipeline: 0 %, loyal: 100 %}}}
    """
    wanted: list[Goal | Product] = [*ahead(case), *case.all_live(Product)]
    coverage = case.once(Coverage)
    if wanted and coverage.lots:
        counts = {**weights(case.all_live(Goal)), **weights(case.all_live(Product))}
        for item in wanted:
            yield from _next_to_nothing(coverage, item, counts.get(item.ref), spend, weight)


def _next_to_nothing(
    coverage: Coverage, item: Goal | Product, counts: float | None, spend: float, weight: float
) -> Iterator[Finding]:
    got, share = coverage.of(item), coverage.at_most(item)
    seen: dict[str, object] = {"pieces of work": got.pieces or None, "of all that the work costs": None, "counts": None}
    if got.pieces:
        seen["of all that the work costs"] = f"{coverage.words(got.cost)} of {coverage.words(coverage.total)}"
    if counts is not None:
        seen["counts"] = percent(counts / 100)
    if counts is not None and counts > weight and share is not None and 100 * share < spend:
        part = f"{100 * got.cost / coverage.total:.2f}".rstrip("0").rstrip(".")
        fixes = _work_for(coverage.case, item, "Let it count for less", {"weight": Blank("How much does it count?")})
        yield found(
            item.ref,
            f"counts {counts:g} %, and {part} % of what all live work costs goes to it:"
            f" {coverage.words(got.cost)} of {coverage.words(coverage.total)}",
            seen=seen,
            fixes=fixes,
        )
    elif not got.pieces and not (isinstance(item, Goal) and is_only_a_name(coverage.case, item)):
        yield _no_work(coverage.case, item, seen)


def _no_work(case: Case, item: Goal | Product, seen: dict[str, object]) -> Finding:
    objectives = [objective.ref for objective in case.plan.pointing_at(item.ref, Objective)]
    tail = "" if objectives or isinstance(item, Product) else ", and no objective says how it is to be reached"
    says, cause, among = f"gets no live work{tail}", "get no live work", None
    if isinstance(item, Goal) and not case.live(item):
        says = f"is to be reached by {case.due(item)}, and gets no work within the year{tail}"
        cause, among = "get no work within the year", (_later(case), "goals for later years")
    return found(
        item.ref,
        says,
        kind="gap",
        cause=cause,
        among=among,
        seen={**seen, "objectives": objectives},
        fixes=_work_for(case, item, "Retire it", {"status": Blank("Is it planned, active or stopped?")}),
    )


def _later(case: Case) -> int:
    return sum(not case.live(goal) for goal in ahead(case))


def _work_for(case: Case, item: Goal | Product, otherwise: str, sets: dict[str, Blank]) -> list[Fix]:
    """Start a program for it, or change what is said of it."""
    new = {"name": Blank(f"What will be done for “{item.title}”?")}
    link = {"products": [item.key]} if isinstance(item, Product) else {"serves": {item.ref: None}}
    key = f"program:{item.key}" if not case.whole.find(f"program:{item.key}") else f"program:for-{item.key}"
    return [Fix("Start a program for it", {key: {**new, **link}}), Fix(otherwise, {item.ref: sets})]
