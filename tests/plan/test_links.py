"""Links: which text leads to which item, and how it is kept."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from truenorth.plan import KINDS, Unreadable, data, entity
from truenorth.plan.links import May, To, near_key


def test_a_key_is_kept_bare_where_one_kind_is_meant_and_with_its_kind_where_several_are() -> None:
    item = entity("activity:a", {"program": "program:launch", "next_step": "b", "serves": "objective:x; goal:y"})

    assert data(item) == {
        "program": "launch",
        "next_step": "activity:b",
        "serves": {"x": None, "goal:y": None},
    }
    assert item.links == ("program:launch", "objective:x", "goal:y", "activity:b")


@pytest.mark.parametrize(
    ("field", "written", "says"),
    [
        ("program", "budget:media", "'budget:media' is not the key of a program: write a program as kind:key"),
        ("team", "A team", "'A team' is not the key of a team: write A-team"),
        ("next_step", "Open house", "'Open house' is not the key of an activity or a content or a program"),
        ("tools", ["crm", "https://crm.example"], "'https://crm.example' is not the key of a tool"),
    ],
)
def test_text_that_can_lead_to_no_such_item_is_refused(field: str, written: object, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        entity("activity:a", {field: written})

    assert refused.value.problems[0].says.startswith(says)


def test_links_inside_nested_values_are_found_each_once() -> None:
    objective = entity("objective:o", {"drives": [{"metric": "m"}, {"metric": "m"}, "n"], "same_as": ["p", "goal:g"]})

    assert objective.links == ("metric:m", "metric:n", "objective:p", "goal:g")
    assert objective.twins == ("objective:p", "goal:g")


def test_words_that_may_mean_an_item_are_no_links() -> None:
    cadence = entity("cadence:weekly", {"owner": "lead", "audience": ["demand", "sales"]})

    assert cadence.links == ()
    assert May("team", unless=("sales",)).ref("sales") == ""
    assert May("team").ref("demand") == "team:demand"
    assert May().ref("goal:grow") == "goal:grow"


def marks(hint: Any) -> Iterator[To | May]:
    if isinstance(hint, To | May):
        yield hint
    elif isinstance(hint, type) and issubclass(hint, BaseModel):
        for inner in typing.get_type_hints(hint, include_extras=True).values():
            yield from marks(inner)
    for part in typing.get_args(hint):
        yield from marks(part)


def test_every_link_leads_to_a_kind_that_there_is() -> None:
    found = {name for kind in KINDS.values() for mark in marks(kind) for name in mark.kinds}

    assert found - KINDS.keys() == set()
    assert found >= {"objective", "program", "team", "persona", "metric"}


@pytest.mark.parametrize(("text", "key"), [("Spring letter", "Spring-letter"), ("  50 % off! ", "50-off"), ("%%", "")])
def test_a_name_is_turned_into_the_key_nearest_to_it(text: str, key: str) -> None:
    assert near_key(text) == key
