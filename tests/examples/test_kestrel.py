"""The example company: what is planted in it is found in the words of its README, and nothing else is."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tools.freight import folder
from tools.freight.plan import TODAY, Documents, documents, plan, source

from truenorth.plan import text
from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, data
from truenorth.plan.plan import Plan
from truenorth.plan.reading import entity
from truenorth.plan.story import Content
from truenorth.rules import RULES, Case, Checked, check, recheck
from truenorth.rules.acme import merged

HERE = Path(__file__).parents[2] / "examples" / "kestrel"
FAULTS: list[dict[str, Any]] = source("planted")
Line = tuple[str, str, str]


@cache
def checked() -> Checked:
    return check(Case(text.read(HERE), TODAY))


def planted() -> list[Line]:
    """What the table says is found: code, item, words."""
    own = [(fault["rule"], fault["at"], fault["says"]) for fault in FAULTS]
    return own + [tuple(line) for fault in FAULTS for line in fault.get("also", ())]


def found(result: Checked) -> list[Line]:
    return [(finding.rule, finding.at[0], finding.says) for finding in result.findings]


def made(items: Documents) -> Plan:
    fields = {f"{kind}:{key}": one for kind, keyed in items.items() for key, one in keyed.items()}
    return Plan({ref: entity(ref, one) for ref, one in fields.items()})


def test_what_is_planted_is_found_with_its_figures_and_nothing_else_is() -> None:
    assert sorted(found(checked())) == sorted(planted())


def test_each_family_of_the_first_wave_has_something_to_say() -> None:
    families = {RULES[code].family for code, _, _ in planted()}

    assert families >= {"GOAL", "AUD", "STORY", "TEAM", "TOOL", "TIME", "COST", "LOAD", "SIGN", "FACT", "FLOW"}
    assert "STORY03" in {code for code, _, _ in planted()}


def test_the_readme_shows_the_table() -> None:
    said = (HERE / "README.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in said.splitlines() if line.startswith("| ") and "`" in line]

    assert [(row[1].split("`")[1], row[1].split()[1], row[2]) for row in rows] == [
        line for fault in FAULTS for line in ((fault["rule"], fault["at"], fault["says"]), *_also(fault))
    ]
    assert f"{len(FAULTS)} things are out of line" in re.sub(r"\s+", " ", said)


def _also(fault: dict[str, Any]) -> list[Line]:
    return [tuple(line) for line in fault.get("also", ())]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['rule']}-{fault['at'].partition(':')[2]}")
def test_what_puts_it_right_does(fault: dict[str, Any]) -> None:
    mended = made(merged(documents(), fault["mend"]))
    rules = [RULES[fault["rule"]], *(RULES[code] for code, _, _ in fault.get("also", ()))]

    left = found(check(Case(mended, TODAY), rules))

    assert (fault["rule"], fault["at"], fault["says"]) not in left
    assert [line for line in _also(fault) if line in left] == []
    assert [line for line in left if line not in planted()] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault['rule']}-{fault['at'].partition(':')[2]}")
def test_after_one_mend_judging_again_says_what_a_full_check_says(fault: dict[str, Any]) -> None:
    before, mended = plan(), made(merged(documents(), fault["mend"]))
    edits = [
        Edit(ref, _data(before, ref), _data(mended, ref))
        for ref in sorted(before.entities.keys() | mended.entities.keys())
        if before.find(ref) != mended.find(ref)
    ]

    again = recheck(checked(), edits)

    assert found(again) == found(check(Case(mended, TODAY)))
    assert again.index == check(Case(mended, TODAY)).index


def _data(of: Plan, ref: str) -> dict[str, Any] | None:
    item = of.find(ref)
    return data(item) if item else None


def test_with_all_of_it_put_right_nothing_is_out_of_line() -> None:
    items = documents()
    for fault in FAULTS:
        items = merged(items, fault["mend"])

    assert found(check(Case(made(items), TODAY))) == []


def test_before_anything_was_planted_nothing_was_out_of_line() -> None:
    assert found(check(Case(plan(faults=False), TODAY))) == []


def test_the_index_tells_of_a_company_with_work_to_do() -> None:
    index = checked().index

    assert index.unit == "money"
    assert 55 <= (index.value or 0) <= 85
    assert 3_500_000 < (index.plan_value or 0) < 5_500_000
    assert 0.2 < (index.at_stake or 0) / (index.plan_value or 1) < 0.45


def test_it_is_as_large_as_a_large_marketing_organisation() -> None:
    of = {kind: len(checked().case.plan.all(KINDS[kind])) for kind in KINDS}

    assert (of["vision"], of["goal"], of["objective"], of["persona"], of["message"]) == (3, 5, 12, 6, 10)
    assert (of["program"], of["tool"], of["process"], of["feed"]) == (25, 20, 12, 22)
    assert 170 <= of["activity"] <= 190
    assert 115 <= of["content"] <= 125


def test_each_piece_of_content_is_a_short_text_of_its_own() -> None:
    pieces = checked().case.plan.all(Content)
    sentences = {piece.key: len(re.findall(r"[.?!:]", piece.text)) for piece in pieces}

    assert len({piece.text for piece in pieces}) == len(pieces)
    assert [key for key, count in sentences.items() if not 1 <= count <= 12] == []
    assert [piece.key for piece in pieces if not 20 <= len(piece.text.split()) <= 90] == []


def test_the_folder_is_what_the_tool_writes(tmp_path: Path) -> None:
    folder.write(tmp_path)

    written = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert {path.name: path.read_text(encoding="utf-8") for path in HERE.iterdir() if path.name[0] != "."} == written
