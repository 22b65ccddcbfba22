"""After people said more, or agreed, the rules that listen are judged again, and find what a whole check would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.rules.test_edges import CASES

from truenorth.records import Records
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme
from truenorth.rules.check import RECORDS, reheard

HEARD: list[tuple[str, dict[str, Any]]] = [
    (case["rule"], case.get("acme") or {}) for param in CASES for case in param.values if isinstance(case, dict)
]
LISTENING = [(code, over) for code, over in HEARD if RECORDS in RULES[code].reads]


@pytest.mark.parametrize(("code", "over"), LISTENING)
def test_what_is_said_later_is_heard(code: str, over: dict[str, Any]) -> None:
    case = acme(over)
    before = check(replace(case, agreed=None, records=Records(), _then={}, _made={}), [RULES[code]])

    assert reheard(before, case.records, case.agreed).findings == check(case, [RULES[code]]).findings


def test_no_other_rule_is_judged_again_and_none_asks_what_people_said_without_saying_so() -> None:
    said = acme({"records": {"review": [{"state": "in review"}]}}).records
    quiet = [rule for rule in RULES.values() if RECORDS not in rule.reads and not rule.heavy]

    before = check(acme(), quiet)

    assert reheard(before, said, acme().whole).raw == before.raw == check(replace(acme(), records=said), quiet).raw


def test_what_takes_long_is_not_asked_again_because_somebody_said_something() -> None:
    asked: list[object] = []
    before = check(replace(acme(), prove=asked.append))
    said = acme({"records": {"review": [{"state": "in review"}]}}).records

    reheard(before, said, None)
    reheard(before, said, acme().whole)

    assert asked == []
