"""Ten thousand hostile cells and hundreds of broken files: a message each, nothing lost, nothing changed.

`SHEET_FUZZ=20` makes twenty times as many.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.plan.sheet import hostile
from tests.plan.sheet.sheets import EMPTY

from truenorth.plan import data
from truenorth.plan.fault import Faults
from truenorth.plan.sheet.grid import harmless, text_of
from truenorth.plan.sheet.layout import Asked
from truenorth.plan.sheet.meant import is_unknown
from truenorth.plan.sheet.outcome import Taken
from truenorth.plan.sheet.take import Given, take
from truenorth.reports.sheet import read_as, wrongs
from truenorth.services.imports import looked_at

TIMES = int(os.environ.get("SHEET_FUZZ", "1"))
ACME = Path(__file__).parents[3] / "examples" / "acme"
FIELDS = dict(
    zip(
        hostile.COLUMNS,
        ("name", "owner", "due", "start", "cost", "status", "team", "serves", "personas", "channel", "note"),
        strict=True,
    )
)
ORDER = Given(kind="activity", date_order="dmy", decimal="point", skip_wrong=True)


def fate(found: Taken, number: int, row: list[Any], items: dict[str, Any]) -> str:
    """What became of the hostile cell of a row; nothing where it was lost without a word."""
    column = hostile.COLUMNS[(number - 1) % len(hostile.COLUMNS)]
    place = (number, hostile.COLUMNS.index(column) + 1)
    if any(one.place and one.place[0] == number for one in found.wrong):
        return "named"
    if any(f"row {number + 1} " in note or f"{number + 1} is" in note for note in found.sheets[0].notes):
        return "said"
    item = items.get(row[0])
    if item is None:
        return ""
    if is_unknown(harmless(text_of(row[place[1]])).strip("|;, ")):
        return "nothing to lose"
    if item.get(FIELDS[column]):
        return "a value"
    return "kept" if column in item.get("labels", {}) or column in item.get("undecided", []) else ""


@pytest.mark.parametrize("write", [hostile.as_csv, hostile.as_xlsx], ids=["csv", "xlsx"])
def test_ten_thousand_hostile_cells_are_named_or_kept(write: Callable[[list[list[Any]]], bytes]) -> None:
    fates: Counter[str] = Counter()
    for seed in range(10 * TIMES):
        rows = hostile.rows(seed, 500, typed=write is hostile.as_xlsx)
        file = "plan.csv" if write is hostile.as_csv else "plan.xlsx"
        found = take({file: write(rows)}, EMPTY, ORDER)
        items = {item.labels["ID"]: data(item) for item in found.after.entities.values() if "ID" in item.labels}
        for number, row in enumerate(rows[1:], 1):
            became = fate(found, number, row, items)
            assert became, f"seed {seed}, row {number}: {row!r}"
            fates[became] += 1
        assert all("\x1b" not in line and "Traceback" not in line for line in said(found, file))

    assert fates.total() == 5000 * TIMES
    assert fates["named"] > 700 * TIMES


def said(found: Taken, file: str) -> list[str]:
    return [*read_as(found, file), *wrongs(found.wrong)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ACME, tmp_path / "acme"))


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_two_hundred_broken_files_give_a_message_each(folder: Path, tmp_path: Path) -> None:
    before = state(folder)
    for number, (name, content) in enumerate(hostile.broken_files(7, 200 * TIMES)):
        file = tmp_path / name
        file.write_bytes(content)

        with pytest.raises((Faults, Asked)) as refused:
            looked_at(folder, file, Given())

        assert len(str(refused.value).splitlines()) == 1, number
        assert "Traceback" not in str(refused.value)
    assert state(folder) == before


def test_nonsense_in_the_parts_of_a_workbook_is_read_or_refused() -> None:
    outcomes: Counter[str] = Counter()
    for name, content in hostile.mutated_parts(11, 200 * TIMES):
        try:
            lines = said(take({name: content}, EMPTY, Given()), name)
            outcomes["read"] += 1
        except (Faults, Asked) as error:
            lines = str(error).splitlines()
            outcomes["refused"] += 1
        assert lines
        assert not any("Traceback" in line for line in lines)

    assert outcomes["refused"] > 30 * TIMES
    assert outcomes["read"] > 4 * TIMES
