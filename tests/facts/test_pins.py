"""The data tools are the ones that were tried together: newer ones break Ibis 12, and an installer does not see it."""

from __future__ import annotations

import tomllib
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pytest
from packaging.requirements import Requirement

from truenorth.facts.connection import NEEDED, connection

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
PINS = [Requirement(text) for text in PROJECT["optional-dependencies"]["facts"]]


@pytest.mark.parametrize("pin", PINS, ids=lambda pin: pin.name)
def test_what_is_installed_is_what_was_tried(pin: Requirement) -> None:
    assert pin.specifier.contains(version(pin.name))


def test_the_extra_names_all_that_is_needed() -> None:
    assert set(NEEDED.values()) <= {pin.name for pin in PINS}


def test_a_query_goes_through() -> None:
    import ibis

    table = ibis.memtable(pa.table({"a": [1, 2, 3]}))

    assert table.filter(table.a > 1).a.sum().to_pyarrow().as_py() == 5


def test_the_database_is_in_memory_asks_nobody_and_keeps_to_its_memory() -> None:
    (row,) = connection().raw_sql(
        "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions'),"
        " current_setting('memory_limit'), (SELECT path FROM duckdb_databases() WHERE database_name = 'memory')"
    ).fetchall()  # fmt: skip

    assert row == (False, False, "209.8 MiB", None)
