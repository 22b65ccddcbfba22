"""A plan as an XLSX workbook: a sheet a kind, with help, choices and links to pick from, and nothing but text in it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from truenorth.plan.cells import cell
from truenorth.plan.entity import Entity, data
from truenorth.plan.garbage import uncollected
from truenorth.plan.plan import Plan
from truenorth.plan.sheet.escape import escaped
from truenorth.plan.sheet.fields import Field, fields, help_of, kinds
from truenorth.plan.sheet.grid import letters
from truenorth.plan.sheet.own import GOES_ON, HELP
from truenorth.plan.sheet.start import FORM, START, WORDS

LONGEST = 16_000  # characters of a cell; a workbook holds 32,767, and counts some letters twice
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
    with uncollected():
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
    for number, (name, part) in enumerate(columns):
        sheet.write_string(0, number, f"{name}{GOES_ON}{part + 1}" if part else name, styles["head"])
        help_ = HELP if name == "key" else "The text goes on here." if part else help_of(known[name])
        sheet.write_string(1, number, help_, styles["help"])
        sheet.set_column(number, number, _WIDTHS.get(name, 16), styles["text"])
        if name != "key" and not part:
            _pick(sheet, number, known[name], rows, FIRST + len(items) + SPARE)
    sheet.set_row(1, 62)
    sheet.freeze_panes(FIRST, 2)
    sheet.autofilter(1, 0, max(FIRST + len(items) - 1, FIRST), len(columns) - 1)  # so that sorting leaves the help
    write, style = sheet.write_string, styles["text"]
    where = {column: number for number, column in enumerate(columns)}
    for row, found in enumerate(texts, FIRST):
        for name, text in found.items():
            for part, piece in enumerate(_pieces(text)):
                write(row, where[name, part], piece, style)


def _pieces(text: str) -> list[str]:
    """A text as it is written into one cell, or several where it is too long for one."""
    plain = escaped(text)
    if len(plain) <= LONGEST:
        return [plain] if plain else []
    return [plain[start : start + LONGEST] for start in range(0, len(plain), LONGEST)]


def _columns(known: Mapping[str, Field], texts: Sequence[Mapping[str, str]]) -> list[tuple[str, int]]:
    """The columns by field and part: a text too long for one cell goes on in the next."""
    parts = dict.fromkeys(("key", *known), 1)
    for found in texts:
        for name, text in found.items():
            if len(text) > LONGEST // 8:  # a letter that is escaped takes up to eight
                parts[name] = max(parts[name], len(_pieces(text)))
    return [(name, part) for name, count in parts.items() for part in range(count)]


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
    sheet.set_selection(head + 1, 0, head + 1, 0)  # what is typed or pasted first goes into the form
