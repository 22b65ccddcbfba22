"""The made-up plan that the benchmark measures on."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.generate import generated, write

from truenorth.plan import KINDS, text
from truenorth.plan.work import Activity


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    assert generated(300, seed=7).fingerprint == generated(300, seed=7).fingerprint
    assert generated(300, seed=7).fingerprint != generated(300, seed=8).fingerprint


@pytest.mark.parametrize("activities", [1, 37, 300, 1000])
def test_the_plan_has_as_many_activities_as_asked_for(activities: int) -> None:
    assert len(generated(activities).all(Activity)) == activities


def test_every_link_of_the_plan_leads_to_something() -> None:
    assert list(generated(1000).dangling()) == []


def test_every_field_of_an_activity_is_in_use_and_each_activity_fills_most_of_them() -> None:
    defaults = {name: field.default for name, field in Activity.model_fields.items() if name != "key"}
    filled = [
        {name for name, default in defaults.items() if getattr(activity, name) != default}
        for activity in generated(1000).all(Activity)
    ]

    assert set().union(*filled) == set(defaults)
    assert sorted(map(len, filled))[len(filled) // 2] >= 30


def test_other_kinds_grow_with_the_work() -> None:
    small, large = generated(300), generated(3000)

    assert {kind for kind, made in KINDS.items() if large.all(made)} == set(KINDS)
    assert len(large) - 3000 > 2 * (len(small) - 300)


def test_the_plan_comes_back_from_its_folder_as_it_was(tmp_path: Path) -> None:
    plan = write(tmp_path, 300)

    assert (tmp_path / "activity.csv").exists()
    assert text.read(tmp_path).fingerprint == plan.fingerprint
