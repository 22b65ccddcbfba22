"""docs/measure.md shows what really happens: its file is loaded, its output compared, its Python run."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truenorth.facts.tables import TABLES

PAGE = (Path(__file__).parents[2] / "docs" / "measure.md").read_text(encoding="utf-8")
Run = Callable[..., Any]


def block(kind: str, start: str) -> str:
    found = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return next(str(one) for one in found if one.startswith(start))


def test_the_first_file_is_read_as_the_page_shows(run: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text(block("csv", "Day"), "utf-8")

    ran = run("measure", "load", acme, tmp_path / "ads.csv", "--preview")

    assert ran.out.replace(str(acme), "my-plan") == block("text", "ads.csv:")


def test_the_page_lists_every_table() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(TABLES)


def test_the_python_of_the_page_runs(run: Run, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ads.csv").write_text(block("csv", "Day"), "utf-8")
    run("measure", "load", acme, tmp_path / "ads.csv", "--yes")
    acme.rename(tmp_path / "my-plan")
    monkeypatch.chdir(tmp_path)

    names: dict[str, Any] = {}
    exec(block("python", "from pathlib"), names)

    assert names["spend"].amount.sum().to_pyarrow().as_py() == 1020.75


@pytest.mark.parametrize("command", re.findall(r"^truenorth measure (\S+)", PAGE, re.MULTILINE))
def test_the_commands_of_the_page_are_there(command: str, run: Run) -> None:
    assert run("measure", command, "--help").code == 0
