"""A plan written as a workbook or as CSV, and the workbook to start from."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from truenorth.plan.entity import KINDS
from truenorth.plan.plan import Plan
from truenorth.plan.sheet import csv_out
from truenorth.plan.sheet.layout import kind_named
from truenorth.plan.sheet.workbook import workbook
from truenorth.plan.swap import swap
from truenorth.services.plan import Refused
from truenorth.services.whole_file import write_whole


def exported(plan: Plan, out: Path, kinds: Iterable[str] = (), *, replace: bool = False) -> list[Path]:
    """Write a plan as XLSX, as the CSV of a kind, or as a folder of CSV files, as the name tells; what was written."""
    names = [kind_named(word) for word in kinds]
    ending = out.suffix.lower()
    if ending == ".xlsx":
        return [_written(out, workbook(plan, names), replace)]
    if ending == ".csv":
        return [_written(out, csv_out.csv_text(plan, _one(out, names)).encode(), replace)]
    if ending and not out.is_dir():
        raise Refused(f"{out.name}: write to a name that ends with .xlsx or .csv, or to a folder")
    return _folder(plan, out, names, replace)


def template(out: Path, kinds: Iterable[str] = (), *, replace: bool = False) -> Path:
    """Write the workbook to start from."""
    if out.suffix.lower() != ".xlsx":
        raise Refused(f"{out.name}: a template is a workbook; let its name end with .xlsx")
    return _written(out, workbook(Plan({}), [kind_named(word) for word in kinds], empty=True), replace)


def computed(plan: Plan, kinds: Iterable[str]) -> int:
    """How many cells of CSV a spreadsheet would take for formulas."""
    return csv_out.computed(plan, [kind_named(word) for word in kinds])


def _one(out: Path, names: list[str]) -> str:
    """The kind that one CSV file is to hold: the one asked for, or the one that the file is named after."""
    if len(names) == 1:
        return names[0]
    if not names and out.stem.lower() in KINDS:
        return out.stem.lower()
    raise Refused(f"{out.name}: a CSV file holds one kind; say which with --kinds activity, or name it activity.csv")


def _folder(plan: Plan, out: Path, names: list[str], replace: bool) -> list[Path]:
    texts = csv_out.csv_texts(plan, names)
    there = [name for name in texts if (out / name).exists()]
    if there and not replace:
        raise Refused(f"{out} holds {there[0]} already: name another folder, or add --replace")
    is_new = not out.exists()
    try:
        swap(out, texts)
    except BaseException:
        if is_new:
            _gone(out)
        raise
    return [out / name for name in texts]


def _gone(out: Path) -> None:
    """Take away a folder in which nothing was written."""
    with suppress(OSError):
        out.rmdir()


def _written(out: Path, data: bytes, replace: bool) -> Path:
    """A file with some content, put in place whole or not at all."""
    if out.is_dir():
        raise Refused(f"{out} is a folder: name a file in it")
    if out.exists() and not replace:
        raise Refused(f"{out} is there already: name another file, or add --replace")
    return write_whole(out, data)
