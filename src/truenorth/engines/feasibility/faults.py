"""What is wrong with a problem before anything is solved: the place, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from truenorth.engines.feasibility.answer import Fault
from truenorth.engines.feasibility.problem import Problem, Work
from truenorth.engines.feasibility.waiting import circle

MOST = 10**12  # the largest number that means something: in cents, ten billion; sums of such numbers stay exact
LONGEST = 10**6  # days


def faults(problem: Problem) -> tuple[Fault, ...]:
    """Why a problem cannot be solved at all; none where it can. A problem with nothing in it fits.

    Statements that contradict each other are no fault: a date before the plan begins, work longer than its window, a
    skill that nobody has. They are conflicts, with claims that can be given up.
    """
    found = [*_calendar(problem), *_twice(problem), *_unknown(problem), *_numbers(problem)]
    if found:  # what follows relies on all this
        return tuple(found)
    return (*_lengths(problem), *_circle(problem))


def _calendar(problem: Problem) -> Iterator[Fault]:
    weeks = problem.weeks
    if not _whole(problem.days) or problem.days < 0 or (problem.works and not problem.days):
        yield Fault("days", "days", f"The plan has {problem.days} working days. Give it a period with at least one.")
    elif list(weeks) != sorted(set(weeks)) or (weeks and not 0 <= weeks[0] <= weeks[-1] < problem.days):
        yield Fault(
            "days", "weeks", f"The weeks {_some(weeks)} are not first days, in order, of {problem.days:,} days."
        )
    elif problem.staff and (not weeks or weeks[0]):
        yield Fault("days", "weeks", "Hours are limited by the week, and the weeks do not begin with day 0.")


def _some(values: Sequence[object]) -> str:
    shown = ", ".join(map(str, values[:5]))
    return f"{shown}, …" if len(values) > 5 else shown


def _twice(problem: Problem) -> Iterator[Fault]:
    keys = {
        "bundle": [one.key for one in problem.bundles],
        "work": [one.key for one in problem.works],
        "supply": [one.key for one in problem.supplies],
        "staff": [one.key for one in problem.staff],
        "lever": [one.key for one in problem.levers],
    }
    for kind, many in keys.items():
        for key, count in Counter(many).items():
            if count > 1:
                yield Fault(
                    "twice", f"{kind} {key}", f"{count} times there is a {kind} '{key}'. Give each its own key."
                )


def _unknown(problem: Problem) -> Iterator[Fault]:
    known: Mapping[str, Container[str]] = {"claim": problem.claims, "bundle": problem.bundle, "work": problem.work}
    for at, kind, keys in _named(problem):
        for key in keys:
            if key not in known[kind]:
                yield Fault("unknown", at, f"{at} names {kind} '{key}', which there is not. Name one that there is.")


def _named(problem: Problem) -> Iterator[tuple[str, str, Iterable[str]]]:
    """(where, kind, keys) of all that names something else."""
    for bundle in problem.bundles:
        yield f"bundle {bundle.key}", "claim", (bundle.do,)
    for work in problem.works:
        yield f"work {work.key}", "bundle", (work.bundle,)
        more = [one.claims for one in work.windows] + [one.claims for one in work.uses]
        yield (
            f"work {work.key}",
            "claim",
            (*work.ready, *work.due, *work.lead, *(claim for many in more for claim in many)),
        )
    for after in problem.afters:
        at = f"'{after.then} after {after.first}'"
        yield at, "work", (after.first, after.then)
        yield at, "claim", after.claims
    for supply in problem.supplies:
        yield f"supply {supply.key}", "claim", supply.claims
    for pot in problem.pots:
        yield f"pot {pot.resource}, day {pot.first}", "claim", pot.claims
    for staff in problem.staff:
        yield f"staff {staff.key}", "claim", (staff.claim,)
    for clash in problem.clashes:
        yield f"clash '{clash.says}'", "claim", clash.claims
    for lever in problem.levers:
        yield f"lever {lever.key}", "claim", (lever.claim,)


def _numbers(problem: Problem) -> Iterator[Fault]:
    for at, what, value, least, most in _counted(problem):
        if not _whole(value):
            yield Fault("number", at, f"{at}: {what} is {value}, and has to be a whole number.")
        elif value < least:
            yield Fault("number", at, f"{at}: {what} is {value:,}, and has to be {least:,} or more.")
        elif value > most:
            mend = "Is it in another unit?" if most == MOST else "Are they days?"
            yield Fault("number", at, f"{at}: {what} is {value:,}; more than {most:,} is no plan. {mend}")
    for at, what, have, need in _series(problem):
        if have != need:
            yield Fault("number", at, f"{at}: there are {have:,} numbers for {need:,} {what}. Give one for each.")
    for bundle in problem.bundles:
        if not 0 <= bundle.value <= MOST:
            at = f"bundle {bundle.key}"
            yield Fault("number", at, f"{at}: the value is {bundle.value}, and has to be 0 or more.")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _counted(problem: Problem) -> Iterator[tuple[str, str, int, int, int]]:
    """(where, what, the number, the least and the most it may be)."""
    for work in problem.works:
        yield from _counted_of(work)
    for after in problem.afters:
        yield f"'{after.then} after {after.first}'", "the lag", after.lag, -LONGEST, LONGEST
    for supply in problem.supplies:
        for much in set(supply.per_day):
            yield f"supply {supply.key}", "what there is on a day", much, 0, MOST
    for pot in problem.pots:
        at = f"pot {pot.resource}, day {pot.first}"
        yield at, "the first day", pot.first, -LONGEST, LONGEST
        yield at, "the last day", pot.last, -LONGEST, LONGEST
        yield at, "the amount", pot.amount, 0, MOST
        yield at, "what is let pass beyond the amount", pot.spare, 0, MOST
    for staff in problem.staff:
        for much in set(staff.per_week):
            yield f"staff {staff.key}", "what can be worked in a week", much, 0, MOST
    for lever in problem.levers:
        yield f"lever {lever.key}", "the step", lever.by, 0, MOST
        yield f"lever {lever.key}", "the number of steps", lever.most, 0, MOST


def _counted_of(work: Work) -> Iterator[tuple[str, str, int, int, int]]:
    at = f"work {work.key}"
    yield at, "the shortest", work.shortest, 0, LONGEST
    yield at, "the longest", work.longest, 0, LONGEST
    yield at, "the first day", work.earliest, -LONGEST, LONGEST
    yield at, "the last day", work.latest, -LONGEST, LONGEST
    for window in work.windows:
        yield at, "the first day of a window", window.first, -LONGEST, LONGEST
        yield at, "the last day of a window", window.last, -LONGEST, LONGEST
    for use in work.uses:
        yield at, f"what it draws from {use.resource}", use.amount, 0, MOST
        yield at, f"the lag of what it draws from {use.resource}", use.lag, -LONGEST, LONGEST
        if use.on is not None:
            yield at, f"the day of what it draws from {use.resource}", use.on, -LONGEST, LONGEST


def _series(problem: Problem) -> Iterator[tuple[str, str, int, int]]:
    for supply in problem.supplies:
        yield f"supply {supply.key}", "days", len(supply.per_day), problem.days
    for staff in problem.staff:
        yield f"staff {staff.key}", "weeks", len(staff.per_week), len(problem.weeks)


def _lengths(problem: Problem) -> Iterator[Fault]:
    supplies = {one.key for one in problem.supplies}
    timed = supplies | {skill for one in problem.staff for skill in one.skills} - {one.resource for one in problem.pots}
    for work in problem.works:
        at = f"work {work.key}"
        if work.shortest > work.longest:
            says = f"{work.title} takes {work.shortest:,} days at least and {work.longest:,} at most. Swap them."
            yield Fault("length", at, says)
        for use in work.uses:
            if use.resource in timed and use.amount and not work.shortest:
                says = f"{work.title} may take no time at all, and uses {use.resource} while it runs."
                yield Fault("length", at, f"{says} Give it a day or more.")
            if use.resource in supplies and use.on is not None:
                says = f"{work.title} uses {use.resource} on day {use.on:,} alone. Only what is drawn in all has a day."
                yield Fault("day", at, says)


def _circle(problem: Problem) -> Iterator[Fault]:
    if around := circle([(after.first, after.then) for after in problem.afters]):
        titles = [problem.work[key].title for key in around]
        waits = "; ".join(
            f"{then} waits for {first}" for first, then in zip(titles, (*titles[1:], titles[0]), strict=True)
        )
        says = f"Work waits for itself: {waits}. Take one of these away."
        yield Fault("cycle", " > ".join(around), says)
