"""Cells and files that want to break an import, the same for the same seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from tests.strategies import HOSTILE

SHEETS = Path(__file__).parents[3] / "examples" / "sheets"
COLUMNS = ("Title", "Owner", "Due", "Start", "Cost", "Status", "Team", "Goal", "Audience", "Channel", "Note")
CELLS = [
    *HOSTILE,
    *(
        '=HYPERLINK("http://evil.example","x")',
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd",
        "+1+1",
        "-2+3",
        "\t=1",
        "%0A=1",
        '"=1"',
        "'=1",
    ),
    *(
        "2021-04-31",
        "31.04.2021",
        "30/02/2027",
        "00.00.0000",
        "99.99.9999",
        "2027-13-45",
        "1/1/1",
        "0",
        "-1",
        "1e309",
        "1E5",
        "NaN",
        "inf",
    ),
    *(
        "11-03-17",
        "KW 14",
        "KW 99 2027",
        "Q5 2027",
        "mid-June",
        "TBD",
        "n/a",
        "-",
        "\u2013",
        "31.12.9999",
        "12.03.2027 - 14.03.2027",
        "46477",
    ),
    *(
        "1.2.3,4,5",
        "9" * 60,
        "1,2,3",
        "1.234",
        "0x1F",
        "12k\u20ac",
        "\u20ac",
        "$",
        "(500)",
        "- 5",
        "5-",
        "\u0661\u0662",
        "\u00bd",
        "1\u00a0234,5",
    ),
    *(
        "[",
        "[1, 2",
        '{"a": ',
        '{"a": 1}',
        "[[[[[[",
        "[" * 3000,
        "{" * 3000,
        '["a", ["b"]]',
        "a=b; a=c",
        "=x",
        "x=",
        "; ; ;",
        "a;b;c;d",
    ),
    *(
        "<script>alert(1)</script>",
        "'; DROP TABLE plan; --",
        "../../etc/passwd",
        "C:\\con",
        "${HOME}",
        "{{7*7}}",
        "%s%n",
        "\\u0000",
    ),
    *(
        "activity:x",
        "activity:",
        ":",
        "program:../x",
        "key",
        "a" * 200,
        "\u202egnp",
        "\u200b\u200b",
        "\ufeff",
        "\U0001f4a5" * 50,
        "\x07bell",
    ),
    *(
        "yes",
        "NO",
        "null",
        "None",
        "undefined",
        "#REF!",
        "#N/A",
        "TRUE",
        "x" * 40_000,
        "(" * 30_000,
        "1 " * 15_000,
        " / " * 10_000,
        "1 a" + " " * 30_000 + "!",
        "\n\n\n",
        "a\nb\nc",
        "Gesamt",
        "Total",
        "Title",
    ),
]
VALUES: list[Any] = [
    *(0, -0.0, 1e300, -1e300, 1e-300, 0.1 + 0.2, 2**53, 46477, 3_000_000, -46477, True, False),
    *(datetime(1900, 1, 1), datetime(9999, 12, 31), datetime(2027, 3, 31, 23, 59, 59), timedelta(hours=30)),
]


def cells(seed: int, count: int, *, typed: bool) -> Iterator[Any]:
    """Hostile cells: as they are, in pairs, and with letters put in."""
    rng = random.Random(seed)
    for _ in range(count):
        one = rng.choice(CELLS)
        match rng.randrange(6 if typed else 5):
            case 0:
                yield one + rng.choice(CELLS)
            case 1:
                place = rng.randrange(len(one) + 1)
                yield (
                    one[:place]
                    + chr(rng.choice([rng.randrange(32), rng.randrange(0x20, 0xD800), 0x1F4A5]))
                    + one[place:]
                )
            case 5:
                yield rng.choice(VALUES)
            case _:
                yield one


def rows(seed: int, count: int, *, typed: bool) -> list[list[Any]]:
    """A sheet with one hostile cell in each row: in turn in each column; the first column tells rows apart."""
    found: list[list[Any]] = [["ID", *COLUMNS]]
    for number, bad in enumerate(cells(seed, count, typed=typed)):
        row: list[Any] = [
            f"Piece {number}",
            "Editor",
            "2027-03-01",
            "2027-02-01",
            "1200",
            "done",
            "Content",
            "Grow",
            "Buyer",
            "Web",
            "-",
        ]
        row[number % len(row)] = bad
        found.append([f"n{seed}-{number}", *row])
    return found


def as_csv(found: list[list[Any]]) -> bytes:
    """The rows as CSV."""
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(found)
    return out.getvalue().encode("utf-8", "surrogatepass")


def as_xlsx(found: list[list[Any]]) -> bytes:
    """The rows as a workbook, every value as what it is."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, date = book.add_worksheet("Plan"), book.add_format({"num_format": "dd.mm.yyyy"})
    for number, row in enumerate(found):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value[:32_000])
            elif isinstance(value, (datetime, timedelta)):
                sheet.write_datetime(number, column, value, date)
            else:
                sheet.write(number, column, value)
    book.close()
    return out.getvalue()


def broken_files(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Real sheets broken so that they cannot be read."""
    rng = random.Random(seed)
    books = {name: (SHEETS / name).read_bytes() for name in ("forty-rows-de.xlsx", "forty-rows-messy.xlsx")}
    texts = {name: (SHEETS / name).read_bytes() for name in ("forty-rows-us.csv", "forty-rows-de.csv")}
    for number in range(count):
        if number % 3:
            name, data = rng.choice(list(books.items()))
            yield name, _broken_book(rng, data)
        else:
            name, data = rng.choice(list(texts.items()))
            yield name, _broken_text(rng, data)


def _broken_book(rng: random.Random, data: bytes) -> bytes:
    match rng.randrange(5):
        case 0:
            return data[: rng.randrange(4, len(data) - 30)]
        case 1:
            return _hit(rng, data, "xl/worksheets/sheet1.xml")
        case 2:
            return _hit(rng, data, "xl/workbook.xml")
        case 3:
            return data[:4] + rng.randbytes(rng.randrange(10, 4000))
    start, size = _place(data, "xl/worksheets/sheet1.xml")
    cut = start + rng.randrange(size - 2)
    return data[:cut] + data[cut + rng.randrange(1, 400) :]


def _place(data: bytes, part: str) -> tuple[int, int]:
    """Where the content of a part begins in an archive, and how long it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(part)
    return info.header_offset + 30 + len(part), info.compress_size


def _hit(rng: random.Random, data: bytes, part: str) -> bytes:
    """A workbook with some bytes of a part changed."""
    start, size = _place(data, part)
    out = bytearray(data)
    for place in rng.sample(range(start, start + size), rng.randrange(1, 20)):
        out[place] ^= rng.randrange(1, 256)
    return bytes(out)


def _broken_text(rng: random.Random, data: bytes) -> bytes:
    place = rng.randrange(60, len(data))
    match rng.randrange(4):
        case 0:
            line = data.rfind(b"\n", 0, place) + 1
            return data[:line] + b'"' + data[line:].replace(b'"', b"")
        case 1:
            return b"\xff\xfe" + data[: place | 1]
        case 2:
            return data[:20] + bytes(rng.randrange(3) for _ in range(2000))
    return b"".join(line[line.find(b"2027") :] + b"\n" for line in data.splitlines() if b"2027" in line)


def mutated_parts(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Workbooks that are whole as archives, with nonsense in one of their parts."""
    rng = random.Random(seed)
    data = (SHEETS / "forty-rows-messy.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.startswith(("xl/w", "xl/_", "xl/styles", "_rels"))]
    for _ in range(count):
        name = rng.choice(names)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for other, part in parts.items():
                archive.writestr(other, _nonsense(rng, part) if other == name else part)
        yield "plan.xlsx", out.getvalue()


def _nonsense(rng: random.Random, part: bytes) -> bytes:
    out = bytearray(part)
    for _ in range(rng.randrange(1, 8)):
        place = rng.randrange(len(out))
        match rng.randrange(5):
            case 0:
                out[place] = rng.randrange(256)
            case 1:
                del out[place : place + rng.randrange(1, 60)]
            case 2:
                out[place:place] = rng.choice(
                    [b"<", b">", b'"', b"&", b"&#0;", b"\x00", b"<c r='ZZZ99999999'>", b'r="-1"']
                )
            case 3:
                out[place:place] = out[place : place + rng.randrange(1, 200)]
            case _:
                digits = [at for at in range(len(out)) if 48 <= out[at] < 58]
                if digits:
                    at = rng.choice(digits)
                    out[at : at + 1] = str(rng.choice([0, 99, 4_294_967_296, 10**20])).encode()
        out = out or bytearray(b"<")
    return bytes(out)
