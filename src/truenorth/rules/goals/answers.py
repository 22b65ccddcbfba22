"""GOAL11: whether what people expect is answered, covered by an objective, and in a report."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.plan.strategy import Expectation
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.goals.expectations import READS, covering, open_to_answer, reports_to
from truenorth.rules.goals.standing import Standing
from truenorth.rules.rule import rule


@rule("GOAL11", asks="cmo", reads=READS, kind="gap")
def unanswered_expectation(case: Case, *, days: int = 10) -> Iterator[Finding]:
    """
    An expectation is not answered.

    ## Why it matters

    What somebody expects and nobody answers does not go away: it comes back when the numbers are looked at, as a
    disappointment. An answer may be no; it has to be given.

    Found are expectations without an answer `days` days after they were asked (or, where no day is stated, without
    an answer); accepted or open ones that no objective answers; and, where the plan holds reports, those of a party
    that gets none. Whether a report really went out is a matter of records.

    ## Example

        expectation: {board-wants-orders: {answer: null, covered_by: null, about: null}}

    ## Finds

        expectation:board-wants-orders has no answer, 41 days after it was asked
        expectation:board-wants-orders has no objective that answers it

    ## Put right

        expectation: {board-wants-orders: {answer: declined}}
    """
    standing, reports = Standing(case.plan), reports_to(case)
    for expectation in open_to_answer(case):
        yield from _answer(case, expectation, int(days))
        if not covering(case, standing, expectation):
            yield _no_objective(expectation)
        if reports and expectation.party and expectation.party not in reports:
            yield _no_report(expectation)


def _answer(case: Case, expectation: Expectation, days: int) -> Iterator[Finding]:
    asked = case.calendar.end(expectation.asked_on)
    since = (case.today - asked).days if asked else None
    if expectation.answer is None and (since is None or since > days):
        yield found(
            expectation.ref,
            "has no answer" + (f", {since} days after it was asked" if since is not None else ""),
            cause="have no answer",
            part="answer",
            seen={"asked on": expectation.asked_on, "days ago": since},
            fixes=[Fix("Answer it", {expectation.ref: {"answer": Blank("accepted, countered or declined?")}})],
        )


def _no_objective(expectation: Expectation) -> Finding:
    return found(
        expectation.ref,
        "has no objective that answers it",
        cause="have no objective that answers them",
        part="objective",
        fixes=[
            Fix("Say which objective answers it", {expectation.ref: {"covered_by": Blank("Which objectives?")}}),
            Fix("Decline it, with the reason", {expectation.ref: {"answer": Blank("countered or declined?")}}),
        ],
    )


def _no_report(expectation: Expectation) -> Finding:
    new = {
        "form": "report",
        "audience": [expectation.party],
        "every": Blank("How often?"),
        "name": Blank("Which report?"),
    }
    return found(
        expectation.ref,
        f"comes from {expectation.party}, who get no report",
        cause="come from parties who get no report",
        part="report",
        fixes=[Fix("Start a report to them", {f"cadence:report-to-{expectation.party}": new})],
    )
