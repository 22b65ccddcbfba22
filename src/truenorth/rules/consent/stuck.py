"""SIGN08: work that is stuck, with nobody who has promised to clear the way."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.asof import OVER
from truenorth.plan.consent import Commitment
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule


@rule("SIGN08", asks="business", each=Activity, reads=["commitment"], looks=1, kind="gap")
def stuck(case: Case, activity: Activity) -> Iterator[Finding]:
    """
    Work is stuck, and nobody has promised to clear the way.

    ## Why it matters

    What stands in the way of work stays there until somebody is asked to clear it. It is written in the plan long
    before the result is missed, and remembered only when blame is handed out.

    Looks at work under way that says what it is blocked by (`blocked_by`), and whether somebody owes it something: a
    commitment about it that is open, not declined and not over. How long it has been stuck is told by the records.

    ## Example

        activity: {open-house: {blocked_by: no permit for the car park, start: 2027-01-04}}

    ## Finds

        activity:open-house is stuck: no permit for the car park; nobody has promised to clear the way

    ## Put right

        commitment: {permit: {party: business, to: demand, about: [activity:open-house], what: Get the permit, answer: accepted}}
    """  # noqa: E501
    if not activity.blocked_by or not case.live(activity) or _is_ahead(case, activity):
        return
    owed = case.plan.pointing_at(activity.ref, Commitment)
    if any(one.status not in OVER and one.answer != "declined" for one in owed):
        return
    request = {
        "name": f"Clear the way for {activity.title}",
        "about": [activity.ref],
        "party": Blank("Who can clear it?"),
        "what": Blank("What is to be done?"),
        "by": Blank("By when?"),
    }
    yield found(
        activity.ref,
        f"is stuck: {activity.blocked_by}; nobody has promised to clear the way",
        cause="are stuck, and nobody has promised to clear the way",
        seen={"blocked by": activity.blocked_by, "declined": [one.ref for one in owed if one.answer == "declined"]},
        fixes=[
            Fix("Ask for it", {f"commitment:{activity.key}-clear"[:120]: request}),
            Fix("Say what still stands in the way", {activity.ref: {"blocked_by": Blank("What, if anything?")}}),
        ],
    )


def _is_ahead(case: Case, activity: Activity) -> bool:
    """Whether work names the day on which it starts, or its period, and that is still to come."""
    start = case.calendar.start(activity.start or activity.period)
    return start is not None and start > case.today
