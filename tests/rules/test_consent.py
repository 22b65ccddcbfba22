"""What the rules on promises say besides their sentence: evidence, ways out, whom they ask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from truenorth.plan import apply
from truenorth.rules import RULES, Blank, Fix, check
from truenorth.rules.acme import acme


def filled(fix: Fix, **answers: str) -> Fix:
    """A fix with its blanks filled in."""
    sets = {
        ref: {name: answers[name] if isinstance(value, Blank) else value for name, value in (fields or {}).items()}
        for ref, fields in fix.sets.items()
    }
    return replace(fix, sets=sets)


@pytest.mark.meets("S0-10")
def test_what_a_program_needs_can_be_asked_for_and_is_found_until_somebody_promises_it() -> None:
    case = acme("commitment: {follow-up: null}")
    (finding,) = check(case, [RULES["SIGN06"]]).findings
    request = filled(finding.fixes[0], party="sales", by="2027-03-31", asked_on="2027-01-11")

    asked = case.after(apply(case.whole, request.edits(case.whole)), request.sets)

    assert (finding.kind, finding.says) == ("gap", "needs “follow-up”, which nobody has promised yet")
    assert check(asked, [RULES["SIGN06"]]).findings == ()  # the answer may still come
    assert asked.plan.entities["commitment:launch-follow-up"].links == ("program:launch",)


@pytest.mark.meets("S3-26")
@pytest.mark.parametrize("answer", ["accepted", "countered", "declined"])
def test_any_answer_ends_the_waiting_for_one(answer: str) -> None:
    waiting = "commitment: {numbers: {party: sales, answer: null, asked_on: 2026-12-01}}"
    answered = f"commitment: {{numbers: {{party: sales, answer: {answer}, asked_on: 2026-12-01}}}}"

    (finding,) = check(acme(waiting), [RULES["SIGN06"]]).findings

    assert (finding.id, finding.asks, finding.kind) == ("SIGN06@commitment:numbers#answer", "sales", "gap")
    assert finding.seen == {"asked on": "2026-12-01", "working days": 28, "to": "sales"}
    assert check(acme(answered), [RULES["SIGN06"]]).findings == ()


@pytest.mark.meets("S0-30")
@pytest.mark.parametrize("party", ["business", "finance", "sales", "service"])
def test_an_overdue_promise_of_any_business_side_is_found_and_asked_of_that_side(party: str) -> None:
    case = acme(f"today: 2027-07-11\ncommitment: {{numbers: {{party: {party}}}}}")

    (finding,) = check(case, [RULES["SIGN06"]]).findings

    assert (finding.kind, finding.severity, finding.asks) == ("contradiction", "warning", party)
    assert finding.seen == {"by": "2027-06-30", "days late": 11}


def test_three_requests_that_wait_are_one_finding() -> None:
    request = "party: finance, what: Budget, asked_on: 2026-12-01"
    case = acme("commitment: {" + ", ".join(f"request-{n}: {{{request}}}" for n in range(3)) + "}")

    (finding,) = check(case, [RULES["SIGN06"]]).findings

    assert finding.says == "3 of 5 commitments have waited for an answer for more than 5 working days"


SHARED = """
objective:
  pipeline: {period: 2027-Q1, due: null}
  loyal: {period: 2027-Q1, due: null, shared_with: [demand, sales], name: Two stories of satisfied customers}
  calls: {name: Call everybody, team: sales, period: 2027-Q1}
"""


@pytest.mark.meets("S3-26")
def test_each_of_two_silent_teams_is_asked_for_its_part_and_the_promises_clear_the_finding() -> None:
    case = acme(SHARED)
    (finding,) = check(case, [RULES["SIGN07"]]).findings
    promise = filled(finding.fixes[0], what="The texts, by 2027-03-15.")

    after = case.after(apply(case.whole, promise.edits(case.whole)), promise.sets)

    assert finding.says == "counts on Demand generation and Sales, whose 2 objectives of 2027-Q1 do not mention it"
    assert finding.seen["teams"] == {
        "team:demand": {"period": "2027-Q1", "objectives": ["Forty opportunities with mid-sized offices"]},
        "team:sales": {"period": "2027-Q1", "objectives": ["Call everybody"]},
    }
    assert sorted(promise.sets) == ["commitment:loyal-demand", "commitment:loyal-sales"]
    assert check(after, [RULES["SIGN07"]]).findings == ()


def test_teams_that_are_part_of_each_other_do_not_hang() -> None:
    case = acme(SHARED + "team: {demand: {part_of: sales}, sales: {part_of: demand}}")

    assert len(check(case, [RULES["SIGN07"]]).findings) == 1
