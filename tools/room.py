"""Writes what the commands of docs/room-test.md print; `--check` only tells whether the page is stale."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "room-test.md"
SHEET = ROOT / "examples" / "sheets" / "forty-rows-us.csv"
BLOCK = re.compile(r"(?<=```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
PROMPT, MORE = "$ truenorth ", "..."
REAL = ("sourcegraph", "makerdao")  # companies whose plans lie beside the repository, or are not there


def page(text: str, folder: Path) -> str:
    """The page with what its commands print now, one after the other in a folder that holds what they need.

    Of what ends with `...`, so many lines are kept as there were. Commands on a company that is not in the folder stay
    as they are.
    """
    return BLOCK.sub(lambda block: "".join(_steps(block[0], folder)), text)


def _steps(block: str, folder: Path) -> Iterator[str]:
    for step in filter(None, re.split(rf"^(?={re.escape(PROMPT)})", block, flags=re.MULTILINE)):
        command, *printed = step.splitlines()
        words = shlex.split(command.removeprefix(PROMPT))
        if any(word in REAL and not (folder / word).is_dir() for word in words):
            yield step
            continue
        lines = said(words, folder)
        if printed[-1:] == [MORE]:
            lines = [*lines[: len(printed) - 1], MORE]
        yield "".join(f"{line}\n" for line in (command, *lines))


def said(words: list[str], folder: Path) -> list[str]:
    """What a command prints, without blank lines at the end and without what it says while it takes long."""
    environment = {**os.environ, "COLUMNS": "100", "LINES": "99", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, "-m", "truenorth", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return [line for line in ran.stdout.rstrip().splitlines() if not line.endswith(f" {MORE}")]


def main(arguments: list[str]) -> int:
    """Write the page, or tell that it is stale."""
    sys.path.insert(0, str(ROOT))
    was = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copy(SHEET, folder)
        _real(folder)
        now = page(was, folder)
    if "--check" not in arguments:
        PAGE.write_text(now, "utf-8")
    elif now != was:
        print(f"{PAGE.relative_to(ROOT)} is not what its commands print: python tools/room.py")
        return 1
    return 0


def _real(folder: Path) -> None:
    """Write the plans of the real companies that are there."""
    import pytest
    from tests.real.holding import plan

    from truenorth.plan import text

    for name in REAL:
        try:
            text.write(plan(name), folder / name)
        except pytest.skip.Exception:
            print(f"{name} is not here: what is said of it stays")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
