"""Loads are put in and taken back as one step each; a crash in between leaves the old or the new."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from truenorth.facts import store
from truenorth.facts.facts import Facts, conform
from truenorth.facts.register import FOLDER, Load, Register, read
from truenorth.facts.tables import SPEND
from truenorth.plan import swap
from truenorth.plan.fault import Faults

AT = datetime(2027, 1, 11, 9, 30)
ENTRY = "loads:\n- {id: x-1, table: spend, source: x, file: x, digest: x, at: 2027-01-01, rows: 1, kept: 1}\n"


def entry(ident: str = "ledger-1", **more: Any) -> Load:
    return Load(ident, "spend", "ledger", "ledger.csv", f"digest of {ident}", AT, 2, 2, **more)


def parquet(folder: Path, rows: list[dict[str, Any]], ident: str = "ledger-1") -> Path:
    import pyarrow.parquet as pq

    file = folder / f"{ident} staged.parquet"
    pq.write_table(conform(SPEND, [{"source": "ledger", "load": ident, "row": 1, **row} for row in rows]), file)
    return file


def put(folder: Path, load: Load, amount: float = 5.0) -> None:
    staged = parquet(folder, [{"amount": amount}, {"amount": 1.0}], load.id)
    with store.changing(folder) as was:
        store.put(folder, was, was.put(load), load, staged)


def total(folder: Path) -> float | None:
    found: float | None = Facts(folder)["spend"].amount.sum().to_pyarrow().as_py()
    return found


def test_a_load_counts_once_it_is_in_the_register_and_not_before(tmp_path: Path) -> None:
    put(tmp_path, entry())
    orphan = parquet(tmp_path, [{"amount": 1000.0}], "ledger-2")
    orphan.replace(tmp_path / FOLDER / "spend" / "ledger-2.parquet")  # as a crash before the register would leave it

    assert total(tmp_path) == 6.0
    put(tmp_path, entry("ledger-2"), 7.0)
    assert total(tmp_path) == 14.0


def test_the_register_is_read_as_it_was_written(tmp_path: Path) -> None:
    load = entry(
        refused={"has no date": 3},
        first="2027-01-01",
        last="2027-01-31",
        total=6.5,
        again=1,
        changed=1,
        columns={"on": "Day"},
    )
    put(tmp_path, load)
    put(tmp_path, entry("ledger-2", total=0.0))

    assert read(tmp_path).loads == (load, entry("ledger-2", total=0.0))


def test_ids_are_never_given_twice(tmp_path: Path) -> None:
    register = Register((entry("ledger-1"), entry("ledger-7"), entry("ledger-old-9")))

    assert register.next_id("ledger") == "ledger-8"
    assert register.next_id("ledger-old") == "ledger-old-10"
    assert register.next_id("crm") == "crm-1"


def test_a_load_is_taken_back_put_back_and_thrown_away(tmp_path: Path) -> None:
    put(tmp_path, entry("ledger-1"))
    put(tmp_path, entry("ledger-2"), 7.0)

    with store.changing(tmp_path) as was:
        store.take_back(tmp_path, was, was.loads[0], AT)
    assert total(tmp_path) == 8.0
    assert not (tmp_path / FOLDER / "spend" / "ledger-1.parquet").exists()

    with store.changing(tmp_path) as was:
        store.put_back(tmp_path, was, was.loads[0])
    assert total(tmp_path) == 14.0

    with store.changing(tmp_path) as was:
        store.take_back(tmp_path, was, was.loads[0], AT)
    with store.changing(tmp_path) as was:
        store.throw_away(tmp_path, was, was.loads[0])
    assert total(tmp_path) == 8.0
    assert [one.id for one in read(tmp_path).loads] == ["ledger-2"]
    assert list((tmp_path / FOLDER).rglob("ledger-1*")) == []


class Crash(Exception):
    pass


def crash_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The process dies when it moves a file for the so-manieth time."""
    moves = iter(range(1000))
    real = Path.replace

    def replace_(self: Path, target: Any) -> Path:
        if next(moves) == number:
            raise Crash
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace_)


@pytest.mark.parametrize("number", range(4))
def test_a_crash_while_a_load_is_put_in_leaves_the_old_or_the_new(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, entry("ledger-1"))
    with monkeypatch.context() as patch:
        crash_at(patch, number)
        crashed = True
        try:
            put(tmp_path, entry("ledger-2"), 7.0)
            crashed = False
        except Crash:
            pass

    assert total(tmp_path) in ((6.0, 14.0) if crashed else (14.0,))
    with store.changing(tmp_path):
        pass
    assert total(tmp_path) in (6.0, 14.0)
    if total(tmp_path) == 6.0:
        put(tmp_path, entry("ledger-2"), 7.0)
    assert total(tmp_path) == 14.0


@pytest.mark.parametrize("number", range(4))
def test_a_crash_while_a_load_is_taken_back_leaves_the_old_or_the_new(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, entry("ledger-1"))
    put(tmp_path, entry("ledger-2"), 7.0)
    with monkeypatch.context() as patch:
        crash_at(patch, number)
        try:
            with store.changing(tmp_path) as was:
                store.take_back(tmp_path, was, was.loads[0], AT)
        except Crash:
            pass

    assert total(tmp_path) in (8.0, 14.0)
    with store.changing(tmp_path) as now:
        assert (now.loads[0].taken_back is None) == (total(tmp_path) == 14.0)
    assert total(tmp_path) in (8.0, 14.0)


def test_what_is_prepared_is_gone_afterwards_whatever_happened(tmp_path: Path) -> None:
    def cut_short() -> None:
        with store.staging(tmp_path) as into:
            (into / "cells.parquet").write_bytes(b"x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_short()

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept_after_a_day(tmp_path: Path) -> None:
    put(tmp_path, entry())
    fresh, old = (tmp_path / FOLDER / f"{store.STAGING}-{name}" for name in ("fresh", "old"))
    for place in (fresh, old):
        place.mkdir()
    os.utime(old, (1, 1))

    with store.changing(tmp_path):
        pass

    assert fresh.exists()
    assert not old.exists()


@pytest.mark.parametrize(
    "text",
    [
        "loads: 5\n",
        "loads: [{id: a}]\n",
        "loads: [5]\n",
        "loads:\n- {id: ../../x, table: spend, at: 2027-01-01}\n",
        ENTRY.replace("id: x-1", "id: x"),
        ENTRY.replace("source: x", "source: [x]"),
        ENTRY.replace("kept: 1", "kept: 1, rates: 5"),
        "lods: []\n",
        "loads: [\n",
    ],
)
def test_a_register_that_was_tampered_with_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "loads.yaml").write_text(text, "utf-8")

    with pytest.raises(Faults, match=r"facts/loads\.yaml"):
        read(tmp_path)


def test_a_change_cut_short_is_seen_as_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, entry())
    monkeypatch.setattr(swap.shutil, "copymode", lambda *_: (_ for _ in ()).throw(Crash))
    with pytest.raises(Crash), store.changing(tmp_path) as was:
        store.take_back(tmp_path, was, was.loads[0], AT)

    assert read(tmp_path).there == ()
    assert Facts(tmp_path)["spend"].count().to_pyarrow().as_py() == 0


def test_a_load_beside_another_counts_only_while_that_one_does_not() -> None:
    first, second = entry("ledger-1"), entry("ledger-2", beside="ledger-1")

    assert Register((first, second)).counted == (first,)
    assert Register((replace(first, taken_back=AT), second)).counted == (second,)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("names.yaml", "GTXPro: tool:gtx-pro\n", "facts/names.yaml: GTXPro: must hold names with values: 'campaign: {"),
        ("names.yaml", "campaign: {916: [a, b]}\n", "facts/names.yaml: campaign 916: must mean one item, such as"),
        ("names.yaml", "- a\n", "facts/names.yaml: must hold names with values"),
        ("sources.yaml", "ads: spend\n", "facts/sources.yaml: ads: must hold names with values: 'ads: {table: spend}'"),
    ],
)
def test_what_was_written_by_hand_and_cannot_be_meant_is_said_not_written_over(
    name: str, text: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / name).write_text(text, "utf-8")

    with pytest.raises(Faults) as wrong:
        read(tmp_path)

    assert str(wrong.value).startswith(says)


def test_a_file_where_the_folder_of_the_data_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("my notes", "utf-8")

    with pytest.raises(Faults, match="facts: is a file, and a folder is kept under this name: call the file otherwise"):
        read(tmp_path)


@pytest.mark.parametrize("harm", ["cut short", "emptied", "other columns", "no Parquet"])
def test_rows_that_were_tampered_with_are_named_with_the_mend(harm: str, tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    put(tmp_path, entry())
    file = tmp_path / FOLDER / "spend" / "ledger-1.parquet"
    whole = file.read_bytes()
    if harm == "other columns":
        pq.write_table(pa.table({"a": [1]}), file)
    else:
        file.write_bytes({"cut short": whole[:-200], "emptied": b"", "no Parquet": b"hello" * 100}[harm])

    with pytest.raises(Faults) as wrong:
        total(tmp_path)

    says = "is damaged, or was changed: take ledger-1 back, and load ledger.csv again"
    assert str(wrong.value) == f"facts/spend/ledger-1.parquet: {says}"
