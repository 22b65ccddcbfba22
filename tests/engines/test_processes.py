"""How long processes take that go through each other, also where they are written so that they never end."""

from __future__ import annotations

from typing import Any

from truenorth.engines.processes import stretches
from truenorth.plan.resources import Process
from truenorth.rules.acme import acme


def steps(processes: dict[str, list[dict[str, Any]]], first: str) -> list[str]:
    case = acme({"process": {key: {"steps": inner} for key, inner in processes.items()}})
    process = case.plan.find(f"process:{first}")
    assert isinstance(process, Process)
    return [stretch.name for stretch in stretches(case, process)]


def test_the_steps_of_a_process_inside_stand_in_its_place() -> None:
    inner = [{"name": "draft", "takes": "2 days"}]
    outer = [{"process": "inner"}, {"name": "print", "takes": "3 days"}, {"process": "inner"}]

    assert steps({"inner": inner, "outer": outer}, "outer") == ["draft", "print", "draft"]


def test_a_process_within_itself_is_not_gone_through_again() -> None:
    a = [{"name": "x", "takes": "1 days"}, {"process": "b"}]
    b = [{"name": "y", "takes": "1 days"}, {"process": "a"}]

    assert steps({"a": a, "b": b}, "a") == ["x", "y"]


def test_forty_levels_that_double_each_time_have_no_known_length_and_take_no_time() -> None:
    levels = {f"p{n}": [{"process": f"p{n + 1}"}, {"process": f"p{n + 1}"}] for n in range(40)}

    assert steps({**levels, "p40": [{"name": "x", "takes": "1 days"}]}, "p0") == []
    assert steps({**levels, "p40": [{"name": "x"}]}, "p0") == []
    assert steps({**levels, "p40": [{"name": "x", "takes": "1 days"}]}, "p35") == ["x"] * 32
