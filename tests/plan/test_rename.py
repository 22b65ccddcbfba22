"""A new key: every link and every word that means the item follows, and it can be taken back."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from tests.strategies import plans

from truenorth.plan import Plan, Unreadable, apply, change, data, entity, plan_of
from truenorth.plan.example import folder
from truenorth.plan.links import May, To, refs
from truenorth.plan.rename import relinked, rename
from truenorth.plan.text import read


@given(plans())
def test_after_a_new_key_everything_points_where_it_pointed(plan: Plan) -> None:
    assume(plan.entities)
    ref = min(plan.entities)
    new = f"{ref.partition(':')[0]}:another"

    after = apply(plan, rename(plan, ref, "another"))

    for old, item in plan.entities.items():
        now = after.entities[new if old == ref else old]
        for mark in (To, May):
            wanted = [new if target == ref else target for target in refs(item, mark)]
            assert list(refs(now, mark)) == wanted
        assert now.twins == tuple(dict.fromkeys(new if twin == ref else twin for twin in item.twins))


@given(plans())
def test_a_new_key_is_taken_back_like_any_change(plan: Plan) -> None:
    assume(plan.entities)
    edits = rename(plan, min(plan.entities), "another")

    assert apply(apply(plan, edits), [one.reversed() for one in edits]) == plan


def test_owners_leads_and_steps_follow_the_key_of_a_role() -> None:
    acme = read(folder("acme"))

    after, _ = change(acme, rename(acme, "role:demand-lead", "head-of-demand"))

    said = [data(item) for item in after.entities.values()]
    assert "demand-lead" not in str(said)
    assert str(said).count("head-of-demand") == str([data(item) for item in acme.entities.values()]).count(
        "demand-lead"
    )


def test_a_party_of_the_same_name_does_not_follow_a_team() -> None:
    plan = plan_of([entity("team:sales", {}), entity("cadence:weekly", {"audience": "sales"})])

    after = apply(plan, rename(plan, "team:sales", "field-sales"))

    assert data(after.entities["cadence:weekly"]) == {"audience": ["sales"]}


def test_a_key_that_is_taken_or_no_key_is_refused() -> None:
    plan = plan_of([entity("team:a", {}), entity("team:b", {})])

    with pytest.raises(ValueError, match="team:b is there already: choose another key"):
        rename(plan, "team:a", "b")
    with pytest.raises(Unreadable, match="'c d' is not a key"):
        rename(plan, "team:a", "c d")


def test_a_link_taken_away_takes_what_cannot_be_without_it() -> None:
    item = entity(
        "objective:o",
        {"serves": {"goal:g": "60 %", "p": "40 %"}, "drives": [{"metric": "m", "how": "so"}, "n"], "team": "t"},
    )

    assert relinked(item, "goal:g", None)["serves"] == {"p": "40 %"}
    assert relinked(item, "metric:m", None)["drives"] == [{"metric": "n"}]
    assert "team" not in relinked(item, "team:t", None)
