"""Which of two values counts."""

from __future__ import annotations

from hypothesis import given, settings
from tests.strategies import plans

from truenorth.plan import Edit, Plan, apply, data, diff, entity, plan_of, rebase
from truenorth.plan.settle import settled

BASE = plan_of([entity("activity:letter", {"name": "Letter", "channel": "post", "cost": "100", "note": "old"})])


def with_(plan: Plan, **fields: str) -> Edit:
    item = data(plan.entities["activity:letter"])
    return Edit("activity:letter", item, {name: value for name, value in {**item, **fields}.items() if value})


def both(ours: Edit, theirs: Edit, *kept: str) -> dict[str, str]:
    """The item after our edit came to a plan with theirs, where `kept` are the fields in which theirs counts."""
    now = apply(BASE, [theirs])
    edits = settled([ours], now, {("activity:letter", name) for name in kept})
    merged, clashes = rebase(edits, now)
    assert clashes == []
    item = apply(now, merged).find("activity:letter")
    return data(item) if item else {}


def test_of_each_field_that_both_changed_one_value_counts_and_what_nobody_disputes_stays():
    ours = with_(BASE, channel="fax", cost="200", note="mine")
    theirs = with_(BASE, channel="radio", cost="300", name="Spring letter")

    assert both(ours, theirs, "channel") == {"name": "Spring letter", "channel": "radio", "cost": "200", "note": "mine"}
    assert both(ours, theirs)["channel"] == "fax"


def test_a_field_that_one_emptied_can_stay_empty():
    ours, theirs = with_(BASE, channel=""), with_(BASE, channel="fax")

    assert "channel" not in both(ours, theirs)
    assert both(ours, theirs, "channel")["channel"] == "fax"
    assert "channel" not in both(theirs, ours, "channel")


def test_an_item_that_one_took_out_and_another_changed_is_there_or_not():
    gone = Edit("activity:letter", data(BASE.entities["activity:letter"]), None)
    changed = with_(BASE, channel="fax")

    assert both(changed, gone, "") == {}
    assert both(changed, gone)["channel"] == "fax"
    assert both(gone, changed, "")["channel"] == "fax"
    assert both(gone, changed) == {}


@settings(max_examples=40, deadline=None)
@given(plans(), plans(), plans())
def test_whatever_two_people_did_settling_leaves_no_clash(base: Plan, ours: Plan, theirs: Plan):
    edits = diff(base, ours)
    _, clashes = rebase(edits, theirs)
    every = {(one.ref, one.field) for one in clashes}

    for kept in (set(), every):
        merged, left = rebase(settled(edits, theirs, kept), theirs)
        assert left == []
    touched = {edit.ref: edit.fields for edit in merged}
    assert all(name not in touched.get(ref, ()) for ref, name in every if name)
