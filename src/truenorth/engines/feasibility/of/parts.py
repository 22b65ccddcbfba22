"""The parts of each piece of work: doing it, the day on which customers meet it, and its time in the market."""

from __future__ import annotations

from collections.abc import Sequence

from truenorth.engines.feasibility.of.dates import Planned, due_claim, ready_claim
from truenorth.engines.feasibility.of.draft import Draft
from truenorth.engines.feasibility.of.limits import Limits
from truenorth.engines.feasibility.of.money import Money
from truenorth.engines.feasibility.of.people import People
from truenorth.engines.feasibility.of.seats import Seats
from truenorth.engines.feasibility.of.taking import Taking
from truenorth.engines.feasibility.of.tools import Tools
from truenorth.engines.feasibility.of.work import do_claim
from truenorth.engines.feasibility.problem import Use, Window, Work
from truenorth.plan.calendar import Span


def put_work(draft: Draft, work: Sequence[Planned], *, assume: bool = True) -> None:
    """Put down what is done, with all that it draws on; `assume` fills in hours that nobody stated."""
    parts = _Parts(draft, work, assume)
    for one in work:
        parts.put(one)


class _Parts:
    """What the work of a plan draws on, and how it is put down."""

    def __init__(self, draft: Draft, work: Sequence[Planned], assume: bool) -> None:
        self.draft = draft
        self.drawn = (People(draft, work, assume=assume), Limits(draft, work), Money(draft, work))
        self.taking, self.tools, self.seats = Taking(draft, work), Tools(draft, work), Seats(draft, work)

    def put(self, one: Planned) -> None:
        """A piece of work: as long as its dates let it be, at its shortest a day."""
        uses = [use for kind in self.drawn for use in kind.uses(one)]
        do_claim(self.draft, one.activity)
        brings = self.taking.brings(one)
        if one.share < 1 and (uses or brings):
            self.draft.begun.add(one.activity.ref)
        windows, needs = self.tools.windows(one), self.tools.needs(one)
        launch = self._launch(one, [*windows, *needs])
        self._doing(one, [*uses, *self.seats.uses(one)], windows if launch else [*windows, *needs])
        self.tools.waits(one, launch or one.activity.ref)
        self._market(one, brings)

    def _doing(self, one: Planned, uses: Sequence[Use], windows: Sequence[Window]) -> None:
        days = 0 if one.activity.milestone else 1
        work = Work(
            one.activity.ref,
            one.activity.title,
            one.activity.ref,
            days,
            days and self.draft.clock.size,
            one.earliest,
            one.latest,
            tuple(uses),
            tuple(windows),
            one.ready,
            one.due,
        )
        self._add(one, work)

    def _launch(self, one: Planned, windows: Sequence[Window]) -> str:
        """The day on which customers meet it, where a tool that it takes comes only after today."""
        span = self.draft.asof.calendar.span(one.activity.in_market)
        if span is None or span.start < self.draft.asof.today or all(window.first <= 0 for window in windows):
            return ""
        claim = due_claim(self.draft, one.activity, "in_market", span.end)
        key, title = f"{one.activity.ref}/launch", f"{one.activity.title} in the market"
        first, last = self.draft.clock.first(span.start), self.draft.clock.after(span.end)
        last = max(last, first + 1)
        work = Work(key, title, one.activity.ref, 1, 1, first, last, (), tuple(windows), (claim,), (claim,))
        self._add(one, work)
        return key

    def _market(self, one: Planned, brings: Sequence[tuple[Span, Use]]) -> None:
        """The time in which customers meet it and something comes of it."""
        if not brings:
            return
        draft, activity, span = self.draft, one.activity, brings[0][0]
        ready, due = tuple[str, ...](), tuple[str, ...]()
        name = "in_market" if activity.in_market else "start" if activity.start else "period"
        if span.start > draft.asof.today:
            claim = due_claim if name == "in_market" else ready_claim
            day = draft.asof.calendar.end(activity.in_market) if name == "in_market" else span.start
            ready = (claim(draft, activity, name, day or span.start),)
        name = "end" if activity.end else "period"
        due = (due_claim(draft, activity, name, span.end),)
        first, last = draft.clock.between(span)
        size, uses = draft.clock.size, tuple(use for _, use in brings)
        key, title = f"{activity.ref}/market", f"{activity.title} in the market"
        self._add(one, Work(key, title, activity.ref, 1, size, first, max(last, first + 1), uses, (), ready, due))

    def _add(self, one: Planned, work: Work) -> None:
        self.draft.works.append(work)
        self.draft.items[work.key] = one.activity.ref
