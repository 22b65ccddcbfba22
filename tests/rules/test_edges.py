"""The edges of each rule: what just triggers it, and the noise on which it stays silent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from truenorth.plan import text
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme

CASES = [
    pytest.param(case, id=f"{case['rule']}: {case['says']}")
    for path in sorted(Path(__file__).parent.glob("*.yaml"))
    for case in text.loaded(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES)
def test_edge(case: dict[str, Any]) -> None:
    found = [f"{f.at[0]} {f.says}" for f in check(acme(case.get("acme") or {}), [RULES[case["rule"]]]).findings]

    assert found == ([] if case.get("silent") else case["finds"])


def test_every_rule_has_an_edge_case_on_which_it_is_silent() -> None:
    silent = {case.values[0]["rule"] for case in CASES if case.values[0].get("silent")}  # type: ignore[index]

    assert sorted(RULES.keys() - silent) == []
