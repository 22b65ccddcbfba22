"""The rules are general: no finding hangs on the name of an item, and a bare sheet is not buried in findings."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date

import pytest
from tests.real.fields import HERE, company, ids, loaded, renamed, same_pairs
from tests.real.holding import CONVERTERS, DAYS, FOLDERS, checked, told

from truenorth.plan import Edit, Plan, apply, data, text
from truenorth.rules import Case, Finding, check, recheck


def new_names(given: set[str]) -> dict[str, str]:
    """Names that say nothing, in the order of the old ones: lists in findings stay as they are."""
    return {old: f"{old[0]}{number:04}x" for number, old in enumerate(sorted(given))}


def renamed_ref(ref: str, names: Mapping[str, str]) -> str:
    """A ref with the id in it renamed; keys that are made of an id and a number keep the number."""
    kind, _, key = ref.partition(":")
    old = max((name for name in names if key == name or key.startswith(f"{name}.")), key=len, default="")
    return f"{kind}:{names[old]}{key.removeprefix(old)}" if old else ref


def said(finding: Finding, old: Mapping[str, str]) -> str:
    """Everything that a finding says, with the old names put back."""
    whole = "\n".join([finding.rule, finding.kind or "", finding.severity or "", *finding.at, told(finding)])
    return re.sub(r"[A-Za-z]\d{4}x", lambda found: old[found[0]], whole)


@pytest.mark.real
@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_with_every_id_renamed_the_findings_are_the_same_but_for_the_names(name: str) -> None:
    data = loaded(company(FOLDERS[name]) / "plan.yaml")
    names = new_names(ids(data) | set(data["meta"]["sources"]))
    pairs = [[renamed_ref(ref, names) for ref in pair] for pair in same_pairs(HERE / f"{name}_same_as.yaml")]

    folder, _ = CONVERTERS[name](renamed(data, names), pairs)
    after = check(Case(folder.plan(), date.fromisoformat(DAYS[name]))).findings

    old = {new: name for name, new in names.items()}
    assert len(names) > 30
    assert sorted(said(f, old) for f in after) == sorted(said(f, old) for f in checked(name, DAYS[name]).findings)


def an_edit(of: Plan, chance: random.Random) -> Edit:
    """Some item taken away, or without one of its fields; each kind as often as any other."""
    kind = chance.choice(sorted({ref.partition(":")[0] for ref in of.entities}))
    ref = chance.choice([ref for ref in sorted(of.entities) if ref.startswith(f"{kind}:")])
    before = data(of.entities[ref])
    gone = chance.choice(sorted(before)) if before and chance.random() > 0.3 else None
    return Edit(ref, before, {name: value for name, value in before.items() if name != gone} if gone else None)


@pytest.mark.real
@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_after_an_edit_the_findings_are_those_of_a_full_check(name: str) -> None:
    before, chance = checked(name, DAYS[name]), random.Random(2)

    for _ in range(25):
        edit = an_edit(before.case.whole, chance)
        full = check(Case(apply(before.case.whole, [edit]), before.case.today))

        assert recheck(before, [edit]).findings == full.findings, edit


def test_a_sheet_of_forty_rows_with_title_owner_date_and_channel_gives_at_most_seven_findings() -> None:
    plan = text.read(HERE / "sheet")

    findings = check(Case(plan, date(2027, 1, 11))).findings

    assert len(plan) == 40
    assert 1 <= len(findings) <= 7, "\n".join(f"{f.rule} {f.says}" for f in findings)
    assert [f.says for f in findings if f.severity == "error"] == []
