"""The page as PDF, set by Typst; an extra, asked for by name when it is not installed."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import Any

from truenorth.reports.fit import pdf as fit
from truenorth.reports.page.page import Page
from truenorth.reports.sight.svg import svg

PAGE = "truenorth.reports.page"


class NotInstalled(RuntimeError):
    """A format needs an extra that is not installed; says which."""


def pdf(page: Page) -> bytes:
    """The page as PDF. Raises NotInstalled where Typst is not there."""
    return set_("page.typ", inputs(page))


def set_(sheet: str, inputs: dict[str, str], of: str = PAGE) -> bytes:
    """A sheet of this folder, or another, set with what it is given. Raises NotInstalled where Typst is not there."""
    try:
        import typst
    except ImportError:
        raise NotInstalled("PDF needs Typst: pip install 'truenorth[pdf]'") from None
    with resources.as_file(resources.files(of)) as path, resources.as_file(resources.files(PAGE)) as page:
        made = typst.compile(str(path / sheet), font_paths=[str(page / "fonts")], sys_inputs=inputs)
    return bytes(made)


def inputs(page: Page) -> dict[str, str]:
    """What the sheet is given to set."""
    return {"page": json.dumps(_said(page)), "map": svg(page.map), **fit.drawn(page.fit)}


def _said(page: Page) -> dict[str, Any]:
    heavy = page.first and page.first[0].kind == "contradiction"
    return {
        "title": f"{page.company}: where the plan points",
        "company": page.company,
        "as_of": page.as_of,
        "headline": page.headline,
        "notes": page.notes,
        "faults": page.faults,
        "fit": fit.said(page.fit) if page.fit else None,
        "at_stake": page.at_stake,
        "at_stake_of": page.at_stake_of,
        "index_said": page.index_said,
        "has_index": page.index is not None,
        "halves": [asdict(half) for half in page.halves],
        "first_title": "What matters most"
        if heavy
        else "What to fill in first"
        if page.first
        else "The first three steps"
        if page.steps
        else page.headline.rstrip("."),
        "steps": list(page.steps),
        "first": [asdict(told) for told in page.first],
        "questions": [asdict(question) for question in page.questions],
        "sight": page.sight.says,
        "ratio": page.map.height / page.map.width,
        "apart": [f"{title} {said}".strip() for title, said in page.apart] + _more(page.apart_more),
        "parties": [asdict(party) | {"name": _capital(party.name)} for party in page.parties],
    }


def _more(count: int) -> list[str]:
    return [f"and {count} more"] if count else []


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
