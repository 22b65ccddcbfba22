"""Draws docs/check.svg: what the check of the small example prints."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from truenorth.cli.screen import texts
from truenorth.reports.terminal import overview
from truenorth.services.check import judge

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "check.svg"
DEMO = "examples/acme-bent"
AS_OF = date(2027, 1, 11)
WIDTH = 96
INK = TerminalTheme(
    (250, 250, 247),
    (34, 38, 42),
    [
        (34, 38, 42),
        (186, 40, 40),
        (40, 120, 70),
        (150, 100, 0),
        (30, 90, 160),
        (120, 60, 140),
        (0, 120, 130),
        (90, 90, 90),
    ],
    [
        (120, 120, 120),
        (186, 40, 40),
        (40, 120, 70),
        (150, 100, 0),
        (30, 90, 160),
        (120, 60, 140),
        (0, 120, 130),
        (34, 38, 42),
    ],
)


def picture() -> str:
    """The picture as SVG, without anything that has to be fetched."""
    report = judge(ROOT / DEMO, AS_OF).report(DEMO)
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True, highlight=False)
    for text in texts(overview(report, WIDTH)):
        console.print(text, soft_wrap=True)
    frame = re.sub(r"@font-face \{\{.*?\}\}|<!--.*?-->", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    frame = frame.replace("Fira Code", "ui-monospace, Menlo, Consolas")
    return console.export_svg(
        title=f"truenorth check {DEMO}", theme=INK, code_format=frame, unique_id="check", font_aspect_ratio=0.61
    )


if __name__ == "__main__":
    PICTURE.write_text(picture() + "\n", encoding="utf-8")
