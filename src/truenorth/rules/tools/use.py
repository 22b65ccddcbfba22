"""TOOL03: tools that work counts on before they are there, or after they are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from truenorth.engines.life import Life, life, used
from truenorth.engines.words import row
from truenorth.plan.calendar import Span
from truenorth.plan.entity import Ref
from truenorth.plan.resources import Tool
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule("TOOL03", asks="mops", each=Tool, reads=["activity"], looks=1, severity="error")
def tool_not_there(case: Case, tool: Tool, *, days: int = 60) -> Iterator[Finding]:
    """
    Work counts on a tool that is not there at the time.

    ## Why it matters

    Work that rests on a tool which is not bought yet, or switched off by then, stops on the day it should start; and
    what is used meanwhile is work of its own that nobody planned.

    A tool is there from its first day, or from its contract and the time to set it up, to the day it is switched off
    or its contract ends. All of the work outside these days is an error; a part of it, or a contract that may still
    be renewed, a warning. So is work that may come too soon, where the tool is planned for no day, or for one vaguer
    than the work can wait for: where the work tells only by when it is due, less than `days` days before that. As long
    as both may come true, it is a gap. A tool that is there for the whole of the horizon is not judged beyond it.

    ## Example

        tool: {mailer: {retired_on: 2027-02-28, replaced_by: crm}}

    ## Finds

        tool:mailer Spring letter uses it from 2027-03-01, and it is switched off on 2027-02-28; then CRM

    ## Put right

        tool: {mailer: {retired_on: 2027-12-31}}
    """
    its = life(case, tool)
    if _is_there(case, its):
        return
    found_in: dict[str, list[_Use]] = {}
    for activity in case.plan.pointing_at(tool.ref, Activity):
        if tool.key in activity.tools and tool.key not in activity.enables and case.live(activity):
            since, until = used(case, activity)
            if until is None or until >= case.today:
                use = _Use(activity, since, until)
                if sort := _sort(case, its, use, days):
                    found_in.setdefault(sort, []).append(use)
    for sort, uses in found_in.items():
        yield _finding(case, tool, its, sort, uses)


def _is_there(case: Case, its: Life) -> bool:
    """Whether a tool surely is there for the whole of the horizon."""
    surely = its.sure is None or its.sure <= case.today
    return surely and not its.unknown and its.last == its.until and its.holds(Span(case.today, case.horizon.end))


@dataclass(frozen=True)
class _Use:
    """An activity that uses a tool, from when to when as far as it tells."""

    activity: Activity
    since: date | None
    until: date | None


def _sort(case: Case, its: Life, use: _Use, days: int) -> str:
    """In which way a tool is not there for an activity; empty where it is."""
    since, until = use.since, use.until
    if its.over:
        return "over"
    if its.first and its.first > case.today:
        if until and until < its.first:
            return "before"
        if since and since < its.first:
            return "partly before"
    if its.until and since and since > its.until:
        return "after"
    if its.until and until and until > its.until:
        return "partly after"
    if its.contract and (until or since or its.contract) > its.contract:
        return "contract"
    if its.last and its.until and its.last < its.until and until and until >= its.last:
        return "may be after"
    return "may be before" if _may_be_before(case, its, use, days) else ""


def _may_be_before(case: Case, its: Life, use: _Use, days: int) -> bool:
    if its.unknown:
        return True
    if its.sure is None or its.sure <= case.today or its.sure == its.first:
        return False
    if use.since:
        return use.since < its.sure
    return use.until is None or use.until < its.sure + timedelta(days=days)


def _finding(case: Case, tool: Tool, its: Life, sort: str, uses: list[_Use]) -> Finding:
    uses = sorted(uses, key=lambda use: (use.since or use.until or date.max, use.activity.ref))
    other = case.plan.get(Tool, tool.replaced_by)
    early = sort.endswith("before")
    instead = f"; {'meanwhile' if early else 'then'} {other.title}" if other else ""
    return found(
        (tool.ref, *(use.activity.ref for use in uses)),
        f"{_uses(uses, sort)}, and {_is(tool, its, sort)}{instead}",
        part=sort.replace(" ", "-"),
        kind="gap" if sort.startswith("may be") else "contradiction",
        severity="error" if sort in ("before", "after") else "warning",
        stake=[use.activity.ref for use in uses],
        seen={
            "there": its.told,
            "used": {use.activity.ref: [str(use.since or "?"), str(use.until or "?")] for use in uses},
        },
        fixes=[*_instead(case, tool, other, uses), *_fixes(tool, sort, uses[0].activity)],
    )


def _uses(uses: list[_Use], sort: str) -> str:
    first = uses[0]
    names = row(use.activity.title for use in uses)
    if len(uses) > 1:
        return f"{len(uses)} activities use it: {names}"
    if first.since and sort in ("before", "partly before", "may be before", "after"):
        return f"{names} uses it from {first.since}"
    if sort == "may be before":
        return f"{names}{f', due on {first.until},' if first.until else ''} rests on it"
    return f"{names} uses it{f' until {first.until}' if first.until else ''}"


def _is(tool: Tool, its: Life, sort: str) -> str:
    match sort:
        case "over":
            return "it is no longer in use"
        case "before" | "partly before":
            return f"it is there from {its.first}"
        case "may be before":
            said = tool.available_from or tool.contract_from
            return f"it is planned for {said}, no day is given" if said else "it is planned, no day is given"
        case "contract":
            return f"its contract ends on {its.contract}"
        case "may be after":
            return f"it is switched off in {tool.retired_on}, no day is given"
    return f"it is switched off on {its.until}"


def _instead(case: Case, tool: Tool, other: Tool | None, uses: list[_Use]) -> Iterator[Fix]:
    """The tool that takes its place, where that one is there for all the work and can do what it is used for."""
    if other is None or other.limits or not all(_can(case, tool, other, use) for use in uses):
        return
    sets: dict[Ref, dict[str, Any]] = {
        use.activity.ref: {
            "tools": list(dict.fromkeys(other.key if key == tool.key else key for key in use.activity.tools))
        }
        for use in uses
    }
    yield Fix(f"Use {other.title} instead", sets)


def _can(case: Case, tool: Tool, other: Tool, use: _Use) -> bool:
    start, end = use.since or use.until, use.until
    there = life(case, other)
    needed = use.activity.needs.keys() & {*tool.capabilities, *tool.limits}
    return bool(start and end and not there.unknown and there.holds(Span(start, end))) and needed <= {
        *other.capabilities
    }


def _fixes(tool: Tool, sort: str, activity: Activity) -> Iterator[Fix]:
    field, asks = {
        "over": ("status", "Is it still in use?"),
        "after": ("retired_on", "When is it switched off?"),
        "partly after": ("retired_on", "When is it switched off?"),
        "may be after": ("retired_on", "On which day is it switched off?"),
        "contract": ("contract_to", "Until when is the contract renewed?"),
    }.get(sort, ("available_from", "From which day can it be used?"))
    yield Fix("Say when it is there", {tool.ref: {field: Blank(asks)}})
    yield Fix(f"Let {activity.title} use another tool", {activity.ref: {"tools": Blank("Which tools does it use?")}})
