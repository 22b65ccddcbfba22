"""Edits: the laws of diff, apply and rebase, and the one gate that every write goes through."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import fields, plans

from truenorth.plan import (
    Broken,
    Clashes,
    Edit,
    Plan,
    Unreadable,
    apply,
    broken,
    change,
    data,
    diff,
    entity,
    plan_of,
    rebase,
)
from truenorth.plan.work import Activity


def activities(*keyed: tuple[str, dict[str, Any]]) -> Plan:
    return plan_of(entity(f"activity:{key}", given) for key, given in keyed)


def edit(plan: Plan, ref: str, **sets: Any) -> Edit:
    item = plan.find(ref)
    before = data(item) if item else None
    return Edit(ref, before, {**(before or {}), **sets})


@given(plans(), plans())
def test_applying_the_difference_gives_the_other_plan(a: Plan, b: Plan) -> None:
    assert apply(a, diff(a, b)) == b


@given(plans(), plans())
def test_taking_every_edit_back_gives_the_first_plan(a: Plan, b: Plan) -> None:
    assert apply(b, [one.reversed() for one in diff(a, b)]) == a


@given(plans(), plans())
def test_undoing_an_undo_restores(a: Plan, b: Plan) -> None:
    done, edits = _through(a, diff(a, b))
    undone, back = _through(done, [one.reversed() for one in edits])
    redone, _ = _through(undone, [one.reversed() for one in back])

    assert [undone, redone] == [a, b]


def _through(plan: Plan, edits: list[Edit]) -> tuple[Plan, list[Edit]]:
    """What the gate does where no link is broken."""
    merged, clashes = rebase(edits, plan)
    assert clashes == []
    return apply(plan, merged), merged


@given(plans(), st.data())
def test_edits_of_different_fields_give_the_same_in_either_order(plan: Plan, draws: st.DataObject) -> None:
    everything = draws.draw(fields(Activity))
    names = sorted(everything)
    base = Plan({**plan.entities, "activity:x": entity("activity:x", {})})
    mine = edit(base, "activity:x", **_as_kept({name: everything[name] for name in names[::2]}))
    yours = edit(base, "activity:x", **_as_kept({name: everything[name] for name in names[1::2]}))

    one, _ = _through(_through(base, [mine])[0], [yours])
    other, _ = _through(_through(base, [yours])[0], [mine])

    assert one == other
    assert one.find("activity:x") == entity("activity:x", everything)


def _as_kept(given: dict[str, Any]) -> dict[str, Any]:
    return data(entity("activity:x", given))


@given(plans(), plans(), plans())
def test_whoever_comes_second_gets_every_change_or_is_told_of_each_clash(base: Plan, mine: Plan, yours: Plan) -> None:
    now = apply(base, diff(base, mine))
    edits = diff(base, yours)
    merged, clashes = rebase(edits, now)
    clashing = {clash.ref for clash in clashes}

    after = apply(now, [one for one in merged if one.ref not in clashing])

    for one in (one for one in edits if one.ref not in clashing):
        item = after.find(one.ref)
        assert (item is None) == (one.after is None)
        if item and one.after:
            got = data(item)
            assert [got.get(name) for name in sorted(one.fields)] == [
                one.after.get(name) for name in sorted(one.fields)
            ]


def test_two_leads_change_the_same_field_and_both_values_are_told() -> None:
    base = activities(("a", {"cost": "100", "channel": "web"}))
    now = apply(base, [edit(base, "activity:a", cost="200")])

    with pytest.raises(Clashes, match="activity:a cost: yours is '300', meanwhile it became '200'"):
        change(now, [edit(base, "activity:a", cost="300", channel="fair")])

    after, _ = change(now, [edit(base, "activity:a", cost="200", channel="fair")])
    assert data(after.entities["activity:a"]) == {"cost": "200", "channel": "fair"}


def test_taking_away_what_somebody_changed_meanwhile_is_a_clash_of_the_whole_item() -> None:
    base = activities(("a", {"cost": "100"}))
    now = apply(base, [edit(base, "activity:a", cost="200")])

    _, clashes = rebase([Edit("activity:a", {"cost": "100"}, None)], now)

    assert [(clash.field, clash.ours, clash.theirs) for clash in clashes] == [("", None, {"cost": "200"})]


def test_an_edit_that_was_made_already_does_nothing() -> None:
    base = activities(("a", {"cost": "100"}))
    done = edit(base, "activity:a", cost="200")

    assert rebase([done], apply(base, [done])) == ([], [])


def test_edits_of_one_item_follow_each_other_and_become_one() -> None:
    base = activities(("a", {"cost": "100"}))
    steps = [
        Edit("activity:a", {"cost": "100"}, {"cost": "200"}),
        Edit("activity:a", {"cost": "200"}, {"cost": "200", "channel": "web"}),
        Edit("activity:b", None, {"name": "B"}),
        Edit("activity:b", {"name": "B"}, None),
    ]

    after, merged = change(base, steps)

    assert merged == [Edit("activity:a", {"cost": "100"}, {"cost": "200", "channel": "web"})]
    assert data(after.entities["activity:a"]) == {"cost": "200", "channel": "web"}


def test_an_edit_may_not_leave_links_that_lead_to_nothing() -> None:
    base = activities(("a", {}), ("b", {"after": ["a"]}))

    with pytest.raises(Broken, match="activity:b points at activity:a, which is not in the plan"):
        change(base, [Edit("activity:a", {}, None)])
    with pytest.raises(Broken, match="activity:a points at team:demand, which is not in the plan"):
        change(base, [edit(base, "activity:a", team="demand")])


def test_links_that_led_to_nothing_before_do_not_stand_in_the_way() -> None:
    base = activities(("a", {"team": "demand"}))

    after, _ = change(base, [edit(base, "activity:a", channel="web")])

    assert list(after.dangling()) == [("activity:a", "team:demand")]


def test_an_item_and_what_points_at_it_may_come_and_go_together() -> None:
    base = activities(("a", {}), ("b", {"after": ["a"]}))
    both = diff(base, activities())

    assert change(base, both)[0] == activities()
    assert list(broken(base, activities(), both)) == []
    assert change(activities(), [one.reversed() for one in both])[0] == base


def test_a_value_that_cannot_be_read_does_not_pass_the_gate() -> None:
    base = activities(("a", {}))

    with pytest.raises(Unreadable, match="activity:a cost: 'much' is not an amount of money"):
        change(base, [edit(base, "activity:a", cost="much")])
    with pytest.raises(Unreadable, match="there is no kind 'activty'; did you mean 'activity'"):
        change(base, [Edit("activty:a", None, {})])
    assert base == activities(("a", {}))
