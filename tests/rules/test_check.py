"""The check: after any edits, judging again what they can have changed gives what judging everything gives."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import fields, plans

from truenorth.plan import KINDS, Edit, Plan, apply, data, diff, entity, text
from truenorth.rules import RULES, Case, Checked, check, recheck
from truenorth.rules.acme import TODAY, acme, merged

ACME = acme().whole
EDGES = [case for path in sorted(Path(__file__).parent.glob("*.yaml")) for case in text.loaded(path.read_text("utf-8"))]
EXAMPLES = {code: acme(rule.sections["Example"]) for code, rule in sorted(RULES.items())}


def differs(again: Checked, whole: Checked) -> list[str]:
    """The rules of which judging again tells something else than judging everything."""
    return [code for code in sorted(RULES) if dict(again.raw[code]) != dict(whole.raw[code])]


def assert_the_same(checked: Checked, edits: list[Edit]) -> Checked:
    again = recheck(checked, edits)
    case = checked.case
    whole = check(Case(apply(case.whole, edits), case.today, case.agreed, case.settings, records=case.records))

    assert differs(again, whole) == []
    assert again.findings == whole.findings
    assert again.index == whole.index
    return again


@pytest.mark.parametrize("code", sorted(RULES))
def test_judged_again_after_its_example_comes_and_goes_a_plan_has_the_same_findings(code: str) -> None:
    case = EXAMPLES[code]
    example, mend = (text.loaded(RULES[code].sections[name]) for name in ("Example", "Put right"))
    right = acme(merged(example, mend)).whole

    checked = check(Case(ACME, case.today, case.agreed, case.settings))
    assert checked.findings is not None
    for before, after in ((ACME, case.whole), (case.whole, right), (right, ACME)):
        checked = assert_the_same(checked, diff(before, after))


@pytest.mark.parametrize("code", sorted(RULES))
def test_judged_again_from_one_edge_of_a_rule_to_the_next_it_finds_the_same(code: str) -> None:
    only = [RULES[code]]
    edges = [acme(case.get("acme") or {}) for case in EDGES if case["rule"] == code]
    for one, other in [*pairwise([EXAMPLES[code], *edges]), *((acme(), edge) for edge in edges)]:
        for before, after in ((one, other), (other, one)):
            case = Case(before.whole, after.today, after.agreed, after.settings, records=after.records)
            again = recheck(check(case, only), diff(before.whole, after.whole))
            assert again.findings == check(after, only).findings


@st.composite
def edits(draw: st.DrawFn, plan: Plan) -> list[Edit]:
    """Items taken away, emptied of a field, given the field of another, or made anew."""
    found: dict[str, Edit] = {}
    for _ in range(draw(st.integers(1, 3))):
        ref = draw(st.sampled_from(sorted(plan.entities)))
        item = plan.entities[ref]
        was = data(item)
        other = data(draw(st.sampled_from(plan.all(type(item)))))
        what = draw(st.sampled_from(["gone", "less", "other", "new", "any"]))
        names = draw(st.lists(st.sampled_from(sorted({*was, *other}) or ["name"]), min_size=1, max_size=3))
        if what == "gone":
            found[ref] = Edit(ref, was, None)
        elif what == "less":
            found[ref] = Edit(ref, was, {name: value for name, value in was.items() if name not in names})
        elif what == "other":
            taken = {name: value for name, value in other.items() if name in names}
            found[ref] = Edit(ref, was, {name: value for name, value in was.items() if name not in names} | taken)
        elif what == "new":
            found[f"{item.kind}:new"] = Edit(f"{item.kind}:new", None, other)
        else:
            given = data(entity(ref, draw(fields(type(item)))))
            found[ref] = Edit(ref, was, was | given)
    return list(found.values())


@given(st.sampled_from(sorted(RULES)), st.data())
def test_judged_again_after_any_edits_acme_has_the_same_findings(code: str, draws: st.DataObject) -> None:
    checked = check(EXAMPLES[code])
    assert checked.findings is not None
    for _ in range(2):
        checked = assert_the_same(checked, draws.draw(edits(checked.case.whole)))


@given(plans(10), plans(10), st.dates(date(2026, 10, 1), date(2027, 12, 31)))
def test_judged_again_any_plan_has_the_same_findings(before: Plan, after: Plan, today: date) -> None:
    checked = check(Case(before, today))
    assert checked.findings is not None

    assert_the_same(checked, diff(before, after))


@given(plans(10), st.dates(date(2026, 10, 1), date(2027, 12, 31)))
def test_of_any_plan_each_finding_has_an_id_of_its_own_and_says_something(plan: Plan, today: date) -> None:
    findings = check(Case(plan, today)).findings

    assert len({finding.id for finding in findings}) == len(findings)
    for finding in findings:
        assert finding.says.strip()
        assert finding.severity != "error" or finding.kind == "contradiction"
        assert finding.kind == "notice" or finding.fixes
        assert set(finding.at_stake.items) <= plan.entities.keys()


TWICE = acme(
    """
    activity:
      a: {program: launch, team: demand, start: 2027-03-01, end: 2027-03-12, effort: {copy: 60}, cost: 9000,
          tools: [mailer], needs: {emails: 15000}, expects: {enquiries: 70}}
      b: {program: care, team: care, start: 2027-03-01, end: 2027-03-12, effort: {copy: 70}, cost: 9500,
          tools: [mailer], needs: {emails: 16000}, expects: {enquiries: 90}}
      c: {team: demand, start: 2027-04-01, end: 2027-05-12, cost: 4000}
    program: {more: {team: care, budget: 9000, serves: {loyal: 100 %}}}
    """
).whole
SAME = {"activity": ["a", "b", "c", "open-house"], "program": ["launch", "care", "more"]}


@st.composite
def twinned(draw: st.DrawFn, plan: Plan) -> Edit:
    """An activity or a program with other twins, another cost, or gone."""
    kind = draw(st.sampled_from(sorted(SAME)))
    there = [f"{kind}:{key}" for key in SAME[kind] if plan.find(f"{kind}:{key}")]
    ref = draw(st.sampled_from(there))
    was = data(plan.entities[ref])
    if len(there) > 1 and draw(st.integers(0, 9)) == 0:
        return Edit(ref, was, None)
    costs = {"budget" if kind == "program" else "cost": draw(st.sampled_from(["1", "9000", "40000"]))}
    after = was | {"same_as": draw(st.lists(st.sampled_from(SAME[kind]), max_size=2))}
    return Edit(ref, was, data(entity(ref, after | costs if draw(st.booleans()) else after)))


@given(st.data())
def test_judged_again_after_edits_of_what_means_the_same_it_has_the_same_findings(draws: st.DataObject) -> None:
    checked = check(Case(TWICE, TODAY))
    assert checked.findings is not None
    for _ in range(4):
        checked = assert_the_same(checked, [draws.draw(twinned(checked.case.whole))])


def test_some_rules_alone_may_be_asked() -> None:
    case = EXAMPLES["TOOL02"]

    assert {finding.rule for finding in check(case, [RULES["TOOL02"]]).findings} == {"TOOL02"}
    assert list(check(case, [RULES["TOOL02"]]).raw) == ["TOOL02"]


def test_a_setting_of_the_workspace_changes_what_a_rule_takes_for_wrong() -> None:
    with_setting = [(code, name) for code, rule in RULES.items() for name in rule.parameters]
    unknown = [
        (code, name)
        for code, name in with_setting
        if not isinstance(RULES[code].parameters[name], (int, float, str, list, tuple, frozenset))
    ]

    assert unknown == []
    with pytest.raises(TypeError):
        check(Case(ACME, TODAY, settings={"TOOL02": {"no_such_setting": 1}}), [RULES["TOOL02"]])


def test_findings_come_with_contradictions_first_then_by_weight() -> None:
    everything: dict[str, Any] = {}
    for code in ("TOOL02", "GOAL01", "AUD01"):
        everything = merged(everything, text.loaded(RULES[code].sections["Example"]))
    found = check(acme(everything)).findings
    kinds = [("contradiction", "gap", "notice").index(finding.kind or "notice") for finding in found]

    assert kinds == sorted(kinds)
    assert len(set(kinds)) > 1
    assert list(found) == sorted(found, key=lambda finding: finding.order)


def test_every_rule_reads_kinds_that_there_are() -> None:
    read = {kind for rule in RULES.values() for kind in rule.reads}

    assert read - KINDS.keys() <= {"*", "records"}
