"""What stands in the parts of a workbook beside its values: sheets, how far they reach, number formats, formulas."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator, Mapping

from truenorth.plan.sheet.grid import Place, number_of

_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(/?)>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\s([^>]*)>")
_ROWS = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,9}([0-9]+)["']""")
_FAR = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,9}[0-9]{6}""")  # a row from 100,000 on
_COLUMNS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]+)[0-9]""")
_NAME = re.compile(rb"([A-Za-z]{1,9})([0-9]{1,25})")
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CURRENCIES = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "Fr.": "CHF"}

MOST_CELLS, MOST_ROWS, MOST_COLUMNS = 5_000_000, 2**20, 2**14
NO_RESULT = "holds a formula without its result: open the sheet in a spreadsheet and save it once more"
ERROR = "holds an error of a formula: mend the formula, or empty the cell"


def _attributes(text: bytes) -> dict[str, str]:
    found = ((name.rpartition(b":")[2], one or other) for name, one, other in _ATTRIBUTE.findall(text))
    return {name.decode("ascii", "replace"): html.unescape(value.decode("utf-8", "replace")) for name, value in found}


def sheets(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    book = _target(parts.get("_rels/.rels", b""), "officeDocument", "") or "xl/workbook.xml"
    folder, _, name = book.rpartition("/")
    relations = parts.get(f"{folder}/_rels/{name}.rels", b"")
    targets = {
        one.get("Id", ""): _path(folder, one.get("Target", ""))
        for one in map(_attributes, _RELATION.findall(relations))
    }
    named = map(_attributes, _SHEET.findall(parts.get(book, b"")))
    return {one.get("name", ""): targets.get(one.get("id", ""), "") for one in named}


def _target(relations: bytes, type_: str, folder: str) -> str:
    every = map(_attributes, _RELATION.findall(relations))
    return next((_path(folder, one.get("Target", "")) for one in every if one.get("Type", "").endswith(type_)), "")


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def extent(xml: bytes) -> tuple[int, int]:
    """How many rows and columns the cells of a sheet reach over, at most."""
    column = max((number_of(name[:5].decode()) + 1 for name in set(_COLUMNS.findall(xml))), default=0)
    if column * 10**5 <= MOST_CELLS and not _FAR.search(xml):
        return min(xml.count(b"<row"), 10**5), column
    row = max((int(number[:10]) for number in set(_ROWS.findall(xml))), default=0)
    if row * column <= MOST_CELLS or row > MOST_ROWS or column > MOST_COLUMNS:
        return max(row, xml.count(b"<row")), column
    places = [place for place, bare, _ in _cells(xml) if not bare]
    return max((r + 1 for r, _ in places), default=0), max((c + 1 for _, c in places), default=0)


def _cells(xml: bytes) -> Iterator[tuple[Place, bool, dict[str, str]]]:
    """Each cell: where it is, whether it is a bare format without a value, and its attributes."""
    for found in _CELL.finditer(xml):
        attributes = _attributes(found[1])
        if place := _place(attributes.get("r", "")):
            yield place, bool(found[2]), attributes


def _place(name: str) -> Place | None:
    found = _NAME.fullmatch(name.encode("ascii", "replace"))
    return (int(found[2]) - 1, number_of(found[1].decode())) if found else None


def styles(parts: Mapping[str, bytes]) -> dict[int, str]:
    """The formats of cells that show a number as a percentage or as money of a currency: %, EUR."""
    xml = parts.get("xl/styles.xml", b"")
    named = {one.get("numFmtId", ""): one.get("formatCode", "") for one in map(_attributes, _FORMAT.findall(xml))}
    block = _STYLES.search(xml)
    found: dict[int, str] = {}
    for number, style in enumerate(map(_attributes, _STYLE.findall(block[0] if block else b""))):
        ident = style.get("numFmtId", "")
        if mark := "%" if ident in ("9", "10") else _mark(named.get(ident, "")):
            found[number] = mark
    return found


def _mark(code: str) -> str:
    bare = re.sub(r"\\.", "", code)
    if "%" in re.sub(r'"[^"]*"', "", bare):
        return "%"
    if found := re.search(r"\[\$([^\]-]+)", bare):
        sign = found[1].strip()
        return sign.upper() if re.fullmatch(r"[A-Za-z]{3}", sign) else _CURRENCIES.get(sign, "")
    if found := re.search(r"\b(EUR|USD|GBP|CHF|CAD|AUD|SEK|NOK|DKK|PLN|CZK|JPY)\b", bare):
        return found[1]
    return next((currency for sign, currency in _CURRENCIES.items() if sign in bare and sign != "$"), "")


def marked(xml: bytes, found: Mapping[int, str]) -> Iterator[tuple[Place, str]]:
    """The cells whose number is shown as a percentage or as money, with its unit."""
    if not found:
        return
    ids = b"|".join(str(number).encode() for number in found)
    for cell in re.finditer(rb"""<(?:\w+:)?c\s([^>]*?\bs=["'](?:""" + ids + rb""")["'][^>]*?)(/?)>""", xml):
        attributes = _attributes(cell[1])
        if (place := _place(attributes.get("r", ""))) and not cell[2] and attributes.get("t", "n") == "n":
            yield place, found[int(attributes["s"])]


def valueless(xml: bytes) -> Iterator[tuple[Place, str]]:
    """The cells that hold an error, or a formula whose result is not stored, and what to do."""
    if b't="e"' in xml or b"t='e'" in xml:
        yield from ((place, ERROR) for place, _, attributes in _cells(xml) if attributes.get("t") == "e")
    if _HAS_FORMULA.search(xml):
        for found in _FORMULA.finditer(xml):
            if place := _place(_attributes(found[1]).get("r", "")):
                yield place, NO_RESULT
