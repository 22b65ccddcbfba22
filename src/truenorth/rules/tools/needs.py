"""TOOL01: what the work needs and no tool can do at the time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from truenorth.engines.between import between
from truenorth.engines.life import used
from truenorth.engines.offers import Offer, Offers, not_its_own
from truenorth.engines.words import row
from truenorth.plan.calendar import DAY, Span
from truenorth.plan.entity import Entity
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found, slug
from truenorth.rules.rule import rule
from truenorth.rules.tally import Part


@rule("TOOL01", asks="mops", reads=["activity", "tool"], severity="error")
def missing_capability(case: Case) -> Iterator[Finding]:
    """
    Work needs something that no tool can do at the time.

    ## Why it matters

    A strategy that waits for a tool is a hope with a date. Whoever runs the stack knows from when it can do what;
    the plan should know it before it is agreed.

    A capability is there while a tool that offers it is: from its first day, or its contract and the time to set it
    up, to the day it is switched off or its contract ends; and not before work that makes it possible (`enables`) is
    done. Where dates are vague, the tool has the benefit of the doubt. It is an error where it is there on no day
    between those of the work, or not on the day that it is in the market: what FIT01 reckons with, too. A part of the
    time without it, or a contract that only has to be renewed, is a warning. A capability that no tool in the plan
    names is a gap; a plan that names no capabilities is not judged. Where the only tool for it is one that the work
    names itself, TOOL03 says so; what lies beyond the horizon is left for later.

    ## Example

        activity:
          set-up: {name: Set up the mailer, end: 2027-03-31, enables: {mailer: forms}}
          spring-letter: {needs: {forms: null, emails: 12000}}
          open-house: {needs: {forms: 1}, start: 2027-03-15}

    ## Finds

        activity:open-house it needs forms from 2027-03-15, and no tool has this before 2027-04-01

    ## Put right

        activity: {set-up: {end: 2027-02-26}}
    """
    stated = Offers(case, [])
    if not stated.tools:
        return
    concerned, offers = _concerned(case, stated)
    lacking: dict[str, list[_Lack]] = {}
    for activity in concerned:
        for name in activity.needs:
            if offers.is_always(name) or not case.live(activity):
                continue
            if not offers.of(name):
                yield _nobody_offers(activity, name)
            elif lack := _lack(case, activity, not_its_own(activity, offers.of(name))):
                lacking.setdefault(name, []).append(lack)
    for name, lacks in sorted(lacking.items()):
        yield _finding(case, name, lacks)


def _concerned(case: Case, stated: Offers) -> tuple[list[Activity], Offers]:
    """The work that may lack something, and what the tools offer once the work that enables it is done."""

    def part(item: Entity) -> Part | None:
        if not isinstance(item, Activity) or not (item.needs or item.enables):
            return None
        special = item.enables or not all(stated.is_always(name) for name in item.needs)
        return (item.ref if special else tuple(item.needs)), (1,)

    keys = case.tally("TOOL01", part).sums
    special = [case.plan.entities[key] for key in sorted(key for key in keys if isinstance(key, str))]
    known = [item for item in special if isinstance(item, Activity)]
    offers = Offers(case, [work for work in known if work.enables])
    if offers.enabling and not all(offers.is_always(name) for key in keys if isinstance(key, tuple) for name in key):
        return [activity for activity in case.plan.all(Activity) if activity.needs], offers
    return known, offers


@dataclass(frozen=True)
class _Lack:
    """An activity that lacks a capability: from when it needs it, the days without it, and what could help.

    `renewal`: only a contract has to be renewed. `sure`: it cannot be done with what is there.
    """

    activity: Activity
    since: date
    gap: Span
    offers: tuple[Offer, ...]
    renewal: bool
    sure: bool


def _lack(case: Case, activity: Activity, offers: list[Offer]) -> _Lack | None:
    since, until = used(case, activity)
    if not offers or until is None or until < case.today:
        return None
    until = min(until, case.horizon.end)
    need = Span(min(since or until, until), until)
    for renewed in (True, False):  # is it the tool that is missing, or only a contract to renew?
        if gap := _uncovered(need, [(o.first, o.until if renewed else o.contract) for o in offers]):
            sure = renewed and _cannot(case, activity, offers)
            return _Lack(activity, need.start, gap, tuple(offers), not renewed, sure)
    return None


def _cannot(case: Case, activity: Activity, offers: Iterable[Offer]) -> bool:
    """Whether no day of the work, or not the one in the market, lies between the first and the last day of any tool."""
    there = Span(min(offer.first for offer in offers), max(offer.until for offer in offers))
    launch = case.calendar.span(activity.in_market)
    if launch and launch.start >= case.today and there.start > case.today:
        return not Span(launch.start, _working(case, launch.end)).meets(there)
    dates = between(case, activity)
    days = Span(max(dates.first or case.today, case.today), dates.last or date.max)
    return not dates.is_over and not days.meets(there)


def _working(case: Case, day: date) -> date:
    """A day, or the next working day: what is in the market at a weekend is there on Monday, too."""
    days = (day + n * DAY for n in range(31))
    return next((one for one in days if case.calendar.is_working(one)), day)


def _uncovered(need: Span, there: Iterable[tuple[date, date]]) -> Span | None:
    """The first days of a span on which nothing is there."""
    day = need.start
    later = date.max
    for first, until in sorted(there):
        if first > day:
            later = first
            break
        if until >= need.end:
            return None
        day = max(day, until + DAY)
    return Span(day, min(later - DAY, need.end))


def _finding(case: Case, name: str, lacks: list[_Lack]) -> Finding:
    lacks = sorted(lacks, key=lambda lack: (lack.renewal, lack.since, lack.activity.ref))
    first = lacks[0]
    comes = [offer for offer in first.offers if offer.first > first.gap.start]
    if comes:
        when = f"no tool has this before {min(offer.first for offer in comes)}"
    elif first.renewal:
        when = f"the contract for it ends on {first.gap.start - DAY}"
    else:
        when = f"no tool has this after {first.gap.start - DAY}"
    others = f", like {row(lack.activity.title for lack in lacks[1:])}" if len(lacks) > 1 else ""
    return found(
        (*(lack.activity.ref for lack in lacks), *(offer.tool.ref for offer in first.offers)),
        f"it needs {name} from {first.since}{others}, and {when}",
        part=slug(name),
        severity="error" if any(lack.sure for lack in lacks) else "warning",
        stake=[lack.activity.ref for lack in lacks],
        seen={
            "capability": name,
            "without_it": {lack.activity.ref: [str(lack.gap.start), str(lack.gap.end)] for lack in lacks},
            "offered_by": [offer.tool.ref for offer in first.offers],
        },
        fixes=_fixes(case, first, comes),
    )


def _fixes(case: Case, lack: _Lack, comes: list[Offer]) -> Iterator[Fix]:
    for offer in comes[:1]:
        if offer.waits_for:
            title = case.plan.title(offer.waits_for)
            yield Fix(f"Finish {title} sooner", {offer.waits_for: {"end": Blank("By when can it be done?")}})
        else:
            asks = Blank("From which day can it be used?")
            yield Fix(f"Have {offer.tool.title} sooner", {offer.tool.ref: {"available_from": asks}})
    if not comes:
        offer = max(lack.offers, key=lambda offer: offer.contract)
        name = "contract_to" if lack.renewal else "retired_on"
        yield Fix(f"Keep {offer.tool.title} longer", {offer.tool.ref: {name: Blank("Until when is it there?")}})
    yield Fix(f"Move {lack.activity.title}", {lack.activity.ref: {"start": Blank("From when, with the tool there?")}})


def _nobody_offers(activity: Activity, name: str) -> Finding:
    asks = Blank(f"Which tools does it use, and which of them can do {name}?")
    return found(
        activity.ref,
        f"it needs {name}, which no tool offers",
        kind="gap",
        cause=f"need {name}, which no tool offers",
        part=slug(f"no {name}"),
        fixes=[Fix("Name the tool that can do it", {activity.ref: {"tools": asks}})],
    )
