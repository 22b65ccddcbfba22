"""A rule that fails: the others go on, it is told on what it failed and where, and judging again says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.plan import Edit, Plan, data, entity
from truenorth.plan.entity import Ref
from truenorth.plan.work import Activity
from truenorth.rules import RULES, Case, Checked, Finding, check, found, recheck
from truenorth.rules.check import MOST_FAILED

pytestmark = pytest.mark.rules_may_fail
TODAY = date(2027, 1, 11)


def planned(notes: dict[str, str]) -> Plan:
    """Activities with a note each."""
    return Plan(
        {f"activity:{key}": entity(f"activity:{key}", {"name": key, "note": note}) for key, note in notes.items()}
    )


def odd(case: Case, item: Activity) -> Iterator[Finding]:
    if item.note == "late":
        yield found(item.ref, "is found")
    if item.note in ("odd", "late odd"):
        raise ZeroDivisionError("no hours\nat all")
    if item.note == "wrong":
        yield found(item.ref, "is found")


def whole(case: Case) -> Iterator[Finding]:
    if any(item.note == "odd" for item in case.plan.all(Activity)):
        raise KeyError("odd")
    yield from ()


def nowhere(plan: Plan, ref: Ref) -> Iterator[Ref]:
    raise LookupError(ref)


ODD = replace(RULES["TIME01"], code="ODD01", judge=odd, each=(Activity,), reads=frozenset({"activity"}), looks="self")
WHOLE = replace(ODD, code="ODD02", judge=whole, each=())
LOST = replace(ODD, code="ODD03", looks=nowhere)
ALL = [ODD, WHOLE, LOST, RULES["GOAL01"]]


def told(checked: Checked) -> list[tuple[str, Ref, str]]:
    return [(one.rule, one.at, one.error) for one in checked.not_run]


def test_what_a_rule_finds_on_other_items_and_what_other_rules_find_stays() -> None:
    bad = planned({"a": "wrong", "b": "odd", "c": ""})

    checked = check(Case(bad, TODAY), [ODD, RULES["GOAL01"]])

    assert [one.at for one in checked.findings if one.rule == "ODD01"] == [("activity:a",)]
    assert checked.raw["GOAL01"] == check(Case(bad, TODAY), [RULES["GOAL01"]]).raw["GOAL01"] != {}
    assert told(checked) == [("ODD01", "activity:b", "ZeroDivisionError: no hours at all")]
    assert checked.not_run[0].place.startswith("test_not_run.py:")


def test_a_fault_inside_the_product_is_told_with_its_line() -> None:
    def divided(case: Case) -> Iterator[Finding]:
        case.money("much")  # type: ignore[arg-type]
        yield found("plan", "never")

    checked = check(Case(planned({}), TODAY), [replace(WHOLE, judge=divided)])

    assert checked.not_run[0].place.startswith("engines/asof.py:")


def test_a_rule_about_the_plan_as_a_whole_that_fails_finds_nothing() -> None:
    checked = check(Case(planned({"a": "odd"}), TODAY), [WHOLE])

    assert told(checked) == [("ODD02", "plan", "KeyError: 'odd'")]
    assert checked.findings == ()


def test_a_rule_that_fails_on_many_items_is_given_up() -> None:
    calls: list[Ref] = []

    def counting(case: Case, item: Activity) -> Iterator[Finding]:
        calls.append(item.ref)
        return odd(case, item)

    plan = planned({"a": "wrong"} | {f"b{n:03}": "odd" for n in range(500)})
    checked = check(Case(plan, TODAY), [replace(ODD, judge=counting)])

    assert told(checked) == [("ODD01", "plan", "ZeroDivisionError: no hours at all")]
    assert checked.raw == {"ODD01": {}}
    assert len(calls) == MOST_FAILED + 2


def test_a_wrong_setting_is_no_fault_of_a_rule() -> None:
    with pytest.raises(TypeError, match="ODD01 has no setting most"):
        check(Case(planned({}), TODAY, settings={"ODD01": {"most": 1}}), [ODD])


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(["", "wrong", "odd", "late", "late odd", None])), max_size=60
    )
)
def test_judged_again_after_any_edits_the_same_fails_and_the_same_is_found(steps: list[tuple[int, str | None]]) -> None:
    again = check(Case(planned({f"k{n:02}": "odd" for n in range(15)}), TODAY), ALL)
    for number, note in steps:
        ref = f"activity:k{number:02}"
        was = again.case.plan.find(ref)
        now = None if note is None else data(entity(ref, {"name": "x", "note": note}))
        if was is None and now is None:
            continue
        again = recheck(again, [Edit(ref, data(was) if was else None, now)])
        full = check(Case(again.case.whole, TODAY), ALL)
        assert (again.raw, again.failed, again.not_run) == (full.raw, full.failed, full.not_run)
        assert again.findings == full.findings
