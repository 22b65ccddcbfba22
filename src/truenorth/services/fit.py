"""Whether a plan in a folder fits: asked of the engine, a way out as edits, and why a date is what it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from truenorth.engines.asof import AsOf
from truenorth.engines.feasibility.answer import Repair
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.proved import MISSING, is_installed, proved
from truenorth.engines.feasibility.questions import answer_edits
from truenorth.plan.edit import Edit
from truenorth.reports.fit import why as said
from truenorth.reports.fit.told import Told
from truenorth.rules import RULES
from truenorth.rules.fit import changes
from truenorth.services.check import Judged
from truenorth.services.plan import Failed, Refused, find

Prove = Callable[[AsOf], Fit | None]


@dataclass(frozen=True)
class Taken:
    """A way out that somebody wants: what it is called, and the edits of the plan that it means."""

    title: str
    edits: tuple[Edit, ...]


def asking(repairs: int, tell: Callable[[str], None] | None = None) -> Prove:
    """How the engine is asked: for so many ways out, telling what it is at."""
    return partial(proved, repairs=repairs, tell=tell)


def missing() -> str:
    """How to learn whether it all fits, where that needs an extra that is not installed; else nothing."""
    return "" if is_installed() else MISSING


def verdict(found: Judged) -> tuple[Fit, Told]:
    """The verdict of a check. Raises Refused where there is none, and says what to do; Failed where the engine did."""
    told = found.fit
    fit = found.case.verdict if told else None
    if fit is None or told is None:
        raise _none(found)
    return fit, told


def _none(found: Judged) -> Refused:
    """Why there is no verdict."""
    if hint := missing():
        return Refused(hint)
    for one in found.checked.not_run:
        if RULES[one.rule].heavy:
            fault = f"{one.error} ({one.place})"
            return Failed(
                f"whether it all fits could not be worked out: a fault of Truenorth, not of the plan: {fault}"
            )
    return Refused("whether it all fits was not asked: FIT01 is switched off in truenorth.yaml")


def why(found: Judged, word: str) -> str:
    """Why an item is when it is; a ref, a key or a name may be given."""
    fit, _ = verdict(found)
    plan = found.folder.plan
    return said(fit.asked, fit.answer, find(plan, word), plan)


def take(found: Judged, number: int) -> Taken:
    """A way out by its number, as edits of the plan."""
    fit, told = verdict(found)
    if not 1 <= number <= len(fit.repairs):
        raise Refused(_no_way(told, len(fit.repairs), number))
    repair: Repair = fit.repairs[number - 1]
    edits = changes(found.folder.plan, fit, repair)
    if not edits:
        raise Refused(f"way out {number} changes nothing that the plan states: it is for you to arrange")
    return Taken(told.ways[number - 1].title, tuple(edits))


def answered(found: Judged, text: str) -> Taken:
    """The answer to one of the questions, given as `NUMBER=VALUE`, as edits of the plan."""
    fit, _ = verdict(found)
    number, equals, value = text.partition("=")
    asked = fit.asked.questions
    if not equals or not number.strip().isdecimal() or not 1 <= int(number) <= len(asked):
        many = f"1 to {len(asked)}" if asked else "none is asked now"
        raise Refused(f"'{text[:60]}' answers no question: write NUMBER=VALUE, such as 1=30 ({many})")
    question = asked[int(number) - 1]
    try:
        edits = answer_edits(found.folder.plan, question, value)
    except ValueError as error:
        raise Refused(str(error)) from None
    return Taken(f"{question.says} {value.strip()}", tuple(edits))


def _no_way(told: Told, many: int, number: int) -> str:
    if not many:
        because = told.fewer or told.headline
        return f"there is no way out to take: {because[:1].lower()}{because[1:]}"
    return f"there is no way out {number}: there {'is 1' if many == 1 else f'are {many}'}; --repairs finds more"
