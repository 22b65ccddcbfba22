"""`truenorth plan roadmap`: the roadmap of a folder in the form that its name asks for."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import EXAMPLES, Ran
from typer.testing import CliRunner

from truenorth.cli import app

BENT = str(EXAMPLES / "acme-bent")
DAY = ("--as-of", "2027-01-11")


def ran(*words: str) -> Ran:
    result = CliRunner().invoke(app, ["plan", "roadmap", *words])
    return Ran(result.exit_code, result.stdout, result.stderr)


def test_a_roadmap_is_text_on_the_screen():
    said = ran(BENT, *DAY)

    assert said.code == 0
    assert "Demand generation: 5 pieces of work, peak" in said.out
    assert "  Open house: 1 to 30 April 2027; 190 hours; in market from 22 April 2027" in said.out
    assert "Open house waits for Spring letter" in said.out


def test_a_roadmap_is_a_picture_or_pdf_by_the_name_of_its_file(tmp_path: Path):
    made = ran(BENT, *DAY, "--by", "goal", "--zoom", "year", "--to", str(tmp_path / "road.svg"))
    paper = ran(BENT, *DAY, "--to", str(tmp_path / "road.pdf"))
    again = ran(BENT, *DAY, "--to", str(tmp_path / "road.svg"))
    wrong = ran(BENT, *DAY, "--to", str(tmp_path / "road.doc"))

    assert (made.code, (tmp_path / "road.svg").read_bytes()[:4]) == (0, b"<svg")
    assert (paper.code, (tmp_path / "road.pdf").read_bytes()[:4]) == (0, b"%PDF")
    assert again.code == wrong.code == 2
    assert "add --replace" in again.err
    assert "a roadmap is written as .txt, .svg, .pdf" in wrong.err
