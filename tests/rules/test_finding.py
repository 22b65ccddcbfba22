"""Findings and their ways out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from truenorth.plan import data, entity, plan_of
from truenorth.rules import Blank, Fix, found
from truenorth.rules.check import told_apart
from truenorth.rules.finding import Stake, plural, slug, whole

PLAN = plan_of([entity("activity:fair", {"cost": "100", "channel": "web"}), entity("team:a", {})])


def test_a_way_out_becomes_edits_of_the_fields_it_sets() -> None:
    fix = Fix(
        "Move it", {"activity:fair": {"cost": "1,200.00", "channel": None}, "team:a": None, "team:b": {"name": "B"}}
    )

    assert [(edit.ref, edit.before, edit.after) for edit in fix.edits(PLAN)] == [
        ("activity:fair", {"cost": "100", "channel": "web"}, {"cost": "1200"}),
        ("team:a", {}, None),
        ("team:b", None, {"name": "B"}),
    ]


def test_a_way_out_that_changes_nothing_has_no_edits() -> None:
    assert Fix("As it is", {"activity:fair": {"cost": "100.00"}, "team:gone": None}).edits(PLAN) == []


def test_a_way_out_with_a_question_has_no_edits_until_it_is_answered() -> None:
    fix = Fix("Say when", {"activity:fair": {"end": Blank("Until when?"), "channel": "web"}})

    assert fix.blanks() == [("activity:fair", "end", "Until when?")]
    with pytest.raises(ValueError, match=r"'Say when' still asks: Until when\?"):
        fix.edits(PLAN)


def test_a_finding_is_known_by_its_rule_its_item_and_its_part() -> None:
    one = replace(found("tool:mailer", "too much", part="emails-2027-03"), rule="TOOL02")

    assert [one.id, one.group] == ["TOOL02@tool:mailer#emails-2027-03", ""]


def test_an_id_is_one_word_whatever_its_part_is_called() -> None:
    one = replace(found("budget:b", "x", part="group Running costs, (net)"), rule="COST04")

    assert one.id == "COST04@budget:b#group-Running-costs-net"


def test_what_is_about_no_item_in_particular_is_at_the_company_or_else_at_the_plan() -> None:
    with_company = plan_of([entity("company:acme", {"name": "Acme"})])

    assert [whole(with_company), whole(PLAN)] == ["company:acme", "plan"]


def test_two_findings_of_one_item_in_the_same_words_are_told_apart() -> None:
    same = [found("tool:mailer", "too much"), found("tool:mailer", "far too much"), found("tool:mailer", "x", part="2")]

    assert [one.id for one in told_apart(same)] == ["@tool:mailer", "@tool:mailer#2", "@tool:mailer#2-2"]


def test_contradictions_come_before_gaps_and_gaps_before_notices_then_by_weight() -> None:
    def one(name: str, kind: str, severity: str, money: float = 0, hours: float = 0) -> object:
        return replace(found(name, "x"), kind=kind, severity=severity, at_stake=Stake(money, hours))  # type: ignore[arg-type]

    ordered = [
        one("e", "contradiction", "error"),
        one("d", "contradiction", "warning", money=9),
        one("c", "contradiction", "warning", money=2, hours=1),
        one("b", "gap", "warning", money=99),
        one("z", "gap", "info", hours=5),
        one("y", "gap", "info"),
        one("a", "notice", "info", money=999),
    ]

    orders = [finding.order for finding in ordered]  # type: ignore[attr-defined]
    assert orders == sorted(orders)


def test_words_and_counts_are_written_as_people_read_them() -> None:
    assert [plural("activity", 1), plural("activity", 3), plural("content", 2)] == [
        "1 activity",
        "3 activities",
        "2 content",
    ]
    assert slug("Name no objective, at all!") == "name-no-objective-at-all"
    assert data(PLAN.entities["team:a"]) == {}
