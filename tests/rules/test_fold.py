"""One cause, one finding: from three items on the same thing is said once, with its list, count and one mend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from truenorth.plan import entity, plan_of
from truenorth.rules import Blank, Case, Finding, Fix, found
from truenorth.rules.acme import TODAY
from truenorth.rules.fold import folded

MANY = Case(plan_of(entity(f"activity:a{n}", {"start": "2027-03-01"}) for n in range(1, 9)), TODAY)


def gap(number: int, **more: Any) -> Finding:
    ref = f"activity:a{number}"
    fix = Fix(f"Say which objective a{number} serves", {ref: {"serves": Blank("Which?")}})
    one = found(ref, "names no objective", cause="name no objective", fixes=[fix], **more)
    return replace(one, rule="GOAL01", kind="gap", severity="info")


def test_two_of_a_kind_are_said_one_by_one() -> None:
    assert [one.says for one in folded(MANY, [gap(1), gap(2)])] == ["names no objective"] * 2


def test_from_three_on_they_are_said_once_with_their_count_and_list() -> None:
    (one,) = folded(MANY, [gap(3), gap(1), gap(2)])

    assert one.says == "3 of 8 activities name no objective"
    assert one.at == ("activity:a1", "activity:a2", "activity:a3")
    assert one.seen["each"][0] == {"at": "activity:a1", "says": "names no objective"}
    assert one.gathers == ("GOAL01@activity:a1", "GOAL01@activity:a2", "GOAL01@activity:a3")


def test_all_of_a_kind_are_said_to_be_all() -> None:
    (one,) = folded(MANY, [gap(number) for number in range(1, 9)])

    assert one.says == "8 activities name no objective"


def test_a_gap_may_be_counted_among_fewer_than_all_of_its_kind() -> None:
    (one,) = folded(MANY, [gap(number, among=(4, "activities of Sales")) for number in (1, 2, 3)])
    (all_,) = folded(MANY, [gap(number, among=(3, "activities of Sales")) for number in (1, 2, 3)])

    assert (one.says, one.severity) == ("3 of 4 activities of Sales name no objective", "info")
    assert all_.says == "3 activities name no objective"


def test_one_mend_mends_all() -> None:
    more = Fix("Give it a channel", {"activity:a1": {"channel": Blank("Which?")}})
    (one,) = folded(MANY, [gap(1), gap(2), gap(3), replace(gap(1), part="channel", fixes=(more,))])

    (fix,) = one.fixes
    assert fix.says == "Say which objective a1 serves (and the same for the other 3)"
    assert [(ref, name) for ref, name, _ in fix.blanks()] == [
        ("activity:a1", "serves"),
        ("activity:a1", "channel"),
        ("activity:a2", "serves"),
        ("activity:a3", "serves"),
    ]


def test_it_keeps_its_id_while_items_come_and_go() -> None:
    ids = {folded(MANY, [gap(number) for number in numbers])[0].id for numbers in ((1, 2, 3), (2, 3, 4, 5), (6, 7, 8))}

    assert ids == {"GOAL01@activity#name-no-objective"}


def test_other_rules_other_kinds_and_other_causes_stay_apart() -> None:
    others = [
        replace(gap(4), rule="GOAL02"),
        replace(gap(5), at=("program:p",)),
        replace(gap(6), cause="name no owner"),
        replace(gap(7), cause=""),
    ]

    assert len(folded(MANY, [gap(1), gap(2), gap(3), *others])) == 5


def test_a_gap_warns_where_at_least_half_of_the_others_have_none() -> None:
    severities = [folded(MANY, [gap(n) for n in range(1, many + 1)])[0].severity for many in (1, 4, 5)]

    assert severities == ["warning", "warning", "info"]


def test_a_contradiction_keeps_its_severity() -> None:
    errors = [replace(gap(n), kind="contradiction", severity="error") for n in range(1, 9)]

    assert [one.severity for one in folded(MANY, errors)] == ["error"]


def test_what_is_at_stake_is_behind_each_of_them_once() -> None:
    (one,) = folded(MANY, [gap(1, stake=["activity:a8"]), gap(2, stake=["activity:a8"]), gap(3)])

    assert one.stake == ("activity:a8", "activity:a3")
