"""Processes that are decided later than what they include takes: no date can help."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.levers.edits import edit
from truenorth.engines.feasibility.problem import Clash, Lever
from truenorth.engines.processes import in_common, inside, stretches, total
from truenorth.plan.edit import Edit
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Process
from truenorth.plan.values import Duration


def put_deciding(draft: Draft) -> None:
    """A clash for each process that takes longer, at its shortest, than there is after it is decided."""
    for process in draft.asof.plan.all(Process):
        if process.decided_before and process.status not in ("stopped", "idea"):
            late = list(_late(draft, process, process.decided_before))
            inner = [one for one in late if one[0].ref != process.ref] or late  # what it includes says it already
            for one, takes in inner:
                _clash(draft, process, process.decided_before, one, takes)
            if inner:
                _decide_sooner(draft, process, max((takes for _, takes in inner), key=lambda one: one.longest_days))


def _late(draft: Draft, process: Process, before: Duration) -> Iterator[tuple[Process, Duration]]:
    for inner, _ in inside(draft.asof, process):
        chain = stretches(draft.asof, inner)
        takes = total(chain) if chain else None
        if takes and in_common(takes, before)[0] > in_common(before, takes)[1]:
            yield inner, takes


def _clash(draft: Draft, process: Process, before: Duration, inner: Process, takes: Duration) -> None:
    decided = f"decided {process.ref}"
    says = f"{process.title} is decided {before.words} before launch"
    draft.claim(decided, "lead", says, process.ref, "decided_before")
    source = "lead_time" if inner.lead_time and not inner.steps else "steps"
    whole = draft.claim(f"all {inner.ref}", "lead", f"{inner.title} takes {takes.words} in all", inner.ref, source)
    part = "" if inner.ref == process.ref else f", which includes {inner.title}: {takes.words}"
    draft.clashes.append(Clash((decided, whole), f"{says}{part}"))


def _decide_sooner(draft: Draft, process: Process, takes: Duration) -> None:
    enough = Duration(takes.high, takes.high, takes.unit)

    def change(plan: Plan, steps: int) -> list[Edit]:
        return edit(plan, process.ref, {"decided_before": str(enough)}) if steps else []

    says = f"Decide on {process.title} {enough.words} before launch"
    draft.lever(Lever(f"sooner decided {process.ref}", "tool", f"decided {process.ref}", says), change)
