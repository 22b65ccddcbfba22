"""The questions whose answers would tell most: what everything else rests on first, then the heaviest gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truenorth.plan.resources import Role
from truenorth.plan.strategy import Goal, Objective
from truenorth.plan.work import Activity
from truenorth.reports.fit.told import Open
from truenorth.reports.fit.told import Told as Fit
from truenorth.reports.report import Entry, Report
from truenorth.reports.words import PARTIES, plain

MOST = 3
FOR_GOALS = "GOAL01"  # asks of each piece of work what it serves; said once where there is no goal at all


@dataclass(frozen=True)
class Question:
    """A question whose answer would tell much: what it is asked about, and who is asked."""

    asks: str
    about: str
    of: str


def questions(report: Report, fit: Fit | None = None) -> Iterator[Question]:
    """At most three questions: what a verdict rests on first, then what everything else is weighed by, then gaps."""
    asked: list[str] = []
    open_ = fit.questions if fit else ()
    first = open_ if fit and fit.verdict == "may not fit" else ()
    people = tuple(one for one in open_ if one.field == "hours_per_week")
    for question in (
        *map(_of_verdict, first),
        *_foundations(report, bool(people)),
        *map(_of_verdict, people),
        *_gaps(report),
        *map(_of_verdict, open_),
    ):
        if question.asks not in asked:
            asked.append(question.asks)
            yield question
        if len(asked) == MOST:
            return


def _of_verdict(one: Open) -> Question:
    """What nobody stated and could change whether the plan fits."""
    assumed = f"assumed: {one.assumed}" if one.assumed else ""
    about = "; ".join(part for part in (one.turns, one.rests, assumed) if part)
    return Question(one.says, about[:1].upper() + about[1:], PARTIES["lead"])


def _foundations(report: Report, people_are_asked: bool) -> Iterator[Question]:
    """Goals, numbers to see them by, costs and hours: without them nothing can be traced or weighed."""
    plan = report.plan
    count = len(plan.all(Activity))
    if not count:
        return
    if not plan.all(Goal):
        work = "1 piece of work serves" if count == 1 else f"{count} pieces of work serve"
        yield Question(
            "Which two or three goals is this work for?", f"{work} none that is written down", PARTIES["cmo"]
        )
    if not plan.all(Objective):
        about = "An objective with a number and a date; none is written down"
        yield Question("By which numbers, and by when, will you see that it worked?", about, PARTIES["business"])
    if people_are_asked:
        return
    if report.index.value is None:
        about = "Without costs and hours nothing can be weighed, and there is no index; begin with the largest piece"
        yield Question("What does the work cost, and how many hours does it take?", about, PARTIES["lead"])
    elif not any(role.hours_per_week for role in plan.all(Role)):
        about = "Without it nobody can say whether the work can be done"
        yield Question("How many hours a week has whoever does the work?", about, PARTIES["lead"])


def _gaps(report: Report) -> Iterator[Question]:
    """The questions of the gaps: those with most money behind them first, then those on most items."""
    gaps = [entry for entry in report.entries if entry.is_open and entry.finding.kind == "gap"]
    gaps.sort(key=lambda entry: (-(entry.finding.at_stake.money or 0), -len(entry.finding.at), entry.finding.id))
    for entry in gaps:
        blank = next((blank for fix in entry.finding.fixes for blank in fix.blanks()), None)
        if blank and not (entry.finding.rule == FOR_GOALS and not report.plan.all(Goal)):
            subject = report.title(blank[0]) if report.plan.find(blank[0]) else entry.name
            yield _question(entry, subject, plain(blank[2]))


def _question(entry: Entry, subject: str, asks: str) -> Question:
    """A question with its subject, which `it` in it stands for, and what it is asked about."""
    if subject in asks:
        return Question(asks, entry.headline, entry.asks)
    about = entry.says if subject == entry.name else entry.headline
    is_word = asks[1:2].islower()
    asked = f"{subject}: {asks[:1].lower() + asks[1:] if is_word else asks}"
    return Question(asked, about[:1].upper() + about[1:], entry.asks)
