"""Decisions that come too late for the work that hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from truenorth.engines.processes import in_common, inside, stretches, total
from truenorth.plan.entity import Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Process
from truenorth.plan.values import Duration
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.rule import rule


def _any(plan: Plan, ref: Ref) -> Iterable[Ref]:
    return [process.ref for process in plan.all(Process)]


@rule("TIME06", asks="mops", each=Process, looks=_any)
def decided_too_late(case: Case, process: Process) -> Iterator[Finding]:
    """
    A process is decided on later than what it includes takes.

    ## Why it matters

    A decision that comes later than what hangs on it takes can only be a wrong one: what it would have asked for is
    left out, or the date slips.

    Compares how long before launch a process is decided with the lead time of every process that is one of its
    steps or a part of it, and with its own steps. It is an error where not even the shortest fits, a warning where
    only the longest does not; and a warning where a step is to take less time than the process it goes through. The
    plan alone tells; how long things really took comes with the records.

    ## Example

        process:
          launch: {name: Launch tier, decided_before: 4 weeks}
          naming: {name: Naming, part_of: launch, lead_time: 4..6 weeks}

    ## Finds

        process:launch is decided 4 weeks before, and Naming, which is part of it, takes 4 to 6 weeks

    ## Put right

        process: {launch: {decided_before: 6 weeks}}
    """
    if process.status == "stopped":
        return
    yield from _too_short(case, process)
    before = process.decided_before
    if before is None:
        return
    late = [(inner, how, takes) for inner, how in inside(case, process) if (takes := _too_long(case, inner, before))]
    for inner, how, takes in late:
        if inner.ref == process.ref and len(late) > 1:
            continue  # what it includes says it already
        title = f"{inner.title}, which is {how}," if how else "the process itself"
        enough = Duration(takes.high, takes.high, takes.unit)
        yield found(
            tuple(dict.fromkeys((process.ref, inner.ref))),
            f"is decided {before.words} before, and {title} takes {takes.words}",
            severity="error" if in_common(takes, before)[0] > in_common(before, takes)[1] else "warning",
            part=inner.key if how else "",
            seen={"decided_before": str(before), "takes": str(takes), "process": inner.ref},
            fixes=[
                Fix(f"Decide {enough.words} before", {process.ref: {"decided_before": str(enough)}}),
                Fix(f"Shorten {inner.title}", {inner.ref: {_length(inner): Blank(f"How, within {before.words}?")}}),
            ],
        )


def _too_short(case: Case, process: Process) -> Iterator[Finding]:
    """The steps that are to take less time than the process they go through."""
    for n, step in enumerate(process.steps):
        inner = case.plan.get(Process, step.process)
        chain = stretches(case, inner) if inner and inner.ref != process.ref else ()
        if step.takes is None or inner is None or not chain:
            continue
        takes = total(chain)
        if in_common(takes, step.takes)[0] > in_common(step.takes, takes)[1]:
            steps = data(process)["steps"]
            steps[n]["takes"] = str(takes)
            yield found(
                (process.ref, inner.ref),
                f"leaves {step.takes.words} for {step.name or inner.title}, and {inner.title} takes {takes.words}",
                severity="warning",
                part=slug(f"step {step.name or inner.key}"),
                seen={"step": step.name, "for it": str(step.takes), "takes": str(takes), "process": inner.ref},
                fixes=[
                    Fix(f"Leave {takes.words} for it", {process.ref: {"steps": steps}}),
                    Fix(f"Shorten {inner.title}", {inner.ref: {_length(inner): Blank(f"How, in {step.takes.words}?")}}),
                ],
            )


def _too_long(case: Case, process: Process, before: Duration) -> Duration | None:
    """How long a process takes, where that may be longer than there is."""
    chain = stretches(case, process)
    takes = total(chain) if chain else None
    return takes if takes and in_common(takes, before)[1] > in_common(before, takes)[0] else None


def _length(process: Process) -> str:
    return "steps" if process.steps else "lead_time"
