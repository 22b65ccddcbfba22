"""Reading one item: every wrong value is named, with what to write instead; nothing else ever happens."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import HOSTILE, TEXT, items

from truenorth.plan import KINDS, Entity, Unreadable, data, entity

ANYTHING = st.recursive(
    st.one_of(TEXT, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
EVERY_FIELD = sorted((kind, name) for kind, made in KINDS.items() for name in made.model_fields if name != "key")


def says(ref: str, fields: dict[str, Any]) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        entity(ref, fields)
    return [f"{problem.field}: {problem.says}" for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"nme": "x"}, "nme: an activity has no field 'nme'; did you mean 'name'?"),
        ({"cost": "3k"}, "cost: '3k' is not an amount of money: write 3000"),
        ({"start": "2021-04-31"}, "start: 2021-04-31 does not exist: April 2021 has 30 days;"),
        (
            {"status": "plannd"},
            "status: 'plannd' is not one of 'idea', 'planned', 'active', 'done' or 'stopped'; did you",
        ),
        (
            {"status": "paused"},
            "status: 'paused' is not one of 'idea', 'planned', 'active', 'done' or 'stopped'; write 'stopped'",
        ),
        (
            {"status": "wip"},
            "status: 'wip' is not one of 'idea', 'planned', 'active', 'done' or 'stopped'; did you mean 'active'?",
        ),
        ({"status": "quiet"}, "status: 'quiet' is not one of 'idea', 'planned', 'active', 'done' or 'stopped'"),
        ({"team": ["a", "b"]}, "team: takes only one team, and is given a list of 2: keep 'a' or 'b'"),
        ({"team": "a; b"}, "team: takes only one team: keep 'a' or 'b'"),
        ({"team": ["a"]}, "team: takes one team, not a list: write a without brackets"),
        ({"next_step": ["a", "b"]}, "next_step: takes only one, and is given a list of 2: keep 'a' or 'b'"),
        ({"status": ["idea", "done"]}, "status: takes only one, and is given a list of 2"),
        (
            {"start": ["2027", "2028"]},
            "start: takes only one value, a date such as 2027-03-31 or FY27-Q1, and is given a list of 2",
        ),
        ({"costs": [{"amount": ["1", "2"]}]}, "costs.0.amount: takes only one value, an amount of money such as 1200"),
        ({"serves": [["o"]]}, "serves: must hold names alone, [a, b], or names with values"),
        ({"milestone": {"a": "b"}}, "milestone: expected true or false, found names with values"),
        ({"effort": "8 hours"}, "effort.8 hours: is left open here: write a quantity such as 40"),
        ({"effort": {"copy": "2 days"}}, "effort.copy: '2 days' is not in hours, in which this is counted"),
        ({"costs": [{"amount": "3", "mnth": "2027"}]}, "costs.0.mnth: there is no such field here"),
        ({"after": [{"lag": "2 days"}]}, "after.0.activity: is not given, and cannot be left out here"),
        ({"milestone": "perhaps"}, "milestone: 'perhaps' is not true or false"),
        ({"name": "Gr\udcfc\udcdfe"}, "name: holds bytes that are no text: type it once more, as UTF-8"),
        ({"measured_by": '["\\ud800"]'}, "measured_by: holds bytes that are no text"),
        ({"labels": "[1"}, "labels: starts with [ but is not JSON"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_to_write(fields: dict[str, Any], problem: str) -> None:
    (said,) = says("activity:a", fields)

    assert said.startswith(problem)


def test_all_that_is_wrong_with_an_item_is_said_at_once() -> None:
    assert len(says("activity:a b", {"cost": "3k", "nme": "x", "start": "soon!"})) == 4


def test_a_key_that_is_none_is_told_how_to_be_written() -> None:
    assert says("activity:Spring letter", {}) == [
        "key: 'Spring letter' is not a key: use letters, digits, '-', '_' and '.'; write 'Spring-letter'"
    ]


@pytest.mark.parametrize(
    ("key", "says_"),
    [
        ("k" * 121, "'{}...' is 121 characters long: a key has at most 120"),
        ("k" * 1_100, "'{}...' is 1,100 characters long: a key has at most 120"),
    ],
)
def test_a_key_that_is_too_long_is_told_how_long_it_may_be(key: str, says_: str) -> None:
    assert says(f"activity:{key}", {}) == [f"key: {says_.format('k' * 60)}"]


@pytest.mark.parametrize(
    ("ref", "fields", "problem"),
    [
        ("role:r", {"filled": "-1"}, "filled: '-1' must be at least 0"),
        ("role:r", {"open": "9999999"}, "open: '9999999' must be at most 1,000,000"),
        ("role:r", {"filled": "1.5"}, "filled: '1.5' is not a whole number such as 3"),
        ("role:r", {"filled": ["1", "2"]}, "filled: takes only one, and is given a list of 2: keep '1' or '2'"),
        ("company:c", {"rates": {"USD": "0"}}, "rates.USD: '0' must be above 0"),
        ("company:c", {"rates": {"USD": "nan"}}, "rates.USD: 'nan' is not a number such as 1.08"),
    ],
)
def test_a_number_out_of_bounds_is_told_the_bound(ref: str, fields: dict[str, Any], problem: str) -> None:
    assert says(ref, fields) == [problem]


ODD = [
    "x",
    "-1",
    "9" * 30,
    "1e400",
    "nan",
    "1.5",
    [],
    ["a"],
    ["a", "b"],
    [["a"]],
    {"a": "b"},
    {"a": {"b": "c"}},
    {"a": None},
]
ODD += [[{"a": "b"}], True, 1.5, float("inf"), b"x", {"EUR": "-1"}, {"EUR": "inf"}, {"item": "x", "amount": ["y"]}]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_wrong_is_said_in_our_words_whatever_it_is(kind: str) -> None:
    for field in (name for of, name in EVERY_FIELD if of == kind):
        for value in ODD:
            try:
                entity(f"{kind}:a", {field: value})
            except Unreadable as refused:
                told = " ".join(problem.says for problem in refused.problems)
                assert not re.search("input should|valid |unable to|instance of", told, re.IGNORECASE), told


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_any_value_may_be_unknown(kind: str) -> None:
    for unknown in ("", "?", "unknown", " Unknown ", None):
        fields = {name: unknown for of, name in EVERY_FIELD if of == kind}
        assert data(entity(f"{kind}:a", fields)) == {}


@pytest.mark.parametrize("field", ["target", "baseline", "value"])
def test_a_number_may_be_undisclosed_which_is_not_unknown(field: str) -> None:
    assert data(entity("objective:o", {field: "undisclosed N0"})) == {field: "undisclosed N0"}


def test_a_choice_may_be_written_in_capitals() -> None:
    assert data(entity("goal:g", {"of": "Organisation", "status": "ACTIVE"})) == {
        "of": "organisation",
        "status": "active",
    }


def test_names_alone_leave_their_numbers_open() -> None:
    item = entity("activity:a", {"needs": ["forms"], "serves": ["o"]})

    assert data(item) == {"needs": {"forms": None}, "serves": {"o": None}}
    assert entity("activity:a", {"needs": "forms", "serves": "o"}) == item


def test_one_value_with_fields_needs_no_list_around_it() -> None:
    assert data(entity("activity:a", {"source": {"document": "Plan 2027", "place": "p. 4"}})) == {
        "source": [{"document": "Plan 2027", "place": "p. 4"}]
    }


def test_fields_inside_a_value_may_be_unknown_too() -> None:
    assert data(entity("activity:a", {"costs": [{"amount": "?", "month": None, "category": "media"}]})) == {
        "costs": [{"category": "media"}]
    }


@given(st.sampled_from(sorted(KINDS)).flatmap(lambda kind: items(KINDS[kind])))
def test_what_was_read_reads_the_same_again(item: Entity) -> None:
    assert entity(item.ref, data(item)) == item


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_text_in_any_field_does_worse_than_be_refused(kind: str) -> None:
    for field in (name for of, name in EVERY_FIELD if of == kind):
        for text in HOSTILE:
            _read_or_refused(f"{kind}:a", {field: text})


@given(st.sampled_from(EVERY_FIELD), ANYTHING)
def test_nothing_in_any_field_does_worse_than_be_refused(place: tuple[str, str], value: Any) -> None:
    kind, field = place
    _read_or_refused(f"{kind}:a", {field: value})


def _read_or_refused(ref: str, fields: dict[str, Any]) -> None:
    try:
        item = entity(ref, fields)
    except Unreadable as refused:
        for problem in refused.problems:
            assert problem.says
            assert "pydantic" not in problem.says
            assert "function-" not in problem.field
        return
    assert entity(ref, data(item)) == item
    assert isinstance(item.links, tuple)
