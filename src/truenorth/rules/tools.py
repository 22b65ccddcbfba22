"""TOOL: what the work asks of the tech stack."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.plan.calendar import months
from truenorth.plan.resources import Tool
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule("TOOL02", asks="mops", each=Tool, reads=["activity"], looks=1, severity="error")
def tool_over_its_limit(case: Case, tool: Tool) -> Iterator[Finding]:
    """
    A tool is asked for more than its limit.

    ## Why it matters

    The strategy is promised on work that the stack cannot carry. Marketing operations then bends the strategy to
    the tool in silence, and what was agreed is not what is run.

    A capability that an activity needs falls on those of its tools that offer it, evenly over the months of the
    activity. Limits are per month unless they say otherwise.

    ## Example

        activity: {spring-letter: {needs: {emails: 24000}}}

    ## Finds

        tool:mailer 24,000 emails are planned in 2027-03; the limit is 20,000

    ## Put right

        activity: {spring-letter: {start: 2027-02-01}}
    """
    users = [a for a in case.plan.pointing_at(tool.ref, Activity) if tool.key in a.tools and case.live(a)]
    for capability, limit in tool.limits.items():
        if limit.mid is None:
            continue
        by_month: dict[str, dict[str, float]] = {}
        for activity in users:
            for month, volume in _volume(case, activity, capability).items():
                by_month.setdefault(month, {})[activity.ref] = volume
        for month, by in sorted(by_month.items()):
            needed, has = sum(by.values()), float(limit.mid)
            if needed > has:
                yield found(
                    tool.ref,
                    f"{needed:,.0f} {capability} are planned in {month}; the limit is {has:,.0f}",
                    part=f"{capability}-{month}",
                    stake=sorted(by),
                    seen={"needed": needed, "limit": has, "month": month, "by": by},
                    fixes=[
                        Fix(
                            f"Move or stretch {case.plan.title(max(by, key=lambda ref: by[ref]))}, the largest of them",
                            {max(by, key=lambda ref: by[ref]): {"end": Blank("Until when can it be spread?")}},
                        ),
                        Fix(
                            "Raise the limit",
                            {tool.ref: {"limits": Blank(f"How many {capability} a month, from when?")}},
                        ),
                    ],
                )


def _volume(case: Case, activity: Activity, capability: str) -> dict[str, float]:
    volume = activity.needs.get(capability)
    span = case.span(activity)
    if volume is None or volume.mid is None or span is None:
        return {}
    touched = months(span)
    return dict.fromkeys(touched, float(volume.mid) / len(touched))
