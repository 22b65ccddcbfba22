"""BEAT03: decisions and suggestions of meetings that wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from truenorth.plan.entity import Ref
from truenorth.records.week import Choice, Suggestion, latest
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, found, whole
from truenorth.rules.rule import rule

SHOWN = 80  # characters of what was said


@rule("BEAT03", asks="cmo", reads=["cadence", "company", "records"], kind="notice", wave=2)
def learnt_and_not_done(case: Case, *, days: float = 7, overdue: float = 14) -> Iterator[Finding]:
    """
    Something was decided or suggested in a meeting, and nothing came of it.

    ## Why it matters

    A team learns where what it found out changes what it does next. A decision that names nobody and no day is a
    decision to talk about it again.

    Looks at the decisions and suggestions of stand-ups that are open: those that after `days` days name no owner, or
    no day; decisions whose day is past for more than `overdue` days; and suggestions that nobody has accepted or
    dropped after `days` days. Without records, nothing is said.

    ## Example

        records:
          choice:
          - {key: a, meeting: weekly@2026-12-28, what: Send the letter by post too, about: activity:spring-letter, on: 2026-12-28}

    ## Finds

        activity:spring-letter “Send the letter by post too” was decided 14 days ago, without an owner and a day

    ## Put right

        records:
          choice:
          - {key: a, meeting: weekly@2026-12-28, what: Send the letter by post too, on: 2026-12-28, owner: demand-lead, until: 2027-01-29}
    """  # noqa: E501
    for choice in latest(case.records.choices):
        if choice.state == "open" and (says := _waits(case, choice, days, overdue)):
            yield _found(case, choice, says)
    for one in latest(case.records.suggestions):
        age = _age(case, one.on)
        if one.state == "open" and age > days:
            yield _found(case, one, f"was suggested {age} days ago, and nobody has accepted or dropped it")


def _waits(case: Case, choice: Choice, days: float, overdue: float) -> str:
    """What a decision waits for; nothing where it does not wait for too long."""
    missing = [name for name, there in (("an owner", choice.owner), ("a day", choice.until)) if not there]
    age = _age(case, choice.on)
    if missing and age > days:
        return f"was decided {age} days ago, without {' and '.join(missing)}"
    late = (case.today - choice.until).days if choice.until else 0
    return f"was to be done by {choice.until}, {late} days ago" if late > overdue else ""


def _age(case: Case, on: date | None) -> int:
    return (case.today - on).days if on else 0


def _found(case: Case, one: Choice | Suggestion, says: str) -> Finding:
    what = one.what if len(one.what) <= SHOWN else f"{one.what[:SHOWN].rstrip()}…"
    seen = {"meeting": one.meeting, "owner": one.owner, "said on": str(one.on or "")}
    return found(_place(case, one), f"“{' '.join(what.split())}” {says}", part=one.key, seen=seen)


def _place(case: Case, one: Choice | Suggestion) -> Ref:
    """Where it is told: at the item it is about, else at the meeting's cadence, else at the company."""
    cadence = f"cadence:{one.meeting.partition('@')[0]}"
    return next((ref for ref in (one.about, cadence) if ref in case.whole.entities), whole(case.whole))
