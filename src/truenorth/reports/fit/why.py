"""Why a date is what it is, in a sentence: what it waits for, by which statement, and how much later it may be."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.asof import OVER, AsOf
from truenorth.engines.feasibility.answer import Answer, Placed, Schedule
from truenorth.engines.feasibility.asked import Asked
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.of.says import day as on
from truenorth.engines.feasibility.problem import After, Claim, Work
from truenorth.engines.words import row
from truenorth.plan.entity import Ref
from truenorth.plan.plan import Plan
from truenorth.plan.work import Activity
from truenorth.reports.fit.words import SEVERAL, Words, days_said, share_of
from truenorth.reports.words import plain

NOTHING = "it has no dates, and the work draws on nothing of it"
SAID = 3  # statements of an item that are said


def why(asked: Asked, answer: Answer, ref: Ref, plan: Plan) -> str:
    """Why an item is when it is: `Spring letter runs from ... to ...: it waits for ..., which ...`."""
    words, fit = Words(asked, plan), Fit(asked, answer)
    schedule = fit.schedule
    works = [work for work in asked.problem.works if asked.items.get(work.key) == ref]
    title = words.title(ref)
    if not works:
        return f"{title} {_counted(words, fit, ref)}"
    placed = [(schedule[work.key], work) for work in works if work.key in schedule]
    if not placed:
        return f"{title} has no date: {_in_conflict(words, answer, works)}"
    first = min(placed, key=lambda one: (one[0].start, one[1].key))
    last = max(placed, key=lambda one: (one[0].end, one[1].key))
    when = f"{title} {_runs(words, first[0], last[0])}{_when(answer)}"
    return f"{when}: {_held(words, schedule, *first)}; {_slack(words, schedule, *last)}."


def _counted(words: Words, fit: Fit, ref: Ref) -> str:
    """What the verdict counts on of an item that is no work, and where most of it is used."""
    claims = [claim for claim in words.problem.claims.values() if claim.item == ref]
    if not claims:
        return f"does not count in the verdict: {_left_out(words, ref)}."
    said = row((f'"{plain(claim.says)}"' for claim in claims), SAID)
    return f"has no dates of its own. The verdict counts on {said}{_used(words, fit, claims)}."


def _left_out(words: Words, ref: Ref) -> str:
    """Why the verdict does not count on an item of which nothing is left, or nothing is known."""
    item, days = words.plan.find(ref), words.asked.days
    if item is None or not days:
        return NOTHING
    if item.status in (*OVER, "idea"):
        return f"its status is {item.status}"
    span = AsOf(words.plan, days[0]).span(item)
    if not isinstance(item, Activity) or span is None:
        return NOTHING
    when = " to ".join(dict.fromkeys(on(day, days[0]) for day in (span.start, span.end)))
    if span.end < days[0]:
        return f"its dates, {when}, are over. If it is still to be done, give it new ones"
    return f"its dates, {when}, lie beyond what is looked at"


def _used(words: Words, fit: Fit, claims: list[Claim]) -> str:
    """`; at its fullest, week 14, 97 % of it is used`, of what some statements hold."""
    keys, problem = {claim.key for claim in claims}, words.problem
    held = {one.resource for one in problem.pots if keys & {*one.claims}}
    held |= {one.key for one in problem.supplies if keys & {*one.claims}}
    titles = {one.title for one in problem.staff if one.claim in keys}
    loads = [load for load in fit.loads if load.resource in held or titles & {*load.title.split(SEVERAL)}]
    most = max(loads, key=lambda load: (load.share, -load.first), default=None)
    if most is None or not most.need:
        return ""
    when = words.period(most.first, most.last)
    fullest = "" if when == words.ALL else f"at its fullest, {when}, "
    return f"; {fullest}{share_of(most.share)} of it is used{_when(fit.answer)}"


def _runs(words: Words, first: Placed, last: Placed) -> str:
    if last.end - first.start <= 1:
        return f"is on {words.date(first.start)}"
    return f"runs from {words.date(first.start)} to {words.date(last.end - 1)}"


def _when(answer: Answer) -> str:
    """Whose dates they are, where the plan does not fit as it is."""
    if answer.verdict == "fits":
        return ""
    if any(repair.schedule for repair in answer.repairs):
        return " if the first way out is taken"
    lacks = "lacks least" if answer.verdict == "undecided" else "breaks one statement of each conflict"
    return f" in the schedule that {lacks}"


def _in_conflict(words: Words, answer: Answer, works: list[Work]) -> str:
    keys = {work.bundle for work in works}
    for conflict in answer.conflicts:
        claims = [words.problem.claims[key] for key in conflict.claims]
        own = {words.problem.bundle[key].do for key in keys if key in words.problem.bundle}
        if own & set(conflict.claims):
            return f"these can't all be true: {'; '.join(plain(claim.says) for claim in claims[:5])}."
    return "no schedule was found for the plan."


def _held(words: Words, schedule: Schedule, placed: Placed, work: Work) -> str:
    """What keeps it from beginning earlier."""
    for after, end in _waiting(words, schedule, work):
        if end + after.lag >= placed.start:
            ends = f"{words.work(after.first)}, which ends on {words.date(end - 1)}"
            return f"it waits for {ends}{_lag(after)}{_by(words, after.claims)}"
    if work.earliest >= placed.start:
        if placed.start == 0:
            return f"it begins today{_by(words, work.ready)}"
        return f"it may not begin before {words.date(work.earliest)}{_by(words, work.ready)}"
    for window in work.windows:
        if window.first >= placed.start:
            return f"what it needs is there from {words.date(window.first)} on{_by(words, window.claims)}"
    could = max([work.earliest, *(end + after.lag for after, end in _waiting(words, schedule, work))])
    busy = _shared(words, work)
    held = f"{busy} is used by other work until then" if busy else "nothing holds it"
    return f"by its dates it could begin on {words.date(could)}, and {held}"


def _waiting(words: Words, schedule: Schedule, work: Work) -> Iterator[tuple[After, int]]:
    """What work waits for and when that ends, the latest first."""
    ends = [
        (after, schedule[after.first].end)
        for after in words.problem.afters
        if after.then == work.key and after.first in schedule
    ]
    yield from sorted(ends, key=lambda one: (-(one[1] + one[0].lag), one[0].first))


def _lag(after: After) -> str:
    if not after.lag:
        return ""
    return f", and {days_said(after.lag)} more" if after.lag > 0 else f" (they may overlap by {days_said(-after.lag)})"


def _by(words: Words, claims: tuple[str, ...]) -> str:
    """By which statements: `, as "..." says`."""
    said = [f'"{plain(words.problem.claims[key].says)}"' for key in claims[:2] if key in words.problem.claims]
    return f" ({' and '.join(said)})" if said else ""


def _shared(words: Words, work: Work) -> str:
    """What the work draws on, in words; empty where it draws on nothing."""
    titles = {one.resource: one.title for one in words.problem.pots}
    titles |= {one.key: one.title for one in words.problem.supplies}
    titles |= {skill: f"time for {skill}" for one in words.problem.staff for skill in one.skills}
    used = [plain(titles[use.resource]) for use in work.uses if use.amount and use.resource in titles]
    return " or ".join(dict.fromkeys(used[:2]))


def _slack(words: Words, schedule: Schedule, placed: Placed, work: Work) -> str:
    """How much later it could end before something else is late."""
    ends = [(work.latest - placed.end, work.due, "")]
    for after in words.problem.afters:
        if after.first == work.key and after.then in schedule:
            ends.append((schedule[after.then].start - after.lag - placed.end, after.claims, words.work(after.then)))
    left, claims, waiting = min(ends, key=lambda one: (one[0], one[2]))
    if left <= 0:
        who = f"{waiting} waits for it" if waiting else f"it has to be over by then{_by(words, claims)}"
        return f"a day later is too late, as {who}"
    upon = f"{waiting} has to wait" if waiting else f"it is late{_by(words, claims)}"
    return f"it may be {days_said(left)} later before {upon}"
