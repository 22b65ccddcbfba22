"""The laws of the store: whatever happens to a plan, the database says what the pure values say."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import plans, readable

from truenorth.plan import Broken, Clashes, Edit, Plan, apply, change, data, diff, entity
from truenorth.server import store
from truenorth.server.models import Change, Revision, Scenario, Workspace

pytestmark = pytest.mark.django_db(transaction=True)
EMPTY = Plan({})
half = settings(max_examples=max(settings().max_examples // 2, 12))  # each example writes to a database
_numbers = count(1)


def whole(plan: Plan) -> Plan:
    """A plan that the gate lets in: with an empty item wherever a link would lead to nothing."""
    lost = {ref for ref, item in plan.entities.items() if not all(readable(to, {}) for to in item.links)}
    plan = plan.changed(dict.fromkeys(lost))
    return plan.changed({to: entity(to, {}) for _, to in plan.dangling()})


wholes = plans().map(whole)
histories = st.lists(wholes, min_size=2, max_size=4)


def begun(*versions: Plan) -> Scenario:
    """A new workspace's plan that became these, one after the other."""
    key = f"w{next(_numbers)}"
    made = store.begin(Workspace.objects.create(key=key, name=key))
    for before, after in pairwise((EMPTY, *versions)):
        store.apply(made, diff(before, after), by=None)
    return made


def read(scenario: Scenario, at: int | None = None) -> Plan:
    """A version as another process reads it, which remembers nothing."""
    store._known.clear()
    return store.load(Scenario.objects.get(pk=scenario.pk), at)


def gate(plan: Plan, edits: list[Edit]) -> tuple[Plan, str]:
    """What the pure gate makes of edits: the plan after them; or the one before, and why they are refused."""
    try:
        return change(plan, edits)[0], ""
    except (Broken, Clashes) as error:
        return plan, str(error)


def said(does: Callable[[], object]) -> str:
    """Why something was refused; nothing where it was done."""
    try:
        does()
    except (Broken, Clashes) as error:
        return str(error)
    return ""


def numbers(scenario: Scenario) -> list[int]:
    return list(Change.objects.filter(scenario=scenario).order_by("number").values_list("number", flat=True))


@half
@given(histories)
def test_every_version_is_what_it_was(versions: list[Plan]) -> None:
    scenario = begun(*versions)
    kept = [one for before, one in pairwise((EMPTY, *versions)) if before != one]

    assert numbers(scenario) == list(range(1, len(kept) + 1))
    assert [store.load(scenario, at) for at in range(len(kept) + 1)] == [EMPTY, *kept]
    assert [read(scenario, at).fingerprint for at in range(len(kept), -1, -1)] == [
        one.fingerprint for one in (*reversed(kept), EMPTY)
    ]


@half
@given(wholes, wholes, wholes)
def test_edits_by_somebody_who_saw_an_older_version_come_to_what_the_gate_says(a: Plan, b: Plan, c: Plan) -> None:
    scenario = begun(a, b)
    late = diff(a, c)

    wanted, refused = gate(b, late)

    assert said(lambda: store.apply(scenario, late, by=None)) == refused
    assert store.load(scenario) == read(scenario) == wanted


@half
@given(wholes, histories, st.data())
def test_an_undo_takes_back_any_change_and_an_undo_of_it_brings_it_back(
    first: Plan, versions: list[Plan], draws: st.DataObject
) -> None:
    scenario = begun(first, *versions)
    before = store.load(scenario)
    made = draws.draw(st.sampled_from(list(store.history(scenario)))) if numbers(scenario) else None
    back = [one.reversed() for one in store.edits_of(made)] if made else []
    wanted, refused = gate(before, back)
    if refused:
        return

    undone = store.apply(scenario, back, by=None, undoes=made)
    assert read(scenario) == wanted

    again = [one.reversed() for one in store.edits_of(undone)] if undone else []
    store.apply(scenario, again, by=None)
    assert read(scenario).fingerprint == before.fingerprint


@half
@given(wholes, wholes)
def test_undoing_the_last_change_gives_the_version_before_also_where_it_was_an_import(a: Plan, b: Plan) -> None:
    scenario = begun(a, b)
    for made, wanted in zip(list(store.history(scenario)), (a, EMPTY) if a != b else (EMPTY,), strict=False):
        store.apply(scenario, [one.reversed() for one in store.edits_of(made)], by=None)

        assert read(scenario).fingerprint == wanted.fingerprint


@half
@given(wholes, st.data())
def test_edits_of_different_fields_come_to_the_same_in_either_order(plan: Plan, draws: st.DataObject) -> None:
    fields = {"name": "Letter", "note": "in spring", "status": "active", "channel": "e-mail", "labels": {"zone": "b"}}
    mine = draws.draw(st.sets(st.sampled_from(sorted(fields))))
    base = Plan({**plan.entities, "activity:x": entity("activity:x", {})})
    edits = [Edit("activity:x", {}, {name: fields[name] for name in names}) for names in (mine, fields.keys() - mine)]
    one, other = begun(base), begun(base)
    for some in edits:
        store.apply(one, [some], by=None)
    for some in reversed(edits):
        store.apply(other, [some], by=None)

    assert read(one) == read(other)
    assert data(store.load(one).entities["activity:x"]) == fields


@half
@given(wholes, wholes, wholes)
def test_a_what_if_costs_one_row_and_neither_side_sees_the_other(a: Plan, b: Plan, c: Plan) -> None:
    main = begun(a)
    rows = Revision.objects.count(), Change.objects.count(), Scenario.objects.count()
    what_if = store.fork(main, "what-if", "What if", by=None)
    assert (Revision.objects.count(), Change.objects.count(), Scenario.objects.count()) == (
        rows[0],
        rows[1],
        rows[2] + 1,
    )

    store.apply(what_if, diff(a, b), by=None)
    store.apply(main, diff(a, c), by=None)

    assert [read(main), read(what_if), read(what_if, 0)] == [c, b, a]
    assert apply(a, store.differences(what_if)) == b


@half
@given(wholes, wholes, wholes)
def test_a_what_if_of_a_what_if_reads_through_both(a: Plan, b: Plan, c: Plan) -> None:
    main = begun(a)
    first = store.fork(main, "first", "First", by=None)
    store.apply(first, diff(a, b), by=None)
    second = store.fork(first, "second", "Second", by=None)
    store.apply(second, diff(b, c), by=None)
    store.apply(first, diff(b, a), by=None)

    assert [read(main), read(first), read(second), read(second, 0)] == [a, a, c, b]
    for made in store.history(second):
        assert apply(read(second, made.number - 1), store.edits_of(made)) == read(second, made.number)


@half
@given(wholes, wholes, wholes)
def test_taking_a_what_if_over_merges_three_ways(base: Plan, theirs: Plan, mine: Plan) -> None:
    main = begun(base)
    what_if = store.fork(main, "what-if", "What if", by=None)
    store.apply(what_if, diff(base, mine), by=None)
    store.apply(main, diff(base, theirs), by=None)

    wanted, refused = gate(theirs, diff(base, mine))

    assert said(lambda: store.adopt(what_if, by=None)) == refused
    assert (read(main), read(what_if)) == (wanted, mine)
    assert bool(Scenario.objects.get(pk=what_if.pk).closed) == (not refused)


@half
@given(wholes, st.data())
def test_what_is_taken_out_comes_back_from_the_trash_as_it_was(plan: Plan, draws: st.DataObject) -> None:
    scenario = begun(plan)
    free = sorted(ref for ref in plan.entities if not set(plan.incoming.get(ref, ())) - {ref})
    out = draws.draw(st.lists(st.sampled_from(free), unique=True)) if free else []
    store.apply(scenario, [Edit(ref, data(plan.entities[ref]), None) for ref in out], by=None)
    gone = {ref: found for ref, found, _ in store.trash(scenario)}
    assert gone == {ref: data(plan.entities[ref]) for ref in out}

    store.apply(scenario, [Edit(ref, None, found) for ref, found in gone.items()], by=None)

    assert read(scenario).fingerprint == plan.fingerprint
    assert list(store.trash(scenario)) == []


@half
@given(histories, st.data())
def test_any_version_turns_into_any_other(versions: list[Plan], draws: st.DataObject) -> None:
    scenario = begun(*versions)
    one, other = (draws.draw(st.integers(0, scenario.head)) for _ in range(2))

    edits = store.between(scenario, one, other)

    assert apply(read(scenario, one), edits) == read(scenario, other)
    store.apply(scenario, store.between(scenario, scenario.head, one), by=None)
    assert read(scenario).fingerprint == read(scenario, one).fingerprint
