"""What people decide about findings: all of them known from now on, one acknowledged, one accepted until a day."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from truenorth.plan.entity import Party
from truenorth.plan.plan import Plan
from truenorth.plan.resources import Role
from truenorth.records import AtStake, Decision, Known
from truenorth.reports.not_run import said
from truenorth.rules.finding import Finding
from truenorth.services import folder as folders
from truenorth.services.check import judged
from truenorth.services.plan import Refused


def adopt(path: Path, today: date) -> tuple[int, int, tuple[str, ...]]:
    """Take all present findings for known; how many there are, how many were known before, and what failed.

    What is known of a rule that could not be run stays known.
    """
    with folders.changing(path) as was:
        found = judged(was, today)
        known = tuple(Known(id=one.id, gathers=list(one.gathers), **weight(one)) for one in found.findings)
        ids = {one.id for one in found.findings}
        failed = (one for one in was.records.baseline if one.id.partition("@")[0] in found.checked.failed)
        known = (*known, *(one for one in failed if one.id not in ids))
        folders.put(was, was.plan, {}, replace(was.records, baseline=known))
        before = sum(found.lives[one.id].known for one in found.findings)
        return len(found.findings), before, tuple(said(found.checked.not_run, was.plan))


def weight(finding: Finding) -> dict[str, Any]:
    """How serious a contradiction is and what is behind it, as it is kept with what is said about it."""
    if finding.kind != "contradiction":
        return {}
    money, hours = finding.at_stake.money, finding.at_stake.hours
    return {
        "severity": finding.severity,
        "at_stake": AtStake(money=money, hours=hours) if money or hours else None,
    }


def decide(path: Path, decision: Decision, today: date) -> Finding:
    """Keep a decision about a finding that is there as of a day."""
    with folders.changing(path) as was:
        found = {one.id: one for one in judged(was, today).findings}
        if decision.finding not in found:
            raise Refused(_no_finding(decision.finding, found))
        decision = decision.model_copy(update=weight(found[decision.finding]))
        records = replace(was.records, decisions=(*was.records.decisions, decision))
        folders.put(was, was.plan, {}, records)
        return found[decision.finding]


def _no_finding(ident: str, found: Mapping[str, Finding]) -> str:
    near = difflib.get_close_matches(ident, found, 2, 0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "the check shows the id of each in its last line"
    return f"there is no finding '{ident[:120]}' now; {hint}"


def no_owner(plan: Plan, word: str) -> str:
    """What is to be asked before somebody is taken for the owner of a risk; nothing for a role or a party."""
    roles = {name: role.key for role in plan.all(Role) for name in (role.key, role.ref, role.name) if name}
    titles = {owner: owner for item in plan.entities.values() if (owner := item.owner)}
    known = {name.casefold(): name for name in (*titles, *roles, *get_args(Party))}
    if word.casefold() in known:
        return ""
    near = difflib.get_close_matches(word.casefold(), known, 2, 0.6)
    hint = (
        f"did you mean {' or '.join(known[name] for name in near)}?"
        if near
        else f"parties: {', '.join(get_args(Party))}"
    )
    return f"'{word[:60]}' is no role of this plan, and no party; {hint}"
