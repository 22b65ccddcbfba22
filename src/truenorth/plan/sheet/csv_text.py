"""A CSV file as a grid: whichever way its text is written down, and whatever parts its cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import PurePath

from truenorth.plan.csv_rows import delimiter, large_cells
from truenorth.plan.fault import Fault, Faults
from truenorth.plan.sheet.grid import Grid, Value
from truenorth.plan.sheet.guard import refused

MOST_CELLS = 20_000_000
_MARKS = ",;\t|"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LATIN = "is not UTF-8 and was read as Latin-1 (Windows): where letters look wrong, save it as CSV UTF-8"


def grid(file: str, data: bytes) -> tuple[Grid, list[str]]:
    """The cells of a CSV file, and what to know of how it was read."""
    text, notes = _text(file, data)
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?', first.strip(), re.IGNORECASE)
    if said or first.strip().lower() == "sep=":
        text = rest  # a line that tells spreadsheets what parts the cells
    mark = said[1] if said else _mark(text)
    return Grid(PurePath(file).stem, _rows(file, text, mark), mark=mark, file=file), notes


def _text(file: str, data: bytes) -> tuple[str, list[str]]:
    encoding = next((name for start, name in _BOMS if data.startswith(start)), "") or _guessed(data)
    try:
        text, notes = data.decode(encoding or "utf-8"), list[str]()
    except UnicodeDecodeError as error:
        if encoding:
            raise refused(file, f"is not the {encoding.upper()} text it says it is (byte {error.start:,})") from None
        text, notes = data.decode("cp1252", "replace"), [f"The file {file} {LATIN}."]
    if text.count("\x00") > max(len(text) // 10, 9):
        raise refused(file, "is not text: save the sheet as XLSX or CSV, and import that")
    return text, notes


def _guessed(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain text is zero."""
    start = data[:400]
    if len(start) < 8:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4 and even < len(start) // 20:
        return "utf-16-le"
    return "utf-16-be" if even > len(start) // 4 and odd < len(start) // 20 else ""


def _mark(text: str) -> str:
    """What parts the cells: in a sheet with a column `key` its header tells, else what parts most lines alike."""
    start = text[:65536]
    if "key" in re.split(rf"[{_MARKS}]", re.split(r"[\r\n]", start, maxsplit=1)[0].lower()):
        return delimiter(start)
    counts = {mark: _widths(start, mark) for mark in _MARKS if mark in start}
    return max(counts, key=lambda mark: _evenness(counts[mark]), default=",")


def _widths(text: str, mark: str) -> list[int]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))[:60]
    except csv.Error:
        return []
    return [len(row) for row in rows if any(map(str.strip, row))]


def _evenness(widths: list[int]) -> tuple[float, int]:
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0.0, 0
    width, times = Counter(wide).most_common(1)[0]
    return times / len(widths), width


def _rows(file: str, text: str, mark: str) -> list[list[Value]]:
    found: list[list[Value]] = []
    cells = 0
    with large_cells():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        try:
            for row in reader:
                found.append(list(row))
                cells += len(row)
                if cells > MOST_CELLS:
                    raise refused(file, f"has more than {MOST_CELLS:,} cells: is this an export of facts?")
        except csv.Error as error:
            says = f"is not CSV from here on: {error}; is a quote left open?"
            raise Faults([Fault(file, reader.line_num, "", says)]) from None
    return found
