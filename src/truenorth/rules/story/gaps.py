"""STORY: the stages of a persona for which nothing is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from truenorth.engines.words import row, same_text
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content, Persona
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.storyboard import Work, audience, work_at, work_of


def cells_of(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """The personas whose stages an item may fill or call for."""
    item = plan.find(ref)
    if isinstance(item, (Activity, Content, Program)):
        yield from (f"persona:{key}" for key in audience(item))
    if isinstance(item, (Activity, Content)) and (program := plan.get(Program, item.program)):
        yield from (f"persona:{key}" for key in program.personas)
    if isinstance(item, (Goal, Objective)) and item.persona:
        yield f"persona:{item.persona}"


READS = ("activity", "content", "program", "goal", "objective")


@rule("STORY02", asks="lead", each=Persona, reads=READS, looks=cells_of, kind="gap")
def storyboard_gap(case: Case, persona: Persona) -> Iterator[Finding]:
    """
    A persona has a stage without live work.

    ## Why it matters

    Whoever is won at one stage and finds nothing at the next is lost there, and the money for the first is lost
    with them.

    The rule looks at personas with stages that a live program, goal or objective is for. A stage has work where a
    live activity or piece of content for the persona is at it; work that names no persona is for those of its
    program, and a program stands for its own stages where no work of it names one. Where less than half of a persona's
    work names a stage, nothing can be told, and nothing is found. How many people wait at the empty stage takes data.

    ## Example

        activity: {open-house: {stage: convert}}
        content: {weekend-story: {stage: attract}}

    ## Finds

        persona:office-manager nothing live is for Office manager at the stage engage (2 of 3 stages have work)

    ## Put right

        content: {weekend-story: {stage: engage}}
    """
    if persona.stages and _holes(case, persona) and _called_for(case, persona):
        filled = _filled(case, persona)
        empty = [stage for stage in persona.stages if not (filled or {}).get(same_text(stage))]
        if filled is not None and empty:
            yield _gap(persona, empty, filled)


def _holes(case: Case, persona: Persona) -> bool:
    """Whether a stage seems empty by the work that names the persona: what can be told fast."""
    left = {same_text(stage) for stage in persona.stages}
    for item in _naming(case, persona):
        left.discard(same_text(item.stage))
        if not left:
            return False
    return True


def _naming(case: Case, persona: Persona) -> Iterator[Work]:
    """The live work that names a persona."""
    around = work_at(case.plan, persona.ref)
    return (item for item in around if persona.key in audience(item) and case.live(item))


def _called_for(case: Case, persona: Persona) -> bool:
    """Whether a live program, goal or objective is for a persona."""
    plan, ref = case.plan, persona.ref
    goals: list[Goal | Objective] = [*plan.pointing_at(ref, Goal), *plan.pointing_at(ref, Objective)]
    return bool(_programs(case, persona)) or any(g.persona == persona.key and case.live(g) for g in goals)


def _programs(case: Case, persona: Persona) -> list[Program]:
    around = case.plan.pointing_at(persona.ref, Program)
    return [program for program in around if persona.key in program.personas and case.live(program)]


def _filled(case: Case, persona: Persona) -> dict[str, list[Ref]] | None:
    """The live work for a persona by stage; None where it does not say enough to tell."""
    filled: dict[str, list[Ref]] = {}
    programs = _programs(case, persona)
    unnamed = (item for program in programs for item in _of(case, program) if not audience(item))
    work = [*_naming(case, persona), *unnamed]
    staged = [item for item in work if item.stage]
    if 2 * len(staged) < len(work) or (not work and not any(_of(case, program) for program in programs)):
        return None
    for item in staged:
        for stage in re.split(r"[,;/&]", item.stage):
            filled.setdefault(same_text(stage), []).append(item.ref)
    for program in (p for p in programs if not any(item.stage for item in _of(case, p))):
        for stage in program.stages:
            filled.setdefault(same_text(stage), []).append(program.ref)
    return filled


def _of(case: Case, program: Program) -> list[Work]:
    return [item for item in work_of(case.plan, program) if case.live(item)]


def _gap(persona: Persona, empty: list[str], filled: dict[str, list[Ref]]) -> Finding:
    stages, many = row(empty, 6), "s" if len(empty) > 1 else ""
    count = f"{len(persona.stages) - len(empty)} of {len(persona.stages)} stages have work"
    asked = {persona.ref: {"stages": Blank("Which stages do they really go through?")}}
    return found(
        persona.ref,
        f"nothing live is for {persona.title} at the stage{many} {stages} ({count})",
        cause="have a stage without live work",
        stake=(),
        seen={"stages": {stage: filled.get(same_text(stage), []) for stage in persona.stages}},
        fixes=[
            Fix(f"Plan work for {persona.title} at {stages}", dict(_planned(persona, stage) for stage in empty)),
            Fix(f"Take {stages} out of the way of {persona.title}", asked),
        ],
    )


def _planned(persona: Persona, stage: str) -> tuple[Ref, dict[str, object]]:
    """A new activity for a persona at a stage; what it is has to be said."""
    name = Blank(f"What is done for {persona.title} at the stage {stage}?")
    ref = f"activity:{persona.key}-{same_text(stage).replace(' ', '-')}"
    return ref, {"name": name, "personas": [persona.key], "stage": stage}
