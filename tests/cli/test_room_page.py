"""The room test is run: what its page says that the commands print, they print."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.real.holding import plan
from tools import room

from truenorth.plan import text

SHEET, REAL = room.PAGE.read_text("utf-8").split("## Two real companies")


def test_in_a_room_there_are_three_questions_a_conflict_a_slide_and_a_way_out_that_fits(tmp_path: Path) -> None:
    shutil.copy(room.SHEET, tmp_path)

    assert room.page(SHEET, tmp_path) == SHEET

    assert (tmp_path / "slide.html").read_text("utf-8").startswith("<!doctype html>")
    after = room.said(["check", "room", "my-plan", "--as-of", "2027-01-11", "--repairs", "0"], tmp_path)
    assert [line for line in after if line.startswith("Fits as far as dates, lead times, tools and hours go")]
    assert [line for line in after if "can't" in line] == []


@pytest.mark.real
@pytest.mark.parametrize("name", room.REAL)
def test_of_a_real_company_the_page_says_what_is_printed(name: str, tmp_path: Path) -> None:
    text.write(plan(name), tmp_path / name)

    assert room.page(REAL, tmp_path) == REAL


def test_a_block_that_ends_in_dots_keeps_its_length_and_what_is_not_there_stays(tmp_path: Path) -> None:
    page = "```console\n$ truenorth --help\nold\n...\n$ truenorth check makerdao\nkept\n```\n"

    assert room.page(page, tmp_path).splitlines() == [
        "```console",
        "$ truenorth --help",
        "Usage: truenorth [OPTIONS] COMMAND [ARGS]...",
        "...",
        "$ truenorth check makerdao",
        "kept",
        "```",
    ]
