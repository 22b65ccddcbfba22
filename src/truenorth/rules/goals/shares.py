"""GOAL12: whether the shares that teams take of a whole leave a part to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from truenorth.engines.words import row
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, Severity, found
from truenorth.rules.goals.wholes import Rest, Whole, wholes
from truenorth.rules.rule import rule


@rule("GOAL12", asks="cmo", reads=["objective", "team", "goal"])
def shares_leave_a_part_to_nobody(case: Case) -> Iterator[Finding]:
    """
    The shares of a whole leave a part to nobody.

    ## Why it matters

    What no plan holds is brought by nobody: where teams share out a whole, the part that none of them takes is
    missing at the end, and each side looks at the other. Every plan by itself may be agreed and right.

    Objectives of two teams or more that name the same whole (`share_of`) are added up in each period in which they
    state a share, with `targets` by period or one `target` for all. A share such as `> 40 %` may be more: of what it
    leaves, that is said as "up to". Where a share is undisclosed or not a percentage the period is left out; less
    than one percent is rounding. Shares of more than 100 % in all are an error.

    ## Example

        objective:
          from-sales: {name: Sales brings half, team: sales, share_of: qualified pipeline, target: 50 %}
          from-demand:
            name: A growing part from marketing
            team: demand
            share_of: Qualified pipeline
            targets: {2027-Q1: 10 %, 2027-Q2: 20 %, 2027-Q3: 30 %, 2027-Q4: '> 40 %'}

    ## Finds

        objective:from-demand 40, 30 and 20 % of qualified pipeline are nobody's in 2027-Q1, 2027-Q2 and 2027-Q3, and up to 10 % in 2027-Q4: Demand generation takes 10, 20, 30 and > 40 %, Sales 50 %

    ## Put right

        objective: {from-demand: {targets: {2027-Q1: 50 %, 2027-Q2: 50 %, 2027-Q3: 50 %, 2027-Q4: 50 %}}}
    """  # noqa: E501
    for whole in wholes(case):
        rests = whole.rests()
        if any(rest.at_least > 1 for rest in rests):
            yield _nobodys(case, whole, [rest for rest in rests if rest.at_most > 1])
        if over := [rest for rest in rests if rest.at_most < -1]:
            yield _too_much(case, whole, over)


def _nobodys(case: Case, whole: Whole, rests: list[Rest]) -> Finding:
    sure, open_ = [r for r in rests if r.at_least > 1], [r for r in rests if r.at_least <= 1]
    numbers = [str(rest) for rest in sure]
    numbers = numbers[:1] if len(set(numbers)) == 1 else numbers
    is_one = len(numbers) == 1
    says = f"{row(numbers, 12)} % of {whole.name} {'is' if is_one else 'are'} nobody's{_in(sure)}"
    for limit in sorted({rest.at_most for rest in open_}):
        says += f", and up to {limit:g} %{_in([r for r in open_ if r.at_most == limit])}"
    return _on_a_whole(case, whole, f"{says}: {whole.taken()}", "rest", "warning", rests)


def _too_much(case: Case, whole: Whole, rests: list[Rest]) -> Finding:
    totals = row((f"{100 - rest.at_most:g}" for rest in rests), 12)
    says = f"{totals} % of {whole.name} are given away{_in(rests)}: {whole.taken()}"
    return _on_a_whole(case, whole, says, "over", "error", rests)


def _told(rests: list[Rest], part: str) -> dict[str, Any]:
    """What is nobody's, or too much, by period: `40 %`, `0 to 10 %`."""
    name = "nobody's" if part == "rest" else "too much"
    by_period = {rest.period: f"{rest if part == 'rest' else rest.over} %" for rest in rests}
    return {name: by_period.get("", by_period)}


def _in(rests: list[Rest]) -> str:
    names = [rest.period for rest in rests if rest.period]
    return f" in {row(names, 12)}" if names else ""


def _on_a_whole(case: Case, whole: Whole, says: str, part: str, severity: Severity, rests: list[Rest]) -> Finding:
    asks = {"targets": Blank(f"Which share of {whole.name} in each period?")}
    return found(
        whole.refs,
        says,
        part=part,
        severity=severity,
        seen={
            "whole": whole.name,
            **_told(rests, part),
        },
        fixes=[
            Fix("Agree who takes which share", {ref: dict(asks) for ref in whole.refs}),
            Fix("Say who else has a part", {"objective:the-rest-of-" + whole.key: whole.new_part()}),
        ],
    )
