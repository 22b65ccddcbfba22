"""SIGN01: work under way that no agreed version holds."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.plan.entity import Entity
from truenorth.plan.work import Activity, Program
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, Fix, found, plural, whole
from truenorth.rules.rule import rule


@rule("SIGN01", asks="cmo", reads=["activity", "program", "company", "records"])
def under_way_without_agreement(case: Case) -> Iterator[Finding]:
    """
    Work is under way that nobody has agreed to.

    ## Why it matters

    Work that begins before both sides have said yes decides for them: the money is spent and the hours are gone by
    the time somebody asks whether it should be done.

    Looks at activities and programs that are under way (status active): all of them, where the plan was put up for
    agreement and no version of it is agreed yet; and else those that the agreed version does not hold. Says nothing
    while nobody has put the plan up. What has been spent outside an agreed version is told by the facts.

    ## Example

        activity: {open-house: {status: active}}
        records: {review: [{state: in review, by: head-of-marketing, on: 2027-01-04}]}

    ## Finds

        company:acme 1 activity is under way, and no version of the plan is agreed

    ## Put right

        agreed: {}
    """
    if case.agreed is None and not case.records.reviews:
        return
    active = [item for kind in (Program, Activity) for item in case.all_live(kind) if item.status == "active"]
    if case.agreed is not None:
        for item in active:
            if item.ref not in case.agreed.entities:
                yield _outside(item)
    elif active:
        yield _none(case, active)


def _outside(item: Entity) -> Finding:
    return found(
        item.ref,
        "is under way, and is not in the version that both sides agreed",
        cause="are under way, and are not in the version that both sides agreed",
        fixes=[
            Fix("Agree on it", by_word=True),
            Fix("Wait until it is agreed", {item.ref: {"status": "planned"}}, by_choice=True),
        ],
    )


def _none(case: Case, active: list[Entity]) -> Finding:
    counts = [(kind, sum(item.kind == kind for item in active)) for kind in ("program", "activity")]
    many = " and ".join(plural(kind, count) for kind, count in counts if count)
    refs = [item.ref for item in active]
    return found(
        (whole(case.whole), *refs),
        f"{many} {'is' if len(active) == 1 else 'are'} under way, and no version of the plan is agreed",
        stake=refs,
        seen={"under way": refs},
        fixes=[
            Fix("Agree on a version", by_word=True),
            Fix("Wait until it is agreed", {ref: {"status": "planned"} for ref in refs}, by_choice=True),
        ],
    )
