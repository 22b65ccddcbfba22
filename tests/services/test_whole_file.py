"""A file is written whole; what cannot be written to is said with its mend, and nothing is left beside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from truenorth.plan.fault import Faults
from truenorth.services.whole_file import write_whole


def test_a_file_that_was_there_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("a longer text that was there before", "utf-8")

    write_whole(tmp_path / "page.html", b"new")

    assert (tmp_path / "page.html").read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_a_folder_is_refused_by_its_name_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="is a folder: name a file in it"):
        write_whole(tmp_path, b"new")
    with pytest.raises(Faults, match="cannot be written: there is no folder"):
        write_whole(tmp_path / "not-there" / "page.html", b"new")

    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_written_to_and_stays_what_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    write_whole(pipe, b"new")

    assert os.read(reader, 10) == b"new"
    assert pipe.is_fifo()
    os.close(reader)
