"""Whatever is in a file: it is taken, refused in words, or asked about, and nothing is left behind."""

from __future__ import annotations

import io
import random
from datetime import date
from pathlib import Path

import pytest

from truenorth.facts.layout import Unclear
from truenorth.plan.fault import Faults
from truenorth.services import measure
from truenorth.services.measure import Asked, wanted
from truenorth.services.plan import Refused

CELLS = (
    *(
        "=cmd|' /C calc'!A0",
        "\u202e",
        "1e999",
        "-0",
        "NaN",
        "٣",
        "2021-02-30",
        "99/99/9999",
        "€",
        "1.2.3",
        "1,2,3",
        '"',
        "'",
    ),
    *(
        "#REF!",
        "=1/0",
        "true",
        "\ufeff",
        "☃",
        "{}",
        "null",
        "-",
        "%s",
        "{0}",
        "\\",
        "<b>",
        "../x",
        "2027-01-01T25:00",
        "+1",
    ),
    *(
        "0x1",
        "12:00",
        "10%",
        "(5)",
        "5-",
        "$",
        "USD 5",
        "5 USD 6",
        "--5",
        "infinity",
        "now",
        "0000-00-00",
        "1900-02-29",
    ),
    *("31.12.2199", "9" * 30, "a" * 5000, "2027-01-02", "1.5", "a", ""),
)
HEADS = (
    "date,campaign,cost,currency",
    "timestamp,contact_id,campaign,kind",
    "deal_id,deal_stage,amount,created_at,close_date",
    "metric,date,value",
    "week,team,hours",
)


def csv(random_: random.Random) -> bytes:
    head = random_.choice(HEADS)
    rows = [",".join(random_.choice(CELLS) for _ in head.split(",")) for _ in range(random_.randrange(1, 12))]
    return "\n".join([head, *rows]).encode()


def workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["date", "campaign", "cost"], [date(2027, 1, 2), "a", 5.5], ["2027-01-03", "b", "1.2"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"date": ["2027-01-02"] * 50, "cost": [1.5] * 50}), out)
    return out.getvalue()


def damaged(body: bytes, random_: random.Random) -> bytes:
    """A file with some bytes changed, or cut off."""
    if random_.random() < 0.3:
        return body[: random_.randrange(len(body))]
    bytes_ = bytearray(body)
    for _ in range(random_.randrange(1, 12)):
        bytes_[random_.randrange(len(bytes_))] = random_.randrange(256)
    return bytes(bytes_)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["csv", "damaged csv", "damaged xlsx", "damaged parquet"])
def test_no_file_makes_a_stack_trace_or_leaves_anything_behind(kind: str, seed: int, tmp_path: Path) -> None:
    random_ = random.Random(f"{kind} {seed}")
    making = {"csv": lambda: csv(random_), "damaged csv": lambda: damaged(csv(random_), random_)}
    making |= {
        "damaged xlsx": lambda: damaged(workbook(), random_),
        "damaged parquet": lambda: damaged(parquet(), random_),
    }
    folder, file = tmp_path / "plan", tmp_path / f"data.{kind.split()[-1]}"
    folder.mkdir()
    file.write_bytes(making[kind]())

    said = ""
    try:
        with measure.looked_at(folder, file, Asked(wanted("", {}, {}))) as found:
            assert found.brought.taken + sum(one.count for one in found.brought.refused) <= found.raw.rows + len(
                found.raw.cut
            )
    except (Faults, Unclear, Refused) as refused:
        said = str(refused)

    assert "Traceback" not in said
    assert len(said) < 2000
    assert list(folder.iterdir()) == []
