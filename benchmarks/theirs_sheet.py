"""What the rivals are measured at: the workbook by openpyxl, the touches by pandas; a job a process.

Both are written as one would for speed. The values of the plan's cells are typed by the same readers as Truenorth's, so
that what differs is the way from the file to the text of its cells, and back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.ours import peak_memory, timed
from benchmarks.ours_sheet import told
from truenorth.facts.rows import BLANK
from truenorth.plan import KINDS, Edit, Plan, text
from truenorth.plan.cells import cell
from truenorth.plan.entity import Entity, data
from truenorth.plan.garbage import uncollected
from truenorth.plan.reading import Reader
from truenorth.plan.sheet.fields import Field, fields, help_of, kinds
from truenorth.plan.sheet.own import HELP

SPARE = 500  # rows below the last in which one can still pick from a list


def export(place: Path) -> dict[str, float]:
    """The whole plan as a workbook, with the same help, styles and lists to pick from."""
    plan = text.read(place / "plan")
    with uncollected():
        seconds, _ = timed(lambda: _write(plan, place / "theirs.xlsx"))
    return {"seconds": seconds, "memory": peak_memory(), "items": len(plan)}


def take(place: Path) -> dict[str, float]:
    """The workbook into an empty plan, with what would be changed."""
    with uncollected():
        seconds, (plan, edits) = timed(lambda: _read(place / "plan.xlsx"))
    return {"seconds": seconds, "memory": peak_memory(), "items": len(edits), **told(plan)}


def touches(place: Path) -> dict[str, float]:
    """A log of touches: read, typed, what is refused counted, one Parquet file."""
    seconds, (rows, refused) = timed(lambda: _loaded(place / "touches.csv", place / "theirs.parquet"))
    memory = peak_memory()
    named = {name: float(rows[name].count()) for name in ("id", "campaign", "name", "channel", "kind", "content")}
    times = float(rows["at"].astype("datetime64[s]").astype("int64").sum())
    found = {"kept": float(len(rows)), "people": float(rows["person"].nunique()), "times": times, **named}
    return {"seconds": seconds, "memory": memory, **found, **refused}


def _write(plan: Plan, file: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook(write_only=True)
    top = Alignment(vertical="top", wrap_text=True)
    styles = {
        "text": {"number_format": "@", "alignment": Alignment(vertical="top")},
        "head": {"number_format": "@", "font": Font(bold=True), "fill": PatternFill("solid", "E8EEF4")},
        "help": {"font": Font(italic=True, color="5B6B7B"), "alignment": top},
    }
    counts = {kind.kind: len(plan.all(kind)) for kind in kinds()}
    for kind in kinds():
        _sheet(book, kind, plan.all(kind), counts, styles)
    book.save(file)


def _sheet(
    book: Any, kind: type[Entity], items: Sequence[Entity], counts: dict[str, int], styles: dict[str, dict[str, Any]]
) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(kind.kind)
    known = fields(kind)
    names = ["key", *known]
    letters = [get_column_letter(number + 1) for number in range(len(names))]
    for letter in letters:
        sheet.column_dimensions[letter].width = 16
    sheet.row_dimensions[2].height = 62
    sheet.freeze_panes = "C3"
    sheet.auto_filter.ref = f"A1:{letters[-1]}{max(2 + len(items), 2)}"
    for letter, name in zip(letters[1:], known, strict=True):
        if (pick := _pick(known[name], counts)) is not None:
            pick.add(f"{letter}3:{letter}{2 + len(items) + SPARE}")
            sheet.data_validations.append(pick)
    sheet.append(_styled(sheet, names, styles["head"]))
    sheet.append(_styled(sheet, [HELP, *(help_of(one) for one in known.values())], styles["help"]))
    cells = _styled(sheet, names, styles["text"])  # made once: a cell is written before the next row is filled in
    for item in items:
        says = {"key": item.key} | {name: cell(value) for name, value in data(item).items()}
        row: list[Any] = []
        for name, one in zip(names, cells, strict=True):
            if written := says.get(name):
                one.value = written
                row.append(one)
            else:
                row.append(None)
        sheet.append(row)


def _styled(sheet: Any, values: Sequence[str], style: dict[str, Any]) -> list[Any]:
    from openpyxl.cell import WriteOnlyCell

    first = WriteOnlyCell(sheet, "")
    for name, value in style.items():
        setattr(first, name, value)
    made = []
    for value in values:
        one = WriteOnlyCell(sheet, value)
        one._style = first._style
        made.append(one)
    return made


def _pick(field: Field, counts: dict[str, int]) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    if field.form in ("choice", "truth"):
        source = f'"{",".join(field.choices or ("true", "false"))}"'
    elif len(field.kinds) == 1 and field.kinds[0] in counts:
        source = f"{field.kinds[0]}!$A$3:$A${2 + counts[field.kinds[0]] + SPARE}"
    else:
        return None
    return DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=field.form == "choice")


def _read(file: Path) -> tuple[Plan, list[Edit]]:
    from openpyxl import load_workbook

    book = load_workbook(file, read_only=True)
    entities: dict[str, Entity] = {}
    for sheet in book.worksheets:
        reader = Reader(KINDS[sheet.title])
        for key, row in _rows(sheet.iter_rows(values_only=True)):
            entities[f"{sheet.title}:{key}"] = reader.read(key, row)
    plan = Plan(entities)
    assert not list(plan.dangling())
    return plan, [Edit(ref, None, data(item)) for ref, item in entities.items()]


def _rows(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, dict[str, str]]]:
    names = [str(name) for name in next(rows)]
    for row in rows:
        found = {name: str(value) for name, value in zip(names, row, strict=False) if value not in (None, "")}
        if (key := found.pop("key", HELP)) != HELP:
            yield key, found


COLUMNS = {
    "event_id": "id",
    "timestamp": "at",
    "contact_id": "person",
    "campaign_id": "campaign",
    "campaign_name": "name",
    "channel": "channel",
    "event_type": "kind",
    "asset": "content",
}


def _loaded(file: Path, out: Path) -> tuple[Any, dict[str, float]]:
    """A row's first fault counts; a mail address is kept as its hash alone; the file is known again by its digest."""
    import pandas as pd

    blank = ["", *BLANK]
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    rows = pd.read_csv(file, dtype="string[pyarrow]", keep_default_na=False, na_values=[""], engine="pyarrow")
    rows = rows.rename(columns=COLUMNS)
    for name in rows.columns:
        rows[name] = rows[name].str.strip()
    said = rows["at"].mask(rows["at"].str.lower().isin(blank))
    rows["at"] = pd.to_datetime(said, format="%Y-%m-%d %H:%M:%S", errors="coerce")
    rows["person"] = rows["person"].mask(rows["person"].str.lower().isin(blank))
    mail = rows["person"].str.contains("@", regex=False).fillna(False)
    rows.loc[mail, "person"] = [_hashed(one) for one in rows.loc[mail, "person"]]
    total = rows["id"].str.lower().isin(["total", "totals", "grand total", "sum", "summe", "gesamt"])
    no_date, no_person = said.isna() & ~total, rows["person"].isna() & said.notna() & ~total
    wrong = rows["at"].isna() & said.notna() & rows["person"].notna() & ~total
    refused = {"has no date": no_date, "has no person": no_person, "has a date that is none": wrong}
    rows["source"], rows["load"] = "touches", f"touches-{digest[:8]}"
    rows["row"] = range(1, len(rows) + 1)
    good = rows[rows["at"].notna() & rows["person"].notna() & ~total]
    good.to_parquet(out, compression="zstd", index=False)
    return good, {f"refused: {says}": float(mask.sum()) for says, mask in refused.items() if mask.any()}


def _hashed(address: str) -> str:
    return hashlib.sha256(address.lower().encode()).hexdigest()[:16]
