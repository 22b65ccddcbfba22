"""What is behind the money at stake."""

from __future__ import annotations

from truenorth.reports.behind import behind
from truenorth.rules import check
from truenorth.rules.acme import acme

SHARES = "program: {launch: {serves: {pipeline: 70 %, repeat-orders: 50 %}}}"


def test_each_piece_of_work_stands_once_the_largest_first() -> None:
    case = acme(SHARES)
    findings = check(case).findings

    pieces, more = behind(case, [*findings, *findings], "money", "EUR")

    assert more == 0
    assert len({one.ref for one in pieces}) == len(pieces) > 1
    spent = [case.spend(case.plan.entities[one.ref]).money or 0 for one in pieces]
    assert spent == sorted(spent, reverse=True)
    assert pieces[0].said.startswith("EUR ")


def test_the_pieces_add_up_to_what_the_index_says_is_at_stake() -> None:
    case = acme(SHARES)
    checked = check(case)

    pieces, _ = behind(case, checked.findings, "money", "EUR")

    assert round(sum(case.spend(case.plan.entities[one.ref]).money or 0 for one in pieces)) == checked.index.at_stake


def test_hours_are_named_where_the_plan_states_no_money() -> None:
    case = acme(SHARES)

    pieces, _ = behind(case, check(case).findings, "hours", "EUR")

    assert all(one.said.endswith(" hours") for one in pieces)
