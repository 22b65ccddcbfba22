"""The rules on tools: dates of need against dates of the stack, and ways out that hold."""

from __future__ import annotations

import pytest

from truenorth.plan import apply
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme
from truenorth.rules.finding import Finding


def found(code: str, over: str) -> list[Finding]:
    """What a rule finds on Acme with a change."""
    return list(check(acme(over), [RULES[code]]).findings)


@pytest.mark.meets("S1-10")
def test_what_work_needs_is_held_against_the_stack_at_the_date_of_need() -> None:
    late, much = "tool: {mailer: {available_from: 2027-03-16}}", "activity: {spring-letter: {needs: {emails: 24000}}}"

    (capability,) = found("TOOL01", f"{late}\nactivity: {{spring-letter: {{tools: null}}}}")
    (limit,) = found("TOOL02", much)

    assert (capability.severity, capability.seen["without_it"]) == (
        "error",
        {"activity:spring-letter": ["2027-03-01", "2027-03-15"]},
    )
    assert (limit.severity, limit.seen["limit"], limit.seen["needed"]) == ("error", 20000, {"2027-03": 24000})


@pytest.mark.meets("S1-09")
def test_work_that_makes_something_possible_from_a_date_can_come_too_late() -> None:
    adoption = """
activity:
  adopt: {name: Take up texts, end: %s, enables: {mailer: texts}}
  spring-letter: {needs: {texts: 1}}
"""
    assert found("TOOL01", adoption % "2027-02-28") == []
    (finding,) = found("TOOL01", adoption % "2027-03-10")

    assert finding.says == "it needs texts from 2027-03-01, and no tool has this before 2027-03-11"
    assert [fix.says for fix in finding.fixes] == ["Finish Take up texts sooner", "Move Spring letter"]


@pytest.mark.parametrize(
    ("tool", "severity"),
    [
        ("retired_on: 2027-02-20", "error"),  # on none of its days
        ("contract_to: 2027-02-20", "warning"),  # it may be renewed
        ("retired_on: 2027-03-20", "warning"),  # on a part of them
        ("available_from: 2027-03-02", "warning"),
        ("available_from: 2027-03-15", "warning"),
        ("available_from: 2027-03-16", "error"),  # not on the day in the market
    ],
)
def test_what_is_there_on_no_day_of_the_work_is_an_error_and_on_a_part_a_warning(tool: str, severity: str) -> None:
    over = f"tool: {{mailer: {{{tool}}}}}\nactivity: {{spring-letter: {{tools: null}}}}"

    assert [f.severity for f in found("TOOL01", over)] == [severity]


@pytest.mark.parametrize(
    ("tool", "kind", "severity"),
    [
        ("available_from: 2027-04-01", "contradiction", "error"),
        ("available_from: 2027-03-15", "contradiction", "warning"),
        ("contract_from: 2027-02-15, set_up: 10 weeks", "contradiction", "error"),
        ("retired_on: 2027-02-28", "contradiction", "error"),
        ("retired_on: 2027-03-20", "contradiction", "warning"),
        ("contract_to: 2027-02-28", "contradiction", "warning"),
        ("available_from: 2027-Q1, status: planned", "gap", "warning"),
        ("status: planned, contract_from: null", "gap", "warning"),
    ],
)
def test_only_stated_days_that_cannot_both_hold_are_a_contradiction(tool: str, kind: str, severity: str) -> None:
    (finding,) = found("TOOL03", f"tool: {{mailer: {{{tool}}}}}")

    assert (finding.kind, finding.severity) == (kind, severity)


def test_the_tool_that_takes_its_place_is_offered_where_it_can_do_the_same() -> None:
    over = """
tool:
  mailer: {retired_on: 2027-02-28, replaced_by: sender}
  sender: {name: Sender, capabilities: [emails], contract_from: 2027-01-01}
"""
    case = acme(over)
    (finding,) = check(case, [RULES["TOOL03"]]).findings
    instead = finding.fixes[0]

    assert instead.sets == {"activity:spring-letter": {"tools": ["sender"]}}
    after = check(case.after(apply(case.whole, instead.edits(case.whole)), instead.sets))
    assert [f.says for f in after.findings if f.rule.startswith("TOOL")] == []


@pytest.mark.parametrize("sender", ["capabilities: [forms]", "capabilities: [emails], retired_on: 2027-03-15"])
def test_it_is_not_offered_where_it_cannot(sender: str) -> None:
    over = f"tool: {{mailer: {{retired_on: 2027-02-28, replaced_by: sender}}, sender: {{name: Sender, {sender}}}}}"
    (finding,) = found("TOOL03", over)

    assert [fix.says for fix in finding.fixes] == ["Say when it is there", "Let Spring letter use another tool"]


def test_a_range_that_is_too_much_only_in_its_middle_warns() -> None:
    over = "activity: {spring-letter: {needs: {emails: %s}}}"

    assert [f.severity for f in found("TOOL02", over % "18000..26000")] == ["warning"]
    assert [f.severity for f in found("TOOL02", over % "20001..26000")] == ["error"]


def test_at_stake_over_a_limit_is_the_least_work_that_has_to_give_way() -> None:
    over = """
activity:
  spring-letter: {needs: {emails: 19000}}
  note: {name: Note, start: 2027-03-01, end: 2027-03-31, tools: [mailer], needs: {emails: 1500}, cost: 90}
  flyer: {name: Flyer, start: 2027-03-01, end: 2027-04-30, tools: [mailer], needs: {emails: 1600}, cost: 80}
"""
    (finding,) = found("TOOL02", over)

    assert finding.at_stake.items == ("activity:note",)
    assert list(finding.seen["by"].items()) == [
        ("activity:spring-letter", 19000),
        ("activity:note", 1500),
        ("activity:flyer", 817.8),
    ]
