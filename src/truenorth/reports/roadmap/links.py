"""What leads from one piece of work to another: what waits, where the customer goes next, and what is handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from truenorth.plan.entity import Ref
from truenorth.plan.work import Activity, Feed
from truenorth.reports.values import said
from truenorth.reports.words import plain
from truenorth.rules.case import Case


@dataclass(frozen=True)
class Link:
    """A line between two bars: what it stands for, and in words."""

    kind: Literal["after", "next", "feed"]
    giver: Ref
    taker: Ref
    says: str


def links(case: Case, shown: Iterable[Ref]) -> Iterator[Link]:
    """The lines between bars that are shown, each once; a feed of programs joins the first bars of the two."""
    refs = dict.fromkeys(shown)
    first: dict[str, Ref] = {}
    for ref in refs:
        item = case.plan.find(ref)
        if isinstance(item, Activity):
            yield from _of(case, item, refs)
            first.setdefault(f"program:{item.program}", ref)
    for feed in case.all_live(Feed):
        ends = [first.get(ref, ref) if ref else "" for ref in (_ref(feed.giver), _ref(feed.taker))]
        if ends[0] in refs and ends[1] in refs and ends[0] != ends[1]:
            yield Link("feed", ends[0], ends[1], _handed_on(case, feed))


def _of(case: Case, item: Activity, refs: dict[Ref, None]) -> Iterator[Link]:
    title = plain(item.title)
    for before in item.after:
        if before.ref in refs:
            lag = f", {before.lag.words} later" if before.lag else ""
            yield Link("after", before.ref, item.ref, f"{title} waits for {plain(case.plan.title(before.ref))}{lag}")
    step = item.next_step and (item.next_step if ":" in item.next_step else f"activity:{item.next_step}")
    if step and step in refs and step != item.ref:
        yield Link("next", item.ref, step, f"From {title} the customer goes to {plain(case.plan.title(step))}")


def _handed_on(case: Case, feed: Feed) -> str:
    giver, taker = (plain(case.plan.title(_ref(end))) for end in (feed.giver, feed.taker))
    much, each, often = said(feed.volume).partition(" per ") if feed.volume else ("", "", "")
    much = f"{much} {feed.unit}{each}{often}".strip() or "something"
    return f"{giver} hands {plain(much)} on to {taker}"


def _ref(end: str | None) -> Ref:
    return "" if not end else end if ":" in end else f"program:{end}"
