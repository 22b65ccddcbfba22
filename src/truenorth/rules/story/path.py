"""STORY: work after which the customer is not led on."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.words import row, same_text
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content, Persona
from truenorth.plan.work import Activity, Feed, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.storyboard import Work, facing, reached, work_at


def ways_of(plan: Plan, ref: Ref) -> Iterator[Ref]:
    """The work whose next step may hang on an item."""
    item = plan.find(ref)
    yield from item.links if isinstance(item, (Activity, Feed)) else ()
    programs = [ref, *(item.links if isinstance(item, Feed) else ())]
    if isinstance(item, Persona):
        programs += [program.ref for program in plan.pointing_at(ref, Program)]
    for program in programs:
        yield from (work.ref for work in work_at(plan, program))


@rule(
    "STORY05",
    asks="lead",
    each=(Activity, Content),
    reads=["persona", "program", "feed", "activity", "content"],
    looks=ways_of,
    kind="gap",
)
def dead_end(case: Case, item: Work) -> Iterator[Finding]:
    """
    Work leads nowhere before the last stage.

    ## Why it matters

    A visitor who is won and not told where to go next is lost. Nobody sees the loss: the work itself looks well
    visited.

    The rule looks at live work with a stage that comes before the last one of its personas (or of its program's). It
    leads on where it names a next step, where other work waits for it, where an activity uses the content, or where
    it, or its program, feeds another. How many people really go on takes data.

    ## Example

        activity: {spring-letter: {next_step: null}, open-house: {after: []}}
        feed: {enquiries-to-sales: null}

    ## Finds

        activity:spring-letter Spring letter leads nowhere: it is at the stage attract of Office manager, and names no next step

    ## Put right

        activity: {spring-letter: {next_step: activity:open-house}}
    """  # noqa: E501
    if not item.stage or item.next_step or not facing(case, item):
        return
    stage = same_text(item.stage)
    everyone = (case.plan.get(Persona, key) for key in reached(case.plan, item))
    people = [p for p in everyone if p and stage in map(same_text, p.stages)]
    if people and all(stage != same_text(p.stages[-1]) for p in people) and not _leads_on(case, item):
        yield found(
            item.ref,
            f"{item.title} leads nowhere: it is at the stage {item.stage} of {row([p.title for p in people])},"
            " and names no next step",
            cause="lead nowhere: they come before the last stage and name no next step",
            seen={"stage": item.stage, "stages": {p.ref: p.stages for p in people}},
            fixes=[
                Fix(
                    f"Say where the customer goes from {item.title}",
                    {item.ref: {"next_step": Blank("Which activity, content or program comes next for the customer?")}},
                )
            ],
        )


def _leads_on(case: Case, item: Work) -> bool:
    givers = (item.ref, f"program:{item.program}")
    feeds = (feed for ref in givers for feed in case.plan.pointing_at(ref, Feed))
    if any((feed.giver if ":" in (feed.giver or "") else f"program:{feed.giver}") in givers for feed in feeds):
        return True
    followers = case.plan.pointing_at(item.ref, Activity)
    return any(item.key in (*activity.content, *(p.activity for p in activity.after)) for activity in followers)
