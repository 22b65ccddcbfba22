"""A plan as an XLSX workbook: a sheet a kind, with help, choices and links to pick from, and nothing but text in it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from truenorth.plan.cells import cell
from truenorth.plan.entity import Entity, data
from truenorth.plan.plan import Plan
from truenorth.plan.sheet.escape import escaped
from truenorth.plan.sheet.fields import Field, fields, help_of, kinds
from truenorth.plan.sheet.grid import letters
from truenorth.plan.sheet.own import GOES_ON, HELP
from truenorth.plan.sheet.start import FORM, START, WORDS

LONGEST = 32_000  # characters of a cell; a workbook holds 32,767
FIRST = 2  # the row of the first item: above it are the names of the columns, and what goes into them
SPARE = 500  # rows below the last item in which one can still pick from a list
FORM_ROWS = 60
_WIDTHS = {"name": 34, "note": 40, "text": 50, "statement": 50, "definition": 40, "serves": 24}


def workbook(plan: Plan, names: Iterable[str] = (), *, empty: bool = False) -> bytes:
    """A plan as a workbook, of some kinds or all; `empty` makes it a template, with a sheet to start from."""
    import xlsxwriter  # type: ignore[import-untyped]

    wanted = set(names)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    styles = _styles(book)
    if empty:
        _start(book, styles)
    made = [kind for kind in kinds() if not wanted or kind.kind in wanted]
    rows = {kind.kind: len(plan.all(kind)) for kind in made}
    for kind in made:
        _sheet(book, styles, kind, plan.all(kind), rows)
    book.close()
    return out.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top"}
    return {
        "text": book.add_format(text),
        "wrapped": book.add_format({**text, "text_wrap": True}),
        "head": book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "num_format": "@"}),
        "help": book.add_format({"italic": True, "font_color": "#5B6B7B", "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    }


def _sheet(
    book: Any, styles: Mapping[str, Any], kind: type[Entity], items: Sequence[Entity], rows: Mapping[str, int]
) -> None:
    """One kind: the names of the columns, the row of help, and a row for each item."""
    sheet = book.add_worksheet(kind.kind)
    known = fields(kind)
    texts = [{"key": item.key} | {name: cell(value) for name, value in data(item).items()} for item in items]
    columns = _columns(known, texts)
    for number, (name, _) in enumerate(columns):
        sheet.write_string(0, number, name, styles["head"])
        help_ = HELP if name == "key" else help_of(known[name]) if name in known else "The text goes on here."
        sheet.write_string(1, number, help_, styles["help"])
        sheet.set_column(number, number, _WIDTHS.get(name, 16), styles["text"])
        if field := known.get(name):
            _pick(sheet, number, field, rows, FIRST + len(items) + SPARE)
    sheet.set_row(1, 62)
    sheet.freeze_panes(FIRST, 2)
    sheet.autofilter(0, 0, max(FIRST + len(items) - 1, 1), len(columns) - 1)
    write, style = sheet.write_string, styles["text"]
    for row, found in enumerate(texts, FIRST):
        for number, (name, part) in enumerate(columns):
            if text := found.get(name.partition(GOES_ON)[0], ""):
                _write(write, row, number, text, part, style)


def _write(write: Any, row: int, number: int, text: str, part: int, style: Any) -> None:
    plain = escaped(text)
    if len(plain) > LONGEST or part:
        plain = plain[part * LONGEST : (part + 1) * LONGEST]
    if plain:
        write(row, number, plain, style)


def _columns(known: Mapping[str, Field], texts: Sequence[Mapping[str, str]]) -> list[tuple[str, int]]:
    """The columns and, where a text is too long for one cell, those in which it goes on."""
    found = [("key", 0)]
    for name in known:
        longest = max((len(escaped(one[name])) for one in texts if len(one.get(name, "")) > LONGEST // 8), default=0)
        found.append((name, 0))
        found += [(f"{name}{GOES_ON}{part + 1}", part) for part in range(1, -(-longest // LONGEST))]
    return found


def _pick(sheet: Any, column: int, field: Field, rows: Mapping[str, int], last: int) -> None:
    """A list to pick from: the choices, or the keys of the items that the field may point at; others may be typed."""
    rule: dict[str, Any] = {"validate": "list", "show_error": field.form == "choice", "ignore_blank": True}
    if field.form == "choice" or field.form == "truth":
        rule["source"] = list(field.choices) or ["true", "false"]
    elif len(field.kinds) == 1 and field.kinds[0] in rows:
        kind = field.kinds[0]
        rule["source"] = f"={kind}!$A${FIRST + 1}:$A${FIRST + rows[kind] + SPARE}"
    else:
        return
    sheet.data_validation(FIRST, column, last, column, rule)


def _start(book: Any, styles: Mapping[str, Any]) -> None:
    """The sheet to start from: plain words, and the short form."""
    sheet = book.add_worksheet(START)
    last = letters(len(FORM) - 1)
    for row, words in enumerate(WORDS):
        sheet.merge_range(f"A{row + 1}:{last}{row + 1}", words, styles["title" if not row else "words"])
        sheet.set_row(row, 22 if not row else 15 * (1 + len(words) // 95))
    head = len(WORDS) + 1
    for number, (name, width) in enumerate(zip(FORM, (44, 26, 16, 22), strict=True)):
        sheet.write_string(head, number, name, styles["head"])
        sheet.set_column(number, number, width)
        for row in range(head + 1, head + 1 + FORM_ROWS):
            sheet.write_blank(row, number, None, styles["date" if name == "Date" else "text"])
    sheet.freeze_panes(head + 1, 0)
