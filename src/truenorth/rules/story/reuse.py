"""STORY: work that is to be made anew, though something like it is there already, or is being briefed elsewhere."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from truenorth.engines.words import percent, row, same_text, words
from truenorth.plan.entity import Entity, Ref
from truenorth.plan.plan import Plan
from truenorth.plan.story import Content
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.near import longest_common, near
from truenorth.rules.rule import rule
from truenorth.rules.storyboard import Work, reached
from truenorth.rules.tally import Part

READS = ["content", "activity", "program", "persona", "team"]
_WORDS = 3  # a title of fewer content words says too little
_PASSAGE = 140  # so much of what two texts have in common is shown


@rule("STORY03", asks="lead", reads=READS, kind="gap")
def missed_reuse(case: Case, *, alike: float = 0.5, rare: int = 4) -> Iterator[Finding]:
    """
    Something is made anew, though it is there already.

    ## Why it matters

    The dearest piece is the one that is made twice: it is briefed, written, laid out and approved again, by people
    who do not know that the team next door has it. To take what is there over costs a part of that, and the customer
    reads one story instead of two.

    New is content that is an idea, planned, or dated in the future, and, by its title, an activity that has not
    begun. It is held against the content that is there, and against other new work, where both are for the same
    persona and stage or do not say. Two texts are alike where `alike` of their rare runs of five words are the same;
    rare are those that at most `rare` texts have, so that a series on one template is none, and an excerpt is found.
    Where a text is missing, the title tells: the same words in another team's program, for the same persona and
    stage. That is only a hint, and a notice. What says that it re-uses the other (`reuses`, an activity by the
    `content` it uses), or what both were made from, is passed over. What is said in other words takes more than the
    text.

    ## Example

        content:
          weekend-story: {status: done}
          monday:
            name: Monday at the new desks
            text: On Friday the old desks were gone; on Monday forty people sat down at new ones. We show how.
            program: launch
            persona: [office-manager]
            stage: engage
            messages: [in-a-day]
            date: 2027-05-10
            next_step: activity:open-house

    ## Finds

        content:monday 60 % of its wording stands in An office fitted over a weekend (Demand generation) already, and it does not say that it re-uses it

    ## Put right

        content: {monday: {reuses: [weekend-story]}}
    """  # noqa: E501
    pairs = [*_by_text(case, alike, int(rare)), *_by_title(case, int(rare))]
    nearest: dict[tuple[Ref, bool], list[_Near]] = {}
    for one in pairs:
        if _same_people(case.plan, one.new, one.other) and not _linked(case.plan, one):
            nearest.setdefault((one.new.ref, one.share is None), []).append(one)
    for _, others in sorted(nearest.items()):
        yield _finding(case, sorted(others, key=lambda one: (-(one.share or 0), one.other.ref)))


@dataclass(frozen=True)
class _Near:
    """New work, and what it is like: by the share of the wording, or by the title where there is no share."""

    new: Work
    other: Work
    both_new: bool
    share: float | None = None


def _is_new(case: Case, item: Work) -> bool:
    """Whether it is still to be made."""
    if item.status in ("active", "done", "stopped"):
        return False
    if isinstance(item, Activity):
        span = case.span(item)
        return bool(span and span.start > case.today) and case.live(item)
    begins = case.calendar.start(item.date)
    return begins > case.today if begins else item.status is not None


def _later(case: Case, one: Work, other: Work) -> tuple[Work, Work]:
    """Two pieces of new work, the one that comes later first."""
    one, other = sorted((one, other), key=lambda item: (_day(case, item), item.ref))
    return other, one


def _day(case: Case, item: Work) -> date:
    span = case.span(item)
    return span.start if span else date.max


def _pair(case: Case, one: Work, other: Work, share: float | None = None) -> _Near | None:
    is_new = [_is_new(case, item) for item in (one, other)]
    if not any(is_new):
        return None
    if all(is_new):
        return _Near(*_later(case, one, other), True, share)
    return _Near(one, other, False, share) if is_new[0] else _Near(other, one, False, share)


def _by_text(case: Case, alike: float, rare: int) -> Iterator[_Near]:
    """New content with the wording of other content."""
    content = {item.ref: item for item in case.plan.all(Content) if item.text and item.status != "stopped"}
    texts = {ref: f"{item.name}. {item.text}" for ref, item in content.items()}
    kept = case.known("STORY03")
    if kept.get("of") != (texts, alike, rare):
        kept.update({"of": (texts, alike, rare), "near": sorted(near(texts, alike, rare).items())})
    for (ref, other), share in kept["near"]:
        if pair := _pair(case, content[ref], content[other], share):
            yield pair


def _by_title(case: Case, rare: int) -> Iterator[_Near]:
    """New work of one team with the title of another team's."""
    titles = case.tally("STORY03", lambda item: _titled(case, item))
    several = {said for said, (count,) in titles.sums.items() if 2 <= count <= rare}
    alike: dict[Hashable, list[Work]] = {}
    for ref, (said, _) in titles.parts.items() if several else ():
        if said in several and isinstance(item := case.plan.find(ref), (Activity, Content)):
            alike.setdefault(said, []).append(item)
    for items in alike.values():
        for one, other in combinations(sorted(items, key=lambda item: item.ref), 2):
            apart = one.team != other.team and one.program != other.program
            if apart and not (_text(one) and _text(other)) and (pair := _pair(case, one, other)):
                yield pair


def _titled(case: Case, item: Entity) -> Part | None:
    """The words of a title, where it may be held against others."""
    if not isinstance(item, (Activity, Content)) or not item.stage or not item.team or item.status == "stopped":
        return None
    if isinstance(item, Activity) and not _is_new(case, item):
        return None
    said = words(item.name)
    return (said, (1,)) if len(said) >= _WORDS and reached(case.plan, item) else None


def _text(item: Work) -> str:
    return item.text if isinstance(item, Content) else ""


def _same_people(plan: Plan, one: Work, other: Work) -> bool:
    """Whether two pieces may meet the same people at the same stage, as far as both say."""
    people = [set(reached(plan, item)) for item in (one, other)]
    stages = [{same_text(stage) for stage in item.stage.split("/") if stage} for item in (one, other)]
    return all(not a or not b or bool(a & b) for a, b in (people, stages))


def _linked(plan: Plan, pair: _Near) -> bool:
    """Whether the plan knows of it: one is made from the other, both from the same, or the work uses the content."""
    one, other = pair.new, pair.other
    if one.ref in other.twins or other.ref in one.twins:
        return True
    if isinstance(one, Content) and isinstance(other, Content):
        return bool(_origins(plan, one) & _origins(plan, other))
    return other.ref in one.links or one.ref in other.links


def _origins(plan: Plan, item: Content) -> set[str]:
    """A piece, what it is made from, and so on."""
    origins, waiting = {item.key}, [item]
    while waiting:
        new = [key for key in waiting.pop().reuses if key not in origins]
        origins.update(new)
        waiting += [made for key in new if (made := plan.get(Content, key))]
    return origins


def _finding(case: Case, near_by: list[_Near]) -> Finding:
    first = near_by[0]
    new, share = first.new, first.share
    at = (new.ref, *dict.fromkeys(one.other.ref for one in near_by))
    seen = {"like": [_seen(case, one) for one in near_by], "cost": case.spend(new).money}
    if share is None:
        says = f"has the title of {_others(case, near_by)}, for {_whom(case, first)}"
        return found(at, says, kind="notice", severity="info", part="title", stake=[new.ref], seen=seen)
    return found(
        at,
        _says(case, near_by, share),
        cause="stand in other content already, and do not say that they re-use it",
        stake=[new.ref],
        seen=seen,
        fixes=_fixes(new, first.other),
    )


def _says(case: Case, near_by: list[_Near], share: float) -> str:
    others, part = _others(case, near_by), f"{share * 100:.0f} %"
    if near_by[0].both_new:
        return f"{part} of its wording is that of another brief, {others}, and neither says that it re-uses the other"
    return f"{part} of its wording stands in {others} already, and it does not say that it re-uses it"


def _others(case: Case, near_by: list[_Near]) -> str:
    def said(item: Work) -> str:
        return f"{item.title} ({case.plan.title(f'team:{item.team}')})" if item.team else item.title

    return row([said(one.other) for one in near_by])


def _whom(case: Case, pair: _Near) -> str:
    both = set(reached(case.plan, pair.other))
    people = [case.plan.title(f"persona:{key}") for key in reached(case.plan, pair.new) if key in both]
    return f"{row(people)} at the stage {pair.new.stage}"


def _seen(case: Case, pair: _Near) -> Mapping[str, Any]:
    passage = longest_common(_text(pair.new), _text(pair.other))
    return {
        "with": pair.other.ref,
        "of its wording": None if pair.share is None else percent(pair.share),
        "both say": passage if len(passage) <= _PASSAGE else passage[: _PASSAGE - 1] + "…",
        "cost": case.spend(pair.other).money,
    }


def _fixes(new: Work, other: Work) -> Iterator[Fix]:
    reuses = [*(new.reuses if isinstance(new, Content) else ()), other.key]
    yield Fix(f"Make it from {other.title}", {new.ref: {"reuses": reuses}})
    asks = Blank(f"What of it goes into {other.title}?")
    yield Fix(f"Make one of the two: stop {new.title}", {new.ref: {"status": "stopped", "note": asks}})
    yield Fix("Say it in other words", {new.ref: {"text": Blank(f"How does it differ from {other.title}?")}})
