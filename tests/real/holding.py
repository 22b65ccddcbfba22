"""Holding what a check says of a real company's plan against what a careful reader found in it, line by line."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from tests.real import makerdao, sourcegraph
from tests.real.fields import HERE, company, loaded, same_pairs

from truenorth.plan import Plan
from truenorth.rules import Case, Checked, Finding, check

FOLDERS = {"sourcegraph": "sourcegraph", "makerdao": "makerdao_content_production"}
CONVERTERS = {"sourcegraph": sourcegraph.converted, "makerdao": makerdao.converted}
DAYS = {"sourcegraph": "2021-11-19", "makerdao": "2021-12-15"}


def lines(name: str) -> list[dict[str, Any]]:
    """The lines of a company's table."""
    return list(loaded(HERE / f"expected_{name}.yaml"))


@cache
def plan(name: str) -> Plan:
    """A company's plan; skips the test where the company is not here."""
    data = loaded(company(FOLDERS[name]) / "plan.yaml")
    folder, _ = CONVERTERS[name](data, same_pairs(HERE / f"{name}_same_as.yaml"))
    return folder.plan()


@cache
def checked(name: str, day: str) -> Checked:
    """Every rule on a company's plan as of a day."""
    return check(Case(plan(name), date.fromisoformat(day)))


def told(finding: Finding) -> str:
    """Everything that a finding says: words, evidence and the refs of its items."""
    return "\n".join([finding.says, json.dumps(dict(finding.seen), default=str, ensure_ascii=False), *finding.at])


def matching(line: dict[str, Any], every: tuple[Finding, ...]) -> list[Finding]:
    """The findings of the line's rule that are on all of its items and tell all of its figures."""
    of_rule = [f for f in every if f.rule == line["rule"] and set(line["at"]) <= set(f.at)]
    return [f for f in of_rule if all(str(figure) in told(f) for figure in line["figures"])]
