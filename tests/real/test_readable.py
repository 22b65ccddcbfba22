"""What the command says of a real company fits one screen; every finding, a line each, fits two pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.real.holding import plan
from typer.testing import CliRunner

from truenorth.cli.app import app
from truenorth.plan import text

pytestmark = pytest.mark.real
DAYS = [
    ("sourcegraph", "2021-11-19"),
    ("sourcegraph", "2022-10-07"),
    ("sourcegraph", "2024-06-25"),
    ("makerdao", "2021-06-15"),
    ("makerdao", "2021-09-15"),
    ("makerdao", "2021-12-15"),
]


def said(folder: Path, *words: str) -> list[str]:
    """The lines that `truenorth check` prints at 100 columns."""
    result = CliRunner().invoke(app, ["check", str(folder), *words], env={"COLUMNS": "100"})
    assert result.exit_code in (0, 1), result.output
    return result.output.splitlines()


@pytest.mark.parametrize(("name", "day"), DAYS)
def test_the_output_fits_one_screen_and_every_finding_fits_sixty_lines(name: str, day: str, tmp_path: Path) -> None:
    text.write(plan(name), tmp_path / "plan")

    screen = said(tmp_path / "plan", "--as-of", day)
    full = said(tmp_path / "plan", "--as-of", day, "--all")

    assert 5 < len(screen) <= 40
    findings = full[next(n for n, line in enumerate(full) if line.startswith("At stake")) :]  # after the verdict
    assert len(findings) < 60
    assert max(map(len, screen + full)) <= 100


def test_a_plan_in_a_folder_says_what_the_converted_plan_says(tmp_path: Path) -> None:
    text.write(plan("sourcegraph"), tmp_path)

    assert text.read(tmp_path).fingerprint == plan("sourcegraph").fingerprint
