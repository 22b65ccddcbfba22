"""FACT11: rows that stand in a plan twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from truenorth.engines.words import row, same_text
from truenorth.plan.entity import Entity
from truenorth.plan.story import Content
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.tally import Part

Work = Activity | Content
_DATES = ("start", "end", "due", "in_market", "period", "date")
_SHOWN = 3


@rule("FACT11", asks="mops", reads=["activity", "content"], kind="notice")
def stands_twice(case: Case) -> Iterator[Finding]:
    """
    The same row stands in the plan more than once.

    ## Why it matters

    What stands in a list twice is counted twice: its hours, its cost and what it is to bring. Where two rows are
    meant, nobody can tell which of them an answer is about.

    Activities and pieces of content with the same name, dates and channel are found, where nothing else that both
    state tells them apart: program, team, personas, segment, stage. Rows that say that they are the same (`same_as`)
    and work that comes again (`repeats`) are passed over. All of them are one notice.

    ## Example

        activity:
          fair: {name: Fair in Hanover, team: demand, due: 2027-05-20, channel: event, program: launch}
          fair-2: {name: fair in Hanover, team: demand, due: 2027-05-20, channel: Event}

    ## Finds

        activity:fair 2 rows stand in the plan more than once: “Fair in Hanover” twice

    ## Put right

        activity: {fair-2: {due: 2027-09-20}}
    """
    names = case.tally("FACT11", _named)
    several = {name for name, numbers in names.sums.items() if numbers[0] > 1}
    refs = sorted(ref for ref, (name, _) in names.parts.items() if name in several) if several else []
    if groups := list(_groups(item for ref in refs if isinstance(item := case.plan.find(ref), (Activity, Content)))):
        yield _finding(groups)


def _named(item: Entity) -> Part | None:
    """The name of a row, which is compared first: nearly all of them are there once."""
    comes_again = isinstance(item, Activity) and item.repeats
    return (item.name.casefold(), (1,)) if item.name and not comes_again else None


def _groups(items: Iterable[Work]) -> Iterator[list[Work]]:
    """The rows that are the same."""
    rows: dict[Hashable, list[Work]] = {}
    for item in items:
        rows.setdefault(_row(item), []).append(item)
    for same in (same for same in rows.values() if len(same) > 1):
        first = _like_the_first(same)
        refs = {item.ref for item in first}
        apart: dict[Hashable, list[Work]] = {}
        for item in (item for item in same if item.ref not in refs):
            apart.setdefault(_marks(item), []).append(item)
        yield from (many for many in (first, *map(_like_the_first, apart.values())) if len(many) > 1)


def _like_the_first(same: list[Work]) -> list[Work]:
    return [same[0], *(item for item in same[1:] if _is_same(same[0], item))]


def _row(item: Work) -> Hashable:
    dates = (getattr(item, name, None) for name in _DATES)
    return item.kind, same_text(item.name), *dates, same_text(item.channel)


def _is_same(one: Work, other: Work) -> bool:
    """Whether nothing that both say tells them apart, and neither says that it is the other."""
    if one.ref in other.twins or other.ref in one.twins:
        return False
    return all(not a or not b or a == b for a, b in zip(_marks(one), _marks(other), strict=True))


def _marks(item: Work) -> tuple[Hashable, ...]:
    if isinstance(item, Content):
        return item.program, item.team, tuple(item.persona), item.stage, item.format, item.text
    return item.program, item.team, tuple(item.personas), item.segment, item.stage, tuple(item.content)


def _finding(groups: list[list[Work]]) -> Finding:
    rows = [item for same in groups for item in same]
    said = row((f"“{same[0].title}” {_times(len(same))}" for same in groups), _SHOWN)
    again = [(same[0], item) for same in groups for item in same[1:]]
    return found(
        tuple(item.ref for item in rows),
        f"{len(rows):,} rows stand in the plan more than once: {said}",
        stake=(),
        seen={
            "each": [
                {"at": item.ref, "says": f"has the same name, dates and channel as {one.key}"} for one, item in again
            ]
        },
        fixes=[
            Fix(
                "Take all but one out", {item.ref: {"status": Blank("Is it planned or stopped?")} for _, item in again}
            ),
            Fix("Say what tells them apart", {item.ref: {"name": Blank("What is it called?")} for _, item in again}),
            Fix(
                "Say that they are the same",
                {item.ref: {"same_as": Blank(f"Is it the same as {one.key}?")} for one, item in again},
            ),
        ],
    )


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
