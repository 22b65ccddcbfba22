"""One cause, one finding: the same thing on three or more items is said once, with the list and one mend for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from truenorth.plan.entity import KINDS, Ref
from truenorth.rules.case import Case
from truenorth.rules.finding import Finding, Fix, Severity, plural, slug

FOLD_FROM = 3


def folded(case: Case, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those of one rule with one cause on one kind of item gathered from three on."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    kept: list[Finding] = []
    for finding in findings:
        if finding.cause:
            groups.setdefault((finding.rule, _kind(finding), finding.cause), []).append(finding)
        else:
            kept.append(finding)
    for (_, kind, _), same in groups.items():
        severity = _severity(case, kind, same)
        if len(same) < FOLD_FROM:
            kept += [replace(finding, severity=severity) for finding in same]
        else:
            kept.append(_one(case, kind, sorted(same, key=lambda f: (f.at, f.part)), severity))
    return kept


def _kind(finding: Finding) -> str:
    return finding.at[0].partition(":")[0]


def _severity(case: Case, kind: str, same: list[Finding]) -> Severity:
    """A gap warns where at least half of the siblings have no such gap, and informs otherwise."""
    first = same[0]
    if first.kind != "gap":
        return first.severity or "info"
    return "warning" if 2 * len({f.at[0] for f in same}) <= _among(case, kind, first)[0] else "info"


def _among(case: Case, kind: str, finding: Finding) -> tuple[int, str]:
    """What a gap is counted against: as it says itself, or the live items of its kind."""
    return finding.among or (len(case.all_live(KINDS[kind])), KINDS[kind].plural)


def _one(case: Case, kind: str, same: list[Finding], severity: Severity) -> Finding:
    first = same[0]
    items = {f.at[0] for f in same}
    count, (siblings, called) = len(items), _among(case, kind, first)
    how_many = f"{count:,} of {siblings:,} {called}" if count < siblings else plural(kind, count)
    stakes = [ref for f in same for ref in (f.at if f.stake is None else f.stake)]
    return replace(
        first,
        at=tuple(dict.fromkeys(ref for f in same for ref in f.at)),
        says=f"{how_many[:1].upper()}{how_many[1:]} {first.cause}",
        seen={"each": [{"at": f.at[0], "says": f.says} for f in same]},
        fixes=_bulk(same),
        stake=tuple(dict.fromkeys(stakes)),
        part=slug(first.cause),
        severity=severity,
        gathers=tuple(f.id for f in same),
    )


def _bulk(same: list[Finding]) -> tuple[Fix, ...]:
    """The first fix of each, as one."""
    fixes = [f.fixes[0] for f in same if f.fixes]
    if not fixes:
        return ()
    sets: dict[Ref, Mapping[str, Any] | None] = {}
    for ref, fields in (pair for fix in fixes for pair in fix.sets.items()):
        had = sets.get(ref)
        sets[ref] = {**had, **fields} if had is not None and fields is not None else fields
    return (
        (Fix(f"{fixes[0].says} (and the same for the other {len(fixes) - 1})", sets),)
        if len(fixes) > 1
        else (fixes[0],)
    )
