"""A report as PDF, set by Typst."""

from __future__ import annotations

import json
from typing import Any

from truenorth.reports.pack.blocks import AnyBlock, Figure, Findings, Pack, Table, cut, said
from truenorth.reports.pack.columns import columns
from truenorth.reports.pack.draw import svg
from truenorth.reports.page.pdf import set_
from truenorth.reports.words import plain

LONGEST, OF_A_CELL = 420, 150
ONE_PAGE = "ceo"  # whose report stays on one page, as long as its letters can be read
SIZE, ROOM, PAD = 8.0, 510.0, 10.0  # of the letters of a cell, of a table, and between columns, in points


def pdf(pack: Pack) -> bytes:
    """The report as PDF. Raises NotInstalled where Typst is not there."""
    return set_("pack.typ", inputs(pack), of=__package__)


def inputs(pack: Pack) -> dict[str, str]:
    """What the sheet is given to set: what is said as JSON, the charts as pictures beside it."""
    sections = [
        {"says": plain(says), "blocks": [_block(one, f"chart-{place}-{number}") for number, one in enumerate(blocks)]}
        for place, (says, blocks) in enumerate(pack.sections)
    ]
    charts = {
        f"chart-{place}-{number}": svg(one.chart, one.says)
        for place, (_, blocks) in enumerate(pack.sections)
        for number, one in enumerate(blocks)
        if isinstance(one, Figure)
    }
    told = {
        "title": _cut(pack.title, 160),
        "whose": _cut(pack.whose, 160),
        "fingerprint": pack.fingerprint[:12],
        "sections": sections,
        "pages": 1 if {word for word, _ in pack.titles} == {ONE_PAGE} else None,  # its letters shrink as far as need be
    }
    return {"pack": json.dumps(told), **charts}


def _block(one: AnyBlock, picture: str) -> dict[str, Any]:
    match one:
        case Figure():
            return {"is": "figure", "says": _cut(one.says), "picture": picture}
        case Table():
            most = LONGEST if len(one.head) < 3 else OF_A_CELL
            rows = [[_cut(said(cell), most) for cell in row] for row in one.rows]
            widths = columns(one.head, rows, SIZE, ROOM, PAD)
            return {"is": "table", "head": list(one.head), "rows": rows, "widths": widths, "more": _cut(one.more)}
        case Findings():
            told = [
                {"code": it.code, "says": _cut(it.says), "way": _cut(it.way), "stake": it.stake, "tone": it.severity}
                for it in one.told
            ]
            return {"is": "findings", "told": told, "more": _cut(one.more)}
    fields = {name: getattr(one, name) for name in ("says", "tone", "name", "of") if hasattr(one, name)}
    return {"is": one.is_, **{name: _cut(text) for name, text in fields.items()}}


def _cut(text: str, most: int = LONGEST) -> str:
    return cut(plain(text), most)
