"""The loop's six steps: which are done, which is next, and what is missing for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from truenorth.engines.words import row
from truenorth.plan.plan import Plan
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity
from truenorth.reports.agree import Room
from truenorth.reports.report import Report

State = Literal["done", "now", "later"]
STEPS = ("Plan", "Check", "Agree", "Run", "Measure", "Learn")


RUN = "Both sides have agreed: the work goes on as it was agreed."


@dataclass(frozen=True)
class Step:
    """A step of the loop; `missing` is what it lacks, told for the one that is next."""

    name: str
    state: State
    missing: str = ""


def loop(report: Report, tone: str, *, loaded: bool = False, room: Room | None = None) -> tuple[Step, ...]:
    """The steps for a plan; `tone` is that of the newest answer whether it all fits, empty where there is none.

    `room` tells how far the agreement is, once the plan was put up for it: what is open then is for both sides to
    weigh, and no longer keeps the plan from the next step.
    """
    lacks: tuple[str, ...] = (_of_plan(report.plan), _of_check(report, tone), _of_agreement(loaded))
    if room is not None and room.state != "draft":
        lacks = ("", "", room.says if room.state == "in review" or room.asks else "", RUN)
    now = next(number for number, one in enumerate(lacks) if one)
    return tuple(
        Step(name, "done" if number < now else "now" if number == now else "later", lacks[now] if number == now else "")
        for number, name in enumerate(STEPS)
    )


def _of_plan(plan: Plan) -> str:
    lacks = [words for kind, words in _NEEDED if not plan.all(kind)]
    return f"The plan lacks {row(lacks, len(lacks))}." if lacks else ""


_NEEDED = ((Goal, "a goal"), (Objective, "an objective with its number"), (Activity, "the work itself"))


def _of_check(report: Report, tone: str) -> str:
    return "; ".join(_open(report, tone)) + "." if any(_open(report, tone)) else ""


def _open(report: Report, tone: str) -> Iterator[str]:
    heavy = [entry for entry in report.entries if entry.is_open and entry.finding.kind == "contradiction"]
    required = sum(entry.required for entry in heavy)
    if heavy:
        count = len(heavy)
        also = f", {required:,} of them of required rules" if required else ""
        yield f"{count:,} contradiction{'' if count == 1 else 's'} to settle or to accept{also}"
    if tone == "bad":
        yield "some statements can't all be true"
    elif tone != "good":
        yield "whether it all fits is open"


def _of_agreement(loaded: bool) -> str:
    """Agreeing on one version is the next step; until then, data may be there already."""
    data = " Data are loaded already." if loaded else ""
    return f"Nothing stands in the way of putting this version up for agreement.{data}"
