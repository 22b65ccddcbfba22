"""One cause, one finding: what a rule proves of a cause that another has found is told there, with its ways out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from truenorth.plan.entity import Ref
from truenorth.rules.finding import Finding


def joined(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those whose cause another one tells, which has their ways out before its own.

    What is proved is an error, however sure the other is of it.
    """
    every = list(findings)
    if not any(finding.covers for finding in every):
        return every
    told: dict[tuple[str, Ref], list[Finding]] = {}
    for finding in every:
        if finding.kind == "contradiction" and not finding.covers:
            for ref in finding.at:
                told.setdefault((finding.rule, ref), []).append(finding)
    gained: dict[str, list[Finding]] = {}
    silent: set[str] = set()
    for finding in every:
        same = {one.id: one for where in finding.covers for one in told.get(where, ())}
        if same:
            silent.add(finding.id)
            gained.setdefault(_first(finding, same), []).append(finding)
    return [_with(one, gained.get(one.id, [])) for one in every if one.id not in silent]


def _first(finding: Finding, same: dict[str, Finding]) -> str:
    """The finding of several that names most of the same items."""
    return max(same, key=lambda ident: (len(set(same[ident].at) & set(finding.at)), ident))


def _with(finding: Finding, proofs: Sequence[Finding]) -> Finding:
    if not proofs:
        return finding
    known = list(finding.fixes)
    ways = [fix for proof in proofs for fix in proof.fixes if not fix.blanks() and fix not in known]
    return replace(finding, fixes=(*ways, *known), severity=proofs[0].severity)
