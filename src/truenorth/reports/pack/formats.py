"""The formats that a report is written in, by the ending of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from truenorth.reports.pack import html, pdf, sheet, slides, text
from truenorth.reports.pack.blocks import Pack

FORMATS: Mapping[str, tuple[str, Callable[[Pack], bytes]]] = {
    "pdf": ("application/pdf", pdf.pdf),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", slides.pptx),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.xlsx),
    "html": ("text/html; charset=utf-8", lambda pack: html.page(pack).encode()),
    "txt": ("text/plain; charset=utf-8", lambda pack: text.text(pack).encode()),
}


def written(pack: Pack, ending: str) -> bytes:
    """A report in a format. KeyError where there is none such; NotInstalled where it needs an extra."""
    return FORMATS[ending][1](pack)
