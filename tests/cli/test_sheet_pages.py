"""The pages on sheets are run: the files they show, the commands, what these print."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from truenorth.plan import text

Run = Callable[..., Any]
ROOT = Path(__file__).parents[2]
PAGES = {name: (ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("sheets", "first-page")}
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def steps(page: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each command of a page's console blocks, with what it is said to print."""
    for block in CONSOLE.findall(page):
        for step in re.split(r"^ *\$ truenorth ", block, flags=re.MULTILINE)[1:]:
            command, *printed = (line.strip() for line in step.rstrip().split("\n"))
            yield shlex.split(command), printed


def check(ran: Any, printed: list[str], command: list[str]) -> None:
    lines = [line.strip() for line in (ran.out or ran.err).splitlines()]
    if printed[-1:] == ["..."]:
        lines, printed = lines[: len(printed) - 1], printed[:-1]
    assert lines == printed, command


def test_the_page_on_sheets_shows_what_happens(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = PAGES["sheets"]
    for name, body in re.findall(r"`(\w+\.csv)`[^`]*?\n\n```csv\n(.*?)```", page, re.DOTALL):
        (tmp_path / name).write_text(body, "utf-8")
    monkeypatch.chdir(tmp_path)
    run("plan", "init", "my-plan")
    said = []
    for command, printed in steps(page):
        ran = run(*command)
        check(ran, printed, command)
        said += ran.err.splitlines()

    assert len(text.read(tmp_path / "my-plan")) == 3
    wrong = page[page.index("```text\nwrong.csv") :].split("```")[1].splitlines()[1:]
    assert wrong == said


def test_the_first_page_is_made_as_its_page_says(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command, printed in steps(PAGES["first-page"]):
        if command[:2] == ["plan", "import"]:
            fill(tmp_path / "marketing.xlsx")
            command = [*command, "--yes"]
        if command[0] == "check":
            command = [*command, "--as-of", "2027-01-11"]
        ran = run(*command)
        check(ran, printed, command)
        assert ran.code == 0

    assert len(text.read(tmp_path / "my-plan")) == 40
    assert "40 activities" in (tmp_path / "page.html").read_text("utf-8")


def fill(workbook: Path) -> None:
    """Paste forty lines into the form, as somebody does in a spreadsheet."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["Start here"]
    head = next(cell.row for cell in sheet["A"] if cell.value == "Title")
    with (ROOT / "examples" / "sheets" / "forty-rows-us.csv").open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows), head + 1):
            for column, value in enumerate(row.values(), 1):
                sheet.cell(number, column, day(value) if column == 3 else value)
    book.save(workbook)


def day(written: str) -> date:
    return datetime.strptime(written, "%m/%d/%Y").date()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_option_that_a_page_names_is_there(page: str, run: Run) -> None:
    help_ = "".join(run(*words, "--help").out for words in (("plan", "import"), ("plan", "export"), ("check",)))

    assert [option for option in sorted(set(re.findall(r"(?<!-)--[a-z][a-z-]+", page))) if option not in help_] == []
