"""`truenorth report`: a report of a folder in the format that its name asks for."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from tests.cli.conftest import EXAMPLES, Ran
from typer.testing import CliRunner

from truenorth.cli import app

DAY = ("--as-of", "2027-01-11")


@pytest.fixture
def bent(tmp_path: Path) -> str:
    """Acme bent, without the question whether it all fits, which takes long."""
    copytree(EXAMPLES / "acme-bent", tmp_path / "bent")
    (tmp_path / "bent" / "truenorth.yaml").write_text("schema: 1\nrules: {FIT01: {off: true}}\n", encoding="utf-8")
    return str(tmp_path / "bent")


def ran(*words: str) -> Ran:
    result = CliRunner().invoke(app, ["report", *words])
    return Ran(result.exit_code, result.stdout, result.stderr)


def test_a_report_is_text_on_the_screen_and_a_file_by_its_name(bent: str, tmp_path: Path):
    said = ran(bent, *DAY, "--for", "cmo")
    made = ran(bent, *DAY, "--for", "team:demand", "--to", str(tmp_path / "demand.xlsx"))
    again = ran(bent, *DAY, "--for", "team:demand", "--to", str(tmp_path / "demand.xlsx"))

    assert said.out.startswith("The page of the head of marketing\nAcme")
    assert (made.code, (tmp_path / "demand.xlsx").read_bytes()[:2]) == (0, b"PK")
    assert again.code == 2
    assert "add --replace" in again.err


def test_a_reader_or_a_format_that_nobody_knows_is_refused_in_words(bent: str, tmp_path: Path):
    nobody = ran(bent, "--for", "everyone")
    odd = ran(bent, "--to", str(tmp_path / "page.doc"))

    assert (nobody.code, odd.code) == (2, 2)
    assert "“everyone” names no reader: ceo, board, cmo" in nobody.err
    assert "page.doc: let the name end with .pdf, .pptx, .xlsx, .html, .txt" in odd.err
